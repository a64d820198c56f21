"""Vacuum: generator (ejector) and suction cup."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.air import AirPart
from labsim.fluid.network import ATMOSPHERE

__all__ = ["SuctionCup", "VacuumGenerator"]


class VacuumGenerator(AirPart):
    """Single-stage vacuum generator: air through the nozzle 1 to 3 draws air in at V."""

    title, letter, symbol, price, swap = "vacuum generator", "G", "VacuumGenerator", 88.0, 15.0
    marks, vented = ("1", "V", "3"), ("3",)
    nozzle = Param(0.2, "L/(s·bar)", "of the nozzle: 1.0 mm, 85 NL/min at 6 bar (assumed)")
    suction = Param(42.0, "NL/min", "drawn in with V open (assumed)")
    deepest = Param(-0.85, "bar", "that it reaches with V closed at its best supply")
    clogged = Fault("nozzle clogged", 0.7, nozzle=(0.08, 0.04), suction=(12.0, 5.0))
    dirty = Fault("diffuser dirty, draws little", 0.8, deepest=(-0.45, -0.3), suction=(15.0, 8.0))

    def laws(self, net: Any) -> None:
        net.ejector("jet", "1", "V", "3", lambda c: c.nozzle, lambda c: c.suction,
                    lambda c: c.deepest)  # fmt: skip
        net.volume("V", 0.005)


class SuctionCup(AirPart):
    """Suction cup on its sheet, or in the air: holds by vacuum times area."""

    title, letter, symbol, price, swap = "suction cup", "U", "SuctionCup", 9.0, 5.0
    marks = ("V",)
    positions = ("in the air", "on the sheet")
    diameter = Param(40.0, "mm", "of the lip")
    lift = Param(30.0, "N", "weight it has to hold")
    lip = Param(0.002, "L/(s·bar)", "past the lip on a clean sheet (assumed)")
    opening = Param(2.5, "L/(s·bar)", "with nothing before the lip (assumed)")
    position = State(0, "1: the lip lies on the sheet")
    worn = Fault("lip worn", 1.5, lip=(0.6, 1.5))
    escapes: ClassVar[dict[str, str]] = {"lip": "V"}

    def laws(self, net: Any) -> None:
        net.volume("V", 0.01)
        net.sonic("lip", ATMOSPHERE, "V", lambda c: np.where(c.position == 1, c.lip, c.opening))

    def holds(self, c: View) -> np.ndarray:
        """Force it holds with in N: vacuum times the area of the lip."""
        return -c.bar("V") * 0.1 * np.pi / 4 * c.diameter**2

    def active(self, c: View) -> np.ndarray:
        return (c.position == 1) & (self.holds(c) > c.lift)

    def look(self, c: View) -> np.ndarray:
        sheet = texts(c, "drops the sheet", (c.active, "holds the sheet"))
        return self.told(c, np.where(c.position == 1, sheet, "in the air"))
