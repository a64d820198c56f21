"""Where everything of a rung lies: the tree is measured first, then put on paper.

All in px, the line of power of a row at y = 0. Every wire belongs to what feeds it: to an element
of the rung (its number), or to a net: the left rail, or the joint behind parallel branches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from labsim.drawing.rung_symbols import Glyph, is_output
from labsim.drawing.rung_text import trees
from labsim.plc.program import Node, Op, Series

__all__ = ["Feed", "Fork", "Leaf", "Line", "Paper", "measure", "place"]

JOINT, BETWEEN, END = 9.0, 8.0, 8.0  # px: beside a fork, between branches, behind the last symbol
Feed = tuple[str, int]  # ("w", element) or ("x", net)


@dataclass
class Leaf:
    """An instruction on its place."""

    op: Op
    number: int
    glyph: Glyph

    width = property(lambda self: self.glyph.width)
    up = property(lambda self: self.glyph.up)
    down = property(lambda self: self.glyph.down)
    ends = property(lambda self: is_output(self.op))


@dataclass
class Line:
    """One after the other."""

    items: list[Any]
    width: float = 0.0
    up: float = 12.0
    down: float = 10.0

    def __post_init__(self) -> None:
        self.width = sum(one.width for one in self.items)
        self.up = max([self.up, *(one.up for one in self.items)])
        self.down = max([self.down, *(one.down for one in self.items)])

    @property
    def ends(self) -> bool:
        """Whether everything on it belongs at the right rail."""
        return bool(self.items) and all(one.ends for one in self.items)

    def tail(self) -> int:
        """Return where the outputs at its end begin."""
        at = len(self.items)
        while at and self.items[at - 1].ends:
            at -= 1
        return at


@dataclass
class Fork:
    """Branches beside each other."""

    branches: list[Line]
    net: int
    width: float = 0.0
    up: float = 0.0
    down: float = 0.0
    rows: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.width = max(line.width for line in self.branches) + 2 * JOINT
        self.up, y = self.branches[0].up, 0.0
        self.rows = [0.0]
        for above, line in zip(self.branches, self.branches[1:], strict=False):
            y += above.down + BETWEEN + line.up
            self.rows.append(y)
        self.down = y + self.branches[-1].down

    @property
    def ends(self) -> bool:
        """Whether its branches hold outputs, and nothing goes on behind them."""
        return any(line.items and line.items[-1].ends for line in self.branches)


@dataclass
class Paper:
    """What is drawn: symbols by element, and paths of wires by what feeds them."""

    shapes: list[str] = field(default_factory=list)
    wires: dict[Feed, list[str]] = field(default_factory=dict)
    ahead: dict[int, Feed] = field(default_factory=dict)  # element: what feeds it
    joints: dict[int, list[Feed]] = field(default_factory=dict)  # net: what may feed it

    def wire(self, feed: Feed, path: str) -> None:
        """Add a piece of wire."""
        self.wires.setdefault(feed, []).append(path)

    def run(self, feed: Feed, x: float, to: float, y: float) -> None:
        """Add a level piece of wire."""
        if to - x > 0.05:
            self.wire(feed, f"M{_n(x)},{_n(y)}H{_n(to)}")

    def put(self, leaf: Leaf, x: float, y: float) -> None:
        """Put the symbol of an element here."""
        at = f"{_n(x + leaf.glyph.middle)},{_n(y)}"
        self.shapes.append(
            f'<g data-el="{leaf.number}" transform="translate({at})">{leaf.glyph.svg}</g>'
        )


def _n(value: float) -> str:
    return f"{round(value, 1):g}"


def measure(node: Node, make: Callable[[Op, dict[str, Line]], Leaf], net: Callable[[], int]) -> Any:
    """Measure a tree; `make` draws an instruction, `net` gives the next number of a net."""
    if isinstance(node, Op):
        return make(node, {p: _line(measure(t, make, net)) for p, t in trees(node).items()})
    if isinstance(node, Series):
        found = [measure(one, make, net) for one in node.items]
        return Line([one for part in found for one in _items(part)])
    return Fork([_line(measure(one, make, net)) for one in node.branches], net())


def _items(found: Any) -> list[Any]:
    """Return what lies on a line: a line in a line is no more than its parts."""
    return found.items if isinstance(found, Line) else [found]


def _line(found: Any) -> Line:
    return found if isinstance(found, Line) else Line([found])


def place(line: Line, paper: Paper, x: float, y: float, width: float, feed: Feed, rail: Feed):
    """Put a line on paper; return what feeds its end, and where the wire to it begins."""
    tail, since = line.tail(), x
    for n, one in enumerate(line.items):
        room = one.width
        if n == tail and width > line.width:
            wider = isinstance(one, Fork) and not all(row.ends for row in one.branches)
            x, room = (x, room + width - line.width) if wider else (x + width - line.width, room)
        if isinstance(one, Leaf):
            feed, since = _leaf(one, paper, x, y, since, feed, rail)
        else:
            feed, since = _fork(one, paper, x, y, room, since, feed, rail)
        x += room
    return feed, since


def _leaf(
    leaf: Leaf, paper: Paper, x: float, y: float, since: float, feed: Feed, rail: Feed
) -> tuple[Feed, float]:
    glyph = leaf.glyph
    paper.ahead[leaf.number] = feed
    paper.run(feed, since, x + glyph.left, y)
    for line, low in glyph.pins:
        own, begun = place(line, paper, x + 6, y + low, 0.0, rail, rail)
        paper.run(own, begun, x + glyph.left, y + low)
        paper.wire(rail, f"M{_n(x + 6)},{_n(y + low - 8)}v16")
    paper.put(leaf, x, y)
    return ("w", leaf.number), x + glyph.right


def _fork(
    fork: Fork, paper: Paper, x: float, y: float, width: float, since: float, feed: Feed, rail: Feed
) -> tuple[Feed, float]:
    net: Feed = ("x", fork.net)
    left, right = x + JOINT, x + width - JOINT
    paper.run(feed, since, left, y)
    low = y + fork.rows[-1]
    paper.wire(feed, f"M{_n(left)},{_n(y)}V{_n(low)}")
    paper.wire(net, f"M{_n(right)},{_n(y)}V{_n(low)}")
    for line, row in zip(fork.branches, fork.rows, strict=True):
        own, begun = place(line, paper, left, y + row, right - left, feed, rail)
        paper.run(own, begun, right, y + row)
        paper.joints.setdefault(fork.net, []).append(own)
    return net, right
