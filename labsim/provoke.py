"""States that provoke an intermittent fault: run under a condition, parts knocked on or warmed."""

from __future__ import annotations

from dataclasses import replace

from labsim.actions import MINUTES
from labsim.core.errors import unknown
from labsim.core.machine import Machine
from labsim.family import ports_on
from labsim.moments import homing, lasting, minutes, moments
from labsim.scenario import Scenario
from labsim.states import PROVOKING, Check, OperatingState, checks, operating_states

__all__ = ["checks_of", "states_of"]

LONG = 60.0  # s of waiting from which a machine is warm and must cool down again
COOL = "240"  # s it is left to cool down (assumed; half the warming up)

Steps = tuple[tuple[str, ...], ...]


def states_of(machine: Machine, scenario: Scenario | None) -> list[OperatingState]:
    """Return the states the controls can reach, and those in which a scenario provokes."""
    found = [*lasting(machine, operating_states(machine)), *moments(machine)]
    states = [homing(machine, state) for state in found]
    if scenario is None or not scenario.conditions:
        return states
    near = {port.rpartition(":")[0] for port in ports_on(machine, scenario.sheets)}
    states = [s for s in states if all(tag in near for do, tag in s.there if do == "press")]
    conditions = [
        _condition(states, label, tuple(tuple(str(s).split(" ", 2)) for s in steps), scenario)
        for label, steps in scenario.conditions.items()
    ]
    return states + conditions + _provoked(machine, states, scenario)


def checks_of(
    machine: Machine, states: list[OperatingState], scenario: Scenario | None
) -> tuple[Check, ...]:
    """Return the checks of a lab; one with many states keeps to what is drawn on its sheets."""
    ports = ports_on(machine, scenario.sheets) if scenario and scenario.conditions else None
    return checks(machine, states, scenario.instruments if scenario else (), ports)


def _condition(
    states: list[OperatingState], label: str, steps: Steps, scenario: Scenario
) -> OperatingState:
    """Return the state some steps lead to; a trap is set in the last known state on the way."""
    on_the_way = [s for s in states if not s.dead and steps[: len(s.there)] == s.there]
    base = max(on_the_way, key=lambda s: len(s.there))
    back = _back(states, base, steps)
    sealed = base.label.startswith("after")
    return OperatingState(
        label, steps, back, False, minutes(steps) + minutes(s for s in back if s[0] == "wait"),
        base.label, steps[len(base.there) :], scenario.symptom.get("look", "") if sealed else "",
    )  # fmt: skip


def _back(states: list[OperatingState], base: OperatingState, steps: Steps) -> Steps:
    """Let go of everything, stop what sealed itself in, let it cool when it got warm."""
    held = [tag for do, tag, *_ in steps if do == "press"]
    for do, tag, *_ in steps:
        if do == "release":
            held.remove(tag)
    home = base.back
    pressed = {s.there[0][1]: s for s in states if s.label.startswith("after")}
    if base.there and base.there[0][1] in pressed:
        home = pressed[base.there[0][1]].back
    long = sum(float(tag) for do, tag, *_ in steps if do == "wait") > LONG
    return (
        *(("release", tag) for tag in reversed(held)),
        *(step for step in home if step not in (("release", t) for t in held)),
        *((("wait", COOL),) if long else ()),
    )


def _provoked(
    machine: Machine, states: list[OperatingState], scenario: Scenario
) -> list[OperatingState]:
    """Return what `provoke` does to each part on the scenario's sheets while the machine runs."""
    if not scenario.provoke:
        return []
    base = next((s for s in states if s.label.startswith("after")), states[0])
    near = ports_on(machine, scenario.sheets)
    tags = dict.fromkeys(p.component.tag for p in machine.reachable() if p.name in near)
    found = []
    for do in scenario.provoke:
        if do not in PROVOKING:
            raise unknown("A scenario", "provocation", do, PROVOKING)
        for tag in tags:
            label = f"{base.label}, {tag} {do}{'p' if do == 'tap' else ''}ed"
            there = (*base.there, (do, tag))
            took = base.minutes + MINUTES[do]
            look = scenario.symptom["look"]
            found.append(replace(base, label=label, there=there, minutes=took, only=look))
    return found
