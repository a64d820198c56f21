"""Thermal imager: how warm a terminal or the part it belongs to becomes under load."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.component import OPEN
from labsim.core.sheet import Port
from labsim.electrical.conduct import INSULATES
from labsim.instruments.base import Function, Instrument, Measured, Places
from labsim.thermal.joints import joint_watts

__all__ = ["ThermalImager"]

AMBIENT = 25.0  # °C (assumed)
HEAT = 2.5  # K for each watt lost at a terminal, still air (assumed)


class ThermalImager(Instrument):
    """Thermal imager, ± 2 K, emissivity set to 0.95 (a matt target); shiny metal reads too cold.

    A joint is as warm as I²R makes it once it has settled, a motor as its losses make it.
    """

    title, standard, price = "thermal imager", False, 900.0
    functions = {"°C": Function("°C", (1,), 0.5, False, "temperature of a terminal, matt spot")}

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        ports = dict.fromkeys(p for pair in places.pairs for p in pair)
        return [] if dead else [("°C", [(p,) for p in ports])]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        net = self.network(ports)
        rise = HEAT * self.watts(net, ports[0]) + self.body(ports[0])
        value = np.round(np.minimum(AMBIENT + rise, 650.0), 1)
        return Measured(value, 0.7 + 0.02 * rise, "°C", lambda n: f"{value[n]:.1f} °C")

    def watts(self, net: Any, port: Port) -> np.ndarray:
        """Heat in W at a terminal: its joint, and half of each plain resistance that ends there."""
        joint = self.sim.effective[port.component.tag, f"{port.mark}.joint"]
        total = joint_watts(net.port_amps(port), joint)
        node = net.node_of[port]
        for k, branch in enumerate(net.branches):
            own = branch.view is not None and branch.view.part is port.component
            if own and node in (branch.a, branch.b) and branch.kind == "resistance":
                plain = np.where(np.abs(net.z[:, k].imag) > 0, OPEN, net.z[:, k].real)
                plain = np.where(plain < INSULATES, plain, 0.0)  # what leaks is spread out
                total = total + 0.5 * joint_watts(net.i[:, k], plain)
        return total

    def body(self, port: Port) -> Any:
        """Rise in K of a part that warms as a whole."""
        view = self.sim.views[port.component.tag]
        return view.part.kelvin(view) if hasattr(view.part, "kelvin") else 0.0
