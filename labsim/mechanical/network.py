"""The mechanical side of a simulation: nothing flows there, hands and dials reach it."""

from __future__ import annotations

from typing import Any

from labsim.core.sheet import Port
from labsim.core.still import StillNetwork

__all__ = ["MechanicalNetwork"]


class MechanicalNetwork(StillNetwork):
    """Feet and hubs of a machine, all variants."""

    domain = "mechanical"

    def feeds(self, port: Port, *_: Any) -> bool:
        """Tell whether a motor could turn what hands are at."""
        parts = self.sim.machine.components.values()
        return any(p.can_turn(self.sim) for p in parts if hasattr(p, "can_turn"))
