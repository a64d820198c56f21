"""Values, comparisons and calculations of the walking reference.

Integers are worked in the widest type the dialect uses (AB: DINT, or LINT when one is there; IEC:
the operands' own type), reals in single precision unless an LREAL is there.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from tests.plc.walker_memory import SIZES, fit

__all__ = ["BINARY", "COMPARE", "calculate", "common", "compare"]

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, ">": operator.gt, ">=": operator.ge,
    "<": operator.lt, "<=": operator.le,
    "EQU": operator.eq, "NEQ": operator.ne, "GRT": operator.gt, "GEQ": operator.ge,
    "LES": operator.lt, "LEQ": operator.le,
}  # fmt: skip


class Trouble(Exception):
    """An arithmetic fault that does not stop the controller; `value` goes on."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.value = value


def common(kinds: list[str], dialect: str) -> str:
    """Return the type a calculation is done in."""
    known = [kind for kind in kinds if kind]
    if "LREAL" in known:
        return "LREAL"
    if "REAL" in known:
        return "REAL"
    if dialect == "ab":
        return "LINT" if "LINT" in known else "DINT"
    widest = max((SIZES.get(kind, 0) for kind in known), default=0)
    return next((kind for kind in known if SIZES.get(kind) == widest), "")


def divide(a: Any, b: Any, kind: str) -> Any:
    if b == 0:
        raise Trouble(a)
    if kind in ("REAL", "LREAL"):
        return a / b
    whole = abs(int(a)) // abs(int(b))
    return whole if (a < 0) == (b < 0) else -whole


def remainder(a: Any, b: Any, kind: str) -> Any:
    if b == 0:
        raise Trouble(a)
    return math.fmod(a, b) if kind in ("REAL", "LREAL") else a - divide(a, b, kind) * b


BINARY: dict[str, Callable[[Any, Any, str], Any]] = {
    "ADD": lambda a, b, kind: a + b,
    "SUB": lambda a, b, kind: a - b,
    "MUL": lambda a, b, kind: a * b,
    "DIV": divide,
    "MOD": remainder,
    "AND": lambda a, b, kind: a & b,
    "OR": lambda a, b, kind: a | b,
    "XOR": lambda a, b, kind: a ^ b,
    "MIN": lambda a, b, kind: min(a, b),
    "MAX": lambda a, b, kind: max(a, b),
}
SIGNS = {"+": "ADD", "-": "SUB", "*": "MUL", "/": "DIV", "&": "AND"}


def calculate(op: str, args: list[tuple[Any, str]], dialect: str) -> tuple[Any, str]:
    """Work one operator on values with their types; return the result and the type it has."""
    op = SIGNS.get(op, op) if len(args) > 1 else op
    if op in COMPARE:
        return COMPARE[op](args[0][0], args[1][0]), "BOOL"
    kind = common([k for _, k in args], dialect)
    if all(k == "BOOL" for _, k in args):
        kind = "BOOL"
    values = [v for v, _ in args]
    if len(values) == 1:
        return one(op, values[0], kind), kind
    total = values[0]
    for value in values[1:]:
        total = BINARY[op](total, value, kind)
        total = fit(total, kind) if kind in ("REAL",) else total
    return total, kind


def one(op: str, value: Any, kind: str) -> Any:
    if op == "-":
        return -value
    if op == "ABS":
        return abs(value)
    if op == "NOT":
        return not value if kind == "BOOL" else ~value
    raise NotImplementedError(op)


def compare(name: str, a: Any, b: Any) -> bool:
    return COMPARE[name](a, b)
