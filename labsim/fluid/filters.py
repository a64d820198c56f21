"""Filters: pressure or return filter with bypass and clogging indicator; suction strainer.

A clean element costs some tenths of a bar in proportion to flow and viscosity.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, texts
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, circle, times

__all__ = ["Filter", "Strainer"]


class Filter(OilPart):
    """Filter from A to B with bypass valve and clogging indicator."""

    title, letter, symbol, price, swap = "filter", "Z", "Filter", 85.0, 20.0
    marks, bypass, indicator, obvious = ("A", "B"), True, True, True
    element = Param(120.0, "L/min/bar", "of the clean element, at 46 cSt (0.3 bar at 40 L/min)")
    opening = Param(3.5, "bar", "across the element at which the bypass begins to open")
    valve = Param(60.0, "mm²", "of the bypass wide open (assumed)")
    passes = Param(1.0, "", "part of the bypass that opens at all")
    warns = Param(2.5, "bar", "across the element at which the indicator pin comes up")
    clogged = Fault("element clogged", 2.0, element=times(0.06, 0.005))
    burst = Fault("clogged, bypass stuck shut", 0.6, element=times(0.02, 0.006), passes=1e-4)

    def laws(self, net: Any) -> None:
        net.leak("element", "A", "B", lambda c: c.element)
        net.orifice("bypass", "A", "B", lambda c: c.valve, opens={"A": 1.0, "B": -1.0}, span=1.0,
                    crack=lambda c: c.opening, shut=lambda c: c.passes)  # fmt: skip

    def drop(self, c: View) -> np.ndarray:
        """Pressure across the element in bar."""
        return c.bar("A") - c.bar("B")

    def active(self, c: View) -> np.ndarray:
        """Tell whether the indicator warns; a contact can follow it."""
        return self.drop(c) >= c.warns

    def look(self, c: View) -> np.ndarray:
        return texts(c, "indicator green", (self.drop(c) >= c.warns, "indicator red, pin out"),
                     (self.drop(c) >= 0.6 * c.warns, "indicator half way to red"))  # fmt: skip


class Strainer(OilPart):
    """Suction strainer in the tank, 125 µm, without bypass: clogged, it lets the pump cavitate."""

    title, letter, symbol, price, swap = "suction strainer", "Z", "Filter", 30.0, 90.0
    marks = ("A", "B")
    diameter = Param(22.0, "mm", "of the bore it feeds")
    mesh = Param(600.0, "L/min/bar", "of the clean mesh, at 46 cSt (assumed)")
    clogged = Fault("clogged", 1.2, mesh=times(0.05, 0.02))
    rag = Fault("rag sucked against it", 0.5, diameter=times(0.16, 0.12))

    def laws(self, net: Any) -> None:
        net.inner("~mesh", 0.2)
        net.leak("mesh", "A", "~mesh", lambda c: c.mesh)
        net.orifice("bore", "~mesh", "B", lambda c: circle(c.diameter))
