"""The trail of a record: what the coach believed after every line of it, in one pass."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from labsim.attempt import Attempt
from labsim.coach.belief import Belief, Step

__all__ = ["Trail"]

KEPT = 2  # trails of a coach: the apprentice's and the ideal one


class Trail:
    """Beliefs line by line, fault id -> probability; grows with the record it follows."""

    _known: WeakKeyDictionary[Any, list[Trail]] = WeakKeyDictionary()

    def __init__(self, coach: Any) -> None:
        self._belief = Belief(coach.lab, coach.dictionary)
        self._lines: list[dict[str, float]] = []
        self._hashes: list[str] = []

    @classmethod
    def of(cls, coach: Any, attempt: Attempt) -> Trail:
        """Return the trail of a record, as far as it goes; a longer one is gone on with."""
        known = cls._known.setdefault(coach, [])
        found = next((trail for trail in known if trail._fits(attempt)), None)
        if found is None:
            found = cls(coach) if len(known) < KEPT else known.pop(0)._again()
        else:
            known.remove(found)
        known.append(found)
        found._follow(attempt)
        return found

    def _fits(self, attempt: Attempt) -> bool:
        common = min(len(self._hashes), len(attempt.events))
        return attempt.hashes[:common] == self._hashes[:common]

    def _again(self) -> Trail:
        self._belief = self._belief.again()
        self._lines, self._hashes = [], []
        return self

    def _follow(self, attempt: Attempt) -> None:
        for event in attempt.events[len(self._hashes) :]:
            self._belief.update(attempt, event["n"] + 1)
            self._lines.append(self._belief.by_fault())
            self._hashes.append(event["h"])

    def after(self, number: int) -> dict[str, float]:
        """Return the belief after a line; before the first line it is that of the first."""
        return self._lines[max(number, 0)]

    @property
    def steps(self) -> list[Step]:
        """The readings so far, with the belief before and after each."""
        return self._belief.steps
