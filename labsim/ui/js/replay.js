// The replay: two ways through the same fault, step by step. All data is here; scrubbing needs no kernel.
class ReplayView {
  constructor(root, data) {
    this.data = data;
    this.walks = [data.mine, data.ideal];
    this.count = Math.max(...this.walks.map((walk) => walk.frames.length));
    this.cards = this.walks.map((walk, n) => this.#card(walk, n));
    this.where = h("output", { class: "ls-where" });
    this.range = h("input", { type: "range", min: 1, max: this.count, value: 1, step: 1, class: "ls-scrub", "aria-label": "Step" });
    this.range.addEventListener("input", () => this.step(Number(this.range.value) - 1));
    const move = (text, name, by) => {
      const button = h("button", { type: "button", class: "ls-plain", "aria-label": name }, text);
      button.addEventListener("click", () => this.step(this.at + by));
      return button;
    };
    this.ends = [move("◀", "Step back", -1), move("▶", "Step on", 1)];
    const bar = h("div", { class: "ls-scrubber" }, this.ends[0], this.range, this.ends[1], this.where);
    const page = h("div");
    page.innerHTML = data.page;
    const curve = h("div", { class: "ls-curve" }, page.querySelector("figure").cloneNode(true));
    this.curve = curve;
    this.table = h("details", { class: "ls-table" }, h("summary", {}, "All steps as a table, to print"), page);
    this.title = h("h3", { tabindex: -1 }, "Replay: your way beside the coach's");
    root.replaceChildren(this.title, h("p", {}, "The fault was ", h("b", {}, data.fault), "."), bar,
      h("div", { class: "ls-walks" }, ...this.cards.map((card) => card.node)), curve, this.table);
    const paper = () => (this.table.open = true); // on paper the table is what one can read
    window.addEventListener("beforeprint", paper, { once: true });
    this.step(0);
  }

  focus() {
    this.title.scrollIntoView({ block: "nearest" });
    this.range.focus();
  }

  #card(walk, n) {
    const facts = h("ul", { class: "ls-facts" });
    const said = h("p", { class: "ls-said-now" });
    const before = h("p", { class: "ls-state" });
    const notes = h("ul", { class: "ls-notes" });
    const rows = this.data.rows.map((row) => {
      const value = h("span", { class: "ls-bar-value" });
      return { value, item: h("li", {}, h("span", { class: "ls-bar-name" }, row), h("i", { class: "ls-fill", "aria-hidden": "true" }), value) };
    });
    const bars = h("ul", { class: "ls-bars", "aria-label": `${walk.who}: what was possible` }, ...rows.map((row) => row.item));
    const sums = `${walk.readings} readings · ${walk.search.toFixed(1)} min to the diagnosis · ${walk.minutes.toFixed(1)} min in all · ${walk.euros.toFixed(0)} €`;
    const node = h("section", { class: "ls-walk", "data-who": n ? "coach" : "you", "aria-label": walk.who },
      h("h4", {}, walk.who, n ? h("span", { class: "ls-policy" }, ` · ${this.data.policy}`) : null), h("p", { class: "ls-state" }, sums), before, said, facts, bars, notes);
    return { node, facts, said, before, notes, rows };
  }

  step(at) {
    this.at = Math.min(Math.max(at, 0), this.count - 1);
    this.range.value = this.at + 1;
    this.ends[0].disabled = this.at === 0;
    this.ends[1].disabled = this.at === this.count - 1;
    setText(this.where, `Step ${this.at + 1} of ${this.count}`);
    const spoken = this.walks.map((walk, n) => this.#show(walk, this.cards[n], n));
    this.range.setAttribute("aria-valuetext", `step ${this.at + 1} of ${this.count}. ${spoken.join(". ")}`);
  }

  #show(walk, card, n) {
    const last = walk.frames.length - 1;
    const frame = walk.frames[Math.min(this.at, last)];
    card.node.classList.toggle("ls-over", this.at > last);
    setText(card.before, frame.set_up ? `First: ${frame.set_up}.` : "\u00a0");
    const told = frame.told ? `: ${frame.told}` : "";
    card.said.replaceChildren(n || !frame.n ? frame.done : `Line ${frame.n} · ${frame.done}`, h("b", {}, told));
    const facts = [["minutes", frame.minute.toFixed(1)], ["euros", frame.euros.toFixed(0)], ["suspects", String(frame.suspects)], ["bits unknown", frame.bits.toFixed(1)]];
    card.facts.replaceChildren(...facts.map(([name, value]) => h("li", {}, h("span", {}, name), h("b", {}, value))));
    frame.shares.forEach((p, k) => {
      card.rows[k].item.style.setProperty("--ls-share", p);
      card.rows[k].item.classList.toggle("ls-none", p < 0.005);
      setText(card.rows[k].value, percent(p));
    });
    card.notes.replaceChildren(...frame.notes.map((note) => h("li", {}, note)));
    const over = this.at > last ? " (done)" : "";
    this.curve.querySelectorAll(n ? "svg rect" : "svg circle").forEach((dot, k) => dot.classList.toggle("ls-here", k === Math.min(this.at, last)));
    return `${walk.who}${over}: ${frame.done}${told}; ${frame.suspects} suspects, ${frame.bits.toFixed(1)} bits unknown, ${frame.minute.toFixed(1)} minutes, ${frame.euros.toFixed(0)} euros`;
  }
}
