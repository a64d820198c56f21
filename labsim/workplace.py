"""The workplace: the machine as it stands, what the record says of it, and what is there to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labsim import actions, coaching
from labsim.attempt import Attempt, AttemptError
from labsim.core.component import Fault
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.facts import facts, settle
from labsim.hands import Hands
from labsim.opening import lost
from labsim.safety import RULES, Lockout
from labsim.states import OperatingState
from labsim.zero import fed

__all__ = ["Workplace"]


_MOVES = ("press", "release", "operate", "tap", "warm", "isolate", "restore", "try_out")


class Workplace:
    """A machine that may hide a fault, and the record of all that is done to it."""

    def __init__(
        self,
        machine: Machine,
        fault: Fault | str | None = None,
        seed: int | None = None,
        scenario: Any = None,
        attempt: Attempt | None = None,
        specimen: int | None = None,
        values: Mapping[tuple[str, str], float] | None = None,
    ) -> None:
        """`specimen` draws severity and calibration; left out, `seed` does.

        `values` are those of the parts that are not as drawn, yet sound.
        """
        self.machine, self.scenario, self.seed = machine, scenario, seed
        hidden = machine.fault(fault) if isinstance(fault, str) else fault
        options = variants_of(hidden) if hidden else [Variant()]
        self.specimen = seed if specimen is None else specimen
        self._variant = options[(self.specimen or 0) % len(options)]
        self._values = dict(values or {})
        self._hidden, self.practice = hidden, False
        self.attempt = attempt or Attempt()
        self._begin()
        if attempt is None:
            own = {"unit": machine.unit} if machine.unit else {}
            self.attempt.stamp(lab=getattr(scenario, "id", ""), seen=self._seen, **own)

    # the record ---------------------------------------------------------------------------
    def _begin(self) -> None:
        """Put the machine where the record says it is, from the first line on."""
        self._whole = False
        self.sim = Simulation(self.machine, [self._variant], self._values)
        self.hands = Hands(self.sim, self.specimen, getattr(self.scenario, "instruments", ()))
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
            if not actions.allow(self, event):
                raise LabsimError("it is so already")
            self._go(event)
        except LabsimError as error:
            raise AttemptError(f"line {event['n'] + 1} cannot be done again: {error}") from error

    def _go(self, event: dict[str, Any]) -> tuple[Any, list[str], dict[str, str]]:
        """Carry out an event; return readings if any, rules broken, and what is seen."""
        known = facts(self, event)
        measured = self.hands.do(event)
        settle(self, event, known, measured)
        broken = self.lockout.note(event, known)
        self._hurt = known.get("hurt", [])
        self.open_covers |= actions.covers(event)
        if event["do"] in _MOVES:
            self._state = None
        return measured, broken, self._noticed()

    def catch_up(self) -> Workplace:
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
            if not actions.allow(self, event):
                return None
            event["dt"] = actions.seconds(self, event)
            event["t"] = round(self.clock + event["dt"] / 60, 3)
            euros = actions.price(self, event)
            event |= {} if euros is None else {"price": euros}
            event |= coaching.charge(self, event)
            self._whole = False  # until it is on record: an interrupt leaves nothing half done
            measured, broken, seen = self._go(event)
            event |= lost(self, event)
            self.attempt.add({**event, **self._told(measured, broken, seen, self._hurt)})
            self._whole = True
        return measured

    @staticmethod
    def _told(
        measured: Any, broken: list[str], seen: dict[str, str], hurt: list[str]
    ) -> dict[str, Any]:
        """What an event tells, for the record."""
        told: dict[str, Any] = {"seen": seen} if seen else {}
        if measured is not None:
            told |= {"value": actions.plain(measured.value[0]), "text": measured.text()}
            told |= {"warnings": measured.warnings} if measured.warnings else {}
            more = {name: actions.plain(one.value[0]) for name, one in measured.more.items()}
            told |= {"more": more} if more else {}
        if "injury" in broken:
            told["hurt"] = hurt
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

    # what is there ----------------------------------------------------------------------------
    @property
    def clock(self) -> float:
        """Minutes worked."""
        return float(self.attempt.events[-1].get("t", 0.0))

    @property
    def cost(self) -> float:
        """Euros for parts fitted."""
        return self.attempt.cost

    @property
    def standstill(self) -> float:
        """Euros for the minutes the machine stands; none where a scenario gives no price."""
        return self.clock * getattr(self.scenario, "downtime", 0.0)

    def live(self, port: str, by: str = "") -> bool:
        """Tell whether any source can still feed a port, whatever it reads now.

        `by` asks for one kind: "sources", "charged" capacitors, or "stores", charged or not.
        """
        return fed(self.sim, self.machine.port(port), by)

    def functions(self) -> dict[str, tuple[str, str, tuple[int, ...]]]:
        """Return measuring functions: name -> (instrument, unit, numbers of leads)."""
        return {n: (kind.title, f.unit, f.leads) for n, (kind, f) in self.hands.functions().items()}

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
            if view.part.obvious and (text := view.look()) is not None:
                found.append({"tag": tag, "title": view.part.title, "text": str(text[0])})
        return found
