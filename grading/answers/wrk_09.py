"""Expected answers of WRK-09: the apprentice's own scenario, audited here, and what they predicted.

The text is read with limits and never run; nothing it says can name a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from grading.answers import Ask, Expected
from grading.leaks import plain_words
from labsim.coach import Coach
from labsim.coach.audit.lint import solvable
from labsim.coach.audit.report import Report
from labsim.core.errors import LabsimError
from labsim.course import Lab
from labsim.hidden import draw, drawn
from labsim.teaching.authoring import draft

__all__ = ["forecast", "hints", "scenario"]

GROUPS = 4  # at least so many things to tell apart, or a guess pays
NEAR = 0.25  # of a figure: as near as one can ask of a forecast
PLACES = (
    "faults that may be drawn",
    "faults in the largest group that no check tells apart",
    "best way to the diagnosis, on average (min)",
    "terminal by terminal, on average (min)",
)
EXAMPLE = """\
title     = "Tuesday's two hours"
machine   = "MotorStarter"
complaint = "Conveyor 2 stands, and the stop lamp at the panel is dark. Three people changed parts."
minutes   = 40
skills    = ["SM02", "SM03", "SM14"]
tier      = "junior"
sheets    = ["Control supply", "Control circuit"]

[symptom]
do   = []
look = "P2"
"""
LADDER = (
    "Look first: which lamps ought to be lit now, and what do they have in common?",
    "The multimeter on volts, at rest: halve the control supply, not the rung.",
    "V from T1:X1 to T1:X2: it tells what feeds the transformer from what it feeds.",
)
LADDER_WHY = (
    "Where to think names no terminal; which kind of check names an instrument or a function; "
    "which check names terminals. None names a fault."
)
TERMINAL = re.compile(r"\b[A-Z]+\d+:\w+")
KINDS = re.compile(r"\bvolt|\bohm|Ω|\bamp|multimeter|clamp|insulation|\bLoZ\b|\blook|listen", re.I)


@lru_cache(maxsize=4)
def audited(text: str) -> tuple[Lab, Report, dict[str, float]]:
    """Return lab, findings and figures of a scenario; LabsimError when it cannot be used."""
    lab = draft(text)
    report = Report(lab.id)
    open_ = drawn(lab) if lab.family else []
    if not open_:
        raise LabsimError("no fault shows this complaint: nothing could be drawn")
    solvable(lab, report, ways=False)
    coach = Coach.of(lab)
    groups: dict[str, int] = {}
    for fault in coach.faults:
        groups[fault.group] = groups.get(fault.group, 0) + 1
    worth = (len(open_), max(groups.values()), coach.best_minutes, coach.serial_minutes)
    figures = dict(zip(PLACES, map(float, worth), strict=True))
    return lab, report, figures | {"groups": float(len(groups))}


@dataclass(frozen=True)
class Draft(Expected):
    """A scenario that holds what an audit asks for, and the fault of the event among its own."""

    event: str
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        try:
            lab, report, figures = audited(given if isinstance(given, str) else "")
        except LabsimError as error:
            return 0.0, f"It cannot be used: {error}."
        leaks = list(plain_words(lab))
        few = f"only {figures['groups']:.0f} things to tell apart: a guess would pay"
        tests = [
            *((found.holds, found.text) for found in report.findings if found.what != "ambiguity"),
            (figures["groups"] >= GROUPS, few),
            (not leaks, "; ".join(leaks)),
            (self.event in {fault.id for fault in lab.family}, "Tuesday's own fault is not in it"),
        ]
        wrong = [text for holds, text in tests if not holds]
        share = 1.0 - len(wrong) / len(tests)
        return (
            share,
            f"{'; '.join(wrong)}." if wrong else "Sound, solvable, safe, and it tells nothing.",
        )

    def example(self) -> str:
        return EXAMPLE


@dataclass(frozen=True)
class Forecast(Expected):
    """A figure foretold: full marks within a quarter, none when twice or half."""

    value: float
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < 1e6:
            return 0.0, "Not a number above 0."
        value = max(self.value, 0.1)
        off = max(given / value, value / given) - 1.0
        share = min(1.0, max(0.0, (1.0 - off) / (1.0 - NEAR)))
        return share, "Near enough." if share == 1 else f"The audit says {self.value:.3g}."

    def example(self) -> float:
        return self.value


@dataclass(frozen=True)
class Nothing(Expected):
    """What cannot be foretold, because there is no scenario."""

    why: str = "There was no scenario that could be used, so there was nothing to foretell."

    def judge(self, given: Any) -> tuple[float, str]:
        return 0.0, ""


@dataclass(frozen=True)
class Ladder(Expected):
    """Three hints, each telling more: where to think, which kind of check, which check."""

    faults: tuple[str, ...]
    why: str = LADDER_WHY

    def judge(self, given: Any) -> tuple[float, str]:
        texts = [t for t in given if isinstance(t, str)] if isinstance(given, list | tuple) else []
        if len(texts) != 3 or any(not 15 <= len(text.strip()) <= 600 for text in texts):
            return 0.0, "Three hints, each a sentence or two."
        where, kind, check = texts
        right = [
            not TERMINAL.search(where) and not KINDS.search(where.replace("Look first", "")),
            bool(KINDS.search(kind)) and not TERMINAL.search(kind),
            len(TERMINAL.findall(check)) >= 1 and bool(re.search(r"\bV\b|Ω|\bA\b|look", check)),
            not any(name.lower() in text.lower() for name in self.faults for text in texts),
        ]
        return sum(right) / len(right), "Right." if all(right) else "Not yet a ladder."

    def example(self) -> list[str]:
        return list(LADDER)


def scenario(ask: Ask) -> Expected:
    return Draft(draw(ask.lab, ask.seed.fault).id)


def forecast(ask: Ask) -> dict[str, Expected]:
    text = ask.others.get("scenario", EXAMPLE)
    try:
        figures = audited(text if isinstance(text, str) else "")[2]
    except LabsimError:
        return {place: Nothing() for place in PLACES}
    return {place: Forecast(figures[place]) for place in PLACES}


def hints(ask: Ask) -> Expected:
    return Ladder(tuple(fault.id for fault in ask.lab.machine.faults))
