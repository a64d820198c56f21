"""The bench of a sealed lab: the verbs are here, the machine with its fault is in the service.

Every verb of `Bench` ends in one action; here that action goes to the service, and what it tells
comes back with the lines it put on record. This process knows the drawing, the sound machine and
the record, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from labsim import cell
from labsim.attempt import Attempt
from labsim.bench import Bench, Reading
from labsim.core.errors import LabsimError
from labsim.hands import functions
from labsim.instruments.base import Measured
from labsim.retake import another
from labsim.safety import Lockout
from labsim.sealed.client import PROTOCOL, Away, Link, NotSealed
from labsim.sealed.mirror import Mirror
from labsim.sealed.values import rich
from labsim.states import Check

__all__ = ["FarBench", "open_far"]

AWAY = "the machine stands in the measurement service: a bench here has no {}"


def open_far(lab: Any, link: Link, number: int | None = None) -> FarBench | None:
    """Return the bench of a lab that the service seals, None when it does not seal this one.

    `number` is that of the attempt; without it the newest goes on.
    """
    which = {} if number is None else {"number": int(number)}
    try:
        found = link.ask("open", lab=lab.id, at=0, protocol=PROTOCOL, **which)
    except NotSealed:
        link.close()
        return None
    unit = str(found["unit"])
    machine = lab.machine if unit in ("", "0") else lab.scenario.build(unit)
    bench = FarBench(machine, lab.scenario, link, found)
    if machine is lab.machine:
        bench.states, bench._checks = lab.states, lab.checks
    return bench


class FarBench(Bench):
    """A bench on a link: same verbs, same readings, same record."""

    sealed = True
    attempt: Mirror

    def __init__(self, machine: Any, scenario: Any, link: Link, opened: Mapping[str, Any]) -> None:
        self.machine, self.scenario, self.link = machine, scenario, link
        self.lab_id, self.seed = str(opened["lab"]), int(opened["sheets"])
        self.practice, self._hidden = False, None
        self.attempt = Mirror.of_events(opened["events"])

    # the link -------------------------------------------------------------------------------
    @property
    def number(self) -> int:
        """Which attempt this is, from 1."""
        return int(self.attempt.header.get("attempt", 1))

    def ask(self, op: str, **fields: Any) -> dict[str, Any]:
        """Ask the service; take the lines of the record it has that are not here yet."""
        try:
            found = self._asked(op, **fields)
        except Away:
            found = self._come_back(op, fields)
        self._take(found)
        return found

    def _asked(self, op: str, **fields: Any) -> dict[str, Any]:
        at, number = len(self.attempt.events), self.number
        return self.link.ask(op, lab=self.lab_id, at=at, number=number, **fields)

    def _take(self, found: Mapping[str, Any]) -> None:
        fresh = list(found.get("events", ()))
        if fresh:
            self.attempt.follow(fresh)

    def _come_back(self, op: str, fields: dict[str, Any]) -> dict[str, Any]:
        """After a break: open again; ask again only what the record does not have already."""
        here = len(self.attempt.events)
        self._take(self._asked("open", protocol=PROTOCOL))
        fresh = self.attempt.events[here:]
        if op == "act" and fresh and _is(fresh[-1], fields):
            event = fresh[-1]
            return {"events": [], "measured": _told(event) if "text" in event else None}
        if op in ("check", "bring") and fresh:
            raise Away("the service was restarted in the middle of this: look at the record first")
        return self._asked(op, **fields)

    # the hands ------------------------------------------------------------------------------
    def _act(self, do: str, **fields: Any) -> Any:
        found = self.ask("act", do=do, given=fields)["measured"]
        return None if found is None else _measured(found)

    def catch_up(self) -> FarBench:
        self.ask("sync")
        return self

    def do(self, check_id: str) -> Reading:
        check = next((c for c in self._checks if c.id == check_id), None)
        if check is None:
            return super().do(check_id)  # which says what there is
        found = self.ask("check", check=check_id)["measured"]
        return self._read(found, check)

    def _read(self, found: Mapping[str, Any], check: Check) -> Reading:
        return self._reading(_measured(found), check.function, tuple(check.ports))

    def bring(self, label: str) -> Bench:
        self.ask("bring", state=str(label))
        return self

    def sign_off(self, text: str = "") -> Bench:
        """Close the order with a report. The service has the record; the cell gets a copy."""
        text = str(text or "")
        sealed = Attempt.sealed(text.strip())
        self.catch_up()
        if sealed is None and text.strip() and not self.attempt.signed_off:
            self._act("sign_off", text=text)
        elif sealed is not None and sealed.hashes != self.attempt.hashes:
            other = "the record in this cell is not the one the service has"
            raise another(sealed, self.attempt, other)
        if self.attempt.signed_off:
            cell.rewrite("sign_off", self.attempt.seal())
        return self

    # what is there ----------------------------------------------------------------------------
    def controls(self) -> list[dict[str, Any]]:
        return list(rich(self.ask("see")["controls"]))

    def sights(self) -> list[dict[str, str]]:
        return list(rich(self.ask("see")["sights"]))

    @property
    def lockout(self) -> Lockout:
        """Where the lockout stands, as a copy."""
        found = rich(self.ask("see")["lockout"])
        sets = {k: set(v) for k, v in found.items() if isinstance(v, list | tuple)}
        return Lockout(**{**found, **sets})

    @property
    def hands(self) -> Any:
        """The instrument case: which functions there are, none of the instruments' errors."""
        known = functions(getattr(self.scenario, "instruments", ()))
        kinds = dict.fromkeys(kind for kind, _ in known.values())
        return SimpleNamespace(functions=lambda: known, kit=kinds)

    @property
    def sim(self) -> Any:
        raise LabsimError(AWAY.format("simulation"))

    def live(self, port: str, by: str = "") -> bool:
        raise LabsimError(AWAY.format("answer to that: measure it"))


def _is(event: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    """Tell whether an event on record is the action that was asked for."""
    wanted = {"do": fields["do"], **fields["given"]}
    return all(event.get(name) == value for name, value in wanted.items() if value is not None)


def _told(event: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": event.get("value"), "text": event["text"], "unit": "", "trace": None,
            "warnings": event.get("warnings", [])}  # fmt: skip


def _measured(found: Mapping[str, Any]) -> Measured:
    """Return a reading as the service told it."""
    value = np.array([found["value"]], dtype=object)
    text, warnings = str(found["text"]), [str(w) for w in found["warnings"]]
    trace = rich(found["trace"])
    return Measured(
        value, np.zeros(1), str(found["unit"]), lambda n: text, warnings, trace=trace
    )  # fmt: skip
