"""Checks, throttles, flow controls, shut-off valves: what lies in a line, A below, B on top."""

from __future__ import annotations

from typing import Any

from schemdraw.segments import SegmentArc

from labsim.drawing.fluid_shapes import (
    DASH,
    INK,
    PAPER,
    Anchor,
    Symbol,
    arrow,
    ball,
    circle,
    line,
    poly,
    rect,
    screw,
)
from labsim.drawing.shapes import Shape

__all__ = ["FLOW", "ROUND", "check_at", "ends"]

ROUND = ((0, False), (180, False), (270, False), (90, False))
REACH = 36.0  # px, from the centre to a port


def ends(reach: float = REACH) -> dict[str, Anchor]:
    """The two ports of what lies in a line."""
    return {"A": Anchor(0, -reach, "down"), "B": Anchor(0, reach, "up")}


def through(inner: float, reach: float = REACH) -> Shape:
    """The line at either side of a body that reaches from -inner to inner."""
    return [line((0, -reach), (0, -inner)), line((0, inner), (0, reach))]


def check_at(x: float, y: float, way: int = 1) -> Shape:
    """A check valve in a vertical line, free upwards (`way` 1) or downwards (-1)."""
    clear = poly(
        (x - 3, y - 7), (x + 3, y - 7), (x + 3, y + 8), (x - 3, y + 8), fill=PAPER, lw=0.01
    )
    seat = line((x - 10, y + 5 * way), (x, y - 8 * way), (x + 10, y + 5 * way))
    return [clear, ball(x, y + 2.5 * way), seat]


def throttle_at(x: float, y: float) -> Shape:
    """The two arcs of a throttle about a vertical line."""
    arcs = ((x - 13, -55, 55), (x + 13, 125, 235))
    return [SegmentArc((cx, y), 16, 26, theta1=a, theta2=b) for cx, a, b in arcs]


def check(_part: Any, _medium: str) -> Symbol:
    return Symbol([*through(8), *check_at(0, 0)], ends(), (-10, -10, 10, 10), turns=ROUND)


def pilot_check(part: Any, _medium: str) -> Symbol:
    """Draw a pilot-operated check valve: X lifts the ball off its seat."""
    shape = [*through(8, 40), *check_at(0, 0), rect(-18, -20, 18, 20, fill=None)]
    shape.append(line((-40, 0), (-24, 0), (-24, -28), (0, -28), ls=DASH, lw=1.3))
    shape[-1] = line((-40, -0.0), (-18, -0.0), ls=DASH, lw=1.3)
    inner = line((-18, 0), (-18, -14), (-2, -14), (-2, -8), ls=DASH, lw=1.3)
    anchors = ends(40) | {"X": Anchor(-40, 0, "left")}
    turns = (*ROUND, (0, True), (180, True))
    return Symbol([*shape, inner], anchors, (-18, -20, 18, 20), turns=turns)


def orifice(_part: Any, _medium: str) -> Symbol:
    shape = [line((0, -REACH), (0, REACH)), *throttle_at(0, 0)]
    return Symbol(shape, ends(), (-14, -14, 14, 14), turns=ROUND)


def throttle(part: Any, medium: str) -> Symbol:
    symbol = orifice(part, medium)
    symbol.shape += screw(0, 0, 21)
    symbol.body = (-16, -16, 16, 16)
    return symbol


def flow_control(_part: Any, _medium: str) -> Symbol:
    """Draw a pressure-compensated flow control valve."""
    shape: Shape = [rect(-24, -22, 24, 22), line((0, -38), (0, 38)), *throttle_at(0, 0)]
    shape += [*screw(-2, 0, 24), *arrow((17, -14), (17, 14), long=8, lw=1.3)]
    return Symbol(shape, ends(38), (-24, -22, 24, 22), turns=ROUND)


def one_way(_part: Any, _medium: str) -> Symbol:
    """Draw a throttle with a check valve beside it: throttled A to B, free B to A."""
    shape: Shape = [line((0, -52), (0, 52)), *throttle_at(0, 0), *screw(0, 0, 20)]
    shape += [line((0, 26), (38, 26), (38, -26), (0, -26)), *check_at(38, 0, -1)]
    shape += [circle(0, y, 2.5, INK) for y in (26, -26)]
    shape.append(line((-20, -36), (54, -36), (54, 36), (-20, 36), (-20, -36), ls="9,3,2,3", lw=1))
    turns = (*ROUND, (0, True), (180, True))
    return Symbol(shape, ends(52), (-20, -36, 54, 36), turns=turns)


def shut_off(part: Any, _medium: str) -> Symbol:
    """Draw two triangles tip to tip, and the hand lever."""
    shape: Shape = [
        *through(14),
        poly((-10, -14), (10, -14), (-10, 14), (10, 14), fill=None),
        line((0, 0), (-20, 0)),
        line((-20, -8), (-20, 8)),
    ]
    return Symbol(shape, ends(), (-20, -14, 10, 14), turns=ROUND)


def fitting(_part: Any, _medium: str) -> Symbol:
    shape: Shape = [line((0, -24), (0, 24)), circle(0, 0, 4)]
    return Symbol(shape, ends(24), (-5, -5, 5, 5), turns=ROUND)


FLOW = {
    "Check": check,
    "PilotCheck": pilot_check,
    "Orifice": orifice,
    "Throttle": throttle,
    "FlowControl": flow_control,
    "OneWayFlow": one_way,
    "BallValve": shut_off,
    "Fitting": fitting,
}
