"""Hydraulic motors."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, texts
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, times

__all__ = ["HydraulicMotor"]


class HydraulicMotor(OilPart):
    """Hydraulic motor, both ways: A to B turns it right; its leakage leaves by the case drain L."""

    title, letter, symbol, price, swap = "hydraulic motor", "M", "HydraulicMotor", 620.0, 90.0
    marks = ("A", "B", "L")
    displacement = Param(32.0, "cm³", "of one turn", spread=0.01)
    efficiency = Param(0.94, "", "volumetric, at rated pressure, 500 rpm and 46 cSt")
    rated = Param(140.0, "bar", "pressure at which the efficiency is meant")
    load = Param(30.0, "N·m", "torque that what it drives takes")
    friction = Param(4.0, "N·m", "of its own (mechanical efficiency near 0.93 at 110 bar)")
    windage = Param(0.02, "N·m·s", "drag that grows with speed (assumed)")
    inertia = Param(0.05, "kg·m²", "with what it drives (assumed)")
    worn = Fault("worn, leaks inside", 1.5, efficiency=(0.75, 0.5))
    heavy = Fault("what it drives is stiff", 0.6, load=times(1.5, 6.0))
    seized = Fault("bearing binds", 0.4, friction=times(6.0, 60.0))
    bounds = {"efficiency": (0.05, 1.0)}

    def laws(self, net: Any) -> None:
        v = self.values
        turn = v["displacement"] / (2.0 * np.pi)  # cm³/rad
        net.shaft("shaft", lambda c: c.inertia, 0.0, coulomb=lambda c: c.friction + c.load,
                  viscous=lambda c: c.windage)  # fmt: skip
        net.piston("right", "A", "shaft", turn)
        net.piston("left", "B", "shaft", -turn)
        net.leak("across", "A", "B", lambda c: 0.5 * self.slip(c))
        net.leak("case A", "A", "L", lambda c: 0.5 * self.slip(c))
        net.leak("case B", "B", "L", lambda c: 0.5 * self.slip(c))

    def slip(self, c: View) -> np.ndarray:
        """Leakage in L/min for each bar, at 46 cSt."""
        return c.displacement * 0.5 * (1.0 - c.efficiency) / c.rated

    def rpm(self, c: View) -> np.ndarray:
        """Speed of the shaft."""
        return np.abs(c.pace("shaft"))

    def look(self, c: View) -> np.ndarray:
        pace = c.pace("shaft")
        return texts(c, "stands still", (np.abs(pace) < 5.0, "stands still"),
                     (np.abs(pace) < 100.0, "turns slowly"), (pace > 0, "turns right"),
                     (pace < 0, "turns left"))  # fmt: skip
