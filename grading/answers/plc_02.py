"""Expected answers of PLC-02: what the inputs of the station read, what becomes of programs."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word
from labsim.coach.tasks.plc_02_bots import PROGRAMS
from labsim.coach.tasks.plc_02_station import Station, program_of
from labsim.machines.start_stop import POINTS

__all__ = ["reads"]

WHY = {
    "stop": "A break contact: 24 V at the input as long as nobody presses and the wire is whole.",
    "wire": "No wire, no 24 V, no 1: exactly as if stop were pressed. That is what it is for.",
    "overload": "Contact 95-96 opens when the relay trips.",
    "start": "A make contact without its wire never reads 1: it does not start. That is safe too.",
    "weld": "The contact is closed though the contactor is off: the program can see that.",
    "latch": "OTL keeps its bit while power is away; the coil of a seal-in is cleared.",
    "seal": "The seal-in needs its own coil, and that is 0 after the start.",
}


def reads(ask: Ask) -> dict[str, Expected]:
    return {
        "Stop_OK, nobody presses": _bit("Stop_OK", "stop"),
        "Stop_OK, stop pressed": _bit("Stop_OK", "stop", press="Stop"),
        "Stop_OK, its wire off": _bit("Stop_OK", "wire", off="S0:22"),
        "Overload_OK, relay tripped": _bit("Overload_OK", "overload", trip=True),
        "Start, its wire off, pressed": _bit("Start", "start", press="Start", off="S1:14"),
        "K1_On, contact 13-14 welded, K1 off": _bit("K1_On", "weld", "K1: contact 13-14 welded"),
        "after a power dip, run command latched (runs or stands)": _after("latch", "latch"),
        "after a power dip, run command sealed in (runs or stands)": _after("expert", "seal"),
    }


def _bit(
    name: str, why: str, fault: str = "", press: str = "", off: str = "", trip: bool = False
) -> Number:
    """Return what an input reads in a state of the station."""
    s = Station(program_of(PROGRAMS["expert"]), fault)
    if off:
        s.off(off).wait()
    if press:
        s.hold(press)
    if trip:
        s.trip()
    value = s.sim.machine.A1.shown(s.sim.views["A1"], [POINTS[name]])[0, 0]
    return Number(float(value), within=0.0, margin=0.1, why=WHY[why])


def _after(program: str, why: str) -> Word:
    """Return what the belt does when power comes back while it ran."""
    s = Station(program_of(PROGRAMS[program])).push("Start").dip(1.0)
    runs = ("runs", "it runs", "run") if s.turns else ("stands", "it stands", "stand")
    return Word(runs[0], accept=runs[1:], why=WHY[why])
