"""The thermal side of a simulation: places a camera can be aimed at that carry no current."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from labsim.core.sheet import Port
    from labsim.core.simulation import Simulation

__all__ = ["ThermalNetwork"]


class ThermalNetwork:
    """Nothing flows here: every surface finds its own temperature, see labsim.thermal.surface."""

    domain = "thermal"

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
        """Keep no tape."""

    def feeds(self, port: Port, *_: Any) -> bool:
        """Tell that nothing can feed a surface."""
        return False
