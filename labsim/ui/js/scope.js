// Oscilloscope: knobs, a screen, what it measures. Python draws the screen. ---------------------------
class Scope {
  constructor(bench) {
    this.bench = bench;
    const facts = bench.model.get("scope");
    const ports = bench.model.get("fixed").ports;
    const pick = (items, value) => {
      const select = options(h("select"), items.map((x) => (Array.isArray(x) ? x : [x, String(x)])));
      select.value = String(value);
      return select;
    };
    const volts = () => pick(facts.volts, 5);
    const probe = () => pick(facts.probes.map((p) => [p, `×${p}`]), 10);
    const shift = () => h("input", { type: "number", min: -4, max: 4, step: 0.5, value: -3 });
    this.knobs = {
      time: pick(facts.times, 0.005), level: h("input", { type: "number", step: "any", value: 0 }),
      slope: pick(facts.slopes, "rising"), mode: pick(facts.modes, "auto"), source: pick([1, 2], 1),
    };
    this.channels = [1, 2].map(() => ({
      volts: volts(), coupling: pick(facts.couplings, "DC"), probe: probe(), menu: probe(), position: shift(),
    }));
    this.second = pick([["", "off"], ...ports.map((p) => [p, p])], "");
    this.tip = h("b", {}, "–");
    this.clip = h("b", {}, "–");
    this.go = h("button", { type: "button", class: "ls-main", onclick: () => this.#capture() }, "Capture");
    this.face = h("div", { class: "ls-face", role: "img", tabindex: "0" });
    this.text = h("p", { class: "ls-figures" });
    this.warning = h("p", { class: "ls-warning", hidden: true });
    const row = (title, ...fields) => h("fieldset", { class: "ls-knobs" }, h("legend", {}, title), ...fields);
    const { time, level, slope, mode, source } = this.knobs;
    const of = (n) => {
      const c = this.channels[n];
      return [labelled("Range", c.volts), labelled("Coupling", c.coupling), labelled("Probe", c.probe),
        labelled("Menu", c.menu), labelled("0 V at", c.position)];
    };
    const panel = h("div", { class: "ls-panel" },
      row("Time base", labelled("Time", time)),
      row("Channel 1", h("span", {}, "tip ", this.tip, ", clip ", this.clip), ...of(0)),
      row("Channel 2", labelled("Tip", this.second), ...of(1)),
      row("Trigger", labelled("On channel", source), labelled("Level, V", level), labelled("Slope", slope), labelled("Mode", mode)),
      this.go);
    const screen = h("div", { class: "ls-screen" }, this.face, this.text, this.warning);
    this.node = h("section", { class: "ls-scope", "aria-label": "Oscilloscope" }, screen, panel);
    // AC: what is left swings about the middle.
    for (const c of this.channels) c.coupling.addEventListener("change", () => (c.position.value = c.coupling.value === "DC" ? -3 : 0));
    this.show(facts);
  }

  #capture() {
    const both = (name, read) => this.channels.map((c) => read(c[name].value));
    const text = (value) => value;
    const { time, level, slope, mode, source } = this.knobs;
    this.bench.send("capture", {
      second: this.second.value, time: Number(time.value), level: Number(level.value), slope: slope.value,
      mode: mode.value, source: Number(source.value), volts: both("volts", Number), coupling: both("coupling", text),
      probe: both("probe", Number), menu: both("menu", Number), position: both("position", Number),
    });
  }

  leads(leads) {
    setText(this.tip, leads.red || "–");
    setText(this.clip, leads.black || "–");
  }

  show(scope) {
    if (scope.svg !== this.drawn) this.face.innerHTML = scope.svg;
    this.drawn = scope.svg;
    this.face.setAttribute("aria-label", scope.words || "Screen, empty");
    setText(this.text, scope.text);
    setText(this.warning, scope.warning ? `⚠ ${scope.warning}` : "");
    this.warning.hidden = !scope.warning;
    this.go.disabled = this.bench.closed;
    if (scope.n && scope.n !== this.seen) this.bench.say(scope.text);
    this.seen = scope.n;
  }
}
