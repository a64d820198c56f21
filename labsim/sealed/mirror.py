"""A copy of a record that the service writes: each line is checked as one of a file is."""

from __future__ import annotations

import json
from typing import Any

from labsim.attempt import Attempt, AttemptError

__all__ = ["Mirror"]


class Mirror(Attempt):
    """The record of a sealed lab as the notebook has it; nothing can be added here."""

    @classmethod
    def of_events(cls, events: list[dict[str, Any]]) -> Mirror:
        """Return a copy of a record; AttemptError when it is none."""
        made = cls.__new__(cls)
        made.events, made.path, made.damage, made._size = [], None, "", 0
        made.follow(events)
        return made

    def follow(self, events: list[dict[str, Any]]) -> None:
        """Take over events that were added elsewhere; AttemptError when they do not go on here."""
        for event in events:
            trouble = self._take(json.dumps(event))
            if trouble:
                raise AttemptError(f"event {len(self.events)} of the record {trouble}")
