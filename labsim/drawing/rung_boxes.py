"""Boxes of a ladder, drawn.

Rockwell's box has its operands inside, a line each, the live value under the name, and legs (EN),
(DN) at its right. A box of IEC 61131-3 has pins by name, and what is connected stands outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Any

from labsim.drawing.rung_blocks import Places, Row, apart, is_tree, legs, rows, title
from labsim.drawing.rung_symbols import Glyph
from labsim.drawing.rung_text import operand, shorten, wide
from labsim.plc.instructions import find, known
from labsim.plc.program import Literal, Op, Program

__all__ = ["block"]

STEP, HEAD, SMALL = 15.0, 34.0, 11.0  # px: a line of a box, its head, small words
PIN, ROOM = 27.0, 170.0  # px: from pin to pin, the longest operand


def block(op: Op, program: Program, dialect: str, places: Places, trees: dict[str, Any]) -> Glyph:
    """Return a block, measured; `trees` are the lines of power to pins of their own, measured."""
    if dialect == "ab":
        return _rockwell(op, rows(op, program, "ab"), places)
    return _standard(op, rows(op, program, "iec"), places, trees)


def _rockwell(op: Op, found: list[Row], places: Places) -> Glyph:
    """Draw Rockwell's box: head, a line for each operand, its value under it, legs at the right."""
    head, words = title(op, "ab")
    needs = [wide(apart(r.name), SMALL) + wide(_text(r), SMALL) + 26 for r in found]
    width = ceil(max([96.0, wide(head) + 20, wide(words, 10.5) + 16, *needs]))
    svg, y = "", HEAD - 16
    for row in found:
        drawn, y = _written(row, width, y, places)
        svg += drawn
    down = max(y - STEP + 8, 14.0)
    top = f'<rect x="0" y="-16" width="{width:g}" height="{down + 16:g}" rx="2"/>'
    top += f'<text x="{width / 2:g}" y="-20" class="b">{escape(head)}</text>'
    top += f'<text x="{width / 2:g}" y="1" class="d">{escape(words)}</text>' if words else ""
    sides, wing = _wing(op, width, places)
    return Glyph(width + wing + 22, 36, down, 11, 11, width + 11 + wing, top + svg + sides)


def _text(row: Row) -> str:
    """Return what is written at a leg; a setting shows what the memory holds instead."""
    if row.way == "setting" and row.live is not None:
        return "0000"
    return shorten(operand(row.given), ROOM, SMALL) if row.given is not None else "?"


def _written(row: Row, width: float, y: float, places: Places) -> tuple[str, float]:
    """Write a line of a box; return it, and where the next one goes."""
    right, live = width - 8, row.live
    svg = f'<text x="8" y="{y:g}" class="l d">{escape(apart(row.name))}</text>'
    if row.way == "setting" and live is not None:
        return svg + places.value(live, right, y), y + STEP
    svg += f'<text x="{right:g}" y="{y:g}" class="n q">{escape(_text(row))}</text>'
    if live is None:
        return svg, y + STEP
    return svg + places.value(live, right, y + STEP - 2), y + 2 * STEP - 2


def _wing(op: Op, width: float, places: Places) -> tuple[str, float]:
    """Return the legs at the right of a box, and how much room they take."""
    found = legs(op)
    if not found:
        return "", 0.0
    room = ceil(max(wide(f"({name})", 10.5) for name, _ in found)) + 14
    drawn = []
    for n, (name, path) in enumerate(found):
        kind, far = ("w", 10.0) if n else ("w t", room)  # power goes on behind the first leg
        drawn.append(f'<path class="{kind}" d="M{width:g},{24 * n}h{far:g}"/>')
        drawn.append(places.leg(path, name, width + 11, 24 * n + (-4 if n == 0 else 4)))
    return "".join(drawn), room


