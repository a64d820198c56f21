"""Simulated apprentices who write a start and stop: well, and with the mistakes of every class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labsim.coach.bots import nothing

__all__ = ["BOTS", "PROGRAMS"]

PERMISSIVES = "XIC(Stop_OK)XIC(EStop_OK)XIC(Overload_OK)XIC(Guard_OK)XIC(Clamp_Open)"
EXPERT = """\
// Start counts when it comes after it was off: held down, or stuck in at power on, it is no start.
XIC(Start)XIC(Start_Was_Off)OTE(Start_Pressed);
// What Start was in the scan before; it has to stand below the rung that reads it.
XIO(Start)OTE(Start_Was_Off);
// All that must be there before anything moves: a broken wire reads 0 and takes it away.
XIC(Stop_OK)XIC(EStop_OK)XIC(Overload_OK)XIC(Guard_OK)XIC(Clamp_Open)XIO(Contactor_Fault)OTE(Ready);
// Automatic seals itself in; every permissive drops it, jog too, and a power dip as well.
[XIC(Start_Pressed),XIC(Automatic)]XIC(Ready)XIO(Jog)OTE(Automatic);
// The belt runs in automatic, or as long as jog is held.
[XIC(Automatic),XIC(Jog)]XIC(Ready)OTE(Motor);
// Contactor K1 has half a second to answer, when it pulls in and when it drops out.
[XIC(Motor)XIO(K1_On),XIO(Motor)XIC(K1_On)]TON(Answer_Late,500,0);
// A contactor that does not answer is latched: a fault may be kept, a run command never.
XIC(Answer_Late.DN)OTL(Contactor_Fault);
// Reset gives it free, once the contactor answers again.
XIC(Reset)XIO(Answer_Late.DN)OTU(Contactor_Fault);
// Lamp for automatic.
XIC(Automatic)OTE(Run_Lamp);
// Lamp for what somebody has to look after: contactor or overload.
[XIC(Contactor_Fault),XIO(Overload_OK)]OTE(Alarm_Lamp);
"""
SEAL = "[XIC(Start_Pressed),XIC(Automatic)]XIC(Ready)XIO(Jog)OTE(Automatic);"
LATCH = """\
XIC(Start_Pressed)XIC(Ready)XIO(Jog)OTL(Automatic);
// Every permissive takes the run command back, and so does jog.
[XIO(Stop_OK),XIO(EStop_OK),XIO(Overload_OK),XIO(Guard_OK),XIO(Clamp_Open),XIC(Jog)]OTU(Automatic);\
"""
PLAIN = f"""\
// Seal-in with all permissives, start is read as it is held.
[XIC(Start),XIC(Motor)]{PERMISSIVES}OTE(Motor);
"""
PROGRAMS = {
    "expert": EXPERT,
    "no feedback": f"""\
// Permissives
{PERMISSIVES}OTE(Ready);
[XIC(Start),XIC(Automatic)]XIC(Ready)XIO(Jog)OTE(Automatic);
[XIC(Automatic),XIC(Jog)]XIC(Ready)OTE(Motor);
XIC(Automatic)OTE(Run_Lamp);
XIO(Overload_OK)OTE(Alarm_Lamp);
""",
    "seals in the jog": PLAIN.replace("[XIC(Start),", "[XIC(Start),XIC(Jog),"),
    "no seal-in": EXPERT.replace(SEAL, "XIC(Start)XIC(Ready)XIO(Jog)OTE(Automatic);"),
    # Stop wired as a make contact in the head: 0 is taken for "not pressed".
    "stop as a make contact": EXPERT.replace("XIC(Stop_OK)", "XIO(Stop_OK)"),
    "start wins over stop": "// Motor on or held.\n"
    f"[XIC(Start),XIC(Motor){PERMISSIVES}]OTE(Motor);",
    # Right in everything, but the run command is latched: it outlives a power dip.
    "latch": EXPERT.replace(SEAL, LATCH),
    "never runs": "// Safe, and of no use to anybody.\nXIC(Start)XIO(Start)OTE(Motor);",
    "syntax error": "XIC(Start)[XIC(Stop_OK)OTE(Motor);",
}  # fmt: skip


def writes(name: str) -> Callable[[Any, Any, Any, int], None]:
    """Return an apprentice who hands in one of the programs."""

    def bot(lab: Any, coach: Any, bench: Any, seed: int) -> None:
        tag = next(tag for tag in bench.machine.components if tag.startswith("A1"))
        bench.file(tag, PROGRAMS[name])
        bench.sign_off("Program on file, tried at the station.")

    return bot


BANDS = {
    "expert": (100, 100), "no feedback": (60, 80), "seals in the jog": (40, 70),
    "no seal-in": (15, 40), "stop as a make contact": (0, 0), "start wins over stop": (20, 55),
    "latch": (35, 45), "never runs": (0, 0), "syntax error": (0, 0),
}  # fmt: skip
BOTS: dict[str, tuple[Callable[..., None], float, float]] = {
    **{name: (writes(name), *BANDS[name]) for name in PROGRAMS},
    "nothing": (nothing, 0, 0),
}
