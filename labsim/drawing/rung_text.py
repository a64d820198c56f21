"""Words on a rung: operands as written, how wide they are on paper, where a long name is broken."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from labsim.plc.operands import write_operand
from labsim.plc.program import Expr, Literal, Op, Path, Program, Series, Tag

__all__ = ["breaks", "note", "operand", "shorten", "trees", "wide", "wraps"]

SIZE = 12.0  # px, of a tag's name
NARROW, BROAD = frozenset("ijlftrI.,:;|'!()[]{} /"), frozenset("mwMWQO@%—")


@lru_cache(8192)
def wide(text: str, size: float = SIZE) -> float:
    """Return about how wide a text is on paper, in px (sans serif, assumed widths)."""
    narrow = sum(c in NARROW for c in text)
    broad = sum(c in BROAD or c.isupper() for c in text)
    return size * (0.33 * narrow + 0.76 * broad + 0.60 * (len(text) - narrow - broad))


def operand(given: Any) -> str:
    """Return an operand as it is written: `Line[i].Cell.Timer.DN`, `T#2s`, `A + 1`."""
    return given if isinstance(given, str) else write_operand(given)


@lru_cache(8192)
def breaks(name: str, room: float, size: float = SIZE, most: int = 3) -> tuple[str, ...]:
    """Break a name where a reader would, at dots, underlines and brackets, into lines."""
    return _fill(tuple(re.findall(r"[^._\[\s]*[._\s]?|\[", name)), room, size, most)


@lru_cache(8192)
def wraps(text: str, room: float, size: float, most: int = 3) -> tuple[str, ...]:
    """Break a text between its words into lines; what does not fit ends in an ellipsis."""
    return _fill(tuple(re.findall(r"\S+\s*", text)), room, size, most)


def _fill(pieces: tuple[str, ...], room: float, size: float, most: int) -> tuple[str, ...]:
    lines = [""]
    for piece in filter(None, pieces):
        if lines[-1] and wide((lines[-1] + piece).rstrip(), size) > room:
            lines.append("")
        lines[-1] += piece
    lines = [shorten(line.strip(), max(room, 60.0) * 1.15, size) for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], shorten(lines[most - 1] + " …", room, size)]
    return tuple(lines)


def shorten(text: str, room: float, size: float = SIZE) -> str:
    """Return as much of a text as there is room for."""
    if wide(text, size) <= room:
        return text
    while text and wide(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip(" …") + "…"


def note(program: Program, op: Op) -> tuple[str, str]:
    """Return address or alias, and description, of the tag an instruction is about."""
    first = next((arg for arg in op.args if isinstance(arg, Path)), None)
    tag: Tag | None = program.tags.get(first.root) if first is not None else None
    if first is None or tag is None:
        return "", ""
    plain = not first.steps
    where = tag.address or (operand(tag.alias) if tag.alias is not None else "")
    return (where if plain else ""), tag.comment


def trees(op: Op) -> dict[str, Series | Any]:
    """Return the pins of a block that power flows to by contacts of their own."""
    return {pin: one for pin, one in op.pins.items() if not isinstance(one, Literal | Path | Expr)}
