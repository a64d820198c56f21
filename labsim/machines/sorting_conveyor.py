"""A sorting conveyor: scale, metal sensor, pulse wheel, two pushers (its small sister: PLC-03)."""

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.coils import DCContactor
from labsim.electrical.contacts import PushButton
from labsim.electrical.eyes import BeltSensor, PhotoEye, PulseWheel
from labsim.electrical.loads import PilotLight, Solenoid
from labsim.electrical.loop import BeltScale
from labsim.electrical.protection import Fuse
from labsim.electrical.sources import DCSupply
from labsim.electrical.switches import EmergencyStop, GuardSwitch, RodSwitch
from labsim.plc.parts.cards import AnalogInputCard
from labsim.plc.parts.edits import added, preset, readdressed, removed, swapped
from labsim.plc.parts.plc import PLC
from labsim.process.belt import Belt, Bin
from labsim.process.feeder import Feeder
from labsim.process.goods import BOX, CAN, SHORT_BOX, Goods
from labsim.process.plan import Plan
from labsim.process.pusher import Pusher

__all__ = ["SortingConveyor"]

BATCH = "box, box, can, box, short box, box, can, box, box, short box, can, box"
EDITS = {
    "seal-in contact gone": removed("Run", rung=1),
    "preset of T_Jam changed": preset("T_Jam", 500),
    "guard contact swapped": swapped("Guard_OK", rung=1),
    "track of cans read two places late": readdressed("Track_Can.27", "Track_Can.29"),
    "second coil for Push_Can": added("XIC(Reset)OTE(Push_Can);"),
}


class SortingConveyor(Machine):
    """Sorting conveyor: short boxes and cans are pushed off where the pulse wheel says they are.

    A batch of twelve comes when the belt runs: seven boxes, two of them 0.3 kg short, three cans.
    """

    pause = 60.0  # s: it runs until the batch is through and 20 s longer
    guards = ("B9",)
    zone = ("C1", "C2")

    G1 = DCSupply()
    F1, F2 = Fuse(rating=2.0), Fuse(rating=4.0)
    S1, S0 = PushButton("NO", label="Start"), PushButton("NC", label="Stop")
    S2, S3 = EmergencyStop(), PushButton("NO", label="Reset")
    B9 = GuardSwitch("13-14")
    K1 = DCContactor("1-2", "13-14")
    Y1, Y2 = Solenoid(resistance=128.0), Solenoid(resistance=128.0)
    P1 = PilotLight(rated=24.0, resistance=288.0, label="Belt runs")
    P2 = PilotLight(rated=24.0, resistance=288.0, label="Fault")
    A2 = AnalogInputCard("IW4=Weight_Raw")
    A1 = PLC(
        "sorter.txt",
        inputs="I0.0=Start I0.1=Stop_OK I0.2=EStop_OK I0.3=Guard_OK I0.4=Eye I0.5=Metal I0.6=Pulse "
        "I0.7=K1_On I1.0=Light_Out I1.1=Can_Out I1.2=Reset",
        outputs="1L: Q0.0=Run Q0.1=Push_Light Q0.2=Push_Can 2L: Q0.3=Run_Lamp Q0.4=Alarm_Lamp",
        cards=(A2,),
        supply=True,
        edits=EDITS,
        forced={"input I0.3 left forced off": {"I0.3": False}},
        watch=("Weight", "Fault", "Mark_Can", "C_All.ACC", "C_Light.ACC", "C_Can.ACC"),
    )

    C3, C4, C5 = Bin(label="Good"), Bin(label="Short"), Bin(label="Cans")
    G2 = Belt(
        K1,
        Goods({BOX: 6, SHORT_BOX: 2, CAN: 3}, seed=3, order=BATCH, scatter=0.02),
        into=C3,
        length=3200.0,
    )
    G3 = Feeder(G2, follows=K1, most=12.0)
    C1 = Pusher(Y1, on=G2, into=C4, at=1600.0)
    C2 = Pusher(Y2, on=G2, into=C5, at=2310.0)
    B1 = PhotoEye(of=G2, at=840.0)
    B2 = BeltSensor(of=G2, target="metal", at=1000.0)
    B3 = PulseWheel(of=G2)
    B4 = BeltScale(of=G2, at=700.0)
    B5 = RodSwitch("13-14", of=C1, point=240.0)
    B6 = RodSwitch("13-14", of=C2, point=240.0)

    plan = Plan("Plant", G2)
    supply = Power("24 V supply", Phase(G1["+"], F1), Phase(G1["+"], F2))
    inputs = Ladder(
        "Controller and its inputs",
        F1["2"],
        G1["-"],
        Rung(A1["L+", "M"]),
        Rung(S1[13, 14], A1["I0.0", "I0.0M"]),
        Rung(S0[21, 22], A1["I0.1", "I0.1M"]),
        Rung(S2[21, 22], A1["I0.2", "I0.2M"]),
        Rung(B9[13, 14], A1["I0.3", "I0.3M"]),
        Rung(B1["BN", "BU"]),
        Rung(B1["BN", "BK"], A1["I0.4", "I0.4M"]),
        Rung(B2["BN", "BU"]),
        Rung(B2["BN", "BK"], A1["I0.5", "I0.5M"]),
        Rung(B3["BN", "BU"]),
        Rung(B3["BN", "BK"], A1["I0.6", "I0.6M"]),
        Rung(K1[13, 14], A1["I0.7", "I0.7M"]),
        Rung(B5[13, 14], A1["I1.0", "I1.0M"]),
        Rung(B6[13, 14], A1["I1.1", "I1.1M"]),
        Rung(S3[13, 14], A1["I1.2", "I1.2M"]),
        Rung(B4["+", "-"], A2["IW4+", "IW4-"]),
    )
    outputs = Ladder(
        "Outputs",
        F2["2"],
        G1["-"],
        Rung(A1["1L", "Q0.0"], K1["A1", "A2"]),
        Rung(A1["1L", "Q0.1"], Y1),
        Rung(A1["1L", "Q0.2"], Y2),
        Rung(A1["2L", "Q0.3"], P1),
        Rung(A1["2L", "Q0.4"], P2),
    )
