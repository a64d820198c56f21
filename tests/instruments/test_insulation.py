"""Insulation tests: what time does to the reading, and the charge that stays behind."""

from __future__ import annotations

import pytest

from labsim.bench import Bench
from labsim.instruments.insulation import least_megohms
from labsim.machines.exhaust_fan import ExhaustFan
from labsim.states import LOCKED_OUT

LEADS = ("W1:2", "W1:4", "W1:6")


def dead(fault: str | None = None, severity: int = 0) -> Bench:
    return Bench(ExhaustFan(), fault, severity).bring(LOCKED_OUT)


def disconnected(fault: str | None = None) -> Bench:
    bench = dead(fault)
    for port in LEADS:
        bench.lift(port)
    return bench


def test_sound_insulation_takes_charge_for_minutes_and_poor_insulation_does_not() -> None:
    # Sound: 22 terminals and inner points at 1 nS, 3.5 nS of motor, cable and tester; 43 nS of
    # absorption after one minute, which falls with t^-0.8 to 16 % in ten:
    # (25.5 + 43) / (25.5 + 6.8) = 2.1. At 15 kΩ leakage is all.
    sound, damp = dead(), dead("M1: winding damp", 1)
    assert sound.measure("PI", "M1:U1").value == pytest.approx(2.1, abs=0.1)
    assert 1.2 < sound.measure("DAR", "M1:U1").value < 1.8
    assert damp.measure("PI", "M1:U1").value == pytest.approx(1.0, abs=0.02)


def test_a_sound_winding_is_above_the_least_value_and_a_damp_one_below() -> None:
    least = least_megohms(0.48)
    assert least == 5.0  # IEEE 43: random-wound
    assert dead().measure("MΩ", "M1:U1").value > least
    assert dead("M1: winding damp").measure("MΩ", "M1:U1").value < least
    assert least_megohms(4.16, "form") == 100.0
    assert least_megohms(2.3, "old") == pytest.approx(3.3)


@pytest.mark.parametrize(
    ("fault", "cable", "motor"),
    [("W1: insulation chafed through", False, True), ("M1: winding damp", True, False)],
)
def test_with_the_motor_off_its_leads_each_side_answers_for_itself(
    fault: str, cable: bool, motor: bool
) -> None:
    bench = disconnected(fault)
    assert (bench.measure("MΩ", "W1:3").value > 5) == cable
    assert (bench.measure("MΩ", "M1:U1").value > 5) == motor


def test_what_was_tested_stays_charged_until_it_is_discharged_for_four_times_as_long() -> None:
    bench = dead()
    bench.measure("MΩ", "W1:1")
    assert set(bench.lockout.charged) == {"M1", "W1"}
    before = bench.clock
    bench.discharge("W1")  # cable and motor hang together: one earthing lead does for both
    assert bench.clock - before == pytest.approx(4.0)
    assert not bench.lockout.charged
    bench.repair("M1")
    assert not bench.attempt.breaches


def test_ten_minutes_of_test_take_forty_to_discharge() -> None:
    bench = dead()
    bench.measure("PI", "M1:V1")
    before = bench.clock
    bench.discharge("M1")
    assert bench.clock - before == pytest.approx(40.0)


def test_a_cable_off_the_motor_is_not_discharged_with_the_motor() -> None:
    bench = disconnected()
    bench.measure("MΩ", "M1:U1")
    bench.measure("MΩ", "W1:3")
    bench.discharge("M1")
    assert set(bench.lockout.charged) == {"W1"}
    bench.land("W1:2")
    assert [b["rule"] for b in bench.attempt.breaches] == ["not-discharged"]
    bench.discharge("W1").land("W1:4")
    assert len(bench.attempt.breaches) == 1


def test_hands_elsewhere_do_not_mind_a_charged_motor() -> None:
    bench = dead()
    bench.measure("MΩ", "M1:U1")
    bench.repair("G3").repair("F1")
    assert not bench.attempt.breaches


def test_a_check_by_a_trained_hand_ends_with_the_discharge() -> None:
    bench = dead()
    bench.do(next(c.id for c in bench.checks() if c.function == "MΩ"))
    assert not bench.lockout.charged
