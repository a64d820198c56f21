"""The score: evidence, path, safety, repair, report; and the sentences the apprentice reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach.belief import Step
from labsim.coach.dictionary import HEALTHY
from labsim.safety import RULES

__all__ = ["PARTS", "Score", "judge"]

PARTS = ("evidence", "path", "safety", "repair", "report")
SURE, UNSUPPORTED, RATIONAL = 0.95, 0.4, 0.3
BAND = 1.2  # nothing is lost on the path within this factor of the best policy
CAP = 40.0  # a critical breach caps the lab
WRONG_PART = 5.0  # points for each sound part fitted
REDUNDANT, FREE, MOST = 1.0, 2, 10.0  # points for each redundant reading beyond two, at most ten
CONFIRM = ("press", "operate", "try_out")


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


class Case:
    """One attempt under judgement: the belief replayed, the claim, the truth."""

    def __init__(self, coach: Any, attempt: Attempt, fault_id: str) -> None:
        self.coach, self.lab, self.attempt, self.truth = coach, coach.lab, attempt, fault_id
        self.names = [v.name for v in coach.dictionary.variants]
        self.group_of = {n: g for n, g in zip(self.names, coach.dictionary.group, strict=True)}
        self.claim = ": ".join(attempt.diagnosis) if attempt.diagnosis else ""
        self.end = self._first("diagnose", "repair")
        self.repairs = attempt.of("repair")
        # What was read after the claim or the first repair earns nothing any more.
        self.belief = coach.judges.again().update(attempt, self.end)
        self.steps = self.belief.steps
        self.outcome = coach.outcome(attempt, fault_id)

    def _first(self, *kinds: str) -> int:
        found = self.attempt.of(*kinds)
        return found[0]["n"] if found else len(self.attempt.events)

    def mass(self, p: np.ndarray, name: str) -> float:
        """Return the probability of the ambiguity group a fault is in."""
        if name not in self.group_of:
            return 0.0
        inside = self.coach.dictionary.group == self.group_of[name]
        return float(p[:-1][inside].sum())

    @property
    def right(self) -> bool:
        claimed, true = self.group_of.get(self.claim, -1), self.group_of.get(self.truth, -2)
        return claimed == true


def judge(coach: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on a lab whose hidden fault was `fault_id`. Doing nothing scores zero."""
    score = Score(marks=dict(coach.lab.scenario.marks))
    if not attempt.worked:
        score.notes.append("Nothing was done on the machine, so there is nothing to score.")
        return score
    case = Case(coach, attempt, fault_id)
    lies = contradictions(case)
    if lies:
        score.notes += lies
        score.notes.append("A record that does not come out on the machine scores nothing.")
        return score
    share = {"evidence": evidence(case, score), "repair": repair(case, score)}
    share["path"] = share["evidence"] * path(case, score) if case.right else 0.0
    share["safety"] = safety(case, score) * 0.5 * (share["evidence"] + share["repair"])
    share["report"] = report(case, score)
    for part in PARTS:
        score.parts[part] = round(score.marks[part] * share[part], 2)
    return score


def contradictions(case: Case) -> list[str]:
    """Readings that the apprentice's machine cannot give."""
    return [
        f"Line {event['n']}: {said(event)} does not come out on this machine."
        for event in case.outcome.strange
    ]


def said(event: dict[str, Any]) -> str:
    """Say a reading in words."""
    if event["do"] == "look":
        return f"{event['tag']} {event['text']}"
    return f"{event['function']} {'–'.join(event['ports'])} = {event['text']}"


def logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return float(np.log(p / (1 - p)))


def evidence(case: Case, score: Score) -> float:
    """How far the apprentice's own readings carried the claim: 0..1."""
    if not case.claim:
        score.notes.append("No diagnosis was made.")
        return 0.0
    p, prior = case.belief.p, np.append(case.coach.dictionary.prior, 0.02)
    mine, start = case.mass(p, case.claim), case.mass(prior, case.claim)
    if not case.right:
        best = max(case.group_of, key=lambda n: case.mass(p, n) if n != HEALTHY else 0.0)
        if case.group_of.get(case.claim) == case.group_of[best] and mine > 0.3:
            score.notes.append(f"{case.claim} was the best supported suspect, yet not the fault.")
            return RATIONAL * mine
        score.notes.append(f"The diagnosis {case.claim} is wrong; it was {case.truth}.")
        return 0.0
    if mine >= SURE:
        score.notes.append(f"{case.claim}: right, and your readings prove it ({mine:.0%}).")
        return 1.0
    reach = (logit(mine) - logit(start)) / (logit(SURE) - logit(start))
    reach = min(max(reach, 0.0), 1.0)
    score.notes.append(
        f"{case.claim}: right, but your readings leave other faults possible: {rivals(case, p)}."
    )
    return reach if mine > 0.5 else min(reach, UNSUPPORTED)


