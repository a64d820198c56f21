"""A bearing in its last weeks: the course, the interval that can be known, the window that pays."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.teaching.bearingrun import LEVELS, course, pinball, windows
from labsim.vibration.bearing import CATALOGUE

SEEDS = range(14)


def test_the_envelope_of_the_defect_stands_above_the_others_today() -> None:
    shows = {"outer race spalled": "BPFO", "inner race spalled": "BPFI", "ball spalled": "BSF"}
    for seed in SEEDS:
        mine = course(seed)
        last = {name: values[-1] for name, values in mine.readings.items() if "envelope" in name}
        assert max(last, key=lambda name: last[name]) == f"envelope {shows[mine.kind]}"
        assert mine.left > 0 and 2 <= mine.stage <= 3
    assert len({course(seed).tag for seed in SEEDS}) == 4
    assert set(CATALOGUE) >= {"6309", "6312", "7309"}


def test_pinball_is_least_at_the_quantiles_of_what_may_happen() -> None:
    # Loss of 2 said at tau 0.1 when it is 5: 0.1 · 3; at 0.9: 0.9 · 3.
    assert pinball([2.0], 5.0, [0.1]) == pytest.approx(0.3)
    assert pinball([2.0], 5.0, [0.9]) == pytest.approx(2.7)
    assert pinball([5.0], 2.0, [0.9]) == pytest.approx(0.3)
    mine = course(3)
    best, some = mine.quantiles(), mine.lives[::40]
    mean = lambda said: np.mean([pinball(said, life) for life in some])
    assert mean(best) < min(mean([q + step for q in best]) for step in (-1.5, -0.7, 0.7, 1.5))
    assert mean(best) < mean([best[1]] * 3)


def test_the_interval_holds_the_true_life_as_often_as_it_says() -> None:
    within = [course(s).quantiles()[0] <= course(s).left <= course(s).quantiles()[2] for s in SEEDS]
    assert LEVELS[2] - LEVELS[0] == pytest.approx(0.8)
    assert 0.6 <= np.mean(within) <= 1.0


def test_the_window_that_pays_is_early_for_a_bad_one_and_late_for_a_good_one() -> None:
    best = {}
    for seed in SEEDS:
        mine = course(seed)
        costs = windows(mine)
        best[mine.quantiles()[1]] = min(costs, key=lambda one: one[1])[0].week
        risks = [mine.fails_before(one.week) for one, _ in costs]
        assert risks == sorted(risks)
    order = [best[life] for life in sorted(best)]
    assert len(set(order)) > 1 and np.mean(order[:4]) < np.mean(order[-4:])
