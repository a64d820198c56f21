"""The servo axis of HYD-05: pump unit with offline filter, servo valve, position controller."""

from typing import ClassVar

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.axis import AxisController, PositionScale, PositionTransducer, TorqueMotor
from labsim.electrical.protection import Fuse
from labsim.electrical.sources import DCSupply
from labsim.fluid.accumulators import Accumulator
from labsim.fluid.cylinders import Cylinder
from labsim.fluid.lines import PressureTap
from labsim.fluid.pressure import ReliefValve
from labsim.fluid.pumps import Pump
from labsim.fluid.servo import (
    Breather,
    DriveSwitch,
    DumpValve,
    OfflineFilter,
    SampledTank,
    SiltingValve,
    UnitDrive,
    UnitPump,
)
from labsim.fluid.tanks import TankReturn

__all__ = ["ServoAxis"]


class ServoAxis(Machine):
    """Servo axis: pump, offline filter, accumulator, servo valve, cylinder, position controller."""

    moments: ClassVar = {
        "pump on, parked": ("operate M1 running", "wait 6"),
        "at 100 mm, from below": ("operate M1 running", "wait 4", "operate A1 100 mm", "wait 2"),
        "at 100 mm, from above": (
            "operate M1 running", "wait 4", "operate A1 200 mm", "wait 4",
            "operate A1 100 mm", "wait 4",
        ),
    }  # fmt: skip
    home: ClassVar = ("wait 10",)

    G1 = DCSupply()
    F1 = Fuse(rating=2.0)
    Q1 = DriveSwitch()
    M1 = UnitDrive(Q1)
    P1 = UnitPump(M1, displacement=20, setting=140)
    P2 = Pump(M1, displacement=14.5, efficiency=0.95)
    Z1 = OfflineFilter()
    Z2 = Breather()
    T1 = SampledTank(Z1, Z2, P1, litres=60)
    T2, T3, T4 = TankReturn(), TankReturn(), TankReturn()
    R1 = ReliefValve(setting=175)
    Q2 = DumpValve(M1)
    C2 = Accumulator(volume=2.5, precharge=90)
    Y1 = TorqueMotor()
    V1 = SiltingValve(Y1, T1, area=6.0)
    C1 = Cylinder(bore=63, rod=45, stroke=300, load=11, mass=120)
    B1 = PositionTransducer(C1)
    P3 = PositionScale(C1)
    A1 = AxisController(C1, M1)
    M2, M3, M4, M5 = PressureTap(), PressureTap(), PressureTap(), PressureTap()

    hydraulics = Circuit(
        "Hydraulic circuit",
        Line("S", P1["S"], P2["S"], T1),
        Line("L", P1["L"], T2),
        Line("O", P2["P"], Z1["A"], M2),
        Line("F", Z1["B"], T3),
        Line("P", P1["P"], R1["P"], C2, Q2["A"], M3, V1["P"]),
        Line("A", V1["A"], C1["A"], M4),
        Line("B", V1["B"], C1["B"], M5),
        Line("T", V1["T"], R1["T"], Q2["B"], T4),
        layout="""
                              C1
                         M4        M5
                              V1
             ==================P=========
          Z1       P1   M3   C2  Q2  R1
          P2   M2
             ==================T=========
          T3   T1   T2              T4
        """,
    )
    electronics = Ladder(
        "Axis electronics",
        F1["2"],
        G1["-"],
        Rung(A1["24V", "0V"]),
    )
    supply = Power(
        "Supply and signals",
        Phase(G1["+"], F1),
        Phase(A1["REF"], B1["REF", "0V"], A1["0V"]),
        Phase(B1["S"], A1["X", "0V"]),
        Phase(A1["W", "0V"]),
        Phase(A1["I", "0V"]),
        Phase(A1["C1"], Y1["A", "B"], A1["R"]),
        Phase(A1["C2"], Y1["C", "D"], A1["R"]),
    )
