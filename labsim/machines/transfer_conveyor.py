"""The transfer conveyor of PLC-01: between a machine event and a bit of the program."""

from typing import Any

import numpy as np

from labsim.core.component import State
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.core.view import View
from labsim.electrical.coils import DCContactor
from labsim.electrical.contacts import Disconnect, PushButton
from labsim.electrical.loads import PilotLight
from labsim.electrical.protection import Fuse
from labsim.electrical.sensors import NPNSensor, PNPSensor
from labsim.electrical.sources import PowerSupply, Supply
from labsim.electrical.switches import GuardSwitch
from labsim.plc.parts.cards import InputCard
from labsim.plc.parts.edits import readdressed, swapped
from labsim.plc.parts.plc import PLC

__all__ = ["PartSensor", "TransferConveyor", "TraySensor"]


class PartSensor(PNPSensor):
    """PNP sensor at the infeed; a part waits before it until somebody takes it away."""

    positions = ("present", "absent")
    position = State(0, "0: a part is before the face")

    def sees(self, c: View) -> np.ndarray:
        return ((c.position == 0) & (c.sensing > 0.5)) | (c.stuck > 0.5)


class TraySensor(NPNSensor):
    """NPN sensor below the exit; a tray waits before it until somebody takes it away."""

    positions = ("present", "absent")
    position = State(0, "0: a tray is before the face")

    def sees(self, c: View) -> np.ndarray:
        return ((c.position == 0) & (c.sensing > 0.5)) | (c.stuck > 0.5)


EDITS: dict[str, Any] = {
    "contact of the exit sensor swapped": swapped("Exit_Full", rung=1),
    "contact of the guard swapped": swapped("Guard_OK", rung=0),
    "infeed read at the wrong address": readdressed("Infeed", "Exit_Full", rung=1),
    "start read at the wrong address": readdressed("Start", "Exit_Full", rung=2),
}
LEFT: dict[str, Any] = {
    "input I0.2 left forced off": {"I0.2": False},
    "input I0.3 left forced off": {"I0.3": False},
    "input I1.1 left forced on": {"I1.1": True},
}


class TransferConveyor(Machine):
    """Transfer conveyor: buttons, guard and three sensors on two input cards, one contactor.

    A2 is wired sinking: its common 1M is on minus, PNP sensors and contacts bring plus. A3 is wired
    sourcing: its common 2M is on plus, NPN sensors bring minus.
    """

    guards = ("B9",)

    G1 = Supply()
    Q1 = Disconnect("1-2", "3-4")
    F1 = Fuse(rating=2.0)
    T1 = PowerSupply()
    F2, F3 = Fuse(rating=2.0), Fuse(rating=4.0)
    S1, S0 = PushButton("NO", label="Start"), PushButton("NC", label="Stop")
    B9 = GuardSwitch("13-14")
    B1 = PartSensor(label="infeed")
    B2 = TraySensor(label="tray")
    B3 = NPNSensor(label="exit full")
    K1 = DCContactor("13-14")
    P1 = PilotLight(rated=24.0, resistance=288.0, label="Ready")  # 24 V, 2 W
    A2 = InputCard("1M: I0.0=Start I0.1=Stop_OK I0.2=Guard_OK I0.3=Infeed")
    A3 = InputCard("2M: I1.0=Tray I1.1=Exit_Full")
    A1 = PLC(
        "transfer.txt",
        outputs="1L: Q0.0=Run Q0.1=Ready_Lamp",
        cards=(A2, A3),
        supply=True,
        edits=EDITS,
        forced=LEFT,
        watch=("Ready", "Parts_OK"),
    )

    supply = Power(
        "Supply",
        Phase(G1["L1"], Q1[1, 2], F1, T1["L", "+"]),
        Phase(G1["N"], Q1[3, 4], T1["N", "-"]),
        Phase(T1["+"], F2),
        Phase(T1["+"], F3),
    )
    inputs = Ladder(
        "PLC inputs",
        F2["2"],
        T1["-"],
        Rung(A1["L+", "M"]),
        Rung(S1[13, 14], A2["I0.0", "1M"]),
        Rung(S0[21, 22], A2["I0.1", "1M"]),
        Rung(B9[13, 14], A2["I0.2", "1M"]),
        Rung(B1["BN", "BU"]),
        Rung(B1["BN", "BK"], A2["I0.3", "1M"]),
        Rung(B2["BN", "BU"]),
        Rung(A3["2M", "I1.0"], B2["BK", "BU"]),
        Rung(B3["BN", "BU"]),
        Rung(A3["2M", "I1.1"], B3["BK", "BU"]),
    )
    outputs = Ladder(
        "PLC outputs",
        F3["2"],
        T1["-"],
        Rung(A1["1L", "Q0.0"], K1["A1", "A2"]),
        Rung(A1["1L", "Q0.1"], P1),
    )
