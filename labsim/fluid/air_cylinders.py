"""Pneumatic cylinders, single and double acting: A at the cap end, B at the rod end."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, texts
from labsim.core.view import View
from labsim.fluid.air import AirPart
from labsim.fluid.network import ATMOSPHERE

__all__ = ["AirCylinder", "SpringCylinder"]

END, MOVES = 1.0, 3.0  # mm from a stop that counts as there; mm/s an eye sees
PORT = 3.0  # L/(s·bar), of a cylinder port (assumed)
FOAM = 2.0  # NL/min that leak spray shows (assumed)
BOSS = 2.0  # mm, in which the boss of a cushion closes the port (assumed)


def ring(bore: Any, rod: Any = 0.0) -> Any:
    """Return the area of a piston of bore and rod in mm, in cm²."""
    return np.pi / 400.0 * (np.asarray(bore) ** 2 - np.asarray(rod) ** 2)


def chamber(net: Any, mark: str, area: float, stop: float | None) -> None:
    """Declare a chamber: `area` in cm² with its sign, cushioned from `stop` mm on, if at all."""
    inside = mark
    if stop is not None:
        inside = net.inner(f"~{mark}", 1e-4)
        clear = stop + np.sign(area) * BOSS
        net.sonic(f"port {mark}", inside, mark, PORT, near=("rod", clear, stop))
        net.sonic(f"cushion {mark}", inside, mark, lambda c: c.screw)
        net.sonic(f"check {mark}", mark, inside, PORT, opens={mark: 1, inside: -1}, span=0.1)
    net.volume(inside, lambda c: c.dead)
    net.piston(mark, inside, "rod", area)


def where(c: View) -> np.ndarray:
    """Tell in words where the rod stands or how it moves."""
    out, pace = c.travel("rod"), c.pace("rod")
    stands = np.char.mod("stands %d mm out", np.round(out / 5.0) * 5.0)
    cases = [
        (out < END, "retracted"),
        (out > c.stroke - END, "extended"),
        (pace > MOVES, "moves out"),
        (pace < -MOVES, "moves in"),
        (out >= c.grip - END, "on the work"),
    ]
    known = texts(c, "", *cases)
    return np.where(known == "", stands, known)


class _Piston(AirPart):
    """What pneumatic cylinders share: friction, seals that wear, an eye on the rod."""

    letter, price, swap = "C", 74.0, 30.0
    bore = Param(32.0, "mm", "inner diameter of the tube")
    rod = Param(12.0, "mm", "diameter of the rod")
    stroke = Param(100.0, "mm", "from stop to stop")
    start = Param(0.0, "mm", "where it stands at first")
    mass = Param(1.0, "kg", "of piston, rod and what they move")
    load = Param(0.0, "N", "that pushes the rod in")
    coulomb = Param(20.0, "N", "friction of the seals (10 to 25 N at Ø 32)", spread=0.01)
    drag = Param(1.0, "", "times the friction of good seals")
    breakaway = Param(1.5, "", "times that to get it moving (assumed)")
    viscous = Param(0.05, "N·s/mm", "of the grease (assumed)")
    dead = Param(0.01, "L", "at each end, with its port (assumed)")
    grip = Param(1e4, "mm", "out, where the work begins")
    stiffness = Param(200.0, "N/mm", "of the work (assumed)")
    bypass = Param(0.0, "L/(s·bar)", "past the piston seal")
    cushion = Param(0.0, "mm", "before each stop, on which it is cushioned; 0: not at all")
    screw = Param(0.03, "L/(s·bar)", "of the cushion screw (assumed)")
    dry = Fault("seals dry, friction high", 0.8, drag=(6.0, 9.0))
    seal = Fault("piston seal leaks", 1.0, bypass=(0.05, 0.2))

    def moves(self, net: Any, contact: tuple[Any, Any]) -> None:
        """Declare the rod, `contact` in mm and N/mm, and the chamber at A."""
        v, rubs = self.values, lambda c: c.coulomb * c.drag
        net.body("rod", lambda c: c.mass, v["stroke"], start=v["start"], force=lambda c: -c.load,
                 coulomb=rubs, breakaway=lambda c: rubs(c) * c.breakaway,
                 viscous=lambda c: c.viscous, contact=contact)  # fmt: skip
        chamber(net, "A", ring(v["bore"]), v["cushion"] or None)

    @property
    def cushioned(self) -> bool:
        return self.values["cushion"] > 0

    def look(self, c: View) -> np.ndarray:
        return self.told(c, where(c))


class AirCylinder(_Piston):
    """Double-acting pneumatic cylinder; its cushions catch the piston before the stops."""

    title, symbol = "pneumatic cylinder", "Cylinder"
    marks = ("A", "B")
    gland = Param(0.0, "L/(s·bar)", "past the rod seal")
    rod_seal = Fault("rod seal leaks", 0.8, gland=(0.03, 0.12))
    escapes = {"gland": "B"}

    def laws(self, net: Any) -> None:
        v = self.values
        self.moves(net, (v["grip"], v["stiffness"]))
        stop = v["stroke"] - v["cushion"] if self.cushioned else None
        chamber(net, "B", -ring(v["bore"], v["rod"]), stop)
        net.sonic("bypass", "A", "B", lambda c: c.bypass)
        net.sonic("gland", "B", ATMOSPHERE, lambda c: c.gland)

    def look(self, c: View) -> np.ndarray:
        foams = c.flow("gland") > FOAM
        return self.told(c, np.where(foams, np.char.add(where(c), ", foam at the rod"), where(c)))


class SpringCylinder(_Piston):
    """Single-acting pneumatic cylinder: air out, spring in."""

    title, symbol = "single-acting cylinder", "SingleCylinder"
    marks = ("A",)
    load = Param(30.0, "N", "of the spring at the start of its way (assumed)")
    spring = Param(0.5, "N/mm", "of the spring (assumed)", spread=0.01)
    escapes = {"bypass": "A"}

    def laws(self, net: Any) -> None:
        self.moves(net, (0.0, self.values["spring"]))
        net.sonic("bypass", "A", ATMOSPHERE, lambda c: c.bypass)
