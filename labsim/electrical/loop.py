"""Two-wire transmitters: 4 to 20 mA for a quantity of the process, fed by the loop itself."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork

__all__ = ["BeltScale", "LoopTransmitter"]

STIFF = 1e7  # Ω of the current source; at 24 V it is 2.4 µA off (assumed)


class LoopTransmitter(Component):
    """Two-wire transmitter, `LoopTransmitter(of=C1, watch="level", low=0, high=200)`.

    4 mA at `low`, 20 mA at `high`, at most 3.8 to 20.5 mA while it measures; 3.6 or 21 mA say that
    it has failed (NAMUR NE 43). Below `lift` volts it cannot hold its current: then what the loop
    lets through flows.
    """

    title, letter, symbol, price, swap = "two-wire transmitter", "B", "Sensor", 340.0, 30.0
    network = ElectricalNetwork
    marks = ("+", "-")
    told: ClassVar[str] = "reading"
    reading = State(0.0, "of the process, in its own unit")
    low = Param(0.0, "", "reading at 4 mA, in the unit of the process")
    high = Param(100.0, "", "reading at 20 mA, in the unit of the process")
    step = Param(0.2, "", "smallest change that it shows, in the unit of the process")
    lift = Param(10.0, "V", "it needs across it (assumed; 9 to 12 V are usual)")
    offset = Param(0.0, "mA", "added to what it should send")
    fixed = Param(0.0, "mA", "that it sends whatever it measures; 0: it follows")
    path = Param(1.0, "Ω", "through it, beyond its own volts (assumed)")
    drifted = Fault("zero drifted", 1.0, offset=(0.8, 2.4))
    stuck = Fault("output frozen", 0.8, fixed=11.2)
    failed_low = Fault("sensor failed, sends 3.6 mA", 0.8, fixed=3.6)
    failed_high = Fault("sensor failed, sends 21 mA", 0.5, fixed=21.0)
    open_inside = Fault("loop open inside", 0.6, path=OPEN)

    def __init__(self, of: Component, watch: str, **params: Any) -> None:
        self.of, self.watch = of, watch
        super().__init__(**params)

    def milliamps(self, c: View) -> np.ndarray:
        """Current it tries to send, in mA."""
        part = (c.reading - c.low) / (c.high - c.low)
        follows = np.clip(4.0 + 16.0 * part + c.offset, 3.8, 20.5)
        return np.where(c.fixed > 0, c.fixed, follows)

    def laws(self, net: Any) -> None:
        """Its own volts, then a source of current beside a diode for what the loop cannot give."""
        net.diode("lift", "+", "~in", lambda c: c.lift, lambda c: c.path)
        push = lambda c: -STIFF * 1e-3 * self.milliamps(c)  # noqa: E731
        net.branch("send", "~in", "-", STIFF, push)
        net.diode("spare", "-", "~in", 0.0, 0.1)


class BeltScale(LoopTransmitter):
    """Scale under a belt, `BeltScale(of=G2, at=700)`: the mass that lies wholly on its platform.

    It sends what it holds between two products, as a check-weigher does (assumed).
    """

    title, price = "belt scale", 980.0
    at = Param(700.0, "mm", "middle of its platform along the belt")
    wide = Param(320.0, "mm", "length of its platform")
    high = Param(3.0, "kg", "at 20 mA")

    def __init__(self, of: Component, **params: Any) -> None:
        super().__init__(of, "scale", **params)
