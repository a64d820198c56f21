"""Pneumatics: air preparation, logic valves, silencers, vacuum (ISO 1219-1)."""

from __future__ import annotations

from typing import Any

from labsim.drawing.fluid_care import needle
from labsim.drawing.fluid_shapes import (
    DASH,
    INK,
    PAPER,
    Anchor,
    Symbol,
    arrow,
    circle,
    line,
    poly,
    rect,
    spring,
    triangle,
    word,
)
from labsim.drawing.shapes import Shape

__all__ = ["AIR"]

UP = ((0, False), (0, True))
ROUND = ((0, False), (180, False), (270, False), (90, False))
SIDEWAYS = ((0, False), (180, True))  # never on its head


def _sides(reach: float) -> dict[str, Anchor]:
    return {"1": Anchor(-reach, 0, "left"), "2": Anchor(reach, 0, "right")}


def _diamond(x: float = 0.0, half: float = 20.0) -> Any:
    return poly((x - half, 0), (x, half), (x + half, 0), (x, -half), fill=PAPER)


def _filter_at(x: float, half: float = 20.0) -> Shape:
    """A filter with water trap, flow from left to right."""
    low = -half * 0.6
    trap = [line((x - half + -low, low), (x + half + low, low)), line((x, -half), (x, -half - 8))]
    return [_diamond(x, half), line((x, half), (x, low), ls="4,3"), *trap]


def _regulator_at(x: float, half: float = 20.0) -> Shape:
    """A relieving regulator with its spring below."""
    box: Shape = [rect(x - half, -half, x + half, half), *arrow((x - half, 0), (x + half, 0))]
    box += [spring((x, -half), (x, -half - 22), half=5, folds=4)]
    box += arrow((x - 10, -half - 20), (x + 12, -half - 4), long=7, lw=1.2)
    out = x + half + 8
    return [*box, line((out, 0), (out, half + 8), (x, half + 8), (x, half), ls=DASH, lw=1.3)]


def _lubricator_at(x: float) -> Shape:
    return [_diamond(x), line((x, 20), (x, 8))]


def air_filter(_part: Any, _medium: str) -> Symbol:
    shape: Shape = [line((-38, 0), (38, 0)), *_filter_at(0)]
    return Symbol(shape, _sides(38), (-20, -28, 20, 20), turns=SIDEWAYS, label="above")


def regulator(part: Any, _medium: str) -> Symbol:
    """Draw a regulator with a gauge at its outlet; mark 3 is where it relieves."""
    shape: Shape = [line((-44, 0), (-20, 0)), line((20, 0), (60, 0)), *_regulator_at(0)]
    shape += [line((42, 0), (42, 20)), circle(42, 32, 12), circle(42, 0, 2.5, INK)]
    anchors = {"1": Anchor(-44, 0, "left"), "2": Anchor(60, 0, "right")}
    if "3" in part.marks:
        shape.append(line((-12, -20), (-12, -36)))
        anchors["3"] = Anchor(-12, -36, "down")
    symbol = Symbol(shape, anchors, (-20, -44, 54, 44), turns=SIDEWAYS, label="above")
    symbol.moves.append(needle(42, 32, 6))
    return symbol


def lubricator(_part: Any, _medium: str) -> Symbol:
    shape: Shape = [line((-38, 0), (38, 0)), *_lubricator_at(0)]
    return Symbol(shape, _sides(38), (-20, -20, 20, 20), turns=SIDEWAYS, label="above")


def frl(_part: Any, _medium: str) -> Symbol:
    """Draw the single symbol of an air preparation unit."""
    shape: Shape = [line((-52, 0), (52, 0)), rect(-36, -20, 36, 20), line((-36, 0), (36, 0))]
    shape += [line((-18, 20), (-18, -20), ls="4,3"), line((18, 20), (18, 6))]
    shape += [line((0, 0), (0, 22)), circle(0, 33, 11), line((-18, -20), (-18, -27))]
    symbol = Symbol(shape, _sides(52), (-36, -27, 36, 44), turns=SIDEWAYS, label="above")
    symbol.moves.append(needle(0, 33, 5.5))
    return symbol


def frl_detail(_part: Any, _medium: str) -> Symbol:
    """Draw filter, regulator, gauge and lubricator in their frame."""
    frame = [(-104, -50), (104, -50), (104, 52), (-104, 52), (-104, -50)]
    shape: Shape = [line((-120, 0), (120, 0)), line(*frame, ls="9,3,2,3", lw=1)]
    shape += [*_filter_at(-72), *_regulator_at(-12), *_lubricator_at(72)]
    shape += [line((32, 0), (32, 22)), circle(32, 34, 12), circle(32, 0, 2.5, INK)]
    symbol = Symbol(shape, _sides(120), (-104, -50, 104, 52), turns=SIDEWAYS, label="above")
    symbol.moves.append(needle(32, 34, 6))
    return symbol


