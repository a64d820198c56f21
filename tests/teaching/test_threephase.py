"""What ELE-05 shows: signatures side by side, current arrows, a thermal picture, emissivity."""

from __future__ import annotations

import re

import pytest

import labsim
from labsim.electrical.unbalance import nema
from labsim.teaching import heat, threephase

LAB = labsim.lab("ELE-05")


def test_the_six_readings_of_a_sound_fan_are_even() -> None:
    amps, volts = threephase.readings(LAB.bench())
    assert nema(amps) < 0.5
    assert nema(volts) < 0.1
    assert volts[0] == pytest.approx(478, abs=2)


def test_faults_stand_side_by_side_with_their_unbalance() -> None:
    words = str(threephase.signatures(LAB, [None, "F3: blown"])).splitlines()
    assert "healthy" in words[1]
    assert "0 %" in words[1]
    assert "100 %" in words[2]
    assert "growls" in words[2]


def test_a_lost_phase_leaves_two_arrows() -> None:
    count = lambda fault: len(re.findall("<line", threephase.phasors(LAB.bench(fault)).html))
    assert count(None) == 3
    assert count("F3: blown") == 2


def test_the_arrow_of_l1_lags_its_voltage_which_points_up() -> None:
    x, y = re.search(r'x2="([\d.]+)" y2="([\d.]+)"', threephase.phasors(LAB.bench()).html).groups()
    assert float(x) > 120  # to the right: clockwise
    assert float(y) < 110  # and up


def test_a_thermal_picture_names_what_is_hot_and_nothing_else() -> None:
    bench = LAB.bench("W1: terminal 3 loose").press("S1")
    told = heat.picture(bench, "Power circuit").words
    assert re.search(r"W1:3 2\d\d °C", told)
    assert "W1:1" not in told.split("Warmer")[1]
    cold = heat.picture(LAB.bench(), "Power circuit").words
    assert cold.endswith("nothing.")


def test_bright_copper_mirrors_the_room() -> None:
    # (0.1 · 363⁴ + 0.9 · 298⁴)^¼ = 307 K: 34 °C of 90 °C.
    assert heat.apparent(90.0, 0.1) == pytest.approx(34, abs=1)
    assert heat.apparent(90.0, 1.0) == pytest.approx(90.0)
    assert "bright copper" in str(heat.emissivities(90.0))
