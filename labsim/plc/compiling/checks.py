"""What cannot be meant by an instruction's operands, whatever they are worth."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from labsim.plc.errors import ProgramError
from labsim.plc.instructions import Form
from labsim.plc.program import Literal, Op

__all__ = ["check"]


def check(op: Op, form: Form, bound: dict[str, Any], named: Collection[str]) -> None:
    """Refuse operands that cannot be meant: given twice, a number for a BOOL or for a result."""
    twice = sorted(set(named) & bound.keys())
    if twice:
        raise ProgramError(f"{op.name} has {', '.join(twice)} twice, by its place and by name")
    for name, one in bound.items():
        asked = form.by_name.get(name)
        if asked is None or not isinstance(one, Literal) or one.type == "?":
            continue
        if asked.way == "out":
            raise ProgramError(f"{op.name}: {one.text} is no variable for {name}")
        if asked.type == "BOOL" and one.type != "BOOL" and one.value not in (0, 1):
            raise ProgramError(f"{op.name}: {one.text} is no BOOL for {name}")
