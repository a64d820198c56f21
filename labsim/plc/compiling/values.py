"""Operands to code: where they are in memory, what type they are, how a value is stored.

Allen-Bradley works whole numbers as DINT and anything with a REAL in it as REAL, rounds half to
even when a REAL goes into a whole number, and what does not fit keeps its low bits and notes a
minor fault 4:4 (1756-RM003, data conversions). IEC works in the operands' own type and wraps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from labsim.plc.compiling.checks import check
from labsim.plc.compiling.sums import calculate
from labsim.plc.errors import ProgramError
from labsim.plc.instructions import find
from labsim.plc.program import Block, Expr, Literal, Op, Operand, Path
from labsim.plc.running.memory import FALLING, Layout, Ref
from labsim.plc.types import BITS, BOUNDS, FLOATS, SIGNED, TEXTS, Leaf, Record, fit

__all__ = ["Code", "Values", "both", "either"]

ELEMENTS = {"BOOL", *BITS, *FLOATS, *TEXTS}
Typed = tuple[str, str]  # code and type; "" of a plain whole number


class Code(str):
    """Code of a BOOL that has been worked already: power at a pin."""


def both(p: str, q: str) -> str:
    """Power through one thing after another."""
    if "False" in (p, q):
        return "False"
    return q if p == "True" else p if q == "True" else f"{p} and {q}"


def either(ends: list[str]) -> str:
    """Power out of branches."""
    if "True" in ends:
        return "True"
    ends = [one for one in dict.fromkeys(ends) if one != "False"]
    return ends[0] if len(ends) == 1 else f"({' or '.join(ends)})" if ends else "False"


class Values:
    """The part of a compiler that knows operands; it also keeps the lines that were written."""

    def __init__(self, layout: Layout, dialect: str, block: Block | None) -> None:
        self.layout, self.program, self.dialect, self.block = (
            layout,
            layout.program,
            dialect,
            block,
        )
        self.matiec = layout.matiec
        self.scope: Record | None = layout.type(block.name) if block else None
        self.lines: list[str] = []
        self.indent, self.temps, self.rail = 0, 0, "True"
        self.flags = layout.flags
        self.unnamed = self.unnamed_slot = 0  # the next memory without a name
        self.restart()

    # writing --------------------------------------------------------------------------------------
    def put(self, line: str) -> None:
        """Write a line."""
        self.lines.append(" " * self.indent + line)

    def temp(self) -> str:
        """Return a new local variable."""
        self.temps += 1
        return f"p{self.temps}"

    def var(self, code: str) -> str:
        """Keep a value in a local variable, unless it is one."""
        if code.isidentifier():
            return code
        name = self.temp()
        self.put(f"{name} = {code}")
        return name

    @contextmanager
    def when(self, p: str) -> Iterator[None]:
        """Write what is done only with power."""
        if p == "True":
            yield
            return
        self.put(f"if {p}:")
        self.indent += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.put("pass")
        self.indent -= 1

    both = staticmethod(both)
    code = staticmethod(Code)

    def calculate(self, name: str, args: list[Typed]) -> Typed:
        """Return code and type of a calculation."""
        return calculate(name, args, self.dialect)

    def restart(self) -> None:
        """Count the memories without a name from the first again."""
        block = self.block
        self.unnamed = len([t for t in block.tags if t.alias is None]) if block else 0
        self.unnamed_slot = 0

    def hidden(self, op: Op) -> Ref:
        """Return the memory without a name that an element needs."""
        kind = self.layout.hidden_type(op)
        if self.scope is not None:
            _, offset, kind = self.scope.members[f"~{self.unnamed}"]
            self.unnamed += 1
            return Ref(offset, kind, "+b")
        start = op.name in FALLING and self.matiec
        self.unnamed_slot += 1
        values = [start] if kind.name == "BOOL" else kind.empty
        return Ref(self.layout.unnamed(self.unnamed_slot, values), kind)

    # operands -------------------------------------------------------------------------------------
    def bind(self, op: Op, given: dict[str, Any]) -> dict[str, Any]:
        """Give every operand its name, those at pins and outputs too."""
        form = find(op.name, self.program.dialect).form(self.program.dialect)
        names = [one.name for one in form.positional]
        extra = len(op.args) - len(names)
        if extra > 0 and form.more not in ("", "P"):
            last = max(k for k, name in enumerate(names) if name.startswith(form.more))
            number = int(names[last].removeprefix(form.more))
            names[last + 1 : last + 1] = [f"{form.more}{number + k + 1}" for k in range(extra)]
        elif extra > 0 and not form.more:
            raise ProgramError(f"{op.name} takes {', '.join(names)}; {len(op.args)} are given")
        bound = dict(zip(names, op.args, strict=False))
        outs = {name.upper(): path for name, path in op.outs.items()}
        check(op, form, bound, given.keys() | outs)
        return bound | given | outs

    def fed(self, op: Op, bound: dict[str, Any], enter: str, p: str) -> None:
        """Bring power in at a pin; one that is wired by name to something else stays wired."""
        if enter not in bound:
            bound[enter] = Code(p)
        elif p not in ("True", self.rail):
            raise ProgramError(f"{op.name} has power before it, and {enter} by name as well")

    def need(self, op: Op, bound: dict[str, Any], name: str) -> Any:
        """Return an operand that must be there."""
        if name not in bound:
            raise ProgramError(f"{op.at or op.name}: {op.spelling or op.name} has no {name}")
        return bound[name]

    def ref(self, operand: Any) -> Ref:
        """Return where a variable is."""
        if not isinstance(operand, Path):
            raise ProgramError(f"{getattr(operand, 'text', operand)} is no variable")
        return self.layout.find(operand, self.number_code, self.scope)

    def number_code(self, operand: Operand) -> int | str:
        """Return an index: a number, or code."""
        if isinstance(operand, Literal) and isinstance(operand.value, int):
            return int(operand.value)
        code, kind = self.value(operand)
        return f"int({code})" if kind in FLOATS else code

    def risky(self, operand: Any) -> bool:
        """Tell whether reading an operand can fault or note anything."""
        if isinstance(operand, Path):
            return self.ref(operand).risky
        return not isinstance(operand, Literal)

    def load(self, ref: Ref) -> str:
        """Return the code of a scalar's value."""
        if not isinstance(ref.type, Leaf) or ref.part == "DATA":
            raise ProgramError(f"{ref.root} is a {ref.type.name}, not a single value")
        cell = f"m[{ref.slot()}]"
        if ref.part:
            return f"len({cell})" if ref.part == "LEN" else f"letter({cell}, {ref.part})"
        if ref.bit is None:
            return cell
        if isinstance(ref.bit, str):
            return f"({cell}>>{ref.bit}&1!=0)"
        return f"({cell}&{1 << ref.bit}!=0)"

    def value(self, operand: Any) -> Typed:
        """Return the code of an operand's value, and its type."""
        if isinstance(operand, Literal):
            return _literal(operand)
        if isinstance(operand, Path):
            ref = self.ref(operand)
            return self.load(ref), ref.kind
        if isinstance(operand, Expr):
            args = [self.value(one) for one in operand.args]
            return self.fitted(calculate(operand.op, args, self.dialect), args, "")
        return str(operand), "BOOL"  # power at a pin

    def fitted(self, worked: Typed, args: list[Typed], into: str) -> Typed:
        """Wrap what IEC works out where it is not stored in its own type: INT + INT is an INT."""
        code, kind = worked
        if self.dialect != "iec" or kind not in BITS or kind in (into, "TIME"):
            return worked
        low, high = BOUNDS[kind]
        bare = [one.strip("()") for one, of in args if not of]
        if code.startswith("m[") or any(
            one.lstrip("-").isdigit() and not low <= int(one) <= high for one in bare
        ):
            return worked
        return f"wrap({code}, {kind!r})", kind

    def count(self, operand: Any) -> str:
        """Return the code of a whole number: a length, a mask, the number of a bit."""
        code, kind = self.value(operand)
        if kind in TEXTS:
            raise ProgramError(f"a {kind} is no number")
        return f"whole({code})" if kind in FLOATS else code

    def bit(self, operand: Any) -> str:
        """Return the code of a BOOL."""
        code, kind = self.value(operand)
        return code if kind == "BOOL" else f"({code}!=0)"

    # storing --------------------------------------------------------------------------------------
    def store(self, ref: Ref, value: Typed) -> None:
        """Write a value into a variable, converted as the dialect does it."""
        code = self.converted(value, ref.kind)
        if not isinstance(ref.type, Leaf):
            raise ProgramError(f"{ref.root} is a {ref.type.name}, not a single value")
        slot = ref.slot()
        if ref.part not in ("", "LEN"):
            raise ProgramError("letters of a STRING are not written one by one")
        if ref.part:
            self.put(f"m[{slot}] = sized(m[{slot}], {code})")
            return
        if ref.risky and ref.bit is not None:
            slot = self.var(slot)
        if ref.bit is None:
            self.put(f"m[{slot}] = {code}")
        elif isinstance(ref.bit, str) or ref.bit + 1 == BITS[ref.type.name]:
            self.put(f"m[{slot}] = put_bit(m[{slot}], {ref.bit}, {code}, {ref.type.name!r})")
        else:
            mask = 1 << ref.bit
            self.put(f"m[{slot}] = m[{slot}]|{mask} if {code} else m[{slot}]&~{mask}")

    def converted(self, value: Typed, kind: str) -> str:
        """Return the code of a value as a variable of a type holds it."""
        code, of = value
        if kind not in ELEMENTS:
            raise ProgramError(f"a {kind} is not a single value")
        if of in TEXTS and kind not in TEXTS:
            raise ProgramError(f"a {of} does not go into a {kind}")
        if kind == "BOOL":
            return code if of == "BOOL" else f"({code})!=0"
        if kind in FLOATS:
            return code if of == kind else f"f32({code})" if kind == "REAL" else f"float({code})"
        if kind in TEXTS:
            return code if of in TEXTS else f"str({code})"
        if of == "BOOL":
            return f"int({code})"
        return self._whole(code, of, kind)

    def _whole(self, code: str, of: str, kind: str) -> str:
        low, high = BOUNDS[kind]
        if of in FLOATS:
            code = f"whole({code})"
        elif code.lstrip("-").isdigit():
            if low <= int(code) <= high:
                return code
        elif code.startswith("m[") and code.endswith("]") and code.count("[") == 1:
            inner_low, inner_high = BOUNDS.get(of, (1, 0))
            if low <= inner_low <= inner_high <= high:
                return code
        rounded = "whole(v)" if of in FLOATS else "v"
        late = f"e.over(v, {kind!r})" if self.dialect == "ab" else f"wrap({rounded}, {kind!r})"
        if of == kind in SIGNED and re.fullmatch(r"\(m\[\d+\]\+\d+\)", code):
            return f"v if (v := {code}) <= {high} else {late}"  # up, from a value of the type
        return f"v if {low} <= (v := {code}) <= {high} else {late}"


def _literal(literal: Literal) -> Typed:
    value = literal.value
    if isinstance(value, bool):
        return repr(value), "BOOL"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return f"float('{value}')", "REAL"
        kind = literal.type if literal.type in FLOATS else "REAL"
        return repr(fit(value, kind)), kind
    if isinstance(value, str):
        return repr(value), "STRING"
    kind = literal.type if literal.type in BITS else ""
    return (f"({value})" if value < 0 else repr(value)), kind
