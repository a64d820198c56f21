"""A small stand with a PLC for tests of the workbench: start, stop, seal-in, a late lamp."""

from __future__ import annotations

from types import SimpleNamespace

from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.electrical.contacts import PushButton
from labsim.electrical.loads import PilotLight
from labsim.electrical.sources import DCSupply
from labsim.plc import read_rungs
from labsim.plc.parts.edits import removed
from labsim.plc.parts.plc import PLC
from labsim.ui import Workbench

__all__ = ["Stand", "graded", "opened", "send"]

BITS = dict.fromkeys(("Start", "Stop", "Run", "Lamp"), "BOOL")
PROGRAM = read_rungs(
    """
// Seal-in
[XIC(Start),XIC(Run)]XIC(Stop)OTE(Run);
XIC(Run)TON(T1,20000,0);
XIC(T1.DN)OTE(Lamp);
""",
    tags=BITS | {"T1": "TIMER"},
)


class Stand(Machine):
    """Start and stop on two inputs, a run lamp and a late lamp on two outputs."""

    guards = ("S3",)

    G1 = DCSupply()
    S1, S0, S3 = PushButton("NO"), PushButton("NC"), PushButton("NO")
    A1 = PLC(
        PROGRAM,
        inputs="1M: I0.0=Start I0.1=Stop",
        outputs="1L: Q0.0=Run Q0.1=Lamp",
        supply=True,
        edits={"seal-in contact taken out": removed("Run", rung=0)},
        forced={"input I0.1 left forced off": {"I0.1": False}},
        watch=("T1.ACC",),
    )
    P1, P2 = PilotLight(rated=24.0, resistance=288.0), PilotLight(rated=24.0, resistance=288.0)
    wiring = Ladder("24 V", G1["+"], G1["-"],
        Rung(A1["L+", "M"]),
        Rung(S1[13, 14], A1["I0.0", "1M"]),
        Rung(S0[21, 22], A1["I0.1", "1M"]),
        Rung(A1["1L", "Q0.0"], P1),
        Rung(A1["1L", "Q0.1"], P2),
        Rung(S3[13, 14]),
    )  # fmt: skip


TOOLS = SimpleNamespace(instruments=("multimeter", "engineering tool"))


def opened(fault: str | None = None) -> Workbench:
    """Return a workbench for practice, the engineering tool online."""
    return send(Workbench(Bench(Stand(), fault)), "online", tag="A1")


def graded(fault: str | None = None, tools: object = TOOLS) -> Workbench:
    """Return a workbench whose record is handed in."""
    attempt = Attempt(lab="", seed="0" * 16)
    return Workbench(Bench(Stand(), fault, scenario=tools, attempt=attempt))


def send(bench: Workbench, do: str, **given: object) -> Workbench:
    """Send an intent as the browser does."""
    bench._intent(bench, {"do": do, **given}, [])
    return bench
