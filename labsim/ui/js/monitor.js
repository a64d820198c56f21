// The online monitor as a widget of its own. -----------------------------------------------------------
const BEAT = 100; // ms between two pushes while it plays
const SPEAK = 1500; // ms between two sentences of what changed

class MonitorApp {
  constructor(model, root) {
    this.model = model;
    this.practice = true;
    root.classList.add("ls-bench");
    root.dataset.lmSuppressShortcuts = "true";
    this.said = 0;
    this.ladder = new Ladder(this);
    this.desk = new LadderDesk(this, this.ladder);
    this.noticed = h("div", { class: "ls-notice", hidden: true });
    this.live = h("div", { class: "ls-live", role: "status", "aria-live": "polite" });
    this.title = h("h3", {});
    this.frame = h("div", { class: "ls-frame ls-monitor" }, h("header", { class: "ls-head" }, this.title), this.noticed, this.desk.node, this.live);
    const guard = (event) => event.stopPropagation();
    for (const name of ["keydown", "keyup", "keypress"]) this.frame.addEventListener(name, guard);
    root.append(this.frame);
    this.theme = followTheme(root);
    this.#listen();
    this.all();
  }

  send(name, given = {}) {
    const silent = () => this.notice({ text: "No answer from the kernel. Run the cell again.", kind: "silent" });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(silent, SILENCE);
    try {
      this.model.send({ do: name, ...given });
    } catch {
      silent();
    }
  }

  quiet(name, given = {}) {
    try {
      this.model.send({ do: name, ...given });
    } catch {
      // a notebook that was opened without a kernel is a picture
    }
  }

  #listen() {
    this.handlers = {};
    const on = (name, act) => this.model.on(`change:${name}`, (this.handlers[name] = () => act(this.model.get(name))));
    on("ladder", () => {
      this.ladder.build();
      this.desk.opened();
    });
    on("view", (view) => {
      this.ladder.whole();
      this.desk.view.show(view);
    });
    on("lit", () => this.ladder.bits());
    on("live", (changed) => this.ladder.live(changed));
    on("forced", () => this.ladder.forces());
    on("about", (about) => this.about(about));
    on("pointed", (hint) => this.desk.point(hint));
    on("plc", (state) => this.desk.plc(state));
    on("clock", (clock) => this.desk.clock(clock));
    on("playing", (playing) => {
      this.desk.playing(playing);
      this.beat();
    });
    on("trend", (trend) => this.desk.trended(trend));
    on("said", (text) => this.say(text));
    on("notice", (notice) => this.notice(notice, true));
    on("heard", () => {
      clearTimeout(this.waiting);
      if (this.noticed.dataset.kind === "silent") this.noticed.hidden = true;
      this.beat();
    });
  }

  about(about) {
    this.ladder.held();
    this.desk.show(about);
    this.desk.taken();
  }

  // While it plays: one push, and the next when it was answered and its time has come.
  beat() {
    clearTimeout(this.pushing);
    if (!this.model.get("playing")) return;
    const rest = Math.max(0, BEAT - (performance.now() - (this.pushed || 0)));
    this.pushing = setTimeout(() => {
      this.pushed = performance.now();
      this.quiet("push");
    }, rest);
  }

  say(text) {
    if (!text) return;
    const wait = Math.max(0, SPEAK - (performance.now() - this.said));
    clearTimeout(this.saying);
    this.saying = setTimeout(() => {
      this.said = performance.now();
      setText(this.live, text);
    }, this.model.get("playing") ? wait : 0);
  }

  notice(notice, aloud = false) {
    this.noticed.hidden = !notice.text;
    if (!notice.text) return;
    const close = h("button", { type: "button", class: "ls-lift", "aria-label": "Close this message", onclick: () => (this.noticed.hidden = true) }, "×");
    const sign = h("span", { class: "ls-sign", "aria-hidden": "true" }, { error: "!", seen: "◉", done: "✓" }[notice.kind] || "!");
    this.noticed.replaceChildren(sign, h("span", {}, notice.text), close);
    this.noticed.dataset.kind = notice.kind;
    if (aloud) setText(this.live, notice.text);
  }

  all() {
    const get = (name) => this.model.get(name);
    const { program, routine } = get("ladder");
    setText(this.title, program ? `${program}, online` : `${routine}, online`);
    this.desk.opened();
    this.desk.plc(get("plc"));
    this.desk.clock(get("clock"));
    this.desk.playing(get("playing"));
    this.desk.trended(get("trend"));
    this.desk.show(get("about"));
    this.beat();
  }

  close() {
    for (const [name, act] of Object.entries(this.handlers)) this.model.off(`change:${name}`, act);
    [this.waiting, this.pushing, this.saying].forEach(clearTimeout);
    this.ladder.close();
    this.theme();
  }
}

export default {
  initialize({ model }) {
    // The values grow in place on both sides; only those that changed travel.
    model.on("change:live", () => {
      const values = model.get("values");
      for (const [n, text] of Object.entries(model.get("live"))) values[n] = text;
    });
  },
  render({ model, el }) {
    const app = new MonitorApp(model, el);
    return () => app.close();
  },
};
