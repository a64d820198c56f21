"""Data types of both dialects, and how each is laid out in slots.

A controller's memory is one flat list; every scalar is one slot of it, whatever its size in bits.
`Leaf` is a scalar, `Array` and `Record` are runs of slots. Slots whose name begins with "~" are
nobody's to see: the clock of a timer, the memory of an edge. TIME is whole milliseconds. A REAL is
rounded to 32 bits when it is stored. Ranges: IEC 61131-3 table 10; members: Rockwell 1756-RM003.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from labsim.core.errors import LabsimError

__all__ = [
    "BITS",
    "BOUNDS",
    "BUILT_IN",
    "LETTERS",
    "Array",
    "Leaf",
    "Record",
    "Type",
    "f32",
    "fit",
    "leaves",
    "opaque",
    "wrap",
]

SIGNED = {"SINT": 8, "INT": 16, "DINT": 32, "LINT": 64, "TIME": 64}
UNSIGNED = {"USINT": 8, "UINT": 16, "UDINT": 32, "ULINT": 64}
WORDS = {"BYTE": 8, "WORD": 16, "DWORD": 32, "LWORD": 64}
BITS = {**SIGNED, **UNSIGNED, **WORDS}
BOUNDS = {
    **{name: (-(2 ** (n - 1)), 2 ** (n - 1) - 1) for name, n in SIGNED.items()},
    **{name: (0, 2**n - 1) for name, n in {**UNSIGNED, **WORDS}.items()},
}
LETTERS = 82  # of a Logix STRING that is not declared otherwise
FLOATS = ("REAL", "LREAL")
TEXTS = ("STRING", "DATE", "TOD", "DT")

_FLOAT = struct.Struct("f")


def f32(value: float) -> float:
    """Return a number as 32 bits hold it; past the end it is infinite."""
    try:
        return _FLOAT.unpack(_FLOAT.pack(value))[0]
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def wrap(value: int, kind: str) -> int:
    """Keep the low bits of a whole number, as a register of that type does."""
    low, _ = BOUNDS[kind]
    value &= (1 << BITS[kind]) - 1
    return value - (1 << BITS[kind]) if low and value >> (BITS[kind] - 1) else value


def fit(value: Any, kind: str) -> Any:
    """Return a value as a variable of an elementary type holds it; LabsimError when it cannot."""
    try:
        if kind == "BOOL":
            return bool(value)
        if kind in BITS:
            whole = round(value) if isinstance(value, float) else int(value)
            return wrap(whole, kind)
        if kind in FLOATS:
            return f32(float(value)) if kind == "REAL" else float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise LabsimError(f"{value!r} is no value for a {kind}") from error
    return str(value)


@dataclass(frozen=True)
class Leaf:
    """A scalar."""

    name: str
    size: int = 1

    @property
    def empty(self) -> list[Any]:
        """What it holds when nothing was ever put in."""
        if self.name in BITS:
            return [0]
        if self.name == "BOOL":
            return [False]
        return [0.0] if self.name in FLOATS else [""]


@dataclass(frozen=True)
class Array:
    """Elements with the last index running fastest; `dims` are (lowest, highest)."""

    dims: tuple[tuple[int, int], ...]
    item: Type

    @cached_property
    def count(self) -> int:
        """Number of elements."""
        return math.prod(high - low + 1 for low, high in self.dims)

    @cached_property
    def size(self) -> int:
        """Number of slots."""
        return self.count * self.item.size

    @property
    def name(self) -> str:
        """Such as "DINT[10]"."""
        return f"{self.item.name}[{','.join(str(high - low + 1) for low, high in self.dims)}]"

    @property
    def empty(self) -> list[Any]:
        """What it holds when nothing was ever put in."""
        return self.item.empty * self.count


@dataclass(frozen=True, eq=False)
class Record:
    """A structure, a timer, a block's instance: members by name in upper case, and initial slots.

    `members` has (name as declared, offset of its first slot, type).
    """

    name: str
    members: dict[str, tuple[str, int, Type]]
    empty: list[Any]
    kind: str = "structure"  # "structure", "block", or the name of a built-in one

    @property
    def size(self) -> int:
        """Number of slots."""
        return len(self.empty)

    def offset(self, member: str) -> int:
        """Return where a member begins, counted from the record's own beginning."""
        return self.members[member.upper()][1]


def opaque(name: str) -> Record:
    """Return a type that nobody declares: it may be there, and nothing can be done with it."""
    return Record(name, {}, [0], "unknown")


Type = Leaf | Array | Record


def leaves(type_: Type) -> list[str]:
    """Return the elementary types of a type, slot by slot."""
    if isinstance(type_, Leaf):
        return [type_.name]
    if isinstance(type_, Array):
        return leaves(type_.item) * type_.count
    return [kind for _, _, part in type_.members.values() for kind in leaves(part)]


def record(name: str, parts: list[tuple[str, Type]], kind: str = "structure") -> Record:
    """Lay members out one after the other."""
    members, empty = {}, []
    for member, type_ in parts:
        members[member.upper()] = (member, len(empty), type_)
        empty += type_.empty
    return Record(name, members, empty, kind)


def _built_in(name: str, text: str) -> Record:
    pairs = [part.split(":") for part in text.split()]
    parts = [(one, Leaf(kind)) for names, kind in pairs for one in names.split(",")]
    return record(name, parts, name.split("_")[0] if name[:2] == "CT" else name)


_TIMER = "PRE,ACC:DINT EN,TT,DN:BOOL ~last:DINT"
_COUNTER = "PRE,ACC:DINT CU,CD,DN,OV,UN:BOOL"
_CONTROL = "LEN,POS:DINT EN,EU,DN,EM,ER,UL,IN,FD:BOOL"
_IEC_TIMER = "IN:BOOL PT:TIME Q:BOOL ET:TIME ~state,~start:LINT"
_EDGE = "CLK,Q:BOOL ~last:BOOL"
_COUNTS = {
    "CTU": "CU,R:BOOL PV:{0} Q:BOOL CV:{0} ~up:BOOL",
    "CTD": "CD,LD:BOOL PV:{0} Q:BOOL CV:{0} ~down:BOOL",
    "CTUD": "CU,CD,R,LD:BOOL PV:{0} QU,QD:BOOL CV:{0} ~up,~down:BOOL",
}
BUILT_IN: dict[str, Record] = {
    name: _built_in(name, text)
    for name, text in {
        "TIMER": _TIMER,
        "COUNTER": _COUNTER,
        "CONTROL": _CONTROL,
        **dict.fromkeys(("TON", "TOF", "TP"), _IEC_TIMER),
        **dict.fromkeys(("R_TRIG", "F_TRIG"), _EDGE),
        "SR": "S1,R,Q1:BOOL",
        "RS": "S,R1,Q1:BOOL",
        **{name: text.format("INT") for name, text in _COUNTS.items()},
        **{
            f"{name}_{kind}": text.format(kind)
            for name, text in _COUNTS.items()
            for kind in ("INT", "DINT", "LINT", "UDINT", "ULINT")
        },
    }.items()
}
