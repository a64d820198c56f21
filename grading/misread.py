"""The reading that a wrong diagnosis does not fit: it was misread, or passed over."""

from __future__ import annotations

import math
from typing import Any

from labsim.coach import Coach
from labsim.coach.case import Case
from labsim.coach.dictionary import OVER
from labsim.coach.path import said

__all__ = ["hints", "misread"]

AGAINST = math.log(4.0)  # a reading that speaks so much for the truth was misread or passed over
TINY = 1e-9


def hints(lab: Any, record: Any, truth: str) -> list[str]:
    """Return a sentence for each wrong diagnosis: which reading it does not fit."""
    told, found = record.of("diagnose"), []
    if not told or all(f"{e['component']}: {e['title']}" == truth for e in told):
        return []  # nothing wrong was said, and nothing has to be worked out
    case = Coach.of(lab).case(record, truth)
    for claim in case.claims:
        odd = None if case.is_right(claim.name) else misread(case, claim)
        if odd is not None:
            would = f"; it would be {odd['would']} there" if odd["would"] else ""
            read = f"Line {odd['line']}, {odd['reading']}"
            found.append(f"{read}, does not fit {claim.name}{would}.")
    return found


def misread(case: Case, claim: Any) -> dict[str, Any] | None:
    """Return the reading that spoke most against a wrong claim, None if none did: it was a guess.

    It is weighed by how far it moved the odds from the claim to the truth.
    """
    best, weight = None, AGAINST
    for step in case.steps:
        moved = _odds(case, step.after, claim.name) - _odds(case, step.before, claim.name)
        if moved > weight:
            best, weight = step, moved
    if best is None:
        return None
    event = best.event
    ports = event.get("ports") or [event.get("tag", "")]
    return {
        "line": event["n"], "reading": said(event),
        "function": str(event.get("function", event["do"])),
        "ports": list(ports), "state": best.state, "claimed": claim.name,
        "would": _would(case, best, claim.name),
    }  # fmt: skip


def _odds(case: Case, p: Any, claim: str) -> float:
    """Return the log odds of the truth against a claim."""
    truth = max(case.mass(p, part) for part in case.parts)
    return math.log(max(truth, TINY)) - math.log(max(case.mass(p, claim), TINY))


def _would(case: Case, step: Any, claim: str) -> str:
    """Say what the claimed fault would have read there; nothing where the book does not tell."""
    event, book = step.event, case.book
    made = (step.state, event.get("function"), tuple(event.get("ports", ())))
    rows = [n for n, c in enumerate(book.checks) if (c.state, c.function, c.ports) == made]
    columns = [n for n, v in enumerate(book.variants) if v.name == claim]
    if event["do"] != "measure" or not rows or not columns:
        return ""
    value = float(book.value[rows[0], columns[0]])
    unit = str(event.get("unit") or event.get("function", ""))
    return "OL" if abs(value) >= OVER else f"{value + 0.0:.3g} {unit}".strip()
