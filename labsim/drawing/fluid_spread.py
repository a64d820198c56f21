"""Columns and rows of the picture become px; all ports come to lie on a grid of 16 px."""

from __future__ import annotations

from math import ceil

from labsim.core.circuit import Circuit
from labsim.drawing.fluid_place import GRID, Placed
from labsim.drawing.fluid_text import Grid

__all__ = ["settle", "spread"]

CAP = 32.0  # px that a symbol keeps free of the columns beside it, in rows of its own
GAP = 32.0  # px between symbols of a row
ROOM = 80.0  # px between rows before the empty ones are taken out


def _up(value: float) -> float:
    return ceil(value / GRID - 1e-9) * GRID


def spread(placed: list[Placed], grid: Grid, room: float = 1.0) -> dict[int, float]:
    """Give every symbol its place in px; return the height of every row.

    `room` is the share of the usual distances to leave.
    """
    xs = _columns(placed, grid, room)
    ys: dict[int, float] = {}
    last = 0.0
    for row in range(grid.rows):
        tall = [p.reach() for p in placed if p.row == row]
        above = -min((r[1] for r in tall), default=0.0)
        ys[row] = _up(last + ROOM * room + above)
        last = ys[row] + max((r[3] for r in tall), default=0.0)
    for one in placed:
        one.x, one.y = xs[one.column], ys[one.row]
    return ys


def _columns(placed: list[Placed], grid: Grid, room: float) -> list[float]:
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
            x = xs[column - 1] + right + left + 16 * room
        for one in here:
            for other in placed:
                if other.row == one.row and other.column < column:
                    least = xs[other.column] + reach[id(other)][2] - reach[id(one)][0] + GAP * room
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
