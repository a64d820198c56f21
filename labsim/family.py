"""The family of a scenario: which faults, or pairs of faults, its machine may hide.

They are those it names, or all that show the complaint; what shows it is found out by simulation.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from labsim import store
from labsim.actions import MINUTES
from labsim.core.component import Fault, Pair
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.hands import Hands
from labsim.places import dead_ports

if TYPE_CHECKING:
    from labsim.scenario import Scenario

__all__ = ["family_of", "lies_on", "ports_on", "showing", "steps", "symptom_reading"]

MOST_PAIRS = 400  # hypotheses that a class of laptops can still weigh after every reading


def family_of(scenario: Scenario, machine: Machine) -> tuple[Fault, ...]:
    """Return the faults of a scenario, in the machine's order; see Scenario.family."""
    if scenario.faults != "all":
        single = tuple(machine.fault(name) for name in scenario.faults)
    else:
        seen = showing(scenario, machine) - set(scenario.without)
        reach, cold = ports_on(machine, scenario.sheets), dead_ports(machine)
        found = (f for f in machine.faults if f.id in seen and lies_on(machine, f, reach, any))
        single = tuple(f for f in found if lies_on(machine, f, cold, all))
    return single if scenario.together == 1 else _pairs(scenario, machine, single)


def steps(texts: Any) -> tuple[dict[str, Any], ...]:
    """Turn "press S1", "wait 2" into events."""
    found = []
    for text in texts:
        do, what, *to = str(text).split(" ", 2)
        where = {"position": to[0], "dt": 60 * MINUTES[do]} if to else {"dt": 2.0}
        found.append({"do": "wait", "dt": float(what)} if do == "wait" else
                     {"do": do, "tag": what, **where})  # fmt: skip
    return tuple(found)


def symptom_reading(scenario: Scenario, machine: Machine, variants: list) -> list[str]:
    """Return for each variant what the symptom's look tells after its steps."""
    sim = Simulation(machine, variants)
    hands = Hands(sim)
    for step in (*scenario.before, *steps(scenario.symptom.get("do", ()))):
        hands.do(step)
    return list(hands.do({"do": "look", "tag": scenario.symptom["look"]}).value)


_SHOWN: dict[str, frozenset[str]] = {}


def showing(
    scenario: Scenario, machine: Machine, faults: tuple[Fault, ...] | None = None
) -> frozenset[str]:
    """Return the ids of faults, all of the machine's if none are given, that show the complaint.

    A fault is among them when it shows the complaint in every severity.
    """
    key = repr(scenario) + ("" if faults is None else repr([f.id for f in faults]))
    if key in _SHOWN:
        return _SHOWN[key]
    kept = store.fetch(f"{scenario.id}-showing", key)
    if kept is not None:
        _SHOWN[key] = frozenset(kept[0]["ids"])
    else:
        asked = machine.faults if faults is None else faults
        variants = [Variant(), *(v for fault in asked for v in variants_of(fault))]
        texts = symptom_reading(scenario, machine, variants)
        good = {v.name for v, text in zip(variants, texts, strict=True) if text == texts[0]}
        _SHOWN[key] = frozenset(v.name for v in variants) - good
        store.keep(f"{scenario.id}-showing", key, {"ids": sorted(_SHOWN[key])}, {})
    return _SHOWN[key]


def _pairs(scenario: Scenario, machine: Machine, single: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Return all pairs of faults in different parts that show the complaint together."""
    killed = _consequences(scenario, machine, single)
    found = []
    for first, second in combinations(single, 2):
        one, other = first.component, second.component
        if one == other or one in killed[second.id] or other in killed[first.id]:
            continue  # a new part cures both; what is a consequence is no fault of its own
        if first.when == second.when:
            found.append(Pair(first, second))
    if len(found) > MOST_PAIRS:
        text = f"{len(found)} pairs of {len(single)} faults: name fewer (at most {MOST_PAIRS})"
        raise LabsimError(f"{scenario.id}: together = 2: {text}")
    seen = showing(scenario, machine, tuple(found))
    return tuple(pair for pair in found if pair.id in seen)


def _consequences(
    scenario: Scenario, machine: Machine, single: tuple[Fault, ...]
) -> dict[str, set[str]]:
    """Return for each fault the tags of the fuses it blows before or while it is shown."""
    variants = [v for fault in single for v in variants_of(fault)]
    sim = Simulation(machine, variants)
    hands = Hands(sim)
    for step in (*scenario.before, *steps(scenario.symptom.get("do", ()))):
        hands.do(step)
    found: dict[str, set[str]] = {fault.id: set() for fault in single}
    for (tag, name), melted in sim.states.items():
        gone = melted.reshape(len(variants), -1).any(axis=1)  # a card has several fuses
        for n in np.flatnonzero(gone) if name == "melted" else ():
            found[variants[n].name].add(tag)
    return found


def ports_on(machine: Machine, titles: tuple[str, ...]) -> set[str]:
    """Return addresses of the ports drawn on the sheets with these titles; on all if none."""
    chosen = [sheet for sheet in machine.sheets if not titles or sheet.title in titles]
    found = {p.name for sheet in chosen for pair in sheet.wires() for p in pair}
    return found | {p.name for sheet in chosen for e in sheet.elements() for p in e.ports}


def lies_on(machine: Machine, fault: Fault, ports: set[str], how: Any) -> bool:
    """Tell whether a fault is at these ports: those it names, else any or all of its part."""
    if len(fault.parts) > 1:
        return all(lies_on(machine, part, ports, how) for part in fault.parts)
    part = machine.component(fault.component)
    owners = [key.rpartition(".")[0] for key in fault.wrong]  # of `I0.0.joint` the terminal I0.0
    named = {m for one in owners for m in ((one,) if one in part.marks else one.split("-")) if m}
    if named:
        return all(f"{fault.component}:{mark}" in ports for mark in named)
    return how(f"{fault.component}:{mark}" in ports for mark in part.marks)
