"""What marks say of skills, and which lab would tell most next: Beta distributions, nothing else.

For each skill and tier there is one unknown number: the share of the marks this apprentice earns
where the skill is asked for. Before any mark it is Beta(1, 1), everything equally likely. A lab
with share x counts as n observations, n·x of them good: good += n·x, bad += n·(1-x). Then

    mean = good / (good + bad),   sd = sqrt(mean·(1-mean) / (good + bad + 1)),
    need = max(0, 0.75 - (mean - sd))

and n = OBSERVATIONS · part of the lab's marks that is settled · weight of the skill in the lab
(two for the one named first, one for the others, together 1) · CARRY for each tier the lab lies
below · half for each HALF_LIFE since. A lab is predicted by the weighted mean of its skills.
Doing it is expected to narrow sd, as it would with exactly the predicted share; what it gives is

    gain = sum over its skills of need · (sd now - sd after), for each hour it takes.

The formulas with an example by hand: grading/README.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from labsim.curriculum import curriculum

__all__ = [
    "Ability", "Evidence", "Plan", "Suggestion", "ability", "gain", "missing", "planned",
    "predict", "suggest", "weights",
]  # fmt: skip

PRIOR = (1.0, 1.0)  # good and bad observations before any mark
OBSERVATIONS = 10.0  # that a whole lab counts as (assumed; benchmarks/skills.py has what follows)
FIRST, OTHER = 2.0, 1.0  # weight of a lab for the skill it names first, and for the others
CARRY = 0.5  # of its weight a lab keeps for the same skill one tier up (assumed)
HALF_LIFE = 365.0  # days after which a mark counts half (assumed)
STRONG, PASSED = 0.75, 0.5  # share that is strong; share that opens what comes after
REPEAT = 0.5  # of what it tells, a lab done again tells (assumed: the machine is known)


@dataclass(frozen=True)
class Plan:
    """A lab as the model sees it: skills, the main one first, tier, minutes, what comes before."""

    id: str
    title: str
    tier: str
    skills: tuple[str, ...]
    minutes: float
    prerequisites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """The settled marks of one lab: share earned, part of the lab's points settled, age in days."""

    lab: str
    share: float
    settled: float = 1.0
    days: float = 0.0


@dataclass(frozen=True)
class Ability:
    """What is known of one skill at one tier, as a Beta distribution, and the labs it rests on."""

    good: float = PRIOR[0]
    bad: float = PRIOR[1]
    labs: tuple[str, ...] = ()

    @property
    def mean(self) -> float:
        return self.good / (self.good + self.bad)

    @property
    def sd(self) -> float:
        return math.sqrt(self.mean * (1 - self.mean) / (self.good + self.bad + 1))

    @property
    def need(self) -> float:
        """How far a cautious estimate, mean less sd, lies below what counts as strong."""
        return max(0.0, STRONG - (self.mean - self.sd))

    def after(self, count: float, share: float) -> Ability:
        """Return what is known after `count` more observations with this share."""
        return Ability(self.good + count * share, self.bad + count * (1 - share), self.labs)


@dataclass(frozen=True)
class Suggestion:
    """A lab to do next: what it gives an hour, the share to expect and its sd, and why."""

    lab: str
    title: str
    minutes: float
    gain: float
    mean: float
    sd: float
    again: bool
    reasons: tuple[str, ...]


@cache
def planned() -> dict[str, Plan]:
    """Return every lab of the curriculum by id, in teaching order."""
    names = ("id", "title", "tier", "minutes")
    return {
        row["id"]: Plan(**{n: row[n] for n in names}, skills=tuple(row["skills"]),
                        prerequisites=tuple(row["prerequisites"]))
        for row in curriculum()["labs"]
    }  # fmt: skip


@cache
def _order() -> dict[str, int]:
    return {tier["id"]: n for n, tier in enumerate(curriculum()["tiers"])}


@cache
def _names() -> dict[str, str]:
    return {s["id"]: s["title"] for group in curriculum()["groups"] for s in group["skills"]}


def weights(plan: Plan) -> dict[str, float]:
    """Return how a lab's marks are spread over its skills; together 1."""
    parts = {skill: OTHER if n else FIRST for n, skill in enumerate(plan.skills)}
    return {skill: part / sum(parts.values()) for skill, part in parts.items()}


def count(plan: Plan, skill: str, tier: str, settled: float = 1.0, days: float = 0.0) -> float:
    """Return how many observations of a skill at a tier a lab is; 0 where it says nothing."""
    above = max(0, _order()[tier] - _order()[plan.tier])
    part = weights(plan).get(skill, 0.0)
    return OBSERVATIONS * settled * part * CARRY**above * 0.5 ** (days / HALF_LIFE)


def ability(
    skill: str, tier: str, evidence: Iterable[Evidence], labs: Mapping[str, Plan] | None = None
) -> Ability:
    """Return what the evidence says of a skill at a tier; labs nobody planned say nothing."""
    known = planned() if labs is None else labs
    found = Ability()
    for each in evidence:
        plan = known.get(each.lab)
        number = count(plan, skill, tier, each.settled, each.days) if plan else 0.0
        if number > 0:
            found = found.after(number, each.share)
            found = Ability(found.good, found.bad, (*found.labs, each.lab))
    return found


