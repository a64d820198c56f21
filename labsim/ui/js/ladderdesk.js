// What stands around the rungs: switch, views, what is in hand, forces, inputs, trend. ------------------
function choice(name, items, choose) {
  const group = h("div", { class: "lm-choice", role: "radiogroup", "aria-label": name });
  const buttons = items.map(([value, text, title]) => {
    const button = h("button", { type: "button", role: "radio", title, onclick: () => choose(value) }, text);
    button.value = value;
    return button;
  });
  group.append(...buttons);
  roving(group, () => buttons, (button) => choose(button.value));
  group.show = (value) => {
    const chosen = buttons.find((button) => button.value === value);
    buttons.forEach((button) => {
      button.setAttribute("aria-checked", String(button === chosen));
      button.tabIndex = button === (chosen || buttons[0]) ? 0 : -1;
    });
  };
  return group;
}

class LadderDesk {
  constructor(host, ladder) {
    this.host = host;
    this.ladder = ladder;
    this.model = host.model;
    this.#bar();
    this.about = h("section", { class: "lm-about", "aria-label": "Element in hand" });
    this.tip = h("div", { class: "lm-tip", role: "tooltip", hidden: true });
    this.ask = h("div", { class: "lm-ask", role: "alertdialog", "aria-modal": "true", hidden: true });
    this.ask.addEventListener("keydown", (event) => this.#asked(event));
    this.inputs = h("div", { class: "lm-inputs" });
    this.forces = h("div", { class: "lm-forces" });
    this.#trend();
    const inputs = host.practice ? [["Inputs", this.inputs]] : [];
    const trend = host.model.get("plc").graded ? [] : [["Trend", this.trend]];
    this.papers = tabs("Around the program", [...inputs, ["Forces", this.forces], ...trend]);
    const keys = h("p", { class: "ls-keys" }, "Keys: ", ...["↑ ↓", " rungs, ", "← →", " elements, ", "Enter", " in hand, ", "F", " force, ",
      ...(host.practice ? ["T", " toggle, "] : []), ...(host.model.get("plc").graded ? ["M", " read, "] : ["R", " trend, ", "W", " why, "]), "X", " who writes it, ", "Esc", " lay down."].map((t, n) => (n % 2 ? t : h("kbd", {}, t))));
    const main = h("div", { class: "lm-main" }, ladder.node, this.about, this.tip);
    const papers = h("section", { class: "ls-papers" }, this.papers.list, this.papers.body);
    this.node = h("section", { class: "lm-monitor", "aria-label": "Online monitor" }, this.bar, this.ask, main, keys, papers);
  }

  #bar() {
    const send = this.host.send.bind(this.host);
    this.lamp = h("span", { class: "ls-chip lm-lamp" });
    this.count = h("span", { class: "ls-chip" });
    this.warn = h("span", { class: "ls-chip lm-warn", hidden: true });
    this.mode = choice("Mode of the controller", [["run", "Run"], ["program", "Program"]], (to) => send("mode", { to }));
    this.view = choice("View", [["studio", "Instruction truth", "What the values of the tags say, as the engineering tool shows it"],
      ["power", "Power flow", "Where power went in the last scan"]], (mode) => send("view", { mode }));
    this.view.hidden = Boolean(this.model.get("plc").graded); // power flow is for practice
    this.step = h("button", { type: "button", onclick: () => send("step") }, "Scan once");
    this.play = h("button", { type: "button", onclick: () => send("play", { on: !this.model.get("playing") }) });
    this.routines = h("select", {});
    this.routines.addEventListener("change", () => send("routine", { name: this.routines.value }));
    this.tags = h("datalist", { id: `lm-tags-${++unique}` });
    this.wanted = h("input", { type: "search", list: this.tags.id, class: "lm-find" });
    this.rung = h("input", { type: "number", min: 0, class: "lm-number" });
    const enter = (node, act) => node.addEventListener("keydown", (event) => event.key === "Enter" && node.value !== "" && act());
    enter(this.wanted, () => send("find", { text: this.wanted.value }));
    enter(this.rung, () => send("go", { routine: this.model.get("ladder").routine, rung: Number(this.rung.value) }));
    const next = h("button", { type: "button", "aria-label": "Find next", onclick: () => this.wanted.value && send("find", { text: this.wanted.value }) }, "Next");
    const works = this.host.practice ? [this.step, this.play] : this.model.get("plc").graded ? [] : [this.step];
    this.back = h("button", { type: "button", class: "ls-main", hidden: true, onclick: () => send("leave") });
    this.bar = h("div", { class: "lm-bar" }, this.back, this.lamp, this.mode, ...works, this.count, this.warn, this.view,
      labelled("Routine", this.routines), labelled("Find tag", this.wanted), next, labelled("Rung", this.rung), this.tags);
  }

