"""Gear pairs in a casing: tooth mesh with sidebands, a broken tooth, hunting tooth."""

from __future__ import annotations

from math import gcd
from typing import Any, ClassVar

from labsim.core.component import Fault, Param
from labsim.core.fault import Growth
from labsim.vibration.feet import Feet
from labsim.vibration.forces import Forces, Knocks, Now
from labsim.vibration.part import TrainPart, turned

__all__ = ["Gearbox"]

MESH = ((1, 1.0), (2, 0.35), (3, 0.15))  # harmonics of tooth mesh
SIDES = 4  # sidebands on either side that are worth a line


class _Teeth(TrainPart):
    """What can be wrong about a pair of gears."""

    title = "gear pair"
    pinion = Param(23.0, "", "teeth of the driving wheel")
    wheel = Param(67.0, "", "teeth of the driven wheel")
    mesh = Param(0.5, "mm/s", "velocity at tooth mesh, at full load and speed (assumed)")
    natural = Param(1350.0, "Hz", "natural frequency of the wheels on their shafts (assumed)")
    worn = Param(0.0, "", "wear of all flanks of the wheel")
    off_pinion = Param(0.01, "", "pinion off centre: part by which mesh comes and goes in its turn")
    off_wheel = Param(0.01, "", "wheel off centre: part by which mesh comes and goes in its turn")
    crooked = Param(0.0, "", "wheels not in line: the second harmonic of mesh")
    broken = Param(0.0, "", "1: a tooth of the pinion broken off")
    hunting = Param(0.0, "", "1: one bad tooth on each wheel, that meet again and again")
    teeth_worn = Fault("teeth worn", 0.8, growth=Growth(40.0, 0.3, 1.0), worn=(0.5, 1.0))
    eccentric = Fault("wheel off centre", 0.5, off_wheel=(0.45, 0.8))
    eccentric_pinion = Fault("pinion off centre", 0.5, off_pinion=(0.45, 0.8))
    misaligned = Fault("gears misaligned", 0.5, crooked=(0.6, 1.2))
    tooth_broken = Fault("tooth broken", 0.5, broken=(0.6, 1.0))
    hunts = Fault("one bad tooth on each wheel", 0.3, hunting=(0.6, 1.0))


class Gearbox(_Teeth):
    """One-stage gearbox, `Gearbox(B3, B4, B5, B6, feet=U2)`: bearings in pairs, input first."""

    title, letter, symbol, price, swap = "gearbox", "T", "Gearbox", 3100.0, 300.0
    steps: ClassVar[int] = 1

    def __init__(self, *bearings: Any, feet: Feet, **params: Any) -> None:
        self.bearings, self.feet = bearings, feet
        super().__init__(**params)

    def ratio(self, now: Now) -> float:
        """Speed of the driven wheel by that of the pinion."""
        c = now.of(self)
        return c.pinion / c.wheel

    def passing(self, now: Now) -> float:
        """Return tooth mesh in Hz."""
        return now.of(self).pinion * now.shaft(self)

    def hunts_at(self, now: Now) -> float:
        """Return the hunting tooth frequency in Hz: how often the same two teeth meet.

        Mesh by the least common multiple of the teeth; without a common factor once in as many
        turns of the pinion as the wheel has teeth.
        """
        c = now.of(self)
        return self.passing(now) * gcd(int(c.pinion), int(c.wheel)) / (c.pinion * c.wheel)

    def excite(self, now: Now, out: Forces) -> None:
        for b in self.bearings:
            meshing(self, now, out, now.layout.at[b.tag])
        c, n, hard = now.of(self), now.layout.at[self.bearings[1].tag], self.torque(now)
        once = ((now.shaft(self), 150.0 * c.broken), (self.hunts_at(now), 70.0 * c.hunting))
        for rate, size in once:  # a bad tooth strikes: it is in the wave, hardly in the lines
            out.knock(Knocks(n, rate, size * hard, 0.0, 0.0, 0.002, (1.0, 0.5, 0.2)))

    def torque(self, now: Now) -> float:
        """Return how hard the teeth press, at full load and speed 1."""
        return (0.25 + 0.75 * now.load) * now.ratio(self)


def meshing(part: Gearbox, now: Now, out: Forces, n: int) -> None:
    """Add tooth mesh and what comes and goes with the wheels, at one bearing."""
    c, fr, hard = now.of(part), now.shaft(part), part.torque(now)
    slow, hunts = fr * part.ratio(now), part.hunts_at(now)
    for k, share in MESH:
        at, crooked = k * part.passing(now), 3.5 * c.crooked * (k == 2)
        size = c.mesh * hard * share * (1 + 1.6 * c.worn + crooked)
        line(out, n, at, size * turned(-25.0 * k))
        sides(out, n, at, fr, size * (c.off_pinion + 0.12 * c.worn))
        sides(out, n, at, slow, size * (c.off_wheel + 0.45 * c.worn))
        sides(out, n, at, hunts, 0.5 * size * c.hunting)
        line(out, n, k * hunts, 0.25 * c.hunting * hard / k)
    line(out, n, c.natural, 0.12 * hard * c.worn)
    sides(out, n, c.natural, slow, 0.10 * hard * c.worn)
    line(out, n, fr, (1.1 * c.off_pinion + 1.6 * c.broken) * hard)
    line(out, n, slow, 1.1 * c.off_wheel * hard)


def line(out: Forces, n: int, hertz: float, size: complex) -> None:
    """Add a line at a bearing, in mm/s."""
    out.shake(n, hertz, size, 0.9 * size, 0.35 * size)


def sides(out: Forces, n: int, middle: float, apart: float, size: complex) -> None:
    """Add sidebands, where there is anything to see of them."""
    for k in range(1, SIDES + 1) if abs(size) > 1e-3 else ():
        for side in (-k, k):
            line(out, n, middle + side * apart, 0.5 * size / k**1.2 * turned(17.0 * side))
