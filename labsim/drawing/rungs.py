"""Ladder rungs as pictures: one SVG a rung, drawn once, live by numbers.

`draw_routine(program)` gives a `Ladder`; `show(program)` at the end of a cell shows it. Elements
bear the number of `Rung.ops()`, counted on through the routine, as `data-el`; wires bear the number
of what feeds them (`data-w` an element, `data-x` a net), live values `data-v`, bits at the side of
boxes `data-q`. Classes "true", "on" and "forced" are all that changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from labsim.drawing.rung_blocks import Places
from labsim.drawing.rung_boxes import block
from labsim.drawing.rung_layout import Feed, Leaf, Line, Paper, measure, place
from labsim.drawing.rung_symbols import symbol
from labsim.drawing.rung_words import sentence
from labsim.plc.program import Op, Program, Routine, Rung

__all__ = ["Drawn", "Ladder", "draw_routine"]

PAGE = 800.0  # px from rail to rail; a longer rung goes on in the next row
RAIL, MARGIN, ROWS = 5.0, 6.0, 16.0  # px: place of the left rail, edge of the paper, between rows


@dataclass(frozen=True)
class Drawn:
    """One rung: its picture, its size in px, what it says, and which numbers are its own."""

    number: int
    svg: str  # what stands between <svg> and </svg>
    width: float
    height: float
    words: str
    comment: str
    label: str
    elements: range
    rail: int  # the net of its left rail


@dataclass
class Ladder:
    """A routine drawn, and what its numbers mean."""

    program: Program
    routine: str
    dialect: str
    rungs: list[Drawn] = field(default_factory=list)
    elements: list[Op] = field(default_factory=list)
    rung_of: list[int] = field(default_factory=list)  # of each element
    ahead: list[Feed] = field(default_factory=list)  # what feeds each element
    joints: list[list[Feed]] = field(default_factory=list)  # of each net; a rail has none
    places: Places = field(default_factory=Places)
    shown: list[tuple[range, range]] = field(
        default_factory=list
    )  # values and legs of each element

    @property
    def bits(self) -> int:
        """How many bits tell its state: elements, nets, legs."""
        return len(self.elements) + len(self.joints) + len(self.places.legs)


def draw_routine(
    program: Program, routine: str = "", dialect: str = "", body: Routine | None = None
) -> Ladder:
    """Draw a routine of a program, by name, or the main one; `body` is one that is not in it.

    `dialect` "iec" or "ab" chooses the shapes; left out, the program's own.
    """
    found = body or program.routine(routine or program.main or next(iter(program.routines), ""))
    ladder = Ladder(program, found.name, dialect or program.dialect)
    for number, rung in enumerate(found.rungs):
        ladder.rungs.append(_rung(ladder, rung, number))
    return ladder


def _rung(ladder: Ladder, rung: Rung, number: int) -> Drawn:
    first = len(ladder.elements)
    rail = _net(ladder)
    numbers = count(first)

    def make(op: Op, trees: dict[str, Line]) -> Leaf:
        values, legs = ladder.places.values, ladder.places.legs
        before = len(values), len(legs)
        glyph = symbol(op, ladder.program, ladder.dialect)
        glyph = glyph or block(op, ladder.program, ladder.dialect, ladder.places, trees)
        ladder.shown.append((range(before[0], len(values)), range(before[1], len(legs))))
        ladder.elements.append(op)
        ladder.rung_of.append(number)
        return Leaf(op, next(numbers), glyph)

    line = measure(rung.body, make, lambda: _net(ladder))
    paper = Paper()
    width, height = _put(line, paper, ("x", rail))
    for net, feeds in paper.joints.items():
        ladder.joints[net] = feeds
    ladder.ahead += [paper.ahead[n] for n in sorted(paper.ahead)]
    words, own = sentence(rung, number), range(first, len(ladder.elements))
    svg = _svg(paper, width, height, rail)
    return Drawn(number, svg, width, height, words, rung.comment, rung.label, own, rail)


def _net(ladder: Ladder) -> int:
    ladder.joints.append([])
    return len(ladder.joints) - 1


def _put(line: Line, paper: Paper, rail: Feed) -> tuple[float, float]:
    """Lay a rung out in as many rows as it needs; return its size."""
    rows = _rows(line)
    above = 0.0
    width = max([PAGE, *(row.width + 2 * RAIL + 24 for row in rows)])
    right, y, feed, since = width - RAIL, 0.0, rail, RAIL
    for n, row in enumerate(rows):
        y += row.up + 2
        begin = RAIL + (20 if n else 4)
        if n:  # the wire comes back from the end of the row above
            back = y - row.up - ROWS / 2 - 2
            paper.wire(feed, f"M{right - 12:g},{above:g}V{back:g}H{RAIL + 12:g}V{y:g}H{begin:g}")
            since = begin
        last = n == len(rows) - 1
        room = right - begin - 6 if last else 0.0
        feed, since = place(row, paper, begin, y, room, feed, rail)
        paper.run(feed, since, right if last else right - 12, y)
        above, y = y, y + row.down + (0 if last else ROWS)
    return width, y + MARGIN


def _rows(line: Line) -> list[Line]:
    """Break a long rung between its symbols."""
    room, rows = PAGE - 2 * RAIL - 40, [[]]
    for one in line.items:
        if rows[-1] and sum(o.width for o in rows[-1]) + one.width > room:
            rows.append([])
        rows[-1].append(one)
    return [Line(items) for items in rows]


def _svg(paper: Paper, width: float, height: float, rail: int) -> str:
    wires = [
        f'<path data-{kind}="{n}" d="{"".join(paths)}"/>'
        for (kind, n), paths in paper.wires.items()
    ]
    rails = f'<path class="r" d="M{RAIL:g},0V{height:g}M{width - RAIL:g},0V{height:g}"/>'
    return "".join([rails, *wires, *paper.shapes])
