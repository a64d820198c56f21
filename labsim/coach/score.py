"""The score: evidence, path, safety, repair, report; and the sentences the apprentice reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach import downtime, lookups
from labsim.coach.case import Case, Claim
from labsim.coach.claims import judge_report
from labsim.coach.keeping import kept
from labsim.coach.path import said
from labsim.coach.witness import cap, spared
from labsim.safety import RULES

__all__ = ["PARTS", "Score", "judge"]

PARTS = ("evidence", "path", "safety", "repair", "report")
SURE, UNSUPPORTED, UNMEASURED, RATIONAL = 0.95, 0.4, 0.3, 0.3
BAND = 1.2  # nothing is lost on the path within this factor of the best policy
CAP = 40.0  # a critical breach caps the lab
WRONG_PART = 5.0  # points for each sound part fitted
AGAIN = 15.0  # points for a fuse that was renewed alone and went again
FOUND = 0.6  # part of the safety mark that goes with the evidence; the rest with the repair
BACKUP = 0.5  # part of the report mark that goes with a backup, where one is asked for
REDUNDANT, FREE, MOST = 1.0, 2, 10.0  # points for each redundant reading beyond two, at most ten


@dataclass
class Score:
    """Points of the five parts, their total 0..100, and notes in plain words."""

    parts: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 0.0))
    marks: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    capped: bool = False
    penalty: float = 0.0

    @property
    def total(self) -> float:
        points = max(0.0, sum(self.parts.values()) - self.penalty)
        return round(min(points, CAP) if self.capped else points, 1)


def judge(coach: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on a lab whose hidden fault was `fault_id`. Doing nothing scores zero."""
    score = Score(marks=dict(coach.lab.scenario.marks))
    if not attempt.worked:
        score.notes.append("Nothing was done on the machine, so there is nothing to score.")
        return score
    case = coach.case(attempt, fault_id)
    lies = contradictions(case)
    if lies:
        score.notes += lies
        score.notes.append("A record that does not come out on the machine scores nothing.")
        return score
    share = {"evidence": min(evidence(case, score), cap(case, score))}
    share["repair"] = repair(case, score)
    share["path"] = share["evidence"] * path(case, score) if case.right else 0.0
    worked = FOUND * share["evidence"] + (1.0 - FOUND) * share["repair"]
    share["safety"] = safety(case, score) * worked
    share["report"] = report(case, score, share["evidence"])
    hints(case, score)
    for part in PARTS:
        score.parts[part] = round(score.marks[part] * share[part], 2)
    return score


def contradictions(case: Case) -> list[str]:
    """Readings that the apprentice's machine cannot give."""
    return [
        f"Line {event['n']}: {said(event)} does not come out on this machine."
        for event in case.outcome.strange
    ]


def logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return float(np.log(p / (1 - p)))


def evidence(case: Case, score: Score) -> float:
    """How far the apprentice's own readings carried the claims: 0..1."""
    if not case.claims:
        score.notes.append("No diagnosis was made.")
        return 0.0
    right = case.right
    share = sum(proof(case, claim, score) for claim in right)
    wrong = [claim for claim in case.claims if not case.is_right(claim.name)]
    share += sum(error(case, claim, score) for claim in wrong)
    for part in case.parts if right and len(right) < len(case.parts) else ():
        if case.group_of[part] not in {case.group_of[claim.name] for claim in right}:
            score.notes.append(f"One fault was not named: {part}.")
    return min(1.0, share / len(case.parts))


def error(case: Case, claim: Claim, score: Score) -> float:
    """What a wrong claim is worth: something, if it was the rational one."""
    mine, best = case.mass(claim.p, claim.name), case.best(claim.p)
    if case.group_of.get(claim.name) == case.group_of[best] and mine > 0.3:
        score.notes.append(f"{claim.name} was the best supported suspect, yet not the fault.")
        return RATIONAL * mine
    score.notes.append(f"The diagnosis {claim.name} is wrong; it was {case.truth}.")
    return 0.0


def proof(case: Case, claim: Claim, score: Score) -> float:
    """How far the readings carried a right claim: 0..1."""
    prior = np.append(case.book.prior, 0.0)
    mine, start = case.mass(claim.p, claim.name), case.mass(prior, claim.name)
    if mine >= SURE:
        score.notes.append(f"{claim.name}: right, and your readings prove it ({mine:.0%}).")
        return 1.0
    reach = (logit(mine) - logit(start)) / max(logit(SURE) - logit(start), 1e-9)
    reach = min(max(reach, 0.0), 1.0)
    score.notes.append(
        f"{claim.name}: right, but your readings leave other faults possible: "
        f"{case.rivals(claim.p, claim.name)}."
    )
    measured = any(step.event["do"] == "measure" for step in case.steps)
    return min(reach, 1.0 if mine > 0.5 else UNSUPPORTED if measured else UNMEASURED)


