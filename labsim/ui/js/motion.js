// Motion: parts of a drawing that move. Python sends figures, the drawing stays; groups of it say what
// moves them (docs/how-to/fluid-symbols.md). What an action took is played in a moment of real time. ---
const LEAST_PLAY = 250; // ms
const MOST_PLAY = 1600; // ms, however long the machine took
const GONE = -9; // the figure of a product that is on no belt
const HURRY = 0.25; // of machine time, for what takes seconds

function figure(node, name, spare = 0) {
  const value = parseFloat(node.dataset[name]);
  return Number.isFinite(value) ? value : spare;
}

// Where a group stands for a figure, as an SVG transform.
function placed(node, value) {
  const by = value - figure(node, "zero");
  if (node.dataset.move === "needle") {
    return `rotate(${(figure(node, "turn") * by).toFixed(2)},${figure(node, "cx")},${figure(node, "cy")})`;
  }
  return `translate(${(figure(node, "dx") * by).toFixed(2)},${(figure(node, "dy") * by).toFixed(2)})`;
}

// The figure after a part of the run, from looks taken at equal times.
function between(run, part) {
  const at = Math.min(Math.max(part, 0), 1) * (run.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, run.length - 1);
  return run[low] + (run[high] - run[low]) * (at - low);
}

class Motion {
  constructor() {
    this.now = new Map(); // "C1 travel" -> what is shown
    this.groups = [];
    this.told = new Set(); // what a figure has come for
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
  }

  // Take the moving groups of new drawings; they stand where the parts stand.
  attach(sheets) {
    this.sheets = sheets;
    this.groups = sheets.flatMap(({ paper }) => [...paper.querySelectorAll("[data-move]")]).map((node) => {
      const key = `${node.dataset.part} ${node.dataset.move}`;
      if (!this.now.has(key)) this.now.set(key, figure(node, "start"));
      return { node, key };
    });
    this.turns = [];
    this.#stand();
    this.#say();
  }

  // A mark beside what turns: it goes round while the machine is seen to work, then it stays.
  #turning(parts, playing) {
    this.turns.forEach((mark) => mark.remove());
    this.turns = [];
    for (const [tag, moves] of Object.entries(parts)) {
      if (!moves.turn?.[moves.turn.length - 1]) continue;
      for (const sheet of this.sheets) {
        const place = sheet.parts[tag];
        const svg = sheet.paper.querySelector("svg");
        if (!place || !svg) continue;
        const arc = s("path", { d: "M-24.5,5A25,25 0 0 0 -12,22M-12,22l-3.6,-6M-12,22l-7,0.2" });
        const mark = s("g", { class: `ls-turning${playing ? " ls-play" : ""}`, transform: `translate(${place[0]},${place[1]})`, "aria-hidden": "true" }, s("g", {}, arc));
        svg.append(mark);
        this.turns.push(mark);
      }
    }
  }

  // The same in words: the name of the drawing ends with where its parts stand.
  #say() {
    for (const sheet of this.sheets) {
      const tags = new Set([...sheet.paper.querySelectorAll("[data-move]")].map((node) => node.dataset.part));
      const told = [...tags].filter((tag) => this.words?.[tag]).map((tag) => `${tag} ${this.words[tag]}`);
      const picture = sheet.paper.querySelector("svg");
      picture?.setAttribute("aria-label", told.length ? `${sheet.alt} Now: ${told.join(", ")}.` : sheet.alt);
    }
  }

  #stand() {
    for (const { node, key } of this.groups) {
      const now = this.now.get(key);
      node.setAttribute("transform", placed(node, now));
      if (node.dataset.hide) node.setAttribute("visibility", this.told.has(key) && now > GONE ? "visible" : "hidden");
    }
  }

  #runs(parts) {
    const runs = new Map();
    for (const [tag, moves] of Object.entries(parts)) {
      for (const [move, values] of Object.entries(moves)) {
        const key = `${tag} ${move}`;
        this.told.add(key);
        const from = this.now.get(key) ?? values[values.length - 1];
        const run = values.length > 1 ? values : [from, ...values];
        if (from !== run[0] || run.some((value) => value !== run[0])) runs.set(key, run);
      }
    }
    return runs;
  }

  show(motion) {
    this.#end();
    this.words = motion.words;
    this.#say();
    this.#turning(motion.parts || {}, motion.seconds && !this.still.matches);
    const runs = this.#runs(motion.parts || {});
    if (!runs.size) return this.#stand();
    this.last = () => {
      runs.forEach((run, key) => this.now.set(key, run[run.length - 1]));
      this.#stand();
    };
    if (!motion.seconds || this.still.matches) return this.#end();
    const length = Math.min(Math.max(1000 * HURRY * motion.seconds, LEAST_PLAY), MOST_PLAY);
    let begin = null;
    const step = (time) => {
      begin ??= time;
      const part = (time - begin) / length;
      if (part >= 1) return this.#end();
      runs.forEach((run, key) => this.now.set(key, between(run, part)));
      this.#stand();
      this.playing = requestAnimationFrame(step);
    };
    this.playing = requestAnimationFrame(step);
  }

  // What is playing comes to its end at once.
  #end() {
    cancelAnimationFrame(this.playing);
    this.last?.();
    this.last = null;
  }

  close() {
    cancelAnimationFrame(this.playing);
  }
}
