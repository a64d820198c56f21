"""Diodes, LEDs and suppressors in DC circuits, as straight lines above a threshold."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, texts
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork

__all__ = ["LED", "Diode", "Suppressor"]


class Diode(Component):
    """Silicon diode: conducts from A to K above its threshold, blocks the other way."""

    title, letter, symbol, price, swap = "diode", "R", "Diode", 1.0, 6.0
    network = ElectricalNetwork
    marks = ("A", "K")
    drop = Param(0.7, "V", "threshold (silicon)")
    resistance = Param(0.05, "Ω", "above the threshold (assumed)")
    short = Param(OPEN, "Ω", "across the junction; OPEN when it is whole")
    open = Fault("diode open", 1.0, resistance=OPEN)
    shorted = Fault("diode shorted", 1.0, short=0.05)

    def laws(self, net: Any) -> None:
        net.diode("junction", *self.marks, lambda c: c.drop, lambda c: c.resistance)
        net.branch("short", *self.marks, lambda c: c.short)


class LED(Diode):
    """Panel LED with its own resistor: 24 V, 10 mA; lights from about 1 mA."""

    title, letter, symbol, price, swap = "LED indicator", "P", "LED", 9.0, 5.0
    drop = Param(2.0, "V", "threshold of the LED and what protects it (assumed)")
    resistance = Param(2200.0, "Ω", "built in (24 V, 10 mA)")
    open = Fault("LED burnt out", 1.0, resistance=OPEN)
    shorted = Fault("LED shorted", 0.2, short=0.05)

    def look(self, c: View) -> np.ndarray:
        amps = c.amps("junction").real
        return texts(c, "dark", (amps > 4e-3, "lit"), (amps > 5e-4, "glows dimly"))


class Suppressor(Component):
    """Plug-in module across a DC coil: flyback diode from A2 to A1, and an LED that shows the coil.

    In the steady state the diode blocks; it carries the coil's current while the field collapses.
    """

    title, letter, symbol, price, swap = "suppressor module", "R", "Diode", 8.0, 3.0
    network = ElectricalNetwork
    marks = ("A1", "A2")
    forward = Param(0.05, "Ω", "of the diode from A2 to A1 (assumed)")
    backward = Param(OPEN, "Ω", "from A1 to A2; a number when it is plugged in turned round")
    indicator = Param(8200.0, "Ω", "in series with the LED (24 V, 2.7 mA; assumed)")
    short = Param(OPEN, "Ω", "across the module; OPEN when it is whole")
    open = Fault("module open, LED dead", 0.6, forward=OPEN, indicator=OPEN)
    shorted = Fault("diode shorted", 0.6, short=0.05)
    turned = Fault("module plugged in turned round", 0.3, forward=OPEN, backward=0.05)

    def laws(self, net: Any) -> None:
        net.diode("diode", "A2", "A1", 0.7, lambda c: c.forward)
        net.diode("turned", "A1", "A2", 0.7, lambda c: c.backward)
        net.diode("led", "A1", "A2", 2.0, lambda c: c.indicator)
        net.branch("short", "A1", "A2", lambda c: c.short)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "LED dark", (c.amps("led").real > 1e-3, "LED lit"))