def path(case: Case, score: Score) -> float:
    """1 minus regret: minutes lost against the best check at each decision, 0..1."""
    walked = case.walked
    if not walked.decisions:
        seen = all(case.mass(claim.p, claim.name) >= SURE for claim in case.claims)
        score.notes.append("No reading was taken before the diagnosis" +
                           (", and none was needed." if seen else "."))  # fmt: skip
        return float(seen)
    idle = [event for event in walked.redundant if event["n"] not in spared(case)]
    for event in idle:
        score.notes.append(
            f"Line {event['n']}: {said(event)} told nothing new; "
            "every remaining suspect predicts it."
        )
    score.penalty += min(MOST, REDUNDANT * max(0, len(idle) - FREE))
    if case.lab.scenario.downtime:
        return downtime.share(case, score)
    best, serial = case.coach.best_minutes, case.coach.serial_minutes
    score.notes.append(
        f"Path: {walked.regret:.1f} min lost against the best way at each step. The best way "
        f"({case.coach.best.policy}) needs {best:.1f} min on average, "
        f"terminal by terminal {serial:.1f}."
    )
    lost = max(0.0, walked.regret + strayed(case, score) - (BAND - 1.0) * best)
    return float(min(max(1.0 - lost / max(serial - best, 1.0), 0.0), 1.0))


def strayed(case: Case, score: Score) -> float:
    """Return minutes of look-ups beyond the shortest way back from a stall."""
    minutes, told = lookups.lost(case.lab, case.attempt, case.truth)
    score.notes += [told] if told else []
    return minutes


def safety(case: Case, score: Score) -> float:
    """What is left of the safety mark after breaches, 0..1; a critical breach caps the lab."""
    lost: dict[str, float] = {}
    for breach in case.attempt.breaches:
        rule = RULES[breach["rule"]]
        if breach["rule"] not in lost:
            score.notes.append(f"Safety, line {breach['n']}: {rule.text}")
        lost[breach["rule"]] = rule.weight
        score.capped |= rule.critical
    if score.capped:
        score.notes.append(f"A critical breach caps the lab at {CAP:.0f} points.")
    return max(0.0, 1.0 - sum(lost.values()))


def repair(case: Case, score: Score) -> float:
    """Whether what was repaired was faulty and the machine was proved to work, 0..1."""
    if not case.repairs:
        due = score.marks.get("repair") or score.marks.get("safety")  # else nothing goes with it
        score.notes += ["Nothing was repaired."] if due else []
        return 0.0
    for what in case.outcome.sound:
        tag = what.partition(":")[0]
        if any(g in case.true_groups and n.startswith(tag) for n, g in case.group_of.items()):
            continue  # the other end of the same wire, say: no check could tell
        score.penalty += WRONG_PART
        score.notes.append(f"{what} was sound and was replaced all the same.")
    for what in dict.fromkeys(case.outcome.misset):
        score.notes.append(f"A new {what} puts nothing right: it is set as the old one was.")
    for what in case.outcome.again:
        score.penalty += AGAIN
        score.notes.append(f"{what} went a second time: what had killed the first was still there.")
    if not case.outcome.cured:
        score.notes.append("The machine still does not work.")
        return 0.0
    if not case.outcome.proved:
        score.notes.append("The repair was not proved: run the machine and look.")
        return 0.4
    return 1.0


def hints(case: Case, score: Score) -> None:
    """Take the price of the hints off; it stands in the record."""
    asked = case.attempt.of("hint")
    points = sum(event["points"] for event in asked)
    if asked:
        lines = ", ".join(str(event["n"]) for event in asked)
        score.penalty += points
        score.notes.append(f"Hints taken, line {lines}: {points:g} points off.")


def report(case: Case, score: Score, proved: float) -> float:
    """Check the report against the record, 0..1; `proved` is how far the readings carry it."""
    share, lacks = judge_report(
        case.attempt, bool(case.right) * proved, case.lab.machine.components
    )
    saved, missing = kept(case.lab.scenario, case.attempt)
    score.notes += [note for note in (lacks, missing) if note]
    return share * ((1.0 - BACKUP) + BACKUP * saved)
