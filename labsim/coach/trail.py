"""The trail of a record: what the coach believed after every line of it, in one pass."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from labsim.attempt import Attempt
from labsim.coach.belief import Belief

__all__ = ["Trail"]

KEPT = 2  # trails of a coach: the apprentice's and the ideal one


class Trail:
    """Beliefs line by line, fault id -> probability, and the readings with the belief around each.

    It grows with the belief it was made from. When that begins another record, the trail stays as
    it is: a belief begins anew with new lists.
    """

    _known: WeakKeyDictionary[Any, list[Trail]] = WeakKeyDictionary()

    def __init__(self, belief: Belief) -> None:
        self.belief, self.steps = belief, belief.steps
        self._lines, self._hashes = belief.lines, belief.done

    @classmethod
    def of(cls, coach: Any, attempt: Attempt) -> Trail:
        """Return the trail of a record, as far as it goes.

        One that is known serves, or what scoring and advice have replayed of this very record; it
        is gone on with where it ends.
        """
        known = cls._known.setdefault(coach, [])
        able = [trail for trail in (*known, *map(cls, coach.beliefs)) if trail._serves(attempt)]
        found = max(able, key=lambda trail: len(trail._hashes), default=None)
        if found is None:
            own = [trail.belief for trail in known if trail.belief not in coach.beliefs]
            spare = len(known) >= KEPT and own
            found = cls(own[0].again() if spare else Belief(coach.lab, coach.dictionary))
        if found._grows:
            found.belief.update(attempt)
        known[:] = [*(t for t in known if t._hashes is not found._hashes), found][-KEPT:]
        return found

    @property
    def _grows(self) -> bool:
        return self._hashes is self.belief.done

    def _serves(self, attempt: Attempt) -> bool:
        """Tell whether this is the record's trail, and goes to its end or can."""
        common = min(len(self._hashes), len(attempt.events))
        same = common > 0 and attempt.hashes[:common] == self._hashes[:common]
        return same and (self._grows or common == len(attempt.events))

    def after(self, number: int) -> dict[str, float]:
        """Return the belief after a line; before the first line it is that of the first."""
        return self.belief.by_fault(self._lines[max(number, 0)])
