"""The duty schedule of one's own pump set, the windows to change a bearing, what each costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from labsim.teaching.bearingrun import Course
from labsim.teaching.page import Piece, table

__all__ = ["BREAKS", "FULL", "Window", "expected", "plan", "running", "schedule"]

FULL = 168.0  # h of a running week
BREAKS = 9000.0  # € of a bearing that stops the set by itself: shaft, seal, hours (assumed)
# The windows: name, calendar week at whose end it is (one of), € of the stop (assumed).
OPEN = (
    ("tonight", (0, 0), 3600.0), ("Sunday", (1, 1), 2400.0), ("product change", (2, 3), 1600.0),
    ("monthly stop", (4, 5), 1100.0), ("summer stop", (8, 9), 700.0),
)  # fmt: skip
HOURS = (168.0, 120.0, 72.0)  # three shifts of seven, of five days; short weeks


@dataclass(frozen=True)
class Window:
    """A window to change the bearing: end of which calendar week, € of the stop, running weeks."""

    name: str
    week: int
    cost: float
    runs: float


@lru_cache(maxsize=64)
def _planned(seed: int) -> tuple[tuple[float, ...], tuple[Window, ...]]:
    dice = np.random.default_rng([605, seed & 0xFFFFFFFF])
    last = max(weeks[1] for _, weeks, _ in OPEN)
    hours = tuple(float(h) for h in dice.choice(HOURS, last, p=(0.5, 0.35, 0.15)))
    found = []
    for name, weeks, cost in OPEN:
        week = int(dice.choice(weeks))
        found.append(Window(name, week, cost, running(hours, week)))
    return hours, tuple(found)


def running(hours: tuple[float, ...], week: int) -> float:
    """Return the running weeks until the end of a calendar week."""
    return sum(hours[:week]) / FULL


def plan(seed: int | None) -> tuple[tuple[float, ...], tuple[Window, ...]]:
    """Return the hours that are planned week by week, and the windows."""
    return _planned(seed or 0)


def expected(mine: Course, windows: tuple[Window, ...]) -> dict[str, tuple[float, float]]:
    """Return of each window: how likely it fails before, and the cost in € to be expected.

    It is changed in the window, or when it stops the set before, for BREAKS.
    """
    found = {}
    for one in windows:
        fails = mine.fails_before(one.runs)
        found[one.name] = (fails, fails * BREAKS + (1.0 - fails) * one.cost)
    return found


def schedule(bench: Any) -> Piece:
    """Show the hours that are planned for one's own set, and the windows to change a bearing."""
    hours, windows = plan(bench.seed)
    at = {one.week: one for one in windows}
    rows = [["0", "–", *_named(at.get(0))]]
    rows += [[str(n), f"{h:.0f} h", *_named(at.get(n))] for n, h in enumerate(hours, 1)]
    heads = ["week", "runs", "window at its end", "the stop costs"]
    return table(heads, rows, f"Pump set 3, weeks from today. {FULL:.0f} h are a running week")


def _named(one: Window | None) -> list[str]:
    return [one.name, f"{one.cost:.0f} €"] if one else ["", ""]
