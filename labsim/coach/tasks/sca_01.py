"""SCA-01: alarm flood. Initiating event 35, response 25, nuisance list 20 (of 80 in the notebook).

The initiating event counts as far as journal and readings on record leave no other one. The
response is simulated: the orders as they stand at the end, carried out in the apprentice's own
hall. The list on file is measured against what the journal itself says, by F1.
"""

from __future__ import annotations

import re
from typing import Any

from labsim.attempt import Attempt
from labsim.coach.score import CAP, Score
from labsim.coach.tasks.sca_01_belief import cases
from labsim.coach.tasks.sca_01_bots import BOTS
from labsim.filing import filed
from labsim.machines.bottling_hall import ORDERED
from labsim.scada.points import ALARMS
from labsim.scada.response import best, respond
from labsim.scada.running import BEGIN, Run

__all__ = ["BOTS", "MARKS", "f1", "judge", "listed", "orders_of"]

MARKS = {"initiating": 43.75, "response": 31.25, "nuisance": 25.0}  # 35, 25, 20 of 80
UNREAD = 0.5  # what a right event is worth at most when nothing was read but the journal
TIME, EACH, LEAST = 25.0, 0.02, 0.6  # min, lost for each minute more, what is left at least
HELD, KEEPS = 0.5, 0.95  # at least, for a response that keeps its limits so well and wins nothing
SAME = 0.01  # of the worth of a response: no better and no worse


def judge(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on a hall with this initiating event. Doing nothing scores zero."""
    score = Score(parts=dict.fromkeys(MARKS, 0.0), marks=dict(MARKS))
    if not attempt.worked:
        score.notes.append("Nothing was done, so there is nothing to score.")
        return score
    at = cases(lab).run(fault_id)
    shares = {
        "initiating": initiating(lab, attempt, fault_id, score),
        "response": response(attempt, at, score),
        "nuisance": nuisance(attempt, at, score),
    }
    score.parts = {part: round(MARKS[part] * shares[part], 2) for part in MARKS}
    return score


def initiating(lab: Any, attempt: Attempt, fault_id: str, score: Score) -> float:
    """Return how well the claim is founded, 0..1; nothing for a wrong one."""
    if attempt.diagnosis is None:
        score.notes.append("No initiating event was named.")
        return 0.0
    belief = cases(lab).belief(attempt, cases(lab).run(fault_id))
    claim = ": ".join(attempt.diagnosis)
    if claim != fault_id:
        sure = belief.get(claim, 0.0)
        why = "the readings on record speak against it" if not sure else "it was not shown"
        score.notes.append(f"{claim} is not what happened first: {why}.")
        return 0.0
    share, read = belief[claim], attempt.of("measure", "look")
    others = [name for name, p in belief.items() if p > 0 and name != claim]
    if others:
        score.notes.append(f"{claim} is right, and these were not ruled out: {'; '.join(others)}.")
    if not read:
        score.notes.append("Named from the alarm list alone: no trend, no look into the hall.")
        share = min(share, UNREAD)
    late = max(0.0, _minutes(attempt) - TIME)
    if late:
        score.notes.append(f"It took {_minutes(attempt):.0f} minutes to name it, {TIME:.0f} given.")
    return share * max(LEAST, 1.0 - EACH * late)


def _minutes(attempt: Attempt) -> float:
    """Return when the event was named, in minutes."""
    return float(attempt.of("diagnose")[-1]["t"])


def orders_of(attempt: Attempt) -> dict[str, bool]:
    """Return the orders as they stand at the end, as inputs of the controllers."""
    last = {event["tag"]: event["position"] for event in attempt.of("operate")}
    return {ORDERED[order]: True for order in last.items() if order in ORDERED}


def response(attempt: Attempt, at: Run, score: Score) -> float:
    """Return what the orders are worth between doing nothing and the best that was found, 0..1."""
    if not attempt.of("operate"):
        score.notes.append("Nothing was ordered: the hall is where its trips have left it.")
        return 0.0
    got, left, top = respond(at, orders_of(attempt)), respond(at, {}).worth, best(at)[1]
    for what in got.hurts:
        score.notes.append(f"Your orders leave or bring about danger: {what}.")
    if got.hurts:
        score.capped = True
        score.notes.append(f"A response that hurts caps the lab at {CAP:.0f} points.")
        return 0.0
    out = ", ".join(f"{what} {seconds:.0f} s" for what, seconds in got.out.items() if seconds)
    score.notes.append(f"Out of limits: {out or 'nothing'}; bottles {got.made:.0%} of full speed.")
    if not attempt.signed_off:
        return 0.0
    held = HELD if got.kept > KEEPS and orders_of(attempt) else 0.0
    if top - left < SAME:
        return 1.0 if got.worth > top - SAME else held
    return min(max((got.worth - left) / (top - left), held), 1.0)


def listed(attempt: Attempt) -> set[str]:
    """Return the alarms on the list on file; words that are no alarm do not count."""
    known = {alarm.tag for alarms in ALARMS.values() for alarm in alarms}
    return set(re.findall(r"[A-Z]+\d+", filed(attempt).upper())) & known


def f1(mine: set[str], right: set[str]) -> float:
    """Return the F1 of a list: harmonic mean of precision and recall, 0..1."""
    hits = len(mine & right)
    return 2.0 * hits / (len(mine) + len(right)) if hits else 0.0


def nuisance(attempt: Attempt, at: Run, score: Score) -> float:
    """Return the F1 of the list of alarms to be rationalised again."""
    right, mine = set(at.journal.nuisance(BEGIN, 0.0)), listed(attempt)
    if not mine:
        score.notes.append("No list of alarms is on file.")
        return 0.0
    hits = len(mine & right)
    score.notes.append(f"Alarm list: {hits} of {len(right)} found, {len(mine) - hits} too many.")
    return f1(mine, right)
