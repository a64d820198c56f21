"""The tank and its oil: grade, air, water, level, temperature; coolers cool what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, texts
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, times

__all__ = ["Cooler", "Tank", "TankReturn", "foam"]

SOUND = 0.005  # share of air in sound oil, 0.2 to 0.5 % (notes of fluid power §4.5)
LOW = 0.35  # part of full, below which a pump draws air with its oil (assumed)


def same(c: View, kind: type) -> Iterator[Any]:
    """Yield the parts of a kind in the machine of a view."""
    return (part for part in c.sim.machine.components.values() if isinstance(part, kind))


def worst(c: View, name: str) -> np.ndarray:
    """Return what is farthest from right, of all tank symbols of the machine."""
    tanks = list(same(c, Tank))
    values = np.array([c.sim.views[t.tag][name] for t in tanks])
    off = np.abs(values - np.array([[t.values[name]] for t in tanks]))
    return np.take_along_axis(values, np.argmax(off, axis=0)[None], axis=0)[0]


def carried(c: View) -> np.ndarray:
    """Share of air in what the tank gives: entrained, and drawn in at low level."""
    return worst(c, "air") + 0.25 * np.maximum(LOW - worst(c, "level"), 0.0)


def foam(c: View) -> np.ndarray:
    """Share of air that a pump draws with its oil, beyond what is in sound oil."""
    sure = any(True for _ in same(c, Tank))
    return np.maximum(carried(c) - SOUND, 0.0) if sure else np.zeros(c.count)


def bubbles(c: View) -> np.ndarray:
    """Share of air: what the tank gives, and what is drawn in at a pump's suction joint."""
    pumps = [p for p in same(c, OilPart) if "sucks" in p.params]
    drawn = [0.5 * c.sim.views[p.tag]["sucks"] for p in pumps]
    return np.minimum(carried(c) + sum(drawn), 0.12)


def cooling(c: View) -> np.ndarray:
    """Heat in W for each K above the hall: walls and coolers."""
    return worst(c, "wall") + sum(c.sim.views[p.tag]["cooling"] for p in same(c, Cooler))


class Tank(OilPart):
    """Tank with its oil. Of several in a machine each stands for the same oil (ISO 1219-2).

    What is wrong with the oil of one is wrong with all; draw further symbols as `TankReturn`.
    """

    title, letter, symbol, price, swap = "tank", "T", "Tank", 260.0, 120.0
    obvious = True
    marks = ("T",)
    litres = Param(40.0, "L", "of oil in it when full")
    grade = Param(46.0, "cSt", "at 40 °C: ISO VG")
    air = Param(0.003, "", "share of entrained air (0.2 to 0.5 % is sound, notes §4.5)")
    water = Param(0.0, "", "share of water")
    level = Param(0.85, "", "part of full")
    start = Param(45.0, "°C", "of the oil at first", spread=0.01)
    ambient = Param(25.0, "°C", "of the hall", spread=0.01)
    wall = Param(15.0, "W/K", "heat that the tank's own walls give off (1.2 m²; assumed)")
    foams = Fault("oil foams, full of air", 0.8, air=(0.03, 0.1))
    wet = Fault("water in the oil", 0.8, water=(0.005, 0.02), grade=times(0.87, 0.65))
    thin = Fault("wrong oil, far too thin", 0.5, grade=times(0.33))
    thick = Fault("wrong oil, far too thick", 0.5, grade=times(4.8))
    low = Fault("oil level far too low", 1.0, level=(0.3, 0.15))
    hot = Fault("oil far too hot", 0.5, start=78.0, ambient=60.0)
    bounds = {"air": (0.0, 0.2), "water": (0.0, 0.2), "level": (0.01, 1.0), "grade": (2.0, 1000.0)}

    def laws(self, net: Any) -> None:
        net.fixed("T", 0.0)
        if next(same(net.view, Tank)) is self:
            net.medium(grade=lambda c: worst(c, "grade"), air=bubbles, cooling=cooling,
                       litres=lambda c: worst(c, "litres") * worst(c, "level"),
                       ambient=lambda c: worst(c, "ambient"),
                       start=lambda c: worst(c, "start"))  # fmt: skip

    def look(self, c: View) -> np.ndarray:
        low, foam = worst(c, "level") < LOW, bubbles(c) > 0.02
        seen = texts(c, "sight glass: level right, oil clear",
                     (worst(c, "water") > 0.001, "sight glass: level right, oil milky"),
                     (low & foam, "sight glass: level far too low, foam"),
                     (low, "sight glass: level far too low"),
                     (foam, "sight glass: level right, foam on the oil"))  # fmt: skip
        return np.where(c.celsius > 65.0, np.char.add(seen, ", too hot to touch"), seen)


class TankReturn(OilPart):
    """A further symbol of the same tank, where a return line ends in it."""

    title, letter, symbol, price, swap = "return to tank", "T", "Tank", 30.0, 30.0
    marks = ("T",)

    def laws(self, net: Any) -> None:
        net.fixed("T", 0.0)


class Cooler(OilPart):
    """Oil cooler in the return line, by air or water; fouled it cools little."""

    title, letter, symbol, price, swap = "cooler", "Z", "Cooler", 390.0, 60.0
    marks = ("A", "B")
    area = Param(90.0, "mm²", "of its passages (40 L/min at 0.6 bar; assumed)")
    cooling = Param(120.0, "W/K", "heat it takes for each K above the hall (assumed)")
    fouled = Fault("fouled outside, cools little", 1.0, cooling=times(0.3, 0.05))
    clogged = Fault("clogged inside", 0.5, area=times(0.3, 0.12), cooling=times(0.5, 0.2))

    def laws(self, net: Any) -> None:
        net.orifice("tubes", "A", "B", lambda c: c.area)

    def look(self, c: View) -> np.ndarray:
        return texts(
            c, "fins clean", (c.cooling < 0.5 * self.values["cooling"], "fins thick with dirt")
        )
