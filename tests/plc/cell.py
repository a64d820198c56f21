"""A small cell for tests: start, stop and seal-in, a timer, a counter, two lamps."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation
from labsim.electrical.contacts import PushButton
from labsim.electrical.loads import PilotLight
from labsim.electrical.sources import DCSupply
from labsim.plc.parts.edits import added, preset, readdressed, removed, swapped
from labsim.plc.parts.plc import PLC

PROGRAM = """
[XIC(Start),XIC(Run)]XIC(Stop)OTE(Run);
XIC(Run)TON(T1,2000,0);
XIC(T1.DN)OTE(Lamp);
XIC(Part)CTU(C1,1000,0);
"""


class Cell(Machine):
    """Start, stop and a part sensor on three inputs, a run lamp and a late lamp on two outputs."""

    guards = ("S3",)

    G1 = DCSupply()
    S1, S0, S2, S3 = PushButton("NO"), PushButton("NC"), PushButton("NO"), PushButton("NO")
    A1 = PLC(
        PROGRAM,
        inputs="1M: I0.0=Start I0.1=Stop I0.2=Part I0.3=-",
        outputs="1L: Q0.0=Run Q0.1=Lamp",
        supply=True,
        edits={
            "preset of T1 changed": preset("T1", 500),
            "seal-in contact taken out": removed("Run", rung=0),
            "contact of Stop swapped": swapped("Stop"),
            "lamp on the wrong bit": readdressed("T1.DN", "Start"),
            "double coil": added("XIC(Part)OTE(Run);"),
        },
        forced={
            "input I0.1 left forced off": {"I0.1": False},
            "output Q0.1 left forced on": {"Q0.1": True},
        },
        watch=("T1.ACC", "C1.ACC"),
    )
    P1, P2 = PilotLight(rated=24.0, resistance=288.0), PilotLight(rated=24.0, resistance=288.0)
    wiring = Ladder("24 V", G1["+"], G1["-"],
        Rung(A1["L+", "M"]),
        Rung(S1[13, 14], A1["I0.0", "1M"]),
        Rung(S0[21, 22], A1["I0.1", "1M"]),
        Rung(S2[13, 14], A1["I0.2", "1M"]),
        Rung(A1["1L", "Q0.0"], P1),
        Rung(A1["1L", "Q0.1"], P2),
        Rung(S3[13, 14], A1["I0.3", "1M"]),
    )  # fmt: skip


def seen(sim: Simulation, tag: str, n: int = 0) -> str:
    """What a part shows in a variant."""
    return str(sim.machine.component(tag).look(sim.views[tag])[n])


def held(sim: Simulation, *names: str, n: int = 0) -> list[float]:
    """What the engineering tool shows in a variant."""
    return sim.machine.A1.shown(sim.views["A1"], names)[n].tolist()


def push(sim: Simulation, tag: str, seconds: float = 0.3) -> Simulation:
    """Press a button and let go."""
    sim.operate(tag, "pressed").advance(seconds)
    return sim.operate(tag, "released").advance(0.1)


def same(one: Any, other: Any) -> bool:
    """Whether two states are the same, memories of controllers by what they hold."""
    if one is None or other is None:
        return one is other
    if hasattr(one, "memory"):
        # how often it has scanned, and how many looks that took, is no part of what it holds
        return one.memory[0] == other.memory[0] and one.outputs == other.outputs
    return bool(np.allclose(one, other, equal_nan=True))
