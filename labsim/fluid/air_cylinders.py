"""Pneumatic cylinders, single and double acting: A at the cap end, B at the rod end."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param
from labsim.core.view import View
from labsim.fluid.air import AirPart
from labsim.fluid.network import ATMOSPHERE

__all__ = ["AirCylinder", "SpringCylinder"]

END, MOVES = 1.0, 3.0  # mm from a stop that counts as there; mm/s an eye sees
PORT = 3.0  # L/(s·bar), of a cylinder port (assumed)


def area(bore: Any, rod: Any = 0.0) -> Any:
    """Return the area of a piston of bore and rod in mm, in cm²."""
    return np.pi / 400.0 * (np.asarray(bore) ** 2 - np.asarray(rod) ** 2)


class _Piston(AirPart):
    """What pneumatic cylinders share: friction, seals that wear, an eye on the rod."""

    letter, price, swap = "C", 74.0, 30.0
    bore = Param(32.0, "mm", "inner diameter of the tube")
    rod = Param(12.0, "mm", "diameter of the rod")
    stroke = Param(100.0, "mm", "from stop to stop")
    start = Param(0.0, "mm", "where it stands at first")
    mass = Param(1.0, "kg", "of piston, rod and what they move")
    load = Param(0.0, "N", "that pushes the rod in")
    coulomb = Param(20.0, "N", "friction of the seals (10 to 25 N at Ø 32)")
    breakaway = Param(1.5, "", "times that to get it moving (assumed)")
    viscous = Param(0.05, "N·s/mm", "of the grease (assumed)")
    dead = Param(0.01, "L", "at each end, with its port (assumed)")
    grip = Param(1e4, "mm", "out, where the work begins")
    stiffness = Param(200.0, "N/mm", "of the work (assumed)")
    bypass = Param(0.0, "L/(s·bar)", "past the piston seal")
    cushion = Param(0.0, "mm", "of its way before each stop on which it is cushioned; 0: not at all")
    screw = Param(0.03, "L/(s·bar)", "of the cushion screw (assumed)")
    dry = Fault("seals dry, friction high", 0.8, coulomb=(120.0, 200.0))
    seal = Fault("piston seal leaks", 1.0, bypass=(0.05, 0.3))

    def moves(self, net: Any) -> None:
        """Declare the piston and its chamber at A."""
        value = self.values
        net.body("rod", lambda c: c.mass, value["stroke"], start=value["start"],
                 force=lambda c: -c.load, coulomb=lambda c: c.coulomb,
                 breakaway=lambda c: c.coulomb * c.breakaway, viscous=lambda c: c.viscous,
                 contact=self.contact())  # fmt: skip
        self.chamber(net, "A", area(value["bore"]), value["cushion"])

    def chamber(self, net: Any, mark: str, area: float, stop: float) -> None:
        """Declare a chamber: `area` in cm² with its sign, cushioned from `stop` mm on, if at all."""
        inside = mark
        if self.values["cushion"]:
            inside = net.inner(f"~{mark}", 1e-4)
            clear = stop + np.sign(area) * 2.0  # mm, in which the cushion boss closes the port
            net.sonic(f"port {mark}", inside, mark, PORT, near=("rod", clear, stop))
            net.sonic(f"cushion {mark}", inside, mark, lambda c: c.screw)
            net.sonic(f"check {mark}", mark, inside, PORT, opens={mark: 1, inside: -1}, span=0.1)
        net.volume(inside, lambda c: c.dead)
        net.piston(mark, inside, "rod", area)

    def contact(self) -> tuple[float, float] | None:
        """Return where the work begins in mm and its stiffness in N/mm."""
        return self.values["grip"], self.values["stiffness"]

    def look(self, c: View) -> np.ndarray:
        out, pace = c.travel("rod"), c.pace("rod")
        stopped = np.char.mod("stands %d mm out", np.round(out / 5.0) * 5.0)
        seen = np.where(pace > MOVES, "moves out", np.where(pace < -MOVES, "moves in", stopped))
        ends = (out < END, "retracted"), (out > c.stroke - END, "extended")
        at_work = (out >= c.grip - END) & (np.abs(pace) <= MOVES), "on the work"
        return self.told(c, np.select([e[0] for e in (*ends, at_work)],
                                      [e[1] for e in (*ends, at_work)], seen))  # fmt: skip


class AirCylinder(_Piston):
    """Double-acting pneumatic cylinder; its cushions catch the piston before the stops."""

    title, symbol = "pneumatic cylinder", "Cylinder"
    marks = ("A", "B")
    gland = Param(0.0, "L/(s·bar)", "past the rod seal")
    rod_seal = Fault("rod seal leaks", 0.8, gland=(0.03, 0.12))
    escapes = {"gland": "B"}

    @property
    def cushioned(self) -> bool:
        return self.values["cushion"] > 0

    def laws(self, net: Any) -> None:
        self.moves(net)
        value = self.values
        self.chamber(net, "B", -area(value["bore"], value["rod"]), value["stroke"] - value["cushion"])
        net.sonic("bypass", "A", "B", lambda c: c.bypass)
        net.sonic("gland", "B", ATMOSPHERE, lambda c: c.gland)


class SpringCylinder(_Piston):
    """Single-acting pneumatic cylinder: air out, spring in."""

    title, symbol = "single-acting cylinder", "SingleCylinder"
    marks = ("A",)
    load = Param(30.0, "N", "of the spring at the start of its way (assumed)")
    spring = Param(0.5, "N/mm", "of the spring (assumed)")
    escapes = {"bypass": "A"}

    def laws(self, net: Any) -> None:
        self.moves(net)
        net.sonic("bypass", "A", ATMOSPHERE, lambda c: c.bypass)

    def contact(self) -> tuple[float, float]:
        return 0.0, self.values["spring"]
