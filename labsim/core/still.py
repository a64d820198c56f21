"""The side of a simulation in which nothing flows: no law joins its ports, each is read alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from labsim.core.simulation import Simulation

__all__ = ["StillNetwork"]


class StillNetwork:
    """A network without potentials: nothing to solve, nothing to tape, no faults of connections.

    A domain gives it its name in `domain` and says in `feeds` what could feed a port, if asked.
    """

    domain = ""

    def __init__(self, sim: Simulation) -> None:
        self.sim, self.stale = sim, True
        self.v = np.zeros((sim.count, 0))

    @staticmethod
    def port_params(mark: str) -> dict[str, Any]:
        """Return the parameters every port has: none."""
        return {}

    @staticmethod
    def port_faults(mark: str, *_: Any) -> list[Any]:
        """Return the faults every port can have: none."""
        return []

    def solve(self) -> None:
        """Nothing waits to be solved."""
        self.stale = False

    def record(self, every: float) -> None:
        """Keep no tape: ports are read one by one."""
