"""What a motor turns: pumps and fans, with vane pass, cavitation, rub, and the load they draw."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.fault import Growth
from labsim.core.view import View
from labsim.vibration.forces import Forces, Now
from labsim.vibration.part import turned
from labsim.vibration.rotor import Rotor

__all__ = ["Blower", "CentrifugalPump", "Throttle"]

# A rotor that touches once a turn: half orders, and a row of whole ones (a truncated wave).
RUB = tuple((0.5 * k, (7.0 if k % 2 else 4.5) / k**0.5, 61.0 * k)
            for k in (1, 2, 3, 4, 5, 6, 8, 10, 12))  # fmt: skip


class Throttle(Component):
    """Valve or damper by hand that sets how much a pump or fan delivers."""

    title, letter, symbol, price = "throttle", "Q", "Valve", 120.0
    positions = ("open", "throttled")
    position = State(0, "1: throttled")
    least = Param(0.45, "", "flow that is left when throttled, part of full flow (assumed)")

    def flow(self, c: View) -> np.ndarray:
        """Return the flow it lets through as a part of full flow."""
        return np.where(c.position == 0, 1.0, c.least)


class _Wheel(Rotor):
    """A wheel with vanes that moves a fluid."""

    title = "wheel"
    vanes = Param(5.0, "", "vanes or blades")
    beats = Param(0.35, "mm/s", "velocity at vane pass, at best flow and full speed (assumed)")
    narrow = Param(1.0, "", "vane pass as multiple of what it is with the right gap")
    touch = Param(0.0, "", "1: rubs at a wear ring or in its housing")
    rush = Param(0.4, "m/s²", "noise of the flow, 20 to 3000 Hz, at full speed (assumed)")
    bore = Fault("wheel off centre on its shaft", 0.4, off_centre=(0.2, 0.4))
    delivers = State(1.0, "part of full flow")

    def __init__(self, *bearings: Any, throttle: Throttle | None = None, **params: Any) -> None:
        self.throttle = throttle
        super().__init__(*bearings, **params)

    def rules(self, c: View) -> None:
        if self.throttle is not None:
            c.follow("delivers", self.throttle.flow(c.sim.views[self.throttle.tag]))

    def demand(self, c: Any) -> Any:
        """Return the part of full load it draws at its flow: power of a radial wheel."""
        return 0.35 + 0.65 * c.delivers

    def draws(self, now: Now) -> float:
        """Return the part of full load it draws: with the square of speed, by its flow."""
        return float(self.demand(now.of(self)) * now.ratio(self) ** 2)

    def passing(self, now: Now) -> float:
        """Return vane or blade pass frequency in Hz."""
        return now.of(self).vanes * now.shaft(self)

    def spoils(self, now: Now, out: Forces, bearing: int) -> None:
        moved(self, now, out, bearing)


def moved(wheel: _Wheel, now: Now, out: Forces, bearing: int) -> None:
    """Add what the fluid does at vane pass, its noise, and a rub.

    Away from its best point the flow hits the tongue: vane pass and noise rise.
    """
    c, fr, part = now.of(wheel), now.shaft(wheel), now.ratio(wheel)
    off = 1.0 + 2.5 * (1.0 - c.delivers) ** 2
    size = c.beats * c.narrow * off * part**2 * turned(-15.0)
    for k, share in ((1, 1.0), (2, 0.35), (3, 0.12)):
        beat = share * size
        out.shake(bearing, k * c.vanes * fr, beat, 0.9 * beat, 0.4 * beat)
    out.clip(bearing, fr, [(k, c.touch * made, angle) for k, made, angle in RUB])
    out.noise(bearing, 2.5 * c.touch * part, 500.0, 9e3)
    out.noise(bearing, c.rush * part**2 * off, 20.0, 3e3)


class CentrifugalPump(_Wheel):
    """Centrifugal pump, `CentrifugalPump(B3, B4, feet=U2)`: bearing at the coupling first."""

    title, letter, symbol, price, swap = "centrifugal pump", "P", "Pump", 1900.0, 240.0
    rotor = Param(26.0, "kg", "of what turns")
    overhung = Param(0.3, "", "part of the weight beyond the last bearing")
    boils = Param(0.0, "", "cavitation: bubbles that collapse at the vanes")
    cavitates = Fault("cavitation", 0.9, boils=(0.5, 1.0))
    gap_wrong = Fault("gap from vanes to volute too small", 0.5, narrow=(6.0, 13.0))
    wear_ring = Fault("wear ring rubs", 0.5, touch=(0.7, 1.3))

    def spoils(self, now: Now, out: Forces, bearing: int) -> None:
        super().spoils(now, out, bearing)
        c, part = now.of(self), now.ratio(self)
        hard = c.boils * part**2 * (0.4 + 0.6 * c.delivers)  # more flow needs more at the suction
        out.noise(bearing, 26.0 * hard, 1500.0, 12e3)
        out.noise(bearing, 2.4 * hard, 20.0, 600.0)

    def look(self, c: View) -> np.ndarray:
        boils = (c.boils > 0.7, "crackles as if it pumped gravel")
        return texts(c, "no leak, runs evenly", boils)


class Blower(_Wheel):
    """Fan, `Blower(B3, B4, feet=U2)`, its wheel beyond the last bearing."""

    title, letter, symbol, price, swap = "fan", "G", "Blower", 1400.0, 200.0
    looking = 2.0  # min, with a lamp at the inspection window
    rotor = Param(60.0, "kg", "of what turns")
    vanes = Param(8.0, "", "blades")
    overhung = Param(0.35, "", "part of the weight beyond the last bearing")
    beats = Param(0.4, "mm/s", "velocity at blade pass, at best flow and full speed (assumed)")
    blade_gap = Fault("gap from blades to cut-off too small", 0.5, narrow=(6.0, 12.0))
    rubs = Fault("wheel rubs in its inlet cone", 0.5, touch=(0.7, 1.3))
    dirt = Fault("dirt on the blades", 0.9, growth=Growth(20.0, 0.3, 0.5), dirt=(60.0, 103.0))

    def look(self, c: View) -> np.ndarray:
        dirty = (c.dirt > 25.0, "through the inspection window: dirt cakes on some blades")
        return texts(c, "blades clean, runs evenly", dirty, (c.touch > 1.0, "scrapes once a turn"))
