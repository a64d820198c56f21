"""Pieces that symbols are made of, and the symbols of electronics."""

from __future__ import annotations

from typing import Any

from schemdraw.segments import Segment, SegmentPoly, SegmentText

__all__ = ["REACH", "Shape", "box", "capacitor", "diode", "leads", "led", "word"]

REACH = 33.0
Shape = list[Any]


def leads(half: float) -> Shape:
    """The wires from the terminals to a body that reaches from -half to half."""
    return [Segment([(-REACH, 0), (-half, 0)]), Segment([(half, 0), (REACH, 0)])]


def box(half: float, high: float, **style: Any) -> SegmentPoly:
    return SegmentPoly([(-half, -high), (half, -high), (half, high), (-half, high)], **style)


def word(text: str, x: float = 0, y: float = 0, size: float = 11) -> SegmentText:
    return SegmentText((x, y), text, align=("center", "center"), fontsize=size)


def diode() -> Shape:
    arrow = SegmentPoly([(-8, -9), (8, 0), (-8, 9)])
    return [Segment([(-REACH, 0), (REACH, 0)]), arrow, Segment([(8, -9), (8, 9)])]


def capacitor() -> Shape:
    plates = [Segment([(x, -10), (x, 10)]) for x in (-3, 3)]
    return [*leads(3), *plates]


def led() -> Shape:
    rays = [
        Segment([(x, 11), (x + 8, 20)], arrow="->", arrowwidth=5, arrowlength=6) for x in (-5, 3)
    ]
    return [*diode(), *rays]
