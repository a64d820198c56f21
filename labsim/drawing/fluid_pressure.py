"""Pressure valves: one box, an arrow, a spring, and the pilot line that opens or closes it."""

from __future__ import annotations

from typing import Any

from labsim.drawing.fluid_flow import check_at
from labsim.drawing.fluid_shapes import (
    DASH,
    INK,
    Anchor,
    Symbol,
    arrow,
    circle,
    line,
    rect,
    screw,
    spring,
    triangle,
)
from labsim.drawing.shapes import Shape

__all__ = ["PRESSURE"]

H = 20.0  # px, half a box
UP = ((0, False), (0, True))
ROUND = ((0, False), (0, True), (180, False), (180, True), (90, False), (270, False))


def _box() -> Shape:
    return [rect(-H, -H, H, H), line((0, H), (0, 36)), line((0, -H), (0, -36))]


def _set(x: float = H) -> Shape:
    """The spring at the right, with the arrow of what can be set."""
    middle = x + 14
    slant = arrow((middle - 10, -14), (middle + 10, 14), long=8, lw=1.3)
    return [spring((x, 0), (x + 28, 0)), *slant]


def _dashed(*points: tuple[float, float]) -> Any:
    return line(*points, ls=DASH, lw=1.3)


def _pilot(level: float) -> Any:
    """The pilot line from above (or below) the box to its left side."""
    return _dashed((0, level), (-30, level), (-30, 0), (-H, 0))


def relief(part: Any, medium: str, pilot: bool = False) -> Symbol:
    """Draw a relief valve: closed at rest, opened by the pressure before it. P on top."""
    shape = [*_box(), *arrow((-8, H), (-8, -H)), _pilot(28)]
    right = H + 30
    if pilot:
        shape += [rect(H, -10, H + 20, 10), triangle((H + 3, 0), 180, 11, medium == "oil")]
        shape += _set(H + 20)
        right = H + 50
    else:
        shape += _set()
    anchors = {"P": Anchor(0, 36, "up"), "T": Anchor(0, -36, "down")}
    if "X" in part.marks:
        shape.append(_dashed((H + 10, -10), (H + 10, -22), (right + 14, -22), (right + 14, 0),
                             (right + 16, 0)))  # fmt: skip
        anchors["X"] = Anchor(right + 16, 0, "right")
    return Symbol(shape, anchors, (-30, -H, right, H + 8), turns=ROUND, label="upper right")


def unloading(_part: Any, _medium: str) -> Symbol:
    """Draw an unloading valve: closed at rest, opened by the pressure at X."""
    shape = [*_box(), *arrow((-8, H), (-8, -H)), *_set(), _dashed((-48, 0), (-H, 0))]
    anchors = {"P": Anchor(0, 36, "up"), "T": Anchor(0, -36, "down"), "X": Anchor(-48, 0, "left")}
    return Symbol(shape, anchors, (-H, -H, H + 30, H), turns=ROUND, label="upper right")


def reducing(part: Any, _medium: str) -> Symbol:
    """Draw a reducing valve: open at rest, closed by the pressure behind it. A on top."""
    shape = [*_box(), *arrow((0, -H), (0, H)), *_set(), _pilot(28)]
    anchors = {"P": Anchor(0, -36, "down"), "A": Anchor(0, 36, "up")}
    if len(part.marks) > 2:
        shape.append(_dashed((H + 24, 0), (64, 0)))
        anchors["T"] = Anchor(64, 0, "right")
    return Symbol(shape, anchors, (-30, -H, H + 28, H + 8), turns=ROUND, label="upper right")


def sequence(part: Any, _medium: str) -> Symbol:
    """Draw a sequence valve: opened by the pressure before it or at X; its spring drains at L."""
    shape = [*_box(), *arrow((-8, -H), (-8, H)), *_set()]
    anchors = {"P": Anchor(0, -36, "down"), "A": Anchor(0, 36, "up")}
    if "X" in part.marks:
        shape.append(_dashed((-48, 0), (-H, 0)))
        anchors["X"] = Anchor(-48, 0, "left")
    else:
        shape.append(_pilot(-28))
    if "L" in part.marks:
        shape.append(_dashed((H + 24, 0), (64, 0)))
        anchors["L"] = Anchor(64, 0, "right")
    return Symbol(shape, anchors, (-30, -H - 8, H + 28, H), turns=ROUND, label="upper right")


def counterbalance(part: Any, _medium: str) -> Symbol:
    """Draw a counterbalance valve: holds A, relieves to B, free from B to A, piloted by X."""
    shape: Shape = [line((0, 52), (0, -52)), rect(-H, -H, H, H), *arrow((-8, H), (-8, -H))]
    shape += [*_set(), _dashed((0, 28), (-30, 28), (-30, 10), (-H, 10))]
    shape += [line((0, 38), (72, 38), (72, -38), (0, -38)), *check_at(72, 0)]
    shape += [circle(0, y, 2.5, INK) for y in (38, -38)]
    anchors = {"A": Anchor(0, 52, "up"), "B": Anchor(0, -52, "down")}
    if "X" in part.marks:
        shape.append(_dashed((-52, 0), (-H, 0)))
        anchors["X"] = Anchor(-52, 0, "left")
    return Symbol(shape, anchors, (-34, -40, 82, 40), turns=UP, label="upper right")


def pressure_switch(_part: Any, _medium: str) -> Symbol:
    """Draw a pressure switch that can be set: spring, box, contact."""
    contact = [line((-12, -4), (-6, -4)), line((-6, -4), (8, 5)), line((6, -4), (12, -4))]
    shape: Shape = [rect(-16, -16, 16, 16), *contact, line((0, -16), (0, -32))]
    shape += [spring((0, 16), (0, 38), half=5, folds=4), *screw(0, 27, 13)]
    return Symbol(shape, {"P": Anchor(0, -32, "down")}, (-16, -16, 16, 38), turns=UP)


PRESSURE = {
    "Relief": relief,
    "PilotRelief": lambda p, m: relief(p, m, pilot=True),
    "Unloading": unloading,
    "Reducing": reducing,
    "Sequence": sequence,
    "Counterbalance": counterbalance,
    "PressureSwitch": pressure_switch,
}
