"""Loads: pilot lights, heaters, resistors, horns."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, texts
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork

__all__ = ["Heater", "Lamp", "Light", "PilotLight", "Resistor", "Solenoid"]


class Resistor(Component):
    """A resistor or heater."""

    title, letter, symbol, price = "resistor", "R", "Resistor", 3.0
    network = ElectricalNetwork
    marks = ("1", "2")
    resistance = Param(100.0, "Ω", "of the element", spread=0.01)
    burnt = Fault("burnt open", 1.0, resistance=OPEN)

    def laws(self, net: Any) -> None:
        net.branch("element", self.marks[0], self.marks[1], lambda c: c.resistance)


class Heater(Resistor):
    """Heater: of a tank, or against damp in a motor; warm to the hand while it is fed."""

    title, letter, price, swap = "heater", "E", 60.0, 30.0
    rated = Param(120.0, "V", "rated voltage")
    resistance = Param(48.0, "Ω", "of the element (120 V, 300 W)", spread=0.01)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "cold", (np.abs(c.volts(*self.marks)) > 0.5 * c.rated, "warm"))


class PilotLight(Resistor):
    """Pilot light; what you see goes by the part of its rated voltage across it."""

    title, letter, symbol, price, swap = "pilot light", "P", "Lamp", 18.0, 5.0
    marks = ("X1", "X2")
    obvious = True
    rated = Param(120.0, "V", "rated voltage")
    resistance = Param(2400.0, "Ω", "lit (120 V, 6 W)", spread=0.01)
    burnt = Fault("lamp burnt out", 1.5, resistance=OPEN)
    shorted = Fault("lamp holder shorted", 0.2, resistance=0.3)

    def look(self, c: View) -> np.ndarray:
        part = np.abs(c.volts(*self.marks)) / c.rated
        glows = np.isfinite(c.resistance) & (c.resistance > 1.0)
        return texts(
            c, "dark", (glows & (part > 0.7), "lit"), (glows & (part > 0.25), "glows dimly")
        )


class Light(PilotLight):
    """Light of a hall or a cabinet."""

    title, letter, price, swap = "light", "E", 35.0, 15.0
    resistance = Param(720.0, "Ω", "lit (120 V, 20 W)", spread=0.01)


class Lamp(PilotLight):
    """Lamp of a series string: 2 V each from 24 V."""

    title, letter, symbol, price, swap = "lamp", "E", "Lamp", 3.0, 3.0
    marks = ("1", "2")
    rated = Param(2.0, "V", "rated voltage")
    resistance = Param(40.0, "Ω", "lit (2 V, 50 mA)", spread=0.01)


class Solenoid(Component):
    """Solenoid of a valve: active while enough current flows."""

    title, letter, symbol, price = "solenoid", "Y", "Coil", 48.0
    network = ElectricalNetwork
    marks = ("1", "2")
    rated = Param(24.0, "V", "rated voltage")
    resistance = Param(29.0, "Ω", "of the coil (24 V, 20 W)", spread=0.01)
    burnt_open = Fault("coil burnt open", 2.0, resistance=OPEN)
    shorted_turns = Fault("coil has shorted turns", 0.6, resistance=2.0)

    def laws(self, net: Any) -> None:
        net.branch("coil", "1", "2", lambda c: c.resistance)

    def active(self, c: View) -> np.ndarray:
        return np.abs(c.amps("coil")) >= 0.75 * c.rated / self.values["resistance"]
