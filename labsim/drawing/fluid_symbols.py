"""The table of fluid symbols, and the symbol of a part with its ports under their own marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from labsim.core.errors import LabsimError
from labsim.drawing.fluid_air import AIR
from labsim.drawing.fluid_care import CARE
from labsim.drawing.fluid_cylinders import CYLINDERS
from labsim.drawing.fluid_flow import FLOW
from labsim.drawing.fluid_pressure import PRESSURE
from labsim.drawing.fluid_shapes import Anchor, Symbol, line, rect, spun
from labsim.drawing.fluid_sources import SOURCES
from labsim.drawing.fluid_valves import directional

__all__ = ["SYMBOLS", "symbol_of", "turned"]

Make = Callable[[Any, str], Symbol]
SYMBOLS: dict[str, Make] = {
    **SOURCES,
    **PRESSURE,
    **FLOW,
    **CARE,
    **CYLINDERS,
    **AIR,
    "DirectionalValve": directional,
    "ProportionalValve": lambda part, medium: directional(part, medium, continuous=True),
    "ServoValve": lambda part, medium: directional(part, medium, continuous=True),
}


def plain(part: Any, _medium: str) -> Symbol:
    """Draw a box with the ports left and right: a part without a symbol of its own."""
    symbol = Symbol([rect(-30, -20, 30, 20)], {}, (-30, -20, 30, 20))
    for n, mark in enumerate(part.marks):
        side, row = (-1, 1)[n % 2], n // 2
        y = 0.0 - 32 * row
        symbol.anchors[mark] = Anchor(side * 46, y, "left" if side < 0 else "right")
        symbol.shape.append(line((side * 46, y), (side * 30, y)))
    low = min((a.y for a in symbol.anchors.values()), default=0) - 20
    symbol.shape[0] = rect(-30, low, 30, 20)
    symbol.body = (-30, low, 30, 20)
    return symbol


def symbol_of(part: Any, medium: str) -> Symbol:
    """Return the symbol of a part; its anchors bear the marks of the part.

    Raises LabsimError when the part has more ports than its symbol.
    """
    symbol = SYMBOLS.get(part.symbol, plain)(part, medium)
    known = symbol.anchors
    if set(part.marks) <= set(known):
        symbol.anchors = {m: known[m] for m in part.marks}
    elif len(part.marks) <= len(known):
        symbol.anchors = dict(zip(part.marks, known.values(), strict=False))
    else:
        ports = f"{', '.join(part.marks)}; the symbol {part.symbol} has {', '.join(known)}"
        raise LabsimError(f"{part.tag} has ports {ports}: take another symbol")
    return symbol


SIDES = {"right": (1, 0), "up": (0, 1), "left": (-1, 0), "down": (0, -1)}


def turned(symbol: Symbol, turn: int, flip: bool) -> Symbol:
    """Return a symbol's ports, extent and label as they are when it is mirrored, then turned."""
    names = {way: name for name, way in SIDES.items()}
    anchors = {}
    for mark, spot in symbol.anchors.items():
        x, y = spun(spot.x, spot.y, turn, flip)
        way = spun(*SIDES[spot.side], turn, flip)
        anchors[mark] = Anchor(x, y, names[(round(way[0]), round(way[1]))])
    left, low, right, top = symbol.body
    corners = [spun(x, y, turn, flip) for x in (left, right) for y in (low, top)]
    xs, ys = zip(*corners, strict=True)
    label = symbol.label
    return replace(symbol, anchors=anchors, body=(min(xs), min(ys), max(xs), max(ys)), label=label)
