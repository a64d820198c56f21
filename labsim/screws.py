"""Adjusting screws: relief valve, throttle, regulator. A hand turns them; a gauge tells how far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.component import Component
from labsim.core.errors import LabsimError, unknown
from labsim.core.simulation import Simulation

if TYPE_CHECKING:
    from labsim.core.machine import Machine
    from labsim.workplace import Workplace

__all__ = ["CLOSE", "may_turn", "pitch", "screws", "turn"]

TENTH = 0.1  # of what the drawing says, for one turn, where a part says nothing else (assumed)
MOST = 1.6  # times what the drawing says: there the screw is on its stop (assumed)
CLOSE = 0.03  # of what the drawing says; nearer than that it is set right: a gauge of class 1.6
FINE = 0.2  # turn; nobody sets a screw finer by hand (assumed)
LARGEST = 20.0  # turns at a time


def screws(machine: Machine) -> dict[str, Component]:
    """Return the parts with adjusting screws: those of fluids that have a menu."""
    return {
        tag: part
        for tag, part in machine.components.items()
        if part.menu and getattr(part.network, "domain", "") == "fluid"
    }


def pitch(part: Component, screw: str) -> float:
    """Return what one turn changes, in the unit of the parameter."""
    name = part.menu[screw]
    said = getattr(part, "pitch", {}).get(screw)
    if said is not None:
        return float(said)
    return TENTH * float(part.values[name]) if part.params[name].unit else 1.0


def may_turn(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Raise LabsimError when there is no such screw, or nobody can turn it so far."""
    tag, found = event["tag"], screws(bench.machine)
    part = bench.machine.component(tag)
    if tag not in found:
        names = ", ".join(found) or "none"
        raise LabsimError(f"{tag} is a {part.title}, without a screw; those with one: {names}")
    if event["screw"] not in part.menu:
        raise unknown(tag, "screw", event["screw"], part.menu)
    if not abs(event["turns"]) <= LARGEST:  # NaN is refused here too
        raise LabsimError(f"{event['turns']} turns: at most {LARGEST:g} at a time")


def turn(sim: Simulation, event: Mapping[str, Any]) -> None:
    """Turn a screw on every variant, from where it stands there to its stop at most.

    Who comes near what is right has set it right; from there a quarter turn leads away again.
    """
    tag, part = event["tag"], sim.machine.component(event["tag"])
    name = part.menu[event["screw"]]
    right, now = float(part.values[name]), sim.effective[tag, name]
    step = pitch(part, event["screw"])
    new = np.clip(now + event["turns"] * step, 0.0, MOST * right)
    off = np.abs(new - right)
    near = off <= np.maximum(np.minimum(CLOSE * right, np.abs(now - right)), FINE * step)
    sim.enter(tag, name, np.where(near, right, np.round(new, 6)))
