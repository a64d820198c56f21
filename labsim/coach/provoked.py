"""What has been done to provoke a fault since a control was last worked: knocks, heat, waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labsim.instruments.logger import TRAP
from labsim.states import PROVOKING, OperatingState

__all__ = ["CONTROLS", "PROVOKED", "READ", "SIGHT", "Provoked", "kind_of"]

SIGHT, PROVOKED, READ = "sight", "provocation", "reading"  # kinds of observation, and TRAP
CONTROLS = ("press", "release", "operate", "isolate", "restore", "try_out")


@dataclass
class Provoked:
    """The last knock or warming, and the seconds since a control was worked."""

    last: tuple[str, str] | None = None
    waited: float = 0.0

    def note(self, event: Mapping[str, Any]) -> None:
        """Take an event of a record."""
        if event["do"] in CONTROLS:
            self.last, self.waited = None, 0.0
        elif event["do"] in PROVOKING:
            self.last = event["do"], event["tag"]
        self.waited += event.get("dt", 0.0)

    def fits(self, state: OperatingState) -> bool:
        """Tell whether all that a state provokes with has been done."""
        needs = [step for step in state.there if step[0] in PROVOKING]
        worked = [n for n, step in enumerate(state.there) if step[0] in CONTROLS]
        after = state.there[max(worked, default=-1) + 1 :]  # what it waits once all is worked
        waits = sum(float(step[1]) for step in after if step[0] == "wait")
        return needs in ([], [self.last]) and waits <= self.waited


def kind_of(event: Mapping[str, Any], provoked: Provoked) -> str:
    """Return which kind of observation an event is."""
    if event.get("function") == TRAP:
        return TRAP
    if provoked.last is not None:
        return PROVOKED
    return READ if event["do"] == "measure" else SIGHT
