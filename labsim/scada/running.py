"""The hall running: plant and two controllers, scan by scan, and the journal that comes of it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any

import numpy as np

from labsim.plc.controller import Controller
from labsim.scada.days import DAYS, Day, day_of
from labsim.scada.hall import Hall
from labsim.scada.journal import Event, Journal
from labsim.scada.points import ALARMS, FIGURES, program_of, read

__all__ = ["BEGIN", "NOW", "ORDERS", "Run", "Runner", "run"]

Values = tuple[tuple[tuple[str, str], float], ...]
LONG_AGO, BEGIN, NOW = -3 * 86400.0, -1800.0, 360.0  # s: first scan, half an hour before, now
SLOW, FAST = 2.0, 0.5  # s from scan to scan (assumed): before, and from the initiating event on
GIVES_UP = 40.0  # s from which the operator acknowledges nothing any more (assumed)
# What the operator can order, input of a controller -> which controller.
ORDERS = {
    "P22_Hand": "A1", "G12_Hand": "A1", "P32_Hand": "A1", "G11_Reset": "A1", "E31_Reset": "A1",
    "E41_Reset": "A1", "Fill_Full": "A2", "Fill_Half": "A2", "Fill_Stop": "A2", "CIP_Hold": "A2",
}  # fmt: skip
OUTPUTS = {
    "A1": tuple(f"{t}_Cmd" for t in ("P21", "P22", "G11", "G12", "P31", "P32", "E31", "E41")),
    "A2": ("Fill_Run", "Half", "Divert", "Air_Open", "CIP_Run"),
}


class _Watched:
    """A controller with its alarms' bits and its outputs at hand."""

    def __init__(self, name: str) -> None:
        self.name, self.plc = name, Controller(program_of(name))
        self.plc.traced = False
        self.alarms = [a.tag for a in ALARMS[name]]
        slots = lambda tags: itemgetter(*(self.plc.place(tag).at for tag in tags))  # noqa: E731
        self.alm: Callable[..., Any] = slots(f"{tag}_Alm" for tag in self.alarms)
        self.new: Callable[..., Any] = slots(f"{tag}_New" for tag in self.alarms)
        self.out: Callable[..., Any] = slots(OUTPUTS[name])
        self.before = (False,) * len(self.alarms)

    def outputs(self) -> dict[str, Any]:
        return dict(zip(OUTPUTS[self.name], self.out(self.plc.memory), strict=True))

    def changes(self) -> list[tuple[str, str]]:
        """Return the alarms that came or went in the last scan."""
        now = self.alm(self.plc.memory)
        if now == self.before:
            return []
        pairs = zip(self.alarms, self.before, now, strict=True)
        found = [(tag, "ALM" if new else "RTN") for tag, old, new in pairs if old != new]
        self.before = now
        return found


class Runner:
    """The hall with its controllers at a moment; `go` lets time pass. `copy` may go another way."""

    def __init__(self) -> None:
        self.hall = Hall()
        self.parts = {name: _Watched(name) for name in ALARMS}
        self.events: list[Event] = []
        self.times: list[float] = []
        self.trace: list[tuple[int, ...]] = []
        self.skews = {"A1": 0.0, "A2": 0.0}

    def copy(self) -> Runner:
        """Return another runner that stands where this one does."""
        other = Runner()
        other.hall = copy.deepcopy(self.hall)
        for name, part in self.parts.items():
            other.parts[name].plc.restore(part.plc.recall())
            other.parts[name].before = part.before
        other.events, other.skews = list(self.events), dict(self.skews)
        other.times, other.trace = list(self.times), list(self.trace)
        return other

    def scan(self, t: float, dt: float, orders: Mapping[str, bool]) -> None:
        """Let dt seconds pass up to t and scan both controllers once."""
        a1, a2 = self.parts["A1"], self.parts["A2"]
        self.hall.step(dt, a1.outputs() | a2.outputs(), t)
        seen = read(self.hall)
        ms = round(1000 * (t - LONG_AGO))
        seen["A2"]["Header_Low"] = bool(a1.plc["Header_Low"])
        ack = t < GIVES_UP and t % 60.0 < dt
        for name, part in self.parts.items():
            mine = {order: bool(orders.get(order)) for order, where in ORDERS.items()
                    if where == name}  # fmt: skip
            if ack:
                self._note(t, part, [(tag, "ACK") for tag, new in
                                     zip(part.alarms, part.new(part.plc.memory), strict=True)
                                     if new])  # fmt: skip
            mine |= {"Ack": ack, "First_Reset": t == BEGIN + SLOW}
            part.plc.scan(ms, seen[name] | mine)
            self._note(t, part, part.changes())
        self.times.append(t)
        self.trace.append(tuple(seen[where][tag] for tag, (where, *_) in FIGURES.items()))

    def _note(self, t: float, part: _Watched, found: list[tuple[str, str]]) -> None:
        stamp = round(t + self.skews[part.name], 3)
        self.events += [Event(t, stamp, tag, what, part.name) for tag, what in found]

    def first_out(self) -> dict[str, str]:
        """Return the alarm that is marked as the first one of each group, by group."""
        return {a.group: a.tag for name, part in self.parts.items() for a in ALARMS[name]
                if a.group and part.plc[f"{a.tag}_First"]}  # fmt: skip

    def go(self, t: float, end: float, dt: float, orders: Mapping[str, bool]) -> Runner:
        """Scan from t to an end."""
        for n in range(round((end - t) / dt)):
            self.scan(t + (n + 1) * dt, dt, orders)
        return self


@dataclass(frozen=True, eq=False)
class Run:
    """What happened up to NOW: journal, figures by tag over `times` (s), and where it stands."""

    journal: Journal
    times: np.ndarray
    figures: dict[str, np.ndarray]
    end: Runner = field(repr=False)


@lru_cache(maxsize=len(DAYS))
def _before(day: Day) -> Runner:
    """Return the hall as it stands just before: three days of standing, half an hour of running."""
    runner = Runner()
    runner.hall.day, runner.skews["A2"] = day, day.skew
    for n in range(31):
        runner.scan(LONG_AGO + n * SLOW, SLOW, {"Fill_Full": n == 1})
    return runner.go(BEGIN, 0.0, SLOW, {})


def run(values: Values = (), day: Day | None = None) -> Run:
    """Return the run with parameters of its parts as given, wrong from 10:14:00 on.

    `values`: ((tag, parameter), value) pairs, sound where left out; its own `day` if none.
    """
    return _run(values, day or day_of(place for place, _ in values))


@lru_cache(maxsize=128)
def _run(values: Values, day: Day) -> Run:
    runner = _before(day).copy()
    runner.hall.wrong = dict(values)
    runner.go(0.0, NOW, FAST, {})
    trace = np.array(runner.trace) / 100.0
    figures = {tag: trace[:, n] for n, tag in enumerate(FIGURES)}
    return Run(Journal.of(runner.events, NOW), np.array(runner.times), figures, runner)
