"""The scorer of SAF-01: bots in their bands on every press; each point by a record of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import labsim
from labsim.bench import Bench
from labsim.coach import score
from labsim.coach.tasks import saf_01
from labsim.coach.tasks.saf_01_bots import feeds, give_back, isolate, job, let_off, verify
from labsim.core.component import Fault
from labsim.course import own_bench, replay
from labsim.seeds import derive
from labsim.zero import sources

LAB = labsim.lab("SAF-01")
UNITS = ["0", *LAB.scenario.units]
FAULT = "C1: gas charge low"


def bench(unit: str = "0", fault: str = FAULT) -> Bench:
    return LAB.bench(fault, seed=3, unit=unit)


def points(work: Callable[[Bench], Any], unit: str = "0") -> Any:
    place = bench(unit)
    work(place)
    return score(LAB, place.attempt, FAULT)


@pytest.mark.parametrize("bot", saf_01.BOTS)
def test_each_bot_scores_in_its_band(bot: str) -> None:
    work, low, high = saf_01.BOTS[bot]
    assert low <= points(lambda b: work(LAB, None, b, 0)).total <= high


@pytest.mark.parametrize("fault", LAB.family, ids=lambda fault: fault.id)
def test_the_expert_waits_as_long_as_this_press_takes(fault: Fault) -> None:
    place = bench(fault=fault.id)
    saf_01.BOTS["expert"][0](LAB, None, place, 0)
    assert score(LAB, place.attempt, fault.id).total == 100


@pytest.mark.parametrize("unit", UNITS)
def test_the_expert_earns_all_on_every_press_and_the_old_card_injures(unit: str) -> None:
    for bot, wanted in (("expert", 100), ("forgets the second feed", 0)):
        place = bench(unit)
        saf_01.BOTS[bot][0](LAB, None, place, 0)
        assert score(LAB, place.attempt, FAULT).total == wanted


def test_bots_order_as_skill_does() -> None:
    means = [points(lambda b, n=name: saf_01.BOTS[n][0](LAB, None, b, 0)).total
             for name in ("expert", "no verification", "halfway", "nothing")]  # fmt: skip
    assert means == sorted(means, reverse=True)
    assert means[0] > means[1] > means[2]


def test_an_injury_ends_at_zero_whatever_else_was_done_well() -> None:
    def work(b: Bench) -> None:
        saf_01.BOTS["expert"][0](LAB, None, b, 0)

    def hand_in_first(b: Bench) -> None:
        b.reach("B1")
        work(b)

    found = points(hand_in_first)
    assert (found.total, found.capped) == (0, True)
    assert found.notes[0].startswith("Line 1: injury.")
    assert all(word in found.notes[0] for word in ("Q1", "Q2", "Q6", "C1", "C2", "C3"))


def whole(b: Bench, **without: bool) -> None:
    """Work as the expert, without what is named."""
    b.notify() if "tell" not in without else None
    order = sources(b.machine)
    tags = isolate(b, order)
    let_off(b)
    if "prove" not in without:
        b.prove()
    if "test" not in without:
        for a, c in (("Q1:2", "Q1:4"), ("Q1:4", "Q1:6"), ("Q1:6", "Q1:2"), ("F4:2", "G2:-"),
                     ("F8:2", "G3:N"))[1 if "pair" in without else 0:]:  # fmt: skip
            b.measure("V", a, c)
    b.prove()
    b.try_out("S1") if "try" not in without else None
    b.repair("B1")
    give_back(b, tags[::-1] if "reverse" in without else tags)
    b.sign_off("Sensor fitted, press proved.")


@pytest.mark.parametrize(
    ("left_out", "part", "lost", "says"),
    [
        ("tell", "energy", 5, "Isolated without telling"),
        ("prove", "verification", 8, "Not proved dead with prove, test, prove: behind Q1, Q2"),
        ("test", "verification", 12, "Not proved dead"),
        ("pair", "verification", 2.67, "behind Q1."),
        ("try", "verification", 7, "No try-out"),
        ("reverse", "release", 4.5, "Locks come off in reverse"),
    ],
)
def test_what_is_left_out_costs_its_points_and_is_said(
    left_out: str, part: str, lost: float, says: str
) -> None:
    found = points(lambda b: whole(b, **{left_out: True}))
    assert found.parts[part] == pytest.approx(saf_01.MARKS[part] - lost, abs=0.01)
    assert sum(found.parts.values()) == pytest.approx(100 - lost, abs=0.01)
    assert any(says in note for note in found.notes)


def test_a_dead_reading_where_there_was_never_voltage_proves_nothing() -> None:
    def coil(b: Bench) -> None:
        b.notify()
        tags = isolate(b, sources(b.machine))
        let_off(b)
        b.prove()
        for a, c in (("K1:A1", "K1:A2"), ("M1:U1", "M1:V1"), ("E1:2", "G3:N")):
            b.measure("V", a, c)
        b.prove().try_out("S1")
        job(b, tags)

    assert points(coil).parts["verification"] == 13  # gauges and try-out


def test_somebody_elses_breaker_costs_and_is_named() -> None:
    def all_breakers(b: Bench) -> None:
        b.notify()
        for tag in ("Q5", "Q7"):
            b.isolate(tag).lock(tag)
        tags = isolate(b, sources(b.machine))
        let_off(b)
        verify(b)
        job(b, tags)

    found = points(all_breakers)
    assert found.parts["energy"] == 50
    assert any("Q5 and Q7: switched off, and does not feed" in note for note in found.notes)


def test_who_never_does_the_job_earns_half_of_what_was_secured_at_most() -> None:
    def no_job(b: Bench) -> None:
        b.notify()
        isolate(b, sources(b.machine))
        let_off(b)
        verify(b)

    found = points(no_job)
    assert found.parts == {"energy": 30, "verification": 25, "release": 0}


def test_a_prop_taken_out_too_early_costs() -> None:
    def early(b: Bench) -> None:
        b.notify()
        tags = isolate(b, sources(b.machine))
        let_off(b)
        verify(b)
        b.repair("B1").unblock("C2").wait(30)
        give_back(b, tags)

    found = points(early)
    assert found.parts["release"] == 13.5
    assert found.parts["energy"] == 45  # it came down: that is a breach wherever it happens


def test_the_record_of_an_own_press_names_its_unit_and_replays() -> None:
    seed = derive("ticket", LAB.id, "ann")
    place = own_bench(LAB, seed, None)
    place.attempt.stamp(lab=LAB.id, student="ann", attempt=1, seed=seed.commitment,
                        edition=LAB.edition)  # fmt: skip
    assert str(place.attempt.header["unit"]) in LAB.scenario.units
    saf_01.BOTS["expert"][0](LAB, None, place, 0)
    fresh, odd = replay(LAB, place.attempt, seed)
    assert odd == []
    fault = labsim.course.draw(LAB, seed.fault).id
    assert score(LAB, fresh, fault).total == 100


def test_a_record_that_names_another_press_does_not_come_out() -> None:
    seed = derive("ticket", LAB.id, "ann")
    place = own_bench(LAB, seed, None)
    other = next(int(u) for u in LAB.scenario.units if int(u) != place.machine.unit)
    forged = labsim.attempt.Attempt(**{**place.attempt.header, "unit": other})
    assert any("recorded unit" in line for line in replay(LAB, forged, seed)[1])


def test_apprentices_stand_before_presses_with_different_second_feeds() -> None:
    found = set()
    for n in range(24):
        place = own_bench(LAB, derive("ticket", LAB.id, f"s{n}"), None)
        found.add(feeds(place)[-1].tag)
    assert len(found) >= 5


def test_who_reaches_in_and_fits_nothing_has_not_proved_the_press() -> None:
    def touched(b: Bench) -> None:
        b.notify()
        tags = isolate(b, sources(b.machine))
        let_off(b)
        verify(b)
        b.reach("B1")
        give_back(b, tags)

    found = points(touched)
    assert found.parts == {"energy": 60, "verification": 25, "release": 12}
    assert any("fit the new sensor" in note for note in found.notes)
