"""Where the air comes from: main, compressor, lockout valve, filter, regulator, lubricator."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.air import AirPart
from labsim.fluid.network import ATMOSPHERE

__all__ = [
    "AirCompressor", "AirFilter", "AirMain", "AirMonitor", "AirRegulator", "LockoutValve",
    "Lubricator", "PlainRegulator",
]  # fmt: skip


class AirMain(AirPart):
    """Ring main of the shop: a pressure behind the drop pipe; its compressors stand elsewhere."""

    title, letter, symbol, price, swap = "air main", "G", "AirSource", 0.0, 120.0
    marks = ("1",)
    pressure = Param(7.0, "bar", "in the ring main", spread=0.01)
    conductance = Param(4.0, "L/(s·bar)", "of the drop pipe, C of ISO 6358 (assumed)", spread=0.01)
    low = Fault("main pressure low", 0.8, pressure=(4.3, 3.8))
    furred = Fault("drop pipe furred up", 0.3, conductance=(0.25, 0.12))

    def laws(self, net: Any) -> None:
        net.inner("~ring", 10.0)
        net.fixed("~ring", bar=lambda c: c.pressure)
        net.sonic("pipe", "~ring", "1", lambda c: c.conductance)


class AirCompressor(AirPart):
    """Screw compressor on its receiver: the pressure switch loads and unloads it between two marks.

    Unloaded it blows off through its unloader and goes on turning; given a drive it delivers while
    that turns. The work of a litre is its specific energy (6 to 8 kW for 1000 NL/min at 7 bar,
    common for 10 to 20 kW machines; assumed).
    """

    title, letter, symbol, price, swap = "compressor", "G", "Compressor", 6800.0, 240.0
    marks = ("P",)
    delivery = Param(900.0, "NL/min", "free air delivered while loaded")
    receiver = Param(90.0, "L", "of the vessel it stands on")
    cut_in = Param(6.5, "bar", "at which the switch loads it")
    cut_out = Param(7.5, "bar", "at which the switch unloads it")
    specific = Param(0.12, "kWh/m³", "taken from the mains for a cubic metre of free air (assumed)")
    misset = Fault("pressure switch set too low", 0.6, cut_in=(4.6, 3.4), cut_out=(5.2, 4.0))
    worn = Fault("stage worn, delivers little", 0.5, delivery=(150.0, 60.0))

    def __init__(self, drive: Component | None = None, **params: Any) -> None:
        self.drive = drive
        super().__init__(**params)

    def laws(self, net: Any) -> None:
        net.volume("P", lambda c: c.receiver)
        net.begin("P", lambda c: c.cut_in)
        net.inner("~stage", 1.0)
        top = lambda c: c.cut_out + 0.2  # noqa: E731  its intake throttles by then (assumed)
        net.pump("stage", ATMOSPHERE, "~stage", self.delivers, limit=top, span=0.3)
        net.sonic("check", "~stage", "P", 8.0, opens={"~stage": 1, "P": -1}, crack=0.02, span=0.1)
        middle, half = lambda c: -(c.cut_in + c.cut_out) / 2, lambda c: (c.cut_out - c.cut_in) / 2
        net.spool("switch", middle, 0.05, pilots={"P": 1.0}, band=half)
        net.sonic("unloader", "~stage", ATMOSPHERE, 12.0, edge=("switch", 1, 0.1))

    def delivers(self, c: View) -> np.ndarray:
        """Free air taken in by the stage, NL/min."""
        turns = 1.0 if self.drive is None else np.asarray(c.sim.views[self.drive.tag].active)
        return c.delivery * turns

    def look(self, c: View) -> np.ndarray:
        loaded = (c.flow("stage") > 1.0) & (c.shift("switch") < 0)
        seen = texts(c, "runs unloaded", (c.flow("stage") <= 1.0, "stands"), (loaded, "delivers"))
        gauge = np.char.mod(", receiver gauge at %.1f bar", np.round(c.bar("P"), 1))
        return self.told(c, np.char.add(seen, gauge))


class LockoutValve(AirPart):
    """3/2 hand valve at the head of a machine: closed it locks, and lets off what is behind it.

    ISO 4414 asks for one that cannot be taken for anything else and that vents downstream.
    """

    title, letter, symbol, price, swap = "lockout valve", "Q", "DirectionalValve", 46.0, 15.0
    marks, vented = ("1", "2", "3"), ("3",)
    boxes, actuators = ("1>2", "2>3"), ("lever", "detent")
    positions, isolates = ("closed", "open"), True
    conductance = Param(6.0, "L/(s·bar)", "open, C of ISO 6358", spread=0.01)
    vent = Param(3.0, "L/(s·bar)", "of the exhaust at 3 (assumed)")
    passing = Param(0.0, "L/(s·bar)", "that the closed seat lets by")
    position = State(1, "1: open")
    leaks = Fault("seat leaks when closed", 0.3, passing=(0.02, 0.1))
    plugged = Fault("exhaust plugged", 0.2, vent=0.001)
    escapes = {"exhaust": "3"}

    def laws(self, net: Any) -> None:
        net.spool("spool", lambda c: 2.0 * c.position - 1.0, 0.02)  # for the eye
        net.sonic("seat", "1", "2", lambda c: c.conductance, shut=lambda c: c.position)
        net.sonic("passing", "1", "2", lambda c: c.passing)
        net.sonic("exhaust", "2", "3", lambda c: c.vent, shut=lambda c: 1 - c.position)

    def look(self, c: View) -> np.ndarray:
        return self.told(c, texts(c, "closed", (c.position == 1, "open")))


class AirFilter(AirPart):
    """Filter with a bowl and a float drain: element between 1 and 2, water below the baffle.

    A full bowl wets the element and sends water down the line: two to three times the pressure
    drop of a dry one (assumed).
    """

    title, letter, symbol, price, swap = "filter", "Z", "AirFilter", 62.0, 12.0
    marks = ("1", "2")
    conductance = Param(3.0, "L/(s·bar)", "of the element when new, C of ISO 6358", spread=0.01)
    loaded = Param(1.0, "", "part of the element that is still free")
    bowl = Param(0.15, "", "part of the bowl that is full of water")
    drips = Param(0.0, "L/(s·bar)", "that the drain lets out")
    clogged = Fault("element clogged", 1.5, loaded=(0.05, 0.025))
    drowned = Fault("drain stuck, bowl full of water", 1.0, bowl=1.0, loaded=(0.08, 0.04))
    blowing = Fault("drain does not close", 0.6, drips=(0.03, 0.1))
    escapes = {"drain": "1"}

    def laws(self, net: Any) -> None:
        net.sonic("element", "1", "2", lambda c: c.conductance * c.loaded, critical=0.35)
        net.sonic("drain", "1", ATMOSPHERE, lambda c: c.drips)

    def look(self, c: View) -> np.ndarray:
        low = texts(c, "bowl half full", (c.bowl < 0.3, "a finger of water in the bowl"))
        return self.told(c, np.where(c.bowl >= 0.9, "bowl full of water above the baffle", low))


class PlainRegulator(AirPart):
    """Relieving regulator: throttles 1 to 2 down to its setting, lets off what is above it.

    Its screw has a scale; a gauge tells what it holds. With the supply vented it lets the air
    behind it back, as those with a backflow check do. A weak spring shifts what it holds.
    """

    title, letter, symbol, price, swap = "pressure regulator", "R", "Reducing", 52.0, 12.0
    marks, menu = ("1", "2"), {"setting": "setting"}
    setting = Param(6.0, "bar", "it is set to with no flow")
    drift = Param(0.0, "bar", "it holds above or below its setting")
    droop = Param(0.8, "bar", "below the setting at which it is wide open (assumed)")
    conductance = Param(3.5, "L/(s·bar)", "wide open, C of ISO 6358", spread=0.01)
    relief = Param(0.4, "L/(s·bar)", "of the relief seat (assumed)")
    passing = Param(0.0, "L/(s·bar)", "that the closed seat lets by")
    torn = Param(0.0, "L/(s·bar)", "through the diaphragm to the bonnet")
    low = Fault("turned down", 1.0, setting=(4.0, 3.6))
    weak = Fault("spring weak, holds too little", 0.8, drift=(-2.0, -2.3))
    creeps = Fault("seat leaks, creeps up", 0.5, passing=(0.01, 0.04))
    diaphragm = Fault("diaphragm torn, blows at the bonnet", 0.5, torn=(0.04, 0.15))
    escapes = {"relief": "2", "bonnet": "2"}

    def laws(self, net: Any) -> None:
        holds = lambda c: c.setting + c.drift  # noqa: E731
        above, closed = lambda c: holds(c) + 0.25, lambda c: -holds(c)
        wide = lambda c: c.droop  # noqa: E731
        net.sonic("seat", "1", "2", lambda c: c.conductance, opens={"2": -1}, crack=closed,
                  span=wide)  # fmt: skip
        net.sonic("passing", "1", "2", lambda c: c.passing)
        net.sonic("back", "2", "1", lambda c: c.conductance, opens={"2": 1, "1": -1}, crack=0.1,
                  span=0.2)  # fmt: skip
        net.sonic("relief", "2", ATMOSPHERE, lambda c: c.relief, opens={"2": 1}, crack=above,
                  span=0.5)  # fmt: skip
        net.sonic("bonnet", "2", ATMOSPHERE, lambda c: c.torn)

    def look(self, c: View) -> np.ndarray:
        return self.told(c, np.char.mod("scale at %.1f", c.setting))


class AirRegulator(PlainRegulator):
    """Relieving regulator with a small gauge of its own, which shows the pressure at 2."""

    symbol, price, gauge, obvious = "Regulator", 58.0, True, True

    def look(self, c: View) -> np.ndarray:
        read = np.round(np.maximum(c.bar("2"), 0.0) / 0.5) * 0.5  # it has a line every half bar
        return self.told(c, np.char.mod("gauge at %.1f bar", read))


class Lubricator(AirPart):
    """Oil-mist lubricator: a drop now and then; the sight glass tells its level."""

    title, letter, symbol, price, swap = "lubricator", "Z", "Lubricator", 55.0, 12.0
    marks = ("1", "2")
    conductance = Param(3.5, "L/(s·bar)", "C of ISO 6358", spread=0.01)
    oil = Param(0.7, "", "part of the bowl that is full of oil")
    drips = Param(0.0, "L/(s·bar)", "past the seal of the bowl")
    cracked = Fault("bowl seal leaks", 0.5, drips=(0.02, 0.08))
    gummed = Fault("gummed up", 0.4, conductance=(0.2, 0.1))
    escapes = {"bowl": "2"}

    def laws(self, net: Any) -> None:
        net.sonic("way", "1", "2", lambda c: c.conductance)
        net.sonic("bowl", "2", ATMOSPHERE, lambda c: c.drips)

    def look(self, c: View) -> np.ndarray:
        return self.told(c, texts(c, "oil bowl empty", (c.oil > 0.1, "oil in the bowl")))


class AirMonitor(AirPart):
    """Air monitor at the head of a station with one cylinder: one lamp for all it watches.

    Green: the last strokes were in time, and with the valve in either position hardly any air is
    taken once the rod stands. Amber: something of that is not so. It tells not what.
    """

    title, letter, symbol, price, swap = "air monitor", "P", "FlowMeter", 420.0, 25.0
    marks, obvious = ("1", "2"), True
    conductance = Param(8.0, "L/(s·bar)", "C of ISO 6358", spread=0.01)
    longest = Param(2.0, "s", "that a stroke may last")
    most = Param(5.0, "NL/min", "that may be taken at rest")
    blocked = Fault("inlet strainer clogged", 0.6, conductance=(0.14, 0.08))
    asked = State(False, "the cylinder was sent out once")
    stood = State(0, "where the valve stood when last looked at")
    taken = State(0.0, "NL/min when the valve was last shifted")

    def __init__(self, valve: Component, cylinder: Component, **params: Any) -> None:
        self.valve, self.cylinder = valve, cylinder
        super().__init__(**params)

    def laws(self, net: Any) -> None:
        net.sonic("way", "1", "2", lambda c: c.conductance)

    def rules(self, c: View) -> None:
        now = c.sim.views[self.valve.tag].position
        c.keep("taken", np.where(now == c.stood, c.taken, np.abs(c.flow("way"))))
        c.keep("stood", now)
        c.keep("asked", c.asked | (now == 1))

    def look(self, c: View) -> np.ndarray:
        out, back = (c.sim.views[self.cylinder.tag].stroke_time("rod", way) for way in (1, -1))
        late = (out > c.longest) | (back > c.longest) | (c.asked & np.isnan(out))
        amber = late | (np.abs(c.flow("way")) > c.most) | (c.taken > c.most)
        return self.told(c, texts(c, "green", (amber, "amber")))