def predict(plan: Plan, abilities: Mapping[str, Ability]) -> tuple[float, float]:
    """Return the share to expect in a lab and its standard deviation, skills independent."""
    parts = weights(plan)
    mean = sum(part * abilities[skill].mean for skill, part in parts.items())
    return mean, math.sqrt(sum((part * abilities[s].sd) ** 2 for s, part in parts.items()))


def narrowed(plan: Plan, skill: str, now: Ability, share: float, again: bool) -> Ability:
    """Return what would be known of a skill after a lab that goes as predicted."""
    number = count(plan, skill, plan.tier) * (REPEAT if again else 1.0)
    return now.after(number, share)


def gain(plan: Plan, abilities: Mapping[str, Ability], again: bool = False) -> float:
    """Return what an hour of a lab is expected to give: need times certainty won."""
    share, _ = predict(plan, abilities)
    won = sum(
        abilities[skill].need * (abilities[skill].sd - narrowed(
            plan, skill, abilities[skill], share, again).sd)
        for skill in plan.skills
    )  # fmt: skip
    return 60.0 * won / plan.minutes


def missing(
    plan: Plan, shares: Mapping[str, float], available: Iterable[str], pending: Iterable[str] = ()
) -> list[str]:
    """Return the prerequisites of a lab that are still to be passed, of those that can be done.

    One whose marks are still to come keeps nobody waiting.
    """
    there = set(available) - set(pending)
    return [p for p in plan.prerequisites if p in there and shares.get(p, 0.0) < PASSED]


def suggest(
    evidence: Sequence[Evidence],
    available: Sequence[str],
    labs: Mapping[str, Plan] | None = None,
    pending: Sequence[str] = (),
    most: int = 3,
) -> list[Suggestion]:
    """Return the labs that give most next, best first, all of one tier.

    It is the lowest tier with an open lab that gives anything. A lab is open when its prerequisites
    are passed; one that was passed, or waits for its marks (`pending`), is not done again.
    """
    known = planned() if labs is None else labs
    shares = {e.lab: e.share for e in evidence}
    open_ones = [
        known[name] for name in available
        if name in known and name not in pending and shares.get(name, 0.0) < PASSED
        and not missing(known[name], shares, available, pending)
    ]  # fmt: skip
    found: list[Suggestion] = []
    for tier in sorted({plan.tier for plan in open_ones}, key=_order().__getitem__):
        for plan in (p for p in open_ones if p.tier == tier):
            able = {s: ability(s, tier, evidence, known) for s in plan.skills}
            opens = _opens(plan, shares, [n for n in available if n not in pending], known)
            found.append(_suggestion(plan, able, plan.id in shares, opens))
        if any(suggestion.gain > 0 for suggestion in found):
            break
    return sorted(found, key=lambda s: -s.gain)[:most]


def _opens(
    plan: Plan, shares: Mapping[str, float], available: Sequence[str], known: Mapping[str, Plan]
) -> list[str]:
    """Return the labs that only wait for this one."""
    return [n for n in available if n in known and n not in shares
            and missing(known[n], shares, available) == [plan.id]]  # fmt: skip


def _suggestion(
    plan: Plan, able: Mapping[str, Ability], again: bool, opens: Sequence[str]
) -> Suggestion:
    mean, sd = predict(plan, able)
    reasons = [_why(plan, skill, able[skill], mean, again) for skill in _needed(plan, able)]
    if again:
        reasons.append(f"{plan.id} was done and not passed: a second time tells half as much.")
    reasons.append(f"Expect about {mean:.0%} of the marks, give or take {sd:.0%}.")
    if opens:
        reasons.append(f"It opens {_listed(opens)}.")
    worth = gain(plan, able, again)
    return Suggestion(plan.id, plan.title, plan.minutes, worth, mean, sd, again, tuple(reasons))


def _needed(plan: Plan, able: Mapping[str, Ability]) -> list[str]:
    """Return the skills of a lab, the one it does most for first."""
    mean, _ = predict(plan, able)
    won = {s: able[s].need * (able[s].sd - narrowed(plan, s, able[s], mean, False).sd)
           for s in plan.skills}  # fmt: skip
    return sorted(plan.skills, key=lambda s: -won[s])


def _why(plan: Plan, skill: str, now: Ability, share: float, again: bool) -> str:
    """Say in a sentence what is known of a skill, and what the lab would add."""
    later = narrowed(plan, skill, now, share, again)
    name = f"{skill} {_names().get(skill, '')}".strip()
    if not now.labs:
        return f"{name} has no evidence yet; {plan.id} would tell it, give or take {later.sd:.0%}."
    on = "one lab" if len(now.labs) == 1 else f"{len(now.labs)} labs"
    rests = f"rests on {on} ({', '.join(now.labs)}): {now.mean:.0%}, give or take {now.sd:.0%}"
    return f"{name} {rests}; {plan.id} would make that {later.sd:.0%}."


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
