"""The hint ladder of a lab: three steps, each telling more, none the fault, prices that rise."""

from __future__ import annotations

from typing import Any

from labsim.coach import Coach, hints
from labsim.coach.audit.report import Report
from labsim.coach.bots import symptom
from labsim.hidden import drawn

__all__ = ["ladder"]

FAULTS = 3  # faults tried, spread over the family
NEWS = 0.05  # bits; below it no check is worth a hint


def ladder(lab: Any, report: Report) -> None:
    """Check the hints an apprentice gets who has confirmed the complaint and nothing more."""
    coach, odd, told = Coach.of(lab), [], 0
    prices = list(lab.scenario.coach.get("hints", ()))
    if prices != sorted(prices):
        odd.append(f"prices {prices}: a hint that tells more must not cost less")
    faults = drawn(lab)
    for fault in faults[:: max(1, len(faults) // FAULTS)]:
        bench = lab.bench(fault, seed=0)
        symptom(lab, bench)
        best = coach.rank(bench.attempt, 1)[0]
        if best.bits < NEWS:
            continue
        steps = [hints.say(coach, bench.attempt, step) for step in (1, 2, 3)]
        told += 1
        odd += [f"with {fault.id}: {wrong}" for wrong in wrongs(fault, best.check, steps)]
    text = f"three steps each for {told} faults: where, which kind, which check"
    report.add("hints", not odd, "; ".join(odd[:3]) or text)


def wrongs(fault: Any, check: Any, steps: list[str]) -> list[str]:
    """Say what keeps three hints from being a ladder."""
    found = []
    if not all(steps) or len(set(steps)) < len(steps):
        found.append("a step says nothing of its own")
    if check.function != "look" and any(port in steps[0] for port in check.ports):
        found.append("the first hint names a terminal of the check")
    if not all(port in steps[2] for port in check.ports):
        found.append("the last hint does not name the check")
    if any(fault.id in text for text in steps):
        found.append("a hint names the hidden fault")
    return found
