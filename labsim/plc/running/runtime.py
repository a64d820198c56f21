"""What compiled programs call while they run: faults, checks, and what is too long for a line."""

from __future__ import annotations

from typing import Any

from labsim.plc.types import BITS, wrap

__all__ = ["Env", "Halt"]

WATCHDOG = 50_000  # jumps back and calls in one scan, assumed: far more than any real program makes


NOTED, CLEAR = 1, 2  # what is to be done about S:V after the scan: say it, take it back


class Halt(Exception):
    """A major fault stops the scan: Rockwell's type and code, as "4:20"."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


class Env:
    """What a running program notes beside its memory: minor faults, and how far the dog is."""

    __slots__ = ("left", "minor", "overflow", "v")

    def __init__(self) -> None:
        self.left, self.minor, self.overflow = WATCHDOG, [], 0
        self.v = False  # the last calculation overflowed

    def kick(self) -> None:
        """Count one jump back or call."""
        self.left -= 1
        if self.left < 0:
            raise Halt("6:1", "watchdog: the scan does not end, look for a jump back")

    def over(self, value: float, kind: str) -> int:
        """Keep what fits of a number too large, and note the overflow."""
        self.note("4:4")
        if value != value or value in (float("inf"), float("-inf")):
            return 0
        return wrap(int(value), kind)

    def note(self, code: str) -> None:
        """Note a minor fault."""
        self.overflow, self.v = NOTED, True
        if not self.minor or self.minor[-1] != code:
            self.minor.append(code)


def ix(value: int, low: int, high: int) -> int:
    """Check an index; return how far it is from the lowest."""
    if low <= value <= high:
        return value - low
    raise Halt("4:20", f"array subscript {value} is outside {low} to {high}")


def given(values: tuple | None, k: int) -> Any:
    """Return the k-th parameter that was handed over."""
    if values is None or k >= len(values):
        raise Halt("4:31", "the parameters of JSR do not match those of SBR or RET")
    return values[k]


def put_bit(word: int, bit: int, on: bool, kind: str) -> int:
    """Return a word with one of its bits changed."""
    return wrap(word | 1 << bit if on else word & ~(1 << bit), kind)


def smear(m: list, source: int, dest: int, count: int) -> None:
    """Copy upwards within one array, lowest first: what was just copied is copied on (COP)."""
    for k in range(count):
        m[dest + k] = m[source + k]


def negative() -> None:
    """Stop at a timer that cannot run."""
    raise Halt("4:34", "a timer has a negative preset or accumulated value")


# files of words -----------------------------------------------------------------------------------
def shifted(m: list, at: int, count: int, length: int, bit: bool, kind: str, left: bool) -> bool:
    """Shift the first `length` bits of words by one; return the bit that falls out."""
    size = BITS[kind]
    words = -(-length // size)
    if length < 0 or words > count:
        raise Halt("4:20", f"a shift of {length} bits is longer than its array")
    if not length:
        return bit
    total = sum((m[at + k] & (1 << size) - 1) << k * size for k in range(words))
    run, rest = total & (1 << length) - 1, total >> length << length
    out = run >> (length - 1) & 1 if left else run & 1
    run = (run << 1 | bit) & (1 << length) - 1 if left else run >> 1 | bit << length - 1
    for k in range(words):
        m[at + k] = wrap((rest | run) >> k * size, kind)
    return bool(out)


def taken(m: list, at: int, count: int, length: int, position: int) -> Any:
    """Take the first element out of a FIFO; the others move up, a zero follows."""
    if not _holds(count, length, position):
        return type(m[at])()
    first = m[at]
    m[at : at + length] = [*m[at + 1 : at + length], type(first)()]
    return first


def popped(m: list, at: int, count: int, length: int, position: int) -> Any:
    """Take the last element out of a LIFO; a zero takes its place."""
    if not _holds(count, length, position):
        return type(m[at])()
    last = m[at + position - 1]
    m[at + position - 1] = type(last)()
    return last


def _holds(count: int, length: int, position: int) -> bool:
    """Tell whether a file has anything in it; it must fit its array."""
    if length > count or length < 0 or position > length:
        raise Halt("4:20", f"a file of {length} elements is longer than its array")
    return position > 0 and length > 0
