"""Bytes of Logix data: what COP, CPS and FLL see that copy between types of different size.

Little end first. A structure's members begin at multiples of their own size, BOOLs beside each
other share a byte, the whole is a multiple of four bytes; an array of BOOL is 32-bit words; status
bits of timers, counters and controls are the upper bits of a word before PRE or LEN (1756-PM020,
1756-RM084). A STRING is LEN and 82 letters.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from labsim.plc.errors import ProgramError
from labsim.plc.types import LETTERS, Array, Leaf, Record, Type

__all__ = ["Plan", "copied", "plan"]

_CODES = {
    "SINT": "b",
    "INT": "h",
    "DINT": "i",
    "LINT": "q",
    "USINT": "B",
    "UINT": "H",
    "UDINT": "I",
    "ULINT": "Q",
    "BYTE": "B",
    "WORD": "H",
    "DWORD": "I",
    "LWORD": "Q",
    "REAL": "f",
    "LREAL": "d",
}
_STATUS = {
    "TIMER": ("EN", "TT", "DN"),
    "COUNTER": ("CU", "CD", "DN", "OV", "UN"),
    "CONTROL": ("EN", "EU", "DN", "EM", "ER", "UL", "IN", "FD"),
}

# slot, byte, and the code of struct; "s" of a string, or the number of a bit
Field = tuple[int, int, str | int]
Plan = tuple[int, int, tuple[Field, ...]]  # slots and bytes of one element, its fields


def plan(type_: Type) -> Plan:
    """Return where in bytes one element of a type has what; ProgramError if it has no such form."""
    fields, size = _fields(type_, 0, 0)
    return type_.size, size, tuple(fields)


def _fields(type_: Type, slot: int, at: int) -> tuple[list[Field], int]:
    """Return the fields of a type from a slot and a byte on, and the byte behind it."""
    if isinstance(type_, Leaf):
        return _leaf(type_.name, slot, at)
    if isinstance(type_, Array):
        return _array(type_, slot, at)
    if type_.kind in _STATUS:
        words = [name for name, _, part in type_.members.values() if part.name == "DINT"]
        bits = [(slot + type_.offset(n), at, 31 - k) for k, n in enumerate(_STATUS[type_.kind])]
        more = [(slot + type_.offset(n), at + 4 + 4 * k, "i") for k, n in enumerate(words[:2])]
        return [*bits, *more], at + 12
    if type_.kind != "structure":
        raise ProgramError(f"the bytes of a {type_.name} are not known")
    return _structure(type_, slot, at)


def _leaf(name: str, slot: int, at: int) -> tuple[list[Field], int]:
    if name == "STRING":
        return [(slot, at, "s")], at + 4 + LETTERS + 2
    if name == "BOOL":
        return [(slot, at, 0)], at + 1
    if name not in _CODES:
        raise ProgramError(f"the bytes of a {name} are not known")
    return [(slot, at, _CODES[name])], at + struct.calcsize(_CODES[name])


def _array(type_: Array, slot: int, at: int) -> tuple[list[Field], int]:
    if type_.item == Leaf("BOOL"):
        bits: list[Field] = [(slot + k, at + k // 32 * 4, k % 32) for k in range(type_.count)]
        return bits, at + -(-type_.count // 32) * 4
    fields: list[Field] = []
    for k in range(type_.count):
        more, at = _fields(type_.item, slot + k * type_.item.size, at)
        fields += more
    return fields, at


def _structure(type_: Record, slot: int, at: int) -> tuple[list[Field], int]:
    fields: list[Field] = []
    start, bit = at, 8
    for name, offset, part in type_.members.values():
        if name[0] == "~":
            continue
        if part == Leaf("BOOL"):
            at, bit = (at + 1, 0) if bit == 8 else (at, bit)
            fields.append((slot + offset, at - 1, bit))
            bit += 1
            continue
        at, bit = start + _up(at - start, _align(part)), 8
        more, at = _fields(part, slot + offset, at)
        fields += more
    return fields, start + _up(at - start, 4)


def _align(type_: Type) -> int:
    if isinstance(type_, Leaf) and type_.name in _CODES:
        return struct.calcsize(_CODES[type_.name])
    return 4


def _up(size: int, step: int) -> int:
    return -(-size // step) * step


# at run time --------------------------------------------------------------------------------------
def copied(m: list, source: tuple, dest: tuple, count: int) -> None:
    """Copy bytes for `count` elements of the destination, as far as both go.

    Source and dest are (first slot, slots there are, plan).
    """
    (at, have, (slots, size, fields)), (to, room, (slots_to, size_to, fields_to)) = source, dest
    total = min(count * size_to, have // slots * size, room // slots_to * size_to)
    if total <= 0:
        return
    data = bytearray(-(-total // size) * size)
    for k in range(-(-total // size)):
        _pack(m, at + k * slots, fields, data, k * size)
    elements = -(-total // size_to)
    there = bytearray(elements * size_to)
    _pack(m, to + (elements - 1) * slots_to, fields_to, there, (elements - 1) * size_to)
    there[:total] = data[:total]
    for k in range(elements):
        _unpack(m, to + k * slots_to, fields_to, there, k * size_to)


def _pack(m: list, at: int, fields: tuple[Field, ...], data: bytearray, first: int) -> None:
    for slot, byte, code in fields:
        value, here = m[at + slot], first + byte
        if isinstance(code, int):
            data[here + code // 8] |= bool(value) << code % 8
        elif code == "s":
            letters = value.encode("latin-1", "replace")[:LETTERS]
            struct.pack_into(f"<i{LETTERS}s", data, here, len(letters), letters)
        else:
            struct.pack_into("<" + code, data, here, value)


def _unpack(m: list, at: int, fields: tuple[Field, ...], data: bytearray, first: int) -> None:
    for slot, value in _values(fields, data, first):
        m[at + slot] = value


def _values(fields: tuple[Field, ...], data: bytearray, first: int) -> Iterator[tuple[int, Any]]:
    for slot, byte, code in fields:
        here = first + byte
        if isinstance(code, int):
            yield slot, bool(data[here + code // 8] >> code % 8 & 1)
        elif code == "s":
            length, letters = struct.unpack_from(f"<i{LETTERS}s", data, here)
            yield slot, letters[: max(length, 0)].decode("latin-1")
        else:
            yield slot, struct.unpack_from("<" + code, data, here)[0]
