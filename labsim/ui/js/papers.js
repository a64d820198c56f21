// Papers: journal, lockout, repair, report ----------------------------------------------------------
class Journal {
  constructor() {
    this.body = h("tbody");
    const heads = ["No.", "min", "Done", "Told"].map((t) => h("th", { scope: "col" }, t));
    this.node = h("div", { class: "ls-journal", tabindex: 0, "aria-label": "Journal" },
      h("table", {}, h("thead", {}, h("tr", {}, ...heads)), this.body));
  }

  add(rows) {
    for (const row of rows) {
      const told = h("td", {}, row.told);
      if (row.warn) told.append(h("span", { class: "ls-warned" }, ` ⚠ ${row.warn}`));
      const cells = [h("td", {}, String(row.n)), h("td", {}, row.t.toFixed(1)), h("td", {}, row.what), told];
      this.body.append(h("tr", { "data-do": row.do }, ...cells));
    }
    this.latest();
  }

  // The last line is what one looks for; while the page is behind another nothing scrolls.
  latest() {
    this.node.scrollTop = this.node.scrollHeight;
  }
}

class Lockout {
  constructor(bench) {
    this.bench = bench;
    const parts = bench.model.get("fixed").parts.map((p) => [p.tag, `${p.tag} ${p.title}`]);
    const go = (text, name, given) => h("button", { type: "button", class: "ls-plain", onclick: () => bench.send(name, given ? given() : {}) }, text);
    const state = () => h("span", { class: "ls-state" });
    const step = (title, ...rest) => h("li", {}, h("h4", {}, title), h("div", { class: "ls-step" }, ...rest));
    [this.told, this.proof, this.zero] = [state(), state(), state()];
    this.rows = h("div", { class: "ls-isolators" });
    const { stores, props, zone, gauges } = bench.model.get("fixed");
    const named = (list) => list.map((p) => [p.tag, `${p.tag} ${p.title}`]);
    const pick = (text, list) => options(h("select", { "aria-label": text }), list);
    const store = pick("Part to discharge", stores.length ? named(stores) : parts);
    const prop = pick("What could fall", named(props));
    const inside = pick("Part in the danger zone", named(zone));
    const propped = step("Hold what could fall", prop, go("Put the prop in", "block", () => ({ tag: prop.value })),
      go("Take the prop out", "unblock", () => ({ tag: prop.value })));
    const hands = step("Hands in the danger zone", inside, go("Reach in", "reach", () => ({ tag: inside.value })));
    this.start = h("select", { "aria-label": "Control to try" });
    this.node = h("div", { class: "ls-lockout" }, h("ol", {},
      step("Tell the people concerned", go("Tell them", "notify"), this.told),
      step("Switch off, lock and tag", this.rows),
      props.length ? propped : "",
      step("Release stored energy", store, go("Discharge", "discharge", () => ({ tag: store.value }))),
      gauges ? step("See zero", this.zero) : "",
      bench.meter.leads2 ? step("Prove, test, prove", go("Prove the meter", "prove"), this.proof) : "",
      step("Try to start", this.start, go("Try out", "try_out", () => ({ tag: this.start.value }))),
      zone.length ? hands : ""));
  }

