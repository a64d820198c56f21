"""What hydraulic parts share: the network, faults in proportion, figures that cannot be, words."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Component, Fault
from labsim.core.errors import LabsimError
from labsim.core.view import View
from labsim.fluid.network import FluidNetwork

__all__ = ["CD", "DENSITY", "OilPart", "Times", "area_for", "circle", "runs", "times"]

DENSITY = 870.0  # kg/m³, mineral oil (notes of fluid power §4.1)
CD = 0.65  # discharge coefficient of a sharp edge, 0.62 to 0.67 (the same)

# Units in which a figure of zero or below is no figure of a part.
POSITIVE = {"bar", "mm", "mm²", "cm³", "L", "L/min", "kg", "rpm", "kg·m²", "s"}


class Times(float):
    """A wrong value in proportion to the right one: 0.5 is half of what the drawing says."""


def times(*factors: float) -> tuple[Times, ...]:
    """Return severities in proportion to the right value, mild to severe."""
    return tuple(Times(factor) for factor in factors)


def circle(diameter: Any) -> Any:
    """Return the area of a circle: of a diameter in mm, in mm²."""
    return np.pi / 4.0 * np.asarray(diameter) ** 2


def area_for(flow: Any, bar: Any) -> Any:
    """Return the area in mm² of an edge that passes a flow in L/min at a pressure drop in bar."""
    metres = np.sqrt(2.0 * np.asarray(bar) * 1e5 / DENSITY)
    return np.asarray(flow) / 6e4 / (CD * metres) * 1e6


def runs(c: View, drive: Component | None) -> Any:
    """Return the speed of what drives a part, 1 for full; without a drive it always runs."""
    if drive is None:
        return 1.0
    view = c.sim.views[drive.tag]
    return np.abs(view.speed) if "speed" in drive._states else view.active * 1.0


class OilPart(Component):
    """Hydraulic part. `bounds` are the figures it can have, where above zero is not enough."""

    network = FluidNetwork
    letter, symbol = "V", "Box"
    bounds: ClassVar[dict[str, tuple[float, float]]] = {}

    def set(self, **params: Any) -> Component:
        super().set(**params)
        for name in params:
            self.possible(name)
        return self

    def possible(self, name: str) -> None:
        """Refuse a figure that no such part can have; LabsimError says which it could."""
        param, value = self.params[name], self.values[name]
        above = np.inf if param.unit in POSITIVE and param.default > 0 else None
        low, high = self.bounds.get(name, (0.0, np.inf) if above else (-np.inf, np.inf))
        good = (value > low if above and low == 0.0 else value >= low) and value <= high
        if not good or (isinstance(value, float) and np.isnan(value)):
            most = f" and {high:g} at most" if np.isfinite(high) else ""
            unit = f" {param.unit}" if param.unit else ""
            least = f"more than {low:g}" if above and low == 0.0 else f"{low:g} at least"
            raise LabsimError(
                f"{self.tag or type(self).__name__} ({self.title}): {name} = {value}{unit} is "
                f"impossible; {name} is {param.text}: give {least}{most}{unit}"
            )

    def all_faults(self, wired: frozenset[str]) -> list[Fault]:
        found = super().all_faults(wired)
        for fault in found:
            fault.wrong = {name: self._wrong(name, value) for name, value in fault.wrong.items()}
        return found

    def _wrong(self, name: str, value: Any) -> Any:
        """Return wrong values as figures, those in proportion too."""
        if isinstance(value, tuple):
            return tuple(self._wrong(name, one) for one in value)
        return value * self.values[name] if isinstance(value, Times) else value
