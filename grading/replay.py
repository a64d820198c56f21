"""Doing a record again on a fresh machine: every reading, breach, minute and price must come out.

The marks are then given on what came out, not on what was handed in. So the text of a reading may
differ in its last figure between two computers as long as the value does not.
"""

from __future__ import annotations

from typing import Any

from labsim.actions import ARGUMENTS
from labsim.core.errors import LabsimError

__all__ = ["again", "sentence"]


def again(bench: Any, record: Any) -> list[str]:
    """Do what a record says on a fresh bench; return a sentence for all that does not come out."""
    odd = _differ(record.events[0], bench.attempt.events[0])
    for event in record.events[1:]:
        done = len(bench.attempt.events)
        try:
            bench.again(event)
        except (LabsimError, KeyError, TypeError, ValueError, AttributeError) as error:
            odd.append(f"Action {event['n']} ({event['do']}) cannot be done: {error}")
            break
        fresh = bench.attempt.events[done:]
        if len(fresh) != 1:
            odd.append(f"Action {event['n']} ({event['do']}) would not be recorded.")
            break
        odd += _differ(event, fresh[0])
    return odd


def _differ(mine: dict[str, Any], fresh: dict[str, Any]) -> list[str]:
    """Return a sentence for each field that is not as it comes out."""
    skip = {"n", "h"} | ({"text"} if _number(mine.get("value")) else set())
    return [
        f"Action {mine['n']} ({sentence(mine)}): recorded {name} {_show(mine.get(name))}, "
        f"on replay {_show(fresh.get(name))}."
        for name in {**mine, **fresh}
        if name not in skip and not _same(mine.get(name), fresh.get(name))
    ]


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(one: Any, two: Any) -> bool:
    if _number(one) and _number(two):
        return abs(one - two) <= 1e-6 * max(1.0, abs(one), abs(two))
    return bool(one == two)


def _show(value: Any) -> str:
    return "nothing" if value is None else str(value)[:80]


def sentence(event: dict[str, Any]) -> str:
    """Say in trade words what an event did: "V at K1:A1 and K1:A2"."""
    do = event["do"]
    if do == "measure":
        return f"{event.get('function')} at {' and '.join(map(str, event.get('ports', ())))}"
    if do == "wait":
        return f"wait {event.get('dt', 0):g} s"
    words = [str(event.get(name, "")) for name in ARGUMENTS.get(do, ())]
    return " ".join([do.replace("_", " "), *words]).strip()
