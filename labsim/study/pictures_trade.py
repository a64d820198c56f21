"""Pictures of the trade: vernier, micrometer, dial indicator, sling, ladder, tag, hazard signs.

Drawn by hand as SVG; the words tell what is to be seen, and do not tell the answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from labsim.study.item import Picture
from labsim.study.pictures import HOT, INK, LINE, SOFT, framed, label

__all__ = ["beam", "clock", "leaning", "micrometer", "rail", "sling", "tag", "vernier", "wrench"]

MM = 24.0  # px for a millimetre of a vernier's beam
STEEL, PAPER = "#e8eef3", "#fff"


def _line(x0: float, y0: float, x1: float, y1: float, ink: str = INK, wide: float = 1.0) -> str:
    return (
        f'<path d="M{x0:.2f},{y0:.2f}L{x1:.2f},{y1:.2f}" stroke="{ink}" stroke-width="{wide:g}"'
        ' fill="none"/>'
    )


def _box(x: float, y: float, wide: float, high: float, fill: str = STEEL) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{fill}"'
        f' stroke="{INK}"/>'
    )


def vernier(reading: float, parts: int = 20) -> Picture:
    """Draw a vernier scale in mm: `parts` divisions on parts − 1 mm; 20 of them read 0.05 mm."""
    pitch = 1 - 1 / parts
    start, span = math.floor(reading) - 2, round(parts * pitch) + 6
    body = _box(10, 20, span * MM, 46) + _box(10 + (reading - start - 1) * MM, 66, (span - 3) * MM, 46, PAPER)  # fmt: skip  # noqa: E501
    for k in range(span + 1):
        mm, x = start + k, 10 + k * MM
        tall = 20 if mm % 10 == 0 else 15 if mm % 5 == 0 else 10
        body += _line(x, 66, x, 66 - tall)
        body += label(x, 40, f"{mm}") if mm % 10 == 0 else ""
    for k in range(parts + 1):
        x = 10 + (reading - start + k * pitch) * MM
        tenth = k % (parts // 10) == 0
        body += _line(x, 66, x, 66 + (18 if tenth else 11), LINE)
        body += label(x, 98, f"{k * 10 // parts}", ink=LINE) if tenth else ""
    meets = round((reading % 1) * parts)
    words = (
        f"Vernier calliper with {parts} parts: its zero mark stands after {math.floor(reading)} mm"
        f" of the beam; its mark {meets} (from 0) meets a mark of the beam."
    )
    return framed(body, words, span * MM + 20, 124)


def micrometer(reading: float, title: str = "") -> Picture:
    """Draw sleeve and thimble of a metric micrometer, pitch 0.5 mm, 50 divisions."""
    mm, base = 16.0, 100.0
    first = max(math.floor(reading) - 6, 0)
    edge = 30 + (reading - first) * mm
    body = _box(20, base - 34, edge - 20, 68) + _line(20, base, edge, base)
    for k in range(2 * first, math.floor(reading * 2 + 1e-9) + 1):
        x, whole = 30 + (k / 2 - first) * mm, k % 2 == 0
        body += _line(x, base, x, base - 14 if whole else base + 12)
        body += label(x, base - 18, f"{k // 2}") if whole and (k // 2) % 5 == 0 else ""
    body += f'<path d="M{edge:.1f},{base - 44}L{edge + 22:.1f},{base - 78}H{edge + 130:.1f}V{base + 78}H{edge + 22:.1f}L{edge:.1f},{base + 44}Z" fill="{STEEL}" stroke="{INK}"/>'  # noqa: E501
    turn = round((reading % 0.5) * 100, 3)
    for k in range(math.ceil(turn - 5.5), math.floor(turn + 5.5) + 1):
        y, mark = base - (k - turn) * 8.0, k % 50
        long = mark % 5 == 0
        body += _line(edge + 2, y, edge + (30 if long else 17), y)
        body += label(edge + 46, y + 4, f"{mark}") if long else ""
    body += label(20, 16, title, "start") if title else ""
    last = "a whole millimetre, no half" if reading % 1 < 0.5 else "a half millimetre"
    words = (
        f"Metric micrometer{title and ' ' + title}: the last mark on the sleeve is {last} after"
        f" {math.floor(reading)}; mark {turn:.0f} of the drum is at the line."
    )
    return framed(body, words, edge + 150, 190)


def clock(hundredths: float, turns: int, title: str = "") -> Picture:
    """Draw a dial indicator: 100 marks of 0.01 mm, a small hand for whole turns."""
    cx, cy, r = 130.0, 130.0, 108.0

    def spot(share: float, radius: float, x: float = cx, y: float = cy) -> tuple[float, float]:
        angle = 2 * math.pi * share
        return x + radius * math.sin(angle), y - radius * math.cos(angle)

    body = f'<circle cx="{cx}" cy="{cy}" r="{r}" fill="{PAPER}" stroke="{INK}" stroke-width="3"/>'
    for k in range(100):
        depth = 14 if k % 10 == 0 else 10 if k % 5 == 0 else 6
        body += _line(*spot(k / 100, r - 3), *spot(k / 100, r - 3 - depth))
        x, y = spot(k / 100, r - 28)
        body += label(x, y + 4, f"{k}") if k % 10 == 0 else ""
    body += f'<circle cx="{cx}" cy="175" r="26" fill="{PAPER}" stroke="{SOFT}"/>'
    for k in range(10):
        x, y = spot(k / 10, 19, cx, 175)
        body += label(x, y + 4, f"{k}", ink=SOFT)
    body += _line(cx, 175, *spot((turns + hundredths / 100) / 10, 12, cx, 175), HOT, 2)
    body += _line(cx, cy, *spot(hundredths / 100, r - 14), HOT, 3) + label(cx, 90, "0.01 mm")
    body += f'<circle cx="{cx}" cy="{cy}" r="5" fill="{HOT}"/>' + label(cx, 256, title)
    words = f"Dial indicator, 100 marks a turn: hand at {hundredths:g}, small hand after {turns}."
    return framed(body, words, 260, 264)


def sling(angle: float, load: str, shown: str, legs: int = 2) -> Picture:
    """Draw a load under sling legs; `angle` from the horizontal, °; `shown` is written at it."""
    half, top = 110.0, 20.0
    drop = min(half * math.tan(math.radians(angle)), 190.0)
    half = drop / math.tan(math.radians(angle))
    y = top + 20 + drop
    body = f'<circle cx="170" cy="{top}" r="10" fill="none" stroke="{INK}" stroke-width="4"/>'
    for side in (-1, 1):
        body += _line(170, top + 12, 170 + side * half, y, LINE, 4)
    body += _box(170 - half - 24, y, 2 * half + 48, 54) + label(170, y + 32, load)
    if legs > 2:
        body += _line(170, top + 12, 170, y, LINE, 2)
    from_vertical = "vertical" in shown
    at = (176, top + 58) if from_vertical else (170 - half + 26, y - 8)
    if from_vertical:
        body += f'<path d="M170,{top + 12}V{y}" stroke="{SOFT}" stroke-dasharray="5 4"/>'
    body += label(*at, shown.partition(" ")[0], "start", HOT)
    return framed(body, f"Load ({load}) under {legs} sling legs; angle {shown}.", 340, y + 66)


def beam(load: str, left: str, right: str, share: float) -> Picture:
    """Draw a beam on two hoists with its centre of gravity at `share` of the way from A to B."""
    x = 60 + 300 * share
    body = _box(40, 96, 340, 34) + label(60, 24, "A") + label(360, 24, "B")
    body += _line(60, 34, 60, 96, LINE, 4) + _line(360, 34, 360, 96, LINE, 4)
    body += f'<circle cx="{x:.1f}" cy="113" r="9" fill="{HOT}"/>' + label(x, 160, load, ink=HOT)
    body += _line(60, 178, 360, 178, SOFT) + label((60 + x) / 2, 196, left)
    body += label((x + 360) / 2, 196, right) + _line(x, 130, x, 184, SOFT)
    words = f"Beam of {load} on hoists A and B; centre of gravity {left} from A, {right} from B."
    return framed(body, words, 420, 206)


def leaning(height: str, foot: str = "?") -> Picture:
    """Draw a ladder that leans against a wall."""
    body = _line(220, 10, 220, 190, INK, 6) + _line(20, 190, 260, 190, INK, 3)
    for dx in (0, 14):
        body += _line(160 + dx - 8, 190, 206 + dx, 24, LINE, 3)
    for k in range(1, 9):
        x, y = 152 + k * 5.4, 190 - k * 18.4
        body += _line(x, y, x + 14, y, LINE, 2)
    body += label(244, 104, height, "start") + label(188, 208, foot, ink=HOT)
    words = f"Ladder against a wall: height of support {height}, foot {foot}."
    return framed(body, words, 320, 216)


def tag(lines: Mapping[str, str], head: str = "DANGER – DO NOT OPERATE") -> Picture:
    """Draw a lockout tag with what is written on it; an empty line stays empty."""
    high = 92 + 28 * len(lines)
    body = f'<rect x="6" y="6" width="328" height="{high - 12}" rx="14" fill="#fff" stroke="{INK}" stroke-width="2"/>'  # noqa: E501
    body += f'<circle cx="170" cy="24" r="8" fill="none" stroke="{INK}" stroke-width="2"/>'
    body += f'<rect x="20" y="40" width="300" height="28" fill="{HOT}"/>'
    body += label(170, 59, head, ink="#fff")
    for k, (name, value) in enumerate(lines.items()):
        y = 94 + 28 * k
        body += label(24, y, f"{name}:", "start", SOFT) + label(120, y, value, "start")
        body += _line(118, y + 5, 318, y + 5, "#b8c3cd")
    told = "; ".join(f"{name} {value or '(empty)'}" for name, value in lines.items())
    return framed(body, f"Tag “{head}”. {told}.", 340, high)


def wrench(length: str, extension: str) -> Picture:
    """Draw a torque wrench with an extension in line, from hand to bolt."""
    body = (
        _box(20, 54, 250, 16) + f'<circle cx="290" cy="62" r="20" fill="{STEEL}" stroke="{INK}"/>'
    )
    body += (
        _box(310, 56, 90, 12)
        + f'<circle cx="412" cy="62" r="13" fill="{PAPER}" stroke="{HOT}" stroke-width="3"/>'
    )
    body += label(60, 40, "hand") + label(290, 30, "drive") + label(412, 38, "bolt")
    body += _line(60, 100, 290, 100, SOFT) + _line(290, 100, 412, 100, SOFT)
    for x in (60, 290, 412):
        body += _line(x, 92, x, 108, SOFT)
    body += label(175, 120, length) + label(351, 120, extension)
    words = f"Torque wrench {length} from hand to drive, extension {extension} in line to the bolt."
    return framed(body, words, 440, 130)


def rail(spans: Sequence[tuple[str, float]], unit: str, words: str) -> Picture:
    """Draw a time line of spans (name, length): running light, stopped dark."""
    total = sum(length for _, length in spans)
    x, body = 20.0, ""
    for name, length in spans:
        wide = 580 * length / total
        down = name != "run"
        body += _box(x, 30, wide, 36, "#d9a79c" if down else STEEL)
        body += label(x + wide / 2, 22 if down else 53, f"{length:g}", ink=HOT if down else INK)
        body += label(x + wide / 2, 84, name, ink=HOT) if down else ""
        x += wide
    return framed(body + label(20, 108, f"light: running, dark: stopped, {unit}", "start", SOFT), words, 620, 116)  # fmt: skip  # noqa: E501
