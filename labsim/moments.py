"""States that last a moment, and the way home of a machine whose cylinder stays where it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from labsim.actions import MINUTES
from labsim.core.machine import Machine
from labsim.states import OperatingState, Step

__all__ = ["homing", "lasting", "minutes", "moments", "steps_home", "told"]

WORKED = ("press", "operate")


def told(machine: Machine, texts: Iterable[str]) -> tuple[Step, ...]:
    """Turn "press S1", "operate V1 out", "wait 2" into steps, with the tags of this unit."""
    found = []
    for text in texts:
        do, what, *to = str(text).split(" ", 2)
        found.append((do, what if do == "wait" else machine.numbered(what), *to))
    return tuple(found)


def minutes(steps: Iterable[Step]) -> float:
    """Return how long steps take."""
    return sum(float(what) / 60 if do == "wait" else MINUTES[do] for do, what, *_ in steps)


def moments(machine: Machine) -> list[OperatingState]:
    """Return the states of a machine that do not last; each ends with every control at rest."""
    found = []
    for label, texts in machine.moments.items():
        there = told(machine, texts)
        worked = dict.fromkeys(tag for do, tag, *_ in there if do in WORKED)
        rest = {tag: machine.component(tag).positions[0] for tag in worked}
        back = tuple(("operate", tag, position) for tag, position in reversed(rest.items()))
        takes = minutes(there)
        found.append(OperatingState(label, there, back, minutes=takes, fleeting=True))
    return found


def lasting(machine: Machine, states: Iterable[OperatingState]) -> list[OperatingState]:
    """Return the states that last: where moments tell of a control, nothing else is left of it."""
    of = {step[1] for state in moments(machine) for step in state.there if step[0] in WORKED}
    return [s for s in states if s.dead or not of & {step[1] for step in s.there}]


def steps_home(machine: Machine) -> tuple[Step, ...]:
    """Return the steps that bring a machine back to where it stood."""
    return told(machine, machine.home)


def homing(machine: Machine, state: OperatingState) -> OperatingState:
    """Return a state that ends with the machine brought home, if a control was worked in it."""
    moved = any(step[0] in WORKED for step in state.there) and not state.dead
    return replace(state, back=(*state.back, *steps_home(machine))) if moved else state
