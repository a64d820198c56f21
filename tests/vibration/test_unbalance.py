"""Unbalance on the pump set: sizes, directions and phases against hand calculation."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.vibration.features import velocity
from labsim.vibration.synth import pulses, waves
from tests.vibration.trains import Train


def test_a_healthy_pump_set_is_in_zone_a_at_every_bearing() -> None:
    # Group 2, rigid support: zone A ends at 1.4 mm/s (ISO 20816-3).
    train = Train()
    bearings = train.rows(*(p for p in train.sig.layout.pads if p[0] == "B"))
    assert 0.1 < velocity(train.sig)[bearings].min() < velocity(train.sig)[bearings].max() < 1.4


def test_static_unbalance_is_one_spring_and_one_mass() -> None:
    # x = m·e·w² / (M·(wn² - w²)): 45 kg, G 117: e = 117 / 188.5 = 0.62 mm, M = 180 kg,
    # wn = 2.35 · 2 pi · 30 = 443 rad/s, w = 2 pi · 29.67 = 186.4 rad/s, damping 4 %:
    # x = 33.3 µm peak, v = 4.39 mm/s rms.
    sick, well = Train({("M1", "heavy"): 117.0}), Train({("M1", "heavy"): 0.0})
    w = 2 * np.pi * sick.fr()
    natural = 2.35 * 2 * np.pi * 30
    x = 45 * 117e-3 / (60 * np.pi) * w**2 / (180 * abs(natural**2 - w**2 + 0.08j * natural * w))
    got = [sick.line(f"B{n}:H", sick.fr()) - well.line(f"B{n}:H", sick.fr()) for n in (1, 2)]
    assert np.abs(got) == pytest.approx(1e3 * w * x, rel=0.01)
    assert 1e3 * w * x / np.sqrt(2) == pytest.approx(4.39, abs=0.02)


def test_static_unbalance_is_in_phase_at_both_ends_couple_unbalance_opposite() -> None:
    static, couple = Train({("M1", "heavy"): 117.0}), Train({("M1", "couple"): 150.0})
    for way in "HV":
        assert static.angle(f"B1:{way}", f"B2:{way}") < 15
        assert couple.angle(f"B1:{way}", f"B2:{way}") > 165


def test_a_turning_force_is_a_quarter_turn_later_up_than_across() -> None:
    for wrong in ({("M1", "heavy"): 117.0}, {("P1", "heavy"): 117.0}):
        train, bearing = Train(wrong), "B2" if ("M1", "heavy") in wrong else "B4"
        assert train.angle(f"{bearing}:H", f"{bearing}:V") == pytest.approx(90, abs=30)
        assert train.order(f"{bearing}:H", 2) < 0.2 * train.order(f"{bearing}:H", 1)


def test_samples_say_what_the_lines_say() -> None:
    # 20 s, Hann: a line stands out of the noise; its size and its angle after the tacho pulse.
    train, fs, count = Train({("M1", "heavy"): 117.0}), 2560.0, 51200
    row, fr = train.rows("B2:H")[0], train.fr()
    x = waves(train.sig, [row], fs, count, seed=3, start=0.0)[0]
    window = np.hanning(count)
    found = 2 * np.sum(x * window * np.exp(-2j * np.pi * fr * np.arange(count) / fs)) / window.sum()
    line = train.line("B2:H", fr) * 2j * np.pi * fr / 1e3
    assert found == pytest.approx(line, rel=0.02)
    assert len(pulses(fr, 0.0, count / fs)) == int(20 * fr) + 1


def test_the_same_seed_gives_the_same_samples_another_seed_others() -> None:
    train = Train()
    one, same, other = (waves(train.sig, [0, 3], 5120.0, 4096, seed=s) for s in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_the_line_of_a_shaft_that_stands_is_noise_only() -> None:
    train = Train(A1="off")
    assert velocity(train.sig).max() < 0.05
    assert not len(train.sig.hertz)
