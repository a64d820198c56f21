"""Cylinders: double and single acting, with a load that pushes the rod in, or hanging on it."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, State, texts
from labsim.core.errors import LabsimError
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, circle, times
from labsim.fluid.network import ATMOSPHERE

__all__ = ["Cylinder", "SingleCylinder", "VerticalCylinder"]

GRAVITY = 9.81  # m/s²
END, MOVES, CREEPS = 2.0, 4.0, 0.15  # mm from a stop; mm/s that an eye sees move, and creep
DRIPS = 0.02  # L/min at the rod, drops that run together (assumed)


def where(c: View) -> np.ndarray:
    """Tell in coarse words where a rod stands or how it moves."""
    stroke, out, pace = c.part.values["stroke"], c.travel("rod"), c.pace("rod")
    return texts(c, "three quarters out",
                 (pace > MOVES, "moves out"), (pace < -MOVES, "moves in"),
                 (pace > CREEPS, "creeps out"), (pace < -CREEPS, "creeps in"),
                 (out < END, "in"), (out > stroke - END, "out"),
                 (out < 0.375 * stroke, "a quarter out"),
                 (out < 0.625 * stroke, "half out"))  # fmt: skip


class _Rod(OilPart):
    """Refuses a rod that is as thick as its bore."""

    def possible(self, name: str) -> None:
        super().possible(name)
        if self.values["rod"] >= self.values["bore"]:
            raise LabsimError(
                f"{self.tag or type(self).__name__}: rod = {self.values['rod']:g} mm does not fit "
                f"bore = {self.values['bore']:g} mm; give a thinner rod"
            )


class Piston(_Rod):
    """What hydraulic cylinders share: a piston with friction and seals, an eye on the rod."""

    letter, price, swap = "C", 480.0, 90.0
    bore = Param(63.0, "mm", "inner diameter of the tube")
    rod = Param(36.0, "mm", "diameter of the rod")
    stroke = Param(300.0, "mm", "from stop to stop")
    start = Param(0.0, "mm", "that the rod is out at first")
    mass = Param(100.0, "kg", "of piston, rod and what they move")
    friction = Param(
        400.0, "N", "of the seals (200 to 600 N at bore 63 mm, notes §4.7)", spread=0.01
    )
    grease = Param(0.5, "N·s/mm", "friction that grows with speed (assumed)")
    dead = Param(0.05, "L", "of oil at each end, with its port (assumed)")
    binds = Fault("rod bent, binds", 0.5, friction=times(6.0, 15.0))

    def moves(self, net: Any, force: Any) -> None:
        """Declare the body with a force in N toward extension, and the cap end A."""
        v = self.values
        net.body("rod", lambda c: c.mass, v["stroke"], start=v["start"], force=force,
                 coulomb=lambda c: c.friction, breakaway=lambda c: 1.6 * c.friction,
                 viscous=lambda c: c.grease, contact=self.contact())  # fmt: skip
        net.volume("A", v["dead"])
        net.piston("cap", "A", "rod", circle(v["bore"]) / 100.0)

    def contact(self) -> tuple[float, float] | None:
        """Return where the work begins in mm and its stiffness in N/mm, None if there is none."""
        return None

    def look(self, c: View) -> np.ndarray:
        return where(c)


class Cylinder(Piston):
    """Double-acting cylinder; `load` in kN pushes the rod in; `grip`, `stiffness`: the work."""

    title, symbol = "cylinder", "Cylinder"
    marks = ("A", "B")
    load = Param(0.0, "kN", "that pushes the rod in")
    grip = Param(1e4, "mm", "out, where a workpiece begins")
    stiffness = Param(5000.0, "N/mm", "of the workpiece (assumed)")
    seal = Param(1e-6, "L/min/bar", "past the piston seal, at 46 cSt")
    gland = Param(0.0, "L/min/bar", "past the rod seal, at 46 cSt")
    # Gaps of 40, 60 and 100 µm at bore 63 mm (notes of fluid power §4.2).
    bypass = Fault("piston seal leaks", 1.5, seal=(0.0106, 0.036, 0.165))
    rod_seal = Fault("rod seal leaks", 1.0, gland=(2e-3, 1e-2))
    bounds = {"load": (-1e3, 1e3), "seal": (0.0, 10.0), "gland": (0.0, 10.0)}

    def laws(self, net: Any) -> None:
        v = self.values
        self.moves(net, self.force)
        net.volume("B", v["dead"])
        net.piston("ring", "B", "rod", (circle(v["rod"]) - circle(v["bore"])) / 100.0)
        net.leak("seal", "A", "B", lambda c: c.seal)
        net.leak("gland", "B", ATMOSPHERE, lambda c: c.gland)

    def force(self, c: View) -> np.ndarray:
        """Force of the load toward extension, in N."""
        return -1e3 * c.load

    def contact(self) -> tuple[float, float]:
        return self.values["grip"], self.values["stiffness"]

    def look(self, c: View) -> np.ndarray:
        seen = where(c)
        return np.where(c.flow("gland") > DRIPS, np.char.add(seen, ", oil runs down the rod"), seen)


class VerticalCylinder(Cylinder):
    """Cylinder that lifts a mass: rod up, or hanging (`hangs=True`): the weight pulls it out.

    Oil holds it up when the pump is off; a prop can be put under it.
    """

    title, swap, blocks, obvious = "lifting cylinder", 240.0, True, True
    mass = Param(1000.0, "kg", "that it lifts")
    hanging = Param(0.0, "", "1: rod down, the weight pulls it out")
    blocked = State(False, "prop swung in")

    def __init__(self, hangs: bool = False, **params: Any) -> None:
        super().__init__(hanging=float(hangs), **params)

    @property
    def plate(self) -> str:
        """What its name-plate says."""
        return "{mass:g} kg, Ø {bore:g} mm, stroke {stroke:g} mm".format_map(self.values)

    def force(self, c: View) -> np.ndarray:
        weight = np.where(c.blocked, 0.0, c.mass * GRAVITY)
        return super().force(c) + np.where(c.hanging > 0.5, weight, -weight)

    def height(self, c: View) -> np.ndarray:
        """How far it could fall, in mm; 0 within what an eye takes for down."""
        out = c.travel("rod")
        up = np.where(c.hanging > 0.5, self.values["stroke"] - out, out)
        return np.where(up < END, 0.0, up)

    def stored(self, c: View) -> np.ndarray:
        """Weight times height in J, nothing on the prop."""
        return np.where(c.blocked, 0.0, c.mass * GRAVITY * self.height(c) * 1e-3)

    def block(self, c: View, on: bool) -> None:
        c.keep("blocked", on)

    def look(self, c: View) -> np.ndarray:
        seen = super().look(c)
        return np.where(c.blocked, np.char.add(seen, ", prop in"), seen)


class SingleCylinder(Piston):
    """Single-acting cylinder: oil out, spring or load in; its rod end breathes."""

    title, symbol, price, swap = "single-acting cylinder", "SingleCylinder", 220.0, 60.0
    marks = ("A",)
    bore = Param(40.0, "mm", "inner diameter of the tube")
    rod = Param(20.0, "mm", "diameter of the rod")
    stroke = Param(80.0, "mm", "from stop to stop")
    mass = Param(10.0, "kg", "of piston, rod and what they move")
    friction = Param(150.0, "N", "of the seals (assumed)", spread=0.01)
    load = Param(0.8, "kN", "that pushes the rod in: the spring at the start of its way")
    spring = Param(5.0, "N/mm", "of the spring", spread=0.01)
    seal = Param(0.0, "L/min/bar", "past the piston seal, at 46 cSt")
    broken = Fault("return spring broken", 0.5, load=0.02)
    leaks = Fault("piston seal leaks to the breather", 1.0, seal=(2e-3, 2e-2))

    def laws(self, net: Any) -> None:
        self.moves(net, lambda c: -1e3 * c.load)
        net.leak("seal", "A", ATMOSPHERE, lambda c: c.seal)

    def contact(self) -> tuple[float, float]:
        return 0.0, self.values["spring"]

    def look(self, c: View) -> np.ndarray:
        seen = where(c)
        return np.where(c.flow("seal") > DRIPS, np.char.add(seen, ", breather wet"), seen)
