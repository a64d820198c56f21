"""The monitor of a shaft line: fixed sensors at its bearings, a lamp for velocity and one more."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Param, texts
from labsim.core.view import View
from labsim.vibration.features import acceleration, velocity
from labsim.vibration.part import TrainPart

__all__ = ["VibrationMonitor"]

RUNS = 0.9  # of full speed below which it stays silent


class VibrationMonitor(TrainPart):
    """Monitor with a sensor screwed on every bearing, `VibrationMonitor(B1, B2)`: two alarm lamps.

    Velocity alarms a quarter of zone limit B/C above what is usual here (ISO 20816-3, annex);
    acceleration at a level of its own (assumed). It says that something is wrong, not what.
    """

    title, letter, symbol, price, swap = "vibration monitor", "B", "Ring", 650.0, 30.0
    marks, hidden = (), ()
    obvious = True
    speed_limit = Param(1.2, "mm/s", "velocity at which its lamp is lit: 0.5 + 0.25 · 2.8")
    rough_limit = Param(1.7, "m/s²", "acceleration at which its lamp is lit (assumed)")

    def __init__(self, *bearings: Any, **params: Any) -> None:
        self.watches = bearings
        super().__init__(**params)

    def read(self, c: View) -> np.ndarray:
        """Return the highest velocity and acceleration of its bearings, (2, variants)."""
        ports = [b.port(mark) for b in self.watches for mark in b.pads]
        sigs = c.sim.network_of(self.watches[0]).signatures(ports[0])
        rows = [sigs[0].layout.row(port.name) for port in ports]
        known = {id(s): (velocity(s)[rows].max(), acceleration(s)[rows].max()) for s in sigs}
        return np.array([known[id(s)] if s.turns[0] > RUNS * s.now.full[0] else (0.0, 0.0)
                         for s in sigs]).T  # fmt: skip

    def look(self, c: View) -> np.ndarray:
        speed, rough = self.read(c)
        return texts(
            c, "lamps dark",
            ((speed > c.speed_limit) & (rough > c.rough_limit), "both lamps lit"),
            (speed > c.speed_limit, "lamp lit: velocity"),
            (rough > c.rough_limit, "lamp lit: acceleration"),
        )  # fmt: skip
