"""Where a tag is used: read, written, by which instruction, in which rung."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labsim.drawing.rung_text import operand, trees
from labsim.plc.instructions import find, known
from labsim.plc.program import Expr, Index, Literal, Op, Path, Program

__all__ = ["Uses"]

WRITES = ("out", "inout", "memory")


class Uses:
    """The cross reference of a program: every tag, by the text it is written with."""

    def __init__(self, program: Program) -> None:
        self.table: dict[str, list[tuple[str, int, int, str, str]]] = {}
        self.spelt: dict[str, str] = {}
        for routine in program.routines.values():
            n = 0
            for number, rung in enumerate(routine.rungs):
                for op in rung.ops():
                    for name, way in _names(op, program.dialect):
                        self.spelt.setdefault(name.casefold(), name)
                        row = (routine.name, number, n, op.spelling or op.name, way)
                        self.table.setdefault(name.casefold(), []).append(row)
                    n += 1
        self.names = sorted((n for n in self.spelt.values() if n[:1] != "~"), key=str.casefold)

    def of(self, name: str) -> list[dict[str, Any]]:
        """Return the places of a tag, and of its members and bits."""
        rows = self.table.get(name.casefold(), []) if name else []
        heads = ("routine", "rung", "n", "op", "way")
        return [dict(zip(heads, row, strict=True)) for row in rows]

    def find(self, text: str) -> list[tuple[str, int]]:
        """Return routine and element of every place of a tag; part of its name will do."""
        key = text.strip().casefold()
        names = [key] if key in self.table else [name for name in self.table if key and key in name]
        rows = [row for name in sorted(names) for row in self.table[name]]
        return [(row[0], row[2]) for row in rows]

    def written(self, name: str) -> bool:
        """Tell whether the program writes a tag, or a part of it."""
        key = name.casefold()
        near = [key, *(key[:at] for at, c in enumerate(key) if c in ".[")]
        rows = [row for one in near for row in self.table.get(one, [])]
        return any(row[4] == "writes" for row in rows)


def _names(op: Op, dialect: str) -> Iterator[tuple[str, str]]:
    """Yield the variables an instruction speaks of, and whether it reads or writes them."""
    form = find(op.name, dialect).form(dialect) if known(op.name, dialect) else None
    ways = [one.way for one in form.positional] if form else []
    for n, arg in enumerate(op.args):
        way = ways[n] if n < len(ways) else "memory" if n == 0 else "inout"
        if way not in ("name", "skip"):
            yield from _paths(arg, "writes" if way in WRITES else "reads")
    for name, pin in op.pins.items():
        if name not in trees(op):
            yield from _paths(pin, "reads")
    for out in op.outs.values():
        yield from _paths(out, "writes")


def _paths(given: Any, way: str) -> Iterator[tuple[str, str]]:
    if isinstance(given, Path):
        yield operand(given), way
        for step in given.steps:
            for at in step.at if isinstance(step, Index) else ():
                yield from _paths(at, "reads")
    elif isinstance(given, Expr):
        for arg in given.args:
            yield from _paths(arg, "reads")
    elif not isinstance(given, Literal):
        return
