"""What the browser asks for: a dict with `do` and its arguments, checked, then carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from labsim.core.errors import LabsimError, unknown

__all__ = ["carry_out"]


def carry_out(who: str, intent: Any, table: Mapping[str, Callable[..., Any]]) -> None:
    """Carry out one intent by a table of actions; LabsimError when it cannot be done."""
    if not isinstance(intent, dict) or not isinstance(intent.get("do"), str):
        raise LabsimError(f"{who} got a message it does not know")
    rest = {k: v for k, v in intent.items() if k != "do"}
    if intent["do"] not in table:
        raise unknown(who, "action", intent["do"], table)
    action = table[intent["do"]]
    try:
        signature(action).bind(**rest)
    except TypeError as error:
        raise LabsimError(f"{intent['do']}: something is missing or too much") from error
    action(**rest)
