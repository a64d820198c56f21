"""Sleeve bearings: oil whirl, whip, worn clearance."""

from __future__ import annotations

import numpy as np

from labsim.core.component import Fault, Param
from labsim.vibration.forces import Forces, Now
from labsim.vibration.part import SHAFT, TrainPart

__all__ = ["SleeveBearing"]

WHIRL = 0.44  # of shaft speed: the mean speed of the oil film, less what leaks (0.40 to 0.48)
CATCH = 0.06  # of the critical frequency within which the whirl is caught by it (assumed)


class SleeveBearing(TrainPart):
    """Sleeve bearing of a shaft line with pads H, V, A, `SleeveBearing(critical=0.8)`.

    Oil whirl goes at 0.44 of shaft speed and follows it; where it meets the first critical
    frequency it is caught there: whip. From then on speed changes it no more.
    """

    title, letter, symbol, price, swap = "sleeve bearing", "B", "Sleeve", 320.0, 240.0
    marks, pads = ("H", "V", "A", SHAFT), ("H", "V", "A")
    whirl = Param(0.0, "", "1: lightly loaded film, the shaft whirls in it")
    critical = Param(0.8, "", "first critical frequency of the rotor, part of full speed (assumed)")
    clearance = Param(0.0, "", "1: worn to twice its clearance: harmonics, more vertical")
    rings = Param(2600.0, "Hz", "first natural frequency of the housing (assumed)")
    floor = Param(0.15, "m/s²", "noise at full speed, 0.5 to 5 kHz (assumed)")
    whirls = Fault("oil whirl", 0.7, whirl=(0.6, 1.2))
    whips = Fault("oil whip", 0.3, whirl=(0.8, 1.3), critical=0.37)
    worn = Fault("clearance worn", 0.8, clearance=(0.6, 1.2))

    def sub(self, now: Now) -> float:
        """Return the frequency in Hz at which the shaft goes round in the film."""
        c, fr = now.of(self), now.shaft(self)
        caught = c.critical * now.full[now.number(self)]
        return float(caught if WHIRL * fr >= (1 - CATCH) * caught else WHIRL * fr)

    def excite(self, now: Now, out: Forces) -> None:
        c, n, fr, part = now.of(self), now.layout.at[self.tag], now.shaft(self), now.ratio(self)
        out.noise(n, c.floor * part, 500.0, 5e3)
        caught = WHIRL * fr >= (1 - CATCH) * c.critical * now.full[now.number(self)]
        size = c.whirl * (9.0 if caught else 4.5 * part)
        out.shake(n, self.sub(now), size, -1j * size, 0.15 * size)
        out.shake(n, 2 * self.sub(now), 0.12 * size, -0.12j * size)
        orders = [(k, 5.0 * c.clearance / k**0.9, 37.0 * k) for k in range(1, 9)]
        out.clip(n, fr, orders, (0.6, 1.0, 0.2))
        out.noise(n, 0.8 * c.clearance * part * float(np.sqrt(part)), 20.0, 800.0)
