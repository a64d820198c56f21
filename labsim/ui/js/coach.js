// The coach: own list of suspects, what is still possible, hints at a price, questions ---------------
const REST = 120; // ms of quiet hands before the coach thinks

class Coach {
  constructor(bench, offer) {
    this.bench = bench;
    this.offer = offer;
    this.name = offer.panel || offer.prices.length ? "Coach" : "Suspects";
    this.old = true;
    this.shown = new Map();
    const parts = [this.#list()];
    if (offer.panel) parts.push(this.#chart());
    if (offer.prices.length) parts.push(this.#ladder());
    if (offer.panel) parts.push(this.#questions());
    this.node = h("div", { class: "ls-coach" }, ...parts);
  }

  // When to think: never before the click is answered and painted, never while the page is shut.
  stale() {
    this.old = true;
    this.#readings();
    this.wake();
  }

  wake() {
    if (!this.old || this.node.hidden) return;
    clearTimeout(this.soon);
    requestAnimationFrame(() => {
      this.soon = setTimeout(() => {
        this.old = false;
        this.node.setAttribute("aria-busy", "true");
        this.bench.quiet("coach");
      }, REST);
    });
  }

  // Own list -----------------------------------------------------------------------------------------
  #list() {
    this.chips = new Map();
    const boxes = this.offer.parts.map((part) => this.#chip(part));
    const all = (on) => () => this.chips.forEach((chip) => chip.set(on));
    const go = (text, act, kind = "ls-plain") => h("button", { type: "button", class: kind, onclick: act }, text);
    this.count = h("span", { class: "ls-state" });
    this.note = go("Note the list", () => this.#send(), "ls-main");
    this.sure = h("details", { class: "ls-sureness" }, h("summary", {}, "How sure are you? (if you like)"),
      h("p", { class: "ls-state" }, "Percent for the suspects on your list; what is left over is “something else”. It counts for nothing; it trains your judgement."),
      this.sureRows = h("div", { class: "ls-sure-rows" }));
    this.sure.addEventListener("toggle", () => this.#sureness());
    this.judged = h("p", { class: "ls-judged", role: "status", "aria-live": "polite" });
    const title = h("legend", {}, "Your suspects");
    const why = h("p", { class: "ls-state" }, "Tick who can still be the one; after a reading strike out whom it clears.");
    return h("fieldset", { class: "ls-own" }, title, why, h("div", { class: "ls-chips-row" }, ...boxes),
      this.sure, h("div", { class: "ls-step" }, this.note, go("All", all(true)), go("None", all(false)), this.count), this.judged);
  }

  #chip({ tag, title }) {
    const box = h("input", { type: "checkbox", checked: true });
    const label = h("label", { class: "ls-suspect", title }, box, h("span", {}, tag));
    const set = (on) => {
      box.checked = on;
      this.#counted();
    };
    box.addEventListener("change", () => this.#counted());
    this.chips.set(tag, { box, set });
    return label;
  }

  #ticked() {
    return [...this.chips].filter(([, chip]) => chip.box.checked).map(([tag]) => tag);
  }

  #counted() {
    setText(this.count, `${this.#ticked().length} of ${this.chips.size} parts`);
    this.#sureness();
  }

  #sureness() {
    if (!this.sure.open) return;
    const kept = new Map([...this.sureRows.querySelectorAll("input")].map((input) => [input.dataset.tag, input.value]));
    this.sureRows.replaceChildren(...this.#ticked().map((tag) => {
      const input = h("input", { type: "number", min: 0, max: 100, step: 1, "data-tag": tag, "aria-label": `How sure is it ${tag}, percent` });
      input.value = kept.get(tag) ?? "";
      return h("label", { class: "ls-field" }, h("span", {}, tag), input, "%");
    }));
  }

  #send() {
    const confidence = {};
    if (this.sure.open) {
      for (const input of this.sureRows.querySelectorAll("input")) {
        if (input.value !== "") confidence[input.dataset.tag] = Number(input.value) / 100;
      }
    }
    this.bench.send("suspect", { names: this.#ticked(), confidence });
  }

  // What is still possible --------------------------------------------------------------------------
  #chart() {
    this.left = h("p", { class: "ls-left" });
    this.bars = h("ul", { class: "ls-bars", "aria-label": "What the coach holds possible" });
    this.open = h("button", { type: "button", class: "ls-plain", "aria-expanded": "true" }, "Hide");
    this.open.addEventListener("click", () => {
      this.bars.hidden = this.left.hidden = !this.bars.hidden;
      this.open.setAttribute("aria-expanded", String(!this.bars.hidden));
      setText(this.open, this.bars.hidden ? "Show" : "Hide");
    });
    const head = h("div", { class: "ls-chart-head" }, h("h4", {}, "What your readings leave possible"), this.open);
    return h("section", { class: "ls-chart" }, head, this.left, this.bars);
  }

  #showBars(state) {
    if (!this.bars || !state.bars) return;
    setText(this.left, `${state.left} of ${state.of} suspects left`);
    const most = Math.max(...state.bars.map((bar) => bar.p), 0.001);
    const items = state.bars.map((bar) => {
      const item = this.shown.get(bar.key) ?? this.#bar(bar.key);
      item.dataset.kind = bar.kind;
      item.title = bar.about ?? "";
      const [name, value] = item.querySelectorAll("span");
      setText(name, bar.label);
      setText(value, percent(bar.p));
      requestAnimationFrame(() => item.style.setProperty("--ls-share", bar.p / most));
      return item;
    });
    this.shown = new Map(state.bars.map((bar, n) => [bar.key, items[n]]));
    this.bars.replaceChildren(...items);
  }

