"""VIB-01: spoilt records by reason, points by two sound ones that agree, what an eye finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import labsim
from labsim.bench import Bench
from labsim.coach import score
from labsim.coach.tasks import vib_01
from labsim.coach.tasks.vib_01_bots import collects, goes_round, on_sheet, runs
from labsim.course import draw, own_bench, replay
from labsim.seeds import derive
from labsim.vibration.helper import REASONS, ROUTE, collector, wrongs

LAB = labsim.lab("VIB-01")
UNITS = ["0", *LAB.scenario.units]
LEAK = "Z2: leaks"


def points(work: Callable[[Bench], Any], unit: str = "0", fault: str = LEAK) -> Any:
    place = LAB.bench(fault, seed=3, unit=unit)
    work(place)
    return score(LAB, place.attempt, fault)


def day(unit: str) -> dict[tuple[str, int], str]:
    return dict(wrongs(int(collector(LAB.scenario.build(unit)).values["day"])))


@pytest.mark.parametrize("name", vib_01.BOTS)
def test_each_bot_scores_in_its_band(name: str) -> None:
    bot, low, high = vib_01.BOTS[name]
    assert low <= points(lambda bench: bot(LAB, None, bench, 0), "2").total <= high


@pytest.mark.parametrize("fault", LAB.family, ids=lambda fault: fault.id)
def test_the_expert_finds_what_is_to_be_seen_whatever_it_is(fault: Any) -> None:
    place = LAB.bench(fault, seed=3, unit="5")
    on_sheet(place, goes_round(place))
    assert score(LAB, place.attempt, fault.id).parts["seen"] == vib_01.MARKS["seen"]


@pytest.mark.parametrize("unit", UNITS[::4])
def test_the_expert_earns_all_on_every_pump(unit: str) -> None:
    assert points(lambda bench: vib_01.BOTS["expert"][0](LAB, None, bench, 0), unit).total == 100


def test_days_differ_and_have_the_same_number_of_spoilt_records() -> None:
    days = [day(unit) for unit in UNITS]
    assert all(len(d) == 8 and len({pad for pad, _ in d}) == 6 for d in days)
    assert len({tuple(sorted(d.items())) for d in days}) == len(days)
    assert {reason for d in days for reason in d.values()} == set(REASONS)


def test_a_wrong_reason_is_worth_a_quarter_and_a_sound_record_thrown_away_costs() -> None:
    full = vib_01.MARKS["bad data"]
    wrong = lambda pad, number, fate: (
        fate and ("cable fault" if fate != "cable fault" else "clipped")
    )

    def wronged(bench: Bench) -> None:
        on_sheet(bench, collects(runs(bench), wrong))

    assert points(wronged, "3").parts["bad data"] == pytest.approx(0.25 * full, abs=0.01)

    def wasteful(bench: Bench) -> None:
        lines = collects(runs(bench), lambda pad, number, fate: fate)
        sound = next(p for p in ROUTE if (p, 1) not in day("3"))
        on_sheet(bench, [*lines, f"{bench.machine.numbered(sound)} 1 loose magnet"])

    lost = full - points(wasteful, "3").parts["bad data"]
    assert lost == pytest.approx(full * 0.5 / 8, abs=0.01)


def test_records_at_another_speed_or_setting_are_no_measurement_of_the_route() -> None:
    def half_speed(bench: Bench) -> None:
        bench.operate("A1", "30 Hz").wait(6)
        for _ in range(4):
            bench.collect("B1:H")

    def own_fmax(bench: Bench) -> None:
        runs(bench)
        for _ in range(4):
            bench.collect("B1:H", fmax=500)

    assert points(half_speed).parts["repeatability"] == 0
    assert points(own_fmax).parts["repeatability"] == 0

    def as_the_route(bench: Bench) -> None:
        runs(bench)
        for _ in range(4):
            bench.collect("B1:H")

    assert points(as_the_route).parts["repeatability"] > 0


def test_two_records_that_differ_are_taken_a_third_time() -> None:
    """Day 1, pump, along the shaft: the first two are 6 % apart, as the flow is restless."""

    def twice(bench: Bench, times: int) -> float:
        runs(bench)
        for _ in range(times):
            bench.collect("B13:A")
        return score(LAB, bench.attempt, LEAK).parts["repeatability"]

    two, three = (twice(LAB.bench(LEAK, seed=3, unit="1"), times) for times in (2, 3))
    assert (two, three) == (0, vib_01.MARKS["repeatability"] / 10)


def test_the_sheet_is_read_in_any_hand_and_remarks_are_left_alone() -> None:
    sheet = vib_01.read_sheet(
        "# my sheet\n  b2:h 1   Loose  Magnet\nB3:V 2 hand held\nB4:H 1 odd\nseen: z1 glass empty\n"
        "Seen F1\nthe rest is in order\n"
    )
    assert sheet.rejected == {
        ("B2:H", 1): "loose magnet", ("B3:V", 2): "hand-held", ("B4:H", 1): "odd",
    }  # fmt: skip
    assert sheet.seen == {"Z1", "F1"}


def test_naming_every_part_is_no_finding() -> None:
    def names_all(bench: Bench) -> None:
        goes_round(bench)
        on_sheet(bench, [f"seen: {tag}" for tag in ("U1", "F1", "X1", "Z1", "Z2", "P1", "U2")])

    assert points(names_all).parts["seen"] < 0.6 * vib_01.MARKS["seen"]


def test_a_record_comes_out_again_from_seed_and_events() -> None:
    seed = derive("ticket", "VIB-01", "ada", 1)
    bench = own_bench(LAB, seed, None)
    bench.attempt.stamp(lab="VIB-01", student="ada", attempt=1, seed=seed.commitment,
                        edition=LAB.edition)  # fmt: skip
    vib_01.BOTS["expert"][0](LAB, None, bench, 0)
    again, wrong = replay(LAB, bench.attempt, seed)
    assert wrong == []
    assert score(LAB, again, draw(LAB, seed.fault).id).total == 100
