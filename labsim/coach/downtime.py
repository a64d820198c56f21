"""What the search cost: minutes of standstill until the diagnosis, against the best way."""

from __future__ import annotations

from typing import Any

from labsim.coach import bots

__all__ = ["reference", "share"]

BAND = 1.2  # nothing is lost within this factor of the best way

_REFERENCE: dict[tuple[str, str], tuple[float, float]] = {}


def reference(coach: Any, fault_id: str) -> tuple[float, float]:
    """Return minutes until the diagnosis, best way and terminal by terminal, on this very fault.

    Both begin with the complaint and end with as many witnesses as the lab asks for.
    """
    key = f"{coach.lab.id} {coach.lab.scenario.source}", fault_id
    if key not in _REFERENCE:
        _REFERENCE[key] = _search(coach, fault_id, True), _search(coach, fault_id, False)
    return _REFERENCE[key]


def _search(coach: Any, fault_id: str, best: bool) -> float:
    bench = coach.lab.bench(fault_id, seed=0)
    bots.symptom(coach.lab, bench)
    bots.work_off(bots.best_check if best else bots.serial_check, coach.lab, coach, bench)
    return float(bench.clock)


def share(case: Any, score: Any) -> float:
    """Return what is left of the path mark, 0..1: the euros lost against the best way."""
    euros = case.lab.scenario.downtime
    said = case.attempt.of("diagnose", "repair")
    took = float(said[0]["t"]) if said else case.attempt.minutes
    best, serial = reference(case.coach, case.truth)
    score.notes.append(
        f"Standstill until the diagnosis: {took:.1f} min, {took * euros:.0f} €. The best way needs "
        f"{best:.1f} min, {best * euros:.0f} €, on this fault; terminal by terminal {serial:.1f} "
        f"min, {serial * euros:.0f} €."
    )
    lost = max(0.0, took - BAND * best)
    return float(min(max(1.0 - lost / max(serial - BAND * best, 0.5 * best), 0.0), 1.0))
