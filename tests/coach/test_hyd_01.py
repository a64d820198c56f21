"""The scorer of HYD-01: bots in their bands on every unit; each point by a record of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import labsim
from labsim.bench import Bench
from labsim.coach import score
from labsim.coach.tasks import hyd_01
from labsim.coach.tasks.hyd_01_bots import adjust, leave, read, tee
from labsim.coach.tasks.hyd_01_states import LINES, STATES, figure, meant, state_of, truth, visit
from labsim.core.component import Fault
from labsim.core.simulation import Simulation
from labsim.course import own_bench, replay
from labsim.seeds import derive

LAB = labsim.lab("HYD-01")
UNITS = ["0", *LAB.scenario.units]
FAULT = "R1: set somewhat too high"


def points(work: Callable[[Bench], Any], unit: str = "0", fault: str = FAULT) -> Any:
    place = LAB.bench(fault, seed=3, unit=unit)
    work(place)
    return score(LAB, place.attempt, fault)


def bot(name: str) -> Callable[[Bench], Any]:
    return lambda bench: hyd_01.BOTS[name][0](LAB, None, bench, 0)


@pytest.mark.parametrize("name", hyd_01.BOTS)
def test_each_bot_scores_in_its_band(name: str) -> None:
    _, low, high = hyd_01.BOTS[name]
    assert low <= points(bot(name)).total <= high


@pytest.mark.parametrize("fault", LAB.family, ids=lambda fault: fault.id)
def test_the_expert_sets_the_valve_wherever_the_screw_was_left(fault: Fault) -> None:
    found = points(bot("expert"), fault=fault.id)
    assert found.total == 100


@pytest.mark.parametrize("unit", UNITS)
def test_the_expert_earns_all_on_every_unit(unit: str) -> None:
    assert points(bot("expert"), unit).total == 100


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_moves_below_its_relief_valve_and_fits_its_gauges(unit: str) -> None:
    machine = LAB.scenario.build(unit)
    known = truth(machine)
    moving = [known[figure("P", s, "bar")] for s in ("extending", "retracting")]
    assert max(moving) < 0.6 / 0.7 * meant(machine), "with the screw far out it still moves"
    assert known[figure("T", "retracting", "bar")] < 5


@pytest.mark.parametrize("state", STATES)
def test_a_unit_is_known_to_be_in_the_state_it_was_brought_into(state: str) -> None:
    sim = Simulation(LAB.machine)
    visit(sim, state)
    assert state_of(sim) == state
    sim.operate("M1", "off")
    sim.advance(5)
    assert state_of(sim) == ""


def test_what_is_foreseen_after_the_first_reading_counts_for_nothing() -> None:
    def late(bench: Bench) -> None:
        known = truth(bench.machine)
        bench.predict({k: v for k, v in known.items() if k.startswith("P")})
        bench.measure("bar", "M4:M")
        bench.predict(dict(known))

    found = points(late)
    assert found.parts["predictions"] == 12.5
    assert any("24 figures came after the first reading" in note for note in found.notes)


def test_only_the_latest_word_before_the_first_reading_counts() -> None:
    def corrected(bench: Bench) -> None:
        known = truth(bench.machine)
        bench.predict({place: value + 40 for place, value in known.items()})
        bench.predict(dict(known))

    assert points(corrected).parts["predictions"] == 50


@pytest.mark.parametrize(("off", "share"), [(0.09, 1), (0.11, 0)])
def test_a_prediction_may_be_ten_per_cent_off_and_no_more(off: float, share: int) -> None:
    place = figure("P", "at the stop", "bar")
    value = truth(LAB.machine)[place] * (1 + off)
    found = points(lambda bench: bench.predict({place: value}))
    assert found.parts["predictions"] == pytest.approx(50 / 32 * share, abs=0.01)


def test_zeros_everywhere_foresee_what_does_not_flow_and_little_else() -> None:
    zeros = dict.fromkeys(truth(LAB.machine), 0)
    assert points(lambda bench: bench.predict(zeros)).parts["predictions"] < 25


def test_a_bent_needle_costs_the_range_marks_whatever_else_is_read() -> None:
    def bent(bench: Bench) -> None:
        tee(bench)
        read(bench, "".join(LINES))
        visit_stop(bench)
        bench.measure("bar", "M2:M", range=16)

    found = points(bent)
    assert found.parts["range"] == 0
    assert any("Largest gauge first" in note for note in found.notes)


def visit_stop(bench: Bench) -> None:
    bench.operate("V1", "in").wait(30).operate("V1", "out").wait(30)


def test_half_the_readings_are_half_the_range_marks() -> None:
    found = points(lambda bench: read(bench, "PA"))
    assert found.parts["range"] == 7.5
    assert any("8 of 16 readings are missing" in note for note in found.notes)


def test_a_valve_that_is_set_and_not_read_again_is_not_proved() -> None:
    def blind(bench: Bench) -> None:
        adjust(bench)
        bench.turn("R1", "setting", 0.02)
        leave(bench, "Set.")

    found = points(blind)
    assert found.parts["relief"] == 15
    assert any("set and not proved" in note for note in found.notes)


def test_opening_line_b_without_lock_or_gauge_costs() -> None:
    def hasty(bench: Bench) -> None:
        bench.notify().isolate("M1").wait(5).fit("C1:B", "bar").notify().restore("M1")
        bench.wait(5).measure("bar", "C1:B")

    found = points(hasty)
    assert 0 < found.parts["safety"] < 5
    assert not found.capped


def test_the_record_of_an_own_unit_replays_and_scores_alike() -> None:
    seed = derive("ticket", LAB.id, "ann")
    place = own_bench(LAB, seed, None)
    place.attempt.stamp(lab=LAB.id, student="ann", attempt=1, seed=seed.commitment,
                        edition=LAB.edition)  # fmt: skip
    hyd_01.BOTS["expert"][0](LAB, None, place, 0)
    fresh, odd = replay(LAB, place.attempt, seed)
    assert odd == []
    fault = labsim.course.draw(LAB, seed.fault).id
    assert score(LAB, fresh, fault).total == score(LAB, place.attempt, fault).total >= 98
