"""A rung taken apart for `why`: numbered elements, what stands before one, what it lets through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from labsim.plc.operands import write_operand
from labsim.plc.program import Expr, Literal, Node, Op, Operand, Parallel, Path, Series

__all__ = ["Part", "ahead", "parts", "tests", "value", "words"]

_SIGNS = {"EQU": "=", "NEQ": "<>", "GRT": ">", "GEQ": ">=", "LES": "<", "LEQ": "<="}
_TESTS = {
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    "AND": lambda a, b: a & b, "OR": lambda a, b: a | b, "XOR": lambda a, b: a ^ b,
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A node of a rung with the numbers of its elements."""

    kind: str  # "op", "series", "parallel"
    inside: tuple[Part, ...] = ()  # of an op: the trees at its pins
    op: Op | None = None
    number: int = -1

    def ops(self) -> Iterator[Part]:
        """Yield its elements."""
        for one in self.inside:
            yield from one.ops()
        if self.op:
            yield self


def parts(body: Series) -> Part:
    """Number the elements of a rung as `Rung.ops()` does."""
    return _part(body, iter(range(10**9)))


def _part(node: Node, numbers: Iterator[int]) -> Part:
    if isinstance(node, Op):
        trees = [pin for pin in node.pins.values() if isinstance(pin, Op | Series | Parallel)]
        inside = tuple(_part(tree, numbers) for tree in trees)
        return Part("op", inside, node, next(numbers))
    nodes = node.items if isinstance(node, Series) else node.branches
    kind = "series" if isinstance(node, Series) else "parallel"
    return Part(kind, tuple(_part(one, numbers) for one in nodes))


def ahead(part: Part, number: int) -> list[Part]:
    """Return what power has to come through, from the left rail, to reach an element."""
    return _ahead(part, number)[0]


def _ahead(part: Part, number: int) -> tuple[list[Part], bool]:
    """Return that, and whether it began at a rail of its own, as at a block's pin."""
    if part.number == number:
        return [], False
    for k, one in enumerate(part.inside):
        if all(each.number != number for each in one.ops()):
            continue
        found, own_rail = _ahead(one, number)
        if part.kind == "op":
            return found, True
        before = [] if own_rail or part.kind == "parallel" else list(part.inside[:k])
        return before + found, own_rail
    return [], False


def value(controller: Any, operand: Operand) -> Any:
    """Return what an operand is now; None when that cannot be told."""
    if isinstance(operand, Literal):
        return operand.value
    if isinstance(operand, Path):
        try:
            return controller[write_operand(operand)]
        except (ValueError, KeyError, IndexError, TypeError):
            return None
    args = [value(controller, arg) for arg in operand.args]
    work = _TESTS.get(operand.op)
    if work is None or len(args) != 2 or not all(isinstance(a, int | float) for a in args):
        return None
    return work(*args)


def tests(controller: Any, op: Op) -> bool | None:
    """Return what a contact or comparison lets through by the values as they are; None: unknown."""
    values = [value(controller, arg) for arg in op.args]
    if op.name == "AFI":
        return False
    if op.name in ("XIC", "XIO") and values and values[0] is not None:
        return bool(values[0]) == (op.name == "XIC")
    if op.name == "CMP" and values:
        return None if values[0] is None else bool(values[0])
    if op.name in _SIGNS and len(values) == 2 and None not in values:
        return bool(_TESTS[_SIGNS[op.name]](*values))
    if op.name == "LIM" and len(values) == 3 and None not in values:
        low, test, high = values
        return low <= test <= high if low <= high else test <= high or test >= low
    return None


def words(controller: Any, op: Op) -> tuple[str, str]:
    """Say what a comparison asks and what it finds: "Level > 50", "Level is 42"."""
    texts = [write_operand(arg) for arg in op.args]
    if op.name in _SIGNS and len(texts) == 2:
        asked = f"{texts[0]} {_SIGNS[op.name]} {texts[1]}"
    elif op.name == "LIM" and len(texts) == 3:
        asked = f"{texts[0]} <= {texts[1]} <= {texts[2]}"
    else:
        asked = texts[0] if op.name == "CMP" and texts else f"{op.name}({', '.join(texts)})"
    found = [f"{write_operand(p)} is {value(controller, p)}" for p in _paths(op.args)]
    return asked, ", ".join(dict.fromkeys(found))


def _paths(operands: tuple[Operand, ...]) -> Iterator[Path]:
    for one in operands:
        if isinstance(one, Path):
            yield one
        elif isinstance(one, Expr):
            yield from _paths(one.args)
