// The face of a pressure gauge: its scale to the range in hand, its needle where the reading is. ------
const SWEEP = 270; // degrees from zero to full scale
const BOTTOM = 135; // degrees clockwise from the right where zero is

function onDial(share, radius) {
  const angle = ((BOTTOM + SWEEP * share) * Math.PI) / 180;
  return [100 + radius * Math.cos(angle), 92 + radius * Math.sin(angle)];
}

class Dial {
  constructor() {
    this.node = s("svg", { class: "ls-dialface", viewBox: "0 0 200 176", "aria-hidden": "true" });
    this.top = null;
  }

  // Ten parts of the scale, every other one with its figure; a mark at three quarters, for steady use.
  #face(top) {
    this.top = top;
    const parts = [s("circle", { cx: 100, cy: 92, r: 82, class: "ls-rim" })];
    for (let n = 0; n <= 50; n++) {
      const long = n % 5 === 0;
      const [[x1, y1], [x2, y2]] = [onDial(n / 50, long ? 64 : 69), onDial(n / 50, 74)];
      parts.push(s("path", { d: `M${x1},${y1}L${x2},${y2}`, class: long ? "ls-long" : "ls-short" }));
      if (n % 10) continue;
      const [x, y] = onDial(n / 50, 50);
      const text = s("text", { x, y: y + 4, "text-anchor": "middle" });
      text.textContent = String(Math.round((top * n) / 5) / 10);
      parts.push(text);
    }
    const [[x1, y1], [x2, y2]] = [onDial(0.75, 74), onDial(0.75, 80)];
    parts.push(s("path", { d: `M${x1},${y1}L${x2},${y2}`, class: "ls-limit" }));
    this.unit = s("text", { x: 100, y: 140, "text-anchor": "middle", class: "ls-said" });
    this.needle = s("g", { class: "ls-needle" }, s("path", { d: "M100,92H166" }), s("path", { d: "M100,92H82", class: "ls-tail" }));
    this.node.replaceChildren(...parts, this.unit, this.needle, s("circle", { cx: 100, cy: 92, r: 6, class: "ls-axle" }));
  }

  show(top, text) {
    this.node.toggleAttribute("hidden", top === null);
    if (top === null) return;
    if (top !== this.top) this.#face(top);
    const value = text.startsWith("OL") ? 1.04 * top : parseFloat(text);
    const share = Math.min(Math.max((Number.isFinite(value) ? value : 0) / top, -0.08), 1.06);
    this.needle.style.transform = `rotate(${BOTTOM + SWEEP * share}deg)`;
    this.unit.textContent = "bar";
  }
}
