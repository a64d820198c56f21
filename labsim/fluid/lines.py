"""What lies in a line: hose, ball valve, quick coupling, plug, test coupling, gauge."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, circle, times
from labsim.fluid.network import ATMOSPHERE

__all__ = ["BallValve", "BleedValve", "Gauge", "Hose", "Plug", "PressureTap", "QuickCoupling"]


class Hose(OilPart):
    """Hose from A to B: bursts above four times its rated pressure (ISO 18752), worn far below."""

    title, letter, symbol, price, swap = "hose", "W", "Hose", 45.0, 20.0
    marks = ("A", "B")
    bore = Param(12.7, "mm", "inner diameter (size 8)")
    rated = Param(275.0, "bar", "highest working pressure")
    factor = Param(4.0, "", "burst pressure over rated pressure (ISO 18752)")
    hole = Param(0.0, "mm", "where it is chafed through")
    burst = State(False, "burst")
    collapsed = Fault("inner tube collapsed", 0.7, bore=times(0.2, 0.08))
    chafed = Fault("chafed through, sprays oil", 0.8, hole=(0.4, 1.5))
    aged = Fault("aged, bursts under pressure", 0.4, factor=0.3)

    def laws(self, net: Any) -> None:
        for mark in self.marks:
            net.volume(mark, 0.05)
        net.orifice("way", "A", "B", lambda c: circle(c.bore))
        net.orifice("spray", "A", ATMOSPHERE, self.open)

    def open(self, c: View) -> np.ndarray:
        """Area in mm² by which oil gets out."""
        return np.where(c.burst, 0.5 * circle(c.bore), circle(c.hole))

    def rules(self, c: View) -> None:
        c.keep("burst", c.burst | (c.highest("A") > c.rated * c.factor))

    def look(self, c: View) -> np.ndarray:
        return texts(c, "dry", (c.burst, "burst, oil everywhere"),
                     (c.flow("spray") > 0.05, "sprays a fine jet of oil"),
                     (c.hole > 0, "wet at a chafed place"))  # fmt: skip


class BallValve(OilPart):
    """Shut-off valve, open at first or `closed=True`; can be locked when closed."""

    title, letter, symbol, price, swap = "ball valve", "Q", "BallValve", 42.0, 20.0
    marks, positions, isolates = ("A", "B"), ("closed", "open"), True
    bore = Param(13.0, "mm", "of the open ball")
    seat = Param(0.0, "L/min/bar", "past the closed ball, at 46 cSt")
    position = State(1, "1: open")
    leaks = Fault("ball seat leaks", 0.5, seat=(1e-3, 2e-2))
    sheared = Fault("spindle sheared, ball stays nearly closed", 0.2, bore=times(0.12))

    def __init__(self, closed: bool = False, **params: Any) -> None:
        super().__init__(**params)
        if closed:
            self._states = {**self._states, "position": State(0, "1: open")}

    def laws(self, net: Any) -> None:
        net.orifice("ball", "A", "B", lambda c: circle(c.bore), shut=lambda c: c.position * 1.0)
        net.leak("seat", "A", "B", lambda c: c.seat)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "handle across the pipe", (c.position == 1, "handle along the pipe"))


class BleedValve(BallValve):
    """Needle valve, closed at rest, that lets oil off to the tank."""

    title, letter, symbol, price, swap = "bleed valve", "Q", "BallValve", 24.0, 15.0
    isolates = False
    bore = Param(1.2, "mm", "of its seat")
    position = State(0, "1: open")
    clogged = Fault("clogged", 0.6, bore=times(0.3))
    sheared = Fault("spindle sheared, stays closed", 0.2, bore=times(0.02))


class QuickCoupling(OilPart):
    """Quick coupling with a poppet in each half; both must be pushed home."""

    title, letter, symbol, price, swap = "quick coupling", "X", "QuickCoupling", 38.0, 10.0
    marks, positions = ("A", "B"), ("joined", "parted")
    area = Param(60.0, "mm²", "joined (40 L/min at 1.4 bar; assumed)")
    home = Param(1.0, "", "part of its way that the poppets are pushed open")
    position = State(0, "1: parted")
    half = Fault("not pushed home", 1.0, home=(0.06, 0.0))

    def laws(self, net: Any) -> None:
        net.orifice("way", "A", "B", lambda c: c.area * c.home, shut=lambda c: 1.0 - c.position)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "joined", (c.position == 1, "parted"))


class Plug(OilPart):
    """Plug: closes a port that no line goes to."""

    title, letter, symbol, price, swap = "plug", "X", "Plug", 2.0, 5.0
    marks = ("1",)


class PressureTap(OilPart):
    """Test coupling: closes by itself; a gauge is screwed on to read the pressure of its line."""

    title, letter, symbol, price, swap = "test coupling", "M", "PressureTap", 14.0, 10.0
    marks, tap = ("M",), True


class Gauge(OilPart):
    """Pressure gauge that stays in the circuit, class 1.6, read to its nearest division."""

    title, letter, symbol, price, swap = "pressure gauge", "P", "Gauge", 32.0, 10.0
    marks, obvious, gauge = ("P",), True, True
    full = Param(250.0, "bar", "end of its scale")
    division = Param(5.0, "bar", "from mark to mark")
    gain = Param(1.0, "", "what it shows of the pressure")
    stuck = Fault("needle stuck at zero, snubber clogged", 0.6, gain=0.0)
    bent = Fault("bent by overpressure, shows far too little", 0.4, gain=(0.8, 0.5))

    def look(self, c: View) -> np.ndarray:
        shown = np.clip(c.bar("P") * c.gain, 0.0, self.values["full"])
        marks = np.round(shown / self.values["division"]) * self.values["division"]
        return np.char.mod("gauge at %g bar", np.round(marks, 3) + 0.0)
