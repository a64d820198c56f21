"""The path of an attempt: minutes lost against the best way at each decision, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from labsim.attempt import Attempt
from labsim.coach.belief import Step

__all__ = ["Path", "said", "walk"]

NEWS = 1e-3  # bits below which a reading told nothing


@dataclass
class Path:
    """How many readings were chosen, minutes lost by them, and those that told nothing new."""

    decisions: int = 0
    regret: float = 0.0
    redundant: list[dict[str, Any]] = field(default_factory=list)


def said(event: dict[str, Any]) -> str:
    """Say a reading in words."""
    if event["do"] == "look":
        return f"{event['tag']} {event['text']}"
    return f"{event['function']} {'–'.join(event['ports'])} = {event['text']}"


def walk(coach: Any, attempt: Attempt, steps: list[Step]) -> Path:
    """Go through the readings before the diagnosis; confirming and proving dead cost nothing."""
    path, confirmed, locked = Path(), False, False
    states = {state.label: state for state in coach.lab.states}
    for step in steps:
        state = states.get(step.state)
        taken = step.event.get("dt", 0.0) / 60.0
        if state and step.state != step.came and (locked or not state.dead):
            taken += state.minutes
        locked |= bool(state and state.dead)  # the first lockout is never a loss
        first_look = step.event["do"] == "look" and not confirmed
        confirmed |= step.event["do"] == "look"
        if first_look or dead_test(attempt, step):
            continue
        path.decisions += 1
        path.regret += coach.regret(step, taken)
        if coach.bits(step) < NEWS:
            path.redundant.append(step.event)
    return path


def dead_test(attempt: Attempt, step: Step) -> bool:
    """Tell whether a reading is the test of live-dead-live, which is never redundant.

    Several poles are tested between two provings; all of them count.
    """
    n = step.event["n"]
    while n and attempt.events[n].get("function") == "V":
        n -= 1
    return attempt.events[n]["do"] == "prove"
