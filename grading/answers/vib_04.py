"""Expected answers of VIB-04: frequencies and band, stage by evidence, weeks left, the window.

Weeks left are marked by the expected pinball loss over what could be known, not by what came: the
best forecaster has full marks whatever the bearing does afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from grading.answers import Ask, Expected, Number
from labsim.attempt import Attempt
from labsim.coach import Coach
from labsim.course import own_bench
from labsim.teaching.bearingpages import BANDS, contrast, standing
from labsim.teaching.bearingrun import DEFECTS, LEVELS, Course, own
from labsim.teaching.changeover import expected, plan

__all__ = ["figures", "life", "risk", "stage", "window"]

NEAR, FAR = 0.1, 0.6  # loss above the least, as part of it: full marks up to, none from
DEAR = (0.03, 0.5)  # the same for the cost of a window
POINTS = (6.0, 25.0)  # per cent points that a chance may be out: full marks up to, none from
GOOD, CLAIMED = 0.8, 0.9  # part of the best contrast, and chance of a stage, for full marks
KNOCKS, LEAST = 4.0, 500.0  # times the defect's rate, and Hz, that a band has to let through


def mine(ask: Ask) -> tuple[Any, Course]:
    """Return the own bench, sound record, and the course of its bearing."""
    bench = own_bench(ask.lab, ask.seed, None)
    return bench, own(bench)


def falling(over: float, full: float, none: float) -> float:
    """Return 1 up to `full`, 0 from `none` on, straight between."""
    return float(np.clip((none - over) / (none - full), 0.0, 1.0))


def number(given: Any) -> float | None:
    """Return a plain finite number, None for anything else."""
    plain = isinstance(given, int | float) and not isinstance(given, bool)
    return float(given) if plain and abs(given) < 1e6 else None


# frequencies and band ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Band(Expected):
    """A band [from, to] in Hz, by how far the defect's line stands out in it."""

    tag: str
    kind: str
    stage: int
    why: str = "Where the housing rings, and no more noise than need be; early it rings higher up."

    def judge(self, given: Any) -> tuple[float, str]:
        ends = [number(one) for one in given] if isinstance(given, list | tuple) else []
        if len(ends) != 2 or None in ends:
            return 0.0, "Not a band: write [from, to] in Hz."
        low, high = ends
        if not 0 < low < high <= 10e3:
            return 0.0, "Not a band within 0 and 10 000 Hz, the end of the analyser."
        if high - low < max(LEAST, KNOCKS * heard(self)[3]):
            return 0.0, "Too narrow: a knock does not get through it."
        share = min(1.0, standout(self, (low, high)) / (GOOD * standout(self, best_band(self))))
        return share, "Right." if share == 1 else "The line stands out more elsewhere."

    def example(self) -> list[float]:
        return list(best_band(self))


@lru_cache(maxsize=32)
def heard(one: Band) -> tuple[Any, Any, str, float]:
    """Return what the pad gets, the part, the name of its line, the rate of its defect in Hz."""
    machine, sim = standing(one.tag, one.kind, [one.stage])
    part, name = machine.component(one.tag), DEFECTS[one.kind][1]
    sig = sim.network_of(part).signatures(part.port("H"))[0]
    rate = part.geometry.orders[name] * (2.0 if name == "BSF" else 1.0) * sig.now.shaft(part)
    return sig, part, name, float(rate)


def standout(one: Band, band: tuple[float, float]) -> float:
    """Return the contrast of the defect's line in a band."""
    sig, part, name, _ = heard(one)
    return contrast(sig, part, name, band)


def best_band(one: Band) -> tuple[float, float]:
    """Return the band of the lab's table in which the line stands out most."""
    return max(BANDS, key=lambda band: standout(one, band))


def figures(ask: Ask) -> dict[str, Expected]:
    bench, course = mine(ask)
    bench.operate("A1", "60 Hz").wait(4)
    turn = bench.measure("rpm at pad", f"{course.tag}:H").value / 60.0
    orders = bench.machine.component(course.tag).geometry.orders
    why = (
        "Orders by the geometry of the bearing you have, times revolutions a second, not a minute."
    )
    twice = f"{why} A spot on a ball strikes both races: twice BSF."
    places = {"BPFO, Hz": ("BPFO", 1, why), "BPFI, Hz": ("BPFI", 1, why),
              "2·BSF, Hz": ("BSF", 2, twice), "FTF, Hz": ("FTF", 1, why)}  # fmt: skip
    found: dict[str, Expected] = {
        place: Number(times * orders[name] * turn, 0.02, 0.05, why)
        for place, (name, times, why) in places.items()
    }
    return {**found, "band, [from, to] Hz": Band(course.tag, course.kind, course.stage)}


# stage ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Borne(Expected):
    """A stage, worth as much as the apprentice's own readings carry it. `odds`: by stage."""

    odds: tuple[tuple[int, float], ...]
    true: int
    why: str = "A stage is read off figures you took yourself before the sign-off."

    def judge(self, given: Any) -> tuple[float, str]:
        said = number(given) if not isinstance(given, str) else number_in(given)
        if said not in (1, 2, 3, 4):
            return 0.0, "A stage is 1, 2, 3 or 4."
        chance = dict(self.odds).get(int(said), 0.0)
        share = min(1.0, chance / CLAIMED) if chance > 0.05 else 0.0
        return share, f"Your own readings give this stage {chance:.0%}."

    def example(self) -> int:
        return self.true


