"""What PLC-02 shows: the points of the station, one's own program drawn, tried, and on a bench."""

from __future__ import annotations

from html import escape

from labsim.bench import Bench
from labsim.coach.tasks.plc_02_lint import tidy
from labsim.coach.tasks.plc_02_station import Danger, Outcome, Station, Trial, outcomes, program_of
from labsim.core.errors import LabsimError
from labsim.machines.start_stop import POINTS, StartStopStation
from labsim.plc.controller import Controller
from labsim.teaching.ladders import rungs
from labsim.teaching.page import Piece, table

__all__ = ["PRACTICE", "controller", "ladder", "points", "practise", "reads", "station"]

WHAT = {
    "Start": ("S1, make contact", "the button is pressed"),
    "Stop_OK": ("S0, break contact", "nobody presses stop, and the wire is whole"),
    "EStop_OK": ("S2, break contact", "the emergency stop is out, and the wire is whole"),
    "Overload_OK": ("F7, break contact 95-96", "the overload relay has not tripped"),
    "Guard_OK": ("B9, closed by the guard", "the guard is shut"),
    "Jog": ("S4, make contact", "the button is pressed"),
    "Clamp_Open": ("B2, home switch", "the clamp is home"),
    "K1_On": ("K1, make contact 13-14", "the contactor has pulled in"),
    "Reset": ("S3, make contact", "the button is pressed"),
    "Motor": ("K1, contactor of the belt", "the belt is to run"),
    "Run_Lamp": ("P1, lamp", "automatic is on"),
    "Alarm_Lamp": ("P2, lamp", "the contactor or the overload needs somebody"),
}


def points(caption: str = "The points your program works with.") -> Piece:
    """Show inputs and outputs: address, name, device, and what a 1 means."""
    rows = [[POINTS[name], name, *WHAT[name]] for name in WHAT]
    return table(["point", "name", "device", "1 means"], rows, caption)


def controller(text: str) -> Controller:
    """Return a controller with a program in it, for the monitor; without a text an empty one."""
    return Controller(program_of(text) if text.strip() else StartStopStation().A1.logic.program)


def station(text: str) -> Bench:
    """Return a practice bench: the station with this program in its controller. Nothing counts."""
    program = program_of(text) if text.strip() else None
    return Bench(StartStopStation(program=program))


def ladder(text: str) -> object:
    """Show a program as a ladder; where it cannot be read, say so with line and column."""
    if not text.strip():
        return Piece("<p>No program yet.</p>", "No program yet.")
    try:
        return rungs(program_of(text))
    except LabsimError as error:
        return _unreadable(text, error)


def _unreadable(text: str, error: LabsimError) -> Piece:
    """Show where a text goes wrong: the line, and a mark under the place."""
    line, column = getattr(error, "line", 0), getattr(error, "column", 0)
    lines = text.split("\n")
    shown = ""
    if 0 < line <= len(lines):
        shown = f"{lines[line - 1]}\n{' ' * (column - 1)}^"
    words = f"The controller does not take it: {error}."
    html = f"<p>{escape(words)}</p>" + (f"<pre>{escape(shown)}</pre>" if shown else "")
    return Piece(html, f"{words}\n{shown}".strip())


# practice trials: not those of the acceptance -----------------------------------------------------
def _seals(s: Station) -> str:
    if not s.hold("Start").wait().turns:
        return "Start pressed: the belt must run. It stood."
    return "" if s.let("Start").wait().turns else "Start let go: it must run on. It stopped."


def _stops(s: Station) -> str:
    if not s.push("Start").turns:
        return "It did not run after Start, so stop could not be tried."
    if s.push("Stop").turns:
        return Danger("Stop tapped: the belt must stop and stand. It went on running.")
    return ""


def _wire_before(s: Station) -> str:
    if not s.push("Start").turns:
        return "It did not run after Start, so the wire could not be tried."
    if s.push("Stop").off("S0:21").push("Start").turns:
        return "With a wire of the stop button off, Start must start nothing. The belt ran."
    return ""


def _overload_wire(s: Station) -> str:
    if not s.push("Start").turns:
        return "It did not run after Start, so the wire could not be tried."
    if s.off("F7:96").wait().turns:
        return Danger("With the wire of the overload contact off it must stop. It went on running.")
    return ""


def _jogs(s: Station) -> str:
    if not s.hold("Jog").wait(0.5).turns:
        return "Jog held: the belt must run. It stood."
    return "It ran on after jog was let go." if s.let("Jog").wait().turns else ""


def _coil(s: Station) -> str:
    s.push("Start").off("K1:A2").wait(1.5)
    return "" if s.lit("Alarm_Lamp") else "Coil of K1 without its wire: Alarm_Lamp must be lit."


PRACTICE = (
    Trial("start seals in", 0, _seals),
    Trial("stop", 0, _stops),
    Trial("wire of the stop button off before the start", 0, _wire_before),
    Trial("wire of the overload contact off", 0, _overload_wire),
    Trial("jog", 0, _jogs),
    Trial("no wire on the coil of K1", 0, _coil),
)


def practise(text: str) -> Piece:
    """Try a program at the station with six trials, and say what came of each. No marks."""
    if not text.strip():
        return Piece("<p>No program yet: nothing to try.</p>", "No program yet: nothing to try.")
    try:
        program = program_of(text)
    except LabsimError as error:
        return _unreadable(text, error)
    rows = [_row(one) for one in outcomes(program, PRACTICE)]
    rows += [["rungs and names", "look again", said] for said in tidy(program)[1]]
    return table(["tried", "came out", "what was seen"], rows, "Practice trials, for you alone.")


def _row(one: Outcome) -> list[str]:
    word = "passed" if one.passed else "danger" if isinstance(one.trouble, Danger) else "failed"
    return [one.trial.title, word, one.trouble]


def reads() -> Piece:
    """Show what the stop input reads with a break contact and with a make contact, by state."""
    rows = [
        ["nobody presses", "1", "0"],
        ["stop pressed", "0", "1"],
        ["wire off, nobody presses", "0", "0"],
        ["wire off, stop pressed", "0", "0"],
        ["24 V of the inputs gone", "0", "0"],
    ]
    heads = ["state", "break contact reads", "make contact reads"]
    return table(heads, rows, "A make contact with its wire off looks as if nobody wanted to stop.")
