"""The program kept: backed up as it was found, and as it was left."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from labsim.attempt import Attempt
from labsim.core.errors import LabsimError
from labsim.plc.parts.processor import Operated

__all__ = ["TITLE", "back_up", "kept"]

TITLE = "program backup"  # the instrument whose presence asks for it
CHANGES = ("set", "unforce", "force", "mode", "repair", "turn")


def kept(scenario: Any, attempt: Attempt) -> tuple[float, str]:
    """Return how well the program was backed up, 0..1, and what lacks; 1 where nobody asks for it.

    Half for a backup before the first change: without it nobody comes back to what was found. Half
    for one after the last change: the next one compares with that.
    """
    if TITLE not in scenario.instruments:
        return 1.0, ""
    taken = [event["n"] for event in attempt.of("backup")]
    changed = [event["n"] for event in attempt.of(*CHANGES)]
    first, last = min(changed, default=0), max(changed, default=0)
    found = any(n < first for n in taken) or (not changed and bool(taken))
    left = any(n > last for n in taken)
    lacks = [] if found else ["as found, before the first change"]
    lacks += [] if left else ["as left, after the last"]
    said = f"The program was not backed up {' nor '.join(lacks)}." if lacks else ""
    return 0.5 * found + 0.5 * left, said


def back_up(bench: Any) -> None:
    """Back up every controller that answers, where the case holds a backup."""
    parts = bench.machine.components.items() if TITLE in bench.scenario.instruments else ()
    for tag in [tag for tag, part in parts if isinstance(part, Operated)]:
        with suppress(LabsimError):
            bench.backup(tag)
