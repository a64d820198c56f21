"""Where symbols stand: columns and rows of the picture become px, and every symbol turns to face
what it is joined to. All ports come to lie on a grid of 16 px.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any, NamedTuple

from labsim.core.circuit import Circuit
from labsim.drawing.fluid_shapes import Anchor, Symbol, spun
from labsim.drawing.fluid_sources import coupled
from labsim.drawing.fluid_symbols import symbol_of, turned
from labsim.drawing.fluid_text import Grid

__all__ = ["GRID", "LETTER", "Box", "Placed", "Tag", "face", "spread"]

GRID = 16.0  # px
CAP = 32.0  # px that a symbol keeps free of the columns beside it, in rows of its own
GAP = 32.0  # px between symbols of a row
ROOM = 80.0  # px between rows before the empty ones are taken out
Box = tuple[float, float, float, float]
LETTER, LINE = 7.4, 13.0  # px, width of a letter of a tag, height of a line
FAR = 1e3


class Tag(NamedTuple):
    """Where the middle height of a tag is, and how it is aligned there."""

    x: float
    y: float
    align: str


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

    def body(self) -> Box:
        """Return what the symbol covers on the sheet: left, top, right, low, y down."""
        left, low, right, top = self.symbol.body
        return self.x + left, self.y - top, self.x + right, self.y - low

    def words(self) -> list[Box]:
        """Return what the tags of other parts cover that are drawn with this one."""
        found = []
        for wx, wy, text, _ in self.plain.words:
            x, y = spun(wx, wy, self.turn, self.flip)
            half = len(text) * LETTER / 2
            found.append((self.x + x - half, self.y - y - 7, self.x + x + half, self.y - y + 7))
        return found

    def tags(self) -> list[Tag]:
        """Return where the tag can go, best place first."""
        left, top, right, low = self.body()
        tall = LINE * len(self.notes)
        middle = (top + low) / 2 - tall / 2
        side = min(right, self.x + 30) if right - self.x > 14 else right
        places = {
            "right": Tag(right + 7, middle, "left"),
            "left": Tag(left - 7, middle, "right"),
            "above": Tag(self.x, top - 12 - tall, "center"),
            "upper right": Tag(max(self.x + 9, side), top - 9 - tall, "left"),
            "upper left": Tag(self.x - 9, top - 9 - tall, "right"),
            "lower right": Tag(self.x + 12, low + 11, "left"),
            "lower left": Tag(self.x - 12, low + 11, "right"),
        }
        order = [self.symbol.label or self._free(), *places]
        found = [places[name] for name in dict.fromkeys(order)]
        known = [Tag(self.x + x, self.y - y - (tall if y > 0 else 0), "center")
                 for x, y in self.plain.tags_at]  # fmt: skip
        return known or found

    def _free(self) -> str:
        sides = {a.side for a in self.symbol.anchors.values()}
        return next((s for s in ("right", "left") if s not in sides), "upper right")

    def tag_box(self, tag: Tag) -> Box:
        """Return what tag and notes cover at a place."""
        wide = max(len(t) for t in (self.part.tag, *self.notes)) * LETTER
        begin = tag.x - {"left": 0.0, "center": wide / 2, "right": wide}[tag.align]
        return begin, tag.y - 7, begin + wide, tag.y + 7 + LINE * len(self.notes)

    def reach(self) -> Box:
        """Return all it takes, ports and tag included: left, top, right, low from its centre."""
        boxes = [self.body(), *self.words(), self.tag_box(self.tags()[0])]
        spots = [self.port(mark)[:2] for mark in self.symbol.anchors]
        boxes += [(x, y, x, y) for x, y in spots]
        lefts, tops, rights, lows = zip(*boxes, strict=True)
        x, y = self.x, self.y
        return min(lefts) - x, min(tops) - y, max(rights) - x, max(lows) - y


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
    placed: list[Placed] = []
    driven: set[str] = set()
    for part in parts:
        row, column = grid.places[part.tag]
        plain = symbol_of(part, circuit.medium)
        drive = getattr(getattr(part, "drive", None), "tag", "")
        if drive in driven:
            plain = coupled(plain)
        driven |= {drive} - {""}
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
            right = max((min(reach[id(p)][2], CAP) for p in before), default=0.0)
            left = max((min(-reach[id(p)][0], CAP) for p in here), default=0.0)
            x = xs[column - 1] + right + left + 16
        for one in here:
            for other in placed:
                if other.row == one.row and other.column < column:
                    least = xs[other.column] + reach[id(other)][2] - reach[id(one)][0] + GAP
                    x = max(x, least)
        xs.append(_up(x))
    return xs


def settle(placed: list[Placed], circuit: Circuit) -> None:
    """Move parts with one port a little aside: over a port they are joined to, clear of others."""
    line_of = {port.name: line.name for line in circuit.lines for port in line.ports}
    for one in placed:
        marks = list(one.symbol.anchors)
        if len(marks) != 1 or one.symbol.anchors[marks[0]].side in ("left", "right"):
            continue
        mine = line_of.get(f"{one.part.tag}:{marks[0]}")
        others = [(x, line_of.get(name) == mine) for x, name in _facing(one, placed)]
        free = [dx for dx in SHIFTS if dx == 0 or _fits(one, dx, placed)]
        one.x += min(free, key=lambda dx, x=one.x: (_odd(x + dx, others), abs(dx), dx))


def _fits(one: Placed, dx: float, placed: list[Placed]) -> bool:
    """Tell whether a part moved aside still keeps clear of the others in its row."""
    left, _, right, _ = one.reach()
    for other in placed:
        if other.row == one.row and other is not one:
            begin, _, end, _ = other.reach()
            apart = other.x + begin - (one.x + dx + right), one.x + dx + left - (other.x + end)
            if max(apart) < GAP / 2:
                return False
    return True


SHIFTS = (0.0, -16.0, 16.0, -32.0, 32.0, -48.0, 48.0)


def _facing(one: Placed, placed: list[Placed]) -> list[tuple[float, str]]:
    """Return the ports of the next symbols above and below in its column that face it."""
    column = [other for other in placed if other.column == one.column and other is not one]
    above = max((o.row for o in column if o.row < one.row), default=None)
    below = min((o.row for o in column if o.row > one.row), default=None)
    return [
        (other.x + spot.x, f"{other.part.tag}:{mark}")
        for other in column
        if other.row in (above, below)
        for mark, spot in other.symbol.anchors.items()
        if spot.side == ("up" if other.row > one.row else "down")
    ]


def _odd(x: float, others: list[tuple[float, bool]]) -> int:
    """Return how badly a place suits: 0 in line with a port of its own line, clear of others."""
    close = sum(abs(at - x) < 30 for at, same in others if not same)
    return 2 * close + (not any(at == x and same for at, same in others))
