"""Insulation tester: what leaks through the insulation now, and how that falls with time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.sheet import Port
from labsim.electrical.conduct import joined
from labsim.instruments.base import Function, Instrument, Measured, Places
from labsim.instruments.multimeter import display, nodes

__all__ = ["InsulationTester", "least_megohms"]

MEGOHMS = (6.0, 60.0, 550.0)
DECAY = 0.8  # absorption falls with time to this power (Curie and von Schweidler; assumed)
TIMES = {"DAR": (1.0, 0.5), "PI": (10.0, 1.0)}  # min: late over early


def least_megohms(kilovolts: float, winding: str = "random") -> float:
    """Return the least insulation resistance in MΩ at 40 °C, one minute (IEEE 43-2013, table 3).

    `winding`: "random" (random-wound, or form-wound below 1 kV), "form" (after about 1970), "old".
    """
    return {"random": 5.0, "form": 100.0, "old": kilovolts + 1.0}[winding]


class InsulationTester(Instrument):
    """Insulation tester, 500 or 1000 V DC on de-energised parts; one lead: to earth. 550 MΩ.

    The current of the insulation is leakage, which stays, and absorption, which dies away. It
    is read after one minute; DAR is R(60 s) / R(30 s), PI is R(10 min) / R(1 min) (IEEE 43).
    """

    title = "insulation tester"
    functions = {
        "MΩ": Function("MΩ", (1, 2), 1.5, True, "insulation at 500 V DC, one minute", MEGOHMS),
        "MΩ 1000 V": Function("MΩ", (1, 2), 1.5, True, "insulation at 1000 V DC", MEGOHMS),
        "DAR": Function("", (1, 2), 1.5, True, "absorption ratio R(60 s) / R(30 s), 500 V"),
        "PI": Function("", (1, 2), 10.5, True, "polarisation index R(10 min) / R(1 min), 500 V"),
    }
    CAT_LIMIT = 600.0  # V to earth, CAT III
    price = 420.0
    SELF = 2e9  # Ω, of the instrument and its leads (assumed)
    CHARGES = True

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [("MΩ", places.nets)] if dead else []

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        return self.measure_many(function, [ports])[0]

    def measure_many(self, function: str, groups: Sequence[Sequence[Port]]) -> list[Measured]:
        self.sim.solve()
        net = self.network([port for ports in groups for port in ports])
        seen = net.impedance([nodes(net, ports) for ports in groups], dead=True).real
        single = self._ratio if function in TIMES else self._megohms
        return [single(function, seen[:, n], self.absorbs(net, ports))
                for n, ports in enumerate(groups)]  # fmt: skip

    def absorbs(self, net: Any, ports: Sequence[Port]) -> Any:
        """Absorption in S, one minute after the test begins, of all that hangs on the red lead."""
        tags = {port.component.tag for port in joined(net, ports[0])}
        views = [self.sim.views[tag] for tag in sorted(tags)]
        return sum((v.absorb for v in views if "absorb" in v.part.params), 0.0)

    def _at(self, minutes: float, seen: np.ndarray, absorbs: Any) -> np.ndarray:
        """Resistance in Ω so many minutes after the test begins."""
        return 1.0 / (1.0 / seen + 1.0 / self.SELF + absorbs * minutes**-DECAY)

    def _megohms(self, function: str, seen: np.ndarray, absorbs: Any) -> Measured:
        true = self._at(1.0, seen, absorbs) / 1e6
        value, show = display(true * self.gain("MΩ", 0.03), self.ranges(function), "MΩ")
        sigma = 0.02 * np.where(np.isfinite(value), value, 550.0) + 0.002
        return Measured(value, sigma, "MΩ", show)

    def _ratio(self, function: str, seen: np.ndarray, absorbs: Any) -> Measured:
        late, early = (self._at(t, seen, absorbs) for t in TIMES[function])
        value = np.round(late / early, 2)
        return Measured(value, 0.02 * value, "", lambda n: f"{value[n]:.2f}")
