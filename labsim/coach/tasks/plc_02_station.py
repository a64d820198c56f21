"""PLC-02: the station with somebody's program in it, hands at its buttons, and trials of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, variants_of
from labsim.machines.start_stop import POINTS, StartStopStation
from labsim.plc.controller import Controller
from labsim.plc.formats.limits import read_limited
from labsim.plc.program import Program

__all__ = ["BUTTONS", "Danger", "Outcome", "Station", "Trial", "flickers", "outcomes", "program_of"]

BUTTONS = {"Start": "S1", "Stop": "S0", "Jog": "S4", "Reset": "S3"}
GLANCE = 0.1  # s between two looks of somebody who watches the belt
INPUTS = [name for name, address in POINTS.items() if address.startswith("I")]
OUTPUTS = [name for name, address in POINTS.items() if address.startswith("Q")]
QUIET = ("Stop_OK", "EStop_OK", "Overload_OK", "Guard_OK", "Clamp_Open")  # 1 while all is well
MOST_CHANGES = 20  # a second: a lamp may blink (assumed)
PRESSED, SETTLED = 0.3, 1.0  # s a button is pressed; s until the gear motor turns or stands


@lru_cache(maxsize=16)
def program_of(text: str) -> Program:
    """Return the program of a text, for the points of the station; ProgramError if it is none."""
    return read_limited(text, dict.fromkeys(POINTS, "BOOL"))


def flickers(program: Program) -> str:
    """Say which output changes all the time though nobody does anything; nothing if all is quiet.

    It is scanned for a second at rest, with Start held and with Jog held, contactor answering.
    """
    for held in ("", "Start", "Jog"):
        controller, changes = Controller(program), Counter[str]()
        controller.traced, before = False, dict.fromkeys(OUTPUTS, False)
        for scan in range(100):
            inputs = {name: name in QUIET or name == held for name in INPUTS}
            controller.scan(10 * scan, inputs | {"K1_On": before["Motor"]})
            now = {name: bool(controller[name]) for name in OUTPUTS}
            changes.update(name for name in OUTPUTS if now[name] != before[name])
            before = now
        name, count = max(changes.items(), key=lambda one: one[1], default=("", 0))
        if count > MOST_CHANGES:
            told = f"{name} changes {count} times a second though nobody touches anything"
            return f"{told}: no contactor lives through that."
    return ""


class Station:
    """The clamp station under power for 3 s, with a program and perhaps a fault in it."""

    def __init__(self, program: Program, fault: str = "") -> None:
        machine = StartStopStation(program=program)
        faults = variants_of(machine.fault(fault))[-1:] if fault else None
        self.sim = Simulation(machine, faults) if faults else Simulation(machine)
        self.moved = self.turns  # by itself, when power came
        self._begin = self.sim.snapshot()

    def anew(self) -> Station:
        """Go back to the moment the trial began."""
        self.sim.rewind(self._begin)
        return self

    # what is seen ---------------------------------------------------------------------------------
    def look(self, tag: str) -> str:
        """Say what a part looks like."""
        return str(self.sim.views[tag].look()[0])

    @property
    def turns(self) -> bool:
        """Whether the belt motor turns."""
        return self.look("M1") == "turns"

    def lit(self, lamp: str) -> bool:
        """Tell whether a lamp is lit: "Run_Lamp" or "Alarm_Lamp"."""
        return self.look({"Run_Lamp": "P1", "Alarm_Lamp": "P2"}[lamp]) == "lit"

    def ran(self, seconds: float) -> bool:
        """Let time pass and watch the belt: did it turn at any glance?"""
        seen = False
        for _ in range(round(seconds / GLANCE)):
            self.sim.advance(GLANCE)
            seen |= self.turns
        return seen

    # hands ----------------------------------------------------------------------------------------
    def wait(self, seconds: float = SETTLED) -> Station:
        """Let time pass."""
        self.sim.advance(seconds)
        return self

    def hold(self, *names: str) -> Station:
        """Press buttons, all at the same moment, and hold them."""
        for name in names:
            self.sim.operate(BUTTONS[name], "pressed")
        return self.wait(PRESSED)

    def let(self, *names: str) -> Station:
        """Let buttons go."""
        for name in names:
            self.sim.operate(BUTTONS[name], "released")
        return self.wait(PRESSED)

    def push(self, name: str) -> Station:
        """Press a button and let it go; wait until the motor had its time."""
        return self.hold(name).let(name).wait()

    def put(self, tag: str, position: str) -> Station:
        """Put a switch into a position: the e-stop S2, the guard B9, the supply G2."""
        self.sim.operate(tag, position)
        return self

    def off(self, terminal: str) -> Station:
        """Take a conductor off its terminal."""
        self.sim.lift(terminal)
        return self

    def on(self, terminal: str) -> Station:
        """Put a conductor back."""
        self.sim.land(terminal)
        return self

    def dip(self, seconds: float) -> Station:
        """Let the 24 V go and come again, and the controller start."""
        return self.put("G2", "off").wait(seconds).put("G2", "on").wait(2.0)

    def trip(self) -> Station:
        """Overload the motor until its relay trips: the bimetal is hot at once, to save time."""
        self.sim.set_state("F7", "heat", 1.3)
        return self.wait()

    def untrip(self) -> Station:
        """Let the bimetal cool, and press the reset of the relay."""
        self.sim.set_state("F7", "heat", 0.2)
        return self.put("F7", "reset").wait(PRESSED).put("F7", "free").wait()


class Danger(str):
    """Trouble that can hurt somebody."""

    __slots__ = ()


@dataclass(frozen=True)
class Trial:
    """One trial: what is tried, points, the fault that is put in before, and who tries it.

    `do` returns nothing when all is well, else a sentence: what was done, what must be, what was.
    """

    title: str
    points: float
    do: Callable[[Station], str]
    fault: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a trial came to; no trouble, no words."""

    trial: Trial
    trouble: str = ""

    @property
    def passed(self) -> bool:
        return not self.trouble


def outcomes(program: Program, trials: Sequence[Trial]) -> list[Outcome]:
    """Try a program: each trial begins with the station as power came on, all wires on."""
    found, sound = [], Station(program)
    for trial in trials:
        try:
            station = Station(program, trial.fault) if trial.fault else sound.anew()
            trouble = trial.do(station)
        except LabsimError as error:
            trouble = f"The trial could not be made: {error}."
        found.append(Outcome(trial, trouble))
    return found
