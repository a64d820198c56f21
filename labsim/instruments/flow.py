"""Flow: a meter in the line, and a measuring jug under a line that runs free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.sheet import Port
from labsim.instruments.base import Function, Measured, Places
from labsim.instruments.fluid import InLine

__all__ = ["FlowMeter", "MeasuringJug"]

JUG = 5000.0  # mL/min, more floods it within half a minute
FREE = 3.0  # bar at a port whose line runs off freely (assumed)


class FlowMeter(InLine):
    """Hydraulic test unit in the line: gear flow meter 0.05 to 150 L/min, 1 %, gauge coupling.

    Once it is fitted it reads flow in any state, and a gauge reads there as well. In air lines
    a thermal meter, in L/min of free air (ANR, ISO 8778).
    """

    title, price = "flow meter", 980.0
    functions = {
        "L/min": Function("L/min", (1,), 0.5, False, "flow through the meter in the line", (150,)),
    }
    LEAST = {False: 0.05, True: 0.5}  # L/min a meter for oil, for air begins to turn at

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [("L/min", places.flows)]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        port = ports[0]
        air, net = self.air(port), self.network(ports)
        least, scale = self.LEAST[air], 10.0 if air else 100.0
        true = np.abs(net.through(port)) * self.gain("L/min", 0.01)
        value = np.where(true < least, 0.0, np.round(true * scale) / scale)
        text = " L/min ANR" if air else " L/min"
        return Measured(value, 0.005 * true + 0.6 * least, "L/min", lambda n: f"{value[n]:g}{text}")


class MeasuringJug(InLine):
    """Jug, stopwatch and a clean hose end: what a drain or return line gives in a minute."""

    title, price, opens = "measuring jug", 15.0, "mL/min"
    functions = {
        "mL/min": Function("mL/min", (1,), 1.5, False, "what runs into the jug in a minute"),
    }

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [("mL/min", places.drains)]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        port, net = ports[0], self.network(ports)
        true = 1000.0 * np.abs(net.through(port))
        floods = (true > JUG) | (self.view(port).bar(port.mark) > FREE)
        value = np.where(floods, np.inf, np.round(true, -1))
        found = Measured(value, 0.03 * true + 8.0, "mL/min", lambda n: text(value[n]))
        if floods.any():
            found.warnings.append("the jug runs over: this is no drain line, read it in the line")
        return found


def text(value: Any) -> str:
    """Write what is in the jug after a minute."""
    return f"{value:.0f} mL/min" if np.isfinite(value) else "OL mL/min"
