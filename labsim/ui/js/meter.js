// Meter -----------------------------------------------------------------------------------------
function rangeText(range, unit) {
  for (const [prefix, size] of [["M", 1e6], ["k", 1e3]]) if (range >= size) return `${range / size} ${prefix}${unit}`;
  return `${range} ${unit}`;
}

class Meter {
  constructor(bench) {
    this.bench = bench;
    this.kinds = bench.model.get("fixed").instruments;
    this.leads2 = this.kinds.some((kind) => kind.functions.some((f) => f.leads.includes(2)));
    this.kindBar = h("div", { class: "ls-kinds", role: "radiogroup", "aria-label": "Instrument" });
    for (const kind of this.kinds) {
      const pick = () => bench.send("dial", { function: kind.functions[0].name });
      const short = kind.title.replace("clamp meter", "clamp").replace("insulation tester", "insulation");
      const button = h("button", { type: "button", role: "radio", onclick: pick, "data-kind": kind.title }, short);
      button.setAttribute("aria-label", kind.title);
      this.kindBar.append(button);
    }
    roving(this.kindBar, () => [...this.kindBar.children], (button) => button.click());
    this.mode = h("div", { class: "ls-lcd-mode" });
    this.digits = h("span", { class: "ls-digits" });
    this.unit = h("span", { class: "ls-unit" });
    this.note = h("div", { class: "ls-lcd-note" });
    const value = h("div", { class: "ls-lcd-value" }, this.digits, this.unit);
    this.lcd = h("div", { class: "ls-lcd", "aria-label": "Display" }, this.mode, value, this.note);
    this.gauge = new Dial();
    this.lcd.append(this.gauge.node);
    this.warning = h("p", { class: "ls-warning", hidden: true });
    this.knob = h("div", { class: "ls-knob", "aria-hidden": "true" });
    this.dial = h("div", { class: "ls-dial", role: "radiogroup", "aria-label": "Function of the meter" });
    roving(this.dial, () => [...this.dial.querySelectorAll("button")], (button) => button.click());
    this.tells = h("p", { class: "ls-tells" });
    this.read = h("button", { type: "button", class: "ls-read", onclick: () => bench.send("read") }, "Read");
    this.range = h("button", { type: "button", class: "ls-range", onclick: () => bench.send("range") });
    this.keys = new Keys(bench);
    this.arm = h("button", { type: "button", class: "ls-read", onclick: () => bench.send("arm") }, "Set the trap");
    this.gauges = h("div", { class: "ls-kinds ls-gauges", role: "radiogroup", "aria-label": "Gauge in hand" });
    roving(this.gauges, () => [...this.gauges.children], (button) => button.click());
    const into = (text, name) => h("button", { type: "button", class: "ls-range", onclick: () => bench.send(name) }, text);
    this.fit = into("Fit into the line", "fit");
    this.unfit = into("Take it out", "unfit");
    this.inline = h("div", { class: "ls-acts" }, this.fit, this.unfit);
    const acts = h("div", { class: "ls-acts" }, this.arm, this.read, this.range);
    this.jacks = { red: this.#jack("red"), black: this.#jack("black") };
    const leads = h("div", { class: "ls-jacks" }, this.jacks.red.box, this.jacks.black.box);
    this.plugs = h("div", { class: "ls-kinds", role: "radiogroup", "aria-label": "Jack of the red lead" });
    roving(this.plugs, () => [...this.plugs.children], (button) => button.click());
    this.node = h("section", { class: "ls-meter", "aria-label": "Instrument" },
      this.kindBar, this.lcd, this.warning, this.dial, this.keys.node, this.gauges, acts, this.inline, this.plugs, leads);
  }

  #jack(color) {
    const name = h("span", { class: "ls-jack-name" }, color === "red" ? "VΩ" : "COM");
    const where = h("span", { class: "ls-jack-where" }, "–");
    const hole = h("span", { class: `ls-hole ls-hole-${color}`, "aria-hidden": "true" }, SIGNS[color]);
    const take = () => this.bench.send("hand", { color });
    const hand = h("button", { type: "button", class: "ls-hand", "aria-pressed": "false", onclick: take }, hole, name, where);
    const off = () => this.bench.send("take", { color });
    const lift = h("button", { type: "button", class: "ls-lift", onclick: off, "aria-label": `Take the ${color} lead off` }, "×");
    return { box: h("div", { class: "ls-jack" }, hand, lift), hand, hole, name, where, lift };
  }

