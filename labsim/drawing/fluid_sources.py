"""Tanks, pumps, drives, motors, compressors, receivers and accumulators (ISO 1219-1)."""

from __future__ import annotations

from typing import Any

from schemdraw.segments import SegmentArc

from labsim.drawing.fluid_shapes import (
    DASH,
    Anchor,
    Symbol,
    arrow,
    circle,
    line,
    poly,
    screw,
    triangle,
    word,
)
from labsim.drawing.shapes import Shape

__all__ = ["SOURCES", "coupled"]

R = 24.0  # px, of a pump
UP = ((0, False), (0, True))
ROUND = ((0, False), (180, False), (270, False), (90, False))
PITCH = 32.0


def tank(part: Any, _medium: str, closed: bool = False) -> Symbol:
    """Draw a tank with a line into it for each port."""
    count = max(len(part.marks), 1)
    half = 26 + (count - 1) * PITCH / 2
    shape: Shape = []
    if closed:
        shape.append(poly((-half, -14), (half, -14), (half, 10), (-half, 10), fill=None))
    else:
        shape.append(line((-half, 10), (-half, -14), (half, -14), (half, 10)))
    anchors = {}
    for n, mark in enumerate(part.marks):
        x = (n - (count - 1) / 2) * PITCH
        anchors[mark] = Anchor(x, 24, "up")
        shape.append(line((x, 24), (x, -6)))
    return Symbol(shape, anchors, (-half, -14, half, 14), label="right")


def _drive(part: Any, symbol: Symbol) -> None:
    """Draw motor M, shaft and coupling at the left, when the part says what drives it."""
    drive = getattr(part, "drive", None)
    if drive is None:
        return
    tag, x = getattr(drive, "tag", ""), -88.0
    shaft = [line((x + 18, dy), (-R, dy), lw=1.3) for dy in (-2.5, 2.5)]
    joint = [line((dx, -8), (dx, 8)) for dx in (-49, -44)]
    symbol.shape[:0] = [*shaft, *joint]
    symbol.shape += [circle(x, 0, 18), word("M", x, 0, 13)]
    symbol.words.append((x, 28, tag, "center"))
    symbol.others[tag] = (x, 0)
    _left, low, right, top = symbol.body
    symbol.body = (x - 18, low, right, top)


def coupled(symbol: Symbol) -> Symbol:
    """Leave out the motor of a pump whose motor stands at another: the shaft ends at its tag."""
    (tag,) = symbol.others
    _left, low, right, top = symbol.body
    shaft = symbol.shape[:2]
    for piece, dy in zip(shaft, (-2.5, 2.5), strict=True):
        piece.path = [(-60, dy), (-R, dy)]
    symbol.shape = [*shaft, *symbol.shape[4:-2]]
    symbol.words, symbol.others = [(-64 - 4 * len(tag), 0, tag, "center")], {}
    symbol.body = (-60, low, right, top)
    return symbol


def pump(part: Any, medium: str, kind: str = "") -> Symbol:
    """Draw a pump or compressor: suction at the foot, pressure at the top, drain at the right."""
    shape: Shape = [line((0, R), (0, 40)), line((0, -R), (0, -40)), circle(0, 0, R)]
    shape.append(triangle((0, R), 90, 15, medium == "oil"))
    if kind:
        shape += screw(0, 0, 36)
    if kind == "compensated":
        shape += arrow((13, -8), (13, 8), long=7, lw=1.2)
    anchors = {"S": Anchor(0, -40, "down"), "P": Anchor(0, 40, "up")}
    if "L" in part.marks:
        shape.append(line((R, 0), (40, 0), ls=DASH, lw=1.3))
        anchors["L"] = Anchor(40, 0, "right")
    symbol = Symbol(shape, anchors, (-R - 2, -R, R + 4, R + 2), label="right")
    if "L" in part.marks:
        symbol.label = "upper right"
    _drive(part, symbol)
    return symbol


