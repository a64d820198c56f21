"""The path of an attempt: minutes lost against the best way at each decision, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach.belief import Step
from labsim.coach.fitted import opening
from labsim.coach.lookups import included
from labsim.coach.policy import shares
from labsim.states import LOCKOUT_MINUTES

__all__ = ["Path", "said", "walk"]

SURE = 0.95  # from which a claim is proved
NEWS = 1e-3  # bits below which a reading told nothing
MORE = 0.1  # bits beyond what its class could tell, from which a reading is judged by what it told


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
    return f"{event['function']} {'–'.join(event['ports'])}".strip() + f" = {event['text']}"


def walk(coach: Any, attempt: Attempt, steps: list[Step]) -> Path:
    """Go through the readings that were chosen; what is good practice anyway costs nothing."""
    path, free, locked, lab = Path(), practice(attempt, steps), False, coach.lab
    told = included(lab, attempt)
    states = {state.label: state for state in lab.states}
    for step in steps:
        state = states.get(step.state)
        taken = step.event.get("dt", 0.0) / 60.0
        taken += opening(lab.machine, lab.scenario.instruments, step.event, step.scene.on)
        if state and (locked or not state.dead):
            book = coach.dictionary
            taken += float(book.moves[book.here(step.came), book.here(step.state)])
        elif state:
            taken += state.minutes - LOCKOUT_MINUTES
        locked |= bool(state and state.dead)  # the first lockout is never a loss
        if step.event["n"] in free:
            continue
        bits = coach.bits(step)
        if step.event["n"] in told and (bits < NEWS or proves(coach, step)):
            continue
        path.decisions += 1
        more = beyond(coach, step) > MORE
        path.regret += loss(coach, step, taken, more)
        if bits < NEWS and not more:
            path.redundant.append(step.event)
    return path


def loss(coach: Any, step: Step, taken: float, more: bool) -> float:
    """Return the minutes a reading lost; `more`: it told more than its class can."""
    lost = coach.regret(step, taken) if coach.bits(step) >= NEWS else taken
    return min(lost, coach.spent(step, taken)) if more else lost


def beyond(coach: Any, step: Step) -> float:
    """Return the bits by which a reading moved the belief further than its class can tell.

    Readings that lie in one chain count as one class, though the ends of the chain are far apart:
    there the class cannot tell what the reading does (docs/adr/0019).
    """
    group = coach.dictionary.group
    was, now = (np.bincount(group, weights=shares(p)) for p in (step.before, step.after))
    live = (now > 0) & (was > 0)
    moved = float(np.sum(now[live] * np.log2(now[live] / was[live])))
    read = step.code == step.code[np.argmax(step.after[:-1])]
    return moved + float(np.log2(max(shares(step.before)[read].sum(), 1e-300)))


def proves(coach: Any, step: Step) -> bool:
    """Tell whether a comparison with the backup came when the walk had found what it shows."""
    group, p = coach.dictionary.group, step.before[:-1]
    likeliest = float(np.bincount(group, weights=p).max()) / float(p.sum())
    return step.event.get("function") == "compare" and likeliest >= SURE


def practice(attempt: Attempt, steps: list[Step]) -> set[int]:
    """Return the readings that nobody has to justify, by their lines.

    They are the look that confirms the complaint or tries a repair, the test of live-dead-live, and
    what is measured between a repair and power.
    """
    found, looked, open_ = set(), False, False
    kinds = ("look", "measure", "repair", "restore")
    taken = {step.event["n"]: step for step in steps}
    for event in attempt.of(*kinds):
        if event["do"] in ("repair", "restore"):
            looked &= event["do"] == "restore"
            open_ = event["do"] == "repair"
        elif event["n"] in taken:
            first = event["do"] == "look" and not looked
            looked |= event["do"] == "look"
            if first or open_ or dead_test(attempt, taken[event["n"]]):
                found.add(event["n"])
    return found


def dead_test(attempt: Attempt, step: Step) -> bool:
    """Tell whether a reading is the test of live-dead-live, which is never redundant.

    Several poles are tested between two provings; all of them count.
    """
    n = step.event["n"]
    # these change nothing at the machine
    thought = ("hint", "suspect", "predict", "file", "look_up", "backup")
    while n and (attempt.events[n].get("function") == "V" or attempt.events[n]["do"] in thought):
        n -= 1
    return attempt.events[n]["do"] == "prove"