  #turn(kind) {
    const names = [{ name: "OFF", dial: "OFF", text: "switched off" }, ...kind.functions];
    const span = Math.min(240, 60 * names.length);
    this.places = new Map();
    const short = new Map(kind.groups.flatMap((group) => group.functions));
    const marks = names.map((f, n) => {
      const angle = names.length > 1 ? -span / 2 + (span * n) / (names.length - 1) : 0;
      const button = h("button", { type: "button", role: "radio", title: f.text }, short.get(f.name) ?? f.dial);
      button.setAttribute("aria-label", f.name === "OFF" ? "off" : `${f.name}: ${f.text}`);
      button.addEventListener("click", () => this.bench.send("dial", { function: f.name }));
      button.style.setProperty("--ls-angle", `${angle}deg`);
      this.places.set(f.name, { button, angle });
      return button;
    });
    if (short.size) this.dial.replaceChildren(marks[0], ...kind.groups.map((group) => this.#group(group)), this.tells);
    else this.dial.replaceChildren(this.knob, ...marks);
    this.dial.classList.toggle("ls-listed", short.size > 0);
    this.dial.hidden = Boolean(kind.keys) || kind.functions.length === 1;
    this.lcd.classList.toggle("ls-round", Boolean(kind.chosen));
    this.dial.classList.toggle("ls-flat", Boolean(kind.chosen));
    this.keys.turn(kind);
    this.plugs.replaceChildren(...kind.jacks.map((jack) => {
      const plug = () => this.bench.send("plug", { jack });
      const button = h("button", { type: "button", role: "radio", onclick: plug, "data-jack": jack }, `jack ${jack}`);
      button.setAttribute("aria-label", `red lead in the ${jack} jack`);
      return button;
    }));
    this.plugs.hidden = !kind.jacks.length;
    this.gauges.hidden = !kind.chosen;
    const sizes = kind.chosen ? kind.functions[0].ranges : [];
    this.gauges.replaceChildren(...sizes.map((top) => {
      const unit = kind.functions[0].unit;
      const button = h("button", { type: "button", role: "radio", "data-top": top, onclick: () => this.bench.send("range", { top }) }, `${top} ${unit}`);
      button.setAttribute("aria-label", `gauge up to ${top} ${unit}`);
      return button;
    }));
    this.kind = kind;
  }

  // Too many functions for a knob: buttons in rows, a heading for each row.
  #group({ head, functions }) {
    const buttons = functions.map(([name]) => this.places.get(name).button);
    const title = h("span", { class: "ls-group-head", "aria-hidden": "true" }, head);
    return h("div", { class: "ls-group", role: "group", "aria-label": head }, title, ...buttons);
  }

