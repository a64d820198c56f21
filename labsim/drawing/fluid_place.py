"""Where symbols stand: columns and rows of the picture become px, and every symbol turns to face
what it is joined to. All ports come to lie on a grid of 16 px.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

from labsim.core.circuit import Circuit
from labsim.drawing.fluid_shapes import Anchor, Symbol, spun
from labsim.drawing.fluid_symbols import symbol_of, turned
from labsim.drawing.fluid_text import Grid

__all__ = ["GRID", "Placed", "face", "spread"]

GRID = 16.0  # px
GAP = 40.0  # px between symbols of a row
ROOM = 80.0  # px between rows before the empty ones are taken out
LETTER, LINE = 7.4, 13.0  # px, width of a letter of a tag, height of a line
FAR = 1e3


@dataclass
class Placed:
    """A part on the sheet: its symbol as it stands, how it is turned, and its centre in px."""

    part: Any
    plain: Symbol
    symbol: Symbol
    turn: int
    flip: bool
    row: int
    column: int
    notes: tuple[str, ...] = ()
    x: float = 0.0
    y: float = 0.0

    def port(self, mark: str) -> tuple[float, float, str]:
        """Return where a port is, y down, and the side its line leaves to."""
        spot = self.symbol.anchors[mark]
        return self.x + spot.x, self.y - spot.y, spot.side

    def label(self) -> tuple[float, float, str]:
        """Return where the tag goes from the centre, y down, and how it is aligned."""
        left, low, right, top = self.symbol.body
        where = self.symbol.label or self._free()
        if self.symbol.tag_at is not None:
            x, y = self.symbol.tag_at
            return x, -y - LINE * len(self.notes), "center"
        if where == "right":
            return right + 7, -(top + low) / 2 - LINE / 2 * len(self.notes), "left"
        if where == "left":
            return left - 7, -(top + low) / 2 - LINE / 2 * len(self.notes), "right"
        if where == "upper right":
            return max(9.0, min(right, 30.0)), -top - 9 - LINE * len(self.notes), "left"
        if where == "below":
            return 0.0, -low + 12, "center"
        return 0.0, -top - 12 - LINE * len(self.notes), "center"

    def _free(self) -> str:
        sides = {a.side for a in self.symbol.anchors.values()}
        return next((s for s in ("right", "left") if s not in sides), "upper right")

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """Return what body and tags cover: left, top, right, low, in px on the sheet."""
        left, low, right, top = self.symbol.body
        covered = [(left, -top, right, -low)]
        x, y, align = self.label()
        texts = (self.part.tag, *self.notes)
        wide = max(len(t) for t in texts) * LETTER
        begin = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        covered.append((begin, y - 7, begin + wide, y + 7 + LINE * len(self.notes)))
        for wx, wy, text, how in self.symbol.words:
            half = len(text) * LETTER / 2
            at = wx - (0 if how == "left" else half)
            covered.append((at, -wy - 7, at + 2 * half, -wy + 7))
        return [(self.x + a, self.y + b, self.x + c, self.y + d) for a, b, c, d in covered]

    def reach(self) -> tuple[float, float, float, float]:
        """Return all it takes, ports included: left, top, right, low from its centre."""
        boxes = [(a - self.x, b - self.y, c - self.x, d - self.y) for a, b, c, d in self.boxes()]
        spots = [(a.x, -a.y, a.x, -a.y) for a in self.symbol.anchors.values()]
        lefts, tops, rights, lows = zip(*boxes, *spots, strict=True)
        return min(lefts), min(tops), max(rights), max(lows)


WAY = {"right": (1, 0), "up": (0, 1), "left": (-1, 0), "down": (0, -1)}


def _points(plain: Symbol, turn: int, flip: bool, way: str) -> bool:
    """Tell whether a symbol turned so points this way: rod out, or first port to second."""
    spots = list(plain.anchors.values())
    if plain.moves and plain.moves[0].what == "travel":
        dx, dy = plain.moves[0].data["dx"], plain.moves[0].data["dy"]
    elif len(spots) > 1:
        dx, dy = spots[1].x - spots[0].x, spots[1].y - spots[0].y
    else:
        dx, dy = WAY[spots[0].side]
    dx, dy = spun(dx, dy, turn, flip)
    return dx * WAY[way][0] + dy * WAY[way][1] > 0.5 * (abs(dx) + abs(dy))


def face(circuit: Circuit, parts: list[Any], grid: Grid, notes: dict[str, tuple]) -> list[Placed]:
    """Turn every symbol so that its lines are short; a way said in the picture is kept."""
    placed = []
    for part in parts:
        row, column = grid.places[part.tag]
        plain = symbol_of(part, circuit.medium)
        said = notes.get(part.tag, ())
        placed.append(Placed(part, plain, plain, 0, False, row, column, said))
    by_tag = {p.part.tag: p for p in placed}
    for _ in range(2):
        for one in placed:
            _turn(one, by_tag, circuit, grid)
    return placed


def _turn(one: Placed, by_tag: dict[str, Placed], circuit: Circuit, grid: Grid) -> None:
    choices = []
    for n, (turn, flip) in enumerate(one.plain.turns):
        symbol = turned(one.plain, turn, flip)
        way = grid.ways.get(one.part.tag)
        wrong = FAR if way and not _points(one.plain, turn, flip, way) else 0.0
        length = sum(
            _length(one, anchor, mark, by_tag, circuit, grid)
            for mark, anchor in symbol.anchors.items()
        )
        choices.append((wrong + length + 6 * n, n, symbol, turn, flip))
    _, _, one.symbol, one.turn, one.flip = min(choices, key=lambda c: c[:2])


def _length(
    one: Placed, anchor: Anchor, mark: str, by_tag: dict[str, Placed], circuit: Circuit, grid: Grid
) -> float:
    """Guess how long the line of a port gets, in px: to its rail, else to a neighbour."""
    x, y = one.column * 120 + anchor.x, one.row * 110 - anchor.y
    goals = []
    for line in circuit.lines:
        marks = [p for p in line.ports if p.component is one.part and p.mark == mark]
        if not marks:
            continue
        goals += [(x, rail.row * 110.0) for rail in grid.rails if rail.line == line.name]
        for port in line.ports if not goals else ():
            other = by_tag.get(port.component.tag)
            if other is not None and other is not one:
                spot = other.symbol.anchors[port.mark]
                goals.append((other.column * 120 + spot.x, other.row * 110 - spot.y))
    if not goals:
        return 0.0
    dx, dy = WAY[anchor.side]
    costs = []
    for gx, gy in goals:
        ahead = (gx - x) * dx - (gy - y) * dy
        costs.append(abs(gx - x) + abs(gy - y) + (0 if ahead > 0 else 60))
    return min(costs)


def _up(value: float) -> float:
    return ceil(value / GRID - 1e-9) * GRID


def spread(placed: list[Placed], grid: Grid) -> dict[int, float]:
    """Give every symbol its place in px; return the height of every row that is a rail."""
    xs = _columns(placed, grid)
    ys: dict[int, float] = {}
    last = 0.0
    for row in range(grid.rows):
        tall = [p.reach() for p in placed if p.row == row]
        above = -min((r[1] for r in tall), default=0.0)
        ys[row] = _up(last + ROOM + above)
        last = ys[row] + max((r[3] for r in tall), default=0.0)
    for one in placed:
        one.x, one.y = xs[one.column], ys[one.row]
    return ys


def _columns(placed: list[Placed], grid: Grid) -> list[float]:
    """Return the middle of every column: no two symbols of a row meet, lines pass between."""
    xs: list[float] = []
    reach = {id(p): p.reach() for p in placed}
    for column in range(grid.columns):
        here = [p for p in placed if p.column == column]
        x = 0.0
        if column:
            before = [p for p in placed if p.column == column - 1]
            right = max((min(reach[id(p)][2], 64.0) for p in before), default=0.0)
            left = max((min(-reach[id(p)][0], 64.0) for p in here), default=0.0)
            x = xs[column - 1] + right + left + 16
        for one in here:
            for other in placed:
                if other.row == one.row and other.column < column:
                    least = xs[other.column] + reach[id(other)][2] - reach[id(one)][0] + GAP
                    x = max(x, least)
        xs.append(_up(x))
    return xs
