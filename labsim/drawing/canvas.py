"""Canvas: collects symbols, wires, words and terminals, and makes one themable SVG of them.

Coordinates are px with y pointing down, as in the SVG; only this file turns y for schemdraw.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import schemdraw
from schemdraw.elements import Element as Shape
from schemdraw.segments import Segment, SegmentCircle, SegmentText

from labsim.core.sheet import Port

__all__ = ["Canvas", "Drawing", "Spot"]

PAPER = "var(--ls-paper, #fff)"
INK = {
    "tag": "currentColor",
    "mark": "var(--ls-mark, #51606f)",
    "wire": "var(--ls-wire, #2f6f9f)",
    "note": "var(--ls-note, #6a7684)",
}
SIZE = {"tag": 12.5, "mark": 10.5, "wire": 9.5, "note": 10.0}
MARGIN = 14.0
WIRE = 1.7  # px
KEPT = 128  # pictures kept, some 40 kB each


@dataclass(frozen=True)
class Spot:
    """A place where a lead can touch: the terminal's address and its viewBox coordinates."""

    address: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """One sheet, drawn: the SVG, where every terminal is, and the sheet in words."""

    title: str
    svg: str
    size: tuple[float, float]
    spots: tuple[Spot, ...]
    alt: str
    parts: dict[str, tuple[float, float]] = field(default_factory=dict)
    lines: dict[str, list[list[tuple[float, float]]]] = field(default_factory=dict)

    @property
    def anchors(self) -> dict[str, tuple[float, float]]:
        """Viewbox coordinates of every terminal drawn, the first place of each."""
        return {s.address: (s.x, s.y) for s in reversed(self.spots)}

    def _repr_svg_(self) -> str:
        return self.svg


class Canvas:
    """Paper, pencil and a list of terminals."""

    def __init__(self) -> None:
        self.shapes: list[tuple[list[Any], float, float, float, bool]] = []
        self.groups: list[tuple[dict[str, Any], list[Any], bool]] = []
        self.paths: dict[str, list[list[tuple[float, float]]]] = {}
        self.runs: dict[tuple[str, float], list[tuple[float, float]]] = {}
        self.spots: list[Spot] = []
        self.parts: dict[str, tuple[float, float]] = {}
        self.box = [0.0, 0.0, 0.0, 0.0]

    @contextmanager
    def group(self, under: bool = False, **data: Any) -> Iterator[None]:
        """Gather what is drawn within in a group of the SVG; `data` become its data- attributes.

        Groups lie over everything else, or under it. `cx` and `cy` are a place on the canvas.
        """
        kept, self.shapes = self.shapes, []
        yield
        self.groups.append((data, self.shapes, under))
        self.shapes = kept

    def reach(self, *points: tuple[float, float], room: float = 4.0) -> None:
        """Make the sheet large enough for these points."""
        for x, y in points:
            left, top, right, low = self.box
            self.box = [min(left, x - room), min(top, y - room)]
            self.box += [max(right, x + room), max(low, y + room)]

    def symbol(
        self, shape: list[Any], x: float, y: float, turn: float = 0, flip: bool = False
    ) -> None:
        """Put a symbol with its centre here; turn in degrees against the clock."""
        self.shapes.append((shape, x, y, turn, flip))
        self.reach((x, y), room=20)

    def line(self, *points: tuple[float, float], wide: float = WIRE, dash: bool = False) -> None:
        """Draw a wire, or a dashed mechanical link. Straight runs are joined when drawn."""
        self.reach(*points)
        if not dash and wide == WIRE:
            for (x1, y1), (x2, y2) in pairwise(points):
                if x1 == x2 or y1 == y2:
                    key = ("x", x1) if x1 == x2 else ("y", y1)
                    ends = sorted((y1, y2) if x1 == x2 else (x1, x2))
                    self.runs.setdefault(key, []).append((ends[0], ends[1]))
                else:
                    self._stroke([(x1, y1), (x2, y2)], wide)
            return
        self._stroke(points, wide, dash)

    def stroke(self, *points: tuple[float, float], wide: float = WIRE, **style: Any) -> None:
        """Draw a line here and now, in the group that is open."""
        self.reach(*points)
        turned = [(x, -y) for x, y in points]
        self.shapes.append(([Segment(turned, lw=wide, **style)], 0, 0, 0, False))

    def _stroke(self, points: Any, wide: float, dash: bool = False) -> None:
        turned = [(x, -y) for x, y in points]
        style = {"ls": "4,3", "color": INK["note"]} if dash else {}
        self.shapes.append(([Segment(turned, lw=1.2 if dash else wide, **style)], 0, 0, 0, False))

    def _join_runs(self) -> None:
        """Draw the straight wires, those that touch end to end as one."""
        for (axis, at), spans in self.runs.items():
            joined: list[list[float]] = []
            for low, high in sorted(spans):
                if joined and low <= joined[-1][1] + 0.1:
                    joined[-1][1] = max(joined[-1][1], high)
                else:
                    joined.append([low, high])
            for low, high in joined:
                ends = [(at, low), (at, high)] if axis == "x" else [(low, at), (high, at)]
                if high > low:
                    self._stroke(ends, WIRE)
        self.runs.clear()

    def dot(self, x: float, y: float) -> None:
        """Draw the dot where wires join."""
        self.shapes.append(
            ([SegmentCircle((x, -y), 3, fill="currentColor", zorder=3)], 0, 0, 0, False)
        )

    def ring(self, x: float, y: float, radius: float) -> None:
        self.shapes.append(([SegmentCircle((x, -y), radius, fill=PAPER, zorder=2)], 0, 0, 0, False))
        self.reach((x, y), room=radius + 2)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        role: str = "tag",
        align: str = "center",
        back: bool = False,
    ) -> None:
        """Write words whose middle height is y, aligned at x; `back` clears the paper behind."""
        style = {"color": INK[role], "fontsize": SIZE[role]}
        style |= {"bgcolor": PAPER} if back else {}
        piece = SegmentText((x, -y), text, align=(align, "center"), zorder=5, **style)
        self.shapes.append(([piece], 0, 0, 0, False))
        wide = 0.62 * SIZE[role] * len(text)
        left = {"left": 0.0, "center": wide / 2, "right": wide}[align]
        self.reach((x - left, y), (x - left + wide, y), room=7)

    def terminal(self, port: Port, x: float, y: float) -> None:
        """Draw a terminal and remember where it is, unless nobody can reach it."""
        ring = SegmentCircle((x, -y), 3.2, fill=PAPER, lw=1.4, zorder=4)
        self.shapes.append(([ring], 0, 0, 0, False))
        self.reach((x, y), room=12)
        if port.mark not in port.component.hidden:
            self.spots.append(Spot(port.name, x, y))

    def finish(self, title: str, alt: str) -> Drawing:
        """Make the drawing; the viewBox starts at 0, 0."""
        self._join_runs()
        dx, dy = MARGIN - self.box[0], MARGIN - self.box[1]
        width = round(self.box[2] - self.box[0] + 2 * MARGIN, 1)
        height = round(self.box[3] - self.box[1] + 2 * MARGIN, 1)
        svg = _picture(pickle.dumps((self.shapes, self.groups, dx, dy, width, height)))
        spots = tuple(Spot(s.address, round(s.x + dx, 2), round(s.y + dy, 2)) for s in self.spots)
        parts = {t: (round(x + dx, 2), round(y + dy, 2)) for t, (x, y) in self.parts.items()}
        lines = {
            name: [[(round(x + dx, 2), round(y + dy, 2)) for x, y in path] for path in paths]
            for name, paths in self.paths.items()
        }
        return Drawing(title, svg, (width, height), spots, alt, parts, lines)


