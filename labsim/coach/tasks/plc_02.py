"""PLC-02: a start/stop that fails safe. Hidden trials 70, six faults put in 20, tidy rungs 10.

What is judged is the last program on file in the record, in a station of the grader's own.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from labsim.attempt import Attempt
from labsim.coach.score import CAP, Score
from labsim.coach.tasks.plc_02_bots import BOTS
from labsim.coach.tasks.plc_02_lint import tidy
from labsim.coach.tasks.plc_02_station import Danger, Station, Trial, flickers, outcomes, program_of
from labsim.coach.tasks.plc_02_trials import BEHAVIOUR, FAULTS, runs
from labsim.core.errors import LabsimError
from labsim.filing import filed
from labsim.plc.program import Program

__all__ = ["BOTS", "MARKS", "judge"]

MARKS = {"behaviour": 70.0, "fail-safe": 20.0, "tidy": 10.0}
TOLD = 8  # failed trials that are told of each kind

OFF = "The belt never ran. A program that does nothing is not safe, it is off."


def judge(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score the program on file; what is wrong with the apprentice's own station has no part."""
    score = Score(parts=dict.fromkeys(MARKS, 0.0), marks=dict(MARKS))
    text = filed(attempt)
    if not text:
        score.notes.append("No program was put on file, so there is nothing to score.")
        return score
    parts, notes, hurts = verdict(text)
    score.parts.update(parts)
    score.notes += notes
    if hurts:
        score.capped = True
        score.notes.append(
            f"Not accepted, {CAP:.0f} points at most: nobody may work at a belt that starts by "
            "itself or does not stop."
        )
    return score


@lru_cache(maxsize=32)
def verdict(text: str) -> tuple[dict[str, float], tuple[str, ...], bool]:
    """Return points by part, what is to be said, and whether it can hurt somebody, of a text."""
    nothing = dict.fromkeys(MARKS, 0.0)
    try:
        program = program_of(text)
        restless = flickers(program)
        if restless:
            return nothing, (restless,), False
        first = Station(program)
        moves = runs(first) or first.anew().hold("Start").wait(0.5).turns
    except LabsimError as error:
        return nothing, (f"The program cannot be loaded: {error}.",), False
    if not moves:
        return nothing, (OFF,), False
    notes: list[str] = []
    behaviour, hurts = _tried(program, BEHAVIOUR, notes)
    safe, _ = _tried(program, FAULTS, notes)
    share, untidy = tidy(program)
    return {
        "behaviour": behaviour, "fail-safe": safe, "tidy": round(MARKS["tidy"] * share, 2),
    }, (*notes, *untidy), hurts  # fmt: skip


def _tried(program: Program, trials: tuple[Trial, ...], notes: list[str]) -> tuple[float, bool]:
    """Return the points of the trials passed, and whether one showed a danger; say which failed."""
    found = outcomes(program, trials)
    failed = [f"{one.trial.title.capitalize()}: {one.trouble}" for one in found if not one.passed]
    kind = "trials" if trials is BEHAVIOUR else "faults put in"
    notes.append(f"{len(found) - len(failed)} of {len(found)} {kind} passed.")
    notes += failed[:TOLD]
    if len(failed) > TOLD:
        notes.append(f"And {len(failed) - TOLD} more.")
    hurts = any(isinstance(one.trouble, Danger) for one in found)
    return round(sum(one.trial.points for one in found if one.passed), 2), hurts
