"""Directional valves built from boxes: ways, ports, actuators, and the stack that moves."""

from __future__ import annotations

from typing import Any

from labsim.core.errors import LabsimError, unknown
from labsim.drawing.fluid_actuators import actuator
from labsim.drawing.fluid_shapes import DASH, STUB, Anchor, Move, Symbol, arrow, line, rect
from labsim.drawing.shapes import Shape

__all__ = ["BOXES", "directional", "sides"]

HIGH = 60.0  # px, a box
WIDE = {1: 60.0, 2: 60.0, 3: 80.0}  # px, by the number of ports on a side
COIL = 19.0  # px, from the middle of a solenoid to that of its tag
PITCH = 32.0  # px between ports: two fingers
TOPS = ("A", "4", "C", "B", "2", "6")
PILOTS = {"X": "left", "14": "left", "Y": "right", "12": "right", "10": "right"}
FEET = ("5", "1", "P", "3", "T", "R", "S", "7", "L")
BOXES = {
    "parallel": "P>A B>T",
    "crossed": "P>B A>T",
    "closed": "",
    "open": "P-A-B-T",
    "tandem": "P-T",
    "float": "A-B-T",
    "regenerative": "P-A-B",
}


def sides(marks: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the ports at the top and at the foot of a valve, from left to right."""
    top = [m for m in TOPS if m in marks]
    foot = [m for m in FEET if m in marks]
    if {"R", "S"} <= set(marks):
        foot = ["R", *(m for m in foot if m != "R")]
    for mark in marks:
        if mark not in (*TOPS, *FEET, *PILOTS):
            raise unknown("a directional valve", "port", mark, (*TOPS, *FEET, *PILOTS))
    return top, foot


def _places(marks: tuple[str, ...]) -> tuple[dict[str, tuple[float, float]], float]:
    """Return where the ports meet a box, and how wide it is."""
    top, foot = sides(marks)
    most = max(len(top), len(foot), 1)
    found = {}
    for names, y in ((top, HIGH / 2), (foot, -HIGH / 2)):
        shift = 1 if most == 2 and len(names) == 1 else 0  # 3/2: the outlet above the inlet
        for n, mark in enumerate(names):
            found[mark] = ((n - (len(names) - 1 + shift) / 2) * PITCH, y)
    return found, WIDE.get(most, most * PITCH)


def _boxes(part: Any) -> tuple[str, ...]:
    boxes = tuple(getattr(part, "boxes", ()) or ())
    if boxes:
        return boxes
    centre = getattr(part, "centre", "") or "closed"
    return ("parallel", str(centre), "crossed")


def _ways(box: str, at: dict[str, tuple[float, float]], x: float, owner: str) -> Shape:
    """Draw the ways through one box whose centre is at x."""
    pieces, used = [], set()
    for way in BOXES.get(box, box).split():
        joined = way.replace("<>", "-").replace(">", "-").split("-")
        for mark in joined:
            if mark not in at:
                raise unknown(f"{owner}, box {box!r},", "port", mark, at)
        used |= set(joined)
        spots = [(x + at[m][0], at[m][1]) for m in joined]
        if ">" in way:
            pieces += arrow(*_bent(spots), both="<>" in way)
        else:
            pieces += _join(spots)
    return pieces + [p for m, (px, py) in at.items() if m not in used for p in _shut(x + px, py)]


def _bent(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the corners of a way: straight across a box, round a corner on one side."""
    (x1, y1), (x2, y2) = spots
    level = y1 * 0.3
    return [(x1, y1), (x1, level), (x2, level), (x2, y2)] if y1 == y2 else spots


def _join(spots: list[tuple[float, float]]) -> Shape:
    ys = {y for _, y in spots}
    level = 0.0 if len(ys) > 1 else ys.pop() * 0.25
    xs = sorted(x for x, _ in spots)
    return [*(line((x, y), (x, level)) for x, y in spots), line((xs[0], level), (xs[-1], level))]


def _shut(x: float, y: float) -> Shape:
    inner = y - 13 if y > 0 else y + 13
    return [line((x, y), (x, inner)), line((x - 7, inner), (x + 7, inner))]


def _ends(part: Any, owner: str) -> tuple[str, str]:
    actuators = tuple(getattr(part, "actuators", ()) or ("", ""))
    if actuators == ("lever", "lever+spring"):  # one lever, centred by springs
        actuators = ("lever+spring", "spring")
    if len(actuators) != 2:
        raise LabsimError(f"{owner}: actuators are a pair, left and right, not {actuators!r}")
    return actuators[0] or "", actuators[1] or ""


def directional(part: Any, medium: str, continuous: bool = False) -> Symbol:
    """Return the symbol of a valve with positions; its stack of boxes can move."""
    owner = part.tag or type(part).__name__
    at, wide = _places(part.marks)
    boxes = _boxes(part)
    rest = getattr(part, "rest", None)
    rest = len(boxes) - 1 - (len(boxes) > 2) if rest is None else int(rest)
    left = -(rest + 0.5) * wide
    right = left + len(boxes) * wide
    stack: Shape = []
    for n, box in enumerate(boxes):
        begin = left + n * wide
        stack.append(rect(begin, -HIGH / 2, begin + wide, HIGH / 2))
        stack += _ways(box, at, begin + wide / 2, owner)
    if continuous:
        stack += [line((left, y), (right, y)) for y in (HIGH / 2 + 5, -HIGH / 2 - 5)]
    symbol = Symbol([], {}, (left, -HIGH / 2, right, HIGH / 2))
    free = [n for n in reversed(range(len(boxes))) if n != rest] or [0]  # no lines above or below
    symbol.tags_at = [(left + (n + 0.5) * wide, y * (HIGH / 2 + 12)) for y in (1, -1) for n in free]
    _actuate(symbol, part, stack, medium, owner)
    near, far = (len(boxes) - 1 - rest) * wide, rest * wide
    symbol.moves = [Move("shift", stack, _travel(len(boxes), rest, wide))]
    _ports(symbol, part, at, near, far)
    return symbol


def _travel(count: int, rest: int, wide: float) -> dict[str, float]:
    """Return px per unit of shift, and the shift at which the stack stands as drawn."""
    steps = max(count - 1, 1)
    drawn = 1 - 2 * rest / steps
    return {"dx": wide * steps / 2, "dy": 0.0, "zero": drawn, "start": drawn}


def _actuate(symbol: Symbol, part: Any, stack: Shape, medium: str, owner: str) -> None:
    """Add the actuators to the stack, with the tags of the solenoids."""
    left, low, right, top = symbol.body
    for side, text, edge, coil in (
        (-1, _ends(part, owner)[0], left, getattr(part, "a", None)),
        (1, _ends(part, owner)[1], right, getattr(part, "b", None)),
    ):
        shape, reach, coil_at = actuator(text, side, edge, medium, owner)
        stack += shape
        left, right = (left - reach, right) if side < 0 else (left, right + reach)
        tag = getattr(coil, "tag", "")
        if tag and coil_at is not None:
            symbol.words.append((coil_at[0], coil_at[1] + COIL, tag, "center"))
            symbol.others[tag] = coil_at
    symbol.body = (left, low, right, top)


def _ports(
    symbol: Symbol, part: Any, at: dict[str, tuple[float, float]], near: float, far: float
) -> None:
    """Give the ports their places: at the box at rest, pilots beyond what moves."""
    left, low, right, top = symbol.body
    for mark, (x, y) in at.items():
        out = STUB if y > 0 else -STUB
        symbol.anchors[mark] = Anchor(x, y + out, "up" if y > 0 else "down")
        symbol.shape.append(line((x, y), (x, y + out)))
    for mark in part.marks:
        side = PILOTS.get(mark)
        if side:
            x = left - near - STUB if side == "left" else right + far + STUB
            symbol.anchors[mark] = Anchor(x, 0.0, side)
            end = left + far if side == "left" else right - near  # under the stack, wherever it is
            symbol.shape.append(line((x, 0.0), (end, 0.0), ls=DASH, lw=1.3))
    symbol.body = (left - near, low, right + far, top)
