"""Induction motors: slip, the pull of the air gap, broken bars, what a drive puts in."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.vibration.forces import Forces, Now
from labsim.vibration.part import turned
from labsim.vibration.rotor import Rotor

__all__ = ["Motor"]

RUN_UP = 2.0  # s to full speed and down again (assumed; a small set)
TWICE = (0.5, 1.0, 0.15)  # share of twice line frequency across, up and down, along


class _Pull(Rotor):
    """What the field of an induction motor does, and what can be wrong about it."""

    title = "field of a motor"
    poles = Param(4.0, "", "number of poles")
    line = Param(60.0, "Hz", "full frequency of its supply")
    slip = Param(0.0111, "", "at full load: 1780 rpm of 1800")
    bars = Param(46.0, "", "rotor bars (assumed)")
    gap = Param(0.22, "mm/s", "velocity at twice line frequency from a sound air gap (assumed)")
    uneven = Param(0.0, "", "stator off centre: part of the air gap, the same at every turn")
    wobble = Param(0.0, "", "rotor off centre: part of the air gap, goes round with the rotor")
    broken = Param(0.0, "", "part of the rotor bars that is broken")
    ripple = Param(0.0, "", "1: fed by a frequency drive with poor filtering")
    carrier = Param(4000.0, "Hz", "switching frequency of that drive (assumed)")
    stator = Fault("stator off centre", 0.4, uneven=(0.15, 0.3))
    eccentric = Fault("rotor off centre", 0.4, wobble=(0.15, 0.3))
    pulses = Fault("fed with unfiltered pulses of a drive", 0.3, ripple=(0.7, 1.3))
    bars_broken = Fault("rotor bars broken", 0.5, broken=(0.05, 0.12))


class _Runs(_Pull):
    """How fast a motor turns, and what feeds it."""

    title = "motor"
    drive: Component | None = None
    speed = State(1.0, "part of synchronous speed at full frequency")
    supply_hertz = State(60.0, "Hz it is fed with, 0 without power")

    def hertz(self, now: Now) -> float:
        """Return the speed of its shaft in Hz."""
        return now.of(self).speed * self.nominal(now)

    def nominal(self, now: Now) -> float:
        """Return its synchronous speed in Hz at full frequency."""
        c = now.of(self)
        return 2.0 * c.line / c.poles

    def supply(self, now: Now) -> float:
        """Return the frequency in Hz it is fed with now."""
        return now.of(self).supply_hertz

    def can_turn(self, sim: Any) -> bool:
        """Tell whether a switch that is off keeps it from starting."""
        drive = self.drive
        if drive is not None and hasattr(drive.network, "feeds"):
            net = sim.network_of(drive)
            return any(net.feeds(drive.port(mark)) for mark in drive.marks)
        return drive is None or not (drive.isolates and sim.states[drive.tag, "position"][0] == 0)


class Motor(_Runs):
    """Squirrel-cage motor of a shaft line, `Motor(B1, B2, feet=U1)`: bearing off the load first.

    `turns` is what it drives, which tells the load; slip follows. It runs while `drive` is active,
    as fast as `drive` does if that is a motor of the electrical side; without one it always runs.
    Its state `speed` is a part of the synchronous speed at full frequency, `supply_hertz` the
    frequency it is fed with.
    """

    title, letter, symbol, price, swap = "motor", "M", "Motor", 2400.0, 180.0
    obvious = True

    def __init__(
        self, *bearings: Any, drive: Component | None = None, turns: Any = None, **params: Any
    ) -> None:
        self.drive, self.driven = drive, turns
        super().__init__(*bearings, **params)

    def rules(self, c: View) -> None:
        if self.drive is not None and "speed" in self.drive._states:
            turns = np.real(c.sim.views[self.drive.tag].speed)  # an electrical motor drives it
            c.keep("supply_hertz", np.where(turns > 0.05, c.line, 0.0))
            c.keep("speed", np.round(turns, 5))
            return
        on = np.ones(c.count) if self.drive is None else c.sim.views[self.drive.tag].active
        c.follow("supply_hertz", np.where(on, c.line, 0.0))
        c.follow("speed", np.where(on, 1.0 - c.slip * self.loaded(c), 0.0), RUN_UP)

    def loaded(self, c: View) -> Any:
        """Return the part of full load that what it turns draws."""
        return 1.0 if self.driven is None else self.driven.demand(c.sim.views[self.driven.tag])

    def look(self, c: View) -> np.ndarray:
        return texts(c, "stands still", (c.speed > 0.9, "turns"), (c.speed > 0.05, "turns slowly"))

    def spoils(self, now: Now, out: Forces, bearing: int) -> None:
        electric(self, now, out, bearing)


def electric(part: Motor, now: Now, out: Forces, bearing: int) -> None:
    """Add what the field does: all of it is gone the moment the power is off."""
    c, fr, fed = now.of(part), now.shaft(part), now.supply
    if fed <= 0:
        return
    slip = max(1.0 - fr * c.poles / (2.0 * fed), 0.0)
    pole_pass = 2.0 * slip * fed
    strain = now.of(part.feet).soft
    base = c.gap + 11.0 * c.uneven + 4.0 * strain
    out.shake(bearing, 2 * fed, *(base * turned(25.0) * way for way in TWICE))
    for side in (-1, 1):  # a rotor off centre: the pull comes round with the poles
        size = 8.0 * c.wobble * turned(70.0 * side)
        out.shake(bearing, 2 * fed + side * pole_pass, *(size * way for way in TWICE))
        for order in (1, 2, 3):  # broken bars: the torque swings at slip, load brings it out
            push = 7.0 * c.broken * now.load**2 / order * turned(40.0 * side)
            out.shake(bearing, order * fr + side * pole_pass, push, 0.8 * push, 0.1 * push)
    whole = 6.0 * c.wobble + 75.0 * c.broken * now.load
    out.shake(bearing, 2 * fed, *(3.0 * c.wobble * way for way in TWICE))
    out.shake(bearing, fr, 0.2 * whole, -0.2j * whole)
    switching(c, fr, fed, out, bearing)


def switching(c: Any, fr: float, fed: float, out: Forces, bearing: int) -> None:
    """Add what rotor slots and the pulses of a drive put in."""
    slots = 0.03 + 0.8 * c.broken
    for side in (-1, 0, 1):
        out.shake(bearing, c.bars * fr + 2 * side * fed, *(slots * way for way in TWICE))
    for size, hertz in ((0.5, 6 * fed), (0.25, 12 * fed)):
        out.shake(bearing, hertz, *(c.ripple * size * way for way in TWICE))
    for side in (-2, 2):
        out.shake(bearing, c.carrier + side * fed, *(0.12 * c.ripple * way for way in TWICE))
