"""One cycle of everything that moves: what an oscilloscope can see of a machine as it stands.

Mains, shafts and drives of a machine repeat after CYCLE: six periods of 60 Hz, one turn of a shaft
at 600 rpm. So one cycle, after it has settled, is all there is to know, however long one looks.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.electrical.transient import STEP, Transient, Waves

__all__ = ["CYCLE", "Cycle"]

CYCLE = 0.1  # s
SETTLING = 1  # cycle from the steady state on: 2 µV are left (label line)


class Cycle:
    """Keeps the waves of a network for as long as nothing they depend on changes."""

    def __init__(self, net: Any) -> None:
        self.net = net
        self.read: dict[tuple[str, str], Any] | None = None
        self.waves: Waves | None = None
        self.g: Any = None

    def _same(self) -> bool:
        """Tell whether all that was read for the waves is as it was."""
        sim = self.net.sim
        if self.read is None or not np.array_equal(self.g, self.net.g):
            return False
        now = ((sim.at(place), was) for place, was in self.read.items())
        return all(one is was or np.array_equal(one, was) for one, was in now)

    def now(self) -> Waves:
        """Return one cycle of the voltage of every node, as the machine stands."""
        sim = self.net.sim
        sim.solve()
        if not self._same():
            outer, sim.read = sim.read, {}
            run = Transient(self.net, STEP)
            run.run(SETTLING * CYCLE)
            ports = self.net.node_of
            self.waves = run.run(CYCLE, ports)
            laws = [law.read or {} for law in self.net._laws]
            self.read = {place: now for read in (sim.read, *laws) for place, now in read.items()}
            self.g, sim.read = self.net.g.copy(), outer
        return self.waves
