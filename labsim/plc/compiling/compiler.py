"""Ladder to Python: one function for every routine, in a fast and a traced form.

A rung becomes assignments to the slots of one flat list `m`. Power is an expression as long as
only contacts were met, and a local variable from the first element on that remembers or writes; so
contacts are fused, and nothing is ever skipped that must be worked in every scan. The traced form
keeps the power behind every element in `F`, numbered through all routines in `Rung.ops()` order.
What an instruction becomes is in the `compile_*` modules, one family each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from labsim.core.errors import LabsimError
from labsim.plc.compiling.bits import BITS
from labsim.plc.compiling.blocks import BLOCKS
from labsim.plc.compiling.calls import CALLS, labels, routine_name
from labsim.plc.compiling.files import FILES
from labsim.plc.compiling.local_slots import localise
from labsim.plc.compiling.math_blocks import MATH
from labsim.plc.compiling.moves import MOVES
from labsim.plc.compiling.start import prescan
from labsim.plc.compiling.values import Code, Values, both, either
from labsim.plc.errors import ProgramError
from labsim.plc.instructions import find
from labsim.plc.program import Block, Node, Op, Parallel, Program, Routine, Rung, Series
from labsim.plc.running import mathlib, packing, runtime
from labsim.plc.running.memory import Layout
from labsim.plc.types import f32, wrap

__all__ = ["Compiled", "Unit", "build"]

EMIT: dict[str, Callable[..., str]] = {**BITS, **BLOCKS, **MATH, **MOVES, **FILES, **CALLS}
_CONTACTS = {"XIC", "XIO", "NOP", "AFI", "EQU", "NEQ", "GRT", "GEQ", "LES", "LEQ"}


@dataclass
class Compiled:
    """Functions of one program, and the way from a line of source back to a rung."""

    scan: Callable[..., Any]
    prescan: Callable[..., Any] | None
    places: list[tuple[int, str, int]]
    elements: int
    source: str

    def place(self, line: int) -> tuple[str, int]:
        """Return routine and rung of a line of the source."""
        found = [one for one in self.places if one[0] <= line]
        return found[-1][1:] if found else ("", 0)


class Unit(Values):
    """Writes the source of a program's routines, or of a block's."""

    def __init__(self, layout: Layout, dialect: str, traced: bool, block: Block | None = None):
        super().__init__(layout, dialect, block)
        self.traced = traced and block is None
        self.number = 0  # of the next element
        self.places: list[tuple[int, str, int]] = []
        self.labels: dict[str, int] = {}
        self.troubles: list[tuple[str, str]] = []
        self.main = main(self.program)

    def routine(self, routine: Routine) -> None:
        """Write one routine."""
        self.put(f"def {routine_name(self.block, routine.name)}(m, b, now, e, F, a):")
        self.indent += 1
        self.labels = labels(routine)
        zones = any(op.name == "MCR" for rung in routine.rungs for op in rung.ops())
        if zones:
            self.put("z = True")
        if self.labels:
            self.put("pc = 0")
            self.put("while True:")
            self.indent += 1
        level = self.indent
        for k, rung in enumerate(routine.rungs):
            if self.labels and (k == 0 or k in self.labels.values()):
                self.indent = level
                self.put(f"if pc <= {k}:")
                self.indent += 1
                self.put("pass")
            self.places.append((len(self.lines) + 1, routine.name, k))
            self.rung(rung, "z" if zones else "True")
        self.indent = level
        self.put("return None")
        self.indent = 0

    def rung(self, rung: Rung, power: str) -> None:
        """Write one rung; an error in it says which instruction is meant."""
        self.rail = power
        self.series(rung.body, power, want=False)

    # power flow -----------------------------------------------------------------------------------
    def node(self, node: Node, p: str, want: bool) -> str:
        """Write a part of a rung; return the code of the power behind it."""
        if isinstance(node, Series):
            return self.series(node, p, want)
        if isinstance(node, Parallel):
            return self.parallel(node, p, want)
        return self.op(node, p, want)

    def series(self, series: Series, p: str, want: bool) -> str:
        last = len(series.items) - 1
        for k, item in enumerate(series.items):
            p = self.node(item, p, want or k < last)
        return p

    def parallel(self, node: Parallel, p: str, want: bool) -> str:
        if not self.traced and self.pure(node):
            return both(p, either([self.series(one, "True", True) for one in node.branches]))
        p = self.var(p)
        ends = [self.end(branch, p, want) for branch in node.branches]
        return either(ends) if want else "False"

    def end(self, branch: Series, p: str, want: bool) -> str:
        q = self.series(branch, p, want)
        return self.var(q) if want else q

    def pure(self, node: Node) -> bool:
        """Tell whether nothing in a part remembers, writes or faults: it may be skipped."""
        if not isinstance(node, Op):
            parts = node.items if isinstance(node, Series) else node.branches
            return all(map(self.pure, parts))
        if node.name not in _CONTACTS or node.pins or node.outs:
            return False
        return not any(self.risky(one) for one in node.args)

    def op(self, op: Op, p: str, want: bool) -> str:
        trees = [pin for pin in op.pins.values() if isinstance(pin, Op | Series | Parallel)]
        if trees:
            p = self.var(p)
        given = {name.upper(): self.pin(pin) for name, pin in op.pins.items()}
        self.element, self.number = self.number, self.number + 1
        try:
            out = self.emitter(op)(self, op, given, p, want or self.traced)
        except LabsimError as error:
            self.troubles.append(self.trouble(op, error))
            out = "False"
        if self.traced:
            q = "" if out.isidentifier() else self.temp()
            self.put(f"F[{self.element}] = {f'{q} = ' if q else ''}{out}")
            return q or out
        return out

    def trouble(self, op: Op, error: LabsimError) -> tuple[str, str]:
        """Return where in the program something is, and what is wrong with it."""
        _, routine, rung = self.places[-1]
        owner = f"{self.block.name}, " if self.block else ""
        at = f", {op.at}" if op.at and op.at not in str(error) else ""
        named = op.spelling or op.name
        what = str(error) if named in str(error) else f"{named}: {error}"
        return f"{owner}routine {routine}, rung {rung}{at}", what

    def pin(self, pin: Any) -> Any:
        """Work a tree at a pin from the left rail; anything else stays an operand."""
        if not isinstance(pin, Op | Series | Parallel):
            return pin
        return Code(self.var(self.node(pin, self.rail, True)))

    def mark(self, p: str) -> None:
        """Note the power behind an element that leaves the routine."""
        if self.traced:
            self.put(f"F[{self.element}] = {p}")

    def emitter(self, op: Op) -> Callable[..., str]:
        if op.name in EMIT:
            return EMIT[op.name]
        row = find(op.name, self.program.dialect)
        if row.kind == "convert":
            return MATH["MOV"]
        raise ProgramError(f"{op.name}, {row.title}, cannot be executed")


def build(layout: Layout, dialect: str, traced: bool) -> Compiled:
    """Compile a program; ProgramError says what of it cannot be."""
    program = layout.program
    unit = Unit(layout, dialect, traced)
    for routine in program.routines.values():
        unit.routine(routine)
    localise(unit)
    for block in program.blocks.values():
        inner = Unit(layout, dialect, False, block)
        for routine in block.routines.values():
            inner.routine(routine)
        unit.troubles += inner.troubles
        if dialect == "ab" and not unit.troubles:
            prescan(inner)
        unit.lines += inner.lines
    _refuse(unit.troubles)
    places, elements = list(unit.places), unit.number
    prescan(unit) if dialect == "ab" else None
    source = "\n".join(unit.lines)
    names: dict[str, Any] = {**vars(runtime), **vars(mathlib), "f32": f32, "wrap": wrap}
    names["copied"] = packing.copied
    exec(compile(source, "<ladder>", "exec"), names)
    scan = names[routine_name(None, main(program))]
    return Compiled(scan, names.get("prescan"), places, elements, source)


def _refuse(troubles: list[tuple[str, str]]) -> None:
    """Raise what is wrong with a program, the first ten of it."""
    if troubles:
        more = f"; and {len(troubles) - 10} more" if len(troubles) > 10 else ""
        listed = "; ".join(f"{where}: {what}" for where, what in troubles[:10])
        raise ProgramError(f"the program cannot be executed: {listed}{more}")


def main(program: Program) -> str:
    """Return the name of the routine a scan begins with."""
    return program.main or next(iter(program.routines), "")
