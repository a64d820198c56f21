"""HYD-01: where do I put the gauge? Predictions 50, range 15, relief valve 25, safety 10.

What was foreseen counts as it stood before the first reading; all else comes from the record, done
again on the apprentice's own unit. The figures that are right are those of a sound unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach.score import CAP, Score
from labsim.coach.tasks.hyd_01_bots import BOTS
from labsim.coach.tasks.hyd_01_states import (
    LINES,
    STATES,
    line_of,
    meant,
    probe,
    state_of,
    truth,
)
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, variants_of
from labsim.foresight import closed, expected
from labsim.hands import Hands
from labsim.hidden import twin
from labsim.safety import RULES

__all__ = ["BOTS", "MARKS", "judge"]

MARKS = {"predictions": 50.0, "range": 15.0, "relief": 25.0, "safety": 10.0}
NEAR = {"bar": (0.10, 1.5), "L/min": (0.06, 0.3)}  # part of the figure, or so much: counts as right
RIGHT, WRONG = 0.03, 0.10  # off by this part: full marks, none
UNREAD = 0.6  # of the relief marks when no gauge was read after the last turn
TOLD = 4  # wrong predictions that are named


@dataclass
class Walk:
    """The record done again: which lines were read in which states, what the unit is left with."""

    machine: Machine
    sim: Simulation
    hands: Hands
    read: set[tuple[str, str]] = field(default_factory=set)
    turned: bool = False
    checked: bool = False  # line P was read at the stop since the last turn

    def follow(self, attempt: Attempt) -> Walk:
        """Do every event again and note what counts."""
        for event in attempt.events[1:]:
            if event["do"] == "measure" and event["function"].startswith("bar"):
                self._gauge(event)
            if event["do"] == "turn":
                self.turned, self.checked = True, False
            self.hands.do(event)
        return self

    def _gauge(self, event: dict[str, Any]) -> None:
        if not isinstance(event.get("value"), float | int):
            return
        place = line_of(self.machine, event["ports"][0]), state_of(self.sim)
        self.read |= {place} if all(place) else set()
        self.checked |= place == ("P", "at the stop")

    def left(self) -> float:
        """Return what line P reads at the stop on the unit as it was left, in bar."""
        tag, sim = self.machine.numbered, self.sim
        for control, position in (("M1", "on"), ("V1", "out")):
            sim.operate(tag(control), position)
        sim.advance(40.0)
        port = probe(self.machine, "P")[0]
        return float(sim.views[port.component.tag].bar(port.mark)[0])


def judge(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on the unit its record names. Doing nothing scores zero."""
    score = Score(parts=dict.fromkeys(MARKS, 0.0), marks=dict(MARKS))
    if not attempt.worked:
        score.notes.append("Nothing was done at the unit, so there is nothing to score.")
        return score
    unit = str(attempt.header.get("unit", 0))
    machine = lab.scenario.build(unit) if unit != "0" else lab.machine
    variant = variants_of(twin(lab.machine.fault(fault_id), machine))[:1]
    sim = Simulation(machine, variant)
    walk = Walk(machine, sim, Hands(sim, titles=lab.scenario.instruments)).follow(attempt)
    shares = {
        "predictions": foreseen(machine, attempt, score), "range": gauges(walk, attempt, score),
        "safety": safety(walk, attempt, score), "relief": relief(walk, score),
    }  # fmt: skip
    score.parts = {part: round(MARKS[part] * shares[part], 2) for part in MARKS}
    return score


def foreseen(machine: Machine, attempt: Attempt, score: Score) -> float:
    """Return how many figures were right before the first reading, 0..1."""
    known, said = truth(machine), expected(attempt, closed(attempt))
    right = {place: place in said and near(place, said[place], known[place]) for place in known}
    score.notes.append(f"{sum(right.values())} of {len(known)} predictions were right in time.")
    late = [place for place in expected(attempt) if place not in said]
    if late:
        score.notes.append(
            f"{len(late)} figures came after the first reading and count for nothing."
        )
    off = [place for place in known if place in said and not right[place]]
    if off:
        more = f" and {len(off) - TOLD} more" if len(off) > TOLD else ""
        score.notes.append(f"Look again at {'; '.join(off[:TOLD])}{more}.")
    return sum(right.values()) / len(known)


def near(place: str, said: float, known: float) -> bool:
    """Tell whether a predicted figure counts as right."""
    part, margin = NEAR["bar" if place.endswith("(bar)") else "L/min"]
    return abs(abs(said) - known) <= max(margin, part * known)


def gauges(walk: Walk, attempt: Attempt, score: Score) -> float:
    """Return the share of lines and states that were read, 0 when a gauge was bent."""
    bent = [b["n"] for b in attempt.breaches if b["rule"] == "over-range"]
    places = [(line, state) for line in LINES for state in STATES]
    missing = [f"{line} {state}" for line, state in places if (line, state) not in walk.read]
    if missing:
        told = ", ".join(missing[:TOLD]) + (" and more" if len(missing) > TOLD else "")
        score.notes.append(f"{len(missing)} of {len(places)} readings are missing: {told}.")
    if bent:
        score.notes.append(f"Line {bent[0]}: {RULES['over-range'].text} Largest gauge first.")
        return 0.0
    return 1.0 - len(missing) / len(places)


def relief(walk: Walk, score: Score) -> float:
    """Return how near the relief valve was left to the data sheet, 0..1."""
    if not walk.turned:
        score.notes.append("Nobody turned the screw of the relief valve.")
        return 0.0
    left, wanted = walk.left(), meant(walk.machine)
    off = abs(left - wanted) / wanted
    score.notes.append(f"Left at {left:.0f} bar at the stop, {wanted:.0f} wanted: {off:.1%} off.")
    share = float(np.clip((WRONG - off) / (WRONG - RIGHT), 0.0, 1.0))
    if share and not walk.checked:
        score.notes.append(
            "No gauge on line P at the stop after the last turn: set and not proved."
        )
        return UNREAD * share
    return share


def safety(walk: Walk, attempt: Attempt, score: Score) -> float:
    """Return what is left of the safety mark once line B was opened as it ought to be, 0..1."""
    lost: dict[str, float] = {}
    for breach in attempt.breaches:
        rule = RULES[breach["rule"]]
        if breach["rule"] not in ("over-range", *lost):
            score.notes.append(f"Safety, line {breach['n']}: {rule.text}")
            lost[breach["rule"]] = rule.weight
        score.capped |= rule.critical
    if score.capped:
        score.notes.append(f"A critical breach caps the lab at {CAP:.0f} points.")
    if not any(line == "B" for line, _ in walk.read):
        score.notes.append("Line B was never read: no line was opened.")
        return 0.0
    return max(0.0, 1.0 - sum(lost.values()))
