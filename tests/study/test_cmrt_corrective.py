"""Corrective items of the CMRT bank: keys against calculations by hand."""

from __future__ import annotations

import math
import re

import pytest

from tests.study.byhand import answer, given, items


def test_a_ring_is_heated_by_its_gap_over_twelve_millionths_of_its_bore():
    for item in items("cmrt/repair_bearings.heating_temperature"):
        bore, tight, play, room = given(item)[:4]
        assert answer(item) == pytest.approx(room + (tight + play) / (12e-3 * bore), abs=0.06)


def test_life_goes_with_the_cube_of_the_load_ratio_for_balls_and_ten_thirds_for_rollers():
    for item in items("cmrt/repair_bearings.bearing_life"):
        rating, load, rpm = given(item)[:3]
        power = 3 if "ball" in item.stem else 10 / 3
        assert answer(item) == pytest.approx(1e6 / 60 / rpm * (rating / load) ** power, rel=0.01)


def test_no_bearing_is_heated_above_120_degrees():
    every = items("cmrt/repair_bearings.heating_temperature")
    assert all(60 < answer(item) <= 120 for item in every)


def test_torque_is_k_times_diameter_times_force():
    for item in items("cmrt/repair_fasteners.torque_for_preload"):
        d, force, k = given(item)
        assert answer(item) == pytest.approx(k * d * force, rel=0.01)


def test_the_next_bolt_lies_opposite_the_last_one():
    for item in items("cmrt/repair_fasteners.flange_order"):
        count, *_ = (numbers := [int(n) for n in re.findall(r"\d+", item.show().words)])
        assert (answer(item) - numbers[-1]) % count == count // 2


def test_equal_weights_on_two_blades_add_up_to_the_one_between_them():
    for item in items("cmrt/repair_return.split_weight"):
        blades, grams = given(item)[:2]
        half = math.radians(180 / blades)
        assert 2 * answer(item) * math.cos(half) == pytest.approx(grams, rel=0.01)


def test_a_sheave_of_twice_the_size_halves_the_speed():
    for item in items("cmrt/repair_drives.sheave_ratio"):
        rpm, d1, d2 = (int(n) for n in re.findall(r"\d+", item.show().words))
        assert answer(item) == pytest.approx(rpm * d1 / d2, rel=0.01)


def test_a_chain_longer_than_its_limit_is_renewed_with_its_sprockets():
    for item in items("cmrt/repair_drives.chain_sag"):
        worn = float(re.search(r"wear, value ([\d.]+) %", item.show().words)[1])
        assert ("Renew" in item.options[item.key].text) == (worn > 2)


def test_a_machine_within_all_limits_goes_back_and_no_other():
    for item in items("cmrt/repair_return.after_repair"):
        rows = re.findall(r"after ([\d.]+), limit ([\d.]+)", item.show().words)
        good = all(float(a) <= float(b) for a, b in rows)
        assert len(rows) == 3
        assert item.options[item.key].text.startswith("Hand it over: it is better") == good
