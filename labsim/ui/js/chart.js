// Chart: what was tapped, or measured, against time. Python draws it; here it is chosen and shown. ----
class Chart {
  constructor(bench) {
    this.bench = bench;
    this.boxes = new Map();
    this.own = h("p", { class: "ls-state" });
    this.row = h("div", { class: "ls-chips-row" });
    this.whole = h("input", { type: "checkbox" });
    this.whole.addEventListener("change", () => this.#send());
    this.figure = h("div", { class: "ls-chart-figure" });
    this.table = h("div", { class: "ls-chart-table" });
    this.more = h("details", { hidden: true }, h("summary", {}, "The chart as a table"), this.table);
    this.everything = h("label", { class: "ls-tap" }, this.whole, h("span", {}, "from the beginning"));
    this.words = h("p", { class: "ls-state", role: "status", "aria-live": "polite" });
    this.node = h("div", { class: "ls-chart" },
      h("fieldset", {}, h("legend", {}, "Show against time"), this.own, this.row, this.everything), this.figure, this.words, this.more);
  }

  #send() {
    const names = [...this.boxes].filter(([, box]) => box.checked).map(([name]) => name);
    this.bench.send("chart", { names, whole: this.whole.checked });
  }

  #choice([name, unit]) {
    const box = h("input", { type: "checkbox" });
    box.addEventListener("change", () => this.#send());
    this.boxes.set(name, box);
    this.row.append(h("label", { class: "ls-tap" }, box, h("span", {}, `${name}, ${unit}`)));
  }

  show(chart) {
    const offer = chart.offer || [];
    offer.filter(([name]) => !this.boxes.has(name)).forEach((one) => this.#choice(one));
    this.everything.hidden = Boolean(chart.own);
    setText(this.own, chart.own
      ? offer.length ? "Your own readings, against the clock of the order." : "Nothing is measured yet: what you read can be shown here."
      : "A recorder sits at every test point and rod of this demonstration.");
    const picked = chart.picked || [];
    for (const [name, box] of this.boxes) {
      box.checked = picked.includes(name);
      box.disabled = !box.checked && picked.length >= 4;
    }
    this.whole.checked = Boolean(chart.whole);
    if (chart.svg !== this.drawn) this.figure.innerHTML = chart.svg || "";
    this.drawn = chart.svg;
    setText(this.words, picked.length && !chart.svg ? "Now work the machine: the chart draws what happens." : "");
    this.more.hidden = !chart.svg;
    this.table.innerHTML = chart.table || "";
  }
}
