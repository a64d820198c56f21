"""The bench: one machine, the instruments, the clock, the hands, and the record of what is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from labsim import cell
from labsim.attempt import Attempt
from labsim.core.component import Fault
from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.hands import Hands, functions, isolators
from labsim.instruments.multimeter import Multimeter
from labsim.safety import RULES, Lockout
from labsim.states import Check, OperatingState, checks, operating_states

__all__ = ["MINUTES", "Bench", "Reading", "variants_of"]

# Minutes an action takes (assumed, by a trained hand with the tools at the machine).
MINUTES = {
    "press": 0.1, "release": 0.05, "operate": 0.1, "tap": 0.2, "look": 0.1, "notify": 0.5,
    "isolate": 1.0, "lock": 1.0, "discharge": 1.0, "prove": 0.5, "try_out": 0.5, "restore": 1.0,
    "lift": 2.0, "land": 2.0, "diagnose": 0.0, "sign_off": 2.0,
}  # fmt: skip
ARGUMENTS = {
    **dict.fromkeys(("press", "release", "tap", "look", "isolate", "lock"), ("tag",)),
    **dict.fromkeys(("discharge", "try_out", "restore"), ("tag",)),
    **dict.fromkeys(("notify", "prove"), ()), **dict.fromkeys(("lift", "land"), ("port",)),
    "operate": ("tag", "position"), "repair": ("what",), "diagnose": ("component", "title"),
    "sign_off": ("text",), "wait": (), "measure": (),
}  # fmt: skip
REMAKE_MINUTES, REMAKE_PRICE = 8.0, 2.0  # a connection made anew (assumed)
DEAD_VOLTS = 1.0  # a reading below this counts as dead in live-dead-live


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
        self.sim = Simulation(machine, [self._variant])
        self.hands = Hands(self.sim, seed)
        for step in getattr(scenario, "before", ()):
            self.hands.do(step)
        self.lockout = Lockout()
        self.open_covers: set[str] = set()
        self._state: OperatingState | None = None
        self._seen = {s["tag"]: s["text"] for s in self.sights()}
        self.attempt = attempt or Attempt(lab=getattr(scenario, "id", ""), seen=self._seen)
        for event in self.attempt.events[1:]:
            self._redo(event)

    # the record ---------------------------------------------------------------------------
    def _redo(self, event: dict[str, Any]) -> Any:
        """Do again what the record says was done; return the readings, if it took any."""
        facts = self._facts(event)
        measured = self.hands.do(event)
        self._settle_facts(event, facts, measured)
        self.lockout.note(event, facts)
        self._noticed()
        if event["do"] in ("press", "release", "operate", "isolate", "restore", "try_out"):
            self._state = None
        return measured

    def _act(self, do: str, minutes: float | None = None, **fields: Any) -> Any:
        """Do something, let its time pass, record it; return readings if any."""
        for event in self.attempt.news():
            self._redo(event)
        if self.attempt.signed_off:
            raise LabsimError("this attempt is signed off: nothing can be added to it")
        minutes = MINUTES[do] if minutes is None else minutes
        event = {"do": do, **fields, "dt": round(60 * minutes, 3)}
        facts = self._facts(event)
        measured = self.hands.do(event)
        self._settle_facts(event, facts, measured)
        broken = self.lockout.note(event, facts)
        event["t"] = round(self.clock + minutes, 3)
        event |= self._noticed()
        if measured is not None:
            event["value"], event["text"] = plain(measured.value[0]), measured.text()
            if measured.warnings:
                event["warnings"] = measured.warnings
        if broken:
            event["breaches"] = [
                {"rule": r, "text": RULES[r].text, "critical": RULES[r].critical} for r in broken
            ]
        self.attempt.append(event.pop("do"), **event)
        return measured

    def _facts(self, event: dict[str, Any]) -> dict[str, Any]:
        """What the safety rules need to know just before an event."""
        do = event["do"]
        facts = {"live": False, "running": False, "over": False, "rush": False}
        facts |= {"dead_function": False, "dead_reading": False}
        if do == "isolate":
            facts["running"] = self._running()
        if do == "measure":
            known = functions()
            if event["function"] in known:
                facts["dead_function"] = known[event["function"]][1].dead
            facts["live"] = any(self.live(p) for p in event["ports"])
        if do in ("lift", "land"):
            facts["live"] = self.live(event["port"])
        if do == "repair":
            facts["live"] = self._repair_is_live(event["what"])
        return facts

    def _settle_facts(self, event: dict[str, Any], facts: dict[str, Any], measured: Any) -> None:
        if measured is None or event["do"] != "measure":
            return
        value = measured.value[0]
        facts["rush"] = bool(measured.warnings)
        if measured.unit == "V":
            facts["over"] = bool(abs(value) > Multimeter.CAT_LIMIT)
            facts["dead_reading"] = bool(abs(value) < DEAD_VOLTS) and not facts["live"]
        if facts["dead_function"] and facts["live"]:
            measured.show = lambda n: "----"
            measured.warnings = ["live circuit: no valid reading"]
            measured.value = measured.value * float("nan")

    def _noticed(self) -> dict[str, Any]:
        """What eye and ear notice by themselves: parts that look or sound other than before."""
        now = {s["tag"]: s["text"] for s in self.sights()}
        seen = {tag: text for tag, text in now.items() if self._seen.get(tag) != text}
        self._seen = now
        return {"seen": seen} if seen else {}

    def _running(self) -> bool:
        speeds = [s[0] for (_, name), s in self.sim.states.items() if name == "speed"]
        return any(speed > 0.2 for speed in speeds)

    def _repair_is_live(self, what: str) -> bool:
        if ":" in what:
            return self.live(what)
        part = self.machine.component(what)
        return any(self.live(f"{what}:{mark}") for mark in part.marks)

    # hands ----------------------------------------------------------------------------------
    def _control(self, tag: str) -> Any:
        part = self.machine.component(tag)
        if not part.positions:
            hands = [t for t, p in self.machine.components.items() if p.positions]
            names = ", ".join(hands)
            raise LabsimError(f"{tag} is a {part.title}, not a control; controls are {names}")
        if tag in self.lockout.locked:
            raise LabsimError(f"{tag} is locked: restore it first")
        return part

    def press(self, tag: str) -> Bench:
        """Press a button and hold it."""
        self._control(tag)
        self._state = None
        self._act("press", tag=tag)
        return self

    def release(self, tag: str) -> Bench:
        """Let go of a button."""
        self._control(tag)
        self._state = None
        self._act("release", tag=tag)
        return self

    def operate(self, tag: str, position: str) -> Bench:
        """Put a control into a position, by name."""
        part = self._control(tag)
        if position not in part.positions:
            raise unknown(tag, "position", position, part.positions)
        self._state = None
        self._act("operate", tag=tag, position=position)
        return self

    def wait(self, seconds: float) -> Bench:
        """Let time pass."""
        if not 0 <= seconds <= 24 * 3600:
            raise LabsimError(f"wait {seconds} s: between 0 s and a day")
        self._act("wait", seconds / 60)
        return self

    def tap(self, tag: str) -> Bench:
        """Knock on a part with the handle of a screwdriver."""
        self.machine.component(tag)
        self._act("tap", tag=tag)
        return self

    # lockout --------------------------------------------------------------------------------
    def notify(self) -> Bench:
        """Tell the people concerned."""
        self._act("notify")
        return self

    def _isolator(self, tag: str) -> None:
        if not self.machine.component(tag).isolates:
            names = ", ".join(isolators(self.sim))
            raise LabsimError(f"{tag} isolates nothing; what can be switched off and locked: {names}")

    def isolate(self, tag: str) -> Bench:
        """Switch an isolator off."""
        self._isolator(tag)
        self._state = None
        if tag not in self.lockout.off:
            self._act("isolate", tag=tag)
        return self

    def lock(self, tag: str) -> Bench:
        """Hang lock and tag on an isolator that is off."""
        self._isolator(tag)
        if tag not in self.lockout.off:
            raise LabsimError(f"{tag} is on: isolate it before you lock it")
        self._act("lock", tag=tag)
        return self

    def discharge(self, tag: str) -> Bench:
        """Release the energy a part may store."""
        self.machine.component(tag)
        self._act("discharge", tag=tag)
        return self

    def prove(self) -> Bench:
        """Prove the meter on a known source (proving unit)."""
        self._act("prove")
        return self

    def try_out(self, tag: str) -> Bench:
        """Try to start the locked-out machine; nothing may move."""
        self._control(tag)
        self._act("try_out", tag=tag)
        return self

    def restore(self, tag: str) -> Bench:
        """Take lock and tag off and switch on."""
        self._isolator(tag)
        self._state = None
        if tag in self.lockout.off:
            self._act("restore", tag=tag)
        return self

    # checks ---------------------------------------------------------------------------------
    def measure(self, function: str, *ports: str) -> Reading:
        """Connect an instrument and read: `measure("V", "K1:A1", "K1:A2")`."""
        names = [self.machine.port(p).name for p in ports]
        known = functions()
        if function not in known:
            raise unknown("The instrument case", "function", function, known)
        covers = {p.partition(":")[0] for p in names} - self.open_covers
        access = max((self.machine.component(t).values["access"] for t in covers), default=0.0)
        minutes = known[function][1].minutes + access
        measured = self._act("measure", minutes, function=function, ports=names)
        self.open_covers |= covers
        return self._reading(measured, function, tuple(names))

    def look(self, tag: str) -> Reading:
        """Look at a part, listen, feel: `look("K1")` tells "pulled in"."""
        self.machine.component(tag)
        return self._reading(self._act("look", tag=tag), "look", (tag,))

    @staticmethod
    def _reading(measured: Any, function: str, ports: tuple[str, ...]) -> Reading:
        value, warnings = plain(measured.value[0]), tuple(measured.warnings)
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
        state = next((s for s in self.states if s.label == label), None)
        if state is None:
            raise unknown("This machine", "state", label, [s.label for s in self.states])
        if self._state == state:
            return self
        here = self._state
        if state.dead and (here is not None and here.dead):
            self._steps([step for step in here.back if step[0] == "release"])
        else:
            self._to_rest()
            if state.dead:
                self._lock_out()
        self._steps([step for step in state.there if step[0] != "isolate"])
        self._state = state
        return self

    def _to_rest(self) -> None:
        if self._state is not None:
            steps = self._state.back
        else:
            steps = tuple(
                ("release", c["tag"]) for c in self.controls() if c["position"] and c["hand"]
            ) + tuple(("restore", tag) for tag in sorted(self.lockout.off))
            running = [s for s in self.states if s.label.startswith("after")]
            if any(self.sim.views[t].part.look(self.sim.views[t])[0] == "pulled in"
                   for t in self._coils()):  # fmt: skip
                steps += running[0].back if running else ()
        self._steps(steps)

    def _coils(self) -> list[str]:
        return [t for t, p in self.machine.components.items() if "pulled" in p._states]

    def _steps(self, steps: Any) -> None:
        for do, tag in steps:
            if do == "restore":
                self.notify()
            getattr(self, do)(tag)

    def _lock_out(self) -> None:
        self.notify()
        for tag in isolators(self.sim):
            self.isolate(tag).lock(tag)
        self.prove()
        for tag in isolators(self.sim):
            marks = self.machine.component(tag).marks
            dead = [m for m in marks if not self.live(f"{tag}:{m}")]
            if len(dead) > 1:
                self.measure("V", f"{tag}:{dead[0]}", f"{tag}:{dead[1]}")
        self.prove()

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
        if ":" in str(what):
            self.machine.port(what)
            self._act("repair", REMAKE_MINUTES, what=what, price=REMAKE_PRICE)
        else:
            part = self.machine.component(what)
            self._act("repair", part.swap, what=what, price=part.price)
        return self

    def diagnose(self, component: str, title: str) -> Bench:
        """Name the fault: component tag and trade title."""
        self.machine.fault(f"{self.machine.component(component).tag}: {title}")
        self._act("diagnose", component=component, title=title)
        return self

    def sign_off(self, text: str = "") -> Bench:
        """Close the order with a report; the record is complete then.

        An empty report signs nothing off, and what is signed off stays as it is: a notebook may be
        run from top to bottom. In a notebook the cell becomes its own record.
        """
        if str(text).strip() and not self.attempt.signed_off:
            self._act("sign_off", text=str(text))
        if self.attempt.signed_off:
            cell.rewrite(f'bench.sign_off("{self.attempt.seal()}")')
        return self

    def again(self, event: dict[str, Any]) -> Bench:
        """Do again what an event of a record says, as a new action of this bench."""
        given = {k: event[k] for k in ARGUMENTS.get(event["do"], ()) if k in event}
        if event["do"] == "wait":
            return self.wait(float(event.get("dt", 0.0)))
        if event["do"] == "measure":
            self.measure(event["function"], *event["ports"])
            return self
        if event["do"] not in ARGUMENTS:
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


def plain(value: Any) -> Any:
    """Turn a reading into what JSON can hold; infinity is what a meter shows, OL."""
    if isinstance(value, str):
        return str(value)
    number = float(value)
    if number != number:
        return "----"
    return number if abs(number) != float("inf") else "OL"
