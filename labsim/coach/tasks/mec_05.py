"""MEC-05: soft foot first, then align. What is left 45, moves 20, soft foot 15, prediction 20.

The record is done again on the apprentice's own stand. What is left counts hot: at the temperature
the set runs at. Doing nothing scores zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach.score import CAP, Score
from labsim.coach.tasks.mec_05_bots import BOTS
from labsim.coach.tasks.mec_05_shafts import (
    AFTER,
    BEFORE,
    FEET,
    foreseen,
    limits,
    state,
)
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, variants_of
from labsim.foresight import expected
from labsim.hands import Hands
from labsim.hidden import twin
from labsim.mechanical.alignment import SOFT
from labsim.safety import RULES
from labsim.shimming import MOVES

__all__ = ["BOTS", "MARKS", "judge"]

MARKS = {"alignment": 45.0, "moves": 20.0, "soft foot": 15.0, "prediction": 20.0}
ACCEPTED = 0.8  # of the alignment marks at the outer limit of the tolerance; none at twice that
FEW, EACH = 3, 0.2  # rounds of moves that cost nothing; part that each further one costs
HALF = 0.5  # of the alignment marks with bolts left loose or a foot left soft
NEAR, MARGIN = 0.20, 0.25  # part of a figure, mm/s: a prediction within it is right


@dataclass
class Walk:
    """The record done again: rounds of moves, what was known of the feet, what was there when."""

    machine: Machine
    sim: Simulation
    hands: Hands
    rounds: int = 0
    last_move: int = 0
    checked: set[str] = field(default_factory=set)  # feet read since the machine was last moved
    known: bool = False  # all four feet were read before anything was moved
    early: int = 0  # moves to align while a foot was still soft and not proved sound
    proved: bool = False  # all four were read sound before the shafts were moved
    open_round: bool = False

    def follow(self, attempt: Attempt) -> Walk:
        """Do every event again and note what counts."""
        feet = self.machine.component(self.machine.numbered(FEET))
        for event in attempt.events[1:]:
            do = event["do"]
            if do in MOVES:
                self._moved(event)
            self.hands.do(event)
            if do == "measure" and event["function"] == "mm foot":
                self.checked.add(event["ports"][0])
                self.known |= not self.last_move and len(self.checked) == len(feet.marks)
                sound = feet.rises(self.sim.views[feet.tag]).max() <= SOFT + 0.01
                self.proved |= bool(sound) and len(self.checked) == len(feet.marks)
            if do == "operate" and event["tag"] == feet.tag and event["position"] == "tight":
                self.open_round = False
        return self

    def _moved(self, event: dict[str, Any]) -> None:
        """Count a round with its first move; after the first one the feet ought to be proved."""
        if not self.open_round:
            self.rounds += 1
            self.open_round = True
        sideways = event["do"] == "shift"
        self.early += not self.proved and (sideways or self.rounds > 2)
        self.checked.clear()
        self.last_move = event["n"]


def judge(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on the stand its record names."""
    score = Score(parts=dict.fromkeys(MARKS, 0.0), marks=dict(MARKS))
    if not attempt.worked:
        score.notes.append("Nothing was done at the stand, so there is nothing to score.")
        return score
    unit = str(attempt.header.get("unit", 0))
    machine = lab.scenario.build(unit) if unit != "0" else lab.machine
    sim = Simulation(machine, variants_of(twin(lab.machine.fault(fault_id), machine))[:1])
    found = foreseen(machine, sim, BEFORE)
    walk = Walk(machine, sim, Hands(sim, titles=lab.scenario.instruments)).follow(attempt)
    left = alignment(walk, score)
    shares = {
        "alignment": left, "moves": rounds(walk, left, score), "soft foot": feet(walk, score),
        "prediction": prediction(walk, attempt, found, score),
    }  # fmt: skip
    care(attempt, score)
    score.parts = {part: round(MARKS[part] * shares[part], 2) for part in MARKS}
    return score


