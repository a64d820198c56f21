"""Words on a circuit: tags and names of lines where nothing else is."""

from __future__ import annotations

from collections.abc import Iterable

from labsim.drawing.fluid_lines import Paths
from labsim.drawing.fluid_place import LETTER, Box, Placed, Tag

__all__ = ["Labels"]

Point = tuple[float, float]
HALF = 3.5  # px, of what a line or a port needs about it
AWAY = 9.0  # px, from a line to the middle of its name


def _meet(one: Box, two: Box) -> float:
    """Return the area that two boxes share."""
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _about(a: Point, b: Point, room: float = HALF) -> Box:
    xs, ys = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return xs[0] - room, ys[0] - room, xs[1] + room, ys[1] + room


class Labels:
    """What is on the sheet already, and the best place for the next word."""

    def __init__(self, placed: list[Placed], lines: dict[str, Paths]) -> None:
        self.taken: list[Box] = []
        for one in placed:
            self.taken += [one.body(), *one.words()]
            for mark in one.symbol.anchors:
                x, y, _ = one.port(mark)
                self.taken.append((x - 6, y - 6, x + 6, y + 6))
        for paths in lines.values():
            self.taken += [_about(a, b) for a, b in paths.pieces()]

    def best(self, boxes: Iterable[Box]) -> int:
        """Return which of the boxes covers least of what is there, the first of equals; take it."""
        lots = list(boxes)
        n = min(range(len(lots)), key=lambda k: (round(self._hit(lots[k])), k))
        self.taken.append(lots[n])
        return n

    def _hit(self, box: Box) -> float:
        return sum(_meet(box, other) for other in self.taken)

    def tag(self, one: Placed) -> Tag:
        """Return where the tag of a part goes."""
        tags = one.tags()
        return tags[self.best(one.tag_box(tag) for tag in tags)]

    def name(self, text: str, paths: Paths) -> Tag:
        """Return where the name of a line goes: beside one of its longer pieces."""
        pieces = paths.solid or paths.dashed
        far = lambda p: abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1])  # noqa: E731
        order = sorted(pieces, key=lambda p: (-far(p), p))
        tags = [tag for piece in order for tag in _beside(*piece)]
        half = LETTER * len(text) / 2 - 1
        return tags[self.best(_box(tag, half) for tag in tags)]


def _box(tag: Tag, half: float) -> Box:
    left = {"left": tag.x, "center": tag.x - half, "right": tag.x - 2 * half}[tag.align]
    return left, tag.y - 5, left + 2 * half, tag.y + 5


def _beside(a: Point, b: Point) -> list[Tag]:
    """Return places along a piece, middle first, on either side."""
    found = []
    for share in (0.5, 0.25, 0.75, 0.1, 0.9):
        x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        if a[1] == b[1]:
            found += [Tag(x, y - AWAY, "center"), Tag(x, y + AWAY, "center")]
        else:
            found += [Tag(x + AWAY - 2, y, "left"), Tag(x - AWAY + 2, y, "right")]
    return found
