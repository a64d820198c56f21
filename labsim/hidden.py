"""What an apprentice's own machine is and hides: the unit and the fault that a seed draws."""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.core.component import Fault, Pair
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.spread import own_values
from labsim.seeds import Seed

__all__ = [
    "draw", "drawn", "edition_of", "made_with", "own_bench", "own_machine", "own_unit", "release",
    "twin", "values_of",
]  # fmt: skip


def draw(lab: Any, number: int) -> Fault:
    """Return the fault a number picks from those a lab draws, likelier ones more often."""
    unknown_yet = drawn(lab)
    point = (number % 1_000_003) / 1_000_003 * sum(fault.rate for fault in unknown_yet)
    for fault in unknown_yet:
        point -= fault.rate
        if point < 0:
            return fault
    return unknown_yet[-1]


def drawn(lab: Any) -> list[Fault]:
    """Return the faults a seed may draw; LabsimError when none is left.

    The guided fault is never drawn: the notebook has told it. Nor are those the scenario names in
    `not_drawn`: they are possible, so they stay suspects, but far harder or easier than the rest.
    """
    spared = {lab.scenario.guided, *lab.scenario.not_drawn}
    found = [fault for fault in lab.family if fault.id not in spared]
    if not found:
        raise LabsimError(f"{lab.id}: no fault is left to draw: not_drawn and guided name them all")
    return found


def edition_of(lab: Any) -> str:
    """Return a short hash of machine and faults: where it changes, old records do not come out.

    It covers what is drawn (faults, rates, severities), the parts with their figures, the wires,
    what sister machines change, how values are drawn, and what happened before the apprentice came.
    """
    if lab.kind == "exam":  # its record tells the form it is of
        return lab.scenario.exam
    machine, scenario = lab.machine, lab.scenario
    lines = [f"{f.id} {f.rate} {f.severities()}" for f in lab.family]
    lines += sorted(f"{scenario.guided} {name}" for name in scenario.not_drawn)
    for tag, part in machine.components.items():
        lines.append(f"{tag} {type(part).__name__} {sorted(part.values.items())}")
    lines += [" ".join(port.name for port in net) for net in machine.nets]
    lines += [f"{scenario.units} {scenario.before} {[cable.length for cable in machine.cables]}"]
    lines += [f"{place} {value}" for place, value in values_of(lab, 1).items()]
    return hashlib.sha256("|".join(lines).encode()).hexdigest()[:12]


def own_unit(lab: Any, seed: Seed) -> Machine | None:
    """Return the sister machine a seed picks, sound; None if the lab has no units."""
    units = list(lab.scenario.units)
    return lab.scenario.build(units[seed.instruments % len(units)]) if units else None


def own_machine(lab: Any, seed: Seed) -> tuple[Fault, Machine]:
    """Return the fault a seed draws and the machine it sits in."""
    fault, unit = draw(lab, seed.fault), own_unit(lab, seed)
    if unit is None:
        return fault, lab.machine
    return twin(fault, unit), unit


def values_of(lab: Any, number: int) -> dict[tuple[str, str], float]:
    """Return the values a number draws for the parts of a lab's machine, where it draws any."""
    if not number or not lab.scenario.slack:
        return {}
    return own_values(lab.machine, number, lab.scenario.as_drawn)


def twin(fault: Fault, unit: Machine) -> Fault:
    """Return the fault of a sister machine that a fault of the machine of unit 0 is."""
    places = [(unit.numbered(part.component), part.title) for part in fault.parts]
    known = {(f.component, f.title): f for f in unit.faults}
    twins = [known[place] for place in places]
    return twins[0] if len(twins) == 1 else Pair(*twins)


def own_bench(
    lab: Any, seed: Seed, attempt: Attempt | None, kind: type[Bench] = Bench
) -> Bench:  # fmt: skip
    """Return the bench of a derived seed, with an attempt resumed on it if given."""
    fault, machine = own_machine(lab, seed)
    values = values_of(lab, seed.values)
    bench = kind(machine, fault, seed.instruments, lab.scenario, attempt, seed.specimen, values)
    if machine is lab.machine:
        bench.states, bench._checks = lab.states, lab.checks
    return bench


def made_with(lab: Any) -> dict[str, str]:
    """Return what a record's header says of the lab it was made with."""
    return {"edition": lab.edition, "version": release()}


def release() -> str:
    """Return the release of labsim that runs."""
    try:
        return version("labsim")
    except PackageNotFoundError:
        return "unknown"
