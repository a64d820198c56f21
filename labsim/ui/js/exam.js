// A practice exam: items, clock, map of the paper, review, handing in.
const TELL = 10; // s between two reports of time to Python
const WARN = [1800, 600, 300, 60]; // s left that are told aloud

class ExamApp {
  constructor(model, root) {
    this.model = model;
    root.classList.add("ls-bench");
    root.dataset.lmSuppressShortcuts = "true";
    this.theme = followTheme(root);
    this.view = new ItemView((n) => this.send("choose", { option: n, seconds: this.view.seconds() }));
    this.frame = h("div", { class: "ls-frame lx-exam" });
    const guard = (event) => event.stopPropagation();
    for (const name of ["keyup", "keypress"]) this.frame.addEventListener(name, guard);
    this.frame.addEventListener("keydown", (event) => this.#key(event));
    root.append(this.frame);
    this.#build();
    this.handlers = {};
    for (const name of ["item", "state", "outcome", "notice"]) {
      model.on(`change:${name}`, (this.handlers[name] = () => this.#show(name)));
    }
    this.ticking = setInterval(() => this.#tick(), 1000);
    this.told = this.last = performance.now();
    this.left = model.get("state").left;
    this.#show("all");
  }

  send(name, given = {}) {
    try {
      this.model.send({ do: name, ...given });
    } catch {
      this.#say("No answer from the kernel. Run the cell again: what was answered is kept.");
    }
  }

  #build() {
    const about = this.model.get("about");
    this.clock = h("span", { class: "lx-clock", role: "timer" });
    this.live = h("div", { class: "ls-live", role: "status", "aria-live": "polite" });
    this.noticed = h("div", { class: "ls-notice", hidden: true });
    this.flag = h("button", { type: "button", "aria-pressed": "false", onclick: () => this.#flag() }, "Flag");
    this.back = h("button", { type: "button", onclick: () => this.#step(-1) }, "Back");
    this.next = h("button", { type: "button", class: "ls-primary", onclick: () => this.#step(1) }, "Next");
    this.end = h("button", { type: "button", onclick: () => this.#ask() }, "Hand in …");
    this.map = h("nav", { class: "lx-map", "aria-label": "All items" });
    this.counts = h("p", { class: "lx-counts" });
    this.asked = h("div", { class: "lx-ask", role: "alertdialog", "aria-label": "Hand in", hidden: true });
    this.cover = h("section", { class: "lx-cover", "aria-label": "Before you begin", hidden: true });
    const begin = h("button", { type: "button", class: "ls-primary", onclick: () => this.#begin() }, "Begin: the clock starts");
    this.cover.append(h("ul", {}, ...(about.rules ?? []).map((rule) => h("li", {}, rule))), begin);
    this.result = h("section", { class: "lx-result", "aria-label": "Report", tabindex: "-1", hidden: true });
    const head = h("header", { class: "ls-head" }, h("h3", {}, about.title), this.clock);
    const hand = h("div", { class: "lx-hand" }, this.back, this.next, this.flag, this.end);
    const keys = h("p", { class: "lx-keys" }, "Keys: A to D answer, ← → turn, F flags.");
    this.paper = h("div", { class: "lx-paper" }, h("div", {}, this.view.node, hand, keys), h("div", {}, this.counts, this.map));
    const caveat = h("details", { class: "lx-caveat" }, h("summary", {}, "What the result means"), h("p", {}, about.caveat));
    this.frame.append(head, this.noticed, this.asked, this.result, this.cover, this.paper, caveat, this.live);
    for (let n = 0; n < about.items; n++) this.map.append(h("button", { type: "button", class: "lx-place", onclick: () => this.#go(n) }, String(n + 1)));
  }

  #show(what) {
    const [item, state] = [this.model.get("item"), this.model.get("state")];
    if (what === "notice") this.#notice();
    if (what === "outcome" || what === "all") this.#outcome();
    this.left = state.left;
    this.#time();
    const opened = state.begun && !this.cover.hidden;
    this.cover.hidden = state.begun;
    this.paper.hidden = !state.begun;
    if (!state.begun) return;
    if (opened) this.view.node.focus({ preventScroll: true });
    const chosen = state.answers[item.place];
    this.view.show(item, `${item.place + 1}. `, chosen);
    this.view.lock(state.over);
    const [done, flags, late] = [new Set(Object.keys(state.answers).map(Number)), new Set(state.flags), new Set(state.late)];
    [...this.map.children].forEach((button, n) => {
      button.dataset.done = done.has(n);
      button.dataset.flag = flags.has(n);
      button.setAttribute("aria-current", String(n === item.place));
      button.dataset.late = late.has(n);
      const words = `Item ${n + 1}, ${done.has(n) ? "answered" : "open"}${late.has(n) ? " late" : ""}${flags.has(n) ? ", flagged" : ""}`;
      if (button.getAttribute("aria-label") !== words) button.setAttribute("aria-label", words);
    });
    const total = this.model.get("about").items;
    setText(this.counts, `${done.size} of ${total} answered, ${flags.size} flagged`);
    this.flag.setAttribute("aria-pressed", String(flags.has(item.place)));
    this.back.disabled = item.place === 0;
    this.next.disabled = item.place === total - 1;
    this.flag.disabled = this.end.disabled = state.over;
  }

  #begin() {
    this.told = this.last = performance.now();
    this.send("begin");
  }

  #go(n) {
    this.send("go", { place: n });
    this.view.node.focus({ preventScroll: true });
  }

  #step(by) {
    const place = this.model.get("item").place + by;
    if (place >= 0 && place < this.model.get("about").items) this.#go(place);
  }

  #flag() {
    const { flags, over } = this.model.get("state");
    if (!over) this.send("flag", { on: !flags.includes(this.model.get("item").place) });
  }

  #ask() {
    const { answers, flags } = this.model.get("state");
    const open = this.model.get("about").items - Object.keys(answers).length;
    const words = `${open} not answered, ${flags.length} flagged. After handing in nothing can be changed.`;
    const yes = h("button", { type: "button", class: "ls-primary", onclick: () => this.#done() }, "Hand in now");
    const no = h("button", { type: "button", onclick: () => this.#shut() }, "Go on");
    this.asked.replaceChildren(h("p", {}, words), yes, no);
    this.asked.hidden = false;
    no.focus();
  }

  #shut() {
    this.asked.hidden = true;
    this.end.focus();
  }

  #done() {
    this.asked.hidden = true;
    this.send("hand_in");
  }

  #outcome() {
    const html = this.model.get("outcome");
    if (!html || this.result.innerHTML === html) return;
    this.result.innerHTML = html; // written by Python
    this.result.hidden = false;
    for (const link of this.result.querySelectorAll("a[data-item]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.#go(Number(link.dataset.item));
        this.paper.scrollIntoView({ block: "nearest" });
      });
    }
    this.result.focus({ preventScroll: true });
  }

  #key(event) {
    event.stopPropagation();
    if (event.key === "Escape" && !this.asked.hidden) return this.#shut();
    if (!this.model.get("state").begun || !this.asked.hidden || event.target.closest(".lx-map, .lx-result, summary")) return;
    const typed = event.target.closest("input[type=radio]");
    const option = this.view.keyed(event);
    if (option >= 0 && !this.model.get("state").over) this.send("choose", { option, seconds: this.view.seconds() });
    else if (event.key.toLowerCase() === "f") this.#flag();
    else if (event.key === "ArrowRight" && !typed) this.#step(1);
    else if (event.key === "ArrowLeft" && !typed) this.#step(-1);
    else return;
    event.preventDefault();
  }

  #tick() {
    const now = performance.now();
    const { over, begun } = this.model.get("state");
    if (over || !begun) return;
    const before = this.left;
    this.left = Math.max(0, this.left - (now - this.last) / 1000);
    this.last = now;
    const warned = WARN.find((at) => before > at && this.left <= at);
    if (warned) this.#say(`${warned / 60} ${warned === 60 ? "minute" : "minutes"} left`);
    const ended = before > 0 && this.left === 0;
    if (ended) this.#say("The time is up.");
    this.#time();
    if ((now - this.told) / 1000 >= TELL || ended) {
      this.send("spend", { seconds: (now - this.told) / 1000 });
      this.told = now;
    }
  }

  #time() {
    const left = Math.round(this.left);
    const two = (n) => String(n).padStart(2, "0");
    const text = `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    const { over, begun } = this.model.get("state");
    const run = left > 0 ? `${text} left` : "time is up: answers are late";
    setText(this.clock, over ? "handed in" : begun ? run : `${text}, not begun`);
    this.clock.dataset.short = left < 600;
  }

  #say(text) {
    setText(this.live, text);
  }

  #notice() {
    const notice = this.model.get("notice");
    this.noticed.hidden = !notice.text;
    this.noticed.replaceChildren(h("span", {}, notice.text));
    this.#say(notice.text);
  }

  close() {
    clearInterval(this.ticking);
    for (const [name, act] of Object.entries(this.handlers)) this.model.off(`change:${name}`, act);
    this.theme();
  }
}

export default {
  render({ model, el }) {
    const app = new ExamApp(model, el);
    return () => app.close();
  },
};
