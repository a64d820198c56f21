"""Points: what of a machine can be read or written from outside, and how values become registers.

Registers are of 16 bits, the high word first, as OpenPLC has them.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from labsim.core.errors import LabsimError

__all__ = ["AREAS", "Point", "Source", "pack", "unpack"]

COIL, DISCRETE, HOLDING, INPUT = AREAS = (
    "coil", "discrete input", "holding register", "input register",
)  # fmt: skip
# How a type lies in registers, IEC 61131-3 table 10; TIME is whole ms, cut to 32 bits.
FORMS = {
    "SINT": ">h", "INT": ">h", "USINT": ">H", "UINT": ">H", "BYTE": ">H", "WORD": ">H",
    "DINT": ">i", "UDINT": ">I", "DWORD": ">I", "TIME": ">i", "REAL": ">f",
    "LINT": ">q", "ULINT": ">Q", "LWORD": ">Q", "LREAL": ">d",
}  # fmt: skip
WHOLE = {"h": (-(2**15), 2**15 - 1), "H": (0, 2**16 - 1), "i": (-(2**31), 2**31 - 1),
         "I": (0, 2**32 - 1), "q": (-(2**63), 2**63 - 1), "Q": (0, 2**64 - 1)}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """One value: its name as the bench has it, its IEC type, where it lies, what it is.

    `pool` says where it goes by itself when it has no IEC address: "memory", "hand", "state" or
    "value"; with neither it is on OPC UA only. `area` and `register` are given by `addressed`.
    """

    name: str
    type: str
    what: str
    folder: tuple[str, ...] = ()
    iec: str = ""
    pool: str = ""
    writable: bool = False
    area: str = ""
    register: int = -1

    @property
    def words(self) -> int:
        """How many registers it takes; a bit takes one place, a text none."""
        if self.type == "BOOL":
            return 1
        return struct.calcsize(FORMS[self.type]) // 2 if self.type in FORMS else 0

    def at(self, area: str, register: int, iec: str = "") -> Point:
        """Return it with its place."""
        return replace(self, area=area, register=register, iec=iec or self.iec)


class Source:
    """Some points of a machine that are read together: `read` gives their values in order."""

    points: Sequence[Point] = ()

    def read(self) -> list[Any]:
        """Return the values now; None where nothing answers."""
        raise NotImplementedError

    def write(self, point: Point, value: Any) -> None:
        """Put a value in; LabsimError when it cannot be."""
        raise NotImplementedError


def pack(type_: str, value: Any) -> list[int | None]:
    """Return a value as a bit, or as registers; None for each where there is no value."""
    if type_ == "BOOL":
        return [None if value is None else int(bool(value))]
    form = FORMS[type_]
    size = struct.calcsize(form) // 2
    if value is None:
        return [None] * size
    if form[1] in WHOLE:
        low, high = WHOLE[form[1]]
        value = min(max(int(value), low), high)
    try:
        raw = struct.pack(form, value)
    except OverflowError:  # more than 32 bits of a REAL hold
        raw = struct.pack(form, math.copysign(math.inf, value))
    return list(struct.unpack(f">{size}H", raw))


def unpack(type_: str, words: Sequence[int]) -> Any:
    """Return the value that a bit or registers stand for; LabsimError when it is none."""
    if type_ == "BOOL":
        return bool(words[0])
    value = struct.unpack(FORMS[type_], struct.pack(f">{len(words)}H", *words))[0]
    if isinstance(value, float) and not math.isfinite(value):
        raise LabsimError(f"{value} is no value to write")
    return value
