"""Several attempts at one lab: which were handed in, which one counts, what is said of the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grading.marking import Mark, Marker

__all__ = ["counted", "handed_in", "say"]

TIMES = {1: "once", 2: "twice"}


def handed_in(first: Marker, most: int) -> dict[int, Marker]:
    """Return the attempts of a hand-in by number, each with who marks it: 1 to `most`."""
    found = {1: first}
    for number in range(2, most + 1):
        work = first.work.parts.get(str(number))
        if work is not None and not first.work.unread:
            own = replace(work, parts={}, answers={}, sealed=first.work.sealed)
            found[number] = replace(first, work=own, number=number)
    return found


def counted(tries: dict[int, Marker], policy: str) -> int:
    """Return the number of the attempt that counts: the last, or the best, of equals the first."""
    if len(tries) == 1:
        return 1
    if policy == "last":
        return max(tries)
    return max(tries, key=lambda number: (tries[number].alone.share, -number))


def say(marker: Marker, mark: Mark) -> None:
    """Say in a mark of the bench which attempt it is of, and what became of the others."""
    tries, own = marker.tries, marker.counted
    extra = [part for part in marker.work.parts if part.isdecimal() and int(part) not in tries]
    if extra and marker.lab.kind != "exam":
        allowed = TIMES.get(marker._allowed(), f"{marker._allowed()} times")
        mark.notes.append(f"Attempt {extra[0]} was not marked: the lab may be worked {allowed}.")
    if len(tries) == 1:
        return
    why = "the last" if marker.lab.scenario.counts == "last" else "the best"
    others = {number: one for number, one in tries.items() if number != own}
    told = [f"attempt {n} came to {100 * one.alone.share:.0f} %" for n, one in others.items()]
    mark.notes.insert(0, f"Attempt {own} counts, {why} of {len(tries)}: {', '.join(told)}.")
    for number, one in others.items():
        mark.look += [f"Attempt {number}: {line}" for line in one.alone.look]
    record = tries[1].work.record
    if not tries[1].work.unread and (record is None or not record.signed_off):
        mark.look.append("A further attempt was begun before the first was signed off.")
