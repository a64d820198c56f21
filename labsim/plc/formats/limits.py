"""Programs of people who learn: read with limits, so that whatever they write ends in a clear word.

Small is enough for a start and stop, and no scan of a small program without jumps runs for long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from labsim.plc.errors import ProgramError
from labsim.plc.formats.neutral import read_rungs
from labsim.plc.program import Literal, Member, Op, Path, Program

__all__ = ["LETTERS", "RUNGS", "read_limited"]

LETTERS, RUNGS, ELEMENTS, NAMES, LINE = 20_000, 60, 500, 200, 2_000  # at most (assumed: plenty)
ALLOWED = frozenset({
    *("XIC", "XIO", "XICP", "XICN", "OTE", "OTN", "OTL", "OTU", "OTEP", "OTEN"),
    *("ONS", "OSR", "OSF", "R_TRIG", "F_TRIG", "SR", "RS"),
    *("TON", "TOF", "TP", "RTO", "CTU", "CTD", "RES", "NOP"),
})  # fmt: skip
_PLACE = re.compile(r"line (\d+), column (\d+)")
_NAME = re.compile(r"[A-Za-z_]\w{0,39}")
_IEC = re.compile(r"\b(?:T|TIME)#", re.I)
_COMMENT = re.compile(r"//[^\n]*|\(\*.*?\*\)", re.S)


def read_limited(text: Any, tags: Mapping[str, Any] | None = None) -> Program:
    """Return the program a text says; ProgramError with line and column when it cannot be run.

    Contacts, coils, one-shots, timers and counters on bits, in one routine. Times written `T#2s`
    make it a program of dialect "iec", else it is "ab". `tags` are those of the cards.
    """
    if not isinstance(text, str) or not text.strip():
        raise ProgramError("there is no program: write rungs, such as XIC(Start)OTE(Motor);")
    if len(text) > LETTERS:
        raise ProgramError(f"the program has {len(text)} characters; {LETTERS} at most")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE:
            raise ProgramError(f"this line is longer than {LINE} characters", number, LINE + 1)
    iec = bool(_IEC.search(_COMMENT.sub(" ", text)))
    try:
        program = read_rungs(text, dialect="iec" if iec else "ab", tags=tags)
    except RecursionError as error:
        raise ProgramError("branches within branches, deeper than anybody can read") from error
    _check(program)
    _runs(program)
    return program


def _check(program: Program) -> None:
    """Refuse what is unknown, too much, or no ladder of bits."""
    rungs = program.routine(program.main).rungs
    ops = [op for rung in rungs for op in rung.ops()]
    for where, what in program.unsupported:
        at = next((op.at for op in ops if what.startswith(op.spelling or op.name)), where)
        raise ProgramError(what, *_place(at))
    if len(program.routines) > 1:
        raise ProgramError("one routine is enough here: leave ROUTINE out, or call it Main")
    if len(rungs) > RUNGS:
        raise ProgramError(f"the program has {len(rungs)} rungs; {RUNGS} at most")
    if not rungs:
        raise ProgramError("there is no rung in it, only comments")
    if len(ops) > ELEMENTS:
        raise ProgramError(f"the program has {len(ops)} instructions; {ELEMENTS} at most")
    for op in ops:
        _plain(op)
    if len({name for op in ops for name in _roots(op)}) > NAMES:
        raise ProgramError(f"more than {NAMES} variables")


def _plain(op: Op) -> None:
    """Refuse an instruction or operand that has no place in a start and stop."""
    at = _place(op.at)
    if op.name not in ALLOWED:
        told = f"{op.spelling or op.name} is not for this task"
        raise ProgramError(f"{told}: contacts, coils, one-shots, timers and counters are", *at)
    for operand in (*op.args, *op.outs.values()):
        if not isinstance(operand, Literal) and not _simple(op, operand):
            raise ProgramError(f"{op.name}: name a variable, or write a number", *at)
        if isinstance(operand, Literal) and isinstance(operand.value, int) and operand.value < 0:
            raise ProgramError(f"{op.name}: {operand.text} is less than nothing", *at)


def _simple(op: Op, operand: Any) -> bool:
    """Tell whether an operand is a variable with a plain name, or the first-scan bit, read."""
    if not isinstance(operand, Path) or not all(isinstance(s, Member) for s in operand.steps):
        return False
    first = operand.root == "S:FS" and op.name in ("XIC", "XIO")
    return first or bool(_NAME.fullmatch(operand.root))


def _place(text: str) -> tuple[int, ...]:
    """Return line and column that a text tells, or nothing."""
    found = _PLACE.search(text)
    return tuple(map(int, found.groups())) if found else ()


def _roots(op: Op) -> Iterator[str]:
    for operand in (*op.args, *op.outs.values()):
        if isinstance(operand, Path):
            yield operand.root


def _runs(program: Program) -> None:
    """Compile it and scan it once; whatever is wrong with it is said now."""
    from labsim.plc.controller import Controller

    controller = Controller(program)
    controller.scan(0)
    if controller.faults:
        fault = controller.faults[0]
        raise ProgramError(f"the controller stops in rung {fault.rung}: {fault.text}")
