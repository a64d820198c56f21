"""VIB-02: is it really worse? Decisions 45, blunders 20, alert levels 20, within the remit 15.

The months of the apprentice's own hall are worked out again; decisions, blunders and levels on the
sheet are measured against what the criteria make of the readings that can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach.score import Score
from labsim.coach.tasks.vib_02_bots import BOTS
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, variants_of
from labsim.filing import filed
from labsim.hidden import twin
from labsim.machines.route_hall import months_of
from labsim.machines.twelve import MONTHS, History, decision, reference

__all__ = ["BOTS", "MARKS", "Sheet", "hall_of", "judge", "read_sheet"]

MARKS = {"decisions": 45.0, "blunders": 20.0, "levels": 20.0, "remit": 15.0}
WORDS = ("alarm", "alert", "watch")
LEVEL = 0.10  # part by which an alert level may be off
TOLD = 4
DECIDED = re.compile(r"^\s*([A-Z]+\d+)\s*:?\s+(alarm|alert|watch|normal)\b", re.IGNORECASE)
NONE = re.compile(r"^\s*([A-Z]+\d+)\s*:?\s+month\s+(\d+)\b", re.IGNORECASE)
AT = re.compile(r"^\s*level\s+([A-Z]+\d+)\s*[:=]?\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
# What a Category I collector does not write: causes. Words begin so.
CAUSES = re.compile(
    r"\b(un|im)balanc|\bmisalign|\bloosen|\bloose\b(?! magnet)|\bspall|"
    r"\bbearing (fault|defect|damage)|"
    r"\bworn\b|\bbent\b|\bresonan|\bcavit|\beccentric|\bsoft foot|\bdirt\b|\brub\b|\bout of line",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sheet:
    """The sheet: decisions by tag, (tag, month) of what is no reading, alert levels in mm/s."""

    decisions: Mapping[str, str] = field(default_factory=dict)
    blunders: frozenset[tuple[str, int]] = frozenset()
    levels: Mapping[str, float] = field(default_factory=dict)


def read_sheet(text: str) -> Sheet:
    """Read "B3 alarm", "B7 month 2", "level B1 1.42"; other lines are remarks."""
    decisions, blunders, levels = {}, set(), {}
    for line in text.splitlines():
        if found := AT.match(line):
            levels[found[1].upper()] = float(found[2])
        elif found := NONE.match(line):
            blunders.add((found[1].upper(), int(found[2])))
        elif found := DECIDED.match(line):
            decisions[found[1].upper()] = found[2].lower()
    return Sheet(decisions, frozenset(blunders), levels)


def hall_of(lab: Any, unit: str, fault_id: str) -> tuple[Machine, dict[str, History]]:
    """Return the hall of a unit with a fault of unit 0, and its months by tag."""
    machine = lab.scenario.build(unit) if unit != "0" else lab.machine
    fault = twin(lab.machine.fault(fault_id), machine)
    return machine, months_of(Simulation(machine, variants_of(fault)[:1]))


def judge(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt in the hall its record names. Doing nothing scores zero."""
    score = Score(parts=dict.fromkeys(MARKS, 0.0), marks=dict(MARKS))
    if not attempt.worked:
        score.notes.append("Nothing was done on the route, so there is nothing to score.")
        return score
    _, hall = hall_of(lab, str(attempt.header.get("unit", 0)), fault_id)
    sheet = read_sheet(filed(attempt))
    shares = {
        "decisions": decided(hall, attempt, sheet, score),
        "blunders": blunders(hall, sheet, score),
        "levels": levels(hall, sheet, score),
    }
    shares["remit"] = remit(attempt, sheet, score) * min(1.0, 2.0 * shares["decisions"])
    score.parts = {part: round(MARKS[part] * shares[part], 2) for part in MARKS}
    return score


def f1(mine: set[Any], right: set[Any]) -> float:
    """Return the F1 of a set: harmonic mean of precision and recall, 0..1."""
    hits = len(mine & right)
    return 2.0 * hits / (len(mine) + len(right)) if hits else 0.0


def taken(attempt: Attempt) -> tuple[set[str], set[str]]:
    """Return the points that were read this month, and those that were read once more."""
    first, again, at = set(), set(), {}
    for event in attempt.events[1:]:
        if event["do"] == "operate":
            at[event["tag"]] = event["position"]
        if event["do"] == "look":
            (again if at.get(event["tag"]) == "again" else first).add(event["tag"])
    return first | again, again


def decided(hall: dict[str, History], attempt: Attempt, sheet: Sheet, score: Score) -> float:
    """Return the F1 of the decisions other than normal, as far as readings stand behind them."""
    read, again = taken(attempt)
    right = {(tag, decision(h)) for tag, h in hall.items() if decision(h) in WORDS}
    mine = {(tag, word) for tag, word in sheet.decisions.items() if word in WORDS and tag in read}
    share = f1(mine, right)
    score.notes.append(
        f"{len(mine & right)} of {len(right)} decisions by the criteria, "
        f"{len(mine - right)} that the criteria do not bear out."
    )
    missing = sorted(set(hall) - read)
    if missing:
        score.notes.append(f"Not read this month: {', '.join(missing[:TOLD])}.")
    odd = [t for t, h in hall.items() if h.blunder == MONTHS and t not in again]
    if odd:
        score.notes.append(f"This month's reading was not taken once more at {odd[0]}.")
    return share * (1.0 - (len(missing) + len(odd)) / len(hall))


def blunders(hall: dict[str, History], sheet: Sheet, score: Score) -> float:
    """Return the F1 of what was named as no reading."""
    right = {(tag, h.blunder) for tag, h in hall.items() if h.blunder}
    mine = set(sheet.blunders)
    score.notes.append(
        f"{len(mine & right)} of {len(right)} blunders named, {len(mine - right)} that are none."
    )
    return f1(mine, right)


def levels(hall: dict[str, History], sheet: Sheet, score: Score) -> float:
    """Return how many alert levels are right: half for all, half for those with months to drop."""
    good = {t for t, h in hall.items() if near(sheet.levels.get(t), reference(h).statistical)}
    hard = {t for t, h in hall.items() if not h.sound[:-1].all()}
    score.notes.append(f"{len(good)} of {len(hall)} alert levels within {LEVEL:.0%}.")
    off = sorted(hard - good)
    if off and good:
        score.notes.append(f"Which months can be compared? {', '.join(off[:TOLD])}.")
    return 0.5 * len(good) / len(hall) + 0.5 * len(good & hard) / max(len(hard), 1)


def near(given: float | None, right: float) -> bool:
    return given is not None and bool(np.isfinite(given)) and abs(given - right) <= LEVEL * right


def remit(attempt: Attempt, sheet: Sheet, score: Score) -> float:
    """Return 1 when nothing on record names a cause and the report names who is to be told of."""
    words = " ".join((filed(attempt), attempt.report))
    causes = sorted({m.group(0).lower() for m in CAUSES.finditer(words)})
    if causes or attempt.diagnosis is not None:
        said = f" ({', '.join(causes)})" if causes else ""
        score.notes.append(f"A cause was named{said}: that is the analyst's, not the collector's.")
        return 0.0
    told = [tag for tag, word in sheet.decisions.items() if word in ("alarm", "alert")]
    if not told:
        return 0.0
    named = sum(bool(re.search(rf"\b{tag}\b", attempt.report)) for tag in told) / len(told)
    if named < 1:
        score.notes.append("The report does not name every machine that is to be told of.")
    return named