def alignment(walk: Walk, score: Score) -> float:
    """Return how well the shafts stand hot, 0..1: the worst of four figures decides."""
    if not walk.rounds:
        score.notes.append("Nothing was moved: it stands as it was found.")
        return 0.0
    now, most = state(walk.machine, walk.sim), limits()
    offset, slope = np.abs(now["offset"]), np.abs(now["slope"])
    score.notes.append(
        f"Left, hot: {offset[0]:.2f} mm up or down and {offset[1]:.2f} mm across, slope "
        f"{slope[0]:.3f} and {slope[1]:.3f} mm on 100 mm; {most.most_offset:.2f} mm and "
        f"{most.most_slope:.2f} are accepted."
    )
    share = min(
        graded(offset.max(), most.offset, most.most_offset),
        graded(slope.max(), most.slope, most.most_slope),
    )
    if not now["tight"] or now["gap"] > SOFT + 0.01:
        why = "a foot is soft" if now["tight"] else "the bolts are loose"
        score.notes.append(f"Half of it only: {why}, so it will not stay there.")
        share *= HALF
    return share


def graded(value: float, best: float, most: float) -> float:
    """Return 1 inside the excellent limit, ACCEPTED at the outer one, 0 at twice that."""
    return float(np.interp(value, (best, most, 2.0 * most), (1.0, ACCEPTED, 0.0)))


def rounds(walk: Walk, left: float, score: Score) -> float:
    """Return what the number of rounds is worth; nothing where it did not bring the shafts in."""
    if not walk.rounds:
        return 0.0
    times = "once" if walk.rounds == 1 else f"{walk.rounds} times"
    score.notes.append(f"Bolts were loosened to move it {times}; {FEW} times are enough.")
    return left * max(0.0, 1.0 - EACH * max(0, walk.rounds - FEW))


def feet(walk: Walk, score: Score) -> float:
    """Return a third each for feet read first, put right before the shafts, and proved so."""
    kept = walk.known, walk.proved and not walk.early, walk.proved
    lacks = (
        "The feet were not all read before the first move.",
        "Shafts were moved while a foot was soft: such readings do not hold.",
        "All four feet were never read sound.",
    )
    score.notes += [text for good, text in zip(kept, lacks, strict=True) if not good]
    score.notes += ["Soft foot found, put right and proved before the shafts."] * all(kept)
    return sum(kept) / len(kept)


def prediction(walk: Walk, attempt: Attempt, found: dict[str, float], score: Score) -> float:
    """Return how many figures were right before the analyser could tell, 0..1."""
    left = foreseen(walk.machine, walk.sim, AFTER)
    said = (
        expected(attempt, shaking(attempt, 0)),
        expected(attempt, shaking(attempt, walk.last_move)),
    )
    told = {**{k: said[0].get(k) for k in found}, **{k: said[1].get(k) for k in left}}
    if not walk.rounds:
        told |= dict.fromkeys(left)
    right = {k: v is not None and near(v, {**found, **left}[k]) for k, v in told.items()}
    score.notes.append(f"{sum(right.values())} of {len(right)} figures of vibration were foreseen.")
    for name in [name for name, good in right.items() if not good]:
        score.notes.append(
            f"Look again at {name}: it comes to {({**found, **left})[name]:.2f} mm/s."
        )
    return sum(right.values()) / len(right)


def shaking(attempt: Attempt, after: int) -> int | None:
    """Return the number of the first reading of vibration after an event: it closes the sheet."""
    readings = (e["n"] for e in attempt.of("measure") if e["function"].startswith("mm/s"))
    return next((n for n in readings if n > after), None)


def near(said: float, known: float) -> bool:
    """Tell whether a figure of vibration counts as right."""
    return abs(said - known) <= max(MARGIN, NEAR * known)


def care(attempt: Attempt, score: Score) -> None:
    """Say which rules were broken; hands at a coupling that can turn cap the lab."""
    for rule, breach in {b["rule"]: b for b in attempt.breaches}.items():
        score.notes.append(f"Safety, line {breach['n']}: {RULES[rule].text}")
        score.capped |= RULES[rule].critical
    if score.capped:
        score.notes.append(f"A critical breach caps the lab at {CAP:.0f} points.")
