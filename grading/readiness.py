"""How ready somebody is for the next tier, how sure that is, and what stands in the way.

What is asked is the share of the marks to expect, as of now, over all labs of the next tier: a sum
of what is known of each skill, weighted as those labs ask for it. The skills are taken as
independent, so the variances add. Labs of the tier before count half there (labsim.skillmodel).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labsim.curriculum import curriculum
from labsim.skillmodel import PASSED, Ability, Evidence, ability, missing, planned, weights

__all__ = ["Readiness", "readiness", "waits"]

SURE, KNOWN = 0.9, 0.5  # chance from which one is ready; part of the tier that must be known


@dataclass(frozen=True)
class Readiness:
    """Ready for a tier: share of its marks to expect and its sd, and what lacks.

    `known` is the part of what the tier asks for that any lab has spoken of yet. `weak` are skills
    whose cautious estimate, mean less sd, is below a pass there; `waits` the tier's labs with the
    prerequisites that are not passed.
    """

    tier: str
    title: str
    mean: float
    sd: float
    known: float
    weak: tuple[tuple[str, Ability], ...] = ()
    waits: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def chance(self) -> float:
        """Chance that half the marks or more would be earned there, by the normal curve."""
        return 0.5 * (1.0 + math.erf((self.mean - PASSED) / (self.sd * math.sqrt(2.0))))

    @property
    def verdict(self) -> str:
        if self.known < KNOWN:
            return "too little is known"
        if self.chance >= SURE:
            return "ready"
        return "nearly ready" if self.chance >= 0.5 else "not ready yet"

    @property
    def text(self) -> str:
        """Say it in a sentence."""
        about = f"{self.mean:.0%} of the marks to expect, give or take {self.sd:.0%}"
        rests = f"labs done speak of {self.known:.0%} of what it asks for"
        return f"{self.title}: {self.verdict}. {about[0].upper()}{about[1:]}; {rests}."


def _next(evidence: Sequence[Evidence]) -> dict[str, str] | None:
    """Return the tier after the highest one with marks; the first but one before any."""
    tiers = curriculum()["tiers"]
    order = {tier["id"]: n for n, tier in enumerate(tiers)}
    at = max((order[planned()[e.lab].tier] for e in evidence if e.lab in planned()), default=0)
    return tiers[at + 1] if at + 1 < len(tiers) else None


def _asked(labs: Sequence[str]) -> dict[str, float]:
    """Return how much of some labs' marks each skill carries; together 1."""
    found: dict[str, float] = {}
    for name in labs:
        for skill, part in weights(planned()[name]).items():
            found[skill] = found.get(skill, 0.0) + part / len(labs)
    return dict(sorted(found.items()))


def waits(
    evidence: Sequence[Evidence], tier: str, available: Sequence[str], pending: Sequence[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Return the labs of a tier that are not open yet, with what is missing before each."""
    shares = {e.lab: e.share for e in evidence}
    found = {}
    for name in available:
        plan = planned().get(name)
        if plan is not None and plan.tier == tier and name not in shares:
            lacks = tuple(missing(plan, shares, available, pending))
            found |= {name: lacks} if lacks else {}
    return found


def readiness(
    evidence: Sequence[Evidence], available: Sequence[str], pending: Sequence[str] = ()
) -> Readiness | None:
    """Return how ready the evidence says somebody is for the next tier; None in the last one.

    `available` are the labs there are; a tier of which there is none yet is judged by its plan.
    """
    tier = _next(evidence)
    if tier is None:
        return None
    labs = [n for n in available if n in planned() and planned()[n].tier == tier["id"]]
    labs = labs or [name for name, plan in planned().items() if plan.tier == tier["id"]]
    parts = _asked(labs)
    able = {skill: ability(skill, tier["id"], evidence) for skill in parts}
    return Readiness(
        tier["id"],
        tier["title"],
        sum(part * able[skill].mean for skill, part in parts.items()),
        math.sqrt(sum((part * able[skill].sd) ** 2 for skill, part in parts.items())),
        sum(part for skill, part in parts.items() if able[skill].labs),
        _weak(able, parts),
        tuple(waits(evidence, tier["id"], available, pending).items()),
    )


def _weak(
    able: Mapping[str, Ability], parts: Mapping[str, float]
) -> tuple[tuple[str, Ability], ...]:
    """Return the skills that keep somebody below a pass, what the tier asks for most first."""
    low = [skill for skill, known in able.items() if known.mean - known.sd < PASSED]
    return tuple((skill, able[skill]) for skill in sorted(low, key=lambda s: -parts[s]))
