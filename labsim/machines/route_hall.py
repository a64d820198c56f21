"""The hall of VIB-02: twelve measuring points on a route, and the list of their months."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State
from labsim.core.machine import Machine
from labsim.core.view import View
from labsim.machines.twelve import PLACES, History, histories

__all__ = ["MeasuringPoint", "RouteHall", "RouteList", "months_of"]


class RouteList(Component):
    """Data base of the route: nine months of readings; takes the sheet of decisions."""

    title, letter, symbol, price = "route list", "A", "Box", 900.0
    files = True  # it takes the sheet: decisions, what is no reading, alert levels
    day = Param(7.0, "", "number of the hall's day: whose readings did what")


class MeasuringPoint(Component):
    """Pad on a machine of the route; a look takes this month's reading with the data collector."""

    title, letter, symbol, price, swap = "measuring point", "B", "Ring", 15.0, 10.0
    looking = 2.0  # min: walk, magnet, settle, take (assumed)
    positions = ("route", "again")
    position = State(0, "1: taken once more, with care")
    worse = Param(0.0, "", "1: the machine has reached its alarm in ten months")
    grown = Fault("worse than it was", 1.0, worse=1.0)

    def look(self, c: View) -> np.ndarray:
        return np.array([self.read(c, n) for n in range(c.count)])

    def read(self, c: View, n: int) -> str:
        """Tell what the collector shows of variant n."""
        mine = months_of(c.sim, n)[self.tag]
        value = mine.again if c.position[n] else float(mine.values[-1])
        return f"{value:.2f} mm/s rms, {mine.rpm[-1]:.0f} rpm, {mine.states[-1]}"


def months_of(sim: Any, n: int = 0) -> dict[str, History]:
    """Return ten months of every point of a hall in variant n, by its own tags."""
    machine = sim.machine
    number = int(machine.component(machine.numbered("A1")).values["day"])
    worse = (t for t in PLACES if sim.effective[machine.numbered(t), "worse"][n] > 0.5)
    found = histories(number, next(worse, ""))
    return {machine.numbered(tag): history for tag, history in found.items()}


def _point(tag: str) -> MeasuringPoint:
    return MeasuringPoint(label=PLACES[tag].words)


class RouteHall(Machine):
    """Utilities hall: twelve machines on one route, ten months old; A1 is the route list.

    All of them 15 to 90 kW on rigid supports: group 2 of ISO 20816-3.
    """

    A1 = RouteList()
    B1, B2, B3, B4 = _point("B1"), _point("B2"), _point("B3"), _point("B4")
    B5, B6, B7, B8 = _point("B5"), _point("B6"), _point("B7"), _point("B8")
    B9, B10, B11, B12 = _point("B9"), _point("B10"), _point("B11"), _point("B12")
