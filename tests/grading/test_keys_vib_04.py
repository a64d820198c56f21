"""VIB-04 is marked by what could be known: who reads the tables has it all, luck nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import labsim
from grading import answers
from grading.answers import vib_04
from labsim.course import own_bench
from labsim.seeds import derive
from labsim.teaching import bearingpages, changeover
from labsim.teaching.bearingrun import DEFECTS, LEVELS, archive, course, like, own, pinball

LAB = labsim.lab("VIB-04")


def rows(piece: object) -> list[list[str]]:
    return [re.split(r"  +", line.strip()) for line in str(piece).splitlines()[2:]]


def weeks_left(mine: object, seed: int) -> tuple[int, list[float]]:
    """Do what the lab's text says, from its tables alone: stage, weeks since stage 1, archive."""
    run = np.array(rows(bearingpages.told_by(mine, f"{mine.tag}:H", seed)), dtype=float)
    column = 5 + int(run[:, 5:].max(axis=0).argmax())
    chart = rows(bearingpages.stages(mine.tag, [list(DEFECTS)[column - 5]]))[1:]
    levels = np.array([[row[3], row[5], row[6].split()[0]] for row in chart], dtype=float)
    far = np.abs(np.log(run[-1, [2, 4]] / levels[:, :2])) @ [1.0, 0.5]
    line, first = run[:, column], levels[0, 2]
    n = int(np.argmax(line >= first)) if np.any(line >= first) else 11
    passed = n + (first - line[n - 1]) / (line[n] - line[n - 1]) if line[n] > first and n else n + 1
    stage = 1 + int(far.argmin())
    near = like(stage, max(0.5, round(2 * (12 - passed)) / 2))
    return stage, [float(q) for q in np.quantile(near, LEVELS).round(1)]


def shares(mine: object, said: list[float]) -> float:
    lives = tuple(float(one) for one in mine.lives[::4])
    keys = [vib_04.Quantile(level, lives) for level in LEVELS]
    return float(np.mean([key.judge(one)[0] for key, one in zip(keys, said, strict=True)]))


