"""Reading MAT files of Matlab 5 to 7, with limits.

scipy's reader ends the whole process on some broken files (version 1.17: a segmentation fault in
`loadmat`), and a file of others must not take the kernel with it. This one reads what records are
kept in: arrays of numbers, texts, cells and structures; every length is checked before it is used.
"""

from __future__ import annotations

import math
import zlib
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError

__all__ = ["DEEP", "SWOLLEN", "variables"]

SWOLLEN = 512 * 2**20  # bytes that a file may have unpacked
DEEP = 6  # structures within structures
HEAD = 128  # bytes before the first variable
NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8",
           13: "u8", 16: "u1", 17: "u2", 18: "u4"}  # fmt: skip
MATRIX, PACKED = 14, 15
CELL, STRUCTURE, TEXT, FIRST, LAST = 1, 2, 4, 6, 15  # classes of arrays
COMPLEX = 0x0800


class _Broken(LabsimError):
    """A file that is not what it says."""


class _Reader:
    """Walks over elements: each a type, a length, and data padded to eight bytes."""

    def __init__(self, data: bytes, order: str, room: list[int]) -> None:
        self.data, self.order, self.room, self.at = data, order, room, 0

    def more(self) -> bool:
        """Tell whether there is another element."""
        return len(self.data) - self.at >= 8

    def element(self) -> tuple[int, bytes]:
        """Return type and data of the next element."""
        if not self.more():
            raise _Broken("it is cut off")
        kind, size = (int(n) for n in np.frombuffer(self.data, f"{self.order}u4", 2, self.at))
        start = self.at + 8
        if kind >> 16:  # a short one: type, length and data in eight bytes
            kind, size, start = kind & 0xFFFF, kind >> 16, self.at + 4
            if size > 4:
                raise _Broken("an element is longer than it can be")
        if start + size > len(self.data):
            raise _Broken("it is cut off")
        padded = start + size if kind == PACKED else start + size + (-(start + size)) % 8
        self.at = max(padded, self.at + 8)
        return kind, self.data[start : start + size]

    def numbers(self) -> np.ndarray:
        """Return the next element as a row of numbers."""
        kind, data = self.element()
        if kind not in NUMBERS:
            raise _Broken(f"numbers are kept as type {kind}")
        form = np.dtype(self.order + NUMBERS[kind])
        if len(data) % form.itemsize:
            raise _Broken("a number is cut off")
        return np.frombuffer(data, form)

    def matrix(self, deep: int = 0) -> tuple[str, Any]:
        """Return name and value of a variable, whose elements these are."""
        flags, shape, name = self.numbers(), self.numbers(), self.numbers()
        if not len(flags) or deep > DEEP:
            raise _Broken("a variable has no flags, or lies too deep")
        sizes = [int(n) for n in shape]
        if len(sizes) < 2 or len(sizes) > 8 or min(sizes) < 0 or math.prod(sizes) > SWOLLEN:
            raise _Broken(f"an array says it is of shape {sizes}")
        return _text(name), self._value(int(flags[0]), sizes, deep)

    def _value(self, flags: int, shape: list[int], deep: int) -> Any:
        kind, count = flags & 0xFF, math.prod(shape)
        if kind == CELL:
            return [self._inner(deep) for _ in range(self._few(count))]
        if kind == STRUCTURE:
            return self._structure(count, deep)
        if kind != TEXT and not FIRST <= kind <= LAST:
            return None  # an object, a function, a sparse array: nothing that a record is kept in
        row = self.numbers()
        if len(row) != count:
            raise _Broken(f"{len(row)} of {count} numbers are there")
        if kind == TEXT:
            return _text(row)
        return None if flags & COMPLEX else row.reshape(shape, order="F")

    def _structure(self, count: int, deep: int) -> Any:
        """Return the fields of a structure by name; None for an array of structures."""
        wide = self.numbers()
        names = self.numbers()
        size = int(wide[0]) if len(wide) else 0
        if size <= 0 or len(names) % size:
            raise _Broken("the names of its fields are cut off")
        fields = [_text(names[n : n + size]) for n in range(0, len(names), size)]
        made = [{name: self._inner(deep) for name in fields} for _ in range(self._few(count))]
        return made[0] if len(made) == 1 else None

    def _few(self, count: int) -> int:
        """Return a count of inner variables that this data can hold at all."""
        if count > (len(self.data) - self.at) // 8:
            raise _Broken("it says it holds more than it has room for")
        return count

    def _inner(self, deep: int) -> Any:
        kind, data = self.element()
        if kind != MATRIX:
            raise _Broken(f"a variable is kept as type {kind}")
        return _Reader(data, self.order, self.room).matrix(deep + 1)[1] if data else None

    def unpacked(self, data: bytes) -> _Reader:
        """Return a reader of what is packed, as long as there is room for it."""
        engine = zlib.decompressobj()
        try:
            found = engine.decompress(data, self.room[0])
        except zlib.error as error:
            raise _Broken(f"packed data are damaged: {error}") from None
        if engine.unconsumed_tail:
            raise _Broken(f"it swells to more than {SWOLLEN >> 20} MiB")
        self.room[0] -= len(found)
        return _Reader(found, self.order, self.room)


def _text(row: np.ndarray) -> str:
    """Return codes as text, without what fills it up."""
    return "".join(chr(int(n)) for n in row[:4096] if 0 < int(n) < 0x110000).strip()


def variables(data: bytes, name: str) -> dict[str, Any]:
    """Return variables by name: arrays as shaped, texts as str, cells as list, structures as dict.

    What is none of these is None. Raises LabsimError when the file is no MAT file of Matlab 5 to
    7, is cut off or damaged, or swells beyond the limit.
    """
    order = {b"IM": "<", b"MI": ">"}.get(data[126:128], "")
    if data[:10] == b"MATLAB 7.3" or b"\x89HDF" in data[:8] or data[512:516] == b"\x89HDF":
        raise LabsimError(f"{name} is of Matlab 7.3: save it again with -v7")
    if len(data) < HEAD + 8 or not order:
        raise LabsimError(f"{name} is no MAT file of Matlab 5 to 7")
    reader, found = _Reader(data[HEAD:], order, [SWOLLEN]), {}
    try:
        while reader.more():
            kind, part = reader.element()
            if kind == PACKED:
                kind, part = reader.unpacked(part).element()
            if kind == MATRIX and part:
                label, value = _Reader(part, order, reader.room).matrix()
                found[label] = value
    except _Broken as error:
        raise LabsimError(f"{name} is damaged or cut off: {error}") from None
    return found
