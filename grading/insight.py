"""What a hand-in tells beside its mark: what was misread, confused, broken, how dear the way was.

Nothing here is a mark, and nothing is kept that gradebook or record hold: it is worked out from
them, and remembered by their content (`grading.factbook`) so that a class is shown in seconds.
"""

from __future__ import annotations

from typing import Any

from grading.marking import Marker
from grading.misread import misread
from grading.papers import STATION_MINUTES, Examiner, Station
from grading.work import Unreadable
from labsim import course
from labsim.coach import Coach
from labsim.coach.case import Case
from labsim.core.errors import LabsimError
from labsim.study.marked import Marked

__all__ = ["of"]

LONGEST = 60  # letters of a wrong answer


def of(marker: Marker) -> dict[str, Any]:
    """Return the facts of a hand-in, as JSON has them; `look` says why somebody should look."""
    facts: dict[str, Any] = {"worked": False}
    if isinstance(marker, Examiner):
        mark, paper = marker.sitting(1)
        facts |= _paper(paper) if paper is not None else {}
        facts["benches"] = {name: _station(marker, name) for name in marker.lab.scenario.stations}
    else:
        mark = marker.bench(lambda fresh, seed, mark: facts.update(_bench(marker, fresh, seed)))
        facts["attempts"] = len(marker.tries)
    facts["look"] = list(mark.look)
    facts["answers"] = _answers(marker)
    return facts


def _bench(marker: Marker, fresh: Any, seed: Any) -> dict[str, Any]:
    """Return what a record that came out tells."""
    lab = marker.lab
    facts: dict[str, Any] = {
        "worked": True,
        "signed": fresh.signed_off,
        "minutes": fresh.minutes,
        "allowed": STATION_MINUTES if isinstance(marker, Station) else float(lab.minutes),
        "euros": fresh.cost,
        "hints": len(fresh.of("hint")),
        "breaches": [[each["rule"], bool(each.get("critical"))] for each in fresh.breaches],
        "readings": len(fresh.of("measure", "look")),
    }
    if lab.kind == "diagnosis" and lab.family:
        facts |= _diagnosis(lab, fresh, course.draw(lab, seed.fault).id)
    return facts


def _station(exam: Examiner, name: str) -> dict[str, Any]:
    """Return the facts of one bench of an exam, as those of the lab that stands there."""
    facts: dict[str, Any] = {"worked": False, "look": []}
    try:
        own = exam.at(name)
        mark = own.bench(lambda fresh, seed, mark: facts.update(_bench(own, fresh, seed)))
        return facts | {"look": list(mark.look)}
    except LabsimError as error:
        return facts | {"look": [str(error)]}


def _paper(paper: Marked) -> dict[str, Any]:
    """Return how each item of an exam went: what made it, right or not, the mistake behind it."""
    missed = {miss.place: miss.mistake for miss in paper.report.misses}
    return {
        "worked": True, "minutes": paper.sheet.spent, "allowed": paper.sheet.minutes,
        "paper": [[item.generator, n not in missed, missed.get(n, "")]
                  for n, item in enumerate(paper.report.form.items)],
    }  # fmt: skip


def _diagnosis(lab: Any, fresh: Any, truth: str) -> dict[str, Any]:
    coach = Coach.of(lab)
    case = coach.case(fresh, truth)
    path = case.walked
    told = fresh.of("diagnose")
    wrong = [claim for claim in case.claims if not case.is_right(claim.name)]
    passed = [found for claim in wrong if (found := misread(case, claim)) is not None]
    return {
        "truth": truth,
        "right": len(case.right) == len(case.parts) and not wrong,
        "claimed": [claim.name for claim in case.claims],
        "confused": [[_nearest(case, claim.name), claim.name] for claim in wrong],
        "misread": passed,
        "guessed": len(wrong) - len(passed),
        "found": float(told[0]["t"]) if told else None,
        "best": float(coach.best_minutes),
        "regret": float(path.regret),
        "decisions": path.decisions,
        "redundant": len(path.redundant),
        "sound": list(case.outcome.sound),
    }


def _nearest(case: Case, claim: str) -> str:
    """Return the hidden fault a wrong claim stands for: of two, the one in the same part."""
    tag = claim.partition(":")[0]
    return next((part for part in case.parts if part.startswith(f"{tag}:")), case.parts[0])


# literal answers ----------------------------------------------------------------------------------
def _answers(marker: Marker) -> dict[str, list[list[Any]]]:
    """Return place, share and what was given, for each place of a literal answer filled in."""
    found = {}
    for question, given in marker.work.answers.items():
        if isinstance(given, Unreadable):
            continue
        try:
            verdicts = marker.verdicts(question)
        except LabsimError:
            continue
        found[question] = [
            [place, float(v.share), repr(v.given)[:LONGEST]]
            for place, v in verdicts
            if v.share is not None and v.given is not None
        ]
    return {question: rows for question, rows in found.items() if rows}
