"""Cylinders: the barrel, and piston and rod that travel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from labsim.drawing.fluid_shapes import STUB, Anchor, Move, Symbol, arrow, line, rect, spring
from labsim.drawing.shapes import Shape

__all__ = ["CYLINDERS", "TRAVEL", "mark_switches"]

HALF, HIGH = 58.0, 22.0  # px, half the barrel's length and width
WEIGHT, MASS = 16.0, 26.0  # px, thickness and half the width of a mass on the rod
PISTON, ROD = 10.0, 5.0  # px, thickness of the piston, half the rod
TRAVEL = 2 * HALF - PISTON - 20  # px, of a full stroke
TURNS = ((0, False), (0, True), (90, False), (270, False), (90, True), (270, True))
FILL = "var(--ls-line, #d3dae1)"


def _piston(part: Any) -> Shape:
    """Draw piston and rod at the beginning of the stroke, rod to the right."""
    left = -HALF + 10
    tip = HALF + 22
    pieces: Shape = [rect(left + PISTON, -ROD, tip, ROD)]
    if getattr(part, "through", False):
        pieces.append(rect(-HALF - 22 - TRAVEL, -ROD, left, ROD))
    pieces.append(rect(left, -HIGH, left + PISTON, HIGH, fill=FILL))
    if getattr(part, "cushioned", False):
        pieces += [rect(left - 6, -8, left, 8), rect(left + PISTON, -8, left + PISTON + 6, 8)]
    if getattr(part, "magnet", False):
        pieces.append(line((left + PISTON / 2, -HIGH + 4), (left + PISTON / 2, HIGH - 4), lw=3))
    return pieces


def _start(part: Any) -> float:
    values = getattr(part, "values", {})
    stroke = values.get("stroke") or 1.0
    start = values.get("start", 0.0)
    return min(max(float(start) / float(stroke), 0.0), 1.0)


def _cylinder(part: Any, shape: Shape) -> Symbol:
    start = _start(part)
    shift = start * TRAVEL
    moved = [_slid(piece, shift) for piece in _piston(part)]
    upright = getattr(part, "values", {}).get("hanging")
    if upright is not None:  # it lifts: the mass on its rod
        tip = HALF + 22 + shift
        moved.append(rect(tip, -MASS, tip + WEIGHT, MASS, fill=FILL))
    data = {"dx": TRAVEL, "dy": 0.0, "zero": round(start, 4), "start": round(start, 4)}
    left = -HALF - (24 + TRAVEL if getattr(part, "through", False) else 0)
    right = HALF + 24 + TRAVEL + (WEIGHT if upright is not None else 0)
    half = HIGH if upright is None else MASS
    body = (left, -half, right, half)
    barrel = rect(-HALF, -HIGH, HALF, HIGH)
    if getattr(part, "cushioned", False):
        shape += [p for x in (-30, 14) for p in arrow((x, -HIGH + 4), (x + 16, HIGH - 4), long=8)]
    symbol = Symbol([barrel, *shape], {}, body, turns=TURNS, label="above")
    if upright is not None:
        turn = 270 if upright > 0.5 else 90
        symbol.turns, symbol.label = ((turn, False), (turn, True)), ""
    symbol.moves.append(Move("travel", moved, data))
    return symbol


def _slid(piece: Any, dx: float) -> Any:
    if hasattr(piece, "path"):
        piece.path = [(x + dx, y) for x, y in piece.path]
    else:
        piece.verts = [(x + dx, y) for x, y in piece.verts]
    return piece


def _port(symbol: Symbol, mark: str, x: float) -> None:
    symbol.shape.append(line((x, -HIGH), (x, -HIGH - STUB)))
    symbol.anchors[mark] = Anchor(x, -HIGH - STUB, "down")


def double(part: Any, _medium: str) -> Symbol:
    """Draw a double-acting cylinder: A at the cap, B at the rod."""
    symbol = _cylinder(part, [])
    _port(symbol, "A", -48)
    _port(symbol, "B", 48)
    return symbol


def single(part: Any, _medium: str) -> Symbol:
    """Draw a single-acting cylinder: A at the cap, a spring about the rod, B its vent."""
    coil = spring((-HALF + 20, 14), (HALF, 14), half=5, folds=13)
    symbol = _cylinder(part, [coil])
    _port(symbol, "A", -48)
    if "B" in part.marks or len(part.marks) > 1:
        _port(symbol, "B", 48)
    return symbol


def mark_switches(symbol: Symbol, part: Any, switches: Iterable[Any]) -> None:
    """Draw limit switches where the end of the rod is when they make: a tick and their tag."""
    for switch in switches:
        share = float(switch.values["at"]) / float(part.values["stroke"])
        x = HALF + 22 + share * TRAVEL
        symbol.shape.append(line((x, ROD + 3), (x, 22), lw=1.3))
        symbol.words.append((x, 31, switch.tag, "center"))
        symbol.others[switch.tag] = (x, 22)


CYLINDERS = {"Cylinder": double, "SingleCylinder": single}
