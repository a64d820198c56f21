"""A long program for a lab's text: its routines, who writes what, the way back from a stall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.coach.lookups import way
from labsim.drawing.rung_page import Page, show
from labsim.plc.compiling.calls import label
from labsim.plc.operands import write_operand
from labsim.plc.program import Program
from labsim.plc.reasons import xref
from labsim.plc.tree import rungs
from labsim.teaching.page import Piece, table

__all__ = ["START", "Sheet", "back", "index", "places", "rung", "sheet", "task", "writer"]

START = "TR1_07"  # the transition at which the line stalls
TAGS = ("PM1_7A", "PM1_7B", "PM1_7C", "MD_OK", "MD_TOL", "OF_OK", "OF_FRE", "AG1_PR", "ST1_SEA",
        "RC_OK", "RC_FOK", "MO1_RUN", "MO1_EN", "PR1_DWN", "SL1_BCK", "OU_PR")  # fmt: skip
INPUTS = ("IN_SEA", "IN_LUB", "IN_TOL", "IN_OUT", "IN_PRD", "HM1_PLK", "AL_110", "TM1_W05")


def index(program: Program) -> Piece:
    """List the routines of a program: how many rungs, and where they are called, if what is on."""
    calls: dict[str, str] = {}
    for name, number, one in rungs(program):
        ops = list(one.ops())
        if ops[-1:] and ops[-1].name == "JSR":
            under = " and ".join(write_operand(op.args[0]) for op in ops[:-1])
            calls[label(ops[-1])] = f"{name} rung {number}, while {under} is on"
    rows = [[name, str(len(r.rungs)), calls.get(name, "the scan begins here")]
            for name, r in program.routines.items()]  # fmt: skip
    total = sum(len(r.rungs) for r in program.routines.values())
    return table(["routine", "rungs", "called"], rows, f"{total} rungs")


def places(program: Program, tag: str) -> Piece:
    """Show the cross reference of a tag, those first that write it."""
    found = sorted(xref.of(program, tag), key=lambda use: not use.writes)
    rows = [[use.routine, str(use.rung), use.op.spelling or use.op.name,
             "writes" if use.writes else "reads"] for use in found]  # fmt: skip
    return table(["routine", "rung", "instruction", ""], rows, f"Cross reference of {tag}")


def rung(source: Any, place: str) -> Page:
    """Show one rung of a program, "PERM1 12"."""
    routine, _, number = place.partition(" ")
    return show(source, routine, (int(number),))


def writer(program: Program, tag: str) -> str:
    """Return the rung that writes a tag, "PERM1 12"."""
    use = xref.writers(program, tag)[0]
    return f"{use.routine} {use.rung}"


def back(bench: Any, *ends: str) -> Piece:
    """Walk back from the stall to tags that may be its cause: who writes, and what is there now."""
    program = bench.machine.A1.logic.program
    rows = []
    for tag in way(program, START, ends):
        wrote = xref.writers(program, tag)
        by = f"{wrote[0].routine} {wrote[0].rung}" if wrote else "an input"
        rows.append([tag, by, _value(bench, tag)])
    return table(["look up", "written in", "reads"], rows, f"From {START} to {' or '.join(ends)}")


def _value(bench: Any, tag: str) -> str:
    """Read a bit, or how far a timer is."""
    read = lambda name: bench.measure("online", f"A1:{name}")  # noqa: E731
    timer = tag[:2] == "TM"
    return f"{read(f'{tag}.ACC')} of {read(f'{tag}.PRE')} ms" if timer else str(read(tag))


# the own sheet ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Sheet:
    """What an apprentice is asked to look up: writers of five tags, ways to three ends."""

    tags: tuple[str, ...]
    ends: tuple[str, ...]

    def writers(self, program: Program) -> list[str]:
        """Return the rungs that write the five tags."""
        return [writer(program, tag) for tag in self.tags]

    def steps(self, program: Program) -> list[int]:
        """Return how many tags are looked up on the shortest way to each end, both counted."""
        return [len(way(program, START, [end])) for end in self.ends]


def task(seed: int | None) -> Sheet:
    """Return an apprentice's own sheet."""
    dice = np.random.default_rng([404, seed or 0])
    some = lambda names, n: tuple(names[k] for k in dice.permutation(len(names))[:n])  # noqa: E731
    return Sheet(some(TAGS, 5), some(INPUTS, 3))


def sheet(bench: Any) -> Piece:
    """Show an apprentice's own sheet."""
    mine = task(bench.seed)
    rows: Iterable[list[str]] = [
        *([f"tag {n}", tag, "which rung writes it?"] for n, tag in enumerate(mine.tags, 1)),
        *([f"end {n}", tag, f"how many look-ups from {START}?"]
          for n, tag in enumerate(mine.ends, 1)),
    ]  # fmt: skip
    return table(["", "tag", "asked"], list(rows), "Your own sheet")
