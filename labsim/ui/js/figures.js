// Figures of devices beside the controller, and what is set at their switches. On the PLC page. --------
class Figures {
  constructor(bench) {
    this.bench = bench;
    const parts = bench.model.get("plc").figures || [];
    const grown = (part) => h("optgroup", { label: `${part.tag}, ${part.title}` }, ...part.names.map((name) => h("option", { value: `${part.tag}:${name}` }, `${part.tag}:${name}`)));
    const pick = h("select", { "aria-label": "Figure to read" }, ...parts.map(grown));
    const read = h("button", { type: "button", onclick: () => bench.send("figure", { place: pick.value }) }, "Read this figure");
    const set = parts.flatMap((part) => part.codes.map((code) => this.#switches(part, code)));
    this.node = h("div", { hidden: !parts.length }, h("div", { class: "lm-acts" }, h("label", {}, "Diagnostics ", pick), read), ...set);
  }

  // Rotary switches, or whatever is set by a number at the device itself.
  #switches(part, code) {
    const value = h("input", { type: "number", min: "0", step: "1", class: "ls-entry", "aria-label": `${part.tag} ${code}` });
    const send = () => (value.value === "" ? value.focus() : this.bench.send("set", { tag: part.tag, parameter: code, value: Number(value.value) }));
    const text = `Set ${code} of ${part.tag}`;
    return h("div", { class: "lm-acts" }, h("label", {}, `${part.tag} ${code} `, value), h("button", { type: "button", onclick: send }, text));
  }
}
