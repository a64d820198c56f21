"""Memory of the walking reference: one object for every variable, nothing clever.

Written from the manuals' words about data types, not from the controller's code: a cell knows its
type and wraps what is stored into it; arrays and structures are lists and dicts of cells.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any

from labsim.plc.infer import implied
from labsim.plc.program import Bit, Block, Index, Literal, Member, Op, Path, Program, Tag

__all__ = ["BITS", "Array", "Cell", "Fault", "Group", "Memory", "WordBit", "fit"]

SIGNED = {"SINT": 8, "INT": 16, "DINT": 32, "LINT": 64}
UNSIGNED = {"USINT": 8, "UINT": 16, "UDINT": 32, "ULINT": 64}
BITS = {"BYTE": 8, "WORD": 16, "DWORD": 32, "LWORD": 64}
SIZES = SIGNED | UNSIGNED | BITS | {"TIME": 64, "BOOL": 1}
DELAY = {"IN": "BOOL", "PT": "TIME", "Q": "BOOL", "ET": "TIME"}
BUILT_IN = {
    "ab": {
        "TIMER": {"PRE": "DINT", "ACC": "DINT", "EN": "BOOL", "TT": "BOOL", "DN": "BOOL"},
        "COUNTER": {"PRE": "DINT", "ACC": "DINT"}
        | dict.fromkeys(("CU", "CD", "DN", "OV", "UN"), "BOOL"),
        "CONTROL": {"LEN": "DINT", "POS": "DINT"}
        | dict.fromkeys(("EN", "EU", "DN", "EM", "ER", "UL", "IN", "FD"), "BOOL"),
    },
    "iec": {
        **dict.fromkeys(("TON", "TOF", "TP"), DELAY),
        "CTU": {"CU": "BOOL", "R": "BOOL", "PV": "INT", "Q": "BOOL", "CV": "INT"},
        "CTD": {"CD": "BOOL", "LD": "BOOL", "PV": "INT", "Q": "BOOL", "CV": "INT"},
        "CTUD": dict.fromkeys(("CU", "CD", "R", "LD", "QU", "QD"), "BOOL")
        | {"PV": "INT", "CV": "INT"},
        "R_TRIG": {"CLK": "BOOL", "Q": "BOOL"},
        "F_TRIG": {"CLK": "BOOL", "Q": "BOOL"},
        "SR": {"S1": "BOOL", "R": "BOOL", "Q1": "BOOL"},
        "RS": {"S": "BOOL", "R1": "BOOL", "Q1": "BOOL"},
    },
}


class Fault(Exception):
    """The controller stops: a major fault with its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def wrap(value: int, bits: int, signed: bool) -> int:
    """Keep the low bits, as a register does."""
    value &= (1 << bits) - 1
    return value - (1 << bits) if signed and value >> (bits - 1) else value


def fit(value: Any, kind: str) -> Any:
    """Return a value as a variable of this type holds it."""
    if kind == "BOOL":
        return bool(value)
    if kind in SIZES:
        whole = round(value) if isinstance(value, float) else int(value)  # ties to even
        return wrap(whole, SIZES[kind], kind in SIGNED or kind == "TIME")
    if kind == "REAL":
        try:
            return struct.unpack("f", struct.pack("f", float(value)))[0]
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")
    return float(value) if kind == "LREAL" else value


@dataclass
class Cell:
    """One scalar."""

    type: str
    value: Any

    def get(self) -> Any:
        return self.value

    def set(self, value: Any) -> None:
        self.value = fit(value, self.type)


@dataclass
class WordBit:
    """One bit of a word."""

    cell: Cell
    bit: int
    type: str = "BOOL"

    def get(self) -> bool:
        return bool(self.cell.value >> self.bit & 1)

    def set(self, value: Any) -> None:
        mask = 1 << self.bit
        self.cell.set(self.cell.value | mask if value else self.cell.value & ~mask)


@dataclass
class Group:
    """A structure, a timer, an instance of a block; `hidden` is what no tag shows."""

    type: str
    members: dict[str, Any]
    hidden: dict[str, Any] = field(default_factory=dict)
    block: Block | None = None


@dataclass
class Array:
    """Elements in the order of the last index running fastest."""

    dims: tuple[tuple[int, int], ...]
    items: list[Any]

    def at(self, where: tuple[int, ...]) -> Any:
        place = 0
        for (low, high), index in zip(self.dims, where, strict=True):
            if not low <= index <= high:
                raise Fault("4:20")
            place = place * (high - low + 1) + index - low
        return self.items[place]