def motor(part: Any, medium: str) -> Symbol:
    """Draw a motor for both directions: a triangle inwards at either port, the shaft at a side."""
    filled = medium == "oil"
    shape: Shape = [line((0, R), (0, 40)), line((0, -R), (0, -40)), circle(0, 0, R)]
    shape += [triangle((0, R - 13), 270, 13, filled), triangle((0, -R + 13), 90, 13, filled)]
    shape += [line((R, dy), (44, dy), lw=1.3) for dy in (-2.5, 2.5)]
    shape.append(SegmentArc((38, 0), 10, 26, theta1=-120, theta2=120, lw=1.3))
    anchors = {"A": Anchor(0, 40, "up"), "B": Anchor(0, -40, "down")}
    if "L" in part.marks:
        shape.append(line((-R, 0), (-40, 0), ls=DASH, lw=1.3))
        anchors["L"] = Anchor(-40, 0, "left")
    return Symbol(shape, anchors, (-R, -R, 46, R), turns=ROUND, label="upper right")


def drive(_part: Any, _medium: str) -> Symbol:
    """Draw an electric motor by itself."""
    return Symbol([circle(0, 0, 20), word("M", 0, 0, 14)], {}, (-20, -20, 20, 20))


def accumulator(part: Any, _medium: str) -> Symbol:
    """Draw a gas accumulator, gas at the top: with bladder, with piston, or plain."""
    shape: Shape = [
        line((-14, 18), (-14, -18)),
        line((14, 18), (14, -18)),
        SegmentArc((0, 18), 28, 28, theta1=0, theta2=180),
        SegmentArc((0, -18), 28, 28, theta1=180, theta2=360),
        line((0, -32), (0, -48)),
        triangle((0, 8), 270, 13, False),
    ]
    gas = getattr(part, "gas", "bladder")
    if gas == "bladder":
        shape.append(SegmentArc((0, 4), 28, 24, theta1=180, theta2=360))
    elif gas == "piston":
        shape += [line((-14, 0), (14, 0)), line((-14, -5), (14, -5))]
    else:
        shape.append(line((-14, 0), (14, 0)))
    return Symbol(shape, {"P": Anchor(0, -48, "down")}, (-14, -32, 14, 32), turns=UP)


def air_source(part: Any, medium: str) -> Symbol:
    """Draw the triangle of a supply from elsewhere."""
    mark = part.marks[0] if part.marks else "1"
    shape: Shape = [line((0, 8), (0, 26)), triangle((0, 8), 90, 18, medium == "oil")]
    return Symbol(shape, {mark: Anchor(0, 26, "up")}, (-12, -10, 12, 10), turns=ROUND)


def receiver(_part: Any, _medium: str) -> Symbol:
    """Draw an air receiver lying between its two ports."""
    shape: Shape = [
        line((-24, 14), (24, 14)),
        line((-24, -14), (24, -14)),
        SegmentArc((-24, 0), 28, 28, theta1=90, theta2=270),
        SegmentArc((24, 0), 28, 28, theta1=270, theta2=450),
        line((-54, 0), (-38, 0)),
        line((38, 0), (54, 0)),
    ]
    anchors = {"1": Anchor(-54, 0, "left"), "2": Anchor(54, 0, "right")}
    return Symbol(shape, anchors, (-38, -14, 38, 14), turns=ROUND)


SOURCES = {
    "Tank": tank,
    "PressurisedTank": lambda p, m: tank(p, m, closed=True),
    "Pump": pump,
    "VariablePump": lambda p, m: pump(p, m, "variable"),
    "CompensatedPump": lambda p, m: pump(p, m, "compensated"),
    "HydraulicMotor": motor,
    "AirMotor": motor,
    "Drive": drive,
    "Accumulator": accumulator,
    "AirSource": air_source,
    "Compressor": pump,
    "Receiver": receiver,
}
