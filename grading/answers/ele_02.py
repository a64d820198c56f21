"""Expected answers of ELE-02: the workmate's readings, the best cut; the lists of suspects."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from grading.answers import Ask, Expected, Number
from labsim.coach import Coach, suspects
from labsim.course import own_bench
from labsim.teaching import halving
from labsim.teaching.halving import LAMPS, left_over

__all__ = ["cut", "workmate"]

GOOD = 0.9  # share of the best check's bits per minute that is as good as the best


@dataclass(frozen=True)
class Span(Expected):
    """Lamps in a row, written "E5 to E9", "E5-E9" or "E5"."""

    lamps: tuple[str, ...]
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        named = [int(n) for n in re.findall(r"\d+", str(given))]
        if not isinstance(given, str) or not 1 <= len(named) <= 2:
            return 0.0, 'Write "E5 to E9", or "E5".'
        mine = {f"E{n}" for n in range(min(named), min(max(named), 99) + 1)}
        share = len(mine & set(self.lamps)) / len(mine | set(self.lamps))
        return (1.0, "Right.") if share == 1 else (0.5 * share, "Not these.")

    def example(self) -> str:
        return " to ".join(dict.fromkeys((self.lamps[0], self.lamps[-1])))


@dataclass(frozen=True)
class Terminal(Expected):
    """One of several terminals that are as good as the best."""

    good: tuple[str, ...]
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        plain = str(given).replace(" ", "").upper()
        return (1.0, "Right.") if plain in self.good else (0.0, "Not the best cut.")

    def example(self) -> str:
        return self.good[0]


def workmate(ask: Ask) -> dict[str, Expected]:
    readings = halving.workmate(own_bench(ask.lab, ask.seed, None))
    why = "With 24 V the break lies beyond the red lead, with 0 V before it."
    return {
        f"after reading {n}": Span(tuple(left_over(readings[:n])), why=why)
        for n in range(1, len(readings) + 1)
    }


def cut(ask: Ask) -> dict[str, Expected]:
    count = len(LAMPS)
    return {
        "readings at most, halving": Number(math.ceil(math.log2(count)), 0, 0.1),
        "readings at most, lamp by lamp": Number(count - 1, 0, 0.1),
        "first terminal for the red lead": Terminal(best_terminals(ask.lab), why=COVER),
    }


COVER = "A terminal near the middle that needs no cover off tells as much in fewer minutes."


def best_terminals(lab: Any) -> tuple[str, ...]:
    """Return the terminals whose voltage to minus tells most per minute on a dark string."""
    dark, coach = lab.bench(f"{LAMPS[0]}: lamp burnt out").attempt, Coach.of(lab)
    worth = {
        next(port for port in a.check.ports if port != "G1:-"): a.bits / a.minutes
        for a in coach.rank(dark, len(coach.dictionary.checks))
        if a.check.function == "V" and "G1:-" in a.check.ports
    }
    best = max(worth.values())
    return tuple(port for port, rate in worth.items() if rate >= GOOD * best)


def lists(lab: Any, record: Any) -> tuple[float, list[str]]:
    """Mark the lists of suspects on record by what the readings allowed when each was written."""
    found = suspects.judge(Coach.of(lab), record)
    return found.share, found.notes


RECORDED = {"suspects": lists}
