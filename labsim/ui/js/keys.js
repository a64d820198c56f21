// Keypad: the display of a drive. No leads: choose a code, read it, enter a value. ------------------
class Keys {
  constructor(bench) {
    this.bench = bench;
    this.codes = h("select", { class: "ls-codes", "aria-label": "Code on the display" });
    this.codes.addEventListener("change", () => bench.send("dial", { function: this.codes.value }));
    this.value = h("input", { type: "number", step: "any", class: "ls-entry", "aria-label": "Value to enter" });
    this.unit = h("span", {});
    this.enter = h("button", { type: "button", class: "ls-range", onclick: () => this.#enter() }, "Enter");
    this.entry = h("div", { class: "ls-acts" }, this.value, this.unit, this.enter);
    this.node = h("div", { class: "ls-keypad", hidden: true }, this.codes, this.entry);
  }

  #enter() {
    if (this.value.value === "") return this.value.focus();
    this.bench.send("set", { tag: this.kind.keys, parameter: this.codes.value, value: Number(this.value.value) });
    this.value.value = "";
  }

  turn(kind) {
    this.kind = kind;
    this.node.hidden = !kind.keys;
    if (!kind.keys) return;
    this.codes.replaceChildren(...kind.functions.map((f) => h("option", { value: f.name }, `${f.name}  ${f.text}`)));
  }

  show(at) {
    if (!at || !this.kind.keys) return;
    this.codes.value = at.name;
    const parameter = at.name.startsWith("P");
    this.entry.hidden = !parameter;
    setText(this.unit, at.unit);
    this.enter.disabled = this.bench.closed;
    this.enter.setAttribute("aria-label", `Enter this value for ${at.name}`);
  }
}
