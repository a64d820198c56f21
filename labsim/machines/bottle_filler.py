"""The bottle filler: supply tank with level control, fill valve by time, level check, pusher."""

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.coils import DCContactor, Relay
from labsim.electrical.contacts import PushButton
from labsim.electrical.eyes import BeltSensor, PhotoEye
from labsim.electrical.loads import PilotLight, Solenoid
from labsim.electrical.loop import LoopTransmitter
from labsim.electrical.protection import Fuse
from labsim.electrical.sources import DCSupply
from labsim.electrical.switches import EmergencyStop, GuardSwitch, RodSwitch
from labsim.plc.parts.cards import AnalogInputCard
from labsim.plc.parts.edits import preset, removed, swapped
from labsim.plc.parts.plc import PLC
from labsim.process.belt import Belt, Bin
from labsim.process.feeder import Feeder
from labsim.process.fill import FillValve
from labsim.process.goods import BOTTLE, Goods
from labsim.process.plan import Plan
from labsim.process.pusher import Pusher
from labsim.process.tank import FeedPump, SupplyTank

__all__ = ["BottleFiller"]


class BottleFiller(Machine):
    """Bottle filler: half a litre by time; what is not full is pushed off; a pump keeps the level.

    Bottles come 200 mm apart as long as the line releases the machine before it.
    """

    pause = 95.0  # s: it runs until the batch is through and 20 s longer
    guards = ("B9",)
    zone = ("C3",)

    G1 = DCSupply()
    F1, F2 = Fuse(rating=2.0), Fuse(rating=4.0)
    S1, S0 = PushButton("NO", label="Start"), PushButton("NC", label="Stop")
    S2, S3 = EmergencyStop(), PushButton("NO", label="Reset")
    B9 = GuardSwitch("13-14")
    K1, K2 = DCContactor("1-2", "13-14"), DCContactor("1-2", "13-14")
    K3 = Relay("13-14", label="Release")
    Y1, Y2 = Solenoid(resistance=58.0), Solenoid(resistance=128.0)
    P1 = PilotLight(rated=24.0, resistance=288.0, label="Line runs")
    P2 = PilotLight(rated=24.0, resistance=288.0, label="Alarm")
    A2 = AnalogInputCard("IW4=Level_Raw")
    A1 = PLC(
        "filler.txt",
        inputs="I0.0=Start I0.1=Stop_OK I0.2=EStop_OK I0.3=Guard_OK I0.4=At_Nozzle I0.5=At_Check "
        "I0.6=Level_OK I0.7=At_Pusher I1.0=Pusher_Out I1.1=K1_On I1.2=Reset",
        outputs="1L: Q0.0=Belt Q0.1=Pump Q0.2=Release Q0.3=Fill_Valve Q0.4=Push "
        "2L: Q0.5=Run_Lamp Q0.6=Alarm_Lamp",
        cards=(A2,),
        supply=True,
        edits={
            "preset of T_Fill changed": preset("T_Fill", 1500),
            "contact Level_Low swapped": swapped("Level_Low", rung=8),
            "seal-in contact gone": removed("Run", rung=1),
        },
        forced={"output Q0.1 left forced off": {"Q0.1": False}},
        watch=("Level", "Level_Low", "Fault", "Bad", "T_Fill.PRE", "C_All.ACC", "C_Bad.ACC"),
    )

    C1 = SupplyTank(begins=85.0)
    C2, C4 = Bin(label="Good"), Bin(label="Not full")
    G2 = Belt(K1, Goods({BOTTLE: 1}), into=C2, rated=120.0, stops=0.15, length=1600.0)
    G3 = Feeder(G2, follows=K3, every=0.5, gap=130.0, most=12.0)
    Q1 = FillValve(Y1, tank=C1, on=G2, at=800.0)
    C3 = Pusher(Y2, on=G2, into=C4, at=1130.0, wide=60.0)
    P3 = FeedPump(K2, into=C1)
    B1 = PhotoEye(of=G2, at=820.0)
    B2 = PhotoEye(of=G2, at=1000.0)
    B3 = BeltSensor(of=G2, target="full", at=1000.0, above=0.48)
    B4 = PhotoEye(of=G2, at=1150.0)
    B5 = RodSwitch("13-14", of=C3, point=240.0)
    B6 = LoopTransmitter(of=C1, watch="level", low=0.0, high=200.0)

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
        Rung(B4["BN", "BU"]),
        Rung(B4["BN", "BK"], A1["I0.7", "I0.7M"]),
        Rung(B5[13, 14], A1["I1.0", "I1.0M"]),
        Rung(K1[13, 14], A1["I1.1", "I1.1M"]),
        Rung(S3[13, 14], A1["I1.2", "I1.2M"]),
        Rung(B6["+", "-"], A2["IW4+", "IW4-"]),
    )
    outputs = Ladder(
        "Outputs",
        F2["2"],
        G1["-"],
        Rung(A1["1L", "Q0.0"], K1["A1", "A2"]),
        Rung(A1["1L", "Q0.1"], K2["A1", "A2"]),
        Rung(A1["1L", "Q0.2"], K3["A1", "A2"]),
        Rung(A1["1L", "Q0.3"], Y1),
        Rung(A1["1L", "Q0.4"], Y2),
        Rung(A1["2L", "Q0.5"], P1),
        Rung(A1["2L", "Q0.6"], P2),
    )
