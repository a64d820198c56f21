"""Feet, bolts and base of a machine: how stiffly it stands, and what comes loose there."""

from __future__ import annotations

import numpy as np

from labsim.core.component import Fault, Param, texts
from labsim.core.view import View
from labsim.vibration.forces import Forces, Now
from labsim.vibration.part import SHAFT, TrainPart

__all__ = ["Feet"]


class Feet(TrainPart):
    """Feet of a machine on its base: pad F on a foot, pad B on the base beside it, both vertical.

    Natural frequencies are parts of full speed: rigid support has them above 1.25 (ISO 20816-3).
    The base is a block on soft ground: bolted down it moves with the foot; with a loose bolt its
    inertia keeps it behind, against the foot.
    """

    title, letter, symbol, price, swap = "feet and base", "U", "Feet", 40.0, 45.0
    marks, pads = ("F", "B", SHAFT), ("F", "B")
    mass = Param(180.0, "kg", "of the machine on them")
    natural_h = Param(2.35, "", "natural frequency across, part of full speed (assumed)")
    natural_v = Param(3.3, "", "natural frequency up and down, part of full speed (assumed)")
    natural_a = Param(3.4, "", "natural frequency along the shaft, part of full speed (assumed)")
    damping = Param(0.04, "", "part of critical damping (assumed)")
    carries = Param(0.07, "", "part of one machine's motion that the base carries to the next")
    bolted = Param(4000.0, "", "stiffness of bolts and grout, that of the ground being 1 (assumed)")
    block = Param(0.2, "", "natural frequency of the base on the ground, part of full speed")
    rocks = Param(
        0.0, "", "motion at running speed that loose bolts add, as multiple of what is there"
    )
    soft = Param(0.0, "mm", "gap under one foot that its bolt pulls down")
    loose = Fault(
        "hold-down bolts loose", 1.0, bolted=(3.0, 1.6), natural_v=(1.8, 1.6), rocks=(4.0, 8.0)
    )
    foot = Fault("soft foot", 0.7, soft=(0.25, 0.6))
    resonant = Fault("natural frequency at running speed", 0.6, natural_h=(1.09, 1.03))

    def excite(self, now: Now, out: Forces) -> None:
        number = next(n for n, unit in enumerate(now.layout.units) if unit.feet is self)
        strain = 3.2 * now.of(self).soft  # a casing pulled crooked: the bearings no longer line up
        for n in now.layout.of_unit(number):
            fr = now.turns[now.layout.places[n].shaft]
            out.shake(n, fr, 0.4 * strain, strain, 0.2 * strain)
            out.clip(n, fr, [(1, now.of(self).rocks, 5.0)], (0.25, 1.0, 0.1))

    def passes(self, now: Now, hertz: np.ndarray) -> np.ndarray:
        """Return what of the foot's motion the base makes (L,), complex."""
        c, unit = now.of(self), next(u for u in now.layout.units if u.feet is self)
        ratio = hertz / (c.block * now.full[now.layout.shaft_of[unit.tag]])
        return 1.0 / (1.0 + (1.0 - ratio**2 + 0.3j * ratio) / c.bolted)

    def look(self, c: View) -> np.ndarray:
        loose = (c.bolted < 2.0, "rust and fretting dust beside the bolt heads")
        return texts(c, "bolts and shims in place, no marks", loose)
