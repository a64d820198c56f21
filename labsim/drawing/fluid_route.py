"""Lines between ports: right angles on a grid, short, few bends, few crossings, never through a
symbol, never two lines on one another.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Routes", "Terminal", "Wiring"]

GRID = 16.0
BEND, CROSS, ASIDE = (
    30.0,
    40.0,
    200.0,
)  # px of detour worth a bend, a crossing, a joint off the rail
WAYS = ((1, 0), (0, 1), (-1, 0), (0, -1))
SIDE = {"right": 0, "down": 1, "left": 2, "up": 3}
Node = tuple[int, int]
Edge = tuple[Node, Node]
State = tuple[Node, int]  # a node and the way a line came to it
LANDED = -1
TIGHT = 40.0  # px of detour worth a joint right at a port
SHADE = 12.0  # px of detour worth a step over a tag


def edge(a: Node, b: Node) -> Edge:
    return (a, b) if a < b else (b, a)


@dataclass(frozen=True)
class Terminal:
    """Where a line ends: the first node of the grid before a port, and the way out of the port."""

    name: str
    node: Node
    way: int
    pilot: bool = False


@dataclass
class Wiring:
    """The tree of one line: its edges, those that are dashed, its terminals that are reached."""

    name: str
    edges: set[Edge] = field(default_factory=set)
    dashed: set[Edge] = field(default_factory=set)
    ends: list[Terminal] = field(default_factory=list)
    level: int | None = None  # the row of its rail

    def nodes(self) -> set[Node]:
        return {n for e in self.edges for n in e} | {t.node for t in self.ends}

    def degree(self, node: Node) -> int:
        return sum(edge(node, _step(node, w)) in self.edges for w in range(4))


def _step(node: Node, way: int) -> Node:
    return node[0] + WAYS[way][0], node[1] + WAYS[way][1]


class Routes:
    """All lines of a sheet on a grid of `size` columns and rows.

    `blocked` nodes lie in symbols, `shady` ones where a tag wants to be, `kept` ones before a port.
    """

    def __init__(
        self, size: Node, blocked: set[Node], kept: dict[Node, str], shady: set[Node]
    ) -> None:
        self.size, self.blocked, self.kept, self.shady = size, blocked, kept, shady
        self.owner: dict[Edge, str] = {}
        self.flat: dict[Node, dict[str, int]] = {}  # node -> line -> bits: 1 along x, 2 along y
        self.wirings: dict[str, Wiring] = {}

    def rail(self, name: str, row: int, first: int, last: int) -> None:
        """Lay the rail of a line."""
        wiring = self.wirings.setdefault(name, Wiring(name))
        wiring.level = row
        for x in range(first, last):
            self._own(wiring, (x, row), (x + 1, row), False)

    def _own(self, wiring: Wiring, a: Node, b: Node, dashed: bool) -> None:
        key = edge(a, b)
        self.owner[key] = wiring.name
        wiring.edges.add(key)
        if dashed:
            wiring.dashed.add(key)
        bit = 1 if a[1] == b[1] else 2
        for node in (a, b):
            lines = self.flat.setdefault(node, {})
            lines[wiring.name] = lines.get(wiring.name, 0) | bit

    def join(self, name: str, ends: Iterable[Terminal]) -> list[str]:
        """Join the ends of a line, nearest first, pilots last; return the names not reached."""
        wiring = self.wirings.setdefault(name, Wiring(name))
        waiting, lost = sorted(ends, key=lambda t: t.name), []
        if not wiring.edges and waiting:
            first = next((t for t in waiting if not t.pilot), waiting[0])
            waiting.remove(first)
            wiring.ends.append(first)
        while waiting:
            tree = wiring.nodes()
            near = min(waiting, key=lambda t: (t.pilot, _far(t.node, tree), t.name))
            waiting.remove(near)
            path = self._path(near, wiring, tree)
            if path is None:
                lost.append(near.name)
                continue
            for a, b in pairwise(path):
                self._own(wiring, a, b, near.pilot)
            wiring.ends.append(near)
        return lost

    def _path(self, start: Terminal, wiring: Wiring, tree: set[Node]) -> list[Node] | None:
        """Find the cheapest way from a port to what is drawn of its line."""
        arrive = {t.node: (t.way + 2) % 4 for t in wiring.ends}
        xs, ys = [n[0] for n in tree], [n[1] for n in tree]
        box = min(xs), max(xs), min(ys), max(ys)
        first = (start.node, start.way)
        best, back = {first: 0.0}, {}
        heap = [(_guess(start.node, box), 0.0, first)]
        while heap:
            _, cost, state = heapq.heappop(heap)
            if state[1] == LANDED:
                return _trace(back, state)[:-1]
            if cost > best[state]:
                continue
            for price, new in self._next(state, wiring, tree, arrive):
                tight = state == first and new[1] not in (start.way, LANDED)  # a bend at the port
                total = cost + price + (TIGHT if tight else 0.0)
                if total < best.get(new, 1e18) - 1e-9:
                    best[new], back[new] = total, state
                    ahead = 0.0 if new[1] == LANDED else _guess(new[0], box)
                    heapq.heappush(heap, (total + ahead, total, new))
        return None

    def _next(
        self, state: State, wiring: Wiring, tree: set[Node], arrive: dict[Node, int]
    ) -> Iterator[tuple[float, State]]:
        """Yield where a line may go on to from here, and what it costs; landing is one of them."""
        node, way = state
        if node in tree:  # it never crosses itself
            if not self._lands(node, way, wiring, arrive):
                return
            aside = wiring.level is not None and node[1] != wiring.level
            tight = node in arrive and wiring.degree(node) > 0  # a joint right at a port
            yield (ASIDE if aside else 0.0) + (TIGHT if tight else 0.0), (node, LANDED)
            return
        for turn in (way, (way + 1) % 4, (way + 3) % 4):
            price = self._price(node, way, turn, wiring)
            if price is not None:
                yield price, (_step(node, turn), turn)

    def _lands(self, node: Node, way: int, wiring: Wiring, arrive: dict[Node, int]) -> bool:
        """Tell whether a line may end here: at a port from its side, else anywhere on the line."""
        if node in arrive and wiring.degree(node) == 0:
            return way == arrive[node]
        return wiring.degree(node) < 3 or node not in arrive

    def _price(self, node: Node, way: int, turn: int, wiring: Wiring) -> float | None:
        """Return what a step costs, or None where a line cannot go."""
        new = _step(node, turn)
        inside = 0 <= new[0] < self.size[0] and 0 <= new[1] < self.size[1]
        if not inside or edge(node, new) in self.owner or new in self.blocked:
            return None
        if self.kept.get(new, wiring.name) != wiring.name:
            return None
        bit = 1 if turn % 2 == 0 else 2
        here, ahead = self._others(node, wiring), self._others(new, wiring)
        if here and (turn != way or any(bits & bit for bits in here)):
            return None
        if any(bits & bit for bits in ahead):
            return None
        along = GRID * (0.8 if wiring.level == new[1] == node[1] else 1.0)
        along += SHADE if new in self.shady else 0.0
        return along + CROSS * len(ahead) + (BEND if turn != way else 0.0)

    def _others(self, node: Node, wiring: Wiring) -> list[int]:
        """Return how other lines lie on a node."""
        return [bits for name, bits in self.flat.get(node, {}).items() if name != wiring.name]

    def trim(self) -> None:
        """Take off ends of rails that lead nowhere."""
        for wiring in self.wirings.values():
            ends = {t.node for t in wiring.ends}
            loose = True
            while loose:
                loose = [e for e in wiring.edges for n in e if n not in ends
                         and wiring.degree(n) == 1]  # fmt: skip
                wiring.edges -= set(loose)


def _far(node: Node, tree: set[Node]) -> int:
    return min((abs(node[0] - x) + abs(node[1] - y) for x, y in tree), default=0)


def _guess(node: Node, box: tuple[int, int, int, int]) -> float:
    """Return the least a way from a node to a box can cost."""
    dx = max(box[0] - node[0], node[0] - box[1], 0)
    dy = max(box[2] - node[1], node[1] - box[3], 0)
    return 0.8 * GRID * (dx + dy)


def _trace(back: dict[State, State], state: State) -> list[Node]:
    path = [state[0]]
    while state in back:
        state = back[state]
        path.append(state[0])
    return path[::-1]