@lru_cache(KEPT)
def _picture(content: bytes) -> str:
    """Return the SVG of pickled shapes and groups; a machine's sheets look the same every time."""
    shapes, groups, dx, dy, width, height = pickle.loads(content)
    tree = _inked(shapes, dx, dy)
    for data, inner, under in groups:
        node = ElementTree.Element("g", _said(data, dx, dy))
        node.extend(_inked(inner, dx, dy))
        tree.insert(0, node) if under else tree.append(node)
    return _clean(tree, width, height)


def _inked(shapes: list[Any], dx: float, dy: float) -> ElementTree.Element:
    """Draw shapes, moved by dx and dy; return the SVG."""
    paper = schemdraw.Drawing(show=False, canvas="svg")
    paper.config(inches_per_unit=1 / 72, lw=WIRE, color="currentColor", font="inherit")
    for shape, x, y, turn, flip in shapes:
        paper.add(_placed(shape, x + dx, -(y + dy), turn, flip))
    return paper.draw(show=False).getsvg()


def _said(data: dict[str, Any], dx: float, dy: float) -> dict[str, str]:
    """Return the data- attributes of a group."""
    moved = {"cx": dx, "cy": dy}
    unseen = {"visibility": "hidden"} if data.get("hide") else {}  # until a figure says where
    return unseen | {
        f"data-{key}": f"{value + moved.get(key, 0.0):g}"
        if isinstance(value, int | float)
        else value
        for key, value in data.items()
    }


def _placed(shape: list[Any], x: float, y: float, turn: float, flip: bool) -> Shape:
    part = Shape()
    part.segments = list(shape)
    part.at((x, y)).theta(turn)
    return part.flip() if flip else part


def _clean(tree: ElementTree.Element, width: float, height: float) -> str:
    """Give the picture its own frame, let the page choose the font, and drop what is default."""
    for name in ("height", "width", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
        tree.attrib.pop(name, None)
    tree.attrib.pop("xmlns:xlink", None)
    tree.set("viewBox", f"0 0 {width:g} {height:g}")
    tree.set("class", "ls-drawing")
    tree.set("font-family", "system-ui, sans-serif")
    for node in tree.iter():
        style = node.attrib.get("style")
        if style:
            node.set(
                "style",
                style.replace("stroke-dasharray:-;", "").replace("currentcolor", "currentColor"),
            )
    return ElementTree.tostring(tree, encoding="unicode").replace("ns0:", "").replace(":ns0", "")
