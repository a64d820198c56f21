// Hands: what an operator works, what eye and ear tell --------------------------------------------
class Hands {
  constructor(bench) {
    this.bench = bench;
    this.row = h("div", { class: "ls-controls", role: "group", "aria-label": "Controls" });
    this.seen = h("ul", { class: "ls-seen", "aria-label": "What you see and hear" });
    const parts = bench.model.get("fixed").parts.map((p) => [p.tag, `${p.tag} ${p.title}`]);
    const tag = options(h("select"), parts);
    const seconds = options(h("select"), bench.model.get("fixed").waits);
    const go = (text, act) => h("button", { type: "button", class: "ls-plain", onclick: act }, text);
    this.more = h("div", { class: "ls-more" },
      labelled("Part", tag),
      go("Look", () => bench.send("look", { tag: tag.value })),
      go("Knock", () => bench.send("tap", { tag: tag.value })),
      bench.model.get("fixed").provoke.includes("warm") ? go("Heat gun", () => bench.send("warm", { tag: tag.value })) : null,
      labelled("Let time pass", seconds),
      go("Wait", () => bench.send("wait", { seconds: Number(seconds.value) })));
    this.screws = new Screws(bench);
    this.node = h("section", { class: "ls-hands", "aria-label": "Hands and eyes" }, this.row, this.screws.node, this.seen, this.more);
    this.caps = new Map();
  }

  #cap(control) {
    const { tag } = control;
    const sign = h("span", { class: `ls-cap ls-cap-${control.cap}`, "aria-hidden": "true" }, control.cap);
    const word = h("span", { class: "ls-word" });
    const name = h("span", { class: "ls-name" }, h("b", {}, tag), word);
    const button = h("button", { type: "button", class: "ls-push" }, sign, name);
    const box = h("div", { class: "ls-control" }, button);
    const part = { box, button, word, hold: null, position: 0 };
    if (control.lever.length) this.#lever(tag, part, control);
    else if (control.momentary) this.#momentary(tag, part, control.cap);
    else {
      button.addEventListener("click", () => {
        const next = control.positions[(part.position + 1) % control.positions.length];
        this.bench.send("operate", { tag, position: next });
      });
      if (control.positions.length > 2) this.#choice(tag, part, control);
    }
    return part;
  }

  // A lever shows its positions where they are; the arrow keys move it through them one by one.
  #lever(tag, part, control) {
    part.button.remove();
    const name = h("span", { class: "ls-lever-name" }, ...part.button.children);
    part.ways = h("div", { class: "ls-ways", role: "radiogroup" });
    part.ways.setAttribute("aria-label", `${tag} ${control.title}, ${control.word}`);
    for (const position of control.lever) {
      const way = h("button", { type: "button", role: "radio", "data-position": position, "aria-label": position }, position);
      way.addEventListener("click", () => this.bench.send("operate", { tag, position }));
      part.ways.append(way);
    }
    roving(part.ways, () => [...part.ways.children], (way) => way.click());
    part.box.classList.add("ls-lever");
    part.box.append(name, part.ways);
  }

  // A switch of many positions is put where it is wanted, not stepped through.
  #choice(tag, part, control) {
    part.pick = options(h("select"), control.positions.map((position) => [position, position]));
    part.pick.setAttribute("aria-label", `Put ${tag} to`);
    part.pick.addEventListener("change", () => this.bench.send("operate", { tag, position: part.pick.value }));
    part.box.append(part.pick);
  }

  // A button is down while finger or key is on it; Hold keeps it down while both hands measure.
  #momentary(tag, part, sign) {
    const { button } = part;
    let down = false;
    const press = () => {
      if (part.position === 1 && !down) return this.bench.send("release", { tag });
      if (!down) this.bench.send("press", { tag });
      down = true;
    };
    const release = () => {
      if (down) this.bench.send("release", { tag });
      down = false;
    };
    button.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      button.setPointerCapture(event.pointerId);
      press();
    });
    for (const end of ["pointerup", "pointercancel", "blur"]) button.addEventListener(end, release);
    const isKey = (event) => event.key === " " || event.key === "Enter";
    button.addEventListener("keydown", (event) => {
      if (!isKey(event)) return;
      event.preventDefault();
      if (!event.repeat) press();
    });
    button.addEventListener("keyup", (event) => {
      if (!isKey(event)) return;
      event.preventDefault();
      release();
    });
    button.addEventListener("click", (event) => {
      if (event.detail || event.pointerType) return; // a finger or mouse has done it already
      press();
      release();
    });
    if (sign === "R") return; // nobody measures with a finger on the reset
    const hold = () => this.bench.send(part.position === 1 ? "release" : "press", { tag });
    part.hold = h("button", { type: "button", class: "ls-hold", "aria-pressed": "false", onclick: hold }, "Hold");
    part.hold.setAttribute("aria-label", `Hold ${tag} down`);
    part.box.append(part.hold);
  }

  controls(list) {
    for (const control of list) {
      if (!this.caps.has(control.tag)) {
        this.caps.set(control.tag, this.#cap(control));
        this.row.append(this.caps.get(control.tag).box);
      }
      const part = this.caps.get(control.tag);
      part.position = control.position;
      const state = control.positions[control.position];
      const resting = control.momentary && control.position === 0;
      const now = control.label && !control.momentary ? `${control.label}: ${state}` : state;
      setText(part.word, resting ? control.word : now);
      part.button.setAttribute("aria-label", `${control.tag} ${control.title}, ${control.word}: ${state}`);
      part.box.classList.toggle("ls-down", control.position === 1);
      part.box.style.setProperty("--ls-angle", `${90 * control.position}deg`);
      for (const way of part.ways?.children ?? []) {
        const on = way.dataset.position === state;
        way.setAttribute("aria-checked", String(on));
        way.tabIndex = on ? 0 : -1;
        way.disabled = control.locked || this.bench.closed;
      }
      if (part.pick) part.pick.value = state;
      if (part.hold) {
        part.hold.setAttribute("aria-pressed", String(control.position === 1));
        setText(part.hold, control.position === 1 ? "Let go" : "Hold");
      }
      for (const button of [part.button, part.hold, part.pick]) if (button) button.disabled = control.locked || this.bench.closed;
    }
  }

  sights(list) {
    const marks = { lit: "●", dark: "○", "glows dimly": "◐", "pulled in": "▣", "dropped out": "▢" };
    this.seen.replaceChildren(...list.map((sight) => {
      const mark = h("span", { class: "ls-mark", "aria-hidden": "true" }, marks[sight.text] || "◇");
      const item = h("li", {}, mark, h("b", {}, sight.tag), sight.label ? ` ${sight.label}: ${sight.text}` : ` ${sight.text}`);
      item.title = sight.title;
      return item;
    }));
  }
}
