"""Forces and modes of a controller: when they can be set, and what the safety rules ask of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.plc.parts.processor import MODES, Operated
from labsim.plc.parts.scanning import ready
from labsim.stored import running

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = [
    "FORCES", "force", "may_force", "may_switch", "of_forces", "of_override", "switch",
]  # fmt: skip

FORCES = ("force", "unforce")


def _controller(bench: Workplace, tag: str) -> Operated:
    part = bench.machine.component(tag)
    if not isinstance(part, Operated):
        found = [t for t, p in bench.machine.components.items() if isinstance(p, Operated)]
        raise LabsimError(f"{tag} is a {part.title}, no controller: {', '.join(found) or 'none'}")
    if not part.awake(bench.sim.views[tag])[0]:
        raise LabsimError(f"{tag} does not answer: its LEDs are dark")
    return part


def may_force(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Raise LabsimError when there is no such point, or no force to be taken out."""
    tag, _, point = event["point"].partition(":")
    part = _controller(bench, tag)
    if point not in part.points:
        raise unknown(f"{tag} forces inputs and outputs; it", "point", point, part.points)
    view, k = bench.sim.views[tag], part.points.index(point)
    if event["do"] == "unforce" and not view.forced[0, k]:
        # What somebody else has left forced is for the apprentice to find: only own ones are named.
        names = ", ".join(sorted(bench.lockout.forced)) or "none"
        raise LabsimError(f"{point} is not forced; forced by yourself: {names}")


def may_switch(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Raise LabsimError for a mode that a controller does not have."""
    _controller(bench, event["tag"])
    if event["to"] not in MODES:
        raise unknown(event["tag"], "mode", event["to"], MODES)


def force(sim: Simulation, event: Mapping[str, Any]) -> None:
    """Force a point of every variant, or take its force out."""
    tag, _, point = event["point"].partition(":")
    sim.machine.component(tag).force(sim.views[tag], point, event.get("on"))


def switch(sim: Simulation, event: Mapping[str, Any]) -> None:
    """Put the controller of every variant into a mode."""
    sim.machine.component(event["tag"]).switch(sim.views[event["tag"]], event["to"])


def of_forces(bench: Workplace, event: Mapping[str, Any]) -> dict[str, Any]:
    """Tell whether a force works on the machine now, and whether its danger zone is open.

    A forced output moves what hangs on it; so does a forced input, by way of the program. Guards
    are the parts a machine names in `guards`: active, they keep people out.
    """
    tag = event["point"].partition(":")[0]
    sim, part = bench.sim, bench.machine.component(tag)
    ends = [f"{card.tag}:{mark}" for card in part.hosts
            for ch in getattr(card, "outputs", ()) for mark in ch.marks]  # fmt: skip
    powered = bool(ready(sim.views[tag])[0]) and any(map(bench.live, ends))
    moves = powered and event["do"] == "force"
    past = bool(event.get("on")) and event["point"] in _interlocks(bench.machine)
    return {"moves": moves, "open": not _shut(bench), "past": past}


def _interlocks(machine: Machine) -> set[str]:
    return {machine.numbered(point) for point in machine.interlocks}


def of_override(bench: Workplace, event: Mapping[str, Any]) -> dict[str, Any]:
    """Tell whether a hand pushes a valve's override on a running machine, its danger zone open."""
    part = bench.machine.component(event["tag"])
    to = str(event.get("position") or (*part.positions, "", "")[1])  # where a press puts it
    pushed = to.startswith("override") and running(bench)
    return {"pushed": pushed, "open": pushed and not _shut(bench)}


def _shut(bench: Workplace) -> bool:
    """Tell whether every guard the machine names keeps people out."""
    views = [bench.sim.views[bench.machine.numbered(t)] for t in bench.machine.guards]
    return all(bool(np.all(view.part.active(view)[:1])) for view in views)
