"""Flow valves: fixed orifice, throttle, one-way throttle, pressure-compensated flow control.

The screw of a throttle counts as the part of its passage that is open, that of a flow control in
the L/min it holds.
"""

from __future__ import annotations

from typing import Any

from labsim.core.component import Fault, Param
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, area_for, circle, times

__all__ = ["FlowControl", "OneWayThrottle", "Orifice", "Throttle"]


class Orifice(OilPart):
    """Fixed orifice: a drilled plug."""

    title, letter, symbol, price, swap = "orifice", "R", "Orifice", 6.0, 15.0
    marks = ("A", "B")
    diameter = Param(1.5, "mm", "of the drilling")
    blocked = Fault("blocked by dirt", 1.0, diameter=times(0.5, 0.1))
    wrong = Fault("wrong orifice fitted, far too wide", 0.6, diameter=times(2.0))

    def laws(self, net: Any) -> None:
        net.orifice("way", "A", "B", lambda c: circle(c.diameter))


class Throttle(OilPart):
    """Adjustable throttle: flow grows with its opening and the root of the pressure drop."""

    title, letter, symbol, price, swap = "throttle valve", "R", "Throttle", 45.0, 15.0
    marks, menu, pitch = ("A", "B"), {"opening": "opening"}, {"opening": 0.03}
    opening = Param(0.3, "", "part of its passage that is open")
    area = Param(8.0, "mm²", "of its passage wide open (40 L/min at 80 bar; assumed)")
    clear = Param(1.0, "", "part of the slot that is clear")
    shut = Fault("turned nearly closed", 1.0, opening=times(0.4, 0.1))
    wide = Fault("turned far too wide", 0.8, opening=times(2.2, 3.3))
    dirty = Fault("slot clogged by dirt", 0.8, clear=(0.4, 0.05))
    bounds = {"opening": (0.0, 1.0)}

    def laws(self, net: Any) -> None:
        net.orifice("throttle", "A", "B", self.slot)

    def slot(self, c: View) -> Any:
        """Open area in mm²."""
        return c.area * c.opening * c.clear


class OneWayThrottle(Throttle):
    """One-way throttle valve: throttles from A to B, free from B to A."""

    title, symbol, price = "one-way throttle valve", "OneWayFlow", 62.0
    free = Param(32.0, "mm²", "of the check valve (40 L/min at 5 bar)")
    stays = Param(0.0, "", "part of the check valve that stays open")
    check = Fault("check valve stuck open", 0.8, stays=(0.1, 0.6))

    def laws(self, net: Any) -> None:
        super().laws(net)
        net.orifice("free", "B", "A", lambda c: c.free, opens={"B": 1.0, "A": -1.0}, crack=0.5,
                    span=1.0, least=lambda c: c.stays)  # fmt: skip


class FlowControl(OilPart):
    """Pressure-compensated flow control, A to B: holds its flow from 8 bar drop on; free back.

    A spool before the metering slot keeps the drop over the slot constant.
    """

    title, letter, symbol, price, swap = "flow control valve", "R", "FlowControl", 240.0, 20.0
    marks, menu = ("A", "B"), {"setting": "setting"}
    DROP, BAND = 5.0, 1.0  # bar over the slot that the compensator holds, and its band (assumed)
    NEAR = 0.1  # part of the band above DROP: it throttles nearly shut (2 to 5 % open) at work
    setting = Param(6.0, "L/min", "it holds")
    area = Param(40.0, "mm²", "of compensator and check valve wide open (assumed)")
    stays = Param(0.0, "", "part of the compensator that no longer closes")
    shut = Fault("turned nearly closed", 1.0, setting=times(0.4, 0.15))
    wide = Fault("turned far too wide", 0.8, setting=times(2.0, 3.0))
    stuck = Fault("compensator stuck open", 0.6, stays=1.0)
    check = Fault("check valve stuck open", 0.5, setting=times(6.0))

    def laws(self, net: Any) -> None:
        net.inner("~slot", 0.01)
        net.orifice("compensator", "A", "~slot", lambda c: c.area, opens={"~slot": -1.0, "B": 1.0},
                    crack=-self.DROP - self.NEAR * self.BAND, span=self.BAND,
                    least=lambda c: c.stays)  # fmt: skip
        net.orifice("slot", "~slot", "B", lambda c: area_for(c.setting, self.DROP))
        net.orifice("free", "B", "A", lambda c: c.area, opens={"B": 1.0, "A": -1.0}, crack=0.5)