  show(lockout) {
    const told = lockout.told_back ? "told, and told again before switching on" : lockout.told ? "told" : "not told yet";
    setText(this.told, told);
    const proofs = { "": "not proved", proved: "meter proved; now test for dead", tested: "tested dead; now prove again", dead: "live-dead-live complete" };
    setText(this.proof, proofs[lockout.proof] ?? lockout.proof);
    const zero = lockout.zero.length ? `seen at zero: ${lockout.zero.join(", ")}` : "no gauge seen at zero since it was switched off";
    setText(this.zero, zero);
    this.rows.replaceChildren(...lockout.isolators.map((isolator) => this.#isolator(isolator)));
  }

  #isolator({ tag, title, off, locked }) {
    const go = (text, name, on) => {
      const button = h("button", { type: "button", class: "ls-plain", "data-act": `${name} ${tag}` }, text);
      button.addEventListener("click", () => this.bench.send(name, { tag }));
      button.disabled = !on || this.bench.closed;
      button.setAttribute("aria-label", `${text} ${tag}`);
      return button;
    };
    const sign = locked ? "■ off, locked and tagged" : off ? "○ off, not locked" : "● on";
    return h("div", { class: "ls-isolator" }, h("b", {}, tag), ` ${title}`, h("span", { class: "ls-state" }, sign),
      go("Switch off", "isolate", !off), go("Lock and tag", "lock", off && !locked), go("Unlock, switch on", "restore", off));
  }

  controls(list) {
    options(this.start, list.filter((c) => c.cap !== "R").map((c) => [c.tag, `${c.tag} ${c.title}`]));
  }
}

// Wires are taken off and put back; lines are broken and plugged, and connected again.
const HANDLE = {
  wire: { off: "Take the conductor off", on: "Put it back" },
  line: { off: "Break the line, plug both ends", on: "Connect the line again" },
};

function repairPage(bench) {
  const { parts, remake, ports, lines } = bench.model.get("fixed");
  const price = (p) => `${p.tag} ${p.title} · ${p.price} € · ${p.minutes} min`;
  const part = options(h("select"), parts.map((p) => [p.tag, price(p)]));
  const port = options(h("select"), ports.map((p) => [p, p]));
  const kit = options(h("select"), bench.model.get("fixed").instruments.map((i) => [i.title, i.title]));
  const go = (text, act) => h("button", { type: "button", class: "ls-plain", onclick: act }, text);
  const off = go("", () => bench.send("lift", { port: port.value }));
  const on = go("", () => bench.send("land", { port: port.value }));
  const words = () => {
    const { off: away, on: back } = lines.includes(port.value) ? HANDLE.line : HANDLE.wire;
    setText(off, away);
    setText(on, back);
  };
  port.addEventListener("change", words);
  words();
  const place = lines.length === ports.length ? "Port" : lines.length ? "Terminal or port" : "Terminal";
  const note = `${remake.price} € · ${remake.minutes} min`;
  const node = h("div", { class: "ls-repair" },
    h("fieldset", {}, h("legend", {}, "Fit a new part"), labelled("Part", part),
      go("Fit new part", () => bench.send("repair", { what: part.value }))),
    h("fieldset", {}, h("legend", {}, "Work on a connection"), labelled(place, port),
      go("Make it anew", () => bench.send("repair", { what: port.value })), h("span", { class: "ls-state" }, note),
      h("div", { class: "ls-step" }, off, on)),
    h("fieldset", {}, h("legend", {}, "Instruments"), labelled("Instrument", kit),
      go("Put it right", () => bench.send("mend", { what: kit.value })),
      h("span", { class: "ls-state" }, "a blown fuse, or a new instrument")));
  const choose = (name) => {
    port.value = name;
    words();
  };
  return { node, choose };
}

let comeBack = false; // after sign-off the page is drawn anew: then the focus comes back here

class Report {
  constructor(bench) {
    this.bench = bench;
    const faults = bench.model.get("fixed").faults;
    this.part = options(h("select"), faults.map((f) => [f.tag, `${f.tag} ${f.title}`]));
    this.fault = h("select");
    const fill = () => options(this.fault, faults.find((f) => f.tag === this.part.value).faults.map((t) => [t, t]));
    this.part.addEventListener("change", fill);
    fill();
    const note = () => bench.send("diagnose", { component: this.part.value, title: this.fault.value });
    this.text = h("textarea", { rows: 4, placeholder: "What was wrong, how you found it, what you did, how you proved the repair." });
    this.noted = h("p", { class: "ls-state" });
    this.sure = h("div", { class: "ls-sure", hidden: true }, h("span", {}, "After this nothing can be added."),
      h("button", { type: "button", class: "ls-main", onclick: () => this.#sign() }, "Yes, sign off"),
      h("button", { type: "button", class: "ls-plain", onclick: () => this.#ask(false) }, "Not yet"));
    this.ask = h("button", { type: "button", class: "ls-main", onclick: () => this.#ask(true) }, "Sign off …");
    this.line = h("textarea", { rows: 2, readonly: true, "aria-label": "Line to keep" });
    this.end = h("div", { class: "ls-end", hidden: true, tabindex: -1 });
    this.node = h("div", { class: "ls-report" },
      h("fieldset", {}, h("legend", {}, "Diagnosis"), labelled("Part", this.part), labelled("Fault", this.fault),
        h("button", { type: "button", class: "ls-plain", onclick: note }, "Note the diagnosis"), this.noted),
      h("fieldset", {}, h("legend", {}, "Report"), labelled("What you write on the order", this.text), this.ask, this.sure),
      this.end);
  }

  #ask(on) {
    this.sure.hidden = !on;
    this.ask.hidden = on;
    (on ? this.sure.querySelector("button") : this.ask).focus();
  }

  #sign() {
    this.#ask(false);
    comeBack = true;
    this.bench.send("sign_off", { text: this.text.value });
  }

  // The coach walks the whole way again: that may take longer than a click.
  #replay(button) {
    setText(button, "The coach walks it again …");
    button.setAttribute("aria-busy", "true");
    this.bench.send("replay", {}, 10 * SILENCE);
  }

  played() {
    const button = this.end.querySelector("[aria-busy]");
    if (!button) return;
    button.removeAttribute("aria-busy");
    setText(button, "Replay: your way beside the coach's");
  }

  show(tally) {
    setText(this.noted, tally.diagnosis ? `✓ ${tally.diagnosis.join(": ")}` : "none yet");
    if (!tally.signed || !this.end.hidden) return;
    this.line.value = tally.line;
    const copy = async () => {
      this.line.select();
      await navigator.clipboard?.writeText(this.line.value).catch(() => {});
    };
    this.end.hidden = false;
    const kept = tally.kept ? `The record lies beside the notebook, in ${tally.kept}. ` : "";
    this.end.append(h("h4", {}, "✓ Signed off"), h("p", {}, tally.report), this.noted,
      h("p", { hidden: !tally.revealed }, `The fault was ${tally.revealed}.`),
      h("p", {}, `${kept}To keep a copy in the notebook, put this line into the sign-off cell:`),
      this.line, h("button", { type: "button", class: "ls-plain", onclick: copy }, "Copy the line"));
    if (!tally.replay) return;
    const play = h("button", { type: "button", class: "ls-main", onclick: () => this.#replay(play) }, "Replay: your way beside the coach's");
    this.end.append(h("div", {}, play));
  }
}
