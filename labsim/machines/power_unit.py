"""Power unit with a lever valve and a clamp cylinder: the first hydraulic machine of the course."""

from __future__ import annotations

from labsim.core.circuit import Circuit, Line
from labsim.core.component import Fault, State
from labsim.core.machine import Machine
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.drives import Drive
from labsim.fluid.filters import Filter
from labsim.fluid.hydraulic import times
from labsim.fluid.lines import PressureTap
from labsim.fluid.pressure import ReliefValve
from labsim.fluid.pumps import Pump
from labsim.fluid.slide import SlideCylinder
from labsim.fluid.tanks import Tank, TankReturn

__all__ = ["HandSetRelief", "PowerUnit", "SwitchedDrive"]


class SwitchedDrive(Drive):
    """Electric drive with a motor switch of its own, lockable when off; it runs as it is found."""

    positions, isolates = ("off", "on"), True
    position = State(1, "1: on")


class HandSetRelief(ReliefValve):
    """Direct-acting relief valve whose screw somebody has turned by ear: one amount a fault."""

    low = Fault("set far too low", 1.0, setting=times(0.7))
    lowish = Fault("set somewhat too low", 1.0, setting=times(0.82))
    highish = Fault("set somewhat too high", 1.0, setting=times(1.25))
    high = Fault("set far too high", 1.0, setting=times(1.5))


class PowerUnit(Machine):
    """Clamp on a power unit: gear pump, relief valve, lever valve with open centre, cylinder.

    The clamp pushes a slide, which takes its share of the force either way. Sizes as on its data
    sheet (assumed, of a usual small unit); a stroke takes more than a quarter of a minute.
    """

    T1, T2 = Tank(), TankReturn()
    M1 = SwitchedDrive()
    P1 = Pump(M1, displacement=6.5, efficiency=0.94, rated=160.0)
    R1 = HandSetRelief(setting=105.0, rated=40.0, override=0.12)
    V1 = DirectionalValve(centre="open", area=7.0)
    C1 = SlideCylinder(bore=80.0, rod=45.0, stroke=500.0, mass=300.0, friction=600.0, slide=13.4e3)
    Z1 = Filter(element=8.0)
    M2, M3, M4 = PressureTap(), PressureTap(), PressureTap()

    hydraulics = Circuit(
        "Hydraulic circuit",
        Line("P", P1["P"], R1["P"], M2["M"], V1["P"]),
        Line("A", V1["A"], M3["M"], C1["A"]),
        Line("B", V1["B"], C1["B"]),
        Line("T", V1["T"], R1["T"], M4["M"], Z1["A"]),
        Line("R", Z1["B"], T2["T"]),
        Line("S", P1["S"], T1["T"]),
        layout="""
                  C1
            M3
                  V1
               =====P=====
             P1  M2       R1
               =====T=====
                       M4  Z1
          T1               T2
        """,
    )
    moments = {
        "V1 out, moving": ("operate V1 out",),
        "V1 out, at the stop": ("operate V1 out", "wait 25"),
        "V1 in, moving": ("operate V1 out", "wait 25", "operate V1 in"),
    }
    home = ("operate V1 in", "wait 25", "operate V1 neutral")