def test_who_reads_the_tables_and_counts_has_the_marks_of_the_best_forecaster():
    earned, lost = [], []
    for seed in range(16):
        kind = list(DEFECTS)[seed // 4 % 4]
        mine = course(f"B{1 + seed % 4}", kind, 1 + (seed // 2) % 4, seed)
        stage, said = weeks_left(mine, seed)
        assert stage == mine.stage, seed
        earned.append(shares(mine, said))
        lost.append([pinball(said, mine.left), pinball(mine.quantiles(), mine.left)])
    assert np.mean(earned) > 0.95
    honest, best = np.mean(lost, axis=0)  # in the weeks that really came
    assert honest < 1.25 * best


def test_neither_luck_nor_a_safe_wide_answer_nor_a_date_pays():
    earned = {name: [] for name in ("best", "date", "luck", "wide", "wrong stage")}
    for seed in range(200):
        mine = course("B1", "inner race spalled", 1 + seed % 4, seed)
        wrong = [sum(one[mine.stage % 4 :]) for one in archive()]
        middle = mine.quantiles()[1]
        said = {"best": mine.quantiles(), "date": [middle] * 3, "luck": [mine.left] * 3,
                "wide": [0.0, middle, 26.0], "wrong stage": np.quantile(wrong, LEVELS)}  # fmt: skip
        for name, quantiles in said.items():
            earned[name].append(shares(mine, list(quantiles)))
    got = {name: float(np.mean(found)) for name, found in earned.items()}
    assert got["best"] == pytest.approx(1.0, abs=0.001)
    assert max(got["date"], got["luck"], got["wide"]) < 0.5 and got["wrong stage"] < 0.15


# the stage --------------------------------------------------------------------------------------
def asked(name: str) -> answers.Ask:
    return answers.Ask(LAB, name, derive("ticket", "VIB-04", name))


def stage_share(ask: answers.Ask, record: object, said: int) -> float:
    key = vib_04.stage(replace(ask, record=record))["stage"]
    return key.mark(said).share


def test_a_stage_counts_as_far_as_ones_own_readings_carry_it():
    for name in ("ann", "ben", "cyd"):
        ask = asked(name)
        mine = vib_04.mine(ask)[1]
        assert stage_share(ask, answers.worked(ask), mine.stage) == 1, name
        assert stage_share(ask, answers.worked(ask), mine.stage % 4 + 1) < 0.1
        glance = own_bench(LAB, ask.seed, None)
        glance.operate("A1", "60 Hz").wait(4).look("B9")
        assert stage_share(ask, glance.attempt, mine.stage) == 0, "lamps are no readings"
        assert stage_share(ask, None, mine.stage) == 0


def test_kurtosis_alone_leaves_two_stages_and_acceleration_decides():
    bench = LAB.bench("B2: outer race spalled", seed=2).operate("A1", "60 Hz").wait(4)
    for function in ("kurtosis", "envelope BPFO"):
        bench.measure(function, "B2:H")
    odds = vib_04.odds(LAB, bench.attempt)
    assert min(odds[2], odds[3]) > 0.2
    bench.measure("m/s²", "B2:H")
    assert vib_04.odds(LAB, bench.attempt)[3] > 0.95


# band and window --------------------------------------------------------------------------------
def test_early_the_high_band_is_best_late_the_low_one_and_a_narrow_one_never():
    early = vib_04.Band("B2", "outer race spalled", 1)
    late = vib_04.Band("B2", "outer race spalled", 4)
    assert early.judge([7000, 10000])[0] == 1 > 0.7 > early.judge([2000, 4500])[0]
    assert late.judge([2000, 4500])[0] == 1 > 0.4 > late.judge([7000, 10000])[0]
    assert early.judge([500, 2000])[0] == 0
    for wrong in ([3000, 3100], [5000, 2000], [2000, 20000], "2-5 kHz", [1], [None, 3]):
        assert early.judge(wrong)[0] == 0, wrong


def test_every_window_earns_by_what_it_costs_more_than_the_best():
    costs = (("tonight", 3600.0), ("Sunday", 2400.0), ("product change", 2450.0))
    key = vib_04.Cheapest(costs)
    # 2450 is 2 % above the best, 3600 is 50 %.
    assert [key.judge(name)[0] for name in ("Sunday", "product change", "tonight")] == [1, 1, 0]
    assert key.judge("at once")[0] == 0


def test_the_chance_is_that_of_the_archive_at_the_running_weeks_of_the_schedule():
    off = []
    for name in ("ann", "ben", "cyd", "dee"):
        bench, mine = vib_04.mine(asked(name))
        assert mine == own(bench)
        near = np.array(like(mine.stage, mine.since))
        key = vib_04.risk(asked(name))
        for one in changeover.plan(bench.seed)[1][1:]:
            off.append(abs(100 * np.mean(near < one.runs) - key[f"{one.name}, %"].value))
    assert np.mean(off) < 5


def test_who_counts_in_the_archive_chooses_the_window_and_no_window_is_right_for_all():
    earned, always = [], {name: [] for name, *_ in changeover.OPEN}
    for seed in range(120):
        mine, (_, windows) = course("B2", "ball spalled", 1 + seed % 4, seed), changeover.plan(seed)
        near, costs = np.array(like(mine.stage, mine.since)), changeover.expected(mine, windows)
        key = vib_04.Cheapest(tuple((name, cost) for name, (_, cost) in costs.items()))
        fails = {one: float(np.mean(near < one.runs)) for one in windows}
        best = min(windows, key=lambda one: fails[one] * 9000 + (1 - fails[one]) * one.cost)
        earned.append(key.judge(best.name)[0])
        for name in always:
            always[name].append(key.judge(name)[0])
    assert np.mean(earned) > 0.96
    assert max(map(np.mean, always.values())) < 0.5


def test_apprentices_differ_in_bearing_defect_stage_and_plan():
    seen = [vib_04.mine(asked(name)) for name in "abcdefghijkl"]
    assert len({mine.tag for _, mine in seen}) > 2 and len({mine.stage for _, mine in seen}) > 2
    assert len({mine.kind for _, mine in seen}) > 2
    assert len({changeover.plan(bench.seed) for bench, _ in seen}) == 12
    assert bearingpages.run(SimpleNamespace(attempt=SimpleNamespace(signed_off=False))).words
