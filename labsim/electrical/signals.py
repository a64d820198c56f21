"""Parts whose signals move: gear sensor, encoder, analogue sensor, shielded cable, controller."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.cycle import CYCLE
from labsim.electrical.network import EARTH, ElectricalNetwork
from labsim.electrical.sensors import NPNSensor

__all__ = ["AnalogueSensor", "Encoder", "GearSensor", "ShieldedCable"]


def place(count: Any, time: np.ndarray) -> np.ndarray:
    """Return how many of so many marks on a shaft have passed at times in s: 600 rpm."""
    return np.outer(count, time / CYCLE + 1e-9)


class GearSensor(NPNSensor):
    """NPN proximity sensor before a gear of eight teeth: its output joins minus at each tooth."""

    title = "NPN gear sensor"
    positions = ()
    position = State(1, "1: the gear turns")
    teeth = Param(8.0, "", "of the gear, one turn in 0.1 s")
    width = Param(0.5, "", "part of a pitch in which it sees the tooth")
    missed = Param(0.0, "", "teeth of a turn that it does not see")
    least = Param(10.0, "V", "supply from which it works")
    far = Fault("gap too wide, teeth missed", 1.5, missed=(1.0, 2.0))
    fouled = Fault("gap too small, teeth run together", 0.5, width=0.85)
    dead = Fault("no output", 1.0, path=OPEN)
    leaky = Fault("output leaks", 0.5, leak=1200.0)

    def laws(self, net: Any) -> None:
        net.branch("supply", "BN", "BU", lambda c: c.supply)
        path = lambda c: np.where(c.on, c.path, OPEN)  # noqa: E731
        net.diode("output", "BK", "BU", lambda c: c.drop, path, gate=self.tooth)
        net.branch("leak", "BK", "BU", lambda c: c.leak)

    def tooth(self, c: View, time: np.ndarray) -> np.ndarray:
        """Tell at times in s whether a tooth that it sees is before its face."""
        passed = place(c.teeth, time)
        seen = passed % c.teeth[:, None] >= c.missed[:, None]
        return seen & (passed % 1.0 < c.width[:, None])

    def rules(self, c: View) -> None:
        c.follow("on", c.volts("BN", "BU").real >= c.least)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "LED dark", (c.on & (c.missed < c.teeth), "LED flickers"))


class Encoder(Component):
    """Incremental encoder, push-pull outputs A and B, 100 lines; B lags A by a quarter period."""

    title, letter, symbol, price, swap = "encoder", "B", "Sensor", 210.0, 25.0
    network = ElectricalNetwork
    marks = ("BN", "A", "B", "BU")
    lines = Param(100.0, "", "on the disc, one turn in 0.1 s")
    supply = Param(480.0, "Ω", "of its own electronics (24 V, 50 mA; assumed)")
    driver = Param(60.0, "Ω", "of each output (assumed)")
    high_a = Param(0.0, "Ω", "added where output A pulls to plus")
    high_b = Param(0.0, "Ω", "added where output B pulls to plus")
    behind = Param(0.25, "", "part of a period by which B comes after A")
    width = Param(0.5, "", "part of a period in which A is high")
    missed = Param(0.0, "", "lines of a turn that are covered with dirt")
    dead_a = Fault("output A dead", 1.0, high_a=OPEN)
    dead_b = Fault("output B dead", 1.0, high_b=OPEN)
    dirty = Fault("disc dirty, lines missed", 1.5, missed=(4.0, 12.0))
    slipped = Fault("scanner of B out of place", 0.6, behind=(0.12, 0.4))
    worn = Fault("lamp of A weak, duty off", 0.6, width=(0.3, 0.2))

    def laws(self, net: Any) -> None:
        net.branch("supply", "BN", "BU", lambda c: c.supply)
        for mark, beam in (("A", self.beam_a), ("B", self.beam_b)):
            high = lambda c, m=mark: c.driver + c[f"high_{m.lower()}"]  # noqa: E731
            net.branch(f"high{mark}", "BN", mark, high, gate=beam, when="moving")
            dark = lambda c, time, beam=beam: ~beam(c, time)  # noqa: E731
            net.branch(f"low{mark}", mark, "BU", lambda c: c.driver, gate=dark, when="moving")
            net.branch(f"still{mark}", mark, "BU", lambda c: c.driver, when="still")

    def beam_a(self, c: View, time: np.ndarray) -> np.ndarray:
        """Tell at times in s whether light comes to the receiver of A."""
        return period(c, time, 0.0) < c.width[:, None]

    def beam_b(self, c: View, time: np.ndarray) -> np.ndarray:
        """The same of B, which comes later."""
        return period(c, time, c.behind) < 0.5


def period(c: View, time: np.ndarray, late: Any) -> np.ndarray:
    """Return the part of a period passed; 1, which is dark, where dirt covers the line."""
    passed = place(c.lines, time) - np.reshape(late, (-1, 1)) + c.lines[:, None]
    covered = (passed + 0.25) % c.lines[:, None] < c.missed[:, None]
    return np.where(covered, 1.0, passed % 1.0)


class AnalogueSensor(Component):
    """Distance sensor with an output of 0 to 10 V."""

    title, letter, symbol, price, swap = "analogue sensor", "B", "Sensor", 160.0, 15.0
    network = ElectricalNetwork
    marks = ("BN", "Q", "BU")
    converts = ("BN", "Q")
    supply = Param(600.0, "Ω", "of its own electronics (24 V, 40 mA; assumed)")
    level = Param(6.0, "V", "at the output")
    source = Param(500.0, "Ω", "of the output (assumed)")
    least = Param(12.0, "V", "supply from which it works (assumed)")
    fed = State(False, "supply high enough")
    dead = Fault("output dead", 1.0, level=0.0)

    def laws(self, net: Any) -> None:
        net.branch("supply", "BN", "BU", lambda c: c.supply)
        level = lambda c: np.where(c.fed, c.level, 0.0)  # noqa: E731
        net.branch("output", "Q", "BU", lambda c: c.source, level, kind="source", source="dc")

    def rules(self, c: View) -> None:
        c.follow("fed", c.volts("BN", "BU").real >= c.least)


class ShieldedCable(Component):
    """Shielded cable of 30 m beside a drive's motor cable: signal 1-2, return 3-4, shield S-E.

    The drive's hash (4 kHz) reaches the shield; clamped to earth at the panel, the shield keeps it.
    Between panel and sensor the earths differ by some volts at 60 Hz: no harm while the return is
    earthed at the panel only.
    """

    title, letter, symbol, price, swap = "shielded cable", "W", "Box", 45.0, 30.0
    network = ElectricalNetwork
    marks = ("1", "2", "3", "4", "S", "E")
    conductor = Param(1.2, "Ω", "of signal and of return (30 m of 0.5 mm²)")
    clamp = Param(0.05, "Ω", "from shield to its earth clamp")
    far = Param(OPEN, "Ω", "from the return at the sensor to the earth there")
    earths = Param(1.2, "V", "rms at 60 Hz between the two earths (assumed)")
    hash = Param(60.0, "V", "crest at 4 kHz of what the motor cable carries (assumed)")
    reach = Param(1e-9, "F", "between motor cable and shield (assumed)")
    within = Param(3e-9, "F", "between shield and signal (100 pF/m)")
    lifted = Fault("shield off its clamp", 1.5, clamp=OPEN)
    looped = Fault("return earthed at the sensor as well, ground loop", 1.2, far=(0.2, 0.8))

    def laws(self, net: Any) -> None:
        net.branch("signal", "1", "2", lambda c: c.conductor)
        net.branch("return", "3", "4", lambda c: c.conductor)
        net.branch("shield", "S", "E", lambda c: c.clamp)
        net.capacitor("pickup", "S", EARTH, lambda c: c.reach, 10.0, wave=self.hum, when="moving")
        net.capacitor("within", "S", "2", lambda c: c.within, 1.0, when="moving")
        net.branch("loop", "3", EARTH, lambda c: c.far, wave=self.loop, when="moving")
        net.branch("bonded", "3", EARTH, lambda c: c.far, when="still")

    def hum(self, c: View, time: np.ndarray) -> np.ndarray:
        """Return the drive's hash at times in s."""
        return np.outer(c.hash, np.sin(2 * np.pi * 4000.0 * time))

    def loop(self, c: View, time: np.ndarray) -> np.ndarray:
        """Return the voltage between the earths at times in s."""
        return np.outer(np.sqrt(2) * c.earths, np.sin(2 * np.pi * 60.0 * time + 1.0))