class Memory:
    """All variables of a program, looked up by paths; names are told apart without case."""

    def __init__(self, program: Program, dialect: str) -> None:
        self.program, self.dialect = program, dialect
        tags = [*program.tags.values(), *implied(program)]  # adds types of modules, too
        self.types = {name.upper(): t for name, t in program.types.items()}
        self.blocks = {name.upper(): b for name, b in program.blocks.items()}
        self.tags = {tag.name.upper(): tag for tag in tags}
        self.roots = {n: self.make(tag) for n, tag in self.tags.items() if tag.alias is None}
        for op in (op for r in program.routines.values() for g in r.rungs for op in g.ops()):
            self.preset(op)

    def preset(self, op: Op) -> None:
        """Take PRE and ACC written in the text, TON(T1,5000,0), as a download does."""
        if self.dialect == "ab" and op.name in ("TON", "TOF", "RTO", "CTU", "CTD"):
            for name, given in zip(("PRE", "ACC"), op.args[1:], strict=False):
                if isinstance(given, Literal) and isinstance(given.value, int) and given.value:
                    self.find(op.args[0], None, None).members[name].set(given.value)

    def make(self, tag: Tag) -> Any:
        """Build a variable as it is after a download."""
        if not tag.dims:
            return self.one(tag.type, tag.initial)
        count = 1
        for low, high in tag.dims:
            count *= high - low + 1
        given = flat(tag.initial, len(tag.dims)) if tag.initial is not None else []
        given = given + [None] * (count - len(given))
        return Array(tag.dims, [self.one(tag.type, one) for one in given])

    def one(self, kind: str, initial: Any) -> Any:
        name = kind.upper()
        given = {str(k).upper(): v for k, v in initial.items()} if isinstance(initial, dict) else {}
        if name in BUILT_IN[self.dialect]:
            members = BUILT_IN[self.dialect][name]
            return Group(name, {m: self.one(t, given.get(m)) for m, t in members.items()})
        if name in self.types or name in self.blocks:
            body = self.blocks.get(name)
            tags = body.tags if body else self.types[name].members
            members = {}
            for tag in tags:
                start = given.get(tag.name.upper(), tag.initial)
                members[tag.name.upper()] = self.make(Tag(tag.name, tag.type, tag.dims, start))
            return Group(name, members, block=body)
        if name == "STRING":
            return Cell(name, initial or "")
        return Cell(name, fit(initial or 0, name))

    def find(self, path: Path, scope: Group | None, number: Any) -> Any:
        """Return the cell, bit, array or group a path leads to; `number` works out an index."""
        root = path.root.upper()
        if scope is not None and root in scope.members:
            here = scope.members[root]
        elif root in self.tags and self.tags[root].alias is not None:
            here = self.find(self.tags[root].alias, None, number)
        else:
            here = self.roots[root]
        for step in path.steps:
            here = self.step(here, step, number)
        return here

    def step(self, here: Any, step: Member | Index | Bit, number: Any) -> Any:
        if isinstance(step, Member):
            return here.members[step.name.upper()]
        if isinstance(step, Index):
            return here.at(tuple(int(number(i)) for i in step.at))
        bit = int(number(step.at))
        if not 0 <= bit < SIZES[here.type]:
            raise Fault("4:20")
        return WordBit(here, bit)

    def copy(self, what: Any) -> Any:
        """Return every scalar below something as nested plain values."""
        if isinstance(what, Array):
            return [self.copy(one) for one in what.items]
        if isinstance(what, Group):
            return {name: self.copy(one) for name, one in what.members.items()}
        return what.get()

    def leaves(self) -> dict[str, Any]:
        """Return every scalar by its written name: "T1.ACC", "A[3]", "M[1,2].x"."""
        found: dict[str, Any] = {}
        for name, root in self.roots.items():
            spread(self.tags[name].name, root, found)
        return found


def spread(name: str, what: Any, found: dict[str, Any]) -> None:
    if isinstance(what, Group):
        for member, one in what.members.items():
            spread(f"{name}.{member}", one, found)
    elif isinstance(what, Array):
        for k, one in enumerate(what.items):
            where = []
            for low, high in reversed(what.dims):
                k, at = divmod(k, high - low + 1)
                where.insert(0, str(at + low))
            spread(f"{name}[{','.join(where)}]", one, found)
    else:
        found[name] = what


def flat(given: Any, depth: int) -> list[Any]:
    """Return nested lists of initial values as one list."""
    if depth == 0 or not isinstance(given, list | tuple):
        return [given]
    return [leaf for one in given for leaf in flat(one, depth - 1)]
