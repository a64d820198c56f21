// Ladder: rungs drawn once by Python; a set of bits says what is lit, a few texts what changed. ---------
class Ladder {
  constructor(host) {
    this.host = host;
    this.model = host.model;
    this.list = h("ol", { class: "ls-ladder" });
    this.node = h("div", { class: "lm-scroll" }, this.list);
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", (event) => this.#click(event));
    this.list.addEventListener("dblclick", (event) => this.#double(event));
    this.list.addEventListener("pointerover", (event) => this.#over(event));
    this.list.addEventListener("pointerleave", () => this.#wait(-1));
    this.list.addEventListener("focusin", (event) => this.#focused(event));
    this.list.addEventListener("focusout", () => this.#wait(-1));
    this.theme = followTheme(this.list);
    this.build();
  }

  build() {
    const given = this.model.get("ladder");
    const inside = this.list.contains(document.activeElement); // which of two changes comes first is chance
    this.says = given.says || [];
    this.nets = given.nets || 0;
    this.list.innerHTML = given.page || "";
    this.list.setAttribute("aria-label", `Rungs of ${given.routine}`);
    const all = (name) => {
      const found = [];
      for (const node of this.list.querySelectorAll(`[data-${name}]`)) (found[node.getAttribute(`data-${name}`)] ??= []).push(node);
      return found;
    };
    const [els, wires, joints, legs] = ["el", "w", "x", "q"].map(all);
    const count = els.length;
    this.els = els.map(([node]) => node);
    this.places = all("v").map(([node]) => node);
    this.legs = count + this.nets;
    this.lamps = []; // nodes of every bit
    for (let n = 0; n < count; n++) this.lamps.push([els[n][0], ...(wires[n] || [])]);
    for (let n = 0; n < this.nets; n++) this.lamps.push(joints[n] || []);
    legs.forEach((nodes) => this.lamps.push(nodes));
    this.rungs = [...this.list.children];
    this.rungs.forEach((rung, n) => this.#rung(rung, n));
    this.els.forEach((node, n) => {
      node.setAttribute("role", "button");
      node.setAttribute("tabindex", "-1");
      node.setAttribute("aria-label", this.says[n]);
    });
    this.marks = new Map();
    this.old = new Uint8Array(0);
    this.whole();
    const held = this.list.querySelector(".held");
    if (inside && held) this.#go(held);
  }

  #rung(rung, n) {
    const svg = rung.querySelector("svg");
    rung.tabIndex = n ? -1 : 0;
    const note = rung.querySelector(".lr-note");
    rung.setAttribute("aria-label", svg.getAttribute("aria-label") + (note ? `. ${note.textContent}` : ""));
    svg.setAttribute("role", "group");
    svg.removeAttribute("aria-label");
    rung.style.containIntrinsicSize = `auto ${Number(svg.getAttribute("height")) + (note ? 36 : 12)}px`;
  }

  // Everything anew: another routine, another view, a picture opened.
  whole() {
    this.list.dataset.view = this.model.get("view");
    for (const node of this.list.querySelectorAll(".on, .true")) node.classList.remove("on", "true");
    this.old = new Uint8Array(0);
    this.bits();
    this.model.get("values").forEach((text, n) => this.places[n] && setText(this.places[n], text));
    this.forces();
    this.held();
  }

  bits() {
    const view = this.model.get("lit");
    const now = view ? new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength) : new Uint8Array(0);
    const word = this.model.get("view") === "power" ? "on" : "true";
    const size = Math.max(now.length, this.old.length);
    for (let at = 0; at < size; at++) {
      let changed = (now[at] || 0) ^ (this.old[at] || 0);
      for (let bit = at * 8; changed; changed >>= 1, bit++) {
        if (!(changed & 1) || !this.lamps[bit]) continue;
        const lit = Boolean((now[at] >> (bit & 7)) & 1);
        for (const node of this.lamps[bit]) node.classList.toggle(bit < this.legs ? word : "true", lit);
      }
    }
    this.old = now.slice();
  }

  live(changed) {
    for (const [n, text] of Object.entries(changed)) if (this.places[n]) setText(this.places[n], text);
  }

  forces() {
    const now = this.model.get("forced");
    for (const [n, mark] of this.marks) {
      mark.remove();
      this.els[n]?.classList.remove("forced");
    }
    this.marks.clear();
    for (const [n, text] of Object.entries(now)) {
      const words = s("text", { y: 3.5 });
      words.textContent = text;
      const box = s("rect", { x: -11, y: -7, width: 22, height: 13, rx: 3 });
      const force = text.startsWith("F"); // else it was read: its value
      const mark = s("g", { class: force ? "ls-badge-f" : "ls-badge-f lm-read", transform: `translate(${this.#side(n)},11)` }, box, words);
      this.els[n]?.append(mark);
      this.els[n]?.classList.toggle("forced", force);
      this.marks.set(n, mark);
    }
  }

  // A mark stands to the right of its symbol, at the right rail to the left of it.
  #side(n) {
    const x = Number(/translate\(([\d.]+)/.exec(this.els[n]?.getAttribute("transform"))?.[1] ?? 0);
    return x + 44 > Number(this.els[n]?.ownerSVGElement.getAttribute("width")) ? -28 : 28;
  }

  // The element in hand: a frame about it, and brought into view when Python jumped to it.
  held() {
    const about = this.model.get("about");
    this.list.querySelector(".held")?.classList.remove("held");
    const node = this.els[about.n];
    if (!node) return;
    node.classList.add("held");
    if (about.jump && about.jump !== this.jumped) this.#go(node);
    this.jumped = about.jump;
  }

  on(bit) {
    return Boolean(((this.old[bit >> 3] || 0) >> (bit & 7)) & 1);
  }

  state(n) {
    const lit = this.on(n);
    const comes = this.on(this.model.get("ladder").ahead[n]);
    const forced = this.model.get("forced")[n];
    const power = this.model.get("view") === "power";
    return `${power ? (lit ? "power goes through" : comes ? "power comes to it and stops" : "no power comes to it") : lit ? "true" : "not true"}${forced ? (forced.startsWith("F") ? ", forced" : `, read ${forced}`) : ""}`;
  }

  #at(event) {
    const node = event.target.closest?.("[data-el]");
    return node && this.list.contains(node) ? Number(node.dataset.el) : -1;
  }

  #click(event) {
    const n = this.#at(event);
    if (n < 0) return;
    this.#stand(this.els[n]);
    this.els[n].focus({ preventScroll: true });
    this.#wait(-1);
    this.host.send("select", { n });
  }

  #double(event) {
    const n = this.#at(event);
    if (n >= 0) this.host.desk.hand("toggle");
  }

  #over(event) {
    this.#wait(this.#at(event));
  }

