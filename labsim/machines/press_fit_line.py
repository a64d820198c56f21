"""The press-fit line of PLC-04: clamp, slide, press, and a program of five hundred rungs."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Phase, Power, Rung
from labsim.core.view import View
from labsim.electrical.contacts import Disconnect, PushButton
from labsim.electrical.loads import PilotLight, Solenoid
from labsim.electrical.protection import Fuse
from labsim.electrical.sensors import PNPSensor
from labsim.electrical.sources import PowerSupply, Supply
from labsim.electrical.switches import FloatSwitch, GuardSwitch, HomeSwitch, RodSwitch
from labsim.machines.press_fit_rungs import rungs
from labsim.plc.parts.cards import InputCard, OutputCard
from labsim.plc.parts.edits import (
    added,
    both,
    constant,
    kept,
    preset,
    readdressed,
    swapped,
    uncalled,
)
from labsim.plc.parts.plc import PLC
from labsim.process.pusher import Ram

__all__ = ["NestSensor", "OutfeedSensor", "PressFitLine"]


class NestSensor(PNPSensor):
    """Proximity sensor before which something always lies: a bush in the nest, a tool."""

    positions = ()

    def sees(self, c: View) -> np.ndarray:
        return (c.sensing > 0.5) | (c.stuck > 0.5)


class OutfeedSensor(PNPSensor):
    """Proximity sensor over the outfeed, which is clear."""

    positions = ()

    def sees(self, c: View) -> np.ndarray:
        return c.stuck > 0.5


EDITS: dict[str, Any] = {
    "preset of TM_OUT changed to 1 h": preset("TM_OUT", 3600000),
    "preset of TM1_W05 changed to 30 ms": preset("TM1_W05", 30),
    "call of OUTF taken out": uncalled("OUTF"),
    "second coil of MD_OK added": added("XIC(OP_2)XIC(RK2_IN.7)OTE(MD_OK);", "OUTF"),
    "lubrication read at the wrong address": readdressed("IN_LUB", "IN_SPR", "MEDIA 0"),
    "contact AG1_PR swapped": swapped("AG1_PR", "PERM1 12"),
    "force of recipe 3 changed to 390": constant(3860, 390, "RECIPE 2"),
    "HM1_PLK left on": kept("HM1_PLK", True),
    "AL_110 held, its reset at the wrong address": both(
        kept("AL_110", True), readdressed("AL_110", "AL_110_OLD", "ALARM 16")
    ),
}
LEFT: dict[str, Any] = {
    "input I1.2 left forced off": {"I1.2": False},
    "input I1.5 left forced on": {"I1.5": True},
    "output Q0.2 left forced off": {"Q0.2": False},
}


class PressFitLine(Machine):
    """Press-fit line: a slide brings a bush over the part, the press drives it in.

    Start is held from the first step to the lamp; who lets go sends everything home. The guard
    switch cuts the press valve's own wire as well, past any program.
    """

    pause = 4.0  # s: a cycle takes less than three
    guards = ("B9",)
    interlocks = ("A1:I0.2", "A1:I1.2", "A1:I1.3", "A1:I1.4", "A1:Q0.2")
    zone = ("C1", "C2", "C3")

    G1, Q1 = Supply(), Disconnect("1-2", "3-4")
    F1, T1 = Fuse(rating=2.0), PowerSupply()
    F2, F3 = Fuse(rating=2.0), Fuse(rating=4.0)
    S1, S0 = PushButton("NO", label="Start"), PushButton("NC", label="Stop")
    S3 = PushButton("NO", label="Reset")
    B9 = GuardSwitch("13-14", "23-24")
    Y1, Y2 = Solenoid(resistance=128.0, label="clamp"), Solenoid(resistance=128.0, label="slide")
    Y3 = Solenoid(resistance=96.0, label="press")
    C1 = Ram(Y1, stroke=40.0, goes=0.2, comes=0.2, label="clamp")
    C2 = Ram(Y2, stroke=160.0, goes=0.25, comes=0.25, label="slide")
    C3 = Ram(Y3, stroke=60.0, goes=0.25, comes=0.25, label="press")
    B1, B2 = HomeSwitch("13-14", of=C1), RodSwitch("13-14", of=C1, point=38.0)
    B3, B4 = HomeSwitch("13-14", of=C2), RodSwitch("13-14", of=C2, point=158.0)
    B5, B6 = HomeSwitch("13-14", of=C3), RodSwitch("13-14", of=C3, point=58.0)
    B7, B10 = NestSensor(label="bush in the nest"), NestSensor(label="tool")
    B8 = FloatSwitch("13-14", label="lubricant")
    B11 = OutfeedSensor(label="outfeed occupied")
    P1 = PilotLight(rated=24.0, resistance=288.0, label="Automatic")
    P2 = PilotLight(rated=24.0, resistance=288.0, label="Cycle done")
    P3 = PilotLight(rated=24.0, resistance=288.0, label="Alarm")
    A2 = InputCard(
        "1M: I0.0=IN_GO I0.1=IN_STP I0.2=IN_GRD I0.3=IN_RST I0.4=IN_CLB I0.5=IN_CLO "
        "I0.6=IN_SLB I0.7=IN_SLF"
    )
    A3 = InputCard(
        "2M: I1.0=IN_PRU I1.1=IN_PRD I1.2=IN_SEA I1.3=IN_LUB I1.4=IN_TOL I1.5=IN_OUT I1.6=IN_SPR"
    )
    A4 = OutputCard("1L: Q0.0=OU_CL Q0.1=OU_SL Q0.2=OU_PR Q0.3=OU_AUT Q0.4=OU_END Q0.5=OU_ALM")
    A1 = PLC(
        rungs(),
        cards=(A2, A3, A4),
        supply=True,
        edits=EDITS,
        forced=LEFT,
        watch=(
            "SQ1", "TR1_07", "PM1_07", "PM1_7A", "PM1_7B", "PM1_7C", "AG1_PR", "MD_OK", "MD_LUB",
            "MD_TOL", "RC_OK", "RC_F", "OF_OK", "OF_FRE", "HM1_PLK", "TM_OUT.ACC",
            "AL_105", "AL_110",
        ),
    )  # fmt: skip

    supply = Power(
        "Supply",
        Phase(G1["L1"], Q1[1, 2], F1, T1["L", "+"]),
        Phase(G1["N"], Q1[3, 4], T1["N", "-"]),
        Phase(T1["+"], F2),
        Phase(T1["+"], F3),
    )
    buttons = Ladder(
        "PLC inputs 1",
        F2["2"],
        T1["-"],
        Rung(A1["L+", "M"]),
        Rung(S1[13, 14], A2["I0.0", "1M"]),
        Rung(S0[21, 22], A2["I0.1", "1M"]),
        Rung(B9[13, 14], A2["I0.2", "1M"]),
        Rung(S3[13, 14], A2["I0.3", "1M"]),
        Rung(B1[13, 14], A2["I0.4", "1M"]),
        Rung(B2[13, 14], A2["I0.5", "1M"]),
        Rung(B3[13, 14], A2["I0.6", "1M"]),
        Rung(B4[13, 14], A2["I0.7", "1M"]),
    )
    sensors = Ladder(
        "PLC inputs 2",
        F2["2"],
        T1["-"],
        Rung(B5[13, 14], A3["I1.0", "2M"]),
        Rung(B6[13, 14], A3["I1.1", "2M"]),
        Rung(B7["BN", "BU"]),
        Rung(B7["BN", "BK"], A3["I1.2", "2M"]),
        Rung(B8[13, 14], A3["I1.3", "2M"]),
        Rung(B10["BN", "BU"]),
        Rung(B10["BN", "BK"], A3["I1.4", "2M"]),
        Rung(B11["BN", "BU"]),
        Rung(B11["BN", "BK"], A3["I1.5", "2M"]),
    )
    outputs = Ladder(
        "PLC outputs",
        F3["2"],
        T1["-"],
        Rung(A4["1L", "Q0.0"], Y1),
        Rung(A4["1L", "Q0.1"], Y2),
        Rung(A4["1L", "Q0.2"], B9[23, 24], Y3),
        Rung(A4["1L", "Q0.3"], P1),
        Rung(A4["1L", "Q0.4"], P2),
        Rung(A4["1L", "Q0.5"], P3),
    )
