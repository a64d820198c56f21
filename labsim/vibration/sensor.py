"""The accelerometer of the route: its sensitivity, its lead, the magnet it sits on."""

from __future__ import annotations

from labsim.core.component import Component, Fault, Param

__all__ = ["Accelerometer"]


class Accelerometer(Component):
    """Route accelerometer, 100 mV/g, with magnet and coiled lead; every record comes through it.

    It is no part of the shaft line: its faults spoil data, and a good analyst sees that they do.
    """

    title, letter, symbol, price, swap = "accelerometer", "B", "Ring", 420.0, 5.0
    gain = Param(1.0, "", "what the analyser makes of a true 1 m/s²")
    rocks = Param(0.0, "", "how far the magnet rocks on its face, 0 to 1")
    breaks = Param(0.0, "", "how often the lead breaks inside its plug, 0 to 1")
    offset = Param(0.0, "m/s²", "shift of the middle: its bias has failed")
    wrong_gain = Fault("sensitivity entered as 10 mV/g", 0.6, gain=10.0)
    lead = Fault("lead broken in its plug", 1.0, breaks=(0.4, 1.0))
    magnet = Fault("magnet face chipped", 0.8, rocks=(0.4, 0.9))
    bias = Fault("bias of the sensor failed", 0.4, offset=45.0, gain=0.05)
