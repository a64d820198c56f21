"""What compiled programs call while they run: faults, checks, timers, counters.

Every timer function gets the memory `m`, the slot `b` its record begins at, and the clock `now` in
ms, which stands still within a scan. Allen-Bradley after the execution tables of 1756-RM003; IEC
after the bodies and diagrams of IEC 61131-3 (ed. 2, 2.5.2.3).
"""

from __future__ import annotations

from typing import Any

from labsim.plc.types import BITS, wrap

__all__ = ["Env", "Halt"]

WATCHDOG = 50_000  # jumps back and calls in one scan, assumed: far more than any real program makes


class Halt(Exception):
    """A major fault stops the scan: Rockwell's type and code, as "4:20"."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


class Env:
    """What a running program notes beside its memory: minor faults, and how far the dog is."""

    __slots__ = ("left", "minor", "overflow")

    def __init__(self) -> None:
        self.left, self.minor, self.overflow = WATCHDOG, [], False

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
        self.overflow = True
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


# Allen-Bradley: PRE 0, ACC 1, EN 2, TT 3, DN 4, last 5 --------------------------------------------
TOP = 2**31 - 1


_NEGATIVE = "a timer has a negative preset or accumulated value"


def ab_on(m: list, b: int, now: int) -> None:
    """TON and RTO while the rung is true: the first true scan only starts the clock."""
    if m[b] < 0 or m[b + 1] < 0:
        raise Halt("4:34", _NEGATIVE)
    if m[b + 4]:
        m[b + 2], m[b + 3] = True, False
        return
    if m[b + 2]:
        total = m[b + 1] + now - m[b + 5]
        m[b + 1] = total if total < TOP else TOP
    m[b + 5] = now
    m[b + 4] = done = m[b + 1] >= m[b]
    m[b + 2], m[b + 3] = True, not done


def ab_off(m: list, b: int, now: int) -> None:
    """TOF while the rung is false: the first false scan only starts the clock."""
    if not m[b + 4]:
        m[b + 2] = m[b + 3] = False
        return
    if m[b] < 0 or m[b + 1] < 0:
        raise Halt("4:34", _NEGATIVE)
    if not m[b + 2]:
        total = m[b + 1] + now - m[b + 5]
        m[b + 1] = total if total < TOP else TOP
    m[b + 5] = now
    done = m[b + 1] >= m[b]
    m[b + 2], m[b + 3], m[b + 4] = False, not done, not done


# Allen-Bradley: PRE 0, ACC 1, CU 2, CD 3, DN 4, OV 5, UN 6 ----------------------------------------
def ab_count(m: list, b: int, step: int) -> None:
    """Count one up or down; past the end it goes on at the other end and says so."""
    total = m[b + 1] + step
    if total > TOP:
        m[b + 5], m[b + 6] = (m[b + 5], False) if m[b + 6] else (True, False)
    elif total < -TOP - 1:
        m[b + 5], m[b + 6] = (False, m[b + 6]) if m[b + 5] else (False, True)
    m[b + 1] = wrap(total, "DINT")


# IEC timers: IN 0, PT 1, Q 2, ET 3, state 4 (0 rest, 1 timing, 2 over), start 5 -------------------
def iec_on_late(m: list, b: int, now: int) -> None:
    """TON of matiec with IN on and not yet over: it looks at the clock a call late."""
    if not m[b + 4]:
        m[b + 4], m[b + 5] = 1, now
        return
    _elapse(m, b, now)
    m[b + 2] = m[b + 4] == 2


def _elapse(m: list, b: int, now: int) -> None:
    elapsed = now - m[b + 5]
    if elapsed >= m[b + 1]:
        m[b + 4], elapsed = 2, m[b + 1]
    m[b + 3] = elapsed


def iec_off(m: list, b: int, now: int, level: bool, late: bool) -> None:
    """TOF."""
    was, m[b] = m[b], level
    if level:
        m[b + 4] = m[b + 3] = 0
    elif was:
        m[b + 4], m[b + 5] = 1, now
    if m[b + 4] == 1 and not (was and late):
        _elapse(m, b, now)
    m[b + 2] = level or m[b + 4] == 1


def iec_pulse(m: list, b: int, now: int, level: bool, late: bool) -> None:
    """TP: once begun it is PT long, whatever IN does."""
    began = level and not m[b] and not m[b + 4]
    m[b] = level
    if began:
        m[b + 4], m[b + 5] = 1, now
    if m[b + 4] == 1 and not (began and late):
        _elapse(m, b, now)
    m[b + 2] = m[b + 4] == 1
    if m[b + 4] == 2 and not level:
        m[b + 4] = m[b + 3] = 0


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
    if length > count or length < 0 or position > length:
        raise Halt("4:20", f"a FIFO of {length} elements is longer than its array")
    if position <= 0 or not length:
        return type(m[at])()
    first = m[at]
    m[at : at + length] = [*m[at + 1 : at + length], type(first)()]
    return first
