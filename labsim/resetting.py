"""Resets of safety relays: whether one would be taken now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from labsim.electrical.safetyrelay import ResetButton, SafetyRelay

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = ["refused"]


def refused(bench: Workplace, event: Mapping[str, Any]) -> bool:
    """Tell whether a hand presses a reset button and a safety relay is off and not ready for it."""
    part = bench.machine.component(event["tag"])
    to = str(event.get("position") or (*part.positions, "", "")[1])
    if not isinstance(part, ResetButton) or to != part.positions[1]:
        return False
    bench.sim.solve()
    views = [v for v in bench.sim.views.values() if isinstance(v.part, SafetyRelay)]
    return any(not (view.on | view.ready)[0] for view in views)
