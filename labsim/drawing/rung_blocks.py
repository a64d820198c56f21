"""Blocks of a ladder: what each leg is called, what is connected, where its value is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from labsim.drawing.rung_text import operand
from labsim.plc.instructions import find, known
from labsim.plc.program import Expr, Literal, Member, Op, Operand, Path, Program

__all__ = ["Places", "Row", "apart", "is_tree", "legs", "member", "rows", "title"]

MEMBERS = {"Preset": "PRE", "Accum": "ACC", "Length": "LEN", "Position": "POS"}
LEGS = {
    "TON": ("EN", "DN"), "TOF": ("EN", "DN"), "RTO": ("EN", "DN"), "CTU": ("CU", "DN"),
    "CTD": ("CD", "DN"), "BSL": ("EN", "DN"), "BSR": ("EN", "DN"), "FFL": ("EN", "DN", "EM"),
    "FFU": ("EU", "DN", "EM"),
}  # fmt: skip  # bits of its memory at the right of a Rockwell box


# What the head of a box says in Allen-Bradley's words, where the table says it otherwise.
HEADS = {
    "TON": "Timer On Delay", "TOF": "Timer Off Delay", "RTO": "Retentive Timer On",
    "CTU": "Count Up", "CTD": "Count Down", "MOV": "Move", "COP": "Copy File", "FLL": "Fill File",
    "CLR": "Clear", "EQU": "Equal", "NEQ": "Not Equal", "GRT": "Greater Than (A>B)",
    "GEQ": "Greater or Equal (A>=B)", "LES": "Less Than (A<B)", "LEQ": "Less or Equal (A<=B)",
    "LIM": "Limit Test", "MEQ": "Mask Equal", "CMP": "Compare", "CPT": "Compute", "ADD": "Add",
    "SUB": "Subtract", "MUL": "Multiply", "DIV": "Divide", "MOD": "Modulo",
    "JSR": "Jump To Subroutine", "SBR": "Subroutine", "OSR": "One Shot Rising",
    "OSF": "One Shot Falling",
}  # fmt: skip


@dataclass
class Places:
    """Where live things are shown: values by number, and legs (bits at the side of a box)."""

    values: list[tuple[str, Operand]] = field(default_factory=list)
    legs: list[tuple[str, Operand]] = field(default_factory=list)

    def value(self, given: Operand, x: float, y: float, kind: str = "v n") -> str:
        """Return the place of a live value; what it is stays beside it for a reader."""
        self.values.append((operand(given), given))
        at = len(self.values) - 1
        return f'<text x="{x:g}" y="{y:g}" class="{kind}" data-v="{at}">–</text>'

    def leg(self, given: Operand, name: str, x: float, y: float) -> str:
        """Return a bit at the side of a box."""
        self.legs.append((operand(given), given))
        at = len(self.legs) - 1
        return f'<text x="{x:g}" y="{y:g}" class="q l" data-q="{at}">({name})</text>'


@dataclass(frozen=True)
class Row:
    """One leg of a block: its name, what is connected, what its live value is read from."""

    name: str
    way: str  # "in", "out", "inout", "memory", "setting", "name"
    given: Any = None  # an operand, a tree of power flow, or nothing
    live: Operand | None = None


def member(given: Any, name: str) -> Path | None:
    """Return the member of a block's memory: T1 and ACC make T1.ACC."""
    if not isinstance(given, Path):
        return None
    return Path(given.root, (*given.steps, Member(name)), f"{operand(given)}.{name}")


def rows(op: Op, program: Program, dialect: str) -> list[Row]:
    """Return the legs of a block, those of power left out."""
    if op.name == "CALL" or not known(op.name, dialect):
        return _called(op, program)
    form = find(op.name, dialect).form(dialect)
    memory = op.args[0] if form.memory and op.args else None
    enter, leave = op.enter or form.enter, op.leave or form.leave
    found, args = [], list(op.args)
    for one in form.operands:
        if one.name in (enter, leave):
            continue
        given = op.pins.get(one.name, op.outs.get(one.name))
        if given is None and args and one.way != ("out" if memory and dialect == "iec" else ""):
            given = args.pop(0)
        found.append(Row(one.name, one.way, given, _live(one, given, memory, dialect)))
    more = [Row(f"{form.more}{n}", "in", arg, _shown(arg)) for n, arg in enumerate(args, 1)]
    return found + more


def _live(one: Any, given: Any, memory: Any, dialect: str) -> Operand | None:
    """Return where the value of a leg is read: the tag itself, or the block's own memory."""
    if one.way == "setting":
        return member(memory, MEMBERS.get(one.name, one.name))
    if memory is not None and dialect == "iec" and one.way in ("in", "out"):
        return member(memory, one.name)
    return _shown(given) if one.way in ("in", "out", "inout") else None


def _shown(given: Any) -> Operand | None:
    return given if isinstance(given, Path) else None


def _called(op: Op, program: Program) -> list[Row]:
    """Return the legs of a block with a body, by the names of its parameters."""
    body = program.blocks.get(op.spelling)
    tags = [t for t in body.tags if t.usage and not t.name.startswith("Enable")] if body else []
    names = [(t.name, t.usage) for t in tags if t.name not in (op.enter, op.leave)]
    args, found = list(op.args), []
    if args and op.name == "CALL":
        found.append(Row(op.spelling, "memory", args.pop(0)))
    for name, way in names or [(f"P{n}", "in") for n, _ in enumerate(args, 1)]:
        given = op.pins.get(name, op.outs.get(name))
        if given is None and args and not op.pins and not op.outs:
            given = args.pop(0)
        if given is not None:
            found.append(Row(name, way, given, _shown(given)))
    known_names = {row.name for row in found}
    rest = {**op.pins, **op.outs}
    ways = {**dict.fromkeys(op.pins, "in"), **dict.fromkeys(op.outs, "out")}
    return found + [
        Row(name, ways[name], given, _shown(given))
        for name, given in rest.items()
        if name not in known_names and name not in (op.enter, op.leave)
    ]


def legs(op: Op) -> list[tuple[str, Operand]]:
    """Return the bits a Rockwell box shows at its right side."""
    if op.name in ("OSR", "OSF") and len(op.args) == 2:
        return [("OB", op.args[1]), ("SB", op.args[0])]
    first = op.args[0] if op.args else None
    if op.name in ("BSL", "BSR", "FFL", "FFU"):
        first = next((a for a in op.args[1:] if isinstance(a, Path)), None)
    found = [(name, member(first, name)) for name in LEGS.get(op.name, ())]
    return [(name, path) for name, path in found if path is not None]


def title(op: Op, dialect: str) -> tuple[str, str]:
    """Return the name on the head of a block, and what it does, in words."""
    if op.name == "CALL" or not known(op.name, dialect):
        return op.spelling or op.name, ""
    found = find(op.name, dialect)
    words = HEADS.get(op.name) or found.title.partition(":")[0]
    return op.spelling or found.spelling(dialect), words


def apart(name: str) -> str:
    """Return "Source A" for SourceA."""
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])", " ", name)


def is_tree(given: Any) -> bool:
    """Tell whether power flows to a pin by contacts of its own."""
    return given is not None and not isinstance(given, Literal | Path | Expr)
