"""Fuses and overload relays against their standards and the hand calculation."""

from __future__ import annotations

import math

import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation
from labsim.electrical.loads import Resistor
from labsim.electrical.protection import Fuse, OverloadRelay
from labsim.electrical.sources import DCSupply
from labsim.machines.motor_starter import MotorStarter
from tests.electrical.benchtop import broken, moment, state, turn

OHMS = 0.06  # Ω of source and overload heater; joints are 2 mΩ


class Heater(Machine):
    """A resistor behind an overload relay set to 5 A."""

    G1, F1, R1 = DCSupply(voltage=100.0), OverloadRelay(setting=5.0), Resistor()
    circuit = Ladder("Circuit", G1["+"], G1["-"], Rung(F1[1, 2], R1))


class FusedHeater(Machine):
    """A resistor behind a 3 A fuse, time constant 2 s."""

    G1, F1, R1 = DCSupply(voltage=100.0), Fuse(), Resistor()
    circuit = Ladder("Circuit", G1["+"], G1["-"], Rung(F1, R1))


def heater(kind: type[Machine], current: float, **more: dict) -> Simulation:
    """Return a machine that draws so many amperes from 100 V."""
    return Simulation(kind(R1={"resistance": 100.0 / current - 0.062}, **more))


def trip_time(multiple: float, longest: float) -> float:
    sim = heater(Heater, 5.0 * multiple)
    return 3.0 + moment(sim, "F1", "tripped", longest, step=0.02)  # 3 s went by at the start


@pytest.mark.parametrize(("multiple", "least", "most"), [(7.2, 4.0, 10.0), (6.0, 4.0, 10.0)])
def test_overload_trips_as_class_10_asks(multiple: float, least: float, most: float) -> None:
    # IEC 60947-4-1, class 10: 7.2 × setting, cold: 4 to 10 s. Heat follows (I/Is)²·(1 - e^(-t/τ)),
    # trips at 1.21: t = 200 s · ln(m² / (m² - 1.21)) = 4.7 s at 7.2 ×, 6.8 s at 6 ×.
    found = trip_time(multiple, 12.0)
    assert found == pytest.approx(200 * math.log(multiple**2 / (multiple**2 - 1.21)), abs=0.06)
    assert least < found <= most


def test_overload_at_one_and_a_half_times_trips_within_four_minutes() -> None:
    # Class 10: 1.5 ×, from warm: below 4 min. Cold: 200 s · ln(2.25 / 1.04) = 154.3 s.
    assert trip_time(1.5, 240.0) == pytest.approx(154.3, abs=0.1)


def test_overload_holds_1_05_times_for_two_hours_and_trips_at_1_2_times() -> None:
    # IEC 60947-4-1: 1.05 × holds for 2 h, then 1.2 × trips within 2 h. Heat 1.1025, then 1.44.
    sim = heater(Heater, 5.25)
    sim.advance(7200.0)
    assert not state(sim, "F1", "tripped")
    turn(sim, "R1", "resistance", 100 / 6.0 - 0.062)
    assert moment(sim, "F1", "tripped", 7200.0, step=5.0) < 7200.0


def test_overload_stays_tripped_until_it_is_cold_and_reset_by_hand() -> None:
    sim = heater(Heater, 30.0).advance(5.0)
    assert state(sim, "F1", "tripped")
    sim.operate("G1", "off")
    sim.operate("F1", "reset").advance(10.0)
    assert state(sim, "F1", "tripped"), "still hot"
    # After 8 s at 6 × the heat is 36 · (1 - e^(-8/200)) = 1.41: 200 s · ln(1.41/0.5) = 207 s.
    sim.operate("F1", "free").advance(200.0)
    assert state(sim, "F1", "tripped"), "cold, but nobody pressed"
    sim.operate("F1", "reset").advance(0.1)
    assert not state(sim, "F1", "tripped")


def test_overload_that_resets_itself_does_so_when_cold() -> None:
    sim = heater(Heater, 30.0, F1={"self_reset": 1.0}).advance(5.0)
    assert state(sim, "F1", "tripped")
    sim.operate("G1", "off")
    hot = sim.states["F1", "heat"][0]
    assert moment(sim, "F1", "tripped", 300.0, step=0.5) == pytest.approx(
        200 * math.log(hot / 0.5), abs=0.6
    )


@pytest.mark.parametrize("multiple", [2.0, 5.0, 10.0])
def test_fuse_melts_by_its_heat(multiple: float) -> None:
    # Heat m²·(1 - e^(-t/2 s)) reaches 2.25: t = 2 s · ln(m² / (m² - 2.25)): 1.65 s, 0.19 s, 46 ms.
    sim = heater(FusedHeater, 2.0)
    turn(sim, "F1", "rating", 100.0).advance(30.0)
    assert state(sim, "F1", "warm") < 1e-3
    turn(sim, "R1", "resistance", 100 / (3.0 * multiple) - 0.062)
    turn(sim, "F1", "rating", 3.0)
    wanted = 2.0 * math.log(multiple**2 / (multiple**2 - 2.25))
    assert moment(sim, "F1", "melted", 10.0) == pytest.approx(wanted, abs=0.021)


def test_fuse_holds_its_rating_for_good() -> None:
    sim = heater(FusedHeater, 3.0).advance(36000.0)
    assert not state(sim, "F1", "melted")
    assert state(sim, "F1", "warm") == pytest.approx(1.0, rel=0.01)


def test_a_fuse_melts_on_its_melting_integral_when_hit_hard() -> None:
    # Far above its rating nothing leaks away: I²t = 2.25 · 2 s · (3 A)² = 40.5 A²s.
    # At 100 A: 40.5 / 10 000 = 4 ms, within one tick of 10 ms and the tick that parts it.
    sim = heater(FusedHeater, 2.0)
    turn(sim, "R1", "resistance", 1.0 - 0.062)
    assert moment(sim, "F1", "melted", 1.0) <= 0.03


def test_a_fuse_far_too_small_blows_when_the_contactor_draws_its_inrush() -> None:
    # 63 mA quick-acting carries the 50 mA of the stop lamp, not 0.58 A of inrush: (0.58/0.063)² is
    # 85, the element melts in 10 ms · ln(85 / 82.75) = 0.3 ms; seen at the next tick.
    idle = broken(MotorStarter(), "F6: wrong fuse, far too small").advance(60.0)
    assert not state(idle, "F6", "melted")
    sim = broken(MotorStarter(), "F6: wrong fuse, far too small").operate("S1", "pressed").settle()
    assert state(sim, "F6", "melted")
    assert not state(sim, "K1", "pulled")


def test_an_overload_set_to_2_amperes_trips_a_healthy_motor() -> None:
    # 6.5 A / 2 A = 3.25; 200 s · ln(10.6 / 9.4) = 24 s, less what the start brings.
    sim = broken(MotorStarter(), "F7: set far too low").operate("S1", "pressed").settle()
    assert 8.0 < 3.0 + moment(sim, "F7", "tripped", 60.0, step=0.1) < 24.0


def test_the_overload_of_the_starter_carries_the_healthy_motor_for_a_shift() -> None:
    sim = Simulation(MotorStarter()).operate("S1", "pressed").settle()
    sim.operate("S1", "released").advance(8 * 3600.0)
    assert not state(sim, "F7", "tripped")
    assert state(sim, "K1", "pulled")
