"""The string of ELE-02: suspects by reading, and a workmate's readings to think about."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from typing import Any

from labsim.coach import Coach
from labsim.core.errors import LabsimError
from labsim.course import lab
from labsim.teaching.page import Piece
from labsim.teaching.pictures import struck_out

__all__ = ["LAMPS", "after_each_reading", "left_over", "workmate"]

LAMPS = tuple(f"E{n}" for n in range(1, 13))
MINUS, DOUBT = "G1:-", 0.004  # a part less likely than this is cleared


@cache
def reading(lamp: str, terminal: str) -> str:
    """Return the voltage from a terminal to minus when one lamp is burnt out, all else sound."""
    return lab("ELE-02").bench(f"{lamp}: lamp burnt out").measure("V", terminal, MINUS).text


def left_over(readings: Sequence[tuple[str, str]]) -> list[str]:
    """Return the lamps that, burnt out, would give all these readings: (terminal, text)."""
    return [x for x in LAMPS if all(reading(x, place) == text for place, text in readings)]


def workmate(bench: Any) -> list[tuple[str, str]]:
    """Return three readings a workmate took on another string, where one lamp is burnt out.

    Each apprentice has another workmate: the seed of the bench picks lamp and first terminal.
    """
    chance = random.Random(bench.seed)
    culprit, cut = chance.choice(LAMPS[1:-1]), chance.randint(4, 8)
    found: list[tuple[str, str]] = []
    for _ in range(3):
        terminal = f"E{cut}:2"
        found.append((terminal, reading(culprit, terminal)))
        rest = [int(x[1:]) for x in left_over(found)]
        cut = rest[(len(rest) - 1) // 2]
    return found


def after_each_reading(bench: Any) -> Piece:
    """Show which parts the coach still suspects after each voltage reading on a practice bench."""
    if bench.attempt.path is not None:
        raise LabsimError("on your own order the coach keeps quiet: strike out by yourself")
    coach, rows = Coach.of(lab("ELE-02")), [("before the first reading", LAMPS)]
    for event in bench.attempt.of("measure"):
        so_far, parts = bench.attempt.until(event["n"]), dict.fromkeys(LAMPS, 0.0)
        for fault, p in coach.belief(so_far).items():
            tag = fault.partition(":")[0]
            parts[tag] = parts.get(tag, 0.0) + p
        label = f"{' → '.join(event['ports'])}: {event['text']}"
        rows.append((label, [x for x in LAMPS if parts[x] > DOUBT]))
    return struck_out(LAMPS, rows)
