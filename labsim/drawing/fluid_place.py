"""A symbol on its sheet: where it stands, how it is turned, what it covers, where its tag goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from labsim.core.circuit import Circuit
from labsim.core.errors import LabsimError
from labsim.drawing.fluid_shapes import Anchor, Symbol, spun
from labsim.drawing.fluid_sources import coupled
from labsim.drawing.fluid_symbols import symbol_of, turned
from labsim.drawing.fluid_text import Grid

__all__ = ["GRID", "LETTER", "Box", "Placed", "Tag", "face"]

GRID = 16.0  # px
Box = tuple[float, float, float, float]
LETTER, LINE = 7.4, 13.0  # px, width of a letter of a tag, height of a line


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
    """Turn a symbol so that its lines are short, or the way that is said."""
    way, turns = grid.ways.get(one.part.tag), list(one.plain.turns)
    if way:
        turns = [turn for turn in turns if _points(one.plain, *turn, way)]
    if not turns:
        can = [w for w in WAY if any(_points(one.plain, *turn, w) for turn in one.plain.turns)]
        raise LabsimError(
            f"{circuit.title}: {one.part.tag} cannot point {way}, as the picture says; its symbol "
            f"points {' or '.join(can)}"
        )
    choices = []
    for n, (turn, flip) in enumerate(turns):
        symbol = turned(one.plain, turn, flip)
        length = sum(
            _length(one, anchor, mark, by_tag, circuit, grid)
            for mark, anchor in symbol.anchors.items()
        )
        choices.append((length + 6 * n, n, symbol, turn, flip))
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
