"""Expected answers of PLC-03: whose error it is, and a program mended, tried with unseen boxes."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from grading.answers import Ask, Expected, Word
from labsim.core.errors import LabsimError
from labsim.course import own_bench
from labsim.teaching.weighfix import (
    Sister,
    changed,
    cost,
    rungs_of,
    sister,
    sorted_out,
    stops,
)
from labsim.teaching.weighing import sheet_faults

__all__ = ["changes", "whose"]

BOXES, ROW = 20, 20263  # of the hidden row, and its seed
WORST = 0.25  # part of the boxes in the wrong bin from which nothing is left of the mark
SORTED, SMALL = 35.0, 10.0  # points for what is sorted right, and for how little was changed
FREE, DEAR = 1, 6  # instructions more than needed that cost nothing; that cost all

WHY = {
    "process": "Scale, counts and register are right, the pusher was told and did not get there.",
    "sensor": "Loop, eye or pulses tell something else than what is there.",
    "scaling": "Current and counts fit together, counts and grams do not.",
    "logic": "Eye, current, counts and grams are right; what is made of them is not.",
}


def whose(ask: Ask) -> dict[str, Expected]:
    told = sheet_faults(own_bench(ask.lab, ask.seed, None).seed)
    return {f"weigher {row}": Word(who, why=WHY[who]) for row, (who, _) in told.items()}


@dataclass(frozen=True)
class Mended(Expected):
    """Changes to a program: what it makes of unseen boxes counts most, then how few they are."""

    own: Sister

    def judge(self, given: Any) -> tuple[float, str]:
        try:
            text = changed(self.own.found, given)
            loose = stops(self.own, text)
            run = sorted_out(self.own, text, BOXES, ROW)
        except LabsimError as error:
            return 0.0, f"The controller does not take it: {error}."
        if loose:
            return 0.0, f"Not accepted: {loose} does not stop the belt any more."
        right = min(max(1.0 - run.wrong / WORST, 0.0), 1.0)
        spent, least = cost(self.own.found, text), cost(self.own.found, self.own.right)
        small = min(max(1.0 - (spent - least - FREE) / DEAR, 0.0), 1.0)
        share = right * (SORTED + SMALL * small) / (SORTED + SMALL)
        said = f"{run.boxes - run.right} of {run.boxes} boxes in the wrong bin or in none"
        more = ", and the belt stopped with a fault" if run.stopped else ""
        return share, f"{said}{more}; {spent} instructions changed, {least} would do."

    def example(self) -> list[str]:
        old, new = rungs_of(self.own.found), rungs_of(self.own.right)
        match = difflib.SequenceMatcher(None, old, new, autojunk=False)
        found = []
        for _, a, b, c, d in (code for code in match.get_opcodes() if code[0] != "equal"):
            told = [*new[c:d], *["-"] * (b - a - (d - c))]
            found += [f"{n}: {text}" for n, text in zip(range(a, b), told, strict=True)]
        return found


def changes(ask: Ask) -> Expected:
    return Mended(sister(own_bench(ask.lab, ask.seed, None).seed))
