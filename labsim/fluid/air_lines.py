"""Tube and fittings. Conductance of a tube from its bore and length."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, texts
from labsim.core.view import View
from labsim.fluid.air import AirPart
from labsim.fluid.network import ATMOSPHERE

__all__ = ["AirFitting", "AirTap", "AirTube", "tube_conductance"]


def tube_conductance(bore: Any, length: Any) -> Any:
    """Return C in L/(s·bar) of a plastic tube; bore in mm, length in m.

    C = 0.029·d²/√(L/d^1.25 + 510) in m³/(s·Pa) with d and L in m, as P. Beater gives it (Pneumatic
    Drives, 2007, ch. 4) after measurements of commercial tube: 4 mm × 2 m has 0.93, 6 mm × 2 m 2.5.
    """
    metres = np.asarray(bore) * 1e-3
    return 1e8 * 0.029 * metres**2 / np.sqrt(np.asarray(length) / metres**1.25 + 510.0)


class AirTube(AirPart):
    """Plastic tube from 1 to 2: long and thin costs pressure; it kinks, chafes, gathers water."""

    title, letter, symbol, price, swap = "tube", "W", "Hose", 3.0, 6.0
    marks = ("1", "2")
    bore = Param(4.0, "mm", "inner diameter (tube 6 × 1)")
    length = Param(2.0, "m", "from end to end")
    looking = 1.0  # it runs in a duct
    clear = Param(1.0, "", "part of its conductance that is left")
    wet = Param(0.0, "", "part of its section that water takes, where it sags")
    hole = Param(0.0, "L/(s·bar)", "where it is chafed through")
    kinked = Fault("kinked", 0.8, clear=(0.15, 0.055))
    chafed = Fault("chafed through", 0.8, hole=(0.03, 0.12))
    water = Fault("water lies in the sag", 0.6, wet=(0.7, 0.88))
    escapes = {"hole": "2"}

    def laws(self, net: Any) -> None:
        for mark in self.marks:
            net.volume(mark, lambda c: np.pi / 8e3 * c.bore**2 * c.length)
        net.sonic("bore", "1", "2", self.conductance)
        net.sonic("hole", "2", ATMOSPHERE, lambda c: c.hole)

    def conductance(self, c: View) -> np.ndarray:
        return tube_conductance(c.bore, c.length) * c.clear * (1 - c.wet)

    def look(self, c: View) -> np.ndarray:
        return self.told(c, texts(c, "dry inside", (c.wet > 0.2, "water stands in the sag")))


class AirFitting(AirPart):
    """Push-in fitting between two tubes; an O-ring seals each."""

    title, letter, symbol, price, swap = "fitting", "X", "Fitting", 3.0, 5.0
    marks = ("1", "2")
    conductance = Param(3.0, "L/(s·bar)", "C of ISO 6358 (assumed)")
    cracked = Param(0.0, "L/(s·bar)", "through a crack of its body")
    crack = Fault("body cracked", 0.4, cracked=(0.03, 0.12))
    escapes = {"crack": "1"}

    def laws(self, net: Any) -> None:
        net.sonic("way", "1", "2", lambda c: c.conductance)
        net.sonic("crack", "1", ATMOSPHERE, lambda c: c.cracked)


class AirTap(AirPart):
    """Test point in an air line: a push-in coupling that closes by itself, for a gauge."""

    title, letter, symbol, price, swap = "test point", "M", "PressureTap", 6.0, 5.0
    marks, tap = ("M",), True

    def laws(self, net: Any) -> None:
        net.volume("M", 0.001)

    def look(self, c: View) -> np.ndarray:
        return self.told(c, "closed")
