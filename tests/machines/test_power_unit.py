"""The clamp unit against a hand calculation, state by state; what a technician sees."""

from __future__ import annotations

import numpy as np
import pytest

import labsim
from labsim.coach.tasks.hyd_01_states import figure, truth
from labsim.machines.power_unit import PowerUnit

LAB = labsim.lab("HYD-01")
PISTON, RING = 50.27, 34.36  # cm²: Ø 80, less Ø 45
FLOW = 6.5 * 1.450  # L/min, 6.5 cm³ at 1450 rpm, before what leaks back
SLIDE = 14e3 / 10.0  # bar·cm²
EDGE = 5.0 / 9.25**2  # bar for (L/min)²: 0.65 · 7 mm² · √(2 · 5 bar / 870 kg/m³) is 9.25 L/min
MESH = 8.0 * 46 / 38  # L/min for each bar: 8 at 46 cSt, and oil of 45 °C has 38


@pytest.fixture(scope="module")
def known() -> dict[str, float]:
    return dict(truth(PowerUnit()))


def at(known: dict[str, float], line: str, state: str, unit: str = "bar") -> float:
    return known[figure(line, state, unit)]


def test_extending_by_hand(known: dict[str, float]) -> None:
    """T: the filter; B: an edge more; A: piston in balance; P: an edge more."""
    back = FLOW * RING / PISTON
    t = back / MESH
    b = t + EDGE * back**2
    a = (SLIDE + b * RING) / PISTON
    for line, bar, flow in (
        ("T", t, back),
        ("B", b, back),
        ("A", a, FLOW),
        ("P", a + EDGE * FLOW**2, FLOW),
    ):
        assert at(known, line, "extending") == pytest.approx(bar, abs=1.5)
        assert at(known, line, "extending", "L/min") == pytest.approx(flow, rel=0.04)


def test_retracting_more_comes_back_than_the_pump_delivers(known: dict[str, float]) -> None:
    back = FLOW * PISTON / RING
    t = back / MESH
    a = t + EDGE * back**2
    b = (SLIDE + a * PISTON) / RING
    for line, bar, flow in (
        ("T", t, back),
        ("A", a, back),
        ("B", b, FLOW),
        ("P", b + EDGE * FLOW**2, FLOW),
    ):
        assert at(known, line, "retracting") == pytest.approx(bar, rel=0.05, abs=1.5)
        assert at(known, line, "retracting", "L/min") == pytest.approx(flow, rel=0.04)


def test_at_the_stop_nothing_flows_but_over_the_relief_valve(known: dict[str, float]) -> None:
    """105 bar and, for 9 of 40 L/min, some 3 % of override."""
    assert at(known, "P", "at the stop") == pytest.approx(105 * 1.03, rel=0.02)
    assert at(known, "A", "at the stop") == pytest.approx(at(known, "P", "at the stop"), abs=0.5)
    assert at(known, "B", "at the stop") == pytest.approx(at(known, "T", "at the stop"), abs=0.5)
    assert at(known, "A", "at the stop", "L/min") == at(known, "B", "at the stop", "L/min") == 0
    assert at(known, "T", "at the stop", "L/min") == pytest.approx(FLOW, rel=0.06)


def test_an_open_centre_idles_with_next_to_no_pressure_anywhere(known: dict[str, float]) -> None:
    assert all(at(known, line, "idle") < 3 for line in "PABT")
    assert at(known, "T", "idle", "L/min") == pytest.approx(FLOW, rel=0.02)


def test_a_stroke_takes_as_long_as_flow_and_area_say() -> None:
    """500 mm · 50.27 cm² / 9.3 L/min = 16.3 s; back 500 · 34.36 / 9.1 = 11.3 s."""
    bench = LAB.bench().operate("V1", "out").wait(25).operate("V1", "in").wait(25)
    assert bench.measure("s", "C1:A").value == pytest.approx(16.3, abs=0.5)
    assert bench.measure("s", "C1:B").value == pytest.approx(11.3, abs=0.5)


@pytest.mark.parametrize(
    ("fault", "bar"),
    [("R1: set far too low", 0.7), ("R1: set somewhat too low", 0.82), (None, 1.0),
     ("R1: set somewhat too high", 1.25), ("R1: set far too high", 1.5)],
)  # fmt: skip
def test_what_the_last_ear_left_shows_at_the_stop(fault: str | None, bar: float) -> None:
    bench = LAB.bench(fault).operate("V1", "out").wait(30)
    assert bench.measure("bar", "M2:M", range=250).value == pytest.approx(108.8 * bar, rel=0.03)
    assert "hisses" in bench.look("R1").text


def test_a_turn_in_is_more_and_a_turn_is_a_tenth_of_the_setting() -> None:
    bench = LAB.bench().operate("V1", "out").wait(30)
    read = lambda: bench.measure("bar", "M2:M").value
    first = read()
    bench.turn("R1", "setting", 1.0)
    assert read() - first == pytest.approx(10.5, abs=1.5)
    bench.turn("R1", "setting", -1.0)
    assert read() == pytest.approx(first, abs=1.1)


def test_the_drive_off_and_locked_leaves_no_pressure_behind_an_open_centre() -> None:
    bench = LAB.bench().operate("V1", "out").wait(30).operate("V1", "neutral")
    bench.notify().isolate("M1").lock("M1").wait(5)
    for port in ("M2:M", "M3:M", "M4:M"):
        assert bench.measure("bar", port).value == 0
    assert not bench.attempt.breaches, "a motor switch is made to stop its motor"
    assert np.isfinite(bench.clock)
