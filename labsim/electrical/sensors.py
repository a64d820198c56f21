"""Proximity sensors, 24 V DC: BN plus, BU minus, BK output (IEC 60947-5-2); terminal strips."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.errors import LabsimError
from labsim.core.view import View
from labsim.electrical.contacts import MADE
from labsim.electrical.network import ElectricalNetwork

__all__ = ["NPNSensor", "PNPSensor", "TerminalStrip", "TwoWireSensor"]


class _Proximity(Component):
    """What all proximity sensors share: a target, a switch that sees it, an LED."""

    letter, symbol, price, swap = "B", "Sensor", 55.0, 12.0
    network = ElectricalNetwork
    positions = ("absent", "present")
    position = State(0, "1: a target is before the face")
    least = Param(10.0, "V", "supply from which it works")
    sensing = Param(1.0, "", "part of the sensing distance that is left")
    stuck = Param(0.0, "", "1: it sees a target always")
    on = State(False, "output switched")
    far = Fault("target out of reach, bracket bent", 0.8, sensing=0.0)
    fouled = Fault("output stuck on", 0.5, stuck=1.0)

    def sees(self, c: View) -> np.ndarray:
        return ((c.position == 1) & (c.sensing > 0.5)) | (c.stuck > 0.5)

    def active(self, c: View) -> np.ndarray:
        return c.on

    def look(self, c: View) -> np.ndarray:
        return texts(c, "LED dark", (c.on, "LED lit"))


class PNPSensor(_Proximity):
    """Three-wire PNP sensor: the output BK joins plus (BN) while a target is there."""

    title = "PNP proximity sensor"
    marks = ("BN", "BK", "BU")
    output: ClassVar[tuple[str, str]] = ("BN", "BK")
    supply = Param(2400.0, "Ω", "of its own electronics (24 V, 10 mA; assumed)")
    drop = Param(1.5, "V", "across the closed output (assumed; IEC 60947-5-2: ≤ 3.5 V)")
    path = Param(2.0, "Ω", "of the closed output, beyond the drop (assumed)")
    leak = Param(1e6, "Ω", "of the open output (24 µA, assumed; IEC 60947-5-2: ≤ 0.5 mA)")
    most = Param(0.3, "A", "output current at which it protects itself (assumed)")
    tripped = State(False, "switched off by its short-circuit protection")
    dead = Fault("no output", 1.5, path=OPEN)
    leaky = Fault("output leaks", 0.4, leak=4000.0)

    def laws(self, net: Any) -> None:
        net.branch("supply", "BN", "BU", lambda c: c.supply)
        conducts = lambda c: np.where(c.on & ~c.tripped, c.path, OPEN)  # noqa: E731
        net.diode("output", *self.output, lambda c: c.drop, conducts)
        net.branch("leak", *self.output, lambda c: c.leak)

    def rules(self, c: View) -> None:
        fed = c.volts("BN", "BU").real >= c.least
        on = self.sees(c) & fed
        c.follow("on", on)
        c.follow("tripped", on & (c.tripped | (c.amps("output").real > c.most)))


class NPNSensor(PNPSensor):
    """Three-wire NPN sensor: the output BK joins minus (BU) while a target is there."""

    title = "NPN proximity sensor"
    output = ("BK", "BU")


class TwoWireSensor(_Proximity):
    """Two-wire DC sensor, in series with its load: drops volts when on, leaks when off."""

    title = "two-wire proximity sensor"
    marks = ("BN", "BU")
    drop = Param(4.5, "V", "across the closed sensor (assumed; IEC 60947-5-2: ≤ 8 V)")
    path = Param(10.0, "Ω", "of the closed sensor, beyond the drop (assumed)")
    leak = Param(30e3, "Ω", "of the open sensor (0.8 mA, assumed; IEC 60947-5-2: ≤ 1.5 mA)")
    load = Param(3e-3, "A", "least load current that keeps it on (assumed)")
    dead = Fault("does not switch", 1.5, path=OPEN)
    leaky = Fault("leaks", 0.4, leak=1500.0)

    def laws(self, net: Any) -> None:
        conducts = lambda c: np.where(c.on, c.path, OPEN)  # noqa: E731
        net.diode("output", "BN", "BU", lambda c: c.drop, conducts)
        net.branch("leak", "BN", "BU", lambda c: c.leak)

    def rules(self, c: View) -> None:
        # A dead output draws nothing, yet its electronics see the target: the LED lights.
        works = (c.amps("output").real >= c.load) | ~np.isfinite(c.path)
        fed = np.where(c.on, works, c.volts("BN", "BU").real >= c.least)
        c.follow("on", self.sees(c) & fed)


class TerminalStrip(Component):
    """Terminals in a row, 1a to the field and 1b to the panel; neighbours can be bridged."""

    title, letter, symbol, price, swap = "terminal strip", "X", "Terminal", 15.0, 20.0
    network = ElectricalNetwork

    def __init__(self, count: int = 4, **params: Any) -> None:
        if count < 1:
            raise LabsimError(f"a terminal strip has one terminal at least, not {count}")
        self.count = count
        mine = {n: params.pop(n) for n in list(params) if "." in n}
        super().__init__(
            marks=tuple(f"{n}{s}" for n in range(1, count + 1) for s in "ab"), **params
        )
        for n in range(1, count):
            name, pair = f"{n}.bridge", f"{n} and {n + 1}"
            self.params[name] = Param(OPEN, "Ω", f"between terminals {pair}")
            self.values[name] = OPEN
            self.faults.append(Fault(f"terminals {pair} bridged", 0.3, wrong={name: 0.05}))
        self.set(**mine)

    def laws(self, net: Any) -> None:
        for n in range(1, self.count + 1):
            net.branch(f"bar{n}", f"{n}a", f"{n}b", MADE)
        for n in range(1, self.count):
            net.branch(f"bridge{n}", f"{n}b", f"{n + 1}b", lambda c, name=f"{n}.bridge": c[name])
