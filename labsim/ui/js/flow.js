// Pressure and flow on the drawing, on request: bands by colour and pattern, arrows, figures. --------
const BAND = { suction: "1 6", tank: "", low: "10 7", middle: "20 6", high: "", highest: "" };
const PACE = [2.4, 0.5]; // s a dash takes for its way, at little and at much flow

function bandLine(kind, props) {
  return s("path", { ...props, class: `ls-band ls-band-${kind}`, "stroke-dasharray": BAND[kind] || "none" });
}

class Flow {
  constructor(bench) {
    this.bench = bench;
    const turn = () => bench.send("flows", { on: !bench.model.get("flows").on });
    this.button = h("button", { type: "button", class: "ls-plain ls-standard", "aria-pressed": "false", onclick: turn }, "Pressure and flow");
    this.legend = h("ul", { class: "ls-legend", "aria-label": "Pressure and flow, what the lines mean" });
    this.body = h("tbody");
    const heads = ["Line", "Pressure", "Band", "Flow"].map((t) => h("th", { scope: "col" }, t));
    const table = h("table", {}, h("thead", {}, h("tr", {}, ...heads)), this.body);
    this.node = h("div", { class: "ls-flows", hidden: true }, this.legend,
      h("details", {}, h("summary", {}, "The lines in figures"), table));
  }

  show(flows, sheets) {
    this.button.hidden = !flows.offer;
    this.button.setAttribute("aria-pressed", String(flows.on));
    const on = flows.on && Boolean(flows.sheets);
    this.node.hidden = !on;
    for (const sheet of sheets) this.#sheet(sheet, on ? flows.sheets[sheet.title] : null);
    if (!on) return;
    this.legend.replaceChildren(...flows.legend.map((row) => this.#entry(row)), this.#arrow());
    this.body.replaceChildren(...flows.rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell)))));
  }

  #entry({ band, text }) {
    const swatch = s("svg", { width: 46, height: 14, viewBox: "0 0 46 14", "aria-hidden": "true" }, bandLine(band, { d: "M2,7H44" }));
    return h("li", {}, swatch, h("b", {}, band), ` ${text}`);
  }

  #arrow() {
    const swatch = s("svg", { width: 46, height: 14, viewBox: "0 0 46 14", "aria-hidden": "true" },
      s("path", { d: "M2,7H44", class: "ls-stream" }), s("path", { d: "M20,2l8,5l-8,5", class: "ls-arrow" }));
    return h("li", {}, swatch, h("b", {}, "arrow"), " flows this way");
  }

  #sheet(sheet, picture) {
    sheet.paper.querySelectorAll(".ls-flow").forEach((old) => old.remove());
    const svg = sheet.paper.querySelector("svg");
    if (!picture || !svg) return;
    const under = s("g", { class: "ls-flow", "aria-hidden": "true" });
    const over = s("g", { class: "ls-flow", "aria-hidden": "true" });
    for (const piece of picture.pieces) this.#piece(piece, under, over);
    for (const [x, y, text] of picture.badges) over.append(this.#badge(x, y, text));
    svg.prepend(under);
    svg.append(over);
  }

  #piece([x1, y1, x2, y2, band, flow], under, over) {
    under.append(bandLine(band, { d: `M${x1},${y1}L${x2},${y2}` }));
    if (!flow) return;
    const [a, b] = flow > 0 ? [[x1, y1], [x2, y2]] : [[x2, y2], [x1, y1]];
    const stream = s("path", { d: `M${a}L${b}`, class: "ls-stream" });
    const much = Math.min(Math.abs(flow) / 20, 1);
    stream.style.setProperty("--ls-pace", `${PACE[0] + (PACE[1] - PACE[0]) * much}s`);
    over.append(stream);
    const far = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (far < 22) return;
    const turn = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
    const at = `translate(${(a[0] + b[0]) / 2},${(a[1] + b[1]) / 2}) rotate(${turn})`;
    over.append(s("path", { d: "M-5,-5l8,5l-8,5", class: "ls-arrow", transform: at }));
  }

  #badge(x, y, text) {
    const wide = 6.4 * text.length + 8;
    const label = s("text", { x, y: y + 3.8, "text-anchor": "middle" });
    label.textContent = text;
    return s("g", { class: "ls-badge" }, s("rect", { x: x - wide / 2, y: y - 7.5, width: wide, height: 15, rx: 4 }), label);
  }
}
