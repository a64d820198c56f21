"""VIB-02: decisions by the criteria, blunders, alert levels, and no word about causes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import labsim
from labsim.bench import Bench
from labsim.coach import score
from labsim.coach.tasks import vib_02
from labsim.coach.tasks.vib_02_bots import by_criteria, collects, signs
from labsim.course import draw, own_bench, replay
from labsim.machines.twelve import FULL, MONTHS, PLACES, decision, histories, reference
from labsim.seeds import derive
from labsim.teaching import months

LAB = labsim.lab("VIB-02")
UNITS = ["0", *LAB.scenario.units]
WORSE = "B8: worse than it was"


def points(work: Callable[[Bench], Any], unit: str = "3", fault: str = WORSE) -> Any:
    place = LAB.bench(fault, seed=3, unit=unit)
    work(place)
    return score(LAB, place.attempt, fault)


def bot(name: str) -> Callable[[Bench], Any]:
    return lambda bench: vib_02.BOTS[name][0](LAB, None, bench, 0)


@pytest.mark.parametrize("name", vib_02.BOTS)
def test_each_bot_scores_in_its_band(name: str) -> None:
    _, low, high = vib_02.BOTS[name]
    for unit in UNITS:
        assert low <= points(bot(name), unit).total <= high, unit


def test_every_hall_has_as_much_to_find() -> None:
    for unit in UNITS:
        for fault in LAB.family:
            _, hall = vib_02.hall_of(LAB, unit, fault.id)
            found = Counter(decision(history) for history in hall.values())
            assert found == {"normal": 8, "alarm": 2, "alert": 1, "watch": 1}, (unit, fault.id)
            assert sorted(h.blunder == MONTHS for h in hall.values() if h.blunder) == [False, True]
            assert sum(any(s != FULL for s in h.states) for h in hall.values()) == 2


def test_the_machine_that_the_seed_names_is_in_alarm_and_in_no_other_zone_than_b_or_c() -> None:
    for fault in LAB.family:
        machine, hall = vib_02.hall_of(LAB, "2", fault.id)
        mine = hall[machine.numbered(fault.component)]
        made = reference(mine)
        assert decision(mine) == "alarm"
        # ISO 20816-3, group 2 rigid, by hand: baseline + 0.25 · 2.8, at most 3.5
        assert made.alarm == pytest.approx(min(made.baseline + 0.7, 3.5))
        assert made.values[-1] > 1.1 * made.alarm


def test_a_baseline_is_mean_and_three_sigma_of_the_first_six_that_can_be_compared() -> None:
    for history in histories(13, "B8").values():
        six = history.kept[:6]
        by_hand = six.mean() + 3 * np.sqrt(((six - six.mean()) ** 2).sum() / 5)
        assert reference(history).statistical == pytest.approx(by_hand)


def test_a_month_at_another_speed_is_far_off_and_no_blunder() -> None:
    found = histories(13, "B8")
    other = [(h, n) for h in found.values() for n, s in enumerate(h.states) if s == "45 Hz, open"]
    assert other
    for history, n in other:
        assert history.values[n] < 0.7 * reference(history).baseline
        assert history.rpm[n] < 0.8 * history.rpm[-1]
        assert history.blunder != n + 1


def test_levels_from_months_that_cannot_be_compared_are_wrong() -> None:
    def naive(bench: Bench) -> None:
        hall = collects(bench)
        lines = [line for line in by_criteria(hall) if not line.startswith("level")]
        for tag, h in hall.items():
            six = h.values[:6]
            lines.append(f"level {tag} {six.mean() + 3 * six.std(ddof=1):.2f}")
        signs(bench, lines)

    found = points(naive)
    assert found.parts["decisions"] == vib_02.MARKS["decisions"]
    assert found.parts["levels"] < 0.6 * vib_02.MARKS["levels"]


def test_decisions_without_a_reading_count_for_nothing() -> None:
    def from_the_chair(bench: Bench) -> None:
        _, hall = vib_02.hall_of(LAB, "3", WORSE)
        signs(bench, by_criteria(hall))

    found = points(from_the_chair)
    assert found.parts["decisions"] == 0
    assert found.parts["remit"] == 0


@pytest.mark.parametrize("said", ["unbalance", "Misaligned coupling", "a loose foot", "worn belts"])
def test_a_cause_in_the_report_costs_the_remit(said: str) -> None:
    found = points(lambda bench: signs(bench, by_criteria(collects(bench)), f"I think: {said}."))
    assert found.parts["remit"] == 0
    assert found.total == 85


def test_a_loose_magnet_is_no_diagnosis() -> None:
    why = "B37 taken again, loose magnet."
    found = points(lambda bench: signs(bench, by_criteria(collects(bench)), why))
    assert found.total == 100


def test_the_sheet_is_read_in_any_hand() -> None:
    sheet = vib_02.read_sheet("# mine\n b3: ALARM\nB7 month 2 in/s\nLevel b1 = 1.42\nB9 normal\n")
    assert sheet.decisions == {"B3": "alarm", "B9": "normal"}
    assert sheet.blunders == {("B7", 2)}
    assert sheet.levels == {"B1": 1.42}


def test_the_guided_machine_is_nobodys_own_and_shows_what_the_lesson_says() -> None:
    assert "B7: worse than it was" not in [fault.id for fault in LAB.family]
    guide = LAB.bench("B7: worse than it was")
    months.collect(guide, *PLACES)
    assert months.kept(guide, "B7").state == "alarm"
    assert (
        months.kept(guide, "B2").statistical > 3.0 > 1.3 > months.kept(guide, "B2", [4]).statistical
    )
    assert months.present(guide, "B12") < 0.05
    months.again(guide, "B12")
    count = len(guide.attempt.events)
    assert 0.8 < months.present(guide, "B12") < 1.0
    months.again(guide, "B12")
    months.collect(guide, *PLACES)
    assert len(guide.attempt.events) == count, "what is on record is not taken anew"


def test_a_record_comes_out_again_on_a_fresh_bench() -> None:
    seed = derive("ticket", "VIB-02", "ada", 1)
    bench = own_bench(LAB, seed, None)
    bench.attempt.stamp(lab="VIB-02", student="ada", attempt=1, seed=seed.commitment,
                        edition=LAB.edition)  # fmt: skip
    vib_02.BOTS["expert"][0](LAB, None, bench, 0)
    again, wrong = replay(LAB, bench.attempt, seed)
    assert wrong == []
    assert score(LAB, again, draw(LAB, seed.fault).id).total == 100
