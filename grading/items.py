"""How the cells that carry marks did as questions: difficulty, discrimination, wrong answers.

Difficulty is the mean share of the points, 1 is easiest. Discrimination is the correlation of an
item with the rest of the same apprentices' marks (corrected item-total correlation): near 0 it
tells nobody apart, below 0 the strong do worse and the key should be looked at.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from grading.cohort import HandIn

__all__ = ["Item", "Slip", "items", "slips"]

LEAST = 8  # apprentices below whom no correlation is shown
EASY, HARD, FLAT = 0.95, 0.25, 0.15


@dataclass(frozen=True)
class Item:
    """One cell over a class: how many, mean share, correlation with the rest and its error."""

    lab: str
    cell: str
    people: int
    share: float
    tells: float | None = None
    error: float | None = None

    @property
    def verdict(self) -> str:
        """Say in words what the figures mean; nothing where they are as they should be."""
        found = ["nearly all have it"] if self.share >= EASY else []
        found += ["hardly anybody has it"] if self.share <= HARD else []
        if self.tells is not None and self.tells + (self.error or 0.0) < 0:
            found.append("the strong do worse: look at the key")
        elif self.tells is not None and self.tells < FLAT and not found:
            found.append("tells hardly anybody apart")
        return ", ".join(found)


@dataclass(frozen=True)
class Slip:
    """A wrong answer that several gave: where, what, how many of those who answered."""

    lab: str
    question: str
    place: str
    given: str
    people: int
    of: int


def items(handed_in: Iterable[HandIn]) -> list[Item]:
    """Return every cell with settled marks, in the order of labs and cells."""
    shares: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    points: dict[str, list[tuple[str, str, float, float]]] = defaultdict(list)
    for each in handed_in:
        for cell in each.result.cells:
            if cell.most and not cell.waits:
                shares[each.lab, cell.name][each.student] = cell.points / cell.most
                points[each.student].append((each.lab, cell.name, cell.points, cell.most))
        for kind, right, _ in each.facts.get("paper", ()):
            name = f"item {kind}"
            before = shares[each.lab, name].get(each.student)
            shares[each.lab, name][each.student] = (
                float(right) if before is None else (before + right) / 2
            )
    return [_item(lab, cell, found, points) for (lab, cell), found in sorted(shares.items())]


def _item(
    lab: str,
    cell: str,
    found: Mapping[str, float],
    points: Mapping[str, list[tuple[str, str, float, float]]],
) -> Item:
    mine, rest = [], []
    for student, share in found.items():
        others = [(p, most) for one, name, p, most in points[student] if (one, name) != (lab, cell)]
        total = sum(most for _, most in others)
        if total:
            mine.append(share)
            rest.append(sum(p for p, _ in others) / total)
    mean = float(np.mean(list(found.values())))
    tells = _correlation(mine, rest)
    error = None if tells is None else (1.0 - tells**2) / math.sqrt(len(mine) - 2)
    return Item(lab, cell, len(found), mean, tells, error)


def _correlation(one: list[float], two: list[float]) -> float | None:
    """Return Pearson's correlation; None of few, or where one of them does not vary."""
    if len(one) < LEAST or np.ptp(one) < 1e-9 or np.ptp(two) < 1e-9:
        return None
    return float(np.corrcoef(one, two)[0, 1])


def slips(handed_in: Iterable[HandIn], least: int = 2) -> list[Slip]:
    """Return the wrong answers at least so many gave, the commonest first."""
    wrong: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    asked: Counter[tuple[str, str, str]] = Counter()
    for each in handed_in:
        for question, places in each.facts.get("answers", {}).items():
            for place, share, given in places:
                asked[each.lab, question, place] += bool(given)
                if given and share < 1:
                    wrong[each.lab, question, place][given] += 1
        for kind, right, mistake in each.facts.get("paper", ()):
            asked[each.lab, "item", kind] += 1
            if not right:
                wrong[each.lab, "item", kind][mistake] += 1
    found = [
        Slip(lab, question, place, given, people, asked[lab, question, place])
        for (lab, question, place), counts in wrong.items()
        for given, people in counts.items()
        if people >= least
    ]
    return sorted(found, key=lambda s: (-s.people, s.lab, s.question, s.place, s.given))
