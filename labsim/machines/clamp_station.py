"""The clamp station of PLC-02: a motor belt, a clamp with two end switches, a stamp."""

from typing import Any

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.coils import DCContactor
from labsim.electrical.contacts import Disconnect, PushButton
from labsim.electrical.eyes import PhotoEye
from labsim.electrical.loads import PilotLight, Solenoid
from labsim.electrical.motors import GearMotor
from labsim.electrical.protection import Fuse, OverloadRelay
from labsim.electrical.sources import DCSupply, ThreePhaseSupply
from labsim.electrical.switches import EmergencyStop, GuardSwitch, HomeSwitch, RodSwitch
from labsim.plc.parts.edits import removed, swapped
from labsim.plc.parts.plc import PLC
from labsim.process.belt import Belt, Bin
from labsim.process.feeder import Feeder
from labsim.process.goods import BLOCK, Goods
from labsim.process.plan import Plan
from labsim.process.pusher import Ram

__all__ = ["CHANNELS", "ClampStation"]

# How the controller is wired, whoever writes its program: PLC(program, **CHANNELS).
CHANNELS: dict[str, Any] = {
    "inputs": "I0.0=Start I0.1=Stop_OK I0.2=EStop_OK I0.3=Overload_OK I0.4=Guard_OK I0.5=Jog "
    "I0.6=Part I0.7=Clamp_Open I1.0=Clamp_Shut I1.1=K1_On I1.2=Reset",
    "outputs": "1L: Q0.0=Motor Q0.1=Clamp Q0.2=Stamp 2L: Q0.3=Run_Lamp Q0.4=Alarm_Lamp",
    "supply": True,
}


class ClampStation(Machine):
    """Clamp station: blocks come on a motor belt, are clamped and stamped one by one.

    The emergency stop takes the 24 V of contactor and solenoids away as well, past any program.
    """

    pause = 65.0  # s: it runs until the batch is through and 20 s longer
    guards = ("B9",)
    zone = ("C1",)

    G1, Q1 = ThreePhaseSupply(), Disconnect()
    F1, F2, F3 = Fuse(rating=20, tau=100), Fuse(rating=20, tau=100), Fuse(rating=20, tau=100)
    F7 = OverloadRelay(setting=7.0)
    M1 = GearMotor()
    G2 = DCSupply()
    F4, F5 = Fuse(rating=2.0), Fuse(rating=4.0)
    S1, S0 = PushButton("NO", label="Start"), PushButton("NC", label="Stop")
    S2 = EmergencyStop("NC", "NC")
    S3, S4 = PushButton("NO", label="Reset"), PushButton("NO", label="Jog")
    B9 = GuardSwitch("13-14")
    K1 = DCContactor("1-2", "3-4", "5-6", "13-14")
    Y1, Y2 = Solenoid(resistance=128.0), Solenoid(resistance=128.0)
    P1 = PilotLight(rated=24.0, resistance=288.0, label="Automatic")
    P2 = PilotLight(rated=24.0, resistance=288.0, label="Alarm")
    A1 = PLC(
        "clamp.txt",
        **CHANNELS,
        edits={
            "seal-in contact gone": removed("Auto", rung=2),
            "stop contact swapped": swapped("Stop_OK", rung=1),
        },
        forced={"input I0.7 left forced on": {"I0.7": True}},
        watch=("Ready", "Auto", "Done", "Fault", "T_Clamp.ACC", "C_Parts.ACC"),
    )

    C1, C2 = Ram(Y1, stroke=80.0, goes=0.4, comes=0.4), Ram(Y2, stroke=30.0, goes=0.2, comes=0.2)
    C3 = Bin(label="Stamped")
    G3 = Belt(M1, Goods({BLOCK: 1}), into=C3, rated=200.0, length=1500.0)
    G4 = Feeder(G3, follows=K1, every=0.5, gap=400.0, most=6.0)
    B1 = PhotoEye(of=G3, at=1000.0)
    B2 = HomeSwitch("13-14", of=C1, point=2.0)
    B3 = RodSwitch("13-14", of=C1, point=75.0)

    plan = Plan("Plant", G3)
    power = Power(
        "Power circuit",
        Phase(G1["L1"], Q1[1, 2], F1, K1[1, 2], F7[1, 2], M1["U1"]),
        Phase(G1["L2"], Q1[3, 4], F2, K1[3, 4], F7[3, 4], M1["V1"]),
        Phase(G1["L3"], Q1[5, 6], F3, K1[5, 6], F7[5, 6], M1["W1"]),
    )
    supply = Power("24 V supply", Phase(G2["+"], F4), Phase(G2["+"], F5, S2[21, 22]))
    inputs = Ladder(
        "Controller and its inputs",
        F4["2"],
        G2["-"],
        Rung(A1["L+", "M"]),
        Rung(S1[13, 14], A1["I0.0", "I0.0M"]),
        Rung(S0[21, 22], A1["I0.1", "I0.1M"]),
        Rung(S2[11, 12], A1["I0.2", "I0.2M"]),
        Rung(F7[95, 96], A1["I0.3", "I0.3M"]),
        Rung(B9[13, 14], A1["I0.4", "I0.4M"]),
        Rung(S4[13, 14], A1["I0.5", "I0.5M"]),
        Rung(B1["BN", "BU"]),
        Rung(B1["BN", "BK"], A1["I0.6", "I0.6M"]),
        Rung(B2[13, 14], A1["I0.7", "I0.7M"]),
        Rung(B3[13, 14], A1["I1.0", "I1.0M"]),
        Rung(K1[13, 14], A1["I1.1", "I1.1M"]),
        Rung(S3[13, 14], A1["I1.2", "I1.2M"]),
    )
    outputs = Ladder(
        "Outputs, behind the emergency stop",
        S2["22"],
        G2["-"],
        Rung(A1["1L", "Q0.0"], K1["A1", "A2"]),
        Rung(A1["1L", "Q0.1"], Y1),
        Rung(A1["1L", "Q0.2"], Y2),
    )
    lamps = Ladder(
        "Lamps",
        F5["2"],
        G2["-"],
        Rung(A1["2L", "Q0.3"], P1),
        Rung(A1["2L", "Q0.4"], P2),
    )
