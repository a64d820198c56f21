"""Lines of a circuit: the grid they are routed on, what is in their way, where they end up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from labsim.core.circuit import Circuit, Line
from labsim.core.errors import LabsimError
from labsim.drawing.fluid_place import GRID, Box, Placed
from labsim.drawing.fluid_route import SIDE, Node, Routes, Terminal
from labsim.drawing.fluid_text import Grid, Rail

__all__ = ["NoRoomError", "Paths", "lay_lines"]

PILOTS = ("X", "Y", "L", "10", "12", "14")  # lines to them are dashed
EDGE = 4  # nodes of the grid free at each side of the sheet
CLEAR = 5.0  # px between a symbol and a line that passes
TRIES = 4  # orders of the lines that are tried
Point = tuple[float, float]


class NoRoomError(LabsimError):
    """A line finds no way between its ports."""


@dataclass
class Paths:
    """A line as drawn: straight pieces in px, the dashed ones among them, and its dots."""

    solid: list[tuple[Point, Point]]
    dashed: list[tuple[Point, Point]]
    dots: list[Point]

    def pieces(self) -> list[tuple[Point, Point]]:
        return [*self.solid, *self.dashed]


class _Field:
    """The grid under a sheet: where its origin is, how large it is, and what is on it."""

    def __init__(self, placed: list[Placed], heights: dict[int, float]) -> None:
        self.placed = placed
        boxes = [(one.x, one.y, one.reach()) for one in placed]
        xs = [x + side for x, _, (left, _, right, _) in boxes for side in (left, right)]
        ys = [y + side for _, y, (_, top, _, low) in boxes for side in (top, low)]
        ys += heights.values()
        self.origin = EDGE - floor(min(xs) / GRID), EDGE - floor(min(ys) / GRID)
        right, low = ceil(max(xs) / GRID), ceil(max(ys) / GRID)
        self.size = right + self.origin[0] + EDGE, low + self.origin[1] + EDGE

    def node(self, x: float, y: float) -> Point:
        return x / GRID + self.origin[0], y / GRID + self.origin[1]

    def terminal(self, one: Placed, mark: str) -> Terminal:
        """Return the first node of the grid on the way out of a port."""
        x, y, side = one.port(mark)
        gx, gy = self.node(x, y)
        way = SIDE[side]
        column = {0: ceil(gx - 1e-6), 2: floor(gx + 1e-6)}.get(way, round(gx))
        row = {1: ceil(gy - 1e-6), 3: floor(gy + 1e-6)}.get(way, round(gy))
        return Terminal(f"{one.part.tag}:{mark}", (column, row), way, mark in PILOTS)

    def covered(self) -> set[Node]:
        """Return the nodes under symbols, and between symbols and their ports."""
        boxes = []
        for one in self.placed:
            body = one.body()
            boxes += [body, *one.words()]
            boxes += [_stub(body, one.port(mark)[:2]) for mark in one.symbol.anchors]
        return self._under(boxes)

    def shady(self) -> set[Node]:
        """Return the nodes where tags want to be: lines pass elsewhere if they can."""
        return self._under([one.tag_box(one.tags()[0]) for one in self.placed])

    def _under(self, boxes: list[Box]) -> set[Node]:
        found: set[Node] = set()
        for left, top, right, low in boxes:
            x1, y1 = self.node(left - CLEAR, top - CLEAR)
            x2, y2 = self.node(right + CLEAR, low + CLEAR)
            columns, rows = range(ceil(x1), floor(x2) + 1), range(ceil(y1), floor(y2) + 1)
            found |= {(x, y) for x in columns for y in rows}
        return found


def _stub(body: Box, port: Point) -> Box:
    """Return the strip between a body and a port outside of it."""
    left, top, right, low = body
    x, y = port
    near = min(max(x, left), right), min(max(y, top), low)
    return min(x, near[0]), min(y, near[1]), max(x, near[0]), max(y, near[1])


def lay_lines(
    circuit: Circuit, placed: list[Placed], grid: Grid, heights: dict[int, float]
) -> dict[str, Paths]:
    """Route every line and take out empty rows (which moves the symbols); return the paths.

    Raises NoRoomError naming the line and the port that cannot be reached.
    """
    field = _Field(placed, heights)
    ends = {t.name: t for one in placed for t in
            (field.terminal(one, mark) for mark in one.symbol.anchors)}  # fmt: skip
    order = sorted(circuit.lines, key=lambda one: _size(one, ends))
    for _ in range(TRIES):
        routes = _rails(circuit, field, ends, grid, heights)
        for line in order:
            lost = routes.join(line.name, [ends[p.name] for p in line.ports])
            if lost:  # it goes first in the next try
                order.remove(line)
                order.insert(0, line)
                break
        else:
            routes.trim()
            return _in_px(routes, field, ends)
    raise NoRoomError(
        f"{circuit.title}: no room to draw line {order[0].name} to {', '.join(lost)}; move the "
        "part in the picture, or leave a row or a column between"
    )


def _rails(
    circuit: Circuit,
    field: _Field,
    ends: dict[str, Terminal],
    grid: Grid,
    heights: dict[int, float],
) -> Routes:
    """Return the grid with nothing on it but the rails."""
    owner = {port.name: line.name for line in circuit.lines for port in line.ports}
    kept = {t.node: owner.get(name, f"~{name}") for name, t in ends.items()}
    routes = Routes(field.size, field.covered() - set(kept), kept, field.shady())
    middle = {one.column: round(field.node(one.x, 0)[0]) for one in field.placed}
    for rail in grid.rails:
        row = round(field.node(0, heights[rail.row])[1])
        span = [middle[n] for n in _span(rail, circuit, field.placed, grid)]
        routes.rail(rail.line, row, min(span), max(span))
    return routes


def _span(rail: Rail, circuit: Circuit, placed: list[Placed], grid: Grid) -> list[int]:
    """Return columns a rail reaches: those of all its ports, if it is alone in its row."""
    alone = not any(one.row == rail.row for one in placed)
    alone &= sum(other.row == rail.row or other.line == rail.line for other in grid.rails) == 1
    parts = {port.component for port in circuit.line(rail.line).ports} if alone else set()
    return [rail.first, rail.last, *(one.column for one in placed if one.part in parts)]


def _size(line: Line, ends: dict[str, Terminal]) -> tuple[int, str]:
    xs, ys = zip(*(ends[p.name].node for p in line.ports), strict=True)
    return max(xs) - min(xs) + max(ys) - min(ys), line.name


def _squeezed(routes: Routes, field: _Field) -> list[int]:
    """Return for every row of the grid how many empty rows above it are taken out."""
    held = {a[1] for w in routes.wirings.values() for a, b in w.edges if a[1] == b[1]}
    for one in field.placed:
        _, top, _, low = one.reach()
        first, last = field.node(0, one.y + top)[1], field.node(0, one.y + low)[1]
        held |= set(range(floor(first), ceil(last) + 1))
    gone, count = [], 0
    for row in range(field.size[1]):
        count += row not in held and row - 1 not in held
        gone.append(count)
    return gone


def _in_px(routes: Routes, field: _Field, ends: dict[str, Terminal]) -> dict[str, Paths]:
    gone = _squeezed(routes, field)
    for one in field.placed:
        one.y -= GRID * gone[round(field.node(0, one.y)[1])]
    by_tag = {one.part.tag: one for one in field.placed}

    def at(node: Node) -> Point:
        x, y = node[0] - field.origin[0], node[1] - field.origin[1] - gone[node[1]]
        return x * GRID, y * GRID

    found = {}
    for name, wiring in routes.wirings.items():
        solid = [(at(a), at(b)) for a, b in wiring.edges - wiring.dashed]
        dashed = [(at(a), at(b)) for a, b in wiring.dashed]
        for end in wiring.ends:
            tag, _, mark = end.name.rpartition(":")
            lot = dashed if end.pilot else solid
            lot.append((by_tag[tag].port(mark)[:2], at(end.node)))
        nodes = sorted(wiring.nodes())
        first = [t.node for t in wiring.ends]
        dots = [at(n) for n in nodes if wiring.degree(n) + first.count(n) > 2]
        found[name] = Paths(_cut(_runs(solid), dots), _cut(_runs(dashed), dots), dots)
    return found


def _runs(pieces: list[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """Join pieces that go on straight."""
    lots: dict[tuple[str, float], list[tuple[float, float]]] = {}
    for (x1, y1), (x2, y2) in pieces:
        if abs(x1 - x2) < 0.01 and abs(y1 - y2) > 0.01:
            lots.setdefault(("x", round(x1, 3)), []).append((min(y1, y2), max(y1, y2)))
        elif abs(x1 - x2) > 0.01:
            lots.setdefault(("y", round(y1, 3)), []).append((min(x1, x2), max(x1, x2)))
    found = []
    for (axis, at), spans in sorted(lots.items()):
        joined: list[list[float]] = []
        for low, high in sorted(spans):
            if joined and low <= joined[-1][1] + 0.01:
                joined[-1][1] = max(joined[-1][1], high)
            else:
                joined.append([low, high])
        found += [((at, a), (at, b)) if axis == "x" else ((a, at), (b, at)) for a, b in joined]
    return found


def _cut(runs: list[tuple[Point, Point]], dots: list[Point]) -> list[tuple[Point, Point]]:
    """Cut straight pieces where others join them."""
    found = []
    for a, b in runs:
        inside = [p for p in dots if a < p < b and (a[0] == p[0] == b[0] or a[1] == p[1] == b[1])]
        found += pairwise((a, *sorted(inside), b))
    return found
