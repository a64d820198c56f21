"""Clamp meter: the current in one conductor, and how far it swings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from labsim.core.sheet import Port
from labsim.instruments.base import Function, Instrument, Measured, Places
from labsim.instruments.multimeter import display

__all__ = ["Clamp"]

SEEN = 0.02  # part by which a reading swings before anybody notices (assumed)


class Clamp(Instrument):
    """Clamp meter around one conductor: 2 % + 5 counts of 10 mA; MAX − MIN over ten seconds."""

    title = "clamp meter"
    functions = {
        "A": Function("A", (1,), 0.4, False, "current in the conductor at a terminal", (60, 600)),
        "A swing": Function("A", (1,), 0.8, False, "MAX − MIN over ten seconds", (60, 600)),
    }

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        if dead:
            return []
        monitored = [group for group in places.singles if hasattr(group[0].component, "watches")]
        return [("A", places.singles), ("A swing", monitored)]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        net = self.network(ports)
        true = np.abs(net.port_amps(ports[0])) * self.gain("A clamp", 0.02)
        swing = self.swing(net, ports[0]) * true
        if function == "A swing":
            value, show = display(2 * swing, self.ranges("A swing"), "A")
            return Measured(value, 0.1 * swing + 0.03, "A", show)
        value, show = display(true, self.ranges("A"), "A")
        sigma = np.hypot(0.01 * true + 0.015, 0.3 * swing)
        return Measured(value, sigma, "A", swinging(show, true, np.where(true > 0.05, swing, 0.0)))

    def swing(self, net: Any, port: Port) -> np.ndarray:
        """Part by which the current of the motor swings that is in one circuit with this port."""
        part, here = np.zeros(self.sim.count), net.island_of[net.node_of[port]]
        for view in self.sim.views.values():
            if hasattr(view.part, "current_swing"):
                there = net.island_of[net.node_of[view.part.port("U1")]]
                part = part + view.part.current_swing(view) * (there is here)
        return part


def swinging(show: Callable[[int], str], true: np.ndarray, swing: np.ndarray) -> Callable:
    """Return a writer of the display that also tells from where to where the figures swing."""

    def text(n: int) -> str:
        if swing[n] <= SEEN * true[n]:
            return show(n)
        return f"{show(n)}, swings {true[n] - swing[n]:.2f} to {true[n] + swing[n]:.2f}"

    return text