  // What lies under the pointer or has the focus is asked for when it stays there a moment.
  #wait(n) {
    clearTimeout(this.soon);
    if (n < 0) {
      this.soon = setTimeout(() => this.host.desk.hide(), 120);
      return;
    }
    this.soon = setTimeout(() => this.host.quiet("hover", { n }), 220);
  }

  #focused(event) {
    const n = this.#at(event);
    if (n < 0) return;
    this.els[n].setAttribute("aria-label", `${this.says[n]}: ${this.state(n)}`);
    if (this.els[n].matches(":focus-visible")) this.#wait(n);
  }

  #stand(node) {
    this.list.querySelectorAll('[tabindex="0"]').forEach((other) => other.setAttribute("tabindex", "-1"));
    node.setAttribute("tabindex", "0");
  }

  #go(node) {
    this.#stand(node);
    node.closest(".lr-rung").scrollIntoView({ block: "nearest" });
    node.focus({ preventScroll: node !== node.closest(".lr-rung") });
    node.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const here = document.activeElement;
    const rung = here.closest?.(".lr-rung");
    if (!rung) return;
    const at = this.rungs.indexOf(rung);
    const own = [...rung.querySelectorAll("[data-el]")].sort((a, b) => a.dataset.el - b.dataset.el);
    const n = own.indexOf(here);
    const to = (k) => this.rungs[Math.min(Math.max(k, 0), this.rungs.length - 1)];
    const moves = {
      ArrowDown: () => to(at + 1), ArrowUp: () => to(n < 0 ? at - 1 : at), PageDown: () => to(at + 8),
      PageUp: () => to(at - 8), Home: () => to(0), End: () => to(this.rungs.length - 1),
      ArrowRight: () => own[n + 1] || here, ArrowLeft: () => (n > 0 ? own[n - 1] : rung),
    };
    const acts = {
      Enter: () => n >= 0 && this.host.send("select", { n: Number(here.dataset.el) }),
      " ": () => n >= 0 && this.host.send("select", { n: Number(here.dataset.el) }),
      Escape: () => this.host.send("select", { n: -1 }),
    };
    const hands = { t: "toggle", f: "force", r: "trend", w: "why", m: "read", x: "writer" };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (moves[key]) this.#go(moves[key]());
    else if (acts[key]) acts[key]();
    else if (hands[key] && n >= 0) this.host.desk.hand(hands[key], Number(here.dataset.el));
    else return;
    event.preventDefault();
  }

  close() {
    clearTimeout(this.soon);
    this.theme();
  }
}
