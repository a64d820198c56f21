"""What to practise next, from the gradebook: settled marks as evidence for the skill model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import labsim
from grading import gradebook
from grading.gradebook import Result
from labsim.core.errors import unknown
from labsim.skillmodel import Evidence, Suggestion, suggest
from labsim.teaching import selfstudy

__all__ = ["advice", "evidence", "lines", "newest", "of_records", "of_student"]

WHOLE = 100.0  # points of a lab
DAY = 24 * 3600.0  # s


def newest(results: Mapping[str, Iterable[Result]]) -> datetime | None:
    """Return when the last hand-in of a class came: from there the age of marks is counted.

    A clock that is wrong may have put one into the future: none is newer than today.
    """
    times = [r.when for done in results.values() for r in done if r.when is not None]
    return min(max(times), datetime.now(UTC).replace(tzinfo=None)) if times else None


def evidence(results: Iterable[Result], today: datetime | None = None) -> list[Evidence]:
    """Return what settled marks say; marks still to come say nothing, and are not zero."""
    found = []
    for result in results:
        if result.share is not None:
            known = today is not None and result.when is not None
            days = max(0.0, (today - result.when).total_seconds() / DAY) if known else 0.0
            found.append(Evidence(result.lab, result.share, min(1.0, result.most / WHOLE), days))
    return found


def advice(
    results: Sequence[Result], today: datetime | None = None, available: Sequence[str] = ()
) -> list[Suggestion]:
    """Return the labs to do next, best first; `available` are the labs there are."""
    there = available or [lab.id for lab in labsim.labs()]
    waits = [result.lab for result in results if result.waiting]
    return suggest(evidence(results, today), there, pending=waits)


def of_student(student: str, file: str | Path | None = None) -> list[Suggestion]:
    """Return what an apprentice of the gradebook should do next; LabsimError if unknown."""
    results = gradebook.read(gradebook.find(file))
    if student not in results:
        raise unknown("the gradebook", "apprentice", student, results)
    return advice(results[student], newest(results))


def of_records() -> list[Suggestion]:
    """Return what to do next by one's own records of self-study."""
    return selfstudy.suggestions()


def lines(suggestions: Sequence[Suggestion]) -> list[str]:
    """Say suggestions in lines for a shell."""
    found = ["Next:"] if suggestions else []
    for number, each in enumerate(suggestions, 1):
        found.append(f"{number}. {each.lab} {each.title}, {each.minutes:.0f} min")
        found += [f"   {reason}" for reason in each.reasons]
    return found
