"""Constants of both dialects: `16#FF`, `2#1010`, `T#1h2m3s4ms`, `1.5E-3`, `TRUE`, `'text'`.

`scan(text, at, dialect)` reads the longest constant that stands at a place, or says there is none.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from labsim.plc.program import Literal

__all__ = ["scan"]

_DIGITS = {"2": "[01_]+", "8": "[0-7_]+", "10": "[0-9_]+", "16": "[0-9A-Fa-f_]+"}
_INT_TYPES = "SINT|INT|DINT|LINT|USINT|UINT|UDINT|ULINT|BYTE|WORD|DWORD|LWORD"
_TYPED = re.compile(rf"({_INT_TYPES}|REAL|LREAL|BOOL)#", re.I)
_BASED = re.compile(
    "([+-]?)(?:" + "|".join(rf"{b}#(?P<b{b}>{d})" for b, d in _DIGITS.items()) + ")"
)
_HEX = re.compile(r"([0-9][0-9A-Fa-f]*)[hH]\b")  # 0FFFFh of RSLogix 500
_REAL = re.compile(
    r"[+-]?(?:\d[\d_]*(?:\.(?:\d[\d_]*)?(?:[eE][+-]?\d+)?|[eE][+-]?\d+)|\.\d+(?:[eE][+-]?\d+)?)"
    r"(?![\w.#])"
)
_ODD = re.compile(r"([+-]?)\d\.(?:#(QNAN|INF|IND|SNAN)|(\$))[0]*", re.I)  # as Rockwell exports them
_INT = re.compile(r"[+-]?\d[\d_]*(?![\w#])")
_BOOL = re.compile(r"(TRUE|FALSE)\b", re.I)
_TIME = re.compile(
    r"(L?TIME(?:32)?|L?T(?:32)?)#[ ]*(-?)((?:\d[\d_]*(?:\.\d+)?(?:d|h|ms|m|s|us|ns)_?)+)(?!\w)",
    re.I,
)
_TIME_PART = re.compile(r"([\d_]+(?:\.\d+)?)(d|h|ms|m|s|us|ns)_?", re.I)
_DATE = re.compile(
    r"(L?DATE_AND_TIME|L?DT|L?TIME_OF_DAY|L?TOD|L?DATE|L?D)#[\d:.\-_]+Z?(?:\([^()]*\))?", re.I
)
_STRING = re.compile(r"'((?:\$.|[^'$\n])*)'|\"((?:\$.|[^\"$\n])*)\"")
_ESCAPE = re.compile(r"\$([0-9A-Fa-f]{2}|.)")
_ESCAPES = {"l": "\n", "n": "\n", "p": "\f", "r": "\r", "t": "\t"}
_MS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1, "us": 1e-3, "ns": 1e-6}
_MS_EXACT = {unit: Decimal(str(ms)) for unit, ms in _MS.items()}


def scan(text: str, at: int, dialect: str) -> tuple[Literal, int] | None:
    """Return the constant that begins at a place of a text and where it ends, or None."""
    typed = _TYPED.match(text, at)
    found = _bare(text, typed.end() if typed else at, dialect)
    if not typed or not found:
        return None if typed else found
    bare, end = found
    kind = typed[1].upper()
    value = bool(bare.value) if kind == "BOOL" else bare.value
    value = float(value) if kind in ("REAL", "LREAL") else value
    return Literal(value, kind, text[at:end]), end


def _bare(text: str, at: int, dialect: str) -> tuple[Literal, int] | None:
    for pattern, make in _KINDS:
        if found := pattern.match(text, at):
            value, kind = make(found, dialect)
            return Literal(value, kind, found[0]), found.end()
    return None


def _based(found: re.Match[str], dialect: str) -> tuple[int, str]:
    base, digits = next((k[1:], v) for k, v in found.groupdict().items() if v)
    digits = digits.replace("_", "") or "0"
    value = int(digits[:64], int(base))
    if dialect == "ab" and not found[1]:  # 16#FFFF_FFFF is -1 there: a pattern of bits, not a size
        value = next((value - 2**n for n in (32, 64) if 2 ** (n - 1) <= value < 2**n), value)
    return (-value if found[1] == "-" else value), ""


def _hex(found: re.Match[str], _dialect: str) -> tuple[int, str]:
    value = int(found[1][:16], 16)
    return (value - 65536 if 0x8000 <= value < 0x10000 else value), ""  # a word of 16 bits


def _time(found: re.Match[str], _dialect: str) -> tuple[int, str]:
    parts = _TIME_PART.findall(found[3])
    total = sum(Decimal(n.replace("_", "")[:40]) * _MS_EXACT[unit.lower()] for n, unit in parts)
    return round(-total if found[2] else total), "TIME"


def _odd(found: re.Match[str], _dialect: str) -> tuple[float, str]:
    value = math.inf if found[3] or found[2].upper() == "INF" else math.nan
    return (-value if found[1] == "-" else value), "REAL"


def _string(found: re.Match[str], _dialect: str) -> tuple[str, str]:
    inside = found[1] if found[1] is not None else found[2]
    return _ESCAPE.sub(_unescape, inside), "STRING"


def _unescape(found: re.Match[str]) -> str:
    code = found[1]
    return chr(int(code, 16)) if len(code) == 2 else _ESCAPES.get(code.lower(), code)


def _number(text: str) -> str:
    return text.replace("_", "")[:310]


_KINDS = (
    (_BOOL, lambda m, d: (m[1].upper() == "TRUE", "BOOL")),
    (_TIME, _time),
    (_DATE, lambda m, d: (m[0], "DATE")),
    (_BASED, _based),
    (_ODD, _odd),
    (_REAL, lambda m, d: (float(_number(m[0])), "REAL")),
    (_INT, lambda m, d: (int(_number(m[0])), "")),
    (_HEX, _hex),
    (_STRING, _string),
)
