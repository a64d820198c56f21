"""Contacts and coils of a ladder, and everything else that is drawn as one symbol on the line.

IEC 61131-3 shapes for dialect "iec", the look of Rockwell's software for "ab". A symbol is drawn
about its middle, on the line of power; it says where the line meets it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from math import ceil
from typing import Any

from labsim.drawing.rung_text import breaks, note, operand, wide, wraps
from labsim.plc.program import Op, Path, Program

__all__ = ["COILS", "CONTACTS", "OUTPUTS", "Glyph", "is_output", "lines", "symbol"]

CONTACTS = {"XIC": "", "XIO": "/", "XICP": "P", "XICN": "N"}
COILS = {
    "iec": {"OTE": "", "OTN": "/", "OTL": "S", "OTU": "R", "OTEP": "P", "OTEN": "N", "RES": "RES"},
    "ab": {"OTE": "", "OTN": "/", "OTL": "L", "OTU": "U", "OTEP": "P", "OTEN": "N", "RES": "RES",
           "JMP": "JMP", "RET": "RET", "TND": "TND", "MCR": "MCR"},
}  # fmt: skip
ENCLOSED = ("ONS", "AFI", "NOP", "LBL")  # a word between brackets
LEAVES = {"JMP": "", "RET": "RETURN"}  # IEC: where the program goes on elsewhere
OUTPUTS = frozenset(COILS["ab"]) | frozenset(COILS["iec"])
ROOM, LEAST = 128.0, 64.0  # px, a name is broken beyond, and the narrowest symbol
HALF, FOOT = 11.0, 12.0  # px, half of a bar, a line of small words
BARS = {"iec": f"M-6-{HALF:g}v22M6-{HALF:g}v22", "ab": "M-10-11h4v22h-4M10-11h-4v22h4"}
ROUND = "M-5-11q-7,11 0,22M5-11q7,11 0,22"


@dataclass
class Glyph:
    """A symbol, measured: px; `left` and `right` are where power enters and leaves it.

    `svg` is drawn about (0, 0), which lies `middle` px from the left edge of its place.
    """

    width: float
    up: float
    down: float
    middle: float
    left: float
    right: float
    svg: str
    pins: list[tuple[Any, float]] = field(default_factory=list)  # a row and how far it lies below


def is_output(op: Op) -> bool:
    """Tell whether it ends a line, at the right rail."""
    return op.name in OUTPUTS


def symbol(op: Op, program: Program, dialect: str) -> Glyph | None:
    """Return the symbol of an instruction; None when it is a block."""
    name = operand(op.args[0]) if op.args else ""
    if name.startswith("~") and op.name in ("XIC", "OTE"):
        return _connector(name[1:])
    if op.name in CONTACTS and len(op.args) == 1:
        return _lined(op, program, _contact(CONTACTS[op.name], dialect), 6.0, name)
    if op.name in COILS[dialect] and len(op.args) < 2:
        return _lined(op, program, *_coil(COILS[dialect][op.name]), name)
    if op.name in ENCLOSED and len(op.args) < 2:
        return _lined(op, program, *_enclosed(op.name), name)
    if dialect == "iec" and op.name in LEAVES:
        arrow = '<path d="M-8-6l7,6l-7,6M0-6l7,6l-7,6"/>'
        return _lined(op, program, arrow, 8.0, name or LEAVES[op.name])
    return None


def _contact(sign: str, dialect: str) -> str:
    body = BARS[dialect] + ("M-5,10L5-10" if sign == "/" else "")
    letter = f'<text y="4" class="q b">{sign}</text>' if sign in ("P", "N") else ""
    return f'<path class="k" d="M-22,0h13M9,0h13"/><path d="{body}"/>{letter}'


def _coil(sign: str) -> tuple[str, float]:
    """Return the shape and how far its sides are from its middle."""
    half = 8 if len(sign) < 2 else 6 + ceil(wide(sign, 10.5) / 2)
    shift = half - 8
    body = ROUND if not shift else f"M{-5 - shift:g}-11q-7,11 0,22M{5 + shift:g}-11q7,11 0,22"
    body += "M-5,10L5-10" if sign == "/" else ""
    letter = f'<text y="4" class="q b">{sign}</text>' if sign not in ("", "/") else ""
    ends = f"M{-half - 13:g},0h12M{half + 1:g},0h12"
    return f'<path class="k" d="{ends}"/><path d="{body}"/>{letter}', half


def _enclosed(word: str) -> tuple[str, float]:
    half = ceil(wide(word, 10.5) / 2) + 6
    body = f"M{-half - 3:g}-11h3v22h-3M{half + 3:g}-11h-3v22h3"
    ends = f"M{-half - 13:g},0h12M{half + 1:g},0h12"
    shape = f'<path class="k" d="{ends}"/><path d="{body}"/><text y="4" class="q b">{word}</text>'
    return shape, half


def _lined(op: Op, program: Program, shape: str, half: float, name: str) -> Glyph:
    """Put the name above a shape, address and description below it."""
    over = breaks(name, ROOM) if name else ()
    where, words = note(program, op) if op.args and isinstance(op.args[0], Path) else ("", "")
    room = max(LEAST + 26, *(wide(line) for line in over), 0)
    under = ([where] if where else []) + list(wraps(words, room, 10.5, 2) if words else ())
    broad = [*(wide(line) for line in over), *(wide(line, 10.5) for line in under), LEAST - 12]
    width = 2 * ceil(max(max(broad) + 14, 2 * half + 34) / 2)
    svg = lines(over, -16 - 14 * (len(over) - 1), 14, "b") + shape + lines(under, 26, FOOT, "d")
    up, down = HALF + 6 + 14 * len(over), HALF + 6 + FOOT * len(under)
    return Glyph(width, up, down, width / 2, width / 2 - half, width / 2 + half, svg)


def lines(texts: Any, y: float, step: float, kind: str) -> str:
    """Return lines of words one below the other, in the middle."""
    return "".join(
        f'<text y="{y + n * step:g}" class="{kind}">{escape(text)}</text>'
        for n, text in enumerate(texts)
    )


def _connector(name: str) -> Glyph:
    """Draw where a line goes on elsewhere on this rung: the same word stands at its other end."""
    half = max(ceil(wide(name, 10.5) / 2) + 5, 11)
    body = f"M{-half:g}-8h{2 * half - 4:g}l6,8l-6,8h-{2 * half - 4:g}z"
    svg = f'<path d="{body}"/><text y="4" class="q">{escape(name)}</text>'
    width = 2 * half + 22
    return Glyph(width, 12, 12, width / 2, width / 2 - half, width / 2 + half + 2, svg)
