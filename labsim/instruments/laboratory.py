"""The oil laboratory: what metals and dust are in a bottle of oil."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.instruments.base import Function, Measured, Places
from labsim.instruments.fluid import FluidInstrument

__all__ = ["OilLaboratory"]

ELEMENTS = {"Si": "silicon: dust", "Fe": "iron: steel that wears"}
SPREAD, LEAST = 0.12, 1.0  # of what is there, ppm (assumed, usual between laboratories)


class OilLaboratory(FluidInstrument):
    """Spectrometer of the plant's laboratory (as ASTM D5185): elements in a bottle of oil, ppm."""

    title, price = "oil laboratory", 45.0
    functions = {name: Function("ppm", (1,), 4.0, False, text) for name, text in ELEMENTS.items()}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        taps = places.taps[:1] if places.oil and not dead else []
        return [(name, taps) for name in cls.functions]

    def elements(self) -> dict[str, Any]:
        """Return what the part that holds the oil tells of its elements, in ppm."""
        for view in self.sim.views.values():
            if hasattr(view.part, "elements"):
                return view.part.elements(view)
        raise LabsimError("nothing is known of the elements in this oil: draw an oil sample")

    def ready(self, ports: Sequence[Port]) -> None:
        self.elements()
        if self.air(ports[0]) or not getattr(ports[0].component, "tap", False):
            raise LabsimError(f"{ports[0].name}: a bottle is filled at a coupling of an oil line")

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        true = np.broadcast_to(self.elements()[function], (self.sim.count,)).astype(float)
        value = np.round(true * self.gain(function, SPREAD))
        sigma = np.hypot(0.5 * SPREAD * true, 0.6 * LEAST)
        return Measured(value, sigma, "ppm", lambda n: f"{value[n]:.0f} ppm")
