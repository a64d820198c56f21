"""The bench: one machine, the instruments, the clock, the hands, and the record of what is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from labsim import actions, cell, routine
from labsim.attempt import Attempt, AttemptError
from labsim.core.component import Fault
from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.hands import Hands, functions, isolators
from labsim.safety import RULES, Lockout
from labsim.states import Check, OperatingState, checks, operating_states

__all__ = ["Bench", "Reading", "variants_of"]

@dataclass(frozen=True)
class Reading:
    """What a check told: value (float, bool or str), unit, and the text the display shows."""

    value: Any
    unit: str
    text: str
    function: str = ""
    ports: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return self.text


def variants_of(fault: Fault) -> list[Variant]:
    """Return a variant of the machine for each severity of a fault."""
    return [
        Variant({(fault.component, k): v for k, v in wrong.items()}, fault.when, fault.id, n)
        for n, wrong in enumerate(fault.severities())
    ]


class Bench:
    """A machine that may hide a fault. Every action is recorded and takes time.

    `fault` is a Fault or its id, None for a healthy machine. `seed` picks the severity and the
    calibration error of the instruments. Actions return the bench; checks return a Reading.
    """

    def __init__(
        self,
        machine: Machine,
        fault: Fault | str | None = None,
        seed: int | None = None,
        scenario: Any = None,
        attempt: Attempt | None = None,
    ) -> None:
        self.machine, self.scenario, self.seed = machine, scenario, seed
        hidden = machine.fault(fault) if isinstance(fault, str) else fault
        options = variants_of(hidden) if hidden else [Variant()]
        self._variant = options[(seed or 0) % len(options)]
        self._hidden, self.practice = hidden, False
        self.attempt = attempt or Attempt()
        self._begin()
        if attempt is None:
            self.attempt.stamp(lab=getattr(scenario, "id", ""), seen=self._seen)

    # the record ---------------------------------------------------------------------------
    def _begin(self) -> None:
        """Put the machine where the record says it is, from the first line on."""
        self._whole = False
        self.sim = Simulation(self.machine, [self._variant])
        self.hands = Hands(self.sim, self.seed)
        for step in getattr(self.scenario, "before", ()):
            self.hands.do(step)
        self.lockout = Lockout()
        self.open_covers: set[str] = set()
        self._state: OperatingState | None = None
        self._seen = {s["tag"]: s["text"] for s in self.sights()}
        for event in self.attempt.events[1:]:
            self._again(event)
        self._whole = True

    def _again(self, event: dict[str, Any]) -> None:
        """Let the machine go through an event of the record; AttemptError if it cannot."""
        try:
            self._go(event)
        except LabsimError as error:
            raise AttemptError(f"line {event['n'] + 1} cannot be done again: {error}") from error

    def _go(self, event: dict[str, Any]) -> tuple[Any, list[str], dict[str, str]]:
        """Carry out an event; return readings if any, rules broken, and what is seen."""
        known = actions.facts(self, event)
        measured = self.hands.do(event)
        actions.settle(event, known, measured)
        broken = self.lockout.note(event, known)
        self.open_covers |= actions.covers(event)
        if event["do"] in ("press", "release", "operate", "isolate", "restore", "try_out"):
            self._state = None
        return measured, broken, self._noticed()

    def catch_up(self) -> Bench:
        """Do what another tab has added to the record since; after an interrupt, begin anew."""
        fresh = self.attempt.news()
        if not self._whole:
            self._begin()
            return self
        self._whole = False
        for event in fresh:
            self._again(event)
        self._whole = True
        return self

    def _act(self, do: str, **fields: Any) -> Any:
        """Do something, let its time pass, record it; return readings if any."""
        with self.attempt.held():
            self.catch_up()
            if self.attempt.signed_off:
                raise AttemptError("this attempt is signed off: nothing can be added to it")
            event = {"do": do, **fields}
            actions.allow(self, event)
            event["dt"] = actions.seconds(self, event)
            event["t"] = round(self.clock + event["dt"] / 60, 3)
            euros = actions.price(self, event)
            event |= {} if euros is None else {"price": euros}
            self._whole = False  # until it is on record: an interrupt leaves nothing half done
            measured, broken, seen = self._go(event)
            self.attempt.add({**event, **self._told(measured, broken, seen)})
            self._whole = True
        return measured

    @staticmethod
    def _told(measured: Any, broken: list[str], seen: dict[str, str]) -> dict[str, Any]:
        """What an event tells, for the record."""
        told: dict[str, Any] = {"seen": seen} if seen else {}
        if measured is not None:
            told |= {"value": actions.plain(measured.value[0]), "text": measured.text()}
            told |= {"warnings": measured.warnings} if measured.warnings else {}
        if broken:
            told["breaches"] = [
                {"rule": r, "text": RULES[r].text, "critical": RULES[r].critical} for r in broken
            ]
        return told

    def _noticed(self) -> dict[str, str]:
        """What eye and ear notice by themselves: parts that look or sound other than before."""
        now = {s["tag"]: s["text"] for s in self.sights()}
        seen = {tag: text for tag, text in now.items() if self._seen.get(tag) != text}
        self._seen = now
        return seen

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

    def tap(self, tag: str) -> Bench:
        """Knock on a part with the handle of a screwdriver."""
        self._act("tap", tag=str(tag))
        return self

    # lockout --------------------------------------------------------------------------------
    def notify(self) -> Bench:
        """Tell the people concerned."""
        self._act("notify")
        return self

    def isolate(self, tag: str) -> Bench:
        """Switch an isolator off."""
        if str(tag) not in self.lockout.off:
            self._act("isolate", tag=str(tag))
        return self

    def lock(self, tag: str) -> Bench:
        """Hang lock and tag on an isolator that is off."""
        self._act("lock", tag=str(tag))
        return self

    def discharge(self, tag: str) -> Bench:
        """Release the energy a part may store."""
        self._act("discharge", tag=str(tag))
        return self

    def prove(self) -> Bench:
        """Prove the meter on a known source (proving unit)."""
        self._act("prove")
        return self

    def try_out(self, tag: str) -> Bench:
        """Try to start the locked-out machine; nothing may move."""
        self._act("try_out", tag=str(tag))
        return self

    def restore(self, tag: str) -> Bench:
        """Take lock and tag off and switch on."""
        if str(tag) in self.lockout.off or tag not in isolators(self.sim):
            self._act("restore", tag=str(tag))
        return self

    # checks ---------------------------------------------------------------------------------
    def measure(self, function: str, *ports: str) -> Reading:
        """Connect an instrument and read: `measure("V", "K1:A1", "K1:A2")`."""
        names = [self.machine.port(p).name for p in ports]
        measured = self._act("measure", function=str(function), ports=names)
        return self._reading(measured, str(function), tuple(names))

    def look(self, tag: str) -> Reading:
        """Look at a part, listen, feel: `look("K1")` tells "pulled in"."""
        return self._reading(self._act("look", tag=str(tag)), "look", (str(tag),))

    @staticmethod
    def _reading(measured: Any, function: str, ports: tuple[str, ...]) -> Reading:
        value, warnings = actions.plain(measured.value[0]), tuple(measured.warnings)
        value = float("inf") if value == "OL" else value
        return Reading(value, measured.unit, measured.text(), function, ports, warnings)

    @cached_property
    def states(self) -> list[OperatingState]:
        """The operating states the controls can reach on the healthy machine."""
        return operating_states(self.machine)

    @cached_property
    def _checks(self) -> tuple[Check, ...]:
        return checks(self.machine, self.states)

    def checks(self) -> tuple[Check, ...]:
        """Return everything that can be observed, in every operating state."""
        return self._checks

    def do(self, check_id: str) -> Reading:
        """Operate what a check needs, connect, read, record."""
        check = next((c for c in self._checks if c.id == check_id), None)
        if check is None:
            raise unknown("This bench", "check", check_id, [c.id for c in self._checks])
        self.bring(check.state)
        if check.function == "look":
            return self.look(check.ports[0])
        return self.measure(check.function, *check.ports)

    def bring(self, label: str) -> Bench:
        """Bring the machine into an operating state, by its label; lock out where it says so."""
        state = routine.bring(self, label, self._state)
        self._state = state
        return self

    # work -----------------------------------------------------------------------------------
    def lift(self, port: str) -> Bench:
        """Take a conductor off its terminal."""
        self._act("lift", port=self.machine.port(port).name)
        return self

    def land(self, port: str) -> Bench:
        """Put a conductor back on its terminal."""
        self._act("land", port=self.machine.port(port).name)
        return self

    def repair(self, what: str) -> Bench:
        """Fit a new part ("K1"), or make a connection anew ("K1:A1")."""
        self._act("repair", what=str(what))
        return self

    def mend(self, what: str) -> Bench:
        """Put an instrument right: a new fuse, or a new one when it is tagged out."""
        self._act("mend", what=str(what))
        return self

    def diagnose(self, component: str, title: str) -> Bench:
        """Name the fault: component tag and trade title."""
        self._act("diagnose", component=str(component), title=str(title))
        return self

    def sign_off(self, text: str = "") -> Bench:
        """Close the order with a report; the record is complete then.

        An empty report signs nothing off, and what is signed off stays as it is: a notebook may be
        run from top to bottom. In a notebook the cell becomes its own record.
        """
        sealed = Attempt.sealed(str(text).strip())
        with self.attempt.held():
            self.catch_up()
        if sealed is not None:
            self._adopt(sealed)
        elif str(text).strip() and not self.attempt.signed_off:
            self._act("sign_off", text=str(text))
        if self.attempt.signed_off:
            cell.rewrite(f'bench.sign_off("{self.attempt.seal()}")')
        return self

    def _adopt(self, record: Attempt) -> None:
        """Go on with the record a cell carries, when it continues what is at this bench."""
        if self.attempt.signed_off:
            return
        if record.header != self.attempt.header:
            raise AttemptError("the record in this cell is of another lab, student or machine")
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
        if event["do"] == "measure":
            self.measure(event["function"], *event["ports"])
            return self
        if event["do"] not in actions.ARGUMENTS:
            raise LabsimError(f"line {event.get('n')}: nothing called {event['do']!r} can be done")
        getattr(self, event["do"])(**given)
        return self

    # what is there ----------------------------------------------------------------------------
    @property
    def clock(self) -> float:
        """Minutes worked."""
        return float(self.attempt.events[-1].get("t", 0.0))

    @property
    def cost(self) -> float:
        """Euros for parts fitted."""
        return self.attempt.cost

    def live(self, port: str) -> bool:
        """Tell whether any source can still feed a port, whatever it reads now."""
        found = self.machine.port(port)
        return bool(self.sim.network_of(found.component).feeds(found))

    def functions(self) -> dict[str, tuple[str, str, tuple[int, ...]]]:
        """Return measuring functions: name -> (instrument, unit, numbers of leads)."""
        return {n: (kind.title, f.unit, f.leads) for n, (kind, f) in functions().items()}

    def controls(self) -> list[dict[str, Any]]:
        """Return what hands can work, with its present position."""
        found = []
        for tag, part in self.machine.components.items():
            if part.positions:
                position = int(self.sim.states[tag, "position"][0])
                found.append(
                    {
                        "tag": tag,
                        "title": part.title,
                        "positions": part.positions,
                        "position": position,
                        "momentary": part.momentary,
                        "isolates": part.isolates,
                        "hand": not part.isolates,
                        "locked": tag in self.lockout.locked,
                    }
                )
        return found

    def sights(self) -> list[dict[str, str]]:
        """Return what eye and ear notice without looking for it; the record has it too."""
        self.sim.solve()
        found = []
        for tag, view in self.sim.views.items():
            text = view.part.look(view)
            if text is not None and view.part.obvious:
                found.append({"tag": tag, "title": view.part.title, "text": str(text[0])})
        return found
