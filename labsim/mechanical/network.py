"""The mechanical side of a simulation: nothing flows there, hands and dials reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.sheet import Port

if TYPE_CHECKING:
    from labsim.core.simulation import Simulation

__all__ = ["MechanicalNetwork"]


class MechanicalNetwork:
    """Feet and hubs of a machine, all variants."""

    domain = "mechanical"

    def __init__(self, sim: Simulation) -> None:
        self.sim, self.stale = sim, True
        self.v = np.zeros((sim.count, 0))

    @staticmethod
    def port_params(mark: str) -> dict[str, Any]:
        return {}

    @staticmethod
    def port_faults(mark: str, *_: Any) -> list[Any]:
        return []

    def solve(self) -> None:
        """Nothing waits to be solved."""
        self.stale = False

    def record(self, every: float) -> None:
        """Keep no tape: dials are read one by one."""

    def feeds(self, port: Port, *_: Any) -> bool:
        """Tell whether a motor could turn what hands are at."""
        parts = self.sim.machine.components.values()
        return any(p.can_turn(self.sim) for p in parts if hasattr(p, "can_turn"))
