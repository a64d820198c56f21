// Drawing: sheets, terminals, probes ------------------------------------------------------------
function probe(color) {
  const group = s("g", { class: `ls-probe ls-probe-${color}` });
  const body =
    color === "red" ? s("circle", { r: 8.5 }) : s("rect", { x: -8, y: -8, width: 16, height: 16, rx: 2.5 });
  group.append(body, s("path", { d: color === "red" ? "M-4,0h8M0,-4v8" : "M-4,0h8" }));
  return group;
}

function nearest(spots, from, key) {
  const [, x, y] = from;
  let best = null;
  let least = Infinity;
  for (const spot of spots) {
    const [dx, dy] = [spot[1] - x, spot[2] - y];
    const along = { ArrowRight: dx, ArrowLeft: -dx, ArrowDown: dy, ArrowUp: -dy }[key];
    const aside = key === "ArrowRight" || key === "ArrowLeft" ? Math.abs(dy) : Math.abs(dx);
    if (along < 2) continue;
    const far = along + 2.5 * aside;
    if (far < least) [best, least] = [spot, far];
  }
  return best;
}

class Sheet {
  constructor(bench, sheet) {
    this.bench = bench;
    this.spots = sheet.spots;
    this.alt = sheet.alt;
    this.width = sheet.width;
    this.title = sheet.title;
    this.parts = sheet.parts;
    this.noun = sheet.noun;
    this.nodes = new Map();
    const box = `0 0 ${sheet.width} ${sheet.height}`;
    this.paper = h("div", { class: "ls-paper" });
    this.paper.innerHTML = sheet.svg;
    const picture = this.paper.querySelector("svg");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", sheet.alt);
    this.over = s("svg", { class: "ls-over", viewBox: box, role: "group" });
    this.over.setAttribute("aria-label", `${sheet.noun === "port" ? "Ports" : "Terminals"} of ${sheet.title}`);
    sheet.spots.forEach((spot, n) => this.over.append(this.#terminal(spot, n === 0)));
    this.stage = h("div", { class: "ls-stage" }, this.paper, this.over);
    this.stage.style.setProperty("--ls-width", `${sheet.width}px`);
    this.stage.style.setProperty("--ls-tall", `${(TALLEST * sheet.width) / sheet.height}px`);
    this.stage.style.setProperty("--ls-ratio", `${sheet.width} / ${sheet.height}`);
    this.page = h("div", { class: "ls-sheet" }, this.stage);
    this.over.addEventListener("keydown", (event) => this.#key(event));
    this.room = sheet.spots.map(([, x, y]) =>
      Math.min(...sheet.spots.map(([, a, b]) => Math.hypot(a - x, b - y) || 99)) / 2);
  }

  #terminal(spot, first) {
    const [address, x, y, say] = spot;
    const node = s("g", { class: "ls-spot", role: "button", tabindex: first ? 0 : -1 });
    node.setAttribute("transform", `translate(${x},${y})`);
    node.dataset.port = address;
    node.say = `${this.noun} ${say}`;
    node.setAttribute("aria-label", node.say);
    node.append(s("circle", { class: "ls-hit", r: 12 }), s("circle", { class: "ls-ring", r: 6 }));
    const title = s("title");
    title.textContent = say;
    node.append(title);
    node.addEventListener("click", () => {
      this.#stand(node);
      this.bench.touch(address);
    });
    if (!this.nodes.has(address)) this.nodes.set(address, []);
    this.nodes.get(address).push(node);
    return node;
  }

  #stand(node) {
    for (const other of this.over.children) other.setAttribute("tabindex", other === node ? 0 : -1);
  }

  #key(event) {
    const all = [...this.over.children];
    const here = all.indexOf(document.activeElement);
    if (here < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const port = all[here].dataset.port;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = {
      Enter: () => this.bench.touch(port),
      " ": () => this.bench.touch(port),
      r: () => this.bench.touch(port, "red"),
      b: () => this.bench.touch(port, "black"),
      m: () => this.bench.send("read"),
      Escape: () => this.bench.send("take"),
      Home: () => this.#go(all[0]),
      End: () => this.#go(all[all.length - 1]),
    }[key];
    if (act) act();
    else if (key.startsWith("Arrow")) {
      const next = nearest(this.spots, this.spots[here], key);
      if (next) this.#go(all[this.spots.indexOf(next)]);
    } else return;
    event.preventDefault();
  }

  #go(node) {
    this.#stand(node);
    node.focus();
  }

  // Targets stay 24 px wide on the screen, but never reach into their neighbour's.
  scale() {
    const wide = this.over.getBoundingClientRect().width;
    if (!wide) return;
    const one = this.over.viewBox.baseVal.width / wide;
    [...this.over.children].forEach((node, n) => {
      node.firstChild.setAttribute("r", Math.min(Math.max(12 * one, 10), Math.max(this.room[n], 9)));
    });
  }

  // Instruments that sit in a line hang a tag at its port.
  fitted(list) {
    for (const [address, nodes] of this.nodes) {
      const mine = list.filter(([, port]) => port === address).map(([title]) => title);
      for (const node of nodes) {
        node.querySelectorAll(".ls-inline").forEach((old) => old.remove());
        node.sits = mine.map((title) => `, ${title} in the line`).join("");
        mine.forEach((title, n) => node.append(this.#tag(title, n)));
        node.setAttribute("aria-label", node.say + node.sits + (node.holds ?? ""));
      }
    }
  }

  #tag(title, n) {
    const text = s("text", { x: 14, y: 21 + 16 * n });
    text.textContent = title;
    const wide = 6 * title.length + 10;
    return s("g", { class: "ls-inline" }, s("rect", { x: 9, y: 10 + 16 * n, width: wide, height: 15, rx: 3 }), text);
  }

  leads(leads) {
    for (const [address, nodes] of this.nodes) {
      const on = COLORS.filter((color) => leads[color] === address);
      const key = on.join(" ");
      for (const node of nodes) {
        if ((node.dataset.on || "") === key) continue;
        node.dataset.on = key;
        node.querySelectorAll(".ls-probe").forEach((old) => old.remove());
        on.forEach((color) => node.append(probe(color)));
        node.holds = on.map((color) => `, ${color} lead here`).join("");
        node.setAttribute("aria-label", node.say + (node.sits ?? "") + node.holds);
      }
    }
  }
}
