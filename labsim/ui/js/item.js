// One item: stem, picture, four options as radio buttons. A to D or 1 to 4 choose.
class ItemView {
  constructor(chosen) {
    this.chosen = chosen;
    this.stem = h("legend", { class: "lx-stem" });
    this.figure = h("figure", { class: "lx-figure", hidden: true });
    this.rows = h("div", { class: "lx-options" });
    this.node = h("fieldset", { class: "lx-item", tabindex: "-1" }, this.stem, this.figure, this.rows);
    this.group = `lx-options-${++unique}`;
  }

  show(item, number, value) {
    if (this.key !== `${item.place}/${item.stem}`) {
      this.key = `${item.place}/${item.stem}`;
      this.opened = performance.now();
      this.#build(item, number);
    }
    for (const radio of this.node.querySelectorAll("input")) radio.checked = Number(radio.value) === value;
  }

  #build(item, number) {
    setText(this.stem, `${number}${item.stem}`);
    this.figure.hidden = !item.svg;
    this.figure.innerHTML = item.svg; // drawn by Python
    const row = ([letter, text], n) => {
      const radio = h("input", { type: "radio", name: this.group, value: n, onchange: () => this.chosen(n) });
      return h("label", { class: "lx-option" }, radio, h("b", {}, letter), h("span", {}, text));
    };
    this.rows.replaceChildren(...item.options.map(row));
  }

  seconds() {
    const spent = (performance.now() - this.opened) / 1000;
    this.opened = performance.now();
    return spent;
  }

  lock(on) {
    for (const radio of this.node.querySelectorAll("input")) radio.disabled = on;
  }

  // Returns the number of the option that a key names, or -1.
  keyed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return -1;
    const at = "abcd".indexOf(event.key.toLowerCase());
    return at >= 0 ? at : "1234".indexOf(event.key);
  }
}
