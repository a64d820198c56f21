"""The lid clamp of a curing mould, worked by air, of HYD-02."""

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.fluid.air_cylinders import AirCylinder
from labsim.fluid.air_lines import AirTap, AirTube
from labsim.fluid.air_logic import Silencer, SpeedController
from labsim.fluid.air_supply import (
    AirFilter,
    AirMain,
    AirMonitor,
    LockoutValve,
    Lubricator,
    PlainRegulator,
)
from labsim.fluid.air_valves import ButtonValve32, LeverValve52

__all__ = ["PneumaticClamp"]


class PneumaticClamp(Machine):
    """Lid clamp of a curing mould: lockout valve, filter, regulator, 5/2 lever valve, cylinder.

    Lever V1 closes and opens the clamp; it closes in three seconds, gently, throttled on its way
    out by R2. Button V2 blows the seat clean. P1 watches: strokes that last, air taken at rest.
    """

    # A closed clamp that still moves after six seconds is slow: what is read then tells why.
    moments = {
        "V1 just put to clamp": ("operate V1 clamp",),
        "clamped": ("operate V1 clamp", "wait 24"),
    }
    home = ("operate V1 open", "wait 24")
    pause = 6.0

    G1, Q1 = AirMain(pressure=7.0), LockoutValve()
    M1, M2, M3, M4, M5 = AirTap(), AirTap(), AirTap(), AirTap(), AirTap()
    M6, M7, M8, M9 = AirTap(), AirTap(), AirTap(), AirTap()
    Z1, R1, Z2 = AirFilter(), PlainRegulator(), Lubricator()
    C1 = AirCylinder(bore=100.0, rod=25.0, stroke=200.0, mass=120.0, load=2200.0, coulomb=250.0,
                     viscous=0.5, dead=0.05, grip=198.0, stiffness=50.0)  # fmt: skip
    W1 = AirTube(bore=6.0, length=6.0)
    V1 = LeverValve52(positions=("open", "clamp"), conductance=3.0)
    P1 = AirMonitor(V1, C1, longest=3.6)
    V2 = ButtonValve32(conductance=0.8)
    R2, R3 = SpeedController(turn=0.2), SpeedController(turn=0.2)
    Z3, Z4, Z5 = Silencer(), Silencer(), Silencer(conductance=0.5)

    air = Circuit(
        "Compressed air",
        Line("M", G1["1"], Q1["1"]),
        Line("Q", Q1["2"], P1["1"]),
        Line("P", P1["2"], M1["M"], Z1["1"]),
        Line("F", Z1["2"], M2["M"], R1["1"]),
        Line("R", R1["2"], M3["M"], Z2["1"]),
        Line("L", Z2["2"], M4["M"], W1["1"]),
        Line("S", W1["2"], M5["M"], V1["1"], V2["1"]),
        Line("A", V1["4"], M9["M"], R3["1"]),
        Line("CA", R3["2"], M6["M"], C1["A"]),
        Line("B", V1["2"], M8["M"], R2["1"]),
        Line("CB", R2["2"], M7["M"], C1["B"]),
        Line("E3", V1["3"], Z3["1"]),
        Line("E5", V1["5"], Z4["1"]),
        Line("N", V2["2"], Z5["1"]),
        medium="air",
        layout="""
                                C1
                        M6   R3    R2   M7
                           M9        M8
                               V1          Z5
                           Z4   Z3         V2
                              ======S=======
                 Q1  P1> Z1  R1  Z2  W1    M5
                 G1  M1  M2  M3  M4
        """,
    )