  #bar(key) {
    return h("li", { "data-key": key }, h("span", { class: "ls-bar-name" }), h("i", { class: "ls-fill", "aria-hidden": "true" }), h("span", { class: "ls-bar-value" }));
  }

  // Hints ---------------------------------------------------------------------------------------------
  #ladder() {
    const { prices, titles } = this.offer;
    this.steps = titles.map((title, n) => {
      const price = prices[n] === 1 ? "1 point" : `${prices[n]} points`;
      const ask = h("button", { type: "button", class: "ls-plain", disabled: true, onclick: () => this.bench.send("hint") }, `Ask · ${price}`);
      ask.setAttribute("aria-label", `Hint ${n + 1}, ${title}: ask for ${price}`);
      const text = h("p", { class: "ls-hint-text" });
      const item = h("li", { class: "ls-hint" }, h("h4", {}, title), text, ask);
      return { item, ask, text };
    });
    this.spent = h("p", { class: "ls-state" });
    this.spoken = h("div", { class: "ls-spoken", role: "status", "aria-live": "polite" });
    return h("section", { class: "ls-ladder" }, h("h4", {}, "Hints"), this.spent,
      h("ol", {}, ...this.steps.map((step) => step.item)), this.spoken);
  }

  #showHints(state) {
    if (!this.steps) return;
    this.steps.forEach(({ item, ask, text }, n) => {
      const said = state.hints[n] ?? "";
      if (said && text.textContent !== said) setText(this.spoken, said);
      setText(text, said);
      item.classList.toggle("ls-said", Boolean(said));
      ask.hidden = Boolean(said);
      ask.disabled = state.signed || state.next !== n + 1;
    });
    const kind = this.offer.practice ? "Practice: the points show in the practice score only." : "The points come off your score.";
    const after = state.next || state.signed ? "" : " The next reading begins a new ladder.";
    setText(this.spent, `${kind} Taken so far: ${state.spent} points.${after}`);
  }

  // Questions -----------------------------------------------------------------------------------------
  #questions() {
    const known = this.bench.model.get("fixed").faults;
    const part = h("select");
    for (const { tag, title } of this.offer.parts) {
      const group = h("optgroup", { label: `${tag} ${title}` }, h("option", { value: tag }, `${tag}, all of it`));
      const mine = known.find((fault) => fault.tag === tag)?.faults ?? [];
      group.append(...mine.map((text) => h("option", { value: `${tag}: ${text}` }, `${tag}: ${text}`)));
      part.append(group);
    }
    this.line = h("select");
    this.told = h("div", { class: "ls-answer", role: "status" });
    const go = (text, act) => h("button", { type: "button", class: "ls-plain", onclick: act }, text);
    this.ofLine = go("What did it tell?", () => this.line.value && this.bench.send("ask", { line: Number(this.line.value) }));
    this.#readings();
    return h("section", { class: "ls-questions" }, h("h4", {}, "What could I have known?"),
      h("div", { class: "ls-step" }, labelled("Suspect", part), go("What excluded it?", () => this.bench.send("ask", { suspect: part.value }))),
      h("div", { class: "ls-step" }, labelled("Reading", this.line), this.ofLine), this.told);
  }

  #readings() {
    if (!this.line) return;
    const rows = this.bench.model.get("journal").filter((row) => row.do === "measure" || row.do === "look");
    options(this.line, rows.map((row) => [String(row.n), `${row.n}  ${row.what}: ${row.told}`]));
    this.ofLine.disabled = !rows.length;
  }

  answer(lines) {
    this.told?.replaceChildren(...lines.map((line) => h("p", {}, line)));
  }

  show(state) {
    this.node.removeAttribute("aria-busy");
    if (!state.list) return this.#counted();
    const noted = state.list.n && state.list.n !== this.noted;
    if (noted) this.chips.forEach((chip, tag) => (chip.box.checked = state.list.names.some((name) => name.split(":")[0] === tag)));
    this.noted = state.list.n;
    setText(this.judged, state.list.said);
    this.note.disabled = state.signed;
    this.#counted();
    this.#showBars(state);
    this.#showHints(state);
  }
}
