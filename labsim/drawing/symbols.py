"""Symbols: shapes in drawing units (1 unit = 1 px), lying along x, terminals at x = ±REACH.

Every function returns schemdraw segments; `y` points up. IEC 60617 and NEMA ICS 19 / JIC shapes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemdraw.segments import (
    Segment,
    SegmentArc,
    SegmentCircle,
    SegmentPath,
    SegmentPoly,
)

from labsim.drawing.shapes import REACH, Shape, box, capacitor, diode, leads, led, word

__all__ = ["IEC", "NEMA", "REACH", "contact"]

DASH = "3,2.4"


# Contacts ---------------------------------------------------------------------------------
def iec_contact(kind: str, pole: str) -> Shape:
    shape = [*leads(14)]
    if kind == "NO":
        shape.append(Segment([(-14, 0), (14, 12)]))
        if pole == "power":
            shape.append(SegmentArc((11, 0), 6, 6, theta1=90, theta2=270))
        return shape
    return [*shape, Segment([(-14, 0), (17, 10)]), Segment([(14, 0), (14, 14)])]


def iec_actuator(how: str, kind: str) -> Shape:
    foot = 6 if kind == "NO" else 5
    stem = Segment([(0, foot), (0, 21)], ls=DASH)
    match how:
        case "push":
            cap = [(-8, 16), (-8, 21), (8, 21), (8, 16)]
            return [stem, Segment(cap)]
        case "turn":
            return [stem, Segment([(-8, 25), (-8, 21), (8, 21), (8, 17)])]
        case "thermal":
            step = [(-11, 19), (-5, 19), (-5, 26), (5, 26), (5, 19), (11, 19)]
            return [Segment([(0, foot), (0, 19)], ls=DASH), Segment(step)]
        case "on delay" | "off delay":
            up = how == "on delay"
            ends = (200, 340) if up else (20, 160)
            y = 27 if up else 13
            stems = [Segment([(dx, foot + dx * 0.4), (dx, 20)]) for dx in (-2, 2)]
            return [*stems, SegmentArc((0, y), 17, 15, theta1=ends[0], theta2=ends[1])]
        case "switch":
            return [Segment([(14, -5), (14, 5)])]
        case "float":
            return [stem, SegmentCircle((0, 25), 4)]
    return []


def _two_dots() -> list[Any]:
    return [SegmentCircle((x, 0), 3.2, fill="var(--ls-paper, #fff)") for x in (-13, 13)]


def _nema_timed(kind: str, how: str) -> Shape:
    """Draw a timed contact: the arrow points the way the delay works."""
    end = (13, 9) if kind == "NO" else (14, -4)
    tip = -1 if how == "on delay" else 1
    head = [(-4, -16 + 4 * tip), (0, -16), (4, -16 + 4 * tip)]
    arm = [Segment([(-11, 2), end]), Segment([(0, 3), (0, -16)]), Segment(head)]
    return [*leads(16), *_two_dots(), *arm]


def nema_contact(kind: str, how: str) -> Shape:
    if how in ("push", "turn"):
        y = 9 if kind == "NO" else -4.5
        bar = [Segment([(-17, y), (17, y)]), Segment([(0, y), (0, 20)])]
        cap = [(-7, 20), (7, 20)] if how == "push" else [(-6, 15), (0, 20), (6, 25)]
        return [*leads(16), *_two_dots(), *bar, Segment(cap)]
    if how in ("on delay", "off delay"):
        return _nema_timed(kind, how)
    if how in ("switch", "float"):
        lever = [*leads(16), *_two_dots(), Segment([(-11, 2), (13, 13)])]
        ball = [Segment([(2, 8), (2, 20)]), SegmentCircle((2, 24), 4)]
        return lever + (ball if how == "float" else [])
    bars = [Segment([(x, -12), (x, 12)]) for x in (-6, 6)]
    slash = [Segment([(-12, -11), (12, 11)])] if kind == "NC" else []
    heat = [word("OL", 0, 20, 9)] if how == "thermal" else []
    return [*leads(6), *bars, *slash, *heat]


def contact(standard: str, kind: str, how: str, pole: bool) -> tuple[Shape, float]:
    """Return a contact with its actuator, and its height above the axis."""
    if standard == "NEMA":
        return nema_contact(kind, how), 26 if how else 13
    tall = {
        "push": 22,
        "turn": 26,
        "thermal": 27,
        "on delay": 24,
        "off delay": 24,
        "float": 29,
    }.get(how, 13)
    style = "power" if pole and how != "switch" else ""
    return [*iec_contact(kind, style), *iec_actuator(how, kind)], tall


# Everything else ----------------------------------------------------------------------------
def iec_coil() -> Shape:
    return [*leads(16), box(16, 11)]


def iec_timer_on() -> Shape:
    cross = [Segment([(-26, -11), (-16, 11)]), Segment([(-26, 11), (-16, -11)])]
    side = SegmentPoly([(-26, -11), (-16, -11), (-16, 11), (-26, 11)])
    return [
        Segment([(-REACH, 0), (-26, 0)]),
        Segment([(16, 0), (REACH, 0)]),
        box(16, 11),
        side,
        *cross,
    ]


def iec_timer_off() -> Shape:
    side = SegmentPoly([(-26, -11), (-16, -11), (-16, 11), (-26, 11)], fill="currentColor")
    return [Segment([(-REACH, 0), (-26, 0)]), Segment([(16, 0), (REACH, 0)]), box(16, 11), side]


def iec_heater() -> Shape:
    step = [(-15, 0), (-5, 0), (-5, 5), (5, 5), (5, 0), (15, 0)]
    return [*leads(15), box(15, 9), Segment(step)]


def iec_fuse() -> Shape:
    return [box(16, 6.5), Segment([(-REACH, 0), (REACH, 0)])]


def lamp() -> Shape:
    cross = [Segment([(-8.5, -8.5), (8.5, 8.5)]), Segment([(-8.5, 8.5), (8.5, -8.5)])]
    return [*leads(12), SegmentCircle((0, 0), 12), *cross]


def iec_resistor() -> Shape:
    return [*leads(17), box(17, 6.5)]


def iec_solenoid() -> Shape:
    return [*leads(16), box(16, 11), Segment([(-16, -11), (16, 11)])]


def sensor() -> Shape:
    diamond = SegmentPoly([(-9, 0), (0, 7), (9, 0), (0, -7)])
    return [*leads(19), box(19, 13), diamond]


def power_supply() -> Shape:
    return [
        *leads(19),
        box(19, 14),
        Segment([(-19, -14), (19, 14)]),
        word("~", -9, 6),
        word("=", 9, -6),
    ]


def supply() -> Shape:
    return [*leads(13), SegmentCircle((0, 0), 13), word("~", 0, 0, 15)]


def motor() -> Shape:
    return [*leads(15), SegmentCircle((0, 0), 15), word("M")]


def winding() -> Shape:
    humps = [SegmentArc((x, 0), 10, 12, theta1=0, theta2=180) for x in (-15, -5, 5, 15)]
    return [*leads(20), *humps, Segment([(-20, 11), (20, 11)])]


def earth() -> Shape:
    bars = [Segment([(x, -h), (x, h)]) for x, h in ((10, 12), (15, 8), (20, 4))]
    return [Segment([(0, 0), (10, 0)]), *bars]


def horn() -> Shape:
    return [
        *leads(12),
        SegmentPath(["M", (-12, -9), "L", (-12, 9), "L", (12, 9), "L", (12, -9), "Z"]),
    ]


def meter() -> Shape:
    needle = Segment([(-6, -7), (6, 8)], arrow="->", arrowwidth=5, arrowlength=6)
    return [*leads(14), SegmentCircle((0, 0), 14), needle]


def core() -> Shape:
    """One conductor of a cable: a line in a ring of insulation."""
    return [Segment([(-REACH, 0), (REACH, 0)]), SegmentArc((0, 0), 12, 24, theta1=0, theta2=360)]


def ring() -> Shape:
    """A current path through a current transformer."""
    return [Segment([(-REACH, 0), (REACH, 0)]), SegmentCircle((0, 0), 9)]


def plain_box() -> Shape:
    return [*leads(24), box(24, 12)]


def terminal_block() -> Shape:
    return [*leads(7), box(7, 10), Segment([(-7, -10), (7, 10)])]


def nema_coil() -> Shape:
    return [*leads(13), SegmentCircle((0, 0), 13)]


def nema_timer_on() -> Shape:
    return [*nema_coil(), word("TR", 0, 0, 9)]


def nema_heater() -> Shape:
    arcs = [
        SegmentArc((-7, 0), 14, 15, theta1=0, theta2=180),
        SegmentArc((7, 0), 14, 15, theta1=180, theta2=360),
    ]
    return [*leads(14), *arcs]


def nema_fuse() -> Shape:
    bars = [Segment([(x, -7), (x, 7)]) for x in (-11, 11)]
    return [*leads(17), box(17, 7), *bars]


def nema_lamp() -> Shape:
    rays = [
        Segment([(6.5 * sx, 6.5 * sy), (11.5 * sx, 11.5 * sy)]) for sx in (-1, 1) for sy in (-1, 1)
    ]
    return [*leads(9), SegmentCircle((0, 0), 9), *rays]


def nema_resistor() -> Shape:
    xs = [-18, -15, -9, -3, 3, 9, 15, 18]
    ys = [0, 7, -7, 7, -7, 7, -7, 0]
    return [*leads(18), Segment(list(zip(xs, ys, strict=True)))]


def nema_solenoid() -> Shape:
    xs = [-16, -12, -8, -4, 0, 4, 8, 12, 16]
    return [*leads(16), Segment([(x, 8 * (n % 2)) for n, x in enumerate(xs)])]


Table = dict[str, Callable[[], Shape]]
COMMON: Table = {
    "Lamp": lamp,
    "Capacitor": capacitor,
    "Diode": diode,
    "LED": led,
    "Sensor": sensor,
    "PowerSupply": power_supply,
    "Supply": supply,
    "ThreePhaseSupply": supply,
    "Motor": motor,
    "Transformer": winding,
    "Earth": earth,
    "Horn": horn,
    "Box": plain_box,
    "Core": core,
    "Ring": ring,
    "Meter": meter,
    "Terminal": terminal_block,
    "TerminalStrip": terminal_block,
}
IEC: Table = COMMON | {
    "Coil": iec_coil,
    "TimerOn": iec_timer_on,
    "TimerOff": iec_timer_off,
    "Heater": iec_heater,
    "Fuse": iec_fuse,
    "Resistor": iec_resistor,
    "Solenoid": iec_solenoid,
}
NEMA: Table = COMMON | {
    "Coil": nema_coil,
    "TimerOn": nema_timer_on,
    "TimerOff": nema_timer_on,
    "Heater": nema_heater,
    "Fuse": nema_fuse,
    "Lamp": nema_lamp,
    "Resistor": nema_resistor,
    "Solenoid": nema_solenoid,
}
