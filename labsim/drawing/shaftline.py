"""Shaft lines: machines in side view on feet and base, bearings on the shaft, pads to touch."""

from __future__ import annotations

from typing import Any

from labsim.drawing.canvas import Canvas
from labsim.vibration.line import ShaftLine

__all__ = ["draw_shaft_line", "shaft_words"]

WIDE, GAP = 200.0, 124.0  # px: a machine, and the room between two
HALF, FOOT, BASE = 44.0, 16.0, 20.0  # px: half its height, height of feet and base
SEAT, BLOCK = 30.0, 11.0  # px from its end to a bearing, half the size of one
DROP = 92.0  # px from one shaft of a gearbox down to the next


def draw_shaft_line(canvas: Canvas, sheet: ShaftLine) -> None:
    """Draw the line from left to right; what is behind a gear stands on the lower shaft."""
    lows = _levels(sheet)
    floor = max(lows) + HALF
    for n, unit in enumerate(sheet.machines):
        _machine(canvas, unit, n * (WIDE + GAP), lows[n], floor)
    for n, link in enumerate(sheet.links):
        first = lows[n + 1] - DROP * (len(sheet.machines[n + 1].bearings) // 2 - 1)
        _link(canvas, link, n * (WIDE + GAP) + WIDE, lows[n], first)
    right = len(sheet.machines) * (WIDE + GAP) - GAP
    _base(canvas, -20.0, right + 54.0, floor + FOOT)
    others = [p for p in sheet.parts if p not in (*sheet.machines, *sheet.links)]
    for n, part in enumerate(others):
        y = floor + FOOT + BASE + 34
        _box(canvas, 40 + 200 * n, y - 14, 190 + 200 * n, y + 14)
        _name(canvas, part, 62 + 200 * n, y)
        canvas.text(82 + 200 * n, y, part.title, "note", "left")


def _levels(sheet: ShaftLine) -> list[float]:
    """Return the height of the last shaft of every machine; a gearbox steps down."""
    found, level = [], 0.0
    for unit in sheet.machines:
        level += DROP * (len(unit.bearings) // 2 - 1)
        found.append(level)
    return found


def _machine(canvas: Canvas, unit: Any, x: float, low: float, floor: float) -> None:
    """Draw casing, shafts with their bearings, and feet."""
    shafts = len(unit.bearings) // 2
    top = low - DROP * (shafts - 1) - HALF
    _box(canvas, x, top, x + WIDE, low + HALF)
    for n in range(shafts):
        y = low - DROP * (shafts - 1 - n)
        canvas.stroke((x - 16, y), (x + WIDE + 16, y), wide=3.2)
        for side, part in enumerate(unit.bearings[2 * n : 2 * n + 2]):
            _bearing(canvas, part, x + (WIDE - SEAT if side else SEAT), y, side, n and shafts > 1)
    _inside(canvas, unit, x, low, shafts)
    _name(canvas, unit, x + WIDE / 2, top - 14)
    canvas.text(x + WIDE / 2, top - 30, unit.title, "note")
    _feet(canvas, unit.feet, x, low + HALF, floor)


def _bearing(canvas: Canvas, part: Any, x: float, y: float, side: int, under: bool) -> None:
    """Draw a bearing and its pads: V above it (below on a lower shaft), H at it, A at the end."""
    _box(canvas, x - BLOCK, y - BLOCK, x + BLOCK, y + BLOCK)
    if part.symbol == "Bearing":
        for up in (-BLOCK, BLOCK):
            canvas.stroke((x - BLOCK, y - up), (x + BLOCK, y + up), wide=1.0)
    way = 1.0 if under else -1.0
    inward = -1.0 if side else 1.0
    spots = {
        "V": (x, y + way * 34),
        "H": (x, y - way * 27),
        "A": (x - inward * (SEAT + 10), y - 20),
    }
    for mark, (px, py) in spots.items():
        canvas.terminal(part.port(mark), px, py)
        dx, align = (9, "left") if mark != "A" else (0, "center")
        canvas.text(px + dx, py - (0 if dx else 11), mark, "mark", align)
    canvas.text(x + inward * 26, y - 10, part.tag, "tag", back=True)
    canvas.parts.setdefault(part.tag, (x, y))


def _inside(canvas: Canvas, unit: Any, x: float, y: float, shafts: int) -> None:
    """Draw what turns: a rotor in its stator, meshing wheels, a wheel beyond the last bearing."""
    middle, end = x + WIDE / 2, x + WIDE + 40
    if unit.symbol == "Motor":
        _box(canvas, middle - 30, y - 14, middle + 30, y + 14)
        for side in (-1, 1):
            _box(canvas, middle - 30, y + side * 18, middle + 30, y + side * 34)
    elif shafts > 1:
        half = DROP * 0.5
        _box(canvas, middle - 9, y - DROP - half + 10, middle + 9, y - half + 8)
        _box(canvas, middle - 9, y - half + 8, middle + 9, y + half - 14)
    else:
        canvas.stroke((x + WIDE + 16, y), (end + 8, y), wide=3.2)
        tall = 34.0 if unit.symbol == "Blower" else 24.0
        face = ((end - 8, y + 8), (end - 8, y - 8), (end - 4, y - tall), (end + 8, y - tall))
        canvas.stroke(*face, (end + 8, y + tall), (end - 4, y + tall), (end - 8, y + 8), wide=1.4)


def _feet(canvas: Canvas, feet: Any, x: float, top: float, floor: float) -> None:
    """Draw two feet with their bolts, on a pedestal where the floor is far."""
    if floor > top:
        _box(canvas, x + 10, top + FOOT, x + WIDE - 10, floor + FOOT)
    y = top + FOOT
    for left in (x + 14, x + WIDE - 54):
        canvas.stroke((left + 8, top), (left, y), (left + 40, y), (left + 32, top), wide=1.4)
        canvas.stroke((left + 20, y - 6), (left + 20, y + 8), wide=2.0)
    for mark, px, py in (("F", -4, y - 8), ("B", 26, floor + FOOT + BASE / 2)):
        canvas.terminal(feet.port(mark), x + WIDE + px, py)
        canvas.text(x + WIDE + px + 9, py, mark, "mark", "left")
    canvas.text(x + WIDE / 2, y - 8, feet.tag, "tag", back=True)
    canvas.parts.setdefault(feet.tag, (x + WIDE / 2, y - 8))


def _base(canvas: Canvas, left: float, right: float, top: float) -> None:
    _box(canvas, left, top, right, top + BASE)
    for n in range(int((right - left) // 24)):
        x = left + 24.0 * n
        canvas.stroke((x, top + BASE + 8), (x + 8, top + BASE), wide=1.0)


def _link(canvas: Canvas, part: Any, x: float, y: float, after: float) -> None:
    """Draw a coupling as two flanges, a belt as two pulleys and what runs over them."""
    first, last = x + 16.0, x + GAP - 16.0
    near, far = x + 40.0, x + GAP - 40.0
    middle = 0.5 * (first + last)
    if part.steps:
        canvas.stroke((first, y), (near, y), wide=3.2)
        canvas.stroke((far, after), (last, after), wide=3.2)
        for px, py, half in ((near, y, 18.0), (far, after, 28.0)):
            _box(canvas, px - 6, py - half, px + 6, py + half)
        for sign in (-1, 1):
            canvas.stroke((near, y + sign * 18), (far, after + sign * 28), wide=1.4)
    else:
        for px in (middle - 7, middle + 2):
            _box(canvas, px, y - 20, px + 5, y + 20)
        canvas.stroke((first, y), (middle - 7, y), wide=3.2)
        canvas.stroke((middle + 7, y), (last, after), wide=3.2)
    _name(canvas, part, middle, y - 46)
    canvas.text(middle, y - 62, part.title, "note")


def _box(canvas: Canvas, left: float, top: float, right: float, low: float) -> None:
    canvas.stroke((left, top), (right, top), (right, low), (left, low), (left, top), wide=1.4)


def _name(canvas: Canvas, part: Any, x: float, y: float) -> None:
    canvas.text(x, y, part.tag, "tag", back=True)
    canvas.parts.setdefault(part.tag, (x, y))


def shaft_words(sheet: ShaftLine) -> str:
    """Say the line from left to right, with bearings and pads."""
    told = [f"{sheet.title}, from left to right."]
    for n, unit in enumerate(sheet.machines):
        names = ", ".join(b.tag for b in unit.bearings)
        told.append(
            f"{unit.title.capitalize()} {unit.tag} on bearings {names}, each with pads H across, "
            f"V up and A along; feet {unit.feet.tag} with pad F, base beside them with pad B."
        )
        if n < len(sheet.links):
            link = sheet.links[n]
            told.append(f"Then {link.title} {link.tag}.")
    others = [p for p in sheet.parts if p not in (*sheet.machines, *sheet.links)]
    told += [f"Beside it {p.title} {p.tag}." for p in others]
    return " ".join(told)
