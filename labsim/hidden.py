"""What an apprentice's own machine is and hides: the unit and the fault that a seed draws."""

from __future__ import annotations

from typing import Any

from labsim.core.component import Fault
from labsim.core.machine import Machine
from labsim.seeds import Seed

__all__ = ["draw", "own_machine", "own_unit"]


def draw(lab: Any, number: int) -> Fault:
    """Return the fault a number picks from a lab's family, likelier ones more often.

    The guided fault is never drawn: the notebook has told it.
    """
    unknown_yet = [fault for fault in lab.family if fault.id != lab.scenario.guided]
    point = (number % 1_000_003) / 1_000_003 * sum(fault.rate for fault in unknown_yet)
    for fault in unknown_yet:
        point -= fault.rate
        if point < 0:
            return fault
    return unknown_yet[-1]


def own_unit(lab: Any, seed: Seed) -> Machine | None:
    """Return the sister machine a seed picks, sound; None if the lab has no units."""
    units = list(lab.scenario.units)
    return lab.scenario.build(units[seed.instruments % len(units)]) if units else None


def own_machine(lab: Any, seed: Seed) -> tuple[Fault, Machine]:
    """Return the fault a seed draws and the machine it sits in."""
    fault, unit = draw(lab, seed.fault), own_unit(lab, seed)
    if unit is None:
        return fault, lab.machine
    return unit.faults[lab.machine.faults.index(fault)], unit
