// The vibration analyser: knobs, a screen, a cursor. Python draws the screen and says it. ---------------
class AnalyserApp {
  constructor(model, root) {
    this.model = model;
    root.classList.add("ls-bench");
    root.dataset.lmSuppressShortcuts = "true";
    const fixed = model.get("fixed");
    this.face = h("div", { class: "la-face", tabindex: "0", role: "slider", "aria-label": "Cursor of the analyser", "aria-describedby": "" });
    this.text = h("p", { class: "ls-figures" });
    this.table = h("div", { class: "ls-chart-table" });
    this.words = h("p", { class: "la-words" });
    this.noticed = h("p", { class: "ls-warning", hidden: true });
    this.live = h("div", { class: "ls-live", role: "status", "aria-live": "polite" });
    this.frame = h("div", { class: "ls-frame la-frame" }, this.#panel(fixed), this.noticed, this.face, this.text, this.#more(), this.live);
    const guard = (event) => event.stopPropagation();
    for (const name of ["keydown", "keyup", "keypress"]) this.frame.addEventListener(name, guard);
    this.face.addEventListener("keydown", (event) => this.#key(event));
    this.face.addEventListener("click", (event) => this.#click(event));
    root.append(this.frame);
    this.theme = followTheme(root);
    this.handlers = { screen: () => this.show(), knobs: () => this.turned(), notice: () => this.notice() };
    for (const [name, act] of Object.entries(this.handlers)) model.on(`change:${name}`, act);
    this.turned();
    this.show();
  }

  #panel(fixed) {
    const pick = (name, items) => {
      const select = options(h("select", { onchange: () => this.#turn(name, select.value) }), items.map((x) => (Array.isArray(x) ? x : [x, x])));
      return select;
    };
    const number = (name, step) => h("input", { type: "number", min: 0, step, onchange: (event) => this.#turn(name, Number(event.target.value)) });
    this.fields = {
      view: pick("view", fixed.views), unit: pick("unit", fixed.units), window: pick("window", fixed.windows),
      fmax: number("fmax", "any"), lines: pick("lines", fixed.lines.map((n) => [n, n ? String(n) : "all"])),
      low: number("low", "any"), high: number("high", "any"), seconds: number("seconds", "any"),
      family: pick("family", fixed.families), spacing: number("spacing", "any"),
    };
    this.record = options(h("select", { onchange: () => this.send("open", { number: Number(this.record.value) }) }), fixed.records.map((name, n) => [n, name]));
    const names = {
      view: "View", unit: "Unit", window: "Window", fmax: "Fmax, Hz", lines: "Lines", low: "Band from, Hz", high: "Band to, Hz",
      seconds: "Seconds", family: "Cursor family", spacing: "Sidebands, Hz",
    };
    this.places = {};
    for (const [name, field] of Object.entries(this.fields)) this.places[name] = labelled(names[name], field);
    const record = labelled("Record", this.record);
    record.hidden = fixed.records.length < 2;
    return h("fieldset", { class: "ls-knobs" }, h("legend", {}, "Analyser"), record, ...Object.values(this.places));
  }

  #more() {
    const button = (text, where) => h("button", { type: "button", onclick: () => this.send("jump", { where }) }, text);
    this.buttons = h("div", { class: "la-buttons" }, button("Previous line", "previous"), button("Highest line", "highest"), button("Next line", "next"));
    const keys = "On the screen: ← → one line, Shift ten, Page Up and Page Down from peak to peak, Home the highest, H harmonics, S sidebands, Escape neither.";
    const help = h("p", { class: "la-words" }, keys);
    const said = h("details", {}, h("summary", {}, "In words and figures"), this.words, this.table, help);
    return h("div", { class: "ls-chart" }, this.buttons, said);
  }

  send(name, given = {}) {
    try {
      this.model.send({ do: name, ...given });
    } catch {
      setText(this.live, "No answer from the kernel. Run the cell again.");
    }
  }

  #turn(name, value) {
    this.send("set", { [name]: name === "lines" ? Number(value) : value });
  }

  #key(event) {
    const act = {
      ArrowLeft: () => this.send("step", { lines: event.shiftKey ? -10 : -1 }),
      ArrowRight: () => this.send("step", { lines: event.shiftKey ? 10 : 1 }),
      PageUp: () => this.send("jump", { where: "next" }),
      PageDown: () => this.send("jump", { where: "previous" }),
      Home: () => this.send("jump", { where: "highest" }),
      Escape: () => this.#turn("family", "none"),
      h: () => this.#turn("family", "harmonics"),
      s: () => this.#turn("family", "sidebands"),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  #click(event) {
    const svg = this.face.querySelector("svg");
    if (!svg || !this.model.get("screen").cursor) return;
    const box = svg.getBoundingClientRect();
    const [begin, end] = this.model.get("fixed").frame;
    const part = ((event.clientX - box.left) / box.width - begin) / (end - begin);
    if (part >= 0 && part <= 1) this.send("point", { part });
  }

  turned() {
    const knobs = this.model.get("knobs");
    for (const [name, field] of Object.entries(this.fields)) {
      // What has not changed is left alone: somebody may be typing into it.
      if (knobs[name] !== this.shown?.[name]) field.value = String(knobs[name]);
    }
    this.shown = knobs;
    this.record.value = String(knobs.record);
    const of = {
      spectrum: ["unit", "window", "fmax", "lines", "family", "spacing"], waveform: ["unit", "seconds"],
      envelope: ["fmax", "low", "high", "family", "spacing"], waterfall: ["fmax", "lines"],
    }[knobs.view];
    for (const [name, place] of Object.entries(this.places)) place.hidden = name !== "view" && !of.includes(name);
    this.places.spacing.hidden ||= knobs.family !== "sidebands";
  }

  show() {
    const screen = this.model.get("screen");
    if (screen.svg !== this.drawn) this.face.innerHTML = screen.svg;
    this.drawn = screen.svg;
    this.face.setAttribute("aria-valuetext", screen.text);
    setText(this.text, screen.text);
    setText(this.words, screen.words);
    this.table.innerHTML = screen.table;
    this.buttons.hidden = !screen.cursor;
    setText(this.live, screen.text);
  }

  notice() {
    const { text } = this.model.get("notice");
    setText(this.noticed, text ? `⚠ ${text}` : "");
    this.noticed.hidden = !text;
    if (!text) return;
    setText(this.live, text);
    this.shown = null;
    this.turned(); // a knob that could not be set goes back
  }

  close() {
    for (const [name, act] of Object.entries(this.handlers)) this.model.off(`change:${name}`, act);
    this.theme();
  }
}

export default {
  render({ model, el }) {
    const app = new AnalyserApp(model, el);
    return () => app.close();
  },
};
