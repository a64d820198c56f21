"""Pieces of ISO 1219-1 symbols, and what a symbol is: shapes, ports with a side, moving parts.

Drawing units are px; `y` points up; the centre of a symbol is 0, 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import atan2, cos, degrees, hypot, radians, sin
from typing import Any

from schemdraw.segments import Segment, SegmentCircle, SegmentPoly

from labsim.drawing.shapes import Shape, word

__all__ = [
    "DASH", "INK", "PAPER", "STUB", "Anchor", "Box", "Move", "Symbol", "arrow", "ball", "circle",
    "head", "line", "poly", "rect", "screw", "spring", "spun", "triangle", "word",
]  # fmt: skip

PAPER = "var(--ls-paper, #fff)"
INK = "currentColor"
DASH = "5,3"
STUB = 16.0  # px, from the body of a symbol to its port
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, low, right, top


@dataclass(frozen=True)
class Anchor:
    """Where a line meets a port, and the side it comes from: up, down, left, right."""

    x: float
    y: float
    side: str


@dataclass(frozen=True)
class Move:
    """A piece that moves: what moves it, its shape, how far (`data-` attributes)."""

    what: str
    shape: Shape
    data: dict[str, float]


@dataclass
class Symbol:
    """Shape, ports by mark, extent of the body, moving pieces, words, where tag and tags go.

    `turns` lists the ways it may stand: degrees against the clock, mirrored top to bottom first
    when flagged; `words` are (x, y, text, align) for tags of other parts drawn with it.
    """

    shape: Shape
    anchors: dict[str, Anchor]
    body: Box
    moves: list[Move] = field(default_factory=list)
    words: list[tuple[float, float, str, str]] = field(default_factory=list)
    turns: tuple[tuple[int, bool], ...] = ((0, False),)
    label: str = ""  # "above", "right", "left", "below"; empty: where no port is
    tags_at: list[Point] = field(default_factory=list)  # where the tag can go, if it knows better
    others: dict[str, Point] = field(default_factory=dict)  # tags of parts drawn with it


# Pieces ------------------------------------------------------------------------------------
def line(*points: Point, **style: Any) -> Segment:
    return Segment(list(points), **style)


def poly(*points: Point, fill: str | None = None, **style: Any) -> SegmentPoly:
    return SegmentPoly(list(points), fill=fill, **style)


def rect(left: float, low: float, right: float, top: float, fill: str | None = PAPER) -> Any:
    return poly((left, low), (right, low), (right, top), (left, top), fill=fill)


def circle(x: float, y: float, radius: float, fill: str | None = PAPER) -> SegmentCircle:
    return SegmentCircle((x, y), radius, fill=fill)


def ball(x: float, y: float, radius: float = 6.0) -> SegmentCircle:
    return circle(x, y, radius)


def head(tip: Point, angle: float, long: float = 10.0, half: float = 4.0) -> SegmentPoly:
    """A filled arrow head with its tip here, pointing along an angle in degrees."""
    c, s = cos(radians(angle)), sin(radians(angle))
    back = (tip[0] - long * c, tip[1] - long * s)
    left = (back[0] - half * s, back[1] + half * c)
    right = (back[0] + half * s, back[1] - half * c)
    return poly(tip, left, right, fill=INK, lw=0.6)


def arrow(*points: Point, both: bool = False, long: float = 10.0, **style: Any) -> Shape:
    """A line with a filled head at its end, or at both."""
    (x1, y1), (x2, y2) = points[-2:]
    pieces: Shape = [line(*points, **style), head((x2, y2), _angle(x1, y1, x2, y2), long)]
    if both:
        (x1, y1), (x2, y2) = points[1], points[0]
        pieces.append(head((x2, y2), _angle(x1, y1, x2, y2), long))
    return pieces


def _angle(x1: float, y1: float, x2: float, y2: float) -> float:
    return degrees(atan2(y2 - y1, x2 - x1))


def triangle(tip: Point, angle: float, size: float, filled: bool) -> SegmentPoly:
    """The triangle of fluid power: filled for oil, open for air."""
    c, s = cos(radians(angle)), sin(radians(angle))
    x, y, half = tip[0] - size * c, tip[1] - size * s, size * 0.62
    corners = (x - half * s, y + half * c), (x + half * s, y - half * c)
    return poly(tip, *corners, fill=INK if filled else PAPER, lw=1.2)


def spring(start: Point, end: Point, half: float = 6.0, folds: int = 5) -> Segment:
    """A spring as a zigzag between two points."""
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    points = [start]
    for n in range(folds + 1):
        along = length * (n + 0.5) / (folds + 1)
        aside = half * (1 if n % 2 else -1)
        points.append((x1 + ux * along - uy * aside, y1 + uy * along + ux * aside))
    return line(*points, end, lw=1.3)


def screw(x: float, y: float, reach: float, angle: float = 45.0) -> Shape:
    """The slanting arrow of what can be set."""
    c, s = cos(radians(angle)) * reach, sin(radians(angle)) * reach
    return arrow((x - c, y - s), (x + c, y + s), long=9, lw=1.4)


def spun(x: float, y: float, turn: int, flip: bool) -> Point:
    """Return a point of a symbol that is mirrored top to bottom, then turned."""
    if flip:
        y = -y
    return {0: (x, y), 90: (-y, x), 180: (-x, -y), 270: (y, -x)}[turn % 360]
