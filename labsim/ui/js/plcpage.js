// The PLC page of the workbench: the rungs of the machine's controller. Opened when it is looked at. -----
class PlcPage {
  constructor(bench) {
    this.bench = bench;
    this.model = bench.model;
    this.practice = false;
    this.note = h("p", { class: "ls-state" });
    this.node = h("div", { class: "lm-page" });
    const offer = this.model.get("plc").offer;
    const go = offer.map(([tag, title]) => h("button", { type: "button", class: "ls-main", onclick: () => this.send("online", { tag }) }, `Go online: ${tag}, ${title}`));
    this.start = h("div", { class: "lm-acts" }, ...go);
    this.node.append(this.start, this.note, new Figures(bench).node);
  }

  send(name, given = {}) {
    this.bench.send(name, given);
  }

  quiet(name, given = {}) {
    try {
      this.model.send({ do: name, ...given });
    } catch {
      // a notebook that was opened without a kernel is a picture
    }
  }

  say(text) {
    if (text) this.bench.say(text);
  }

  // The rungs came: build what shows them, once.
  opened() {
    if (!this.model.get("ladder").page) return;
    if (!this.ladder) {
      this.ladder = new Ladder(this);
      this.desk = new LadderDesk(this, this.ladder);
      this.node.append(this.desk.node, this.#file());
    } else this.ladder.build();
    this.desk.opened();
    this.desk.clock({});
    this.state(this.model.get("plc"));
    this.desk.trended(this.model.get("trend"));
    this.desk.show(this.model.get("about"));
  }

  // The program on file goes into the controller: asked twice, for it takes its minutes.
  #file() {
    const button = (text, act) => h("button", { type: "button", onclick: act }, text);
    const ask = (on) => {
      sure.hidden = !on;
      first.hidden = on;
      (on ? no : first).focus();
    };
    const load = () => {
      ask(false);
      this.send("download", {});
    };
    const no = button("Not now", () => ask(false));
    const first = button("Download the program on file …", () => ask(true));
    const sure = h("div", { class: "lm-acts", hidden: true }, h("span", {}, "It takes the place of what is in the controller. Is everybody told?"), button("Yes, download", load), no);
    const keep = this.model.get("plc").keeps ? [button("Back up what is in it", () => this.send("backup")), button("Compare with the backup", () => this.send("compare"))] : [];
    return h("div", { class: "lm-acts" }, ...keep, first, sure);
  }

  state(plc) {
    this.start.hidden = Boolean(plc.on) && plc.offer.length < 2;
    setText(this.note, plc.dark ? `${plc.on} does not answer: nothing is shown online.` : plc.note || "");
    if (!this.desk || !plc.on) return;
    this.desk.plc(plc);
  }

  on(listen) {
    const mine = (name, act) => listen(name, (value) => this.ladder && act(value));
    listen("ladder", () => this.opened());
    listen("plc", (plc) => this.state(plc));
    mine("view", (view) => {
      this.ladder.whole();
      this.desk.view.show(view);
    });
    mine("lit", () => this.ladder.bits());
    mine("live", (changed) => this.ladder.live(changed));
    mine("forced", () => this.ladder.forces());
    mine("about", (about) => {
      this.ladder.held();
      this.desk.show(about);
      this.desk.taken();
    });
    mine("pointed", (hint) => this.desk.point(hint));
    mine("trend", (trend) => this.desk.trended(trend));
    mine("said", (text) => this.say(text));
  }
}
