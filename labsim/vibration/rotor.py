"""What turns: unbalance of three kinds, a bend, a bore off centre."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param
from labsim.vibration.feet import Feet
from labsim.vibration.forces import Forces, Now
from labsim.vibration.part import TrainPart, turned

__all__ = ["Rotor"]

MM = 1e-3  # m in a mm
BOWED = 65.0  # mm/s of unbalance that a mm of bow makes in the middle of the rotor (assumed)


class _Balance(TrainPart):
    """What is wrong with the balance and the straightness of a rotor."""

    title = "rotor"
    rotor = Param(45.0, "kg", "of what turns")
    heavy = Param(1.9, "mm/s", "static unbalance as balance quality G, e·w at full speed")
    dirt = Param(0.0, "mm/s", "static unbalance that dirt on it adds, at the same place")
    couple = Param(1.1, "mm/s", "couple unbalance the same way, at either end against the other")
    angle = Param(40.0, "°", "of the heavy spot behind the tacho mark")
    across = Param(110.0, "°", "from the static to the couple unbalance")
    weight = Param(0.0, "g", "trial or correction weight in the balancing plane in its middle")
    radius = Param(150.0, "mm", "at which that weight sits")
    at = Param(0.0, "°", "where it sits, behind the tacho mark")
    overhung = Param(0.0, "", "part of the weight beyond the last bearing, tilts the rotor")
    bow = Param(0.0, "mm", "bend of the shaft in its middle")
    off_centre = Param(0.0, "mm", "centre of the wheel off the centre of the shaft")
    bends = Param(11e3, "N/mm", "axial force of the bearings for a mm of bend (assumed)")
    pulls = Param(
        2.2e3, "N/mm", "force that turns into one direction, for a mm off centre (assumed)"
    )
    static = Fault("static unbalance", 1.2, heavy=(60.0, 115.0))
    coupled = Fault("couple unbalance", 0.6, couple=(80.0, 150.0))
    dynamic = Fault("dynamic unbalance", 0.9, heavy=(45.0, 80.0), couple=(62.0, 112.0))
    bent = Fault("shaft bent", 0.5, bow=(0.07, 0.14))


class Rotor(_Balance):
    """A rotor between two bearings, or overhung behind them: `Rotor(B3, B4, feet=U2)`.

    Unbalance is given as its balance quality G (ISO 21940-11): the eccentricity of the centre of
    mass in mm times full speed in rad/s; balanced rotors have 2.5. Its force grows with the square
    of speed. A wheel off centre and a bend pull one way, whatever the speed.
    """

    def __init__(self, *bearings: Any, feet: Feet, **params: Any) -> None:
        self.bearings, self.feet = bearings, feet
        super().__init__(**params)

    def excite(self, now: Now, out: Forces) -> None:
        c, fr = now.of(self), now.shaft(self)
        mine = [now.layout.at[b.tag] for b in self.bearings[:2]]
        full = 2 * np.pi * now.full[now.number(self)]
        spin = c.rotor * (2 * np.pi * fr) ** 2 * MM / full * turned(-c.angle)
        one_way = np.cos(np.deg2rad(30.0)), np.sin(np.deg2rad(30.0))
        for n in mine:
            along = now.layout.places[n].along
            tilt = 1.0 + c.overhung * along
            weight = 0.5e-6 * c.weight * c.radius * (2 * np.pi * fr) ** 2
            whole = weight * tilt * turned(-c.at) + 0.5 * spin * (
                (c.heavy + c.dirt) * tilt + along * c.couple * turned(-c.across)
            )
            whole += 0.5 * spin * BOWED * c.bow  # a bow is an unbalance of its middle as well
            out.turning(n, fr, whole)
            out.force(n, fr, a=0.5 * c.overhung * spin * (c.heavy + c.dirt) * 0.4)
            out.force(n, fr, a=along * c.bends * c.bow * turned(-c.angle))
            pull = c.pulls * c.off_centre * turned(-c.angle)
            out.force(n, fr, pull * one_way[0], pull * one_way[1])
            self.spoils(now, out, n)

    def spoils(self, now: Now, out: Forces, bearing: int) -> None:
        """Add what is peculiar to this kind of machine at one of its bearings."""
