"""What cleans, cools, joins and measures: filters, coolers, hoses, couplings, gauges."""

from __future__ import annotations

from math import pi, sin
from typing import Any

from labsim.drawing.fluid_flow import ROUND, check_at, ends, through
from labsim.drawing.fluid_shapes import (
    DASH,
    INK,
    PAPER,
    Anchor,
    Move,
    Symbol,
    arrow,
    circle,
    line,
    poly,
    spring,
)
from labsim.drawing.shapes import Shape

__all__ = ["CARE", "diamond", "needle"]

UP = ((0, False), (0, True))
ZERO, SPAN, DRAWN = 225.0, 270.0, 45.0  # degrees: needle at 0, full scale, as drawn


def diamond(half: float = 20.0) -> Any:
    return poly((0, -half), (half, 0), (0, half), (-half, 0), fill=PAPER)


def filter_(part: Any, _medium: str) -> Symbol:
    """Draw a filter, with its bypass check and its clogging indicator when it has them."""
    shape: Shape = [*through(20, 48), diamond(), line((-20, 0), (20, 0), ls="4,3")]
    left, right = -20.0, 20.0
    if getattr(part, "bypass", False):
        shape += [line((0, -34), (44, -34), (44, 34), (0, 34)), *check_at(44, -4)]
        shape += [spring((44, 5), (44, 26), half=5, folds=4)]
        shape += [circle(0, y, 2.5, INK) for y in (-34, 34)]
        right = 54.0
    if getattr(part, "indicator", False):
        shape += [line((0, y), (-40, y), (-40, 9 * y / 28), ls=DASH, lw=1.3) for y in (-28, 28)]
        shape += [circle(-40, 0, 9), *(line((-46, -6 * s), (-34, 6 * s), lw=1.2) for s in (1, -1))]
        left = -50.0
    return Symbol(shape, ends(48), (left, -34, right, 34), turns=ROUND)


def cooler(_part: Any, _medium: str, inward: bool = False) -> Symbol:
    shape: Shape = [*through(20), diamond(), line((0, -20), (0, 20))]
    for side in (-1, 1):
        tips = ((side * 26, 0), (side * 5, 0)) if inward else ((side * 4, 0), (side * 26, 0))
        shape += arrow(*tips, long=9)
    return Symbol(shape, ends(), (-27, -20, 27, 20), turns=ROUND)


def hose(_part: Any, _medium: str) -> Symbol:
    """Draw a flexible line: a slack curve between two joints."""
    steps = [(-12 * sin(pi * n / 16), -20 + 2.5 * n) for n in range(17)]
    shape = [*through(20), line(*steps), circle(0, -20, 2.5, INK), circle(0, 20, 2.5, INK)]
    return Symbol(shape, ends(), (-14, -20, 4, 20), turns=ROUND)


def quick_coupling(_part: Any, _medium: str) -> Symbol:
    """Draw two halves with a check valve in each, plugged together."""
    shape: Shape = [*through(20), line((0, -20), (0, 20)), *check_at(0, 12), *check_at(0, -12, -1)]
    shape += [line((-10, -1.5), (10, -1.5)), line((-10, 1.5), (10, 1.5))]
    return Symbol(shape, ends(), (-11, -20, 11, 20), turns=ROUND)


def flow_meter(_part: Any, _medium: str) -> Symbol:
    """Draw a flow meter: a circle in the line, arcs of a throttle and an arrow in it."""
    shape: Shape = [*through(18), circle(0, 0, 18), *arrow((0, -14), (0, 14), long=9)]
    shape += [line((-9, -8), (-5, 0), (-9, 8), lw=1.3), line((9, -8), (5, 0), (9, 8), lw=1.3)]
    return Symbol(shape, ends(), (-18, -18, 18, 18), turns=ROUND)


def needle(x: float, y: float, reach: float) -> Move:
    """The needle of a gauge about its axle; drawn at two thirds of its range, as ISO shows it."""
    shape = arrow((-reach, -reach), (reach, reach), long=9)
    drawn = round((ZERO - DRAWN) / SPAN, 4)
    return Move("needle", shape, {"turn": SPAN, "cx": x, "cy": y, "zero": drawn, "start": 0.0})


def gauge(part: Any, _medium: str) -> Symbol:
    mark = part.marks[0] if part.marks else "P"
    shape: Shape = [line((0, -18), (0, -36)), circle(0, 0, 18)]
    symbol = Symbol(shape, {mark: Anchor(0, -36, "down")}, (-18, -18, 18, 18), turns=ROUND)
    symbol.moves.append(needle(0, 0, 9))
    return symbol


def thermometer(part: Any, _medium: str) -> Symbol:
    mark = part.marks[0] if part.marks else "T"
    shape: Shape = [line((0, -18), (0, -36)), circle(0, 0, 18)]
    shape += [line((0, -5), (0, 12)), circle(0, -8, 3.5, INK)]
    return Symbol(shape, {mark: Anchor(0, -36, "down")}, (-18, -18, 18, 18), turns=ROUND)


def level(part: Any, _medium: str) -> Symbol:
    mark = part.marks[0] if part.marks else "T"
    bars = [line((-w, y), (w, y), lw=1.3) for w, y in ((11, 3), (7, -2), (3, -7))]
    surface = poly((0, 4), (-5, 12), (5, 12), fill=None, lw=1.2)
    shape: Shape = [line((0, -18), (0, -36)), circle(0, 0, 18), *bars, surface]
    return Symbol(shape, {mark: Anchor(0, -36, "down")}, (-18, -18, 18, 18), turns=ROUND)


def tap(part: Any, _medium: str) -> Symbol:
    """Draw a test coupling: a check valve held shut by the line, opened by a gauge hose; a cap."""
    mark = part.marks[0] if part.marks else "M"
    shape: Shape = [line((0, 14), (0, -28)), *check_at(0, 0, -1)]
    shape += [line((-9, 8), (-9, 14), (9, 14), (9, 8))]
    return Symbol(shape, {mark: Anchor(0, -28, "down")}, (-10, -8, 10, 14), turns=ROUND)


def plug(part: Any, _medium: str) -> Symbol:
    """Draw a line that is closed: a cross at its end."""
    mark = part.marks[0] if part.marks else "1"
    cross = [line((-5, -5 * s), (5, 5 * s)) for s in (1, -1)]
    shape: Shape = [line((0, 0), (0, -20)), *cross]
    return Symbol(shape, {mark: Anchor(0, -20, "down")}, (-6, -6, 6, 6), turns=ROUND)


CARE = {
    "Filter": filter_,
    "Cooler": cooler,
    "Heater": lambda p, m: cooler(p, m, inward=True),
    "Hose": hose,
    "QuickCoupling": quick_coupling,
    "FlowMeter": flow_meter,
    "Gauge": gauge,
    "Thermometer": thermometer,
    "Level": level,
    "PressureTap": tap,
    "Plug": plug,
}
