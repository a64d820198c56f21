"""The monitor of a shaft line: fixed sensors at its bearings, three lamps that say: look here."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Param
from labsim.core.view import View
from labsim.vibration.features import acceleration, kurtosis, velocity
from labsim.vibration.part import TrainPart

__all__ = ["VibrationMonitor"]

RUNS = 0.9  # of full speed below which it stays silent
LAMPS = ("velocity", "acceleration", "bearings")


class VibrationMonitor(TrainPart):
    """Monitor with a sensor screwed on every bearing, `VibrationMonitor(B1, B2)`: three lamps.

    Alerts stand a little above what is usual on this machine (assumed): velocity 10 to 1000 Hz,
    acceleration to 10 kHz, its kurtosis for bearings. It says that something is wrong, not what.
    """

    title, letter, symbol, price, swap = "vibration monitor", "B", "Ring", 650.0, 30.0
    marks, hidden = (), ()
    obvious = True
    speed_limit = Param(0.8, "mm/s", "velocity at which its lamp is lit")
    rough_limit = Param(1.7, "m/s²", "acceleration at which its lamp is lit")
    spiky_limit = Param(3.3, "", "kurtosis at which its lamp is lit")

    def __init__(self, *bearings: Any, **params: Any) -> None:
        self.watches = bearings
        super().__init__(**params)

    def read(self, c: View) -> np.ndarray:
        """Return the highest of each figure of its bearings, (3, variants); 0 below speed."""
        ports = [b.port(mark) for b in self.watches for mark in b.pads]
        sigs = c.sim.network_of(self.watches[0]).signatures(ports[0])
        rows = [sigs[0].layout.row(port.name) for port in ports]
        known = {id(sig): [f(sig)[rows].max() for f in (velocity, acceleration, kurtosis)]
                 for sig in sigs if sig.turns[0] > RUNS * sig.now.full[0]}  # fmt: skip
        return np.array([known.get(id(sig), [0.0] * 3) for sig in sigs]).T

    def look(self, c: View) -> np.ndarray:
        limits = np.array([c.speed_limit, c.rough_limit, c.spiky_limit])
        lit = [", ".join(np.array(LAMPS)[on]) for on in (self.read(c) > limits).T]
        return np.array([f"lamps lit: {names}" if names else "lamps dark" for names in lit])
