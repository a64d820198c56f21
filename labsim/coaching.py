"""Help at a bench: when the coach may speak, what a hint costs, what a list of suspects holds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from labsim.core.errors import LabsimError

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = [
    "LEAST",
    "PRICES",
    "allows",
    "charge",
    "graded",
    "may_hint",
    "may_suspect",
    "next_step",
    "prices",
    "standing",
]

PRICES = (2.0, 3.0, 5.0)  # points for where, which kind, which check, if none are named (assumed)
LEAST = 3  # lists of suspects that are asked for at least
NEWS = ("measure", "look", "repair", "lift", "land")  # after these a hint begins with step 1 again


def graded(bench: Workplace) -> bool:
    """Tell whether the record of a bench is one that is handed in: it commits to a seed."""
    return "seed" in bench.attempt.header


def standing(bench: Any) -> str:
    """Return "sealed" where the machine is out of reach of who works it, "practice" elsewhere.

    Nothing for a bench of an author or a demonstration, which hides nothing.
    """
    if bench.sealed:
        return "sealed"
    return "practice" if bench.practice or graded(bench) else ""


def _table(bench: Workplace) -> Mapping[str, Any]:
    return getattr(bench.scenario, "coach", {})


def allows(bench: Workplace, what: str) -> bool:
    """Tell whether a bench shows the coach's "panel" or the "replay".

    Practice and guided examples always do, graded work only where the scenario says so.
    """
    return not graded(bench) or bool(_table(bench).get(what, False))


def prices(bench: Workplace) -> tuple[float, ...]:
    """Return the points each of the three steps of a hint costs; empty where none are given."""
    named = _table(bench).get("hints")
    if named is None:
        return () if graded(bench) else PRICES
    return tuple(float(points) for points in named)


def next_step(events: Sequence[Mapping[str, Any]]) -> int:
    """Return the step of the ladder a hint would take now: 1 to 3, 0 when all are taken."""
    taken = 0
    for event in reversed(events):
        if event["do"] in NEWS or event.get("seen"):
            break
        taken += event["do"] == "hint"
    return taken + 1 if taken < 3 else 0


def charge(bench: Workplace, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return step and price of a hint, for the record; nothing for other events."""
    if event["do"] != "hint":
        return {}
    step = next_step(bench.attempt.events)
    return {"step": step, "points": prices(bench)[step - 1]}


def may_hint(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Refuse a hint where none are given, and a fourth one before the next reading."""
    if "n" in event:  # one on record was allowed when it was asked for
        return
    if not prices(bench):
        raise LabsimError("there are no hints in graded work: this lab's scenario sells none")
    if not next_step(bench.attempt.events):
        raise LabsimError("the third hint named the check: make it, then ask again")


def may_suspect(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Refuse a list that is empty, names what the machine has not, or is too sure."""
    names, sure = event["suspects"], event.get("confidence") or {}
    if not names:
        raise LabsimError("a list of suspects names one at least")
    for name in names:
        bench.machine.fault(name) if ": " in name else bench.machine.component(name)
    for name, share in sure.items():
        if name not in names:
            raise LabsimError(f"confidence in {name}: it is not on the list of suspects")
        if not (_number(share) and 0 <= share <= 1):
            raise LabsimError(f"confidence in {name}: from 0 to 1, not {share!r}")
    if sum(sure.values()) > 1.001:
        raise LabsimError(f"confidence adds up to {sum(sure.values()):.2f}: 1 is certain")


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
