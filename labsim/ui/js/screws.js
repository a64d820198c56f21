// Screws, turned in steps, in or out: they have no scale, so the turns are counted. Shims likewise. ---
class Screws {
  constructor(bench) {
    this.bench = bench;
    this.node = h("div", { class: "ls-controls ls-screws", role: "group", "aria-label": "Adjusting screws and shims" });
    this.boxes = new Map();
  }

  #box(screw) {
    const { tag, title, verb } = screw;
    const send = (sign) => this.bench.send(verb.do, { tag, [verb.name]: screw.screw, [verb.amount]: sign * Number(step.value) });
    const head = h("span", { class: "ls-screw-head", "aria-hidden": "true" });
    head.hidden = verb.do !== "turn";
    const said = h("span", { class: "ls-word" });
    const name = h("span", { class: "ls-name" }, h("b", {}, `${tag} ${screw.screw}`), said);
    const step = options(h("select", { "aria-label": `How far to ${verb.do} ${tag} ${screw.screw}` }), screw.steps);
    step.value = "0.25";
    const button = (text, way, sign) => {
      const node = h("button", { type: "button", class: "ls-turn", onclick: () => send(sign) }, text);
      node.setAttribute("aria-label", `${verb.do[0].toUpperCase()}${verb.do.slice(1)} the ${screw.screw} ${verb.noun} of ${tag} ${title} ${way}`);
      return node;
    };
    const ends = [button(verb.less, verb.lesser, -1), button(verb.more, verb.greater, 1)];
    const node = h("div", { class: "ls-control ls-screw" }, h("span", { class: "ls-screw-name" }, head, name), ends[0], step, ends[1]);
    node.title = title;
    this.node.append(node);
    return { head, said, parts: [...ends, step] };
  }

  show(list) {
    this.node.hidden = !list.length;
    for (const screw of list) {
      const key = `${screw.tag} ${screw.screw}`;
      if (!this.boxes.has(key)) this.boxes.set(key, this.#box(screw));
      const box = this.boxes.get(key);
      setText(box.said, screw.said);
      box.head.style.setProperty("--ls-angle", `${360 * screw.turned}deg`);
      box.parts.forEach((part) => (part.disabled = this.bench.closed));
    }
  }
}
