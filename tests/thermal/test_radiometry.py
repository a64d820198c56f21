"""Formulas of thermography against figures worked by hand, one sentence a property."""

from __future__ import annotations

import math

import numpy as np
import pytest

from labsim import thermal
from labsim.core.errors import LabsimError


def test_what_a_camera_receives_worked_by_hand() -> None:
    """60 °C is 333.15 K, 1.2319e10 K⁴; 20 °C is 293.15 K, 0.7385e10: 0.7 and 0.3 of them.

    0.7 · 1.2319 + 0.3 · 0.7385 = 1.0839e10, its fourth root 322.66 K, 49.5 °C.
    """
    assert thermal.apparent(60.0, 0.7, 20.0) == pytest.approx(49.5, abs=0.05)


def test_the_object_behind_an_apparent_temperature_worked_by_hand() -> None:
    """49.5 °C seen with 0.7 and 20 °C mirrored is the 60 °C from above."""
    assert thermal.corrected(49.51, 0.7, 20.0) == pytest.approx(60.0, abs=0.05)


@pytest.mark.parametrize("emissivity", [0.05, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("reflected", [-20.0, 25.0, 90.0])
def test_correcting_undoes_what_the_surface_does(emissivity: float, reflected: float) -> None:
    true = np.array([10.0, 40.0, 120.0])
    shown = thermal.apparent(true, emissivity, reflected)
    assert thermal.corrected(shown, emissivity, reflected) == pytest.approx(true, abs=1e-6)


def test_a_black_body_shows_its_own_temperature_and_a_mirror_only_what_it_mirrors() -> None:
    assert thermal.apparent(50.0, 1.0, 90.0) == pytest.approx(50.0)
    assert thermal.apparent(50.0, 1e-9, 90.0) == pytest.approx(90.0, abs=1e-4)


def test_a_bright_lug_hides_its_heat_and_shows_the_heater() -> None:
    """0.1 · 0.890e10 and 0.9 · 1.469e10 K⁴ (34 and 75 °C) make 1.411e10: 344.7 K, 71.5 °C."""
    assert thermal.apparent(34.0, 0.1, 75.0) == pytest.approx(71.5, abs=0.05)


def test_the_smaller_the_emissivity_the_more_an_error_of_the_camera_weighs() -> None:
    far = [
        thermal.corrected(thermal.apparent(40.0, e, 25.0) + 1.0, e, 25.0) - 40.0
        for e in (0.95, 0.7, 0.3, 0.1)
    ]
    assert far == sorted(far)
    assert far[0] == pytest.approx(1.05, abs=0.1)
    assert far[-1] > 8.0


def test_where_no_object_could_look_so_cold_there_is_no_temperature() -> None:
    assert math.isnan(thermal.corrected(20.0, 0.1, 90.0))


def test_emissivity_holds_to_fifty_degrees_and_falls_beyond() -> None:
    assert thermal.seen_at(0.95, 0.0) == thermal.seen_at(0.95, 50.0) == pytest.approx(0.95)
    assert thermal.seen_at(0.95, 67.5) == pytest.approx(0.95 * 0.75)


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda: thermal.apparent(20.0, 0.0, 20.0), "emissivity 0.0"),
        (lambda: thermal.corrected(20.0, 1.2, 20.0), "emissivity 1.2"),
        (lambda: thermal.corrected(20.0, float("nan"), 20.0), "emissivity nan"),
        (lambda: thermal.apparent(-300.0, 0.9, 20.0), "below absolute zero"),
        (lambda: thermal.seen_at(0.9, 120.0), "angle from square is 0 to 85"),
        (lambda: thermal.at_load(5.0, 0.0, 50.0), "joint without current shows nothing"),
        (lambda: thermal.at_load(5.0, 20.0, 50.0, 3.0), "from 1.6 to 2.0"),
        (lambda: thermal.grade(5.0, "sister"), "similar"),
    ],
)
def test_nonsense_is_refused_with_its_reason(work: object, said: str) -> None:
    with pytest.raises(LabsimError, match=said):
        work()


def test_heat_of_a_joint_worked_by_hand() -> None:
    """52 A through 6 mΩ: 2704 · 0.006 = 16.2 W; at 2 K/W 32.4 K in the end."""
    watts = thermal.joint_watts(52.0, 6e-3)
    assert watts == pytest.approx(16.22, abs=0.01)
    assert thermal.settled_rise(watts, 2.0) == pytest.approx(32.4, abs=0.1)
    assert thermal.joint_watts(0.0, math.inf) == 0.0


def test_after_one_time_constant_it_is_63_percent_of_the_way_after_three_95() -> None:
    assert thermal.rise_after(600.0, 30.0, 600.0) == pytest.approx(0.632 * 30.0, abs=0.01)
    assert thermal.rise_after(1800.0, 30.0, 600.0) == pytest.approx(0.950 * 30.0, abs=0.02)
    assert thermal.rise_after(600.0, 0.0, 600.0, start=30.0) == pytest.approx(11.04, abs=0.01)


def test_a_difference_at_part_load_brought_to_full_load_worked_by_hand() -> None:
    """9 K at 30 of 100 A: (100/30)² = 11.1 makes 100 K; with exponent 1.6, 6.86 makes 62 K."""
    assert thermal.at_load(9.0, 30.0, 100.0) == pytest.approx(100.0)
    assert thermal.at_load(9.0, 30.0, 100.0, 1.6) == pytest.approx(61.8, abs=0.1)


@pytest.mark.parametrize(
    ("kelvin", "similar", "ambient"),
    [(0.5, 0, 0), (2.0, 1, 1), (4.0, 2, 1), (15.0, 2, 2), (16.0, 3, 2), (30.0, 3, 3), (41.0, 3, 4)],
)
def test_classes_of_the_table(kelvin: float, similar: int, ambient: int) -> None:
    assert thermal.grade(kelvin).number == similar
    assert thermal.grade(kelvin, "ambient").number == ambient


def test_a_sheet_comes_back_as_it_was_written() -> None:
    text = thermal.write_sheet({"Q1:2": (41.5, "sound"), "Q1:4": (80, "defect", 3, 1), "Q1:6": ()})
    rows = thermal.read_sheet(text)
    assert rows == {
        "Q1:2": thermal.Row("Q1:2", 41.5, "sound"),
        "Q1:4": thermal.Row("Q1:4", 80.0, "defect", 3, 1),
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (("warm",), "'warm' is no figure"),
        ((40, "bad"), "sound"),
        ((40, "defect", 2.5), "no whole number"),
        ((float("inf"),), "no figure"),
    ],
)
def test_a_sheet_with_nonsense_is_refused(fields: tuple, said: str) -> None:
    with pytest.raises(LabsimError, match=said):
        thermal.write_sheet({"Q1:2": fields})