  show(meter) {
    const kind = this.kinds.find((k) => k.title === meter.instrument);
    if (kind && kind !== this.kind) this.#turn(kind);
    for (const button of this.kindBar.children) {
      const on = button.dataset.kind === meter.instrument;
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on ? 0 : -1;
    }
    for (const [name, place] of this.places) {
      const on = name === meter.function;
      place.button.setAttribute("aria-checked", String(on));
      place.button.tabIndex = on ? 0 : -1;
      if (on) this.knob.style.setProperty("--ls-angle", `${place.angle}deg`);
    }
    const at = this.kind.functions.find((f) => f.name === meter.function);
    const [number, unit, ...mode] = meter.text.split(" ");
    setText(this.digits, at ? number || "- - -" : "");
    setText(this.unit, at ? unit || "" : "");
    setText(this.mode, at ? [at.button ? "MΩ" : meter.function, ...mode, this.#held(meter, at)].filter(Boolean).join(" · ") : "");
    setText(this.note, at ? meter.note : "");
    setText(this.tells, at ? `${at.name}: ${at.text}` : "switched off");
    this.gauge.show(this.kind.chosen && at && meter.range !== null ? meter.range : null, meter.text);
    this.lcd.classList.toggle("ls-off", !at);
    setText(this.warning, meter.warning ? `⚠ ${meter.warning}` : "");
    this.warning.hidden = !meter.warning;
    setText(this.read, at?.button ? `Test at ${at.dial}` : "Read");
    const held = meter.range === null ? "Auto" : rangeText(meter.range, at?.unit);
    setText(this.range, `Range ${held}`);
    this.keys.show(at);
    const ranged = this.kind.functions.some((f) => f.ranges.length);
    this.range.hidden = !ranged || Boolean(this.kind.chosen) || at?.ranges.length === 1;
    this.range.disabled = !at?.ranges.length || this.bench.closed;
    for (const [n, button] of [...this.gauges.children].entries()) {
      const on = Number(button.dataset.top) === meter.range;
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on || (meter.range === null && n === 0) ? 0 : -1;
      button.disabled = this.bench.closed;
    }
    this.arm.hidden = at?.name !== "trap";
    this.arm.disabled = this.bench.closed;
    this.read.disabled = !at || this.bench.closed;
    for (const button of this.plugs.children) {
      const on = button.dataset.jack === meter.jack;
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on ? 0 : -1;
    }
    this.fitted(this.bench.model.get("fitted"));
    this.#names(at, this.kind.jacks.length ? meter.jack : "VΩ");
  }

  // What sits in a line: it can be fitted where the lead is, and taken out where it is.
  fitted(list) {
    if (!this.kind) return;
    const mine = list.filter(([title]) => title === this.kind.title).map(([, port]) => port);
    const at = this.bench.model.get("leads").red;
    this.inline.hidden = !this.kind.opens;
    this.fit.disabled = !at || mine.includes(at) || this.bench.closed;
    this.fit.setAttribute("aria-label", at ? `Open the line at ${at} and fit the ${this.kind.title}` : `Fit the ${this.kind.title} into a line: choose a port first`);
    this.unfit.disabled = !mine.length || this.bench.closed;
    this.unfit.setAttribute("aria-label", `Take the ${this.kind.title} out of the line${mine.length ? ` at ${mine.join(", ")}` : ""}`);
  }

  #held(meter, at) {
    if (this.kind.keys) return "display";
    if (this.kind.chosen) return meter.range === null ? "no gauge chosen" : `gauge up to ${meter.range} ${at.unit}`;
    if (!at.ranges.length || at.ranges.length === 1) return "";
    return meter.range === null ? "auto range" : "held";
  }

  #names(at, jack) {
    const one = at && !at.leads.includes(2);
    const none = at && at.leads.includes(0);
    const [first, second, spare] = this.kind.ends;
    const single = first ?? this.kind.grip;
    setText(this.jacks.red.name, none ? "–" : one ? single : first ?? jack);
    this.jacks.red.box.classList.toggle("ls-unused", Boolean(none));
    setText(this.jacks.black.name, second ?? "COM");
    this.jacks.black.box.classList.toggle("ls-unused", Boolean(one));
    this.jacks.black.box.hidden = this.kind.grip !== "jaws" && this.kind.functions.every((f) => !f.leads.includes(2));
    this.spare = at && at.leads.includes(1) && at.leads.includes(2) ? spare ?? "earth" : "–";
    this.leads(this.bench.model.get("leads"));
  }

  leads(leads) {
    this.fitted(this.bench.model.get("fitted"));
    for (const color of COLORS) {
      const { hand, where, lift } = this.jacks[color];
      setText(where, leads[color] || (color === "black" && this.spare) || "–");
      lift.disabled = !leads[color];
      hand.setAttribute("aria-pressed", String(leads.hand === color));
      const place = leads[color] ? `on ${leads[color]}` : "not placed";
      const end = this.kind?.ends.length ? `${this.jacks[color].name.textContent} (${color})` : `${color} lead`;
      hand.setAttribute("aria-label", `${end}, ${place}; take it in hand`);
    }
  }
}
