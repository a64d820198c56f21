"""Records done again: a bench that only plays its record back, and the replay that checks one."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim import actions
from labsim.actions import NO_READING
from labsim.attempt import Attempt, AttemptError
from labsim.bench import Bench, Reading
from labsim.core.errors import LabsimError
from labsim.instruments.base import Measured
from labsim.workplace import Workplace

__all__ = ["Playback", "replay"]

NOT_THERE = "not on record"


class Playback(Bench):
    """The bench while nbgrader runs a notebook again: each action gives what the record says.

    Nothing is added and nothing fails: a record that is missing, of another machine, or without
    its ticket still opens.
    """

    def __init__(
        self, machine: Any, fault: Any, seed: int | None, scenario: Any, record: Attempt | None
    ) -> None:
        try:
            super().__init__(machine, fault, seed, scenario, record)
        except Exception:  # a record that does not fit this machine is shown all the same
            super().__init__(machine, None, seed, scenario)
            self.attempt = record or self.attempt
        self.attempt.path = None
        self._place = 1

    def catch_up(self) -> Workplace:
        return self

    def _act(self, do: str, **fields: Any) -> Any:
        """Find the next event of the record that is this action; return what it told."""
        events = self.attempt.events
        order = [*events[self._place :], *events[1 : self._place]]
        wanted = {"do": do, **fields}
        event = next((e for e in order if wanted.items() <= _plain(e, wanted).items()), None)
        if event is not None:
            self._place = event["n"] + 1
        if do not in ("measure", "look"):
            return None
        known = self.hands.functions().get(fields.get("function", ""))
        told = event or {"text": NOT_THERE, "value": NO_READING if known else NOT_THERE}
        value = np.array([told.get("value", NO_READING)], dtype=object)
        text, warnings = str(told.get("text", NOT_THERE)), list(told.get("warnings", ()))
        unit = known[1].unit if known else ""
        return Measured(value, np.zeros(1), unit, lambda n: text, warnings)

    def measure(
        self, function: str, *ports: str, range: float | None = None, jack: str | None = None
    ) -> Reading:
        held = actions.held(self, str(function), range, jack)
        measured = self._act("measure", function=function, ports=[str(p) for p in ports], **held)
        return self._reading(measured, str(function), tuple(map(str, ports)))

    def sign_off(self, text: str = "") -> Bench:
        """Show the record a sign-off cell carries when there is no other."""
        try:
            sealed = Attempt.sealed(str(text))
        except AttemptError:
            sealed = None
        if sealed is not None and not self.attempt.worked:
            self.attempt = sealed
        return self


def _plain(event: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of an event that an action is known by, as things that can be compared."""
    found = {name: event.get(name) for name in wanted}
    for fields in (found, wanted):
        if isinstance(fields.get("ports"), list):
            fields["ports"] = tuple(fields["ports"])
    return found


def replay(bench: Bench, record: Attempt) -> list[str]:
    """Do a record again on a fresh bench; return a sentence for all that does not come out."""
    wrong = _differences(record.events[0], bench.attempt.events[0])
    for event in record.events[1:]:
        done = len(bench.attempt.events)
        try:
            bench.again(event)
        except LabsimError as error:
            wrong.append(f"action {event['n']} ({event['do']}) cannot be done: {error}")
            break
        fresh = bench.attempt.events[done:]
        if len(fresh) != 1:
            wrong.append(f"action {event['n']} ({event['do']}) would not be on record")
            break
        wrong += _differences(event, fresh[0])
    return wrong


def _differences(mine: dict[str, Any], fresh: dict[str, Any]) -> list[str]:
    """Say which fields are not as they come out. Numbers may differ by a millionth.

    The text of a number follows from its value, yet has to be near it: both are compared.
    """
    names = [name for name in {**mine, **fresh} if name not in ("n", "h")]
    return [
        f"action {mine['n']} ({mine['do']}): recorded {name} {mine.get(name)!r}, "
        f"on replay {fresh.get(name)!r}"
        for name in names
        if not _same(mine.get(name), fresh.get(name))
    ]


def _same(one: Any, two: Any) -> bool:
    numbers = [isinstance(x, int | float) and not isinstance(x, bool) for x in (one, two)]
    if all(numbers):
        return abs(one - two) <= 1e-6 * max(1.0, abs(one), abs(two))
    return type(one) is type(two) and one == two
