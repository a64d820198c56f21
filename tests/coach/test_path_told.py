"""The path pays for what a reading told, where the classes of a loose instrument cannot say."""

from __future__ import annotations

import labsim
from labsim.coach import Coach
from labsim.coach.path import beyond, walk
from labsim.states import operating_states

LAB = labsim.lab("VIB-03")


def walked(*readings: tuple[str, ...]) -> tuple[Coach, list, object]:
    """Return the steps and the path of somebody who confirmed the complaint and read on."""
    bench, coach = LAB.bench("M1: couple unbalance", seed=2), Coach.of(LAB)
    bench.operate("A1", "60 Hz").wait(4).look("B9")
    for function, *pads in readings:
        bench.measure(function, *pads)
    steps = coach.judging(bench.attempt, len(bench.attempt.events)).update(bench.attempt).steps
    return coach, steps, walk(coach, bench.attempt, steps)


def test_a_level_that_excluded_suspects_is_not_redundant_though_all_levels_are_one_chain() -> None:
    coach, steps, path = walked(("mm/s", "B2:A"), ("mm/s", "B2:H"))
    for step in steps[1:]:
        assert coach.bits(step) < 1e-3  # of 29 faults every level has a neighbour within 4 sigma
        assert beyond(coach, step) > 0.4  # yet 0.3 mm/s along and 2.6 across exclude half of them
    assert path.redundant == []
    assert path.regret < 0.5 + 0.5  # less than the minutes they took


def test_the_same_reading_again_tells_nothing_new_and_costs_its_minutes() -> None:
    once = walked(("mm/s", "B2:A"), ("mm/s", "B2:H"))[2]
    again = [("mm/s", "B2:A"), *[("mm/s", "B2:H")] * 6]
    path = walked(*again)[2]
    assert 3 <= len(path.redundant) <= 5  # six levels within 15 % each are a little better than one
    assert path.regret > once.regret + 1.5


def test_what_a_class_foresaw_is_not_paid_twice() -> None:
    coach, steps, _ = walked(("mm/s", "B2:A"), ("mm/s", "B2:H"), ("° 1X", "B1:H", "B2:H"))
    assert coach.bits(steps[-1]) > 0.2 and beyond(coach, steps[-1]) < 0.1


def test_a_power_cut_costs_a_run_up_in_plans_and_at_the_bench() -> None:
    states = {state.label: state.minutes for state in operating_states(LAB.machine)}
    assert states["A1 at power cut"] == 1.5 and states["A1 at 45 Hz"] == 0.1
    bench = LAB.bench("M1: couple unbalance", seed=2).operate("A1", "60 Hz")
    before = bench.clock
    assert bench.operate("A1", "power cut").clock - before == 1.5
