"""Pictures of meters: what lies behind each jack, how far a reading may be out, two legs."""

from __future__ import annotations

from labsim.teaching.page import PAPER, Piece, figure, text

__all__ = ["accept", "band", "front", "legs"]

RED, BLUE = "#c62d24", "var(--jp-content-link-color, #1f5f99)"
# Jack: what lies between it and COM, in words, and where its functions are.
JACKS = {
    "10 A": ("0.03 Ω, fuse 11 A", "amperes, in line"),
    "mA": ("2 Ω, fuse 440 mA", "milliamperes, in line"),
    "COM": ("", "black lead, always"),
    "VΩ": ("10 MΩ, LoZ 3 kΩ", "volts, ohms"),
}


def front(caption: str = "") -> Piece:
    """Show the four jacks of a multimeter and what lies behind each, as a circuit."""
    lines, words = [], []
    for n, (jack, (inside, what)) in enumerate(JACKS.items()):
        x = 90 + 170 * n
        ink = BLUE if jack == "VΩ" else "currentColor" if jack == "COM" else RED
        lines += [
            f'<circle cx="{x}" cy="150" r="15" fill="{PAPER}" stroke="{ink}" stroke-width="4"/>',
            f'<circle cx="{x}" cy="150" r="5" fill="{ink}"/>',
            text(x, 188, jack, more='font-weight="650" font-size="15"'),
            text(x, 208, what),
        ]
        if inside:
            lines.append(_inside(x, inside, ink))
            words.append(f"{jack}: {inside}, {what}")
    bus = '<path d="M90,30H600M430,30V135" stroke="currentColor" fill="none" stroke-width="2"/>'
    return figure("".join([bus, *lines]), 690, 222, caption, f"Jacks to COM. {'; '.join(words)}.")


def _inside(x: float, inside: str, ink: str) -> str:
    """Draw what a current meets between a jack and COM: a resistor, and a fuse if there is one."""
    fused = "fuse" in inside
    style = f'fill="{PAPER}" stroke="{ink}" stroke-width="2"'
    resistor = f'<rect x="{x - 9}" y="42" width="18" height="36" {style}/>'
    fuse = f'<rect x="{x - 6}" y="96" width="12" height="28" {style}/>'
    fuse += f'<path d="M{x},96V124" stroke="{ink}" stroke-width="2"/>'
    wire = f'<path d="M{x},30V135" stroke="{ink}" stroke-width="2"/>'
    parts = inside.split(", ")
    said = text(x + 16, 64, parts[0], "start")
    said += text(x + 16, 114, parts[1], "start") if len(parts) > 1 else ""
    return wire + resistor + (fuse if fused else "") + said


def band(reading: float, part: float, counts: int, digit: float, unit: str = "V") -> Piece:
    """Show how far a reading may be out: ±(part of the reading + counts of the last figure)."""
    one, two = part * abs(reading), counts * digit
    out, places = one + two, max(0, len(f"{digit:g}".partition(".")[2]))
    write = lambda value: f"{value:.{places}f}"  # noqa: E731
    scale = 250 / out
    low, high = 330 - 250, 330 + 250
    lines = [
        '<path d="M20,70H640" stroke="currentColor" stroke-width="1.5"/>',
        f'<rect x="{low}" y="58" width="500" height="24" fill="{BLUE}" opacity="0.22"/>',
        f'<rect x="{330 - one * scale:.1f}" y="58" width="{2 * one * scale:.1f}" height="24" '
        f'fill="{BLUE}" opacity="0.35"/>',
        f'<path d="M330,46V94" stroke="{RED}" stroke-width="3"/>',
        text(330, 36, f"the display: {write(reading)} {unit}", more='font-weight="650"'),
        text(low, 112, f"{write(reading - out)} {unit}"),
        text(high, 112, f"{write(reading + out)} {unit}"),
        text(330, 112, f"{part:.1%} of it, and outside that {counts} × {digit:g} {unit}"),
    ]
    words = f"{write(reading)} {unit} ±({part:.1%} + {counts}): ±{out:.3g} {unit}"
    told = f"{words}. What is there lies between {write(reading - out)} and {write(reading + out)}."
    return figure("".join(lines), 660, 122, told, told)


def legs(rows: list[tuple[str, float, float]], caption: str = "") -> Piece:
    """Show how a neutral shares 240 V: a row each of label, volts on leg 1, volts on leg 2."""
    lines, words = [], []
    for n, (label, one, two) in enumerate(rows):
        y, scale = 14 + 46 * n, 380 / 240
        lines += [
            text(0, y + 20, label, "start"),
            f'<rect x="210" y="{y}" width="{one * scale:.1f}" height="30" fill="{RED}" '
            'opacity="0.55"/>',
            f'<rect x="{210 + one * scale:.1f}" y="{y}" width="{two * scale:.1f}" height="30" '
            f'fill="{BLUE}" opacity="0.55"/>',
            f'<path d="M{210 + one * scale:.1f},{y - 5}V{y + 35}" stroke="currentColor" '
            'stroke-width="3"/>',
            text(210 + one * scale / 2, y + 20, f"{one:.0f} V"),
            text(210 + (one + two / 2) * scale, y + 20, f"{two:.0f} V"),
        ]
        words.append(f"{label}: {one:.0f} V and {two:.0f} V")
    return figure("".join(lines), 620, 46 * len(rows) + 10, caption, "; ".join(words))


def accept(amount: float, limit: float, rows: list[tuple[str, float]], unit: str = "V") -> Piece:
    """Show readings of a known amount against what their accuracy allows."""
    most = 1.15 * max(limit, *(abs(value - amount) for _, value in rows))
    place = lambda value: 420 + 190 * (value - amount) / most  # noqa: E731
    left, right = place(amount - limit), place(amount + limit)
    low, lines, words = 34 * len(rows) + 12, [], []
    for n, (label, value) in enumerate(rows):
        y, fits = 26 + 34 * n, abs(value - amount) <= limit
        ink, sign = (BLUE, "●") if fits else (RED, "✕")
        lines += [
            text(0, y + 5, label, "start"),
            f'<path d="M200,{y}H640" stroke="currentColor" opacity="0.25"/>',
            text(place(value), y + 6, sign, more=f'style="fill:{ink}" font-size="17"'),
            text(664, y + 5, f"{value:g} {unit}", "start"),
        ]
        words.append(f"{label} {value:g} {unit}: {'within' if fits else 'outside'}")
    frame = f'<rect x="{left:.1f}" y="6" width="{right - left:.1f}" height="{low}" '
    frame += f'fill="{BLUE}" opacity="0.18"/>'
    told = f"The band: {amount:g} {unit} ±{limit:g} {unit}, what the accuracy allows."
    return figure("".join([frame, *lines]), 740, low + 12, told, f"{told} {'; '.join(words)}.")
