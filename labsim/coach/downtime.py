"""What the search cost: minutes of standstill until the diagnosis, against the best way."""

from __future__ import annotations

from typing import Any

from labsim.coach import bots

__all__ = ["best_search", "share"]

BAND, NOTHING = 1.2, 1.6  # times the best way's minutes: all of the mark to here, none from there

_BEST: dict[tuple[str, str], float] = {}


def best_search(coach: Any, fault_id: str) -> float:
    """Return minutes until the diagnosis the best way, on this very fault, at the bench.

    It begins with the complaint and ends with as many witnesses as the lab asks for.
    """
    key = f"{coach.lab.id} {coach.lab.scenario.source}", fault_id
    if key not in _BEST:
        bench = coach.lab.bench(fault_id, seed=0)
        bots.symptom(coach.lab, bench)
        bots.work_off(bots.best_check, coach.lab, coach, bench)
        _BEST[key] = float(bench.clock)
    return _BEST[key]


def share(case: Any, score: Any) -> float:
    """Return what is left of the path mark, 0..1: what standstill cost against the best way."""
    euros = case.lab.scenario.downtime
    said = case.attempt.of("diagnose", "repair")
    took = float(said[0]["t"]) if said else case.attempt.minutes
    best = best_search(case.coach, case.truth)
    score.notes.append(
        f"Standstill until the diagnosis: {took:.1f} min at {euros:g} € = {took * euros:.0f} €. "
        f"The best way takes {best:.1f} min, {best * euros:.0f} €, on this fault; from "
        f"{NOTHING * best * euros:.0f} € on nothing is left of the mark."
    )
    return float(min(max((NOTHING - took / best) / (NOTHING - BAND), 0.0), 1.0))
