"""Gas accumulators: what is in them when the pump is off is energy, to be let off and proved so."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, times

__all__ = ["Accumulator"]

JOULE = 100.0  # J in a bar·L
EMPTY = 0.5  # bar, below which a gauge rests on its pin
AIR = 1.01325  # bar


class Accumulator(OilPart):
    """Bladder accumulator: gas above, oil below; `Accumulator(Q1)` is let off through valve Q1.

    Polytropic, p·Vⁿ constant with n 1.2: between slow (1.0) and quick (1.4), notes §4.6.
    """

    title, letter, symbol, price, swap = "accumulator", "C", "Accumulator", 310.0, 60.0
    marks, gas, obvious = ("P",), "bladder", True
    volume = Param(4.0, "L", "of the shell")
    precharge = Param(90.0, "bar", "of the gas, empty of oil")
    exponent = Param(1.2, "", "of p·Vⁿ (1.0 slow, 1.4 quick)")
    lost = Fault("precharge lost", 1.2, precharge=times(0.66, 0.33, 0.02))
    high = Fault("precharge far too high", 0.4, precharge=times(1.6))
    bounds = {"exponent": (1.0, 1.67)}

    def __init__(self, release: Component | None = None, **params: Any) -> None:
        self.release = release
        super().__init__(**params)

    @property
    def plate(self) -> str:
        """What its name-plate says."""
        return "{volume:g} L, gas {precharge:g} bar".format_map(self.values)

    def laws(self, net: Any) -> None:
        net.bladder("gas", "P", lambda c: c.volume, lambda c: c.precharge, lambda c: c.exponent)

    def stored(self, c: View) -> np.ndarray:
        """Work of the gas in J from its pressure down to its precharge, (p·V - p0·V0)/(n - 1).

        0 once the gauge at its port has fallen to its pin: no oil is in it.
        """
        low, high = c.precharge + AIR, np.maximum(c.bar("P"), c.precharge) + AIR
        n = np.maximum(c.exponent, 1.001)
        part = (low / high) ** (1.0 / n)
        work = JOULE * c.volume * (high * part - low) / (n - 1.0)
        return np.where(c.bar("P") < EMPTY, 0.0, np.maximum(work, 0.0) + (c.bar("P") > EMPTY))

    def discharge(self, c: View) -> None:
        if self.release is not None:
            c.sim.set_state(self.release.tag, "position", 1)

    def look(self, c: View) -> np.ndarray | None:
        return None
