"""Capacitors that stay charged when the power is off, and the keypads of what holds them.

A part with `store` keeps its charge between two terminals; its parameter `wait` is what the label
on its door says, in s. Hands wait, and then measure: a label is no proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.electrical.live import CHARGED

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = ["charge_at", "found_empty", "may_set", "running", "waiting"]

MOST = 9999.0  # what a keypad takes
STILL = 0.2  # part of full speed below which a machine counts as stopped


def waiting(machine: Machine) -> float:
    """Return how long capacitors of a machine take to discharge, in s, as their labels say."""
    return max((p.values.get("wait", 0.0) for p in machine.components.values()), default=0.0)


def running(bench: Workplace) -> bool:
    """Tell whether something on the machine turns."""
    speeds = [s[0] for (_, name), s in bench.sim.states.items() if name == "speed"]
    return any(speed > STILL for speed in speeds)


def charge_at(bench: Workplace, what: str) -> dict[str, bool]:
    """Tell of a terminal or part where hands go in: fed by a source, charged, near a capacitor."""
    part, parts = bench.machine.component(what.partition(":")[0]), bench.machine.components.values()
    moves = [part, *(p for p in parts if getattr(p, "drives", None) is part)]  # what could start it
    moves += getattr(part, "joins", ())  # a plug sits between the terminals of what it joins
    ports = [f"{p.tag}:{mark}" for p in moves for mark in p.marks if p.network is not None]
    ports = [what] if ":" in what else ports
    known = {"live": "sources", "charged": "charged", "near": "stores"}
    return {name: any(bench.live(port, by) for port in ports) for name, by in known.items()}


def found_empty(bench: Workplace, ports: list[str], volts: float) -> bool:
    """Tell whether a reading shows a capacitor without charge: both leads on its terminals."""
    parts = bench.machine.components.items()
    stores = [{f"{tag}:{mark}" for mark in part.store} for tag, part in parts if part.store]
    return set(ports) in stores and abs(volts) < CHARGED


def may_set(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Raise LabsimError when a parameter cannot be entered now."""
    tag, value = event["tag"], event["value"]
    part = bench.machine.component(tag)
    if not part.menu:
        names = ", ".join(t for t, p in bench.machine.components.items() if p.menu) or "none"
        raise LabsimError(f"{tag} is a {part.title}, without a keypad; those with one: {names}")
    if event["parameter"] not in part.menu:
        raise unknown(tag, "parameter", event["parameter"], part.menu)
    if not 0 <= value <= MOST:  # NaN is refused here too
        raise LabsimError(f"{tag} {event['parameter']}: {value} is not from 0 to {MOST:g}")
    if not part.awake(bench.sim.views[tag])[0]:
        raise LabsimError(f"the display of {tag} is dark: it takes no parameter")
