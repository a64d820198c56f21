"""The check-weigher of PLC-03: the weighing end of a sorting conveyor, with its reject bin."""

from __future__ import annotations

from typing import Any

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.electrical.coils import DCContactor
from labsim.electrical.contacts import PushButton
from labsim.electrical.eyes import PhotoEye, PulseWheel
from labsim.electrical.loads import PilotLight, Solenoid
from labsim.electrical.loop import BeltScale
from labsim.electrical.protection import Fuse
from labsim.electrical.sources import DCSupply
from labsim.electrical.switches import GuardSwitch, RodSwitch
from labsim.plc.parts.cards import AnalogInputCard
from labsim.plc.parts.edits import constant, inserted, preset, readdressed, removed
from labsim.plc.parts.logic import Logic
from labsim.plc.parts.plc import PLC
from labsim.plc.program import Program
from labsim.process.belt import Belt, Bin
from labsim.process.feeder import Feeder
from labsim.process.goods import BOX, SHORT_BOX, Goods
from labsim.process.plan import Plan
from labsim.process.pusher import Pusher

__all__ = ["CheckWeigher"]

BATCH = "box, short box, box, short box"
EDITS: dict[str, Any] = {
    "raw counts divided by 32767": constant(27648, 32767),
    "span of the scale set to 5000 g": constant(3000, 5000),
    "limit of the weight set to 1500 g": constant(1020, 1500),
    "one-shot of the weighing taken out": removed("Ons_Weigh"),
    "one-shot of the pulse taken out": removed("Ons_Pulse"),
    "mark taken back above the rung that reads it": inserted(10, "XIC(Shift)OTU(Mark);"),
    "preset of T_Weigh changed to 500 ms": preset("T_Weigh", 500),
    "preset of T_Push changed to 100 ms": preset("T_Push", 100),
    "preset of T_Jam changed to 500 ms": preset("T_Jam", 500),
    "push read two places late": readdressed("Track.5", "Track.7"),
}
LEFT: dict[str, Any] = {"input I0.5 left forced on": {"I0.5": True}}


class CheckWeigher(Machine):
    """Check-weigher: weighs boxes on the run and pushes the short ones into the reject bin.

    Each start is a batch of four: a box, one with 0.3 kg missing, and the same once more. Whoever
    presses Start has laid them on and emptied belt and bins.
    """

    guards = ("B9",)
    zone = ("C1", "G2")

    G1 = DCSupply()
    F1, F2 = Fuse(rating=2.0), Fuse(rating=4.0)
    S1, S0 = PushButton("NO", label="Start"), PushButton("NC", label="Stop")
    B9 = GuardSwitch("13-14")
    K1 = DCContactor("1-2")
    Y1 = Solenoid(resistance=128.0)
    P1 = PilotLight(rated=24.0, resistance=288.0, label="Fault")
    A2 = AnalogInputCard("IW4=Weight_Raw")
    A1 = PLC(
        "weigher.txt",
        inputs="1M: I0.0=Start I0.1=Stop_OK I0.2=Guard_OK I0.3=Eye I0.4=Pulse I0.5=Push_Out",
        outputs="1L: Q0.0=Run Q0.1=Push Q0.2=Alarm",
        cards=(A2,),
        supply=True,
        filter=0.0,  # s: fast inputs, for the pulse wheel
        edits=EDITS,
        forced=LEFT,
        watch=("Weight", "Mark", "Track", "C_All.ACC", "C_Reject.ACC"),
    )

    C3, C4 = Bin(label="Good"), Bin(label="Reject")
    G2 = Belt(
        K1,
        Goods({BOX: 1, SHORT_BOX: 1}, seed=3, order=BATCH, scatter=0.02),
        into=C3,
        length=1250.0,
        rated=300.0,
    )
    G3 = Feeder(G2, follows=K1, most=4.0, each=1.0, first=1.1, every=1.5)
    C1 = Pusher(Y1, on=G2, into=C4, at=1000.0, wide=200.0)
    B1 = PhotoEye(of=G2, at=320.0)
    B3 = PulseWheel(of=G2, pitch=120.0)
    B4 = BeltScale(of=G2, at=260.0)
    B5 = RodSwitch("13-14", of=C1, point=240.0)

    plan = Plan("Plant", G2)
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
        Rung(B3["BN", "BU"]),
        Rung(B3["BN", "BK"], A1["I0.4", "1M"]),
        Rung(B5[13, 14], A1["I0.5", "1M"]),
        Rung(B4["+", "-"], A2["IW4+", "IW4-"]),
    )
    outputs = Ladder(
        "PLC outputs",
        F2["2"],
        G1["-"],
        Rung(A1["1L", "Q0.0"], K1["A1", "A2"]),
        Rung(A1["1L", "Q0.1"], Y1),
        Rung(A1["1L", "Q0.2"], P1),
    )
    moments = {
        "first short box at the pusher": ("press S1", "wait 0.25"),
        "second short box on the scale": ("press S1", "wait 1"),
    }

    def __init__(
        self, unit: int = 0, program: Program | None = None, order: str = "", **changes: Any
    ) -> None:
        """`program`: another one in its controller; `order`: another row of boxes, by name."""
        super().__init__(unit, **changes)
        if order:
            kinds = {BOX: 1, SHORT_BOX: 1}
            self.G2.goods = Goods(kinds, seed=3, order=order, scatter=0.02)
            self.G3.set(most=float(order.count(",") + 1))
        if program is not None:
            part = self.A1
            part.logic, part.watch, part.left = Logic(program, ()), (), ({},)
            part.faults = [f for f in part.faults if not {"edit", "forces"} & set(f.wrong)]
