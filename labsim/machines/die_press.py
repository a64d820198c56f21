"""A small press: piston pump with case drain, relief valve, lever valve, cylinder against a die."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.circuit import Circuit, Line
from labsim.core.component import Fault, Param
from labsim.core.machine import Machine
from labsim.core.view import View
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.filters import Filter, Strainer
from labsim.fluid.hydraulic import times
from labsim.fluid.lines import PressureTap
from labsim.fluid.pressure import ReliefValve
from labsim.fluid.pumps import PistonPump
from labsim.fluid.slide import SlideCylinder
from labsim.fluid.tanks import Tank, TankReturn
from labsim.machines.power_unit import SwitchedDrive

__all__ = [
    "DiePress", "DieRelief", "PressPump", "PressRelief", "PressSlide",
    "PressStrainer", "PressValve",
]  # fmt: skip


class PressPump(PistonPump):
    """Piston pump whose wear and air an operator notices: overhauled below 80 % (notes §4.4)."""

    efficiency = Param(0.94, "", "volumetric, at rated pressure and 46 cSt")
    rated = Param(160.0, "bar", "pressure at which the efficiency is meant")
    worn = Fault("worn", 2.0, efficiency=(0.72, 0.6, 0.48))
    air = Fault("draws air at the suction joint", 1.0, sucks=(0.12, 0.2))


class PressRelief(ReliefValve):
    """Direct-acting relief valve of the press, as it is found weak."""

    low = Fault("set far too low", 1.0, setting=times(0.75, 0.3))
    leaks = Fault("seat leaks", 1.0, seat=(0.02, 0.03))


class DieRelief(ReliefValve):
    """Cartridge in line A that guards the die: set by its maker and sealed, nobody turns it."""

    title, menu = "die relief cartridge", {}
    spring = Param(1.0, "", "part of its force that the spring has left")
    low = Fault("spring broken", 1.0, spring=(0.66, 0.6))
    high = Fault("cartridge for a larger press fitted", 0.2, spring=1.4)
    leaks = Fault("seat leaks", 1.0, seat=(0.02, 0.03))

    def opens_at(self, c: View) -> np.ndarray:
        """Pressure in bar at which it begins to open."""
        return c.setting * c.spring

    def laws(self, net: Any) -> None:
        net.orifice("relief", "P", "T", self.passage, opens={"P": 1.0, "T": -1.0},
                    crack=self.opens_at, span=self.span, least=lambda c: c.stuck)  # fmt: skip
        net.leak("seat", "P", "T", lambda c: c.seat)


class PressSlide(SlideCylinder):
    """Cylinder with the slide of the press; dry ways take the force that the part would need."""

    dry = Fault("slide runs dry, binds", 0.8, slide=times(1.25, 1.32))


class PressStrainer(Strainer):
    """Suction strainer, clogged so far that the pump cannot fill."""

    clogged = Fault("clogged", 1.2, mesh=times(0.02, 0.014))


class PressValve(DirectionalValve):
    """Lever valve, worn so far that a stroke tells of it, or with a lever that is out of place.

    A spool that comes short leaves its tandem centre a crack open: P to T under load.
    """

    worn = Fault("spool worn, leaks", 1.0, clearance=(7e-3, 2e-2))
    short = Fault("spool does not come all the way", 0.6, reach=(0.88, 0.86))


class DiePress(Machine):
    """Press: the cylinder pushes a slide through a die and flattens the part in the last 20 mm.

    The slide takes 40 kN either way, the part 1.9 kN for each mm beyond 480: some 150 bar to the
    stop. R2 stands above R1 and never opens on a sound press. Sizes assumed, of a usual bench
    press.
    """

    T1, T2, T3 = Tank(), TankReturn(), TankReturn()
    M1 = SwitchedDrive()
    Z1 = PressStrainer()
    P1 = PressPump(M1, displacement=6.5)
    R1 = PressRelief(setting=160.0, rated=40.0, override=0.1)
    V1 = PressValve(centre="tandem", area=12.0)
    R2 = DieRelief(setting=190.0, rated=40.0, override=0.1)
    C1 = PressSlide(bore=80.0, rod=45.0, stroke=500.0, mass=400.0, friction=600.0, slide=40e3,
                    grease=2.0, grip=480.0, stiffness=1900.0)  # fmt: skip
    Z2 = Filter(element=40.0)
    M2, M3 = PressureTap(), PressureTap()

    hydraulics = Circuit(
        "Hydraulic circuit",
        Line("P", P1["P"], R1["P"], M2["M"], V1["P"]),
        Line("A", V1["A"], M3["M"], R2["P"], C1["A"]),
        Line("B", V1["B"], C1["B"]),
        Line("T", V1["T"], R1["T"], R2["T"], Z2["A"]),
        Line("R", Z2["B"], T2["T"]),
        Line("S", Z1["B"], P1["S"]),
        Line("L", P1["L"], T3["T"]),
        Line("N", T1["T"], Z1["A"]),
        layout="""
                  C1
            M3
                  V1       R2
               =====P=====
             P1  M2       R1
               =====T=====
             Z1           Z2
             T1   T3      T2
        """,
    )
    moments = {
        "V1 out, moving": ("operate V1 out",),
        "V1 out, at the stop": ("operate V1 out", "wait 25"),
        "V1 in, moving": ("operate V1 out", "wait 25", "operate V1 in"),
    }
    home = ("operate V1 in", "wait 25", "operate V1 neutral")
