"""The bench: one machine, the instruments, the clock, the hands, and the record of what is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from labsim import actions, cell, coaching, letoff, routine
from labsim.actions import NO_READING
from labsim.attempt import Attempt, AttemptError
from labsim.capture import Captures
from labsim.core.errors import LabsimError, unknown
from labsim.filing import Filing
from labsim.foresight import Foresight
from labsim.instruments.logger import TRAP
from labsim.online import OnlineHands
from labsim.provoke import checks_of, states_of
from labsim.retake import another
from labsim.shimming import Shimming
from labsim.states import LOCKED_OUT, Check, OperatingState

__all__ = ["Bench", "Reading"]


@dataclass(frozen=True)
class Reading:
    """What a check told: value (float, bool or str), unit, and the text the display shows.

    A meter out of range (OL) has the value infinity, one without a valid reading (----) NaN. The
    record, being JSON, has the texts OL and ---- for these values.
    """

    value: Any
    unit: str
    text: str
    function: str = ""
    ports: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return self.text


class Bench(Captures, Filing, Foresight, OnlineHands, Shimming):
    """A machine that may hide a fault. Every action is recorded and takes time.

    `fault` is a Fault or its id, None for a healthy machine. `seed` picks the severity and the
    calibration error of the instruments. Actions return the bench; checks return a Reading.
    """

    sealed = False  # whether the machine stands where this process cannot look

    # hands ----------------------------------------------------------------------------------
    def press(self, tag: str) -> Bench:
        """Press a button and hold it."""
        self._act("press", tag=str(tag))
        return self

    def release(self, tag: str) -> Bench:
        """Let go of a button."""
        self._act("release", tag=str(tag))
        return self

    def operate(self, tag: str, position: str) -> Bench:
        """Put a control into a position, by name."""
        self._act("operate", tag=str(tag), position=str(position))
        return self

    def wait(self, seconds: float) -> Bench:
        """Let time pass, in s."""
        try:
            dt = float(seconds)
        except (TypeError, ValueError) as error:
            raise LabsimError(f"wait {seconds!r}: give a number of seconds") from error
        self._act("wait", dt=dt)
        return self

    def set(self, tag: str, parameter: str, value: float) -> Bench:
        """Enter a parameter at the keypad of a part: `set("T1", "P1.02", 8.0)`."""
        try:
            number = float(value)
        except (TypeError, ValueError) as error:
            raise LabsimError(f"{parameter} = {value!r}: a keypad takes a number") from error
        self._act("set", tag=str(tag), parameter=str(parameter), value=number)
        return self

    def turn(self, tag: str, screw: str, turns: float) -> Bench:
        """Turn an adjusting screw: in (clockwise, more) is positive: `turn("R1", "setting", 0.5)`.

        It has no scale: a gauge tells what it did.
        """
        try:
            number = float(turns)
        except (TypeError, ValueError) as error:
            raise LabsimError(f"turn {tag} by {turns!r}: give a number of turns") from error
        self._act("turn", tag=str(tag), screw=str(screw), turns=number)
        return self

    def tap(self, tag: str) -> Bench:
        """Knock on a part with the handle of a screwdriver."""
        self._act("tap", tag=str(tag))
        return self

    def warm(self, tag: str) -> Bench:
        """Put a heat gun on a part for two minutes."""
        self._act("warm", tag=str(tag))
        return self

    def arm(self, first: str, second: str) -> Bench:
        """Set the trap: leave the leads of the event logger on two terminals; see `measure`.

        `measure("trap", first, second)` tells what happened there since.
        """
        names = [self.machine.port(p).name for p in (first, second)]
        self._act("arm", ports=names)
        return self

    # checks ---------------------------------------------------------------------------------
    def measure(
        self, function: str, *ports: str, range: float | None = None, jack: str | None = None
    ) -> Reading:
        """Connect an instrument and read: `measure("V", "K1:A1", "K1:A2")`.

        The meter ranges itself; `range=60` holds it in one of its ranges: beyond it reads OL.
        The red lead is in the jack the function needs, unless `jack` says where it was left.
        """
        names = [self.machine.port(p).name for p in ports]
        held = actions.held(self, str(function), range, jack)
        measured = self._act("measure", function=str(function), ports=names, **held)
        return self._reading(measured, str(function), tuple(names))

    def look(self, tag: str) -> Reading:
        """Look at a part, listen, feel: `look("K1")` tells "pulled in"."""
        return self._reading(self._act("look", tag=str(tag)), "look", (str(tag),))

    @staticmethod
    def _reading(measured: Any, function: str, ports: tuple[str, ...]) -> Reading:
        value, warnings = actions.plain(measured.value[0]), tuple(measured.warnings)
        value = {"OL": float("inf"), NO_READING: float("nan")}.get(value, value)
        return Reading(value, measured.unit, measured.text(), function, ports, warnings)

    @cached_property
    def states(self) -> list[OperatingState]:
        """The operating states the controls can reach on the healthy machine."""
        return states_of(self.machine, self.scenario)

    @cached_property
    def _checks(self) -> tuple[Check, ...]:
        return checks_of(self.machine, self.states, self.scenario)

    def checks(self) -> tuple[Check, ...]:
        """Return everything that can be observed, in every operating state."""
        return self._checks

    def do(self, check_id: str) -> Reading:
        """Operate what a check needs, connect, read, record."""
        check = next((c for c in self._checks if c.id == check_id), None)
        if check is None:
            raise unknown("This bench", "check", check_id, [c.id for c in self._checks])
        letoff.put_in(self, check.function, check.ports, LOCKED_OUT)
        if check.function == TRAP:
            self._state = routine.trap(self, check, self._state)
        else:
            self.bring(check.state)
        if check.function == "look":
            return self.look(check.ports[0])
        reading = self.measure(check.function, *check.ports)
        routine.discharge(self)
        return reading

    def bring(self, label: str) -> Bench:
        """Bring the machine into an operating state, by its label; lock out where it says so."""
        state = routine.bring(self, label, self._state)
        self._state = state
        return self

    # work -----------------------------------------------------------------------------------
    def lift(self, port: str) -> Bench:
        """Take a conductor off its terminal, or a line off its port and plug both ends."""
        self._act("lift", port=self.machine.port(port).name)
        return self

    def land(self, port: str) -> Bench:
        """Put a conductor back on its terminal, or a line back on its port."""
        self._act("land", port=self.machine.port(port).name)
        return self

    def fit(self, port: str, function: str = "L/min") -> Bench:
        """Open a line and put an instrument in: the flow meter, "bar" a gauge, "mL/min" a jug."""
        self._act("fit", port=self.machine.port(port).name, function=str(function))
        return self

    def unfit(self, port: str, function: str = "L/min") -> Bench:
        """Take an instrument out of the line again."""
        self._act("unfit", port=self.machine.port(port).name, function=str(function))
        return self

    def repair(self, what: str) -> Bench:
        """Fit a new part ("K1"), or make a connection anew ("K1:A1")."""
        self._act("repair", what=str(what))
        return self

    def mend(self, what: str) -> Bench:
        """Put an instrument right: a new fuse, or a new one when it is tagged out."""
        self._act("mend", what=str(what))
        return self

    # thinking -------------------------------------------------------------------------------
    def hint(self) -> Bench:
        """Ask the coach: first where to think, then which kind of check, then which check.

        It costs points. labsim.coach.hints tells what the coach says.
        """
        self._act("hint")
        return self

    # verdict --------------------------------------------------------------------------------
    def diagnose(self, component: str, title: str) -> Bench:
        """Name the fault: component tag and trade title."""
        self._act("diagnose", component=str(component), title=str(title))
        return self

    def sign_off(self, text: str = "") -> Bench:
        """Close the order with a report; the record is complete then.

        An empty report signs nothing off, and what is signed off stays as it is: a notebook may be
        run from top to bottom. In a notebook the cell becomes its own record.
        """
        text = str(text or "")
        sealed = Attempt.sealed(text.strip())
        with self.attempt.held():
            self.catch_up()
        if sealed is not None:
            self._adopt(sealed)
        elif text.strip() and not self.attempt.signed_off:
            self._act("sign_off", text=text)
        if self.attempt.signed_off:
            cell.rewrite("sign_off", self.attempt.seal())
        return self

    def _adopt(self, record: Attempt) -> None:
        """Go on with the record a cell carries, when it continues what is at this bench."""
        if self.attempt.signed_off:
            return
        if record.header != self.attempt.header:
            raise another(record, self.attempt)
        if not record.starts_with(self.attempt):
            raise AttemptError("the record in this cell is not of the work at this bench")
        with self.attempt.held():
            self.attempt.go_on(record)
            self._begin()

    def reveal(self) -> str:
        """Tell the hidden fault, on a practice bench only: "K1: coil burnt open"."""
        if not self.practice:
            raise LabsimError("only a practice bench tells: open_lab(…, practice=True)")
        return self._hidden.id if self._hidden else "nothing is wrong"

    def again(self, event: dict[str, Any]) -> Bench:
        """Do again what an event of a record says, as a new action of this bench."""
        given = {k: event[k] for k in actions.ARGUMENTS.get(event["do"], ()) if k in event}
        if event["do"] == "wait":
            return self.wait(float(event.get("dt", 0.0)))
        if "settings" in event:
            self.retake(event)
            return self
        if event["do"] == "measure":
            self.measure(event["function"], *event["ports"], range=event.get("range"),
                         jack=event.get("jack"))  # fmt: skip
            return self
        if event["do"] == "arm":
            return self.arm(*event["ports"])
        if event["do"] not in actions.ARGUMENTS:
            raise LabsimError(f"line {event.get('n')}: nothing called {event['do']!r} can be done")
        getattr(self, event["do"])(**given)
        return self

    def __repr__(self) -> str:
        name = getattr(self.scenario, "id", "") or self.machine.title
        end = ", signed off" if self.attempt.signed_off else ""
        done = "1 action" if (n := len(self.attempt.events) - 1) == 1 else f"{n} actions"
        return f"<Bench {name}: {done}, {self.clock:.1f} min on the clock{end}{self._standing()}>"

    def _standing(self) -> str:
        kind = coaching.standing(self)
        return f", {kind}" if kind else ""