def rivals(case: Case, p: np.ndarray) -> str:
    """Name the most likely other groups."""
    rest: dict[int, tuple[float, str]] = {}
    for name, group in case.group_of.items():
        if group != case.group_of.get(case.claim) and name != HEALTHY:
            rest.setdefault(int(group), (case.mass(p, name), name))
    top = sorted(rest.values(), reverse=True)[:3]
    return ", ".join(f"{name} ({mass:.0%})" for mass, name in top if mass > 0.01) or "none of these"


def path(case: Case, score: Score) -> float:
    """1 minus regret: minutes lost against the best check at each decision, 0..1."""
    regret, scale = 0.0, case.coach.serial_minutes - case.coach.best_minutes
    confirmed, locked, redundant = False, False, 0
    setup = {state.label: state for state in case.lab.states}
    for step in case.steps:
        taken = step.event.get("dt", 0.0) / 60.0
        state = setup.get(step.state)
        if state and step.state != step.came and (locked or not state.dead):
            taken += state.minutes
        locked |= bool(state and state.dead)  # the first lockout is never a loss
        first_look = step.event["do"] == "look" and not confirmed
        confirmed |= step.event["do"] == "look"
        bits, rate = case.coach.worth(step)
        if first_look or dead_test(case, step):
            continue
        lost = max(0.0, taken - bits / rate) if rate > 0 else taken
        regret += lost
        if bits < 0.02:
            redundant += 1
            score.notes.append(
                f"Line {step.event['n']}: {said(step.event)} told nothing new; "
                "every remaining suspect predicts it."
            )
    score.penalty += min(MOST, REDUNDANT * max(0, redundant - FREE))
    allowed = (BAND - 1.0) * case.coach.best_minutes
    share = 1.0 - max(0.0, regret - allowed) / max(scale, 1.0)
    score.notes.append(
        f"Path: {regret:.1f} min lost against the best checks; the best way needs "
        f"{case.coach.best_minutes:.1f} min on average, terminal by terminal "
        f"{case.coach.serial_minutes:.1f}."
    )
    return min(max(share, 0.0), 1.0)


def dead_test(case: Case, step: Step) -> bool:
    """Tell whether a reading is the test of live-dead-live, which is never redundant."""
    before = case.attempt.events[step.event["n"] - 1]["do"]
    return before == "prove" and step.event.get("function") == "V"


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
        score.notes.append("Nothing was repaired.")
        return 0.0
    mine = case.group_of.get(case.truth)
    for what in case.outcome.sound:
        if any(g == mine and n.startswith(what.partition(":")[0]) for n, g in case.group_of.items()):
            continue  # the other end of the same wire, say: no check could tell
        score.penalty += WRONG_PART
        score.notes.append(f"{what} was sound and was replaced all the same.")
    if not case.outcome.cured:
        score.notes.append("The machine still does not work.")
        return 0.0
    if not case.outcome.proved:
        score.notes.append("The repair was not proved: run the machine and look.")
        return 0.4
    return 1.0


NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(k|M)?(V|Ω|ohm|A|mA)\b")


def report(case: Case, score: Score) -> float:
    """Check the report against the record: no claim without a reading, 0..1."""
    text = case.attempt.report
    if len(text) < 15 or not case.attempt.diagnosis:
        score.notes.append("The report is missing: say what you found, how you know, what you did.")
        return 0.0
    readings = [e for e in case.attempt.of("measure") if isinstance(e.get("value"), float)]
    claimed = [(float(n.replace(",", ".")), k, u) for n, k, u in NUMBER.findall(text)]
    backed = [c for c in claimed if any(fits(c, e) for e in readings)]
    if len(backed) < len(claimed):
        score.notes.append("The report gives a reading that the record does not hold.")
        return 0.0
    points = 0.3 * (case.attempt.diagnosis[0] in text) + 0.3 * case.right
    points += 0.4 * bool(backed or ("OL" in text and case.attempt.of("measure")))
    if points < 0.99:
        score.notes.append("A good report names the part, the fault and the reading that proves it.")
    return min(points, 1.0)


def fits(claim: tuple[float, str, str], event: dict[str, Any]) -> bool:
    """Tell whether a number in the report is a reading of the record, within 2 %."""
    number, prefix, unit = claim
    size = number * {"k": 1e3, "M": 1e6, "": 1.0}[prefix] * (1e-3 if unit == "mA" else 1.0)
    kind = {"V": "V", "Ω": "Ω", "ohm": "Ω", "A": "A", "mA": "A"}[unit]
    same = event["function"].startswith(kind) or (kind == "A" and event["function"] == "mA")
    value = event["value"] * (1e-3 if event["function"] == "mA" else 1.0)
    return same and abs(value - size) <= max(0.02 * abs(size), 0.5 if kind == "V" else 0.05)


