"""The electrics of a servo axis: controller with its test jacks, transducer on the rod, coils.

The controller is proportional: current to the valve = gain · (command - actual value). So the axis
comes to rest where that current is just the null of the valve: a null that has shifted stands as a
current on the test jack and as an error of position.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.clock import TICK
from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork

__all__ = ["AxisController", "PositionScale", "PositionTransducer", "TorqueMotor"]

COIL = 1000.0  # Ω, of each of the two coils of a 10 mA servo valve (of usual size; assumed)
SHUNT = 10.0  # Ω, in the return of both coils
FULL = 10.0  # mA of both coils together, at which the valve is fully open
SPAN = 10.0  # V of command and actual value over the whole stroke
SCAN, SLOW = 2, 20  # ticks from scan to scan: 20 ms while it moves, 0.2 s while it stands
STILL = 0.6  # mm/s, below which the rod creeps: 0.12 mm from slow scan to slow scan
STEP = 0.05  # mA, a change of the output that wakes the card
AWAKE = 0.6  # s it goes on scanning quickly after the last change of its output


def beat(c: View) -> bool:
    """Tell whether this moment is a scan of the controller: others beside it add no scans."""
    return round(c.now / TICK) % SCAN == 0


class _Outputs(Component):
    """What a card has at its terminals: references, command, currents for the coils."""

    network = ElectricalNetwork
    converts = ("24V", "REF", "W", "I", "C1", "C2")
    marks = ("24V", "0V", "REF", "X", "W", "I", "C1", "C2", "R")
    demands = (-10.0, 100.0, 200.0)  # mm; parked it leans on the stop
    position = State(0, "demand switch")
    stroke = Param(300.0, "mm", "that 10 V stand for")
    supply = Param(240.0, "Ω", "of its own electronics (24 V, 0.1 A; assumed)")
    least = Param(18.0, "V", "supply from which it works (assumed)")
    reference = Param(10.0, "V", "for the transducer, at REF")
    command = Param(0.0, "V", "by which the command at W is off")
    gain = Param(7.5, "mA/V", "of the loop: 0.25 mA for each mm")
    offset = Param(0.5, "mA", "of the output stage at no error: trimmed to the null of the valve")
    first = Param(1.0, "", "1: output C1 works")
    second = Param(1.0, "", "1: output C2 works")
    fed = State(False, "supply high enough")
    drive = State(0.0, "mA it wants in both coils together")
    flows = State(0.0, "mA that flow in both coils together")

    def laws(self, net: Any) -> None:
        net.branch("supply", "24V", "0V", lambda c: c.supply)
        net.branch("input", "X", "0V", 1e6)
        net.branch("shunt", "R", "0V", SHUNT)
        self.source(net, "reference", "REF", lambda c: c.reference * c.fed)
        self.source(net, "command", "W", lambda c: c.fed * (SPAN * self.demand_of(c) / c.stroke
                                                            + c.command))  # fmt: skip
        self.source(net, "monitor", "I", lambda c: c.flows)
        volts = (COIL + 2 * SHUNT) / 2e3  # V a coil needs for each mA of both together
        self.source(net, "out1", "C1", lambda c: volts * c.drive * c.first)
        self.source(net, "out2", "C2", lambda c: volts * c.drive * c.second)

    @staticmethod
    def source(net: Any, name: str, mark: str, volts: Any) -> None:
        net.branch(name, mark, "0V", 0.5, volts, kind="source", source="dc")

    def demand_of(self, c: View) -> np.ndarray:
        """Return the demand in mm."""
        return np.array(self.demands)[c.position]


class _Scanning(_Outputs):
    """What a card does: it compares scan by scan, quickly while something moves."""

    until = State(0.0, "s, of machine time, until which it scans")
    scans = State(0.0, "s it has scanned")

    def __init__(self, rod: Component, unit: Component, **params: Any) -> None:
        self.rod, self.unit = rod, unit
        super().__init__(**params)

    def rules(self, c: View) -> None:
        c.follow("fed", c.volts("24V", "0V").real >= c.least)
        quick, tick = c.now < c.until, round(c.now / TICK)
        on = c.fed & (c.sim.views[self.unit.tag].speed > 0.5)
        self.scan(c, np.where(quick, tick % SCAN == 0, on & (tick % SLOW == 0)))
        runs = (c.now < c.until) | on
        c.integrate("scans", np.where(runs, 1.0, 0.0), np.where(c.now < c.until, SCAN, SLOW))

    def scan(self, c: View, now: np.ndarray) -> None:
        """Compare and put out, in the variants whose scan falls on this moment."""
        error = (c.volts("W", "0V") - c.volts("X", "0V")).real
        wants = np.round(np.clip(c.gain * error + c.offset, -FULL, FULL) * c.fed, 2)
        moved = np.abs(c.sim.views[self.rod.tag].pace("rod")) > STILL
        awake = now & ((np.abs(wants - c.drive) > STEP) | moved)
        c.keep("until", np.where(awake, c.now + AWAKE, c.until))
        c.keep("drive", np.where(now, wants, c.drive))
        c.keep("flows", np.where(now, np.round(1e3 * c.amps("shunt").real, 2), c.flows))


class AxisController(_Scanning):
    """Position controller: demand by a switch, actual value in at X, two outputs to the coils.

    Test jacks against 0V: W command and X actual value, 10 V for the stroke; I the current of both
    coils, 1 V for 1 mA. Its lamp is lit while W and X agree within 0.5 mm.
    """

    title, letter, symbol, price, swap = "axis controller", "A", "Box", 780.0, 30.0
    positions = ("park", "100 mm", "200 mm")
    drifted = Fault("output stage drifted", 1.0, offset=(-0.2, 1.7))
    weak = Fault("loop gain turned down", 0.5, gain=(0.5, 0.3))
    low = Fault("reference drifted", 0.6, reference=(10.29, 9.54))
    demand = Fault("command card drifted", 0.8, command=(-0.093, 0.16))
    dead_1 = Fault("output C1 dead", 0.5, first=0.0)
    dead_2 = Fault("output C2 dead", 0.5, second=0.0)

    def look(self, c: View) -> np.ndarray:
        error = np.abs((c.volts("W", "0V") - c.volts("X", "0V")).real) / SPAN * c.stroke
        return texts(c, "IN POS dark", (~c.fed, "all lamps dark"), (error < 0.5, "IN POS lit"))


class PositionTransducer(Component):
    """Linear potentiometer on the rod of a cylinder: between REF and 0V, its wiper at S."""

    title, letter, symbol, price, swap = "position transducer", "B", "Sensor", 340.0, 35.0
    network = ElectricalNetwork
    marks = ("REF", "S", "0V")
    stroke = Param(300.0, "mm", "of its track")
    track = Param(1000.0, "Ω", "from end to end", spread=0.01)
    wiper = Param(50.0, "Ω", "of the wiper on the track (assumed)")
    slip = Param(0.0, "mm", "by which its body has moved in the clamp")
    place = State(0.0, "mm, where the rod stands")
    slipped = Fault("slipped in its clamp", 1.0, slip=(2.8, -4.8))
    lifted = Fault("wiper lifts off", 0.7, wiper=OPEN)

    def __init__(self, rod: Component, **params: Any) -> None:
        self.rod = rod
        super().__init__(**params)

    def laws(self, net: Any) -> None:
        part = lambda c: np.clip((c.place + c.slip) / c.stroke, 1e-3, 1 - 1e-3)  # noqa: E731
        net.branch("upper", "REF", "~w", lambda c: c.track * (1.0 - part(c)))
        net.branch("lower", "~w", "0V", lambda c: c.track * part(c))
        net.branch("wiper", "~w", "S", lambda c: c.wiper)

    def rules(self, c: View) -> None:
        if beat(c):
            c.keep("place", np.round(c.sim.views[self.rod.tag].travel("rod"), 2))


class TorqueMotor(Component):
    """The two coils of a servo valve, A-B and C-D; together they shift its spool."""

    title, letter, symbol, price, swap = "torque motor", "Y", "Coil", 620.0, 40.0
    network = ElectricalNetwork
    marks = ("A", "B", "C", "D")
    first = Param(COIL, "Ω", "of coil A-B")
    second = Param(COIL, "Ω", "of coil C-D")
    command = State(0.0, "part of the current that opens the valve fully")
    open_1 = Fault("coil A-B open", 1.0, first=OPEN)
    open_2 = Fault("coil C-D open", 1.0, second=OPEN)

    def laws(self, net: Any) -> None:
        net.branch("coil1", "A", "B", lambda c: c.first)
        net.branch("coil2", "C", "D", lambda c: c.second)

    def rules(self, c: View) -> None:
        amps = (c.amps("coil1") + c.amps("coil2")).real
        c.keep("command", np.round(np.clip(1e3 * amps / FULL, -1.0, 1.0), 4))


class PositionScale(Component):
    """Scale beside the rod, read to the millimetre: where the axis really stands."""

    title, letter, symbol, price, swap = "scale", "P", "Box", 45.0, 10.0

    def __init__(self, rod: Component, **params: Any) -> None:
        self.rod = rod
        super().__init__(**params)

    def look(self, c: View) -> np.ndarray:
        rod = c.sim.views[self.rod.tag]
        return np.where(np.abs(rod.pace("rod")) > 2.0, "moves",
                        np.char.mod("%.0f mm", np.round(rod.travel("rod")) + 0.0))  # fmt: skip
