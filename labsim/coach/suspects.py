"""Lists of suspects, judged by what the coach held possible when each was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach import support
from labsim.coach.dictionary import parts_of
from labsim.coach.trail import Trail
from labsim.coaching import LEAST

__all__ = ["Lists", "Mark", "judge", "one"]

FLOOR = 0.01  # the least confidence the log rule counts with
SEEN = ("measure", "look")


@dataclass(frozen=True)
class Mark:
    """One list: the line, its share 0..1, what it lacks, what it holds too much, log-rule bits.

    `kept` is the share of the probability the list covers. `bits` is how far the stated confidence
    lies from the coach's belief (Kullback-Leibler; 0 is perfect), None when none was stated.
    """

    n: int
    share: float
    kept: float
    missed: tuple[str, ...] = ()
    excess: tuple[str, ...] = ()
    bits: float | None = None

    @property
    def text(self) -> str:
        """What the apprentice reads."""
        said = []
        if self.missed:
            said.append(f"still possible, yet not on it: {support.joined(self.missed, 6)}")
        if self.excess:
            said.append(f"on it, yet excluded: {support.joined(self.excess, 6)}")
        text = "; ".join(said) or "all that is possible, and nothing else"
        if self.bits is not None:
            text += f". Your confidence lies {self.bits:.1f} bits from what the readings support"
        return f"List of line {self.n}: {text}."


@dataclass
class Lists:
    """All lists of a record: share 0..1, the lists that count, how many were asked for."""

    share: float = 0.0
    marks: list[Mark] = field(default_factory=list)
    needed: int = LEAST
    notes: list[str] = field(default_factory=list)


def one(coach: Any, attempt: Attempt, event: dict[str, Any]) -> Mark:
    """Judge one list by the belief just before it was written."""
    belief = Trail.of(coach, attempt).after(event["n"] - 1)
    left = support.possible(coach, belief)
    held = support.groups(coach, left)
    total = sum(left.values()) or 1.0
    stands = {name: _groups_of(coach, name) for name in event["suspects"]}
    named = [name for name, mine in stands.items() if mine]  # what the lab never hides is nothing
    on_list = set().union(*stands.values())
    place = {group: coach.dictionary.group_of[group] for group in held}
    excess = [name for name in named if not stands[name] & set(place.values())]
    missed = [group for group, number in place.items() if number not in on_list]
    kept = 1.0 - sum(left[n] for group in missed for n in held[group]) / total
    parts = support.tags(name for group in missed for name in held[group])
    along = support.order(coach.lab.machine)
    share = max(0.0, kept) * (1.0 - len(excess) / max(1, len(named)))
    shown = tuple(tag for tag in along if tag in parts)
    return Mark(event["n"], share, kept, shown, tuple(excess), _bits(event, belief))


def _groups_of(coach: Any, name: str) -> set[int]:
    """Return the numbers of the groups in which a suspect, part or fault, has a hand."""
    known = coach.dictionary.group_of.items()
    return {
        group
        for fault, group in known
        if any(name in (one, one.partition(":")[0]) for one in parts_of(fault))
    }


def _bits(event: dict[str, Any], belief: dict[str, float]) -> float | None:
    """Return how far the confidence lies from the belief, by the log rule, in bits."""
    sure = event.get("confidence")
    if not sure:
        return None
    p = [sum(b for f, b in belief.items() if name in (f, *support.tags([f]))) for name in sure]
    truth = np.array([*p, max(0.0, 1.0 - sum(p))])
    mine = np.array([*sure.values(), max(0.0, 1.0 - sum(sure.values()))])
    mine = np.maximum(mine, FLOOR) / np.maximum(mine, FLOOR).sum()
    good = truth > 1e-9
    return float(max(0.0, np.sum(truth[good] * np.log2(truth[good] / mine[good]))))


def judge(coach: Any, attempt: Attempt) -> Lists:
    """Judge the lists of a record: one before the first reading, one after each that excluded.

    Of several lists between two readings the last one counts. Lists written after the diagnosis
    or the first repair come too late.
    """
    found = Lists()
    end = next((e["n"] for e in attempt.of("diagnose", "repair")), len(attempt.events))
    events = [e for e in attempt.events[:end] if e["do"] in (*SEEN, "suspect")]
    lists = _last_of_each(coach, attempt, events)
    found.needed = max(LEAST, len(lists))
    found.marks = [one(coach, attempt, event) for event in lists if event is not None]
    found.share = sum(mark.share for mark in found.marks) / found.needed
    found.notes = [mark.text for mark in found.marks]
    made = len(found.marks)
    if not made:
        found.notes = ["No list of suspects is on record before the diagnosis."]
    elif made < found.needed:
        found.notes.append(f"{made} of {found.needed} lists were made.")
    return found


def _last_of_each(coach: Any, attempt: Attempt, events: list[dict]) -> list[dict | None]:
    """Return for the start, and for each reading that excluded something, the last list or None."""
    found: list[dict | None] = [None]
    trail = Trail.of(coach, attempt)
    known = set(support.possible(coach, trail.after(0)))
    for event in events:
        if event["do"] == "suspect":
            found[-1] = event
            continue
        left = set(support.possible(coach, trail.after(event["n"])))
        if known - left:
            found.append(None)
        known = left
    return found