def _standard(op: Op, found: list[Row], places: Places, trees: dict[str, Any]) -> Glyph:
    """Draw a box of IEC 61131-3: power at the first pins, the rest below, operands outside."""
    memory = next((operand(r.given) for r in found if r.way == "memory"), "")
    ins = [r for r in found if r.way in ("in", "inout", "name")]
    outs = [r for r in found if r.way == "out"]
    trees = {name: line for name, line in trees.items() if any(r.name == name for r in ins)}
    left = ceil(max([18.0, *(t.width + 14 for t in trees.values()), *map(_outside, ins)]))
    right = ceil(max([18.0, *map(_outside, outs)]))
    heights = _heights(ins, trees)
    down = max([0.0, *heights, PIN * len(outs)]) + 15
    svg, body = _body(op, ins, outs, memory, down)
    draw = _Pins(places, body)
    svg += draw.names(*_powered(op), 0.0)
    svg += "".join(draw.left(r, y) for r, y in zip(ins, heights, strict=True))
    svg += "".join(draw.right(r, PIN * (n + 1)) for n, r in enumerate(outs))
    fed = [(trees[r.name], y) for r, y in zip(ins, heights, strict=True) if r.name in trees]
    low = max([down, *(y + line.down + 4 for line, y in fed)])
    up = 50 if memory else 34
    return Glyph(left + body + right, up, low, left, left, left + body, svg, fed)


def _powered(op: Op) -> tuple[str, str]:
    """Return the names of the pins power goes in and out by."""
    form = find(op.name, "iec").form("iec") if known(op.name, "iec") else None
    return op.enter or (form.enter if form else ""), op.leave or (form.leave if form else "")


def _body(op: Op, ins: list[Row], outs: list[Row], memory: str, down: float) -> tuple[str, float]:
    """Draw the box itself, its type within and its own name above; return it and its width."""
    head, (enter, leave) = title(op, "iec")[0], _powered(op)
    pins = max([wide(enter, SMALL), *(wide(r.name, SMALL) for r in ins)])
    pins += max([wide(leave, SMALL), *(wide(r.name, SMALL) for r in outs)]) + 28
    body = ceil(max(64.0, pins, wide(head) + 20))
    svg = f'<rect x="0" y="-30" width="{body:g}" height="{down + 30:g}" rx="2"/>'
    svg += f'<text x="{body / 2:g}" y="-15" class="b">{escape(head)}</text>'
    if memory:
        svg += f'<text x="{body / 2:g}" y="-36" class="b">{escape(memory)}</text>'
    return svg, body


def _outside(row: Row) -> float:
    """Return how much room what is connected to a pin takes beside the box."""
    text = "" if row.given is None or is_tree(row.given) else operand(row.given)
    return max(wide(shorten(text, ROOM, SMALL), SMALL), 44.0 if row.live else 8.0) + 16


def _heights(ins: list[Row], trees: dict[str, Any]) -> list[float]:
    """Return how far below the line of power each pin at the left is."""
    found, y, low = [], 0.0, 0.0
    for row in ins:
        need = (trees[row.name].up if row.name in trees else 10.0) + low + 4
        y += max(PIN, need)
        low = trees[row.name].down if row.name in trees else 0.0
        found.append(y)
    return found


@dataclass
class _Pins:
    """Draws pins at the sides of a box."""

    places: Places
    body: float

    def names(self, left: str, right: str, y: float) -> str:
        found = f'<text x="6" y="{y + 4:g}" class="l q">{escape(left)}</text>' if left else ""
        if right:
            found += f'<text x="{self.body - 6:g}" y="{y + 4:g}" class="n q">{escape(right)}</text>'
        return found

    def left(self, row: Row, y: float) -> str:
        drawn = self.names(row.name, "", y)
        if row.given is None or is_tree(row.given):
            return drawn
        text = escape(shorten(operand(row.given), ROOM, SMALL))
        drawn += f'<path class="w" d="M0,{y:g}h-12"/>'
        drawn += f'<text x="-14" y="{y + 3.5:g}" class="n q">{text}</text>'
        live = row.live if row.live is not None and not isinstance(row.given, Literal) else None
        return drawn + (self.places.value(live, -14, y + 15) if live is not None else "")

    def right(self, row: Row, y: float) -> str:
        drawn = self.names("", row.name, y)
        drawn += f'<path class="w" d="M{self.body:g},{y:g}h12"/>'
        at, low = self.body + 14, 3.5
        if row.given is not None:
            text = escape(shorten(operand(row.given), ROOM, SMALL))
            drawn += f'<text x="{at:g}" y="{y + 3.5:g}" class="l q">{text}</text>'
            low = 15
        if row.live is None:
            return drawn
        return drawn + self.places.value(row.live, at, y + low, "v l")
