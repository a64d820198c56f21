"""SCA-01: what the journal and the readings on record leave as initiating event."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.core.simulation import Simulation, variants_of
from labsim.scada.days import Day
from labsim.scada.journal import Journal
from labsim.scada.parts import run_of
from labsim.scada.running import BEGIN, Run
from labsim.scada.trends import trend

__all__ = ["Cases", "cases", "first_alarms", "ours"]

EARLY = 3  # alarms from the first on that one may take for the first (assumed)


def ours(journal: Journal) -> set[str]:
    """Return alarms that also came in the half hour before: no news of the event."""
    return {event.tag for event in journal.came(BEGIN, 0.0)}


def first_alarms(journal: Journal, count: int = EARLY) -> list[str]:
    """Return the first alarms of the event in true order, without those that come all day."""
    daily, found = ours(journal), []
    for event in journal.came(0.0):
        if event.tag not in daily and event.tag not in found:
            found.append(event.tag)
    return found[:count]


class Cases:
    """Every initiating event of the lab, run; what each would have shown."""

    def __init__(self, lab: Any) -> None:
        self.lab, self.ids = lab, [fault.id for fault in lab.family]
        self.prior = np.array([fault.rate for fault in lab.family])
        self.sim = Simulation(lab.machine, [variants_of(fault)[0] for fault in lab.family])
        self._days: dict[Day, list[Run]] = {}

    @cached_property
    def runs(self) -> list[Run]:
        return [run_of(self.sim, n) for n in range(len(self.ids))]

    def run(self, fault_id: str) -> Run:
        return self.runs[self.ids.index(fault_id)]

    def on_day_of(self, true: Run) -> list[Run]:
        """Return the runs of all events as they would have been on the day of one of them."""
        day = true.end.hall.day
        if day not in self._days:
            self._days[day] = [run_of(self.sim, n, day) for n in range(len(self.ids))]
        return self._days[day]

    def by_journal(self, true: Run) -> np.ndarray:
        """Tell which events the journal leaves: their first alarm is among its first ones."""
        early, others = first_alarms(true.journal), self.on_day_of(true)
        return np.array([first_alarms(other.journal, 1)[0] in early for other in others])

    def by_reading(self, event: dict[str, Any], true: Run) -> np.ndarray:
        """Tell which events a look or a trend on record leaves."""
        if event["do"] == "measure":
            tag = event["ports"][0].rpartition(":")[2]
            seen = trend(true, tag)
            return np.array([trend(run, tag).like(seen) for run in self.on_day_of(true)])
        look = self.sim.views[event["tag"]].look()
        if look is None:
            return np.ones(len(self.ids), dtype=bool)
        return np.array([text == event["text"] for text in look])

    def belief(self, attempt: Attempt, true: Run) -> dict[str, float]:
        """Return the probability of each initiating event after journal and readings."""
        left = self.by_journal(true)
        for event in attempt.of("measure", "look"):
            left = left & self.by_reading(event, true)
        p = self.prior * left
        return dict(zip(self.ids, p / max(p.sum(), 1e-9), strict=True))


_KNOWN: dict[str, Cases] = {}


def cases(lab: Any) -> Cases:
    """Return the cases of a lab, run once for each edition of it."""
    return _KNOWN.setdefault(lab.edition, Cases(lab))