  #trend() {
    this.picked = h("div", { class: "ls-chips-row" });
    this.figure = h("div", { class: "ls-chart-figure" });
    this.words = h("p", { class: "ls-state" });
    this.table = h("div", { class: "ls-chart-table" });
    this.more = h("details", { hidden: true }, h("summary", {}, "The trend as a table"), this.table);
    const add = h("input", { type: "search", list: this.tags.id, class: "lm-find" });
    const put = () => add.value && (this.host.send("trend", { tag: add.value }), (add.value = ""));
    add.addEventListener("keydown", (event) => event.key === "Enter" && put());
    const row = h("div", { class: "lm-row" }, labelled("Tag on the trend", add), h("button", { type: "button", onclick: put }, "Add"), this.picked);
    this.trend = h("div", { class: "ls-chart" }, row, this.figure, this.words, this.more);
  }

  opened() {
    const given = this.model.get("ladder");
    options(this.routines, (given.routines || []).map((name) => [name, name]));
    this.routines.value = given.routine;
    this.tags.replaceChildren(...(given.tags || []).map((name) => h("option", { value: name })));
    this.view.show(this.model.get("view"));
    this.back.hidden = !given.inside;
    setText(this.back, `← Leave ${given.inside} (${given.program})`);
  }

  plc(state) {
    const lamp = state.dark ? ["dark", "NO ANSWER"] : state.fault ? ["fault", "FAULT"] : state.mode === "run" ? ["run", "RUN"] : ["program", "PROG"];
    this.lamp.dataset.lamp = lamp[0];
    setText(this.lamp, lamp[1]);
    this.lamp.title = state.fault || "";
    this.ladder.list.dataset.run = String(lamp[0] === "run");
    this.mode.show(state.mode);
    this.step.disabled = this.play.disabled = lamp[0] !== "run";
    this.graded = state.graded;
    const forces = state.forces || [];
    this.warn.hidden = !forces.length && !state.fault;
    setText(this.warn, [state.fault, forces.length ? `FORCES: ${forces.length}` : ""].filter(Boolean).join(" · "));
    this.#forces(forces);
    if (this.host.practice) this.#inputs(state);
  }

  clock(clock) {
    const time = clock.ms == null ? "" : ` · ${(clock.ms / 1000).toFixed(2)} s`;
    setText(this.count, clock.scans == null ? "" : `scan ${clock.scans}${time}`);
    this.count.hidden = clock.scans == null;
  }

  playing(on) {
    setText(this.play, on ? "Hold" : "Let it run");
  }

  #inputs(state) {
    const bits = state.bits.map(([name]) => name).join() + state.numbers.map(([name]) => name).join();
    if (bits !== this.offered) this.#offer(state);
    this.offered = bits;
    state.bits.forEach(([name, on]) => {
      const button = this.switches.get(name);
      button.setAttribute("aria-pressed", String(on));
      setText(button.lastChild, on ? "1" : "0");
    });
    state.numbers.forEach(([name, value]) => {
      const field = this.switches.get(name);
      if (document.activeElement !== field && field.getRootNode().activeElement !== field) field.value = value;
    });
  }

  #offer(state) {
    this.switches = new Map();
    const bits = state.bits.map(([name, , label]) => {
      const send = () => this.host.send("toggle", { tag: name });
      const button = h("button", { type: "button", class: "lm-input", onclick: send }, h("b", {}, name), h("span", {}, label), h("span", { class: "lm-bit" }));
      this.switches.set(name, button);
      return button;
    });
    const numbers = state.numbers.map(([name]) => {
      const field = h("input", { type: "number", step: "any", class: "lm-number" });
      const send = () => field.value !== "" && this.host.send("put", { tag: name, value: Number(field.value) });
      field.addEventListener("change", send);
      this.switches.set(name, field);
      return labelled(name, field);
    });
    const none = h("p", { class: "ls-state" }, "This program reads nothing that it does not write itself.");
    this.inputs.replaceChildren(...(bits.length + numbers.length ? [...bits, ...numbers] : [none]));
  }

  #forces(forces) {
    const text = JSON.stringify(forces);
    if (text === this.listed) return;
    this.listed = text;
    const row = ([name, value]) => {
      const off = h("button", { type: "button", onclick: () => this.host.send("unforce", { tag: name }) }, "Take it out");
      off.setAttribute("aria-label", `Take out the force of ${name}`);
      return h("li", {}, h("b", {}, name), ` forced to ${value} `, off);
    };
    const list = h("ul", {}, ...forces.map(row));
    const none = h("p", { class: "ls-state" }, this.graded ? "No force of your own is set. The FORCE lamp tells of others: take the point in hand to take its force out." : "No force is set. Take a tag in hand to force it.");
    const all = forces.length > 1 ? [h("button", { type: "button", onclick: () => this.host.send("unforce") }, "Take out all forces")] : [];
    this.forces.replaceChildren(...(forces.length ? [list, ...all] : [none]));
  }

  // What is in hand -----------------------------------------------------------------------------
  show(about) {
    const text = JSON.stringify({ ...about, value: 0 });
    if (text !== this.shown) this.about.replaceChildren(...this.#card(about));
    this.shown = text;
    if (this.value) setText(this.value, about.value);
  }

  #card(about) {
    this.value = null;
    if (about.n < 0) return [h("p", { class: "ls-state" }, "Click an element, or press Enter on it: its value, its description, and where else its tag is used stand here.")];
    this.value = h("output", { class: "lm-value" }, about.value);
    const name = h("h4", {}, about.tag || about.say);
    const facts = [about.type, about.address, about.what || about.op].filter(Boolean).join(" · ");
    const may = about.may || {};
    const button = (text, act, on) => (on ? [h("button", { type: "button", onclick: () => this.hand(act, about.n) }, text)] : []);
    const warned = about.warning ? [h("p", { class: "lm-forced" }, `⚠ ${about.warning}`)] : [];
    const forced = about.forced ? [h("p", { class: "lm-forced" }, `Forced (${about.forced})`)] : [];
    const acts = [
      ...button("Read it", "read", may.read && about.tag), ...button("Read the rung", "rung", may.read), ...button(about.uses?.length ? "Who writes it" : "Cross reference", "writer", about.tag), ...button("Open its logic", "enter", may.enter), ...button("Toggle", "toggle", may.toggle), ...button("Force to 1 …", "force1", may.force), ...button("Force to 0 …", "force0", may.force),
      ...button("Take force out", "unforce", about.forced || may.unforce), ...button("On the trend", "trend", may.trend), ...button("Why?", "why", may.why),
    ];
    return [name, h("p", { class: "ls-state" }, facts), ...(about.tag ? [h("p", {}, "Value ", this.value)] : []), ...(about.comment ? [h("p", {}, about.comment)] : []),
      ...forced, ...warned, h("div", { class: "lm-acts" }, ...acts), ...this.#uses(about)];
  }

  #uses(about) {
    if (!about.uses?.length) return [];
    const row = (use) => {
      const go = () => this.host.send("go", { routine: use.routine, element: use.n });
      const text = `${use.routine}, rung ${use.rung}: ${use.op} ${use.way}`;
      return h("li", {}, h("button", { type: "button", class: "lm-use", "aria-current": use.n === about.n && use.routine === this.model.get("ladder").routine ? "true" : null, onclick: go }, text));
    };
    const writers = about.uses.filter((use) => use.way.includes("write")).length;
    return [h("h4", {}, `Cross reference (${about.uses.length}${writers > 1 ? `, ${writers} write` : ""})`), h("ul", { class: "lm-uses" }, ...about.uses.map(row))];
  }

  // A hand on the element: from a button, a key, a double click.
  hand(what, n = this.model.get("about").n) {
    const about = this.model.get("about");
    if (n < 0) return;
    if (about.n !== n) {
      this.after = what; // first take it in hand; Python says then what may be done
      this.host.send("select", { n });
      return;
    }
    const { tag, may = {} } = about;
    const acts = {
      toggle: () => may.toggle && this.host.send("toggle", { tag }),
      trend: () => may.trend && this.host.send("trend", { tag }),
      why: () => may.why && this.host.send("why", { tag }), writer: () => tag && this.host.send("writer", { tag }),
      unforce: () => this.host.send("unforce", { tag }),
      enter: () => may.enter && this.host.send("enter", { n }),
      read: () => may.read && this.host.send("read_bits", { n }),
      rung: () => may.read && this.host.send("read_bits", { rung: about.rung }),
      force: () => may.force && this.confirm(tag, ["1", "0"]),
      force1: () => may.force && this.confirm(tag, ["1"]),
      force0: () => may.force && this.confirm(tag, ["0"]),
    };
    acts[what]?.();
  }

  taken() {
    const what = this.after;
    this.after = null;
    this.hand(what);
  }

  confirm(tag, values) {
    this.before = document.activeElement;
    const yes = values.map((value) => h("button", { type: "button", class: "lm-danger", onclick: () => (this.#closed(), this.host.send("force", { tag, value: value === "1" })) }, `Yes, force to ${value}`));
    const no = h("button", { type: "button", onclick: () => this.#closed() }, "Cancel");
    const title = h("h4", { id: `lm-ask-${++unique}` }, `Force ${tag}${values.length === 1 ? ` to ${values[0]}` : ""}?`);
    this.ask.setAttribute("aria-labelledby", title.id);
    const text = "A force overrules the machine: what hangs on this point moves, or stays, whatever program and wiring say. Is it allowed, is everybody told, is nobody within reach? It stays until it is taken out.";
    this.ask.replaceChildren(title, h("p", {}, text), h("div", { class: "lm-acts" }, ...yes, no));
    this.ask.hidden = false;
    no.focus();
  }


  #closed() {
    this.ask.hidden = true;
    this.before?.focus?.();
  }

  #asked(event) {
    const buttons = [...this.ask.querySelectorAll("button")];
    if (event.key === "Escape") this.#closed();
    else if (event.key === "Tab") {
      const here = buttons.indexOf(document.activeElement);
      buttons[(here + (event.shiftKey ? -1 : 1) + buttons.length) % buttons.length].focus();
    } else return;
    event.preventDefault();
  }

  // Under the pointer ---------------------------------------------------------------------------
  point(hint) {
    const node = this.ladder.els[hint.n];
    if (!node) return this.hide();
    const facts = [hint.type, hint.address, hint.comment].filter(Boolean).join(" · ");
    const uses = (hint.uses || []).slice(0, 7).map((use) => h("li", {}, `${use.routine}, rung ${use.rung}: ${use.op} ${use.way}`));
    const more = (hint.uses || []).length - uses.length;
    const value = hint.tag && hint.value !== "" ? ` = ${hint.value}` : "";
    this.tip.replaceChildren(h("b", {}, `${hint.tag || hint.say}${value}${hint.forced ? ` (${hint.forced})` : ""}`), ...(facts ? [h("p", {}, facts)] : []),
      h("ul", {}, ...uses, ...(more > 0 ? [h("li", {}, `and ${more} more`)] : [])));
    this.tip.hidden = false;
    const [box, at] = [this.tip.parentNode.getBoundingClientRect(), node.getBoundingClientRect()];
    const left = Math.min(Math.max(at.left - box.left, 4), Math.max(box.width - this.tip.offsetWidth - 8, 4));
    const below = at.bottom - box.top + 6;
    const fits = below + this.tip.offsetHeight < box.height + 60;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${fits ? below : Math.max(at.top - box.top - this.tip.offsetHeight - 6, 0)}px`;
  }

  hide = () => (this.tip.hidden = true);

  // Trend ---------------------------------------------------------------------------------------
  trended(trend) {
    if (trend.svg !== this.drawn) this.figure.innerHTML = trend.svg || "";
    this.drawn = trend.svg;
    const chips = (trend.picked || []).join();
    if (chips !== this.chips) {
      const chip = (name) => h("button", { type: "button", class: "ls-tap", "aria-label": `Take ${name} off the trend`, onclick: () => this.host.send("trend", { tag: name, on: false }) }, `${name} ×`);
      this.picked.replaceChildren(...(trend.picked || []).map(chip));
    }
    this.chips = chips;
    setText(this.words, trend.picked?.length ? "" : "Up to four tags. Add one here, or press R on an element.");
    this.more.hidden = !trend.svg;
    if (this.more.open || !trend.svg) this.table.innerHTML = trend.table || "";
    this.more.ontoggle = () => (this.table.innerHTML = this.model.get("trend").table || "");
  }
}
