"""What may be served: a machine, or a lab's machine for practice. Never graded work."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.folders import LAB_ID
from labsim.scenario import machines
from labsim.seeds import TICKET_FILE

__all__ = ["chosen"]


def chosen(name: str, fault: str = "", seed: int | None = None) -> Simulation:
    """Return a machine by name, or a lab's machine by its id, healthy or with a fault, at rest.

    `fault` is an id, "K1: coil burnt open"; `seed` draws one that is told nobody. LabsimError for
    an unknown name, and for a lab of which a graded attempt has begun.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        raise LabsimError("no machine is served while work is graded")
    if LAB_ID.fullmatch(name.upper()):
        return _of_lab(name, fault, seed)
    if name not in machines():
        raise unknown("labsim", "machine", name, machines())
    machine = machines()[name]()
    return Simulation(machine, [_variant(machine, fault, seed)])


def _variant(machine: Machine, fault: str, seed: int | None) -> Variant:
    """Return the variant of a fault by id, of one drawn by its rate, or the healthy one."""
    if fault:
        found = machine.fault(fault)
    elif seed is not None and machine.faults:
        rates = [one.rate for one in machine.faults]
        found = random.Random(seed).choices(machine.faults, rates)[0]
    else:
        return Variant()
    options = variants_of(found)
    return options[(seed or 0) % len(options)]


def _of_lab(name: str, fault: str, seed: int | None) -> Simulation:
    from labsim.course import lab

    found = lab(name)
    record = graded(found)
    if record is not None:
        raise LabsimError(
            f"{found.id} is graded work here ({record.name}) and never served. "
            f"For practice: labsim serve {found.scenario.machine}"
        )
    return found.bench(fault or None, seed).sim


def graded(lab: Any) -> Path | None:
    """Return the record, or the ticket, of a graded attempt of a lab; None when there is none."""
    from labsim.course import attempt_file

    folders = [Path(os.environ.get("LABSIM_RECORDS") or "."), Path()]
    with suppress(LabsimError):  # the package without the course's notebooks
        folders.append(lab.notebook.parent)
    for folder in folders:
        path, ticket = attempt_file(lab, folder), folder / TICKET_FILE
        if path.is_file() and path.stat().st_size:
            return path
        if ticket.is_file() and lab.id in ticket.read_text("utf-8", errors="replace"):
            return ticket
    return None
