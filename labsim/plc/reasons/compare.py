"""Two programs compared: which rungs and which values are other than on file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from labsim.plc.compiling.calls import label
from labsim.plc.formats.neutralwriter import write_node
from labsim.plc.program import Program, Routine, Rung
from labsim.plc.reasons import xref
from labsim.plc.tree import mapped, rungs

__all__ = ["SAME", "compared", "differing"]

SAME = "no difference"


def compared(file: Program, runs: Program) -> tuple[str, ...]:
    """Return what is other in a program that runs than on file, as a compare tool lists it.

    "MEDIA rung 0: XIC(B)OTE(Q), on file XIC(A)OTE(Q)", rungs counted in what runs; "HM1_PLK: 1, on
    file 0". Comments and the way a rung is spelt count for nothing. Empty: no difference.
    """
    found: list[str] = []
    for name in dict.fromkeys([*file.routines, *runs.routines]):
        if name not in file.routines or name not in runs.routines:
            found.append(f"{name}: routine {'missing' if name in file.routines else 'added'}")
        else:
            found += _routine(name, file.routines[name], runs.routines[name])
    return (*found, *_values(file, runs))


def _routine(name: str, file: Routine, runs: Routine) -> Iterator[str]:
    old, new = ([_text(rung) for rung in one.rungs] for one in (file, runs))
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        common = min(b - a, d - c) if what != "equal" else 0
        for k in range(common):
            yield f"{name} rung {c + k}: {new[c + k]}, on file {old[a + k]}"
        for k in range(a + common, b if what != "equal" else a):
            yield f"{name} before rung {c + common}: {old[k]} is missing"
        for k in range(c + common, d if what != "equal" else c):
            yield f"{name} rung {k}: {new[k]} is added"


def _text(rung: Rung) -> str:
    """Return a rung in the canonical names, whatever its text calls them."""
    plain = lambda op: op if op.name == "CALL" else replace(op, spelling="")  # noqa: E731
    body = mapped(rung.body, plain)
    return write_node(body) if body is not None else ""


def _values(file: Program, runs: Program) -> Iterator[str]:
    for name, tag in runs.tags.items():
        before = file.tags[name].initial if name in file.tags else None
        if before != tag.initial and not name.startswith(("~", "S:")):
            yield f"{name}: {_said(tag.initial)}, on file {_said(before)}"


def differing(file: Program, runs: Program) -> list[str]:
    """Return the tags at which programs part: written by a rung that differs, or of other value.

    A call that is gone stands for all its routine writes.
    """
    old, new = ({(n, _text(r)): r for n, _, r in rungs(one)} for one in (file, runs))
    there = {key: one for key, one in (*old.items(), *new.items()) if (key in old) != (key in new)}
    said = {(name, text) for name, text in there}
    found = [u.path.root for one in (file, runs) for u in xref.uses(one) if u.writes
             and (u.routine, _text(one.routine(u.routine).rungs[u.rung])) in said]  # fmt: skip
    called = {label(op) for one in there.values() for op in one.ops() if op.name == "JSR"}
    found += [u.path.root for u in xref.uses(file) if u.writes and u.routine in called]
    return list(dict.fromkeys([*found, *(text.partition(":")[0] for text in _values(file, runs))]))


def _said(value: Any) -> str:
    return "0" if value is None else f"{value:d}" if isinstance(value, bool) else str(value)
