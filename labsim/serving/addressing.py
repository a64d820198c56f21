"""Where every point lies: the address map of OpenPLC, and places for what has no IEC address.

OpenPLC: %QX to coils and %IX to discrete inputs (8 · byte + bit), %IW to input registers, %QW to
holding registers from 0, %MW from 1024, %MD from 2048 (two each), %ML from 4096 (four each), the
high word first; %MX to the coils behind its 8192 outputs. What OpenPLC does not have begins at
9000 in every area: hands, states of parts and values of the process. Tags without an address take
the first free places of %MX, %MW, %MD or %ML by their size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from labsim.serving.points import COIL, DISCRETE, HOLDING, INPUT, Point

__all__ = ["END", "addressed", "place"]

END = 10_000  # places in every area: what an HMI with addresses of five digits reaches
OWN = 9000
MEMORY_BITS, MEMORY = 8192, {1: ("%MW", 1024, 2048), 2: ("%MD", 2048, 4096), 4: ("%ML", 4096, 8192)}
_ADDRESS = re.compile(r"%?([IQM])([XWDL]?)(\d+)(?:\.(\d))?", re.I)
_BITS = {"I": (DISCRETE, 0, 8192), "Q": (COIL, 0, 8192), "M": (COIL, MEMORY_BITS, OWN)}
_WORDS = {
    "IW": (INPUT, 0, 1, 1024), "QW": (HOLDING, 0, 1, 1024), "MW": (HOLDING, 1024, 1, 2048),
    "MD": (HOLDING, 2048, 2, 4096), "ML": (HOLDING, 4096, 4, 8192),
}  # fmt: skip


def place(iec: str, words: int = 1) -> tuple[str, int] | None:
    """Return area and first place of an IEC address, "%QX0.3" or "Q0.3"; None: it has none.

    Neither has a value that needs more registers than its address has.
    """
    match = _ADDRESS.fullmatch(iec)
    if match is None:
        return None
    letter, size, number, bit = match.groups()
    letter, size = letter.upper(), size.upper()
    if bit is not None and size in ("", "X") and int(bit) < 8:
        area, first, end = _BITS[letter]
        at = first + 8 * int(number) + int(bit)
        return (area, at) if at < end else None
    if bit is None and letter + size in _WORDS:
        area, first, each, end = _WORDS[letter + size]
        at = first + each * int(number)
        return (area, at) if at + each <= end and words <= each else None
    return None


def addressed(points: Iterable[Point]) -> list[Point]:
    """Return points with their places: those with an address first, the others where room is.

    What finds its place taken, or no room, goes where others of its kind are, or nowhere: it is
    then read by OPC UA only.
    """
    points, used = list(points), set[tuple[str, int]]()
    found: dict[int, Point] = {}
    for own in (True, False):
        for n, point in enumerate(points):
            if n in found or not point.words:
                continue
            at = _declared(point, used) if own else _free(point, used)
            if at is not None:
                found[n] = at
                used |= {(at.area, at.register + k) for k in range(at.words)}
    return [found.get(n, point) for n, point in enumerate(points)]


def _declared(point: Point, used: set[tuple[str, int]]) -> Point | None:
    at = place(point.iec, point.words)
    if at is None or not _room(at, point.words, used):
        return None
    return point.at(*at)


def _room(at: tuple[str, int], words: int, used: set[tuple[str, int]]) -> bool:
    return not any((at[0], at[1] + k) in used for k in range(words))


def _free(point: Point, used: set[tuple[str, int]]) -> Point | None:
    """Return a point at the first free place of its pool; None when there is no pool or room."""
    bit = point.type == "BOOL"
    if not point.pool:
        return None
    if point.pool == "memory":
        name, first, end = ("%MX", MEMORY_BITS, OWN) if bit else MEMORY[point.words]
        area = COIL if bit else HOLDING
    else:
        area = (COIL if bit else HOLDING) if point.pool == "hand" else (DISCRETE if bit else INPUT)
        name, first, end = "", OWN, END
    for at in range(first, end - point.words + 1, point.words):
        if _room((area, at), point.words, used):
            k = at - first
            number = f"{k // 8}.{k % 8}" if bit else str(k // point.words)
            return point.at(area, at, f"{name}{number}" if name else "")
    return None