def number_in(text: str) -> float | None:
    """Return the number that a text is."""
    return float(text) if text.strip().isdecimal() and len(text) < 4 else None


def odds(lab: Any, record: Attempt | None) -> dict[int, float]:
    """Return how likely each stage is by the readings of a record, lamps and looks left out.

    None without a reading.
    """
    if record is None or not record.of("measure"):
        return {}
    coach = Coach.of(lab)
    book = coach.dictionary
    told = [log[:-1] for event, _, log in coach.told_by(record) if event["do"] == "measure"]
    weight = np.log(book.prior) + np.sum(told, axis=0)
    found: dict[int, float] = {}
    for variant, p in zip(book.variants, np.exp(weight - weight.max()), strict=True):
        if variant.name.partition(": ")[2] in DEFECTS:
            step = round(max(variant.wrong.values()))
            found[step] = found.get(step, 0.0) + float(p)
    return {step: p / sum(found.values()) for step, p in found.items()}


def stage(ask: Ask) -> dict[str, Expected]:
    borne = tuple(sorted(odds(ask.lab, ask.record).items()))
    return {"stage": Borne(borne, mine(ask)[1].stage)}


# weeks left -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Quantile(Expected):
    """Weeks left at a level, by the expected pinball loss over the lives that fit the data."""

    level: float
    lives: tuple[float, ...]
    why: str = ""

    def loss(self, said: float) -> float:
        """Return the loss in weeks to be expected of a figure."""
        off = np.asarray(self.lives) - said
        return float(np.mean(np.maximum(self.level * off, (self.level - 1.0) * off)))

    def judge(self, given: Any) -> tuple[float, str]:
        said = number(given)
        if said is None or said < 0:
            return 0.0, "Not a number of weeks."
        best = float(np.quantile(self.lives, self.level))
        over = self.loss(said) / self.loss(best) - 1.0
        share = falling(over, NEAR, FAR)
        way = "early" if said < best else "late"
        return (
            share,
            "Right." if share == 1 else f"Too {way}: the loss is {over:.0%} above the least.",
        )

    def example(self) -> float:
        return round(float(np.quantile(self.lives, self.level)), 1)


def life(ask: Ask) -> dict[str, Expected]:
    lives = tuple(float(one) for one in mine(ask)[1].lives[::4])
    why = "Count the bearings of the archive that stood at your stage after about as many weeks."
    return {f"{level:.0%}": Quantile(level, lives, why) for level in LEVELS}


# the window -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cheapest(Expected):
    """A window, by the cost to be expected. `costs`: (name, €)."""

    costs: tuple[tuple[str, float], ...]
    why: str = "Chance that it fails before, times 9000 €, plus the rest times the stop."

    def judge(self, given: Any) -> tuple[float, str]:
        costs = {name.casefold(): cost for name, cost in self.costs}
        said = str(given).strip().casefold()
        if said not in costs:
            return 0.0, "None of the windows on the schedule."
        over = costs[said] / min(costs.values()) - 1.0
        share = falling(over, *DEAR)
        return share, "Right." if share == 1 else f"It costs {over:.0%} more than the best one."

    def example(self) -> str:
        return min(self.costs, key=lambda one: one[1])[0]


def window(ask: Ask) -> dict[str, Expected]:
    bench, course = mine(ask)
    costs = expected(course, plan(bench.seed)[1])
    return {"window": Cheapest(tuple((name, cost) for name, (_, cost) in costs.items()))}


@dataclass(frozen=True)
class Chance(Expected):
    """A chance in per cent."""

    value: float
    why: str = "Running weeks until then, from the hours planned; how many had failed by then?"

    def judge(self, given: Any) -> tuple[float, str]:
        said = number(given)
        if said is None or not 0 <= said <= 100:
            return 0.0, "Not a number of per cent."
        share = falling(abs(said - self.value), *POINTS)
        return share, "Right." if share == 1 else "Too high." if said > self.value else "Too low."

    def example(self) -> int:
        return round(self.value)


def risk(ask: Ask) -> dict[str, Expected]:
    bench, course = mine(ask)
    costs = expected(course, plan(bench.seed)[1])
    return {f"{name}, %": Chance(100.0 * fails) for name, (fails, _) in costs.items()
            if name != "tonight"}  # fmt: skip


def worked(ask: Ask) -> Attempt:
    """Return a record that goes with a perfect answer: the bearing read at its own pad."""
    bench, course = mine(ask)
    bench.operate("A1", "60 Hz").wait(4)
    line = DEFECTS[course.kind][1]
    for function in ("kurtosis", "m/s²", f"envelope {line}", "mm/s"):
        bench.measure(function, f"{course.tag}:H")
    bench.diagnose(course.tag, course.kind)
    return bench.attempt
