"""An answer sheet: what the record of a paper says, line by line; what came in time, what late.

The clock of a paper is its own: minutes while it is open. An answer given after the time is on
the sheet as late and earns nothing; the answer that stood there in time goes on counting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["GRACE", "NOTHING", "Sheet"]

GRACE = 0.5  # min: the browser tells the time every 10 s, and the last click still counts
NOTHING = -1  # an option: the answer is taken back


@dataclass
class Sheet:
    """Answers (place -> option, both from 0) of a paper of so many minutes."""

    minutes: float
    answers: dict[int, int] = field(default_factory=dict)
    late: dict[int, int] = field(default_factory=dict)
    flags: set[int] = field(default_factory=set)
    seconds: dict[int, float] = field(default_factory=dict)
    begun: bool = False
    over: bool = False
    spent: float = 0.0  # min on the clock of the paper

    @classmethod
    def of(cls, events: Iterable[Mapping[str, Any]], minutes: float) -> Sheet:
        """Read a sheet from the events of a record."""
        sheet = cls(minutes)
        for event in events:
            sheet.take(event)
        return sheet

    @property
    def shown(self) -> dict[int, int]:
        """What the learner sees: the latest answer to each item, late or not."""
        return {**self.answers, **self.late}

    def take(self, event: Mapping[str, Any]) -> None:
        """Take one event."""
        self.spent = max(self.spent, float(event["t"]))
        do = event["do"]
        self.begun |= do == "begin"
        self.over |= do == "sign_off"
        if do == "choose":
            self._choose(int(event["place"]), int(event["option"]), float(event["t"]))
            spent = self.seconds.get(event["place"], 0.0)
            self.seconds[int(event["place"])] = spent + max(float(event["seconds"]), 0.0)
        if do == "flag":
            (self.flags.add if event["on"] else self.flags.discard)(int(event["place"]))

    def _choose(self, place: int, option: int, at: float) -> None:
        where = self.answers if at <= self.minutes + GRACE else self.late
        if option == NOTHING:
            where.pop(place, None)
        else:
            where[place] = option
