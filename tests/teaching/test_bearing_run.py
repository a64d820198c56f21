"""A bearing in its last weeks: the run, the interval that can be known, the window that pays."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import labsim
from labsim.core.errors import LabsimError
from labsim.teaching import bearingpages, changeover
from labsim.teaching.bearingrun import (
    DEFECTS,
    FIGURES,
    LEVELS,
    USUAL,
    WEEKS,
    archive,
    course,
    foreseen,
    like,
    own,
    pinball,
    read,
)
from labsim.vibration.rolling import SPALLS

LAB = labsim.lab("VIB-04")
SEEDS = range(150)
KINDS = tuple(DEFECTS)


def drawn(seed: int):
    return course("B2", KINDS[seed % 4], 1 + seed % 4, seed)


def test_the_usual_steps_are_those_of_the_curve_and_so_is_their_spread() -> None:
    # Level n/4 of (e^(1.2 t) - 1)/(e^1.2 - 1): t = ln(1 + 2.32 n/4)/1.2 = 0.381, 0.642, 0.840, 1.
    at = np.cumsum(USUAL[:4]) / SPALLS.weeks
    assert at == pytest.approx([0.381, 0.642, 0.840, 1.0], abs=0.002)
    lives = np.log(foreseen(1, ()))
    assert np.std(lives) == pytest.approx(SPALLS.spread, abs=0.03)


def test_today_it_stands_at_its_stage_and_never_went_back() -> None:
    for seed in SEEDS:
        mine = drawn(seed)
        levels = mine.level(np.arange(1, WEEKS + 1))
        assert levels[-1] == pytest.approx(mine.stage)
        assert np.all(np.diff(levels) >= 0) and mine.since < WEEKS - 1


def test_a_slow_bearing_is_expected_to_stay_slow_but_not_wholly() -> None:
    usual = USUAL[1]
    median = [np.median(foreseen(2, (usual * times,))) for times in (0.5, 1.0, 2.0)]
    assert median[0] < median[1] < median[2]
    assert median[2] / median[0] < 2.5  # the step itself differed by four


def test_eight_of_ten_lie_in_the_interval_and_one_of_ten_on_each_side() -> None:
    below = {stage: [] for stage in (1, 2, 3, 4)}
    for seed in range(1600):
        mine = course("B1", "ball spalled", 1 + seed % 4, seed)
        below[mine.stage].append([mine.left < q for q in mine.quantiles()])
    for rows in below.values():  # σ of a share of 400: 0.015 to 0.025
        assert np.mean(rows, axis=0) == pytest.approx(LEVELS, abs=0.075)


def test_pinball_is_least_at_the_quantiles_of_what_may_happen() -> None:
    # Loss of 2 said at tau 0.1 when it is 5: 0.1 · 3; at 0.9: 0.9 · 3.
    assert pinball([2.0], 5.0, [0.1]) == pytest.approx(0.3)
    assert pinball([2.0], 5.0, [0.9]) == pytest.approx(2.7)
    assert pinball([5.0], 2.0, [0.9]) == pytest.approx(0.3)
    mine = drawn(1)
    best, some = mine.quantiles(), mine.lives[::40]
    mean = lambda said: np.mean([pinball(said, life) for life in some])
    assert mean(best) < min(mean([q + step for q in best]) for step in (-1.5, -0.7, 0.7, 1.5))
    assert mean(best) < mean([best[1]] * 3)


def test_the_archive_has_enough_like_any_bearing_and_says_what_it_cannot() -> None:
    assert len(archive()) == len(like(1)) == 240
    few = [len(like(m.stage, m.since)) for m in map(drawn, SEEDS) if m.stage > 1]
    assert min(few) >= 20
    for stage, weeks in ((5, 2.0), (2, 0.0), (3, float("nan"))):
        with pytest.raises(LabsimError, match=r"stage"):
            like(stage, weeks)


# what is read -----------------------------------------------------------------------------------
def test_the_line_of_the_defect_is_the_one_that_grows_and_kurtosis_falls_at_the_end() -> None:
    for number, (kind, (_, name)) in enumerate(DEFECTS.items()):
        mine = course("B4", kind, 4, number)
        found = read(mine, "B4:H", 3)
        assert set(found) == set(FIGURES) and {len(row) for row in found.values()} == {WEEKS}
        lines = {f: max(v) for f, v in found.items() if f.startswith("envelope")}
        assert max(lines, key=lines.get) == f"envelope {name}"
        assert found["kurtosis"][-1] < 0.8 * max(found["kurtosis"])
        assert found["m/s²"][-1] > 3 * found["m/s²"][0]


def test_the_run_is_handed_out_with_the_sign_off_only() -> None:
    bench = LAB.bench("B3: ball spalled", seed=6)
    assert "signed off" in bearingpages.run(bench).words
    bench.operate("A1", "60 Hz").wait(4).measure("kurtosis", "B3:H")
    bench.diagnose("B3", "ball spalled").sign_off("B3, ball, kurtosis at B3:H.")
    assert "B3:H" in bearingpages.run(bench).words and own(bench).stage == 3
    with pytest.raises(LabsimError, match="no bearing"):
        own(LAB.bench("P1: cavitation", seed=1))
    with pytest.raises(LabsimError, match="leaves this lab out"):
        own(SimpleNamespace(sealed=True))


def test_what_is_read_in_the_last_week_is_what_the_bench_reads() -> None:
    bench = LAB.bench("B2: inner race spalled", seed=5).operate("A1", "60 Hz").wait(4)
    found = read(own(bench), "B2:H", 5)
    for name in ("m/s²", "kurtosis", "envelope BPFI"):
        assert found[name][-1] == pytest.approx(bench.measure(name, "B2:H").value, rel=0.35)


# the window -------------------------------------------------------------------------------------
def test_the_hours_planned_make_running_weeks() -> None:
    hours, windows = changeover.plan(11)
    for one in windows:
        assert one.runs == pytest.approx(sum(hours[: one.week]) / 168)
    assert windows[0].name == "tonight" and windows[0].runs == 0


def test_the_window_that_pays_is_early_for_a_bad_one_and_late_for_a_good_one() -> None:
    chosen = {stage: [] for stage in (1, 2, 3, 4)}
    for seed in SEEDS:
        mine, (_, windows) = drawn(seed), changeover.plan(seed)
        costs = changeover.expected(mine, windows)
        best = min(costs, key=lambda name: costs[name][1])
        chosen[mine.stage].append(next(one.week for one in windows if one.name == best))
        risks = [fails for fails, _ in costs.values()]
        assert risks == sorted(risks) and costs["tonight"] == (0.0, 3600.0)
    means = [np.mean(chosen[stage]) for stage in (1, 2, 3, 4)]
    assert means == sorted(means, reverse=True)
    assert all(len(set(weeks)) > 1 for weeks in list(chosen.values())[:3])


def test_the_example_can_be_followed_figure_by_figure() -> None:
    guide = LAB.bench("B3: outer race spalled", seed=1).operate("A1", "60 Hz").wait(4)
    assert guide.look("B9").text == "lamps lit: acceleration, bearings"
    read_at = lambda function, pad: guide.measure(function, pad).value
    assert read_at("m/s²", "B2:H") == pytest.approx(0.87, abs=0.06)
    assert read_at("m/s²", "B3:H") == pytest.approx(4.9, abs=0.2)
    assert read_at("envelope BPFO", "B3:H") > 150 and read_at("kurtosis", "B3:H") > 15
    found = read(course("B3", "outer race spalled", 2, 1), "B3:H", 0)
    week = found["envelope BPFO"]
    assert week[7] < 42 < week[8] and found["kurtosis"][7] < 3.8 < found["kurtosis"][8]
    assert np.quantile(like(2, 4.0), LEVELS) == pytest.approx([3.9, 5.4, 8.2], abs=0.1)
