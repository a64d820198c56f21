"""Tags nobody declared, by the use that is made of them.

Neutral text and programs built by hand need not declare everything; modules' inputs and outputs
(`Local:1:I.Data.4`) and IEC direct addresses (`%IX0.0`) never are. The type follows from the
operand it stands at and from the steps taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from labsim.plc.instructions import Form, find, known
from labsim.plc.operands import file_type
from labsim.plc.program import (
    Expr,
    Index,
    Literal,
    Member,
    Op,
    Operand,
    Path,
    Program,
    Struct,
    Tag,
)
from labsim.plc.program import Node as Tree

__all__ = ["implied", "static", "visit"]

_TIMER_WORDS = {"TT", "PRE", "ACC", "EN", "DN"}
_COUNTER_WORDS = {"CU", "CD", "OV", "UN"}
_DIRECT = {"X": "BOOL", "B": "BYTE", "W": "INT", "D": "DINT", "L": "LINT"}
_STATUS = ("S:FS", "S:V", "S:Z", "S:N", "S:C", "S:MINOR")
_ROOM = 64  # elements of an array nobody declared that is indexed by a variable, assumed


def static(path: Path) -> bool:
    """Tell whether a path leads to one place for ever."""
    return not any(
        not isinstance(one, Literal)
        for step in path.steps
        if not isinstance(step, Member)
        for one in (step.at if isinstance(step, Index) else (step.at,))
    )


@dataclass
class _Use:
    """What was seen of one undeclared variable or member."""

    type: str = ""
    members: dict[str, _Use] = field(default_factory=dict)
    dims: list[int] = field(default_factory=list)
    bits: bool = False

    def note(self, steps: tuple, kind: str) -> None:
        """Take one path's steps into account."""
        if not steps:
            rank = ("", "ANY", "BOOL", "INT", "NUM", "DINT", "TIME", "REAL", "STRING")
            known_ = rank.index(self.type) if self.type in rank else 99
            self.type = kind if (rank.index(kind) if kind in rank else 99) > known_ else self.type
            return
        step, *rest = steps
        if isinstance(step, Member):
            self.members.setdefault(step.name, _Use()).note(tuple(rest), kind)
        elif isinstance(step, Index):
            self.dims += [0] * (len(step.at) - len(self.dims))
            for k, one in enumerate(step.at):
                top = int(one.value) if isinstance(one, Literal) else _ROOM - 1
                self.dims[k] = max(self.dims[k], top)
            self.note(tuple(rest), kind)
        else:
            self.bits = True


def visit(program: Program, blocks: bool = False) -> Iterator[tuple[Path, str]]:
    """Yield every variable the routines use, blocks' too if asked, and the type its place asks."""
    bodies = (one.routines.values() for one in program.blocks.values() if blocks)
    for routine in (*program.routines.values(), *chain.from_iterable(bodies)):
        for rung in routine.rungs:
            for op in rung.ops():
                yield from _of_op(op, program)


def _of_op(op: Op, program: Program) -> Iterator[tuple[Path, str]]:
    dialect = program.dialect
    form = find(op.name, dialect).form(dialect) if known(op.name, dialect) else Form(())
    real = any(isinstance(one, Literal) and one.type == "REAL" for one in op.args)
    wanted = [one.type for one in form.positional if one.way != "name"]
    names = [one.way == "name" for one in form.positional]
    if op.name == "CALL":
        wanted, names = [op.spelling], [False]
    args = [one for k, one in enumerate(op.args) if k >= len(names) or not names[k]]
    for k, arg in enumerate(args):
        kind = wanted[k] if k < len(wanted) else "ANY" if op.name in ("CALL", "JSR") else "NUM"
        yield from _of_operand(arg, "REAL" if kind in ("NUM", "ANY") and real else kind)
    for name, pin in {**op.pins, **op.outs}.items():
        if not isinstance(pin, Tree):
            asked = form.by_name.get(name.upper())
            yield from _of_operand(pin, asked.type if asked else "ANY")


def _of_operand(operand: Operand, kind: str) -> Iterator[tuple[Path, str]]:
    if isinstance(operand, Expr):
        for arg in operand.args:
            yield from _of_operand(arg, "NUM")
    elif isinstance(operand, Path):
        yield operand, kind
        for step in operand.steps:
            if not isinstance(step, Member):
                for one in step.at if isinstance(step, Index) else (step.at,):
                    yield from _of_operand(one, "INT")


def implied(program: Program) -> list[Tag]:
    """Return declarations for what is used and not declared; structures are added to the types.

    The controller's own bits, S:FS and friends, are among them.
    """
    declared = {name.upper() for name in program.tags}
    declared |= {tag.address.upper() for tag in program.tags.values() if tag.alias is None}
    uses: dict[str, tuple[str, _Use]] = {}
    aliases = {t.name.upper(): t.alias for t in program.tags.values() if t.alias is not None}
    for path, kind in visit(program):
        path = _real(path, aliases)
        if path.root.upper() not in declared and path.root.upper() not in _STATUS:
            uses.setdefault(path.root.upper(), (path.root, _Use()))[1].note(path.steps, kind)
    made = [Tag(name, "BOOL") for name in _STATUS if name not in declared]
    return made + [_tag(program, name, use, name) for name, use in uses.values()]


def _real(path: Path, aliases: Mapping[str, Path]) -> Path:
    """Follow aliases: what they name need not be declared either."""
    for _ in range(len(aliases)):
        to = aliases.get(path.root.upper())
        if to is None:
            break
        path = Path(to.root, to.steps + path.steps)
    return path


def _tag(program: Program, name: str, use: _Use, whole: str) -> Tag:
    file = (use.dims or ":" in whole) and whole == name  # N7:0 is N7[0]; a lone N7 is anything
    kind = file_type(whole) if file else ""
    kind = kind or (_direct(name) if whole == name else "")
    if not kind and use.members:
        kind = _structure(program, use, whole)
    kind = kind or {"": "DINT", "ANY": "DINT", "NUM": "", "INT": ""}.get(use.type, use.type)
    number = "DINT" if program.dialect == "ab" else "INT"
    kind = number if use.bits and kind == "BOOL" and not use.dims else kind or number
    dims = tuple((0, max(top, 255) if file else top) for top in use.dims)
    address = whole if ":" in whole or whole.startswith("%") else ""
    return Tag(name, kind, dims=dims, address=address)


def _direct(name: str) -> str:
    if not name.startswith("%") or len(name) < 3:
        return ""
    return _DIRECT.get(name[2].upper(), "BOOL")


def _structure(program: Program, use: _Use, whole: str) -> str:
    words = {name.upper() for name in use.members}
    if use.type not in ("", "ANY", "NUM", "BOOL"):
        return use.type
    if words <= _TIMER_WORDS | _COUNTER_WORDS and ":" not in whole:
        return "COUNTER" if words & _COUNTER_WORDS else "TIMER"
    if words <= {"Q", "ET"} and program.dialect == "iec":
        return "TON"
    name = f"~{whole}"
    members = tuple(
        _tag(program, one, inner, f"{whole}.{one}") for one, inner in use.members.items()
    )
    program.types.setdefault(name, Struct(name, members))
    return name
