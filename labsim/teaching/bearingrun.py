"""A bearing that dies in weeks: its readings week by week, how long it may last, when to change it.

The true course is drawn by seed from the P-F curve of the fault. What can be known of it is the
posterior over many courses, given the stage that was read every week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from labsim.core.simulation import Simulation, Variant
from labsim.instruments.vibration import VibrationAnalyser
from labsim.machines.pump_set import PumpSet
from labsim.teaching.page import Piece, table
from labsim.vibration.rolling import SPALLS

__all__ = ["KINDS", "LEVELS", "Course", "Window", "course", "pinball", "trended", "windows"]

KINDS = {"outer race spalled": "outer", "inner race spalled": "inner", "ball spalled": "ball"}
FIGURES = ("mm/s", "m/s²", "kurtosis", "envelope BPFO", "envelope BPFI", "envelope BSF",
           "envelope FTF")  # fmt: skip
BEGINS = (1.0, 4.0)  # week of the first sign (assumed)
SEEN = (1.75, 3.3)  # stage at which the apprentice comes to it
READ = 0.3  # stages by which somebody who reads well is out (assumed)
DRAWN = 6000  # courses that stand for what may happen
LEVELS = (0.1, 0.5, 0.9)  # of the interval that is asked for
WEEKS = 4.0  # stages from first sign to failure


@dataclass(frozen=True)
class Window:
    """A chance to change the bearing: weeks from today, what the stop costs in €."""

    week: float
    cost: float


@dataclass(frozen=True)
class Course:
    """One bearing: tag and pad, defect, week of the first sign, weeks to failure, today's week.

    `readings`: figures by name, a value a week from week 0 to today.
    """

    tag: str
    kind: str
    begins: float
    interval: float
    today: int
    readings: dict[str, tuple[float, ...]]

    @property
    def stage(self) -> int:
        """Stage today, 1 to 4."""
        return round(float(stages(self.today, self.begins, self.interval)))

    @property
    def left(self) -> float:
        """Weeks it really has left."""
        return self.begins + self.interval - self.today

    @cached_property
    def lives(self) -> np.ndarray:
        """Weeks left in the courses that fit what was read, all equally likely, sorted."""
        dice = np.random.default_rng([604, self.today])
        begins = dice.uniform(*BEGINS, DRAWN)
        interval = SPALLS.weeks * np.exp(SPALLS.spread * dice.standard_normal(DRAWN))
        weeks = np.arange(self.today + 1)[:, None]
        off = stages(weeks, begins, interval) - stages(weeks, self.begins, self.interval)
        weight = np.exp(-0.5 * (off / READ) ** 2).prod(axis=0)
        weight *= begins + interval > self.today
        chosen = dice.choice(DRAWN, 4000, p=weight / weight.sum())
        return np.sort((begins + interval - self.today)[chosen])

    def quantiles(self) -> tuple[float, ...]:
        """Return the weeks left at LEVELS, as well as they can be known."""
        return tuple(float(q) for q in np.quantile(self.lives, LEVELS))

    def fails_before(self, week: float) -> float:
        """Return the chance that it fails before so many weeks from today."""
        return float(np.searchsorted(self.lives, week) / len(self.lives))


def stages(week: Any, begins: Any, interval: Any) -> np.ndarray:
    """Return the stage, 0 to 4, of courses at a week."""
    part = np.clip((np.asarray(week, float) - begins) / interval, 0.0, 1.0)
    return WEEKS * np.expm1(SPALLS.bend * part) / np.expm1(SPALLS.bend)


@lru_cache(maxsize=32)
def course(seed: int | None) -> Course:
    """Return the bearing of one apprentice: what was read of it every week until today."""
    dice, machine = np.random.default_rng([604, seed or 0]), PumpSet()
    tag = str(dice.choice(["B1", "B2", "B3", "B4"]))
    kind = str(dice.choice(list(KINDS)))
    while True:
        begins = float(dice.uniform(*BEGINS))
        interval = float(SPALLS.weeks * np.exp(SPALLS.spread * dice.standard_normal()))
        seen = [w for w in range(4, 13) if _clear(float(stages(w, begins, interval)))]
        if seen:
            break
    today = int(dice.choice(seen))
    readings = _read(machine, tag, KINDS[kind], stages(np.arange(today + 1), begins, interval))
    return Course(tag, kind, begins, interval, today, readings)


def _clear(stage: float) -> bool:
    """Tell whether a stage is one that is asked for, and no border between two."""
    return SEEN[0] <= stage <= SEEN[1] and abs(stage % 1.0 - 0.5) > 0.2


def _read(
    machine: PumpSet, tag: str, param: str, level: Sequence[float]
) -> dict[str, tuple[float, ...]]:
    """Return the figures at pad H of a bearing for each stage, at full speed."""
    sim = Simulation(machine, [Variant({(tag, param): float(one)}) for one in level])
    sim.operate("A1", "60 Hz").advance(4.0)
    analyser, pad = VibrationAnalyser(sim), [machine.port(f"{tag}:H")]
    return {f: tuple(analyser.measure(f, pad).value.tolist()) for f in FIGURES}


def trended(bench: Any) -> Piece:
    """Show one's own bearing week by week."""
    mine = course(bench.seed)
    rows = [[str(week), *(f"{mine.readings[f][week]:.2f}" for f in FIGURES)]
            for week in range(mine.today + 1)]  # fmt: skip
    units = [f"{f} %" if f.startswith("envelope") else f for f in FIGURES]
    return table(["week", *units], rows, f"Pump set 3, pad {mine.tag}:H, 60 Hz")


# what is asked ----------------------------------------------------------------------------------
def pinball(said: Sequence[float], true: float, levels: Sequence[float] = LEVELS) -> float:
    """Return the pinball loss in weeks of quantiles: τ·(y - q) above q, (1 - τ)·(q - y) below."""
    parts = [max(tau * (true - q), (tau - 1.0) * (true - q))
             for tau, q in zip(levels, said, strict=True)]  # fmt: skip
    return float(np.mean(parts))


def windows(mine: Course, breaks: float = 9000.0) -> tuple[tuple[Window, float], ...]:
    """Return the changeover windows of a bearing, each with its expected cost in €.

    It is changed in the window, or when it fails before; a failure costs `breaks`. Who waits gets
    a cheaper stop and uses the bearing longer (prices assumed).
    """
    plan = (Window(0.5, 3200.0), Window(2.0, 1900.0), Window(4.0, 1100.0), Window(7.0, 700.0))
    found = []
    for one in plan:
        fails = mine.fails_before(one.week)
        found.append((one, fails * breaks + (1.0 - fails) * one.cost))
    return tuple(found)
