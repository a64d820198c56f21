"""Who may see the replay of a bench, and its data with the page for print."""

from __future__ import annotations

from typing import Any

from labsim import coaching
from labsim.bench import Bench
from labsim.coach.replay import replay
from labsim.core.errors import LabsimError
from labsim.ui import coached
from labsim.ui.replaypage import page

__all__ = ["data", "refusal"]


def refusal(bench: Bench) -> str:
    """Say why the replay of a bench may not be seen; nothing if it may.

    It names the fault. Guided examples show it at any time, for they have named it; a practice
    bench after sign-off; graded work after sign-off and only where the scenario says so: else it
    comes back with the marks.
    """
    if coached.search(bench) is None:
        return "there is nothing to replay: this is no search the coach knows"
    if not coaching.allows(bench, "replay"):
        return "the replay names the fault: it comes back with the marks"
    if (bench.practice or coaching.graded(bench)) and not bench.attempt.signed_off:
        return "the replay names the fault: sign off first"
    if bench._hidden is None:
        return "nothing is wrong with this machine: there is no search to replay"
    return ""


def data(bench: Bench) -> dict[str, Any]:
    """Return the replay of a bench and its page; LabsimError when it may not be seen."""
    if why := refusal(bench):
        raise LabsimError(why)
    found = replay(coached.coach_of(bench), bench.attempt, bench._hidden.id, bench.specimen)
    return {**found.as_dict(), "page": page(found)}