def silencer(part: Any, _medium: str) -> Symbol:
    mark = part.marks[0] if part.marks else "1"
    shape: Shape = [line((0, 24), (0, 8)), rect(-9, -10, 9, 8)]
    shape += [line((-9, y), (9, y), lw=1.1) for y in (2, -4)]
    shape.append(triangle((0, -20), 270, 10, False))
    return Symbol(shape, {mark: Anchor(0, 24, "up")}, (-10, -22, 10, 8), turns=ROUND)


def exhaust(part: Any, _medium: str) -> Symbol:
    mark = part.marks[0] if part.marks else "1"
    shape: Shape = [line((0, 20), (0, 4)), triangle((0, -8), 270, 12, False)]
    return Symbol(shape, {mark: Anchor(0, 20, "up")}, (-9, -10, 9, 4), turns=ROUND)


def quick_exhaust(_part: Any, _medium: str) -> Symbol:
    """Draw a quick-exhaust valve: 1 to 2; when 1 falls, 2 to 3."""
    shape: Shape = [rect(-28, -18, 28, 18), line((-46, 0), (-16, 0)), line((8, 0), (46, 0))]
    shape += [line((-10, 9), (-17, 0), (-10, -9)), circle(-8, 0, 6), line((-2, 0), (8, 0))]
    shape += [line((0, -36), (0, -14)), line((-7, -7), (0, -14), (7, -7))]
    shape += [line((-8, -6), (-8, -10), (0, -10))]
    anchors = _sides(46) | {"3": Anchor(0, -36, "down")}
    return Symbol(shape, anchors, (-28, -18, 28, 18), turns=((0, False), (90, True)), label="above")


def shuttle(_part: Any, _medium: str, both: bool = False) -> Symbol:
    """Draw a shuttle valve (a ball between two seats), or a dual-pressure valve (`both`)."""
    shape: Shape = [rect(-26, -14, 26, 14), line((0, 14), (0, 30))]
    for side in (-1, 1):
        shape.append(line((side * 42, 0), (side * (26 if both else 18), 0)))
        if both:
            shape += [line((side * 15, -9), (side * 15, 9)), line((side * 15, 0), (-side * 0, 0))]
            shape.append(line((side * 26, 0), (side * 20, 0)))
        else:
            shape.append(line((side * 12, -8), (side * 18, 0), (side * 12, 8)))
    if not both:
        shape.append(circle(-9, 0, 6))
    anchors = {"X": Anchor(-42, 0, "left"), "Y": Anchor(42, 0, "right"), "A": Anchor(0, 30, "up")}
    return Symbol(shape, anchors, (-26, -14, 26, 14), turns=UP, label="upper right")


def two_hand(part: Any, _medium: str) -> Symbol:
    """Draw a two-hand block as a frame: output only when X and Y come within half a second."""
    shape: Shape = [rect(-40, -24, 40, 24), word("&amp;", 0, 4, 15), word("0.5 s", 0, -13, 10)]
    anchors = {
        "X": Anchor(-16, -40, "down"),
        "Y": Anchor(16, -40, "down"),
        "A": Anchor(0, 40, "up"),
    }
    if len(part.marks) > 3:
        anchors["R"] = Anchor(56, 0, "right")
    for spot in anchors.values():
        body = {"up": (spot.x, 24), "down": (spot.x, -24), "right": (40, 0)}[spot.side]
        shape.append(line(body, (spot.x, spot.y)))
    return Symbol(shape, anchors, (-40, -24, 40, 24), label="upper right")


def ejector(_part: Any, _medium: str) -> Symbol:
    """Draw a vacuum generator: P drives it, V sucks, R exhausts."""
    shape: Shape = [rect(-28, -18, 28, 18), line((-46, 0), (-28, 0)), line((28, 0), (46, 0))]
    shape += [poly((-28, 9), (-6, 3), (-6, -3), (-28, -9), fill=None)]
    shape += [poly((4, 3), (28, 9), (28, -9), (4, -3), fill=None), line((0, -10), (0, -36))]
    anchors = {"P": Anchor(-46, 0, "left"), "V": Anchor(0, -36, "down"),
               "R": Anchor(46, 0, "right")}  # fmt: skip
    return Symbol(shape, anchors, (-28, -18, 28, 18), turns=((0, False), (0, True)), label="above")


def cup(part: Any, _medium: str) -> Symbol:
    mark = part.marks[0] if part.marks else "V"
    shape: Shape = [line((0, 24), (0, 6)), line((-6, 6), (6, 6))]
    shape.append(line((-6, 6), (-20, -10), (20, -10), (6, 6)))
    return Symbol(shape, {mark: Anchor(0, 24, "up")}, (-20, -10, 20, 6), turns=UP)


AIR = {
    "AirFilter": air_filter,
    "Regulator": regulator,
    "Lubricator": lubricator,
    "FRL": frl,
    "FRLDetail": frl_detail,
    "Silencer": silencer,
    "Exhaust": exhaust,
    "QuickExhaust": quick_exhaust,
    "Shuttle": shuttle,
    "TwinPressure": lambda p, m: shuttle(p, m, both=True),
    "TwoHand": two_hand,
    "VacuumGenerator": ejector,
    "SuctionCup": cup,
}
