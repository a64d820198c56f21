// The bench ------------------------------------------------------------------------------------------
class Bench {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.said = [];
    root.classList.add("ls-bench");
    root.dataset.lmSuppressShortcuts = "true";
    this.#build();
    this.#listen();
    this.#draw();
    this.all();
  }

  get closed() {
    return Boolean(this.model.get("tally").signed);
  }

  send(name, given = {}, patience = SILENCE) {
    const silent = () => this.notice({ text: "No answer from the kernel. Run the cell again: the attempt goes on where it was.", kind: "silent" });
    clearTimeout(this.waiting);
    this.waiting = setTimeout(silent, patience);
    try {
      this.model.send({ do: name, ...given });
    } catch {
      silent(); // a notebook that was opened without a kernel is a picture
    }
  }

  touch(port, color) {
    this.send("touch", color ? { port, color } : { port });
  }

  #build() {
    const fixed = this.model.get("fixed");
    this.meter = new Meter(this);
    this.motion = new Motion();
    this.flow = new Flow(this);
    this.hands = new Hands(this);
    this.journal = new Journal();
    this.lockout = new Lockout(this);
    this.repair = repairPage(this);
    this.report = new Report(this);
    this.clock = h("span", { class: "ls-chip" });
    this.cost = h("span", { class: "ls-chip" });
    this.noticed = h("div", { class: "ls-notice", hidden: true });
    this.live = h("div", { class: "ls-live", role: "status", "aria-live": "polite" });
    this.board = h("div", { class: "ls-board" });
    this.cables = s("svg", { class: "ls-cables", "aria-hidden": "true" });
    const other = () =>
      this.send("draw", { standard: this.model.get("standard") === "IEC" ? "NEMA" : "IEC" });
    this.standard = h("button", { type: "button", class: "ls-plain ls-standard", onclick: other });
    this.standard.hidden = !fixed.standards;
    const name = h("h3", {}, h("span", { class: "ls-id" }, fixed.id), fixed.title);
    const order = fixed.complaint ? h("p", { class: "ls-order" }, h("b", {}, "Work order. "), fixed.complaint) : null;
    const [standing, why] = fixed.standing ?? [];
    const seal = standing ? [h("span", { class: `ls-chip ls-standing ls-${standing}`, title: why }, standing)] : [];
    const head = h("header", { class: "ls-head" }, h("div", {}, name, order), h("div", { class: "ls-chips" }, this.clock, this.cost, ...seal));
    this.top = h("div", { class: "ls-top" }, this.board, this.meter.node, this.cables);
    this.coach = fixed.coach?.parts ? new Coach(this, fixed.coach) : null;
    const help = this.coach ? [[this.coach.name, this.coach.node]] : [];
    this.chart = fixed.lines.length ? new Chart(this) : null;
    const charts = this.chart ? [["Chart", this.chart.node]] : [];
    this.plc = this.model.get("plc").offer.length ? new PlcPage(this) : null;
    this.pages = [["Journal", this.journal.node], ...(this.plc ? [["PLC", this.plc.node]] : []), ...charts, ...help, ["Lockout", this.lockout.node],
      ["Repair", this.repair.node], ["Diagnosis and report", this.report.node]];
    this.papers = tabs("Papers", this.pages);
    this.papers.list.addEventListener("chosen", () => {
      this.journal.latest();
      this.coach?.wake();
    });
    const papers = h("section", { class: "ls-papers" }, this.papers.list, this.papers.body);
    this.scope = this.model.get("scope").times ? new Scope(this) : null;
    this.replay = h("section", { class: "ls-replay", hidden: true, "aria-label": "Replay" });
    this.frame = h("div", { class: "ls-frame" }, head, this.noticed, this.top, ...(this.scope ? [this.scope.node] : []), this.hands.node, papers, this.replay, this.live);
    this.root.append(this.frame);
  }

  #draw() {
    this.sheets = this.model.get("sheets").map((sheet) => new Sheet(this, sheet));
    this.motion.attach(this.sheets);
    this.top.classList.toggle("ls-wide", this.sheets.some((sheet) => sheet.width > WIDEST));
    const kept = this.tab ?? this.sheets.length - 1;
    const lines = this.model.get("fixed").lines.length;
    const way = lines ? "Click a port or terminal to connect what you have in hand." : "Click a terminal to place the lead in your hand.";
    const hands = this.meter.leads2 ? [h("kbd", {}, "R"), " red, ", h("kbd", {}, "B"), " black, "] : [h("kbd", {}, "Enter"), " connect, "];
    const keys = h("p", { class: "ls-keys" }, `${way} Keys: arrows, `, ...hands, h("kbd", {}, "M"), " read, ", h("kbd", {}, "Esc"), " off.");
    const pages = tabs("Drawings", this.model.get("sheets").map((d, n) => [d.title, this.sheets[n].page]));
    const bar = h("div", { class: "ls-bar" }, pages.list, h("div", { class: "ls-switches" }, this.flow.button, this.standard));
    this.board.replaceChildren(bar, pages.body, this.flow.node, keys);
    this.flow.show(this.model.get("flows"), this.sheets);
    pages.list.addEventListener("chosen", (event) => {
      this.tab = event.detail;
      this.#resize();
    });
    pages.choose(Math.min(kept, this.sheets.length - 1));
    this.sheets.forEach((sheet) => sheet.fitted(this.model.get("fitted")));
    this.sheets.forEach((sheet) => sheet.leads(this.model.get("leads")));
  }

  #listen() {
    const on = (name, act) => this.model.on(`change:${name}`, this.handlers[name] = () => act(this.model.get(name)));
    this.handlers = {};
    on("leads", (leads) => this.leads(leads));
    on("meter", (meter) => this.reading(meter));
    on("controls", (list) => this.controls(list));
    on("sights", (list) => this.hands.sights(list));
    on("motion", (motion) => this.motion.show(motion));
    on("flows", (flows) => this.flow.show(flows, this.sheets));
    on("chart", (chart) => this.chart?.show(chart));
    on("fitted", (list) => this.fitted(list));
    on("screws", (list) => this.hands.screws.show(list));
    on("lockout", (state) => this.lockout.show(state));
    on("tally", (tally) => this.tally(tally));
    on("notice", (notice) => this.notice(notice, true));
    on("fresh", (rows) => this.fresh(rows));
    on("coach", (state) => this.coach?.show(state));
    on("answer", (lines) => this.coach?.answer(lines));
    on("replay", (data) => this.play(data, true));
    on("scope", (screen) => this.scope?.show(screen));
    this.plc?.on(on);
    on("heard", () => {
      this.coach?.node.removeAttribute("aria-busy");
      this.report.played();
      clearTimeout(this.waiting);
      if (this.noticed.dataset.kind === "silent") this.noticed.hidden = true;
    });
    on("sheets", () => {
      this.#draw();
      this.#standard();
    });
    const guard = (event) => event.stopPropagation(); // no notebook shortcut while hands are here
    for (const name of ["keydown", "keyup", "keypress"]) this.frame.addEventListener(name, guard);
    this.sizes = new ResizeObserver(() => this.#resize());
    this.sizes.observe(this.frame);
    this.theme = followTheme(this.root);
  }

  close() {
    for (const [name, act] of Object.entries(this.handlers)) this.model.off(`change:${name}`, act);
    clearTimeout(this.waiting);
    this.sizes.disconnect();
    this.plc?.ladder?.close();
    this.theme();
    this.motion.close();
  }

  #standard() {
    const now = this.model.get("standard");
    setText(this.standard, `${now} symbols`);
    this.standard.setAttribute("aria-label", `${now} symbols; change to ${now === "IEC" ? "NEMA" : "IEC"}`);
  }

  all() {
    const get = (name) => this.model.get(name);
    this.tally(get("tally"));
    this.leads(get("leads"));
    this.meter.show(get("meter"));
    this.controls(get("controls"));
    this.hands.sights(get("sights"));
    this.motion.show({ ...get("motion"), seconds: 0 });
    this.hands.screws.show(get("screws"));
    this.chart?.show(get("chart"));
    this.lockout.show(get("lockout"));
    this.journal.add(get("journal"));
    this.coach?.show(get("coach"));
    this.play(get("replay"), false);
    this.plc?.opened();
    this.#standard();
  }

  // The coach thinks when the hand rests: its messages wait until the reading is painted.
  quiet(name) {
    try {
      this.model.send({ do: name });
    } catch {
      // a notebook that was opened without a kernel is a picture
    }
  }

  play(data, fresh) {
    if (!data.mine) return;
    this.replay.hidden = false;
    const view = new ReplayView(this.replay, data);
    if (fresh) requestAnimationFrame(() => view.focus());
  }

  #finished() {
    this.papers.choose(this.pages.length - 1);
    if (comeBack) requestAnimationFrame(() => this.report.end.focus());
    comeBack = false;
  }

  leads(leads) {
    this.sheets.forEach((sheet) => sheet.leads(leads));
    this.meter.leads(leads);
    this.scope?.leads(leads);
    if (leads.red) this.repair.choose(leads.red);
    this.frame.dataset.hand = leads.hand;
    this.#cablesSoon();
  }

  fitted(list) {
    [this.meter, ...this.sheets].forEach((one) => one.fitted(list));
  }

  reading(meter) {
    this.meter.show(meter);
    if (meter.text && meter.n !== this.readings) this.say(`${meter.text}, ${meter.note}. ${meter.warning}`);
    this.readings = meter.n;
  }

  controls(list) {
    [this.hands, this.lockout].forEach((one) => one.controls(list));
  }

  tally(tally) {
    setText(this.clock, `◷ ${tally.minutes.toFixed(1)} min`);
    const stands = tally.standstill ? ` · standstill € ${tally.standstill.toFixed(0)}` : "";
    setText(this.cost, `€ ${tally.cost.toFixed(0)}${stands}`);
    this.report.show(tally);
    if (this.frame.classList.contains("ls-closed") === tally.signed) return;
    this.frame.classList.toggle("ls-closed", tally.signed);
    this.controls(this.model.get("controls"));
    this.hands.screws.show(this.model.get("screws"));
    for (const button of this.frame.querySelectorAll(".ls-pages .ls-plain, .ls-pages .ls-main, .ls-more button")) {
      if (!this.report.end.contains(button) && !this.coach?.node.contains(button)) button.disabled = tally.signed;
    }
    this.coach?.stale();
    if (tally.signed) this.#finished();
  }

  fresh(rows) {
    this.journal.add(rows);
    this.coach?.stale();
    rows.filter((row) => row.told && row.do !== "measure" && row.do !== "look").forEach((row) => this.say(row.told));
  }

  notice(notice, aloud = false) {
    this.noticed.hidden = !notice.text;
    if (!notice.text) return;
    const signs = { error: "!", seen: "◉", done: "✓" };
    const close = h("button", { type: "button", class: "ls-lift", "aria-label": "Close this message" }, "×");
    close.addEventListener("click", () => (this.noticed.hidden = true));
    const sign = h("span", { class: "ls-sign", "aria-hidden": "true" }, signs[notice.kind] || "!");
    this.noticed.replaceChildren(sign, h("span", {}, notice.text), close);
    this.noticed.dataset.kind = notice.kind;
    if (aloud) this.say(notice.text);
  }

  // One polite sentence for each message, not one for each line of the journal.
  say(text) {
    this.said.push(text);
    if (this.said.length > 1) return;
    queueMicrotask(() => {
      setText(this.live, this.said.join(" "));
      this.said = [];
    });
  }

  #resize() {
    this.sheets?.forEach((sheet) => sheet.scale());
    this.#cablesSoon();
  }

  #cablesSoon() {
    if (this.soon) return;
    this.soon = requestAnimationFrame(() => {
      this.soon = 0;
      this.#cables();
    });
  }

  #cables() {
    const frame = this.top.getBoundingClientRect();
    const leads = this.model.get("leads");
    const lines = [];
    for (const color of COLORS) {
      const node = this.sheets[this.tab]?.nodes.get(leads[color])?.[0];
      const hole = this.meter.jacks[color].hole.getBoundingClientRect();
      if (!node || !hole.width) continue;
      const tip = node.querySelector(".ls-ring").getBoundingClientRect();
      const [x1, y1] = [tip.x + tip.width / 2 - frame.x, tip.y + tip.height / 2 - frame.y];
      const x2 = this.meter.node.getBoundingClientRect().x - frame.x + 5;
      const y2 = hole.y + hole.height / 2 - frame.y + (color === "red" ? -6 : 8);
      const sag = Math.min(frame.height - 12, Math.max(y1, y2) + 24);
      const path = `M${x1 + 7},${y1 + 4} C${x1 + 70},${y1 + 46} ${(x1 + x2) / 2},${sag} ${x2},${y2}`;
      for (const kind of ["edge", "core"]) lines.push(s("path", { d: path, class: `ls-cable-${kind} ls-cable-${color}` }));
    }
    this.cables.replaceChildren(...lines);
  }
}

export default {
  initialize({ model }) {
    // The journal grows in place on both sides; only new rows travel.
    model.on("change:fresh", () => model.get("journal").push(...model.get("fresh")));
  },
  render({ model, el }) {
    const bench = new Bench(model, el);
    return () => bench.close();
  },
};
