"""Badges: the pressure of a line, written where it covers nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labsim.drawing import Drawing
from labsim.ui.streams import Piece, Point

__all__ = ["badge", "figure", "full"]

FAR = 1e4  # px
GLYPH, HIGH = 6.4, 17.0  # px of a figure on the drawing
Box = tuple[float, float, float, float]


def figure(bar: float) -> str:
    """Write a pressure with as many figures as a gauge tells."""
    return f"{bar:.0f} bar" if abs(bar) >= 20 else f"{bar:.1f} bar".replace("-0.0", "0.0")


def badge(cut: Sequence[Piece], bar: float, taken: list[Box]) -> list[list[Any]]:
    """Return the pressure of a line and its place: beside a long piece, clear of what is there."""
    text, size = figure(bar), lambda p: abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1])
    wide = GLYPH * len(text) + 8
    places = [
        place for piece in sorted(cut, key=size, reverse=True) for place in _beside(piece, wide)
    ]
    if not places:
        return []
    boxes = [(x - wide / 2, y - HIGH / 2, x + wide / 2, y + HIGH / 2) for x, y in places]
    best = min(range(len(boxes)), key=lambda n: (sum(_over(boxes[n], t) for t in taken), n))
    taken.append(boxes[best])
    return [[round(places[best][0], 1), round(places[best][1], 1), text]]


def _beside(piece: Piece, wide: float) -> list[Point]:
    """Return places for a badge along a piece: under and over it, right and left of it."""
    (x1, y1), (x2, y2) = piece
    found = []
    for part in (0.5, 0.3, 0.7):
        x, y = x1 + (x2 - x1) * part, y1 + (y2 - y1) * part
        found += (
            [(x, y + HIGH - 2), (x, y - HIGH + 2)]
            if y1 == y2
            else [(x + wide / 2 + 8, y), (x - wide / 2 - 8, y)]
        )
    return found


def _over(one: Box, other: Box) -> float:
    """Return how much two boxes cover each other, in px²."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)


def full(drawing: Drawing) -> list[Box]:
    """Return what a badge should not cover: symbols, ports with their marks, lines."""
    found = [(x - 42.0, y - 26.0, x + 42.0, y + 26.0) for x, y in drawing.parts.values()]
    wide, high = drawing.size
    found += [(-FAR, -FAR, 2.0, FAR), (wide - 2.0, -FAR, FAR, FAR)]  # off the sheet
    found += [(-FAR, -FAR, FAR, 2.0), (-FAR, high - 2.0, FAR, FAR)]
    found += [(s.x - 8.0, s.y - 12.0, s.x + 16.0, s.y + 12.0) for s in drawing.spots]
    for paths in drawing.lines.values():
        for (x1, y1), (x2, y2) in (path[:2] for path in paths):
            found.append((min(x1, x2) - 3, min(y1, y2) - 3, max(x1, x2) + 3, max(y1, y2) + 3))
            found += [_name(x1, y1, x2, y2)]
    return found


def _name(x1: float, y1: float, x2: float, y2: float) -> Box:
    """Return where the name of a line may stand at a piece."""
    if y1 == y2:
        return min(x1, x2) + 4, y1 - 16, min(x1, x2) + 24, y1
    return x1 + 4, (y1 + y2) / 2 - 7, x1 + 20, (y1 + y2) / 2 + 7
