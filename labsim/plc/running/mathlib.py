"""Functions that compiled calculations call.

Those that can go wrong get the environment `e` to note minor fault 4:4 in, and run on; `keep` says
whether division by zero leaves the first operand (Allen-Bradley) or 0.
"""

from __future__ import annotations

import math
from typing import Any

__all__ = ["whole"]


def whole(value: Any) -> int:
    """Round to the nearest whole number, halves to the even one; what is none becomes 0."""
    if isinstance(value, int):
        return value
    return round(value) if math.isfinite(value) else 0


def cut(value: float) -> int:
    """Leave the decimals out."""
    return int(value) if math.isfinite(value) else 0


def idiv(e: Any, a: int, b: int, keep: bool) -> int:
    """Divide whole numbers, towards zero."""
    if b == 0:
        e.note("4:4")
        return a if keep else 0
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def imod(e: Any, a: int, b: int, keep: bool) -> int:
    """Remainder with the sign of the first."""
    if b == 0:
        e.note("4:4")
        return a if keep else 0
    return a - idiv(e, a, b, keep) * b


def fdiv(e: Any, a: float, b: float, keep: bool) -> float:
    """Divide; by zero it is infinite, with the sign of the first."""
    if b == 0:
        e.note("4:4")
        return math.copysign(math.inf, a) if a == a else a
    return a / b


def fmod(e: Any, a: float, b: float, keep: bool) -> float:
    """Remainder with the sign of the first."""
    if b == 0 or math.isinf(a):
        e.note("4:4")
        return a
    return math.fmod(a, b)


def fexpt(e: Any, a: float, b: float, keep: bool) -> float:
    """Power."""
    try:
        found = float(a) ** b
    except (OverflowError, ZeroDivisionError):
        e.note("4:4")
        return math.inf
    return found if isinstance(found, float) else math.nan


def iexpt(e: Any, a: int, b: int, keep: bool) -> int:
    """Power of whole numbers, rounded."""
    return whole(fexpt(e, a, b, keep))


def root(value: float) -> float:
    """Square root; Logix takes the sign off first."""
    return math.sqrt(abs(value))


def log_e(value: float) -> float:
    """Natural logarithm."""
    return math.log(value) if value > 0 else -math.inf if value == 0 else math.nan


def log_10(value: float) -> float:
    """Logarithm to base 10."""
    return math.log10(value) if value > 0 else -math.inf if value == 0 else math.nan


def _safe(function: Any) -> Any:
    def worked(value: float) -> float:
        try:
            return function(value)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return worked


exp, sin, cos, tan = map(_safe, (math.exp, math.sin, math.cos, math.tan))
asin, acos, atan = map(_safe, (math.asin, math.acos, math.atan))


def shl(value: int, n: int, bits: int) -> int:
    """Shift left."""
    return (value << max(n, 0)) & (1 << bits) - 1 if n < bits else 0


def shr(value: int, n: int, bits: int) -> int:
    """Shift right, zeros from the left."""
    return (value & (1 << bits) - 1) >> max(n, 0)


def rol(value: int, n: int, bits: int) -> int:
    """Rotate left."""
    value, n = value & (1 << bits) - 1, n % bits
    return (value << n | value >> bits - n) & (1 << bits) - 1


def ror(value: int, n: int, bits: int) -> int:
    """Rotate right."""
    return rol(value, -n, bits)


def tod(value: int) -> int:
    """Whole number to BCD, at most 9999 9999."""
    return int(str(min(max(value, 0), 99_999_999)), 16)


def frd(value: int) -> int:
    """BCD to whole number; a digit above 9 counts as it weighs."""
    return sum((value >> 4 * k & 15) * 10**k for k in range(8))


def text(value: Any) -> str:
    """A value as IEC writes it in a string."""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:g}" if isinstance(value, float) else str(value)


def real_text(value: float) -> str:
    """A REAL as RTOS writes it: eight figures, assumed."""
    return f"{value:.8g}" if math.isfinite(value) else "1.$" if value > 0 else "-1.$"


def number(value: str) -> int:
    """The whole number a string begins with, or 0."""
    digits = value.strip()
    while digits and not digits.lstrip("+-").isdigit():
        digits = digits[:-1]
    return int(digits) if digits.lstrip("+-").isdigit() else 0


def decimal(value: str) -> float:
    """The number a string begins with, or 0."""
    for end in range(min(len(value), 40), 0, -1):
        try:
            return float(value[:end])
        except ValueError:
            continue
    return 0.0


def swapped(value: int, bits: int, order: str) -> int:
    """Bytes of a word in another order (SWPB); of 16 bits there is only one other."""
    data = (value & (1 << bits) - 1).to_bytes(bits // 8, "big")
    if order == "WORD":
        data = data[2:] + data[:2]
    else:
        data = data[::-1]
        data = data[2:] + data[:2] if order == "HIGH/LOW" else data
    return int.from_bytes(data, "big", signed=True)


def letter(value: str, at: int) -> int:
    """The code of a letter, as a SINT; 0 behind the end."""
    code = ord(value[at]) & 255 if at < len(value) else 0
    return code - 256 if code > 127 else code


def sized(value: str, length: int) -> str:
    """A string cut to a length; a longer one is filled with zeros, up to 82."""
    length = max(0, min(length, 82))
    return value[:length].ljust(length, "\0")


def truth(value: str) -> bool:
    """What a string says of a BOOL."""
    return value.strip().upper() in ("TRUE", "1")


def found(value: str, sought: str, start: int = 1) -> int:
    """Where a string is in another, from 1; 0 when it is not."""
    return value.find(sought, max(start, 1) - 1) + 1 if sought else 0


def insert(value: str, more: str, at: int, keep: bool = False) -> str:
    """A string with another put in: IEC behind a letter, Logix (`keep`) before it."""
    at = max(at - 1 if keep else at, 0)
    return value[:at] + more + value[at:]


def delete(value: str, count: int, start: int) -> str:
    """A string without some of its letters, counted from 1."""
    start = max(start - 1, 0)
    return value[:start] + value[start + max(count, 0) :]


def replace(value: str, other: str, count: int, start: int) -> str:
    """A string with letters exchanged, counted from 1."""
    start = max(start - 1, 0)
    return value[:start] + other + value[start + max(count, 0) :]


def upper(value: str) -> str:
    """All letters large; letters outside ASCII stay."""
    return "".join(c.upper() if c.isascii() else c for c in value)


def lower(value: str) -> str:
    """All letters small; letters outside ASCII stay."""
    return "".join(c.lower() if c.isascii() else c for c in value)


def mid(value: str, count: int, start: int) -> str:
    """Part of a string, from 1."""
    return value[max(start - 1, 0) : max(start - 1, 0) + max(count, 0)]


def left(value: str, count: int) -> str:
    """Left end of a string."""
    return value[: max(count, 0)]


def right(value: str, count: int) -> str:
    """Right end of a string."""
    return value[-count:] if count > 0 else ""
