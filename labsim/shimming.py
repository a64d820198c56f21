"""Moving a machine on its feet: shims in and out, ends shifted by jack bolts, bolts loose."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from labsim.core.errors import LabsimError, unknown
from labsim.core.simulation import Simulation
from labsim.mechanical.feet import ENDS, ROOM, STEP

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = ["MOVES", "Shimming", "may_move", "moved"]

MOVES = ("shim", "shift")
MOST = 10.0  # mm at a time


def _feet(bench: Workplace, tag: str) -> Any:
    part = bench.machine.component(tag)
    if not getattr(part, "moved", False):
        parts = bench.machine.components.items()
        names = ", ".join(t for t, p in parts if getattr(p, "moved", False)) or "none"
        raise LabsimError(
            f"{tag} is a {part.title}, it is not moved on shims; those that are: {names}"
        )
    if not bench.sim.states[tag, "position"][0]:
        raise LabsimError(f"the bolts of {tag} are tight: operate({tag!r}, 'loose') first")
    return part


def may_move(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Raise LabsimError when bolts hold, there is no such foot or end, or no such shim."""
    tag, mm = event["tag"], event["mm"]
    part = _feet(bench, tag)
    if not (math.isfinite(mm) and 0 < abs(mm) <= MOST):
        raise LabsimError(f"{mm} mm: at most {MOST:g} mm at a time, and not nothing")
    if event["do"] == "shift":
        if event["end"] not in ENDS:
            raise unknown(tag, "end", event["end"], ENDS)
        reached = float(bench.sim.states[tag, f"jacked_{event['end']}"][0]) + mm
        if abs(reached) > ROOM:
            raise LabsimError(f"bolt-bound: {reached:+.2f} mm, the holes give {ROOM:g} mm each way")
        return
    if event["foot"] not in part.marks:
        raise unknown(tag, "foot", event["foot"], part.marks)
    if abs(mm / STEP - round(mm / STEP)) > 1e-6:
        raise LabsimError(f"{mm:g} mm: shims come in steps of {STEP} mm")
    left = float(part.values["pack"]) + float(bench.sim.states[tag, f"shim{event['foot']}"][0]) + mm
    if left < -1e-9:
        raise LabsimError(f"only {left - mm:g} mm of shims are under foot {event['foot']}")


def moved(sim: Simulation, event: Mapping[str, Any]) -> None:
    """Put in a shim, or shift an end, on every variant."""
    state = f"shim{event['foot']}" if event["do"] == "shim" else f"jacked_{event['end']}"
    now = sim.states[event["tag"], state]
    sim.set_state(event["tag"], state, now + event["mm"])


class Shimming:
    """The part of a bench that moves a machine on its feet."""

    _act: Any

    def shim(self, tag: str, foot: str, mm: float) -> Self:
        """Put shims under a foot, or take some out: `shim("U5", "1", 0.3)`, steps of 0.025 mm.

        The bolts must be loose: `operate("U5", "loose")`.
        """
        self._act("shim", tag=str(tag), foot=str(foot), mm=_mm(mm))
        return self

    def shift(self, tag: str, end: str, mm: float) -> Self:
        """Shift the "front" or "back" end to the right by jack bolts; to the left is negative."""
        self._act("shift", tag=str(tag), end=str(end), mm=_mm(mm))
        return self


def _mm(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise LabsimError(f"{value!r}: give a number of mm") from error
