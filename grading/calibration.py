"""Is the skill model right? A class of known abilities works the labs; the model must find them.

Abilities and marks are drawn by seed, so that the figures come out the same everywhere. The class
is made up: it shows that the model recovers what it is told, not that people are like that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from labsim.skillmodel import PASSED, Evidence, ability, missing, planned, suggest, weights

__all__ = ["WAYS", "Recovered", "Student", "make_class", "rank_correlation", "recover"]

TIER = "junior"
LEVEL, SPREAD, NOISE = (0.62, 0.14), 0.12, 0.10  # of the class, of a skill, of a lab's marks


@dataclass(frozen=True)
class Student:
    """A made-up apprentice: the true share of the marks in each skill."""

    skills: dict[str, float]
    dice: int

    def work(self, lab: str) -> Evidence:
        """Return the marks of a lab: the mean of its skills, and luck."""
        parts = weights(planned()[lab])
        luck = np.random.default_rng([self.dice, *lab.encode()]).normal(0.0, NOISE)
        share = sum(part * self.skills[skill] for skill, part in parts.items()) + luck
        return Evidence(lab, float(np.clip(share, 0.0, 1.0)))


@dataclass(frozen=True)
class Recovered:
    """How well a class is known: after so many labs each, over all students and skills.

    `rank`: correlation of the ranks of estimate and truth among students, mean over skills;
    `error`: mean distance; `inside`: part of truths within one sd; `sd`: mean of the model's own.
    """

    labs: int
    rank: float
    error: float
    inside: float
    sd: float


def junior() -> list[str]:
    """Return the labs of the tier, in teaching order."""
    return [name for name, plan in planned().items() if plan.tier == TIER]


def skills() -> list[str]:
    """Return the skills the labs of the tier speak of."""
    return sorted({skill for name in junior() for skill in planned()[name].skills})


def make_class(count: int = 40, seed: int = 1) -> list[Student]:
    """Return apprentices that differ in level, and each in what they are good at."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(count):
        level = rng.normal(*LEVEL)
        own = {s: float(np.clip(level + rng.normal(0.0, SPREAD), 0.03, 0.97)) for s in skills()}
        found.append(Student(own, seed * 1000 + number))
    return found


def in_order(done: Sequence[Evidence], dice: np.random.Generator) -> str | None:
    """Choose the next open lab of the curriculum."""
    return next(iter(_open(done)), None)


def at_random(done: Sequence[Evidence], dice: np.random.Generator) -> str | None:
    """Choose any open lab."""
    there = _open(done)
    return str(dice.choice(there)) if there else None


def by_advice(done: Sequence[Evidence], dice: np.random.Generator) -> str | None:
    """Choose what the model says tells most; one that was done is not done again here."""
    rest = [e.lab for e in done]
    found = suggest(done, junior(), pending=rest, most=1)
    return found[0].lab if found else None


WAYS: dict[str, Callable[[Sequence[Evidence], np.random.Generator], str | None]] = {
    "by advice": by_advice,
    "in order": in_order,
    "at random": at_random,
}


def _open(done: Sequence[Evidence]) -> list[str]:
    shares = {e.lab: max(e.share, PASSED) for e in done}  # everybody goes on here
    return [n for n in junior() if n not in shares and not missing(planned()[n], shares, junior())]


def recover(students: Sequence[Student], way: str, counts: Sequence[int]) -> list[Recovered]:
    """Let a class work labs chosen in some way; return how well it is known after so many each."""
    done: list[list[Evidence]] = [[] for _ in students]
    dice, found = np.random.default_rng(0), []
    for number in range(1, max(counts) + 1):
        for student, marks in zip(students, done, strict=True):
            lab = WAYS[way](marks, dice)
            if lab is not None:
                marks.append(student.work(lab))
        if number in counts:
            found.append(_compare(students, done, number))
    return found


def _compare(
    students: Sequence[Student], done: Sequence[Sequence[Evidence]], number: int
) -> Recovered:
    able = [[ability(s, TIER, marks) for s in skills()] for marks in done]
    mean = np.array([[a.mean for a in row] for row in able])
    sd = np.array([[a.sd for a in row] for row in able])
    true = np.array([[student.skills[s] for s in skills()] for student in students])
    varies = [k for k in range(mean.shape[1]) if np.ptp(mean[:, k]) > 0]
    ranks = [rank_correlation(mean[:, k], true[:, k]) for k in varies]
    ranks += [0.0] * (mean.shape[1] - len(varies))  # of a skill nobody has shown nothing is known
    inside = np.abs(mean - true) <= sd
    return Recovered(number, float(np.mean(ranks)), float(np.mean(np.abs(mean - true))),
                     float(np.mean(inside)), float(np.mean(sd)))  # fmt: skip


def rank_correlation(one: np.ndarray, two: np.ndarray) -> float:
    """Return Spearman's correlation: of the ranks, equal values sharing their mean rank."""
    ranks = [_ranks(np.asarray(values, dtype=float)) for values in (one, two)]
    return float(np.corrcoef(*ranks)[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]
