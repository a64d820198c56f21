"""The press cell: a PLC, its 24 V wiring, and the hydraulic press that hangs on its outputs."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.circuit import Circuit, Line
from labsim.core.component import Component, Fault, Param
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.core.view import View
from labsim.electrical.coils import DCContactor
from labsim.electrical.contacts import PushButton
from labsim.electrical.loads import PilotLight, Solenoid
from labsim.electrical.protection import Fuse
from labsim.electrical.sensors import PNPSensor
from labsim.electrical.sources import DCSupply
from labsim.electrical.switches import GuardSwitch, ProcessContacts
from labsim.fluid.cylinders import Cylinder
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.drives import Drive
from labsim.fluid.lines import PressureTap
from labsim.fluid.pressure import ReliefValve
from labsim.fluid.pumps import Pump
from labsim.fluid.sensors import PressureSwitch
from labsim.fluid.tanks import Tank, TankReturn
from labsim.plc.parts.edits import preset, readdressed, removed, swapped
from labsim.plc.parts.plc import PLC

__all__ = ["PressCell", "PressUnit", "RodProximity"]


class RodProximity(PNPSensor):
    """Proximity sensor beside a rod: it sees the cam while the rod is `at` mm out."""

    title = "proximity sensor at the rod"
    positions = ()
    at = Param(0.0, "mm", "that the rod is out where it sees the cam")
    width = Param(6.0, "mm", "of the cam to both sides (assumed)")
    moved = Param(0.0, "mm", "that it has slipped on its rail")
    slipped = Fault("slipped on its rail", 0.8, moved=40.0)

    def __init__(self, rod: Component, at: float = 0.0, **params: Any) -> None:
        self.rod = rod
        super().__init__(at=at, **params)

    def sees(self, c: View) -> np.ndarray:
        away = np.abs(c.sim.views[self.rod.tag].travel("rod") - c.at - c.moved)
        return ((away <= c.width) & (c.sensing > 0.5)) | (c.stuck > 0.5)


class PressUnit(Machine):
    """Hydraulic press: pump on a contactor, 4/3 solenoid valve, cylinder on a workpiece at 240 mm.

    11 L/min on 31 cm² make 58 mm/s; the work takes 3 kN for each mm: 120 bar are 12 mm into it.
    """

    T1, T2 = Tank(), TankReturn()
    K1 = DCContactor("13-14")
    M1 = Drive(K1)
    P1 = Pump(M1, displacement=8.0)
    R1 = ReliefValve(setting=160.0)
    Y1, Y2 = Solenoid(label="down"), Solenoid(label="up")
    V1 = DirectionalValve(a=Y1, b=Y2, centre="tandem")
    C1 = Cylinder(bore=63.0, rod=36.0, stroke=300.0, grip=240.0, stiffness=3000.0)
    B3 = PressureSwitch(setting=120.0)
    M2, M3, M4 = PressureTap(), PressureTap(), PressureTap()

    hydraulics = Circuit(
        "Hydraulic circuit",
        Line("P", P1["P"], R1["P"], M2["M"], V1["P"]),
        Line("A", V1["A"], M3["M"], B3["P"], C1["A"]),
        Line("B", V1["B"], M4["M"], C1["B"]),
        Line("T", V1["T"], R1["T"], T2["T"]),
        Line("S", P1["S"], T1["T"]),
        layout="""
                  C1
            B3  M3      M4
                  V1
               =====P=====
             P1  M2       R1
               =====T=====
             T1           T2
        """,
    )


class PressCell(Machine):
    """Press cell: buttons, guard and sensors on inputs, solenoids, pump and lamp on outputs.

    S3 starts the pump, S1 a stroke, S2 brings the rod up, S0 stops all. The program: press.txt.
    """

    guards = ("B9",)
    zone = ("press.C1",)
    pause = 2.0

    press = PressUnit()
    G1 = DCSupply()
    F1, F2 = Fuse(rating=2.0), Fuse(rating=6.0)
    S1, S2 = PushButton("NO", label="Start"), PushButton("NO", label="Up")
    S3 = PushButton("NO", label="Pump")
    S0 = PushButton("NC", label="Stop")
    B9 = GuardSwitch("13-14")
    B1, B2 = RodProximity(press.C1), RodProximity(press.C1, at=253.0)
    S4 = ProcessContacts(press.B3)
    P1 = PilotLight(rated=24.0, resistance=288.0, label="Ready")  # 24 V, 2 W
    P2 = PilotLight(rated=24.0, resistance=288.0, label="Stroke done")
    A1 = PLC(
        "press.txt",
        inputs="1M: I0.0=Start I0.1=Stop I0.2=Guard I0.3=Top I0.4=Bottom I0.5=Pressed I0.6=Hand"
        " I0.7=PumpStart",
        outputs="1L: Q0.0=Down Q0.1=Up Q0.2=Pump Q0.3=Ready Q0.4=Done",
        supply=True,
        edits={
            "preset of T1 changed to 60 s": preset("T1", 60000),
            "seal-in contact of the pump taken out": removed("Pump", rung=0),
            "contact of the guard swapped": swapped("Guard", rung=3),
            "pressure read at the wrong address": readdressed("Pressed", "Hand", rung=1),
        },
        forced={
            "input I0.2 left forced off": {"I0.2": False},
            "output Q0.0 left forced off": {"Q0.0": False},
        },
        watch=("T1.ACC",),
    )

    supply = Power("24 V supply", Phase(G1["+"], F1), Phase(G1["+"], F2))
    inputs = Ladder(
        "PLC inputs",
        F1["2"],
        G1["-"],
        Rung(A1["L+", "M"]),
        Rung(S1[13, 14], A1["I0.0", "1M"]),
        Rung(S0[21, 22], A1["I0.1", "1M"]),
        Rung(B9[13, 14], A1["I0.2", "1M"]),
        Rung(B1["BN", "BU"]),
        Rung(B1["BN", "BK"], A1["I0.3", "1M"]),
        Rung(B2["BN", "BU"]),
        Rung(B2["BN", "BK"], A1["I0.4", "1M"]),
        Rung(S4[13, 14], A1["I0.5", "1M"]),
        Rung(S2[13, 14], A1["I0.6", "1M"]),
        Rung(S3[13, 14], A1["I0.7", "1M"]),
    )
    outputs = Ladder(
        "PLC outputs",
        F2["2"],
        G1["-"],
        Rung(A1["1L", "Q0.0"], press.Y1),
        Rung(A1["1L", "Q0.1"], press.Y2),
        Rung(A1["1L", "Q0.2"], press.K1["A1", "A2"]),
        Rung(A1["1L", "Q0.3"], P1),
        Rung(A1["1L", "Q0.4"], P2),
    )
    moments = {"stroke begun": ("press S3", "release S3", "wait 2", "press S1")}
    home = ("press S3", "release S3", "press S2", "wait 8", "release S2", "press S0", "release S0")
