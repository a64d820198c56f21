"""One apprentice at one lab: the machine with its fault, the log, the open workbenches."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from labsim import actions
from labsim.actions import plain as shown_value
from labsim.attempt import Attempt, AttemptError
from labsim.bench import Bench, Reading
from labsim.core.errors import LabsimError
from labsim.course import Lab
from labsim.hidden import made_with, own_bench
from labsim.instruments.base import Measured
from labsim.instruments.infrared import FOIL, PICTURE, SPOT, Aim
from labsim.instruments.oscilloscope import SCREEN
from labsim.instruments.screen import Settings
from labsim.instruments.vibration import RECORD
from labsim.sealed import log as logs
from labsim.sealed.log import Log, Logged
from labsim.sealed.shapes import ACTS, check
from labsim.sealed.values import plain
from labsim.seeds import Seed
from labsim.service.desks import Desks
from labsim.vibration.route import Setting

__all__ = ["SealedBench", "Session"]


class SealedBench(Bench):
    """The bench in the service. What a cell carries is no record here: the log is."""

    sealed = True

    def _adopt(self, record: Attempt) -> None:
        raise AttemptError("this lab is sealed: its record is the service's, no cell brings one")


class Session:
    """The bench of one apprentice; every answer brings the lines that are new to who asks."""

    def __init__(
        self, lab: Lab, student: str, seed: Seed, log: Path, key: bytes, name: str, number: int = 1
    ) -> None:  # fmt: skip
        self.lab, self.student, self.seed, self.number = lab, student, seed, number
        self.key, self.name = key, name
        self.bench = self._resumed(log) or self._begun(log)
        self.desks = Desks(self.bench)
        self.ops: dict[str, Callable[..., dict[str, Any]]] = {
            "open": self.open, "sync": self.sync, "see": self.see, "act": self.act,
            "check": self.check, "bring": self.bring,
            "desk": self.desks.open, "intent": self.desks.intent, "figure": self.desks.figure,
        }  # fmt: skip

    # the log ----------------------------------------------------------------------------------
    def _resumed(self, path: Path) -> Bench | None:
        """Return the bench as the log left it; None where nothing was done yet."""
        if not path.exists() or not path.stat().st_size:
            return None
        events, trouble, before, size = logs.parse(path.read_bytes(), self.key, self.name)
        if trouble and logs.CUT not in trouble:
            raise AttemptError(f"the log of this attempt is damaged, {trouble}: ask the instructor")
        os.truncate(path, size)
        if not events:
            return None
        attempt = Logged.from_events(events).kept(Log(path, self.key, before), whole=False)
        if attempt.header.get("edition") != self.lab.edition:
            made = attempt.header.get("version", "another release")
            raise AttemptError(f"{self.lab.id} has changed since this attempt began (with {made})")
        return own_bench(self.lab, self.seed, attempt, SealedBench)

    def _begun(self, path: Path) -> Bench:
        bench = own_bench(self.lab, self.seed, None, SealedBench)
        who = {"lab": self.lab.id, "student": self.student, "attempt": self.number}
        who |= {"sealed": True}
        who |= {"seed": self.seed.commitment, "sheets": self.seed.instruments}
        bench.attempt.stamp(**who, **made_with(self.lab))
        whole = Logged.from_events(bench.attempt.events)
        bench.attempt = whole.kept(Log(path, self.key, self.name), whole=True)
        return bench

    def settle(self) -> None:
        """See what is on the log to the disk."""
        self._log.sync()

    @property
    def unsettled(self) -> bool:
        """Whether something is on the log and not on the disk yet."""
        return self._log.dirty

    def close(self) -> None:
        """Let go of the log."""
        self._log.close()

    @property
    def _log(self) -> Log:
        assert isinstance(self.bench.attempt, Logged) and self.bench.attempt.log is not None
        return self.bench.attempt.log

    # requests ---------------------------------------------------------------------------------
    def answer(self, op: str, at: int, fields: dict[str, Any]) -> dict[str, Any]:
        """Carry out a request that is well-formed; add the lines of the record from `at` on."""
        self.bench.catch_up()  # what was broken off, for its time was up, is undone
        found = self.ops[op](**fields)
        events = self.bench.attempt.events
        if op == "act" and fields["do"] == "sign_off":
            self.settle()
        return {**found, "events": events[at:] if at <= len(events) else events}

    def open(self, protocol: int) -> dict[str, Any]:
        """Tell whose attempt this is: what a notebook may know of it."""
        unit = getattr(self.bench.machine, "unit", "") or ""
        return {"lab": self.lab.id, "unit": str(unit), "sheets": self.seed.instruments}

    def sync(self) -> dict[str, Any]:
        return {}

    def see(self) -> dict[str, Any]:
        """Tell what anybody sees who stands before the machine."""
        lockout = {
            k: sorted(v) if isinstance(v, set) else v for k, v in vars(self.bench.lockout).items()
        }
        return {"controls": plain(self.bench.controls()), "sights": plain(self.bench.sights()),
                "lockout": plain(lockout)}  # fmt: skip

    def act(self, do: str, given: dict[str, Any]) -> dict[str, Any]:
        """Do one thing at the machine."""
        if do not in ACTS:
            raise LabsimError(f"nothing called {do[:40]!r} can be done at a bench")
        fields = check(given, ACTS[do], do)
        if "ports" in fields:
            fields["ports"] = [self.bench.machine.port(p).name for p in fields["ports"]]
        if do == "measure":
            fields = _set(self.bench, fields)
        measured = self.bench._act(do, **fields)
        return {"measured": None if measured is None else _of_measured(measured)}

    def check(self, check: str) -> dict[str, Any]:
        """Make a whole check."""
        return {"measured": _of_reading(self.bench.do(check))}

    def bring(self, state: str) -> dict[str, Any]:
        """Bring the machine into an operating state."""
        self.bench.bring(state)
        return {}


def _set(bench: Bench, fields: dict[str, Any]) -> dict[str, Any]:
    """Return a measurement as its verb would record it: knobs as the instrument has them."""
    function, ports = fields["function"], fields["ports"]
    plainly = {"function": function, "ports": ports}
    knobs = fields.get("settings")
    if function == SCREEN:
        return plainly | {"settings": Settings.of(**(knobs or {})).plain()}
    if knobs is not None and function == RECORD:
        Setting.of(**knobs)
    elif knobs is not None and function in (SPOT, FOIL, PICTURE):
        Aim.of(**knobs)
    elif knobs is not None:
        raise LabsimError(f"{function} has no settings")
    held = actions.held(bench, function, fields.get("range"), fields.get("jack"))
    return plainly | ({} if knobs is None else {"settings": knobs}) | held


def _of_measured(found: Measured) -> dict[str, Any]:
    return {
        "value": shown_value(found.value[0]), "unit": found.unit, "text": found.text(),
        "warnings": list(found.warnings), "trace": plain(found.trace),
    }  # fmt: skip


def _of_reading(found: Reading) -> dict[str, Any]:
    return {
        "value": shown_value(found.value), "unit": found.unit, "text": found.text,
        "warnings": list(found.warnings), "trace": None,
    }  # fmt: skip
