"""Voltage unbalance against worked examples and against sequence components."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.electrical.unbalance import derating, negative_sequence, nema


@pytest.mark.parametrize(
    ("volts", "percent"),
    [
        ((460, 467, 450), 1.96),  # the worked example of NEMA MG 1, 14.36.2: 9 of 459
        ((462, 463, 455), 1.1),  # 5 of 460
        ((480, 480, 480), 0.0),
    ],
)
def test_unbalance_is_the_greatest_distance_from_the_mean(volts: tuple, percent: float) -> None:
    assert nema(volts) == pytest.approx(percent, abs=0.02)


@pytest.mark.parametrize("seed", range(20))
def test_three_voltages_tell_their_negative_sequence(seed: int) -> None:
    rng = np.random.default_rng(seed)
    turn = np.exp(2j * np.pi / 3)
    u1, u2 = 480.0, 480.0 * rng.uniform(0, 0.08) * np.exp(2j * np.pi * rng.uniform())
    lines = [u1 * turn**-n + u2 * turn**n for n in range(3)]
    assert negative_sequence(np.abs(lines)) == pytest.approx(100 * abs(u2) / u1, abs=1e-6)


def test_both_ways_say_nearly_the_same_of_small_unbalance() -> None:
    for volts in ((460, 467, 450), (480, 470, 480), (478, 470, 462)):
        assert 0.85 < nema(volts) / negative_sequence(volts) < 1.16


@pytest.mark.parametrize(
    ("percent", "part"), [(0.5, 1.0), (1.0, 1.0), (2.0, 0.95), (2.5, 0.92), (5.0, 0.75), (5.1, 0.0)]
)
def test_the_derating_curve(percent: float, part: float) -> None:
    assert derating(percent) == pytest.approx(part, abs=0.005)
