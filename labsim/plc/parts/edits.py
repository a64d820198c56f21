"""What somebody has changed in a program since it was right: edits that a machine author declares.

Each is called with a program and returns a changed copy; LabsimError when there is nothing to
change, so that no edit is declared that does nothing. `rung` picks one rung, "Main 3" or 3 of the
main routine, counted from 0; left out, all rungs are meant.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from labsim.core.errors import LabsimError, unknown
from labsim.plc.compiling.calls import label
from labsim.plc.program import Literal, Op, Path, Program, Routine, Tag
from labsim.plc.tree import paths, rebuilt, rungs

__all__ = [
    "Edit", "added", "both", "constant", "inserted", "kept", "preset", "readdressed",
    "removed", "swapped", "uncalled",
]  # fmt: skip

Edit = Callable[[Program], Program]

CONTACTS = {"XIC": "XIO", "XIO": "XIC"}
SHOTS = ("ONS", "OSR", "OSF")
PRESETS = ("PRE", "PT", "PV", "Preset")


def _says(path: Any, name: str) -> bool:
    """Tell whether an operand is the variable so called, as written or by its tag alone."""
    return isinstance(path, Path) and name in (path.text, path.root if not path.steps else "")


def _place(program: Program, rung: str | int | None) -> Callable[[str, int], bool]:
    if rung is None:
        return lambda routine, number: True
    routine, _, number = str(rung).rpartition(" ")
    wanted = (routine or program.main, int(number))
    there = [(name, n) for name, n, _ in rungs(program)]
    if wanted not in there:
        places = [f"{name} {n}" for name, n in there]
        raise unknown(f"Program {program.name}".strip(), "rung", " ".join(map(str, wanted)), places)
    return lambda name, n: (name, n) == wanted


def _changed(program: Program, rung: Any, change: Any, what: str) -> Program:
    new = rebuilt(program, _place(program, rung), change)
    if new.routines == program.routines:
        used = sorted({path.text or path.root for path in paths(program)})
        where = "" if rung is None else f" in rung {rung}"
        raise unknown(f"Program {program.name}{where}", "place for the edit", what, used)
    return new


def _literal(old: Literal, value: float) -> Literal:
    return Literal(value, old.type, f"T#{value}ms" if old.type == "TIME" else f"{value}")


def preset(block: str, value: float) -> Edit:
    """Change the preset of a timer or counter; a time is in ms: `preset("T1", 500)`."""

    def change(op: Op) -> Op:
        if not op.args or not _says(op.args[0], block):
            return op
        pins = {k: _literal(v, value) if k in PRESETS and isinstance(v, Literal) else v
                for k, v in op.pins.items()}  # fmt: skip
        at = next((n for n, a in enumerate(op.args) if n and isinstance(a, Literal)), 0)
        args = [_literal(a, value) if n == at and n else a for n, a in enumerate(op.args)]
        return dataclasses.replace(op, args=tuple(args), pins=pins)

    def edit(program: Program) -> Program:
        tag = program.tags.get(block)
        known = tag is not None and isinstance(tag.initial, dict) and "PRE" in tag.initial
        if known:
            new = dataclasses.replace(tag, initial={**tag.initial, "PRE": value})
            program = dataclasses.replace(program, tags={**program.tags, block: new})
        made = rebuilt(program, _place(program, None), change)
        if not known and made.routines == program.routines:
            raise LabsimError(
                f"program {program.name} gives {block} no preset that could be changed"
            )
        return made

    return edit


def swapped(contact: str, rung: str | int | None = None) -> Edit:
    """Make of a contact its opposite, XIC of XIO and the other way: `swapped("Guard", rung=2)`."""

    def change(op: Op) -> Op:
        mine = op.name in CONTACTS and _says(op.args[0], contact)
        return dataclasses.replace(op, name=CONTACTS[op.name], spelling="") if mine else op

    return lambda program: _changed(program, rung, change, f"contact {contact}")


def removed(contact: str, rung: str | int | None = None) -> Edit:
    """Take contacts or one-shots out: alone in a branch, the branch goes too (a lost seal-in)."""

    def change(op: Op) -> Op | None:
        return None if op.name in (*CONTACTS, *SHOTS) and _says(op.args[0], contact) else op

    return lambda program: _changed(program, rung, change, f"contact {contact}")


def readdressed(old: str, new: str, rung: str | int | None = None) -> Edit:
    """Use another variable in the place of one: the wrong address."""

    def change(op: Op) -> Op:
        args = tuple(Path(new, (), new) if _says(a, old) else a for a in op.args)
        return dataclasses.replace(op, args=args)

    return lambda program: _changed(program, rung, change, old)


def constant(old: float, new: float, rung: str | int | None = None) -> Edit:
    """Use another figure in the place of one: a limit, a factor of a scaling."""

    def change(op: Op) -> Op:
        mine = lambda a: isinstance(a, Literal) and a.value == old  # noqa: E731
        return dataclasses.replace(op, args=tuple(_literal(a, new) if mine(a) else a
                                                  for a in op.args))  # fmt: skip

    return lambda program: _changed(program, rung, change, f"{old:g}")


def inserted(number: int, text: str) -> Edit:
    """Put rungs in neutral text before a rung of the main routine, counted from 0."""

    def edit(program: Program) -> Program:
        more = added(text)(program)
        rungs, count = list(more.routine(more.main).rungs), len(program.routine(program.main).rungs)
        if not 0 <= number < count:
            raise unknown(f"Program {program.name}", "rung", str(number), map(str, range(count)))
        moved = (*rungs[:number], *rungs[count:], *rungs[number:count])
        routines = {**more.routines, more.main: Routine(more.main, moved)}
        return dataclasses.replace(more, routines=routines)

    return edit


def added(text: str, routine: str = "") -> Edit:
    """Put rungs in neutral text behind the last of a routine: a night shift's double coil."""

    def edit(program: Program) -> Program:
        from labsim.plc import read_rungs

        extra = read_rungs(text, dialect=program.dialect)
        name = routine or program.main
        old = program.routine(name)
        more = extra.routine(extra.main).rungs
        fresh = {n: tag for n, tag in extra.tags.items() if n not in program.tags}
        routines = {**program.routines, name: Routine(name, (*old.rungs, *more))}
        return dataclasses.replace(program, routines=routines, tags={**program.tags, **fresh})

    return edit


def uncalled(routine: str) -> Edit:
    """Take the call of a routine out: its coils stay as they are, off from a cold start on."""

    def change(op: Op) -> Op | None:
        mine = op.name == "JSR" and isinstance(op.args[0], Path | Literal)
        return None if mine and label(op).upper() == routine.upper() else op

    return lambda program: _changed(program, None, change, f"call of {routine}")


def kept(name: str, value: Any) -> Edit:
    """Let a bit or word begin with another value: what a panel or an old alarm has left in it."""

    def edit(program: Program) -> Program:
        used = {path.root for path in paths(program)}
        if name not in used:
            raise unknown(f"Program {program.name}".strip(), "variable", name, sorted(used))
        old = program.tags.get(name, Tag(name, "BOOL" if isinstance(value, bool) else "DINT"))
        new = dataclasses.replace(old, initial=value)
        return dataclasses.replace(program, tags={**program.tags, name: new})

    return edit


def both(first: Edit, second: Edit) -> Edit:
    """Make two edits at once, that belong together."""
    return lambda program: second(first(program))
