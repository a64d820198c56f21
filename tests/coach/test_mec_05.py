"""The scorer of MEC-05: bots in their bands, the expert on every stand, each part on its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import labsim
from labsim.bench import Bench
from labsim.coach import score
from labsim.coach.tasks import mec_05
from labsim.coach.tasks.mec_05_bots import (
    align,
    foot_rises,
    lock_out,
    run,
    soft_foot,
    target,
    think,
)
from labsim.coach.tasks.mec_05_shafts import AFTER, BEFORE, named, shaken

LAB = labsim.lab("MEC-05")
FAULT = "U5: set on a base that dips behind"


def points(work: Callable[[Bench], Any], unit: str = "0", fault: str = FAULT) -> Any:
    place = LAB.bench(fault, seed=3, unit=unit)
    work(place)
    return score(LAB, place.attempt, fault)


def bot(name: str) -> Callable[[Bench], Any]:
    return lambda bench: mec_05.BOTS[name][0](LAB, None, bench, 0)


@pytest.mark.parametrize("name", mec_05.BOTS)
def test_each_bot_scores_in_its_band(name: str) -> None:
    _, low, high = mec_05.BOTS[name]
    assert low <= points(bot(name)).total <= high


@pytest.mark.parametrize(("unit", "fault"), list(enumerate(LAB.family, 1)))
def test_the_expert_earns_all_on_every_stand_however_it_was_left(unit: int, fault: Any) -> None:
    assert points(bot("expert"), str(unit), fault.id).total == 100


def test_what_is_foreseen_after_the_analyser_was_read_is_copied() -> None:
    def copies(bench: Bench) -> None:
        run(bench)
        lock_out(bench)
        think(bench, BEFORE, target(bench))
        soft_foot(bench)
        align(bench, target(bench))
        run(bench)
        lock_out(bench)
        think(bench, AFTER, target(bench))

    found = points(copies)
    assert found.parts["prediction"] == 0
    assert found.parts["alignment"] == 45


def test_figures_on_a_stand_that_was_not_moved_earn_half_at_most_and_nothing_else() -> None:
    def foresees(bench: Bench) -> None:
        lock_out(bench)
        think(bench, BEFORE, target(bench))
        think(bench, AFTER, target(bench))

    found = points(foresees)
    assert {part: value for part, value in found.parts.items() if value} == {"prediction": 10.0}


def test_every_round_beyond_the_third_costs() -> None:
    def rounds(extra: int) -> Callable[[Bench], None]:
        def work(bench: Bench) -> None:
            lock_out(bench)
            foot_rises(bench)
            soft_foot(bench)
            for _ in range(1 + extra):
                align(bench, target(bench))
                bench.operate("U5", "loose").shift("U5", "front", 0.01).operate("U5", "tight")

        return work

    few, many = (points(rounds(extra)).parts["moves"] for extra in (0, 1))
    assert few == 20
    assert many == pytest.approx(12, abs=0.1), "two more, a fifth of twenty each"


def test_bolts_left_loose_or_a_foot_left_soft_halve_what_the_shafts_earn() -> None:
    def loose(bench: Bench) -> None:
        lock_out(bench)
        soft_foot(bench)
        align(bench, target(bench))
        bench.operate("U5", "loose")

    assert points(loose).parts["alignment"] == pytest.approx(22.5)


def test_the_names_of_the_sheet_are_those_of_the_notebook() -> None:
    text = LAB.notebook.read_text("utf-8")
    assert all(named(name, when) in text for name in shaken(0.1, 0.1) for when in (BEFORE, AFTER))
