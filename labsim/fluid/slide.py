"""A cylinder with a slide before it: what the slide resists, it resists either way."""

from __future__ import annotations

from typing import Any

from labsim.core.component import Param
from labsim.fluid.cylinders import Cylinder
from labsim.fluid.hydraulic import circle

__all__ = ["SlideCylinder"]


class SlideCylinder(Cylinder):
    """Double-acting cylinder that pushes a slide; `grip` is where the work itself begins."""

    title = "cylinder"
    slide = Param(10e3, "N", "that the slide resists, out and in (assumed)")

    def moves(self, net: Any, force: Any) -> None:
        """Declare the body; a slide that runs in oil breaks away at what it takes to move it."""
        v = self.values
        net.body("rod", lambda c: c.mass, v["stroke"], start=v["start"], force=force,
                 coulomb=lambda c: c.friction + c.slide, viscous=lambda c: c.grease,
                 breakaway=lambda c: 1.6 * c.friction + c.slide,
                 contact=self.contact())  # fmt: skip
        net.volume("A", v["dead"])
        net.piston("cap", "A", "rod", circle(v["bore"]) / 100.0)
