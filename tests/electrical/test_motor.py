"""The motor against the textbook: healthy, single-phased, unbalanced, damaged, run backwards."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.simulation import Simulation
from labsim.machines.motor_starter import MotorStarter
from tests.electrical.benchtop import amps, broken, look, state, turn, volts

U = 480 / np.sqrt(3)  # V, of a phase


def phase_impedance(slip: float) -> complex:
    """Impedance of a phase in Ω: 2 Ω + j3 Ω, then (1.5 Ω / slip + j3 Ω) beside j80 Ω."""
    rotor = 1.5 / slip + 3j
    return 2.0 + 3j + rotor * 80j / (rotor + 80j)


def started(sim: Simulation) -> Simulation:
    return sim.operate("S1", "pressed").settle().operate("S1", "released").settle()


def running() -> Simulation:
    return started(Simulation(MotorStarter()))


def test_a_healthy_motor_runs_near_its_name_plate() -> None:
    # 4 kW, 480 V: P / (√3 · U · η · cos φ) = 4000 / (831 · 0.91 · 0.82) = 6.5 A; 1742 rpm.
    sim = running()
    slip = 1 - state(sim, "M1", "speed")
    assert 1800 * (1 - slip) == pytest.approx(1742, abs=3)
    for name in "uvw":
        assert amps(sim, "M1", name) == pytest.approx(U / abs(phase_impedance(slip)), rel=0.01)
        assert amps(sim, "M1", name) == pytest.approx(6.5, abs=0.1)
    assert look(sim, "M1") == "turns"


def test_its_inrush_is_six_times_the_full_load_current() -> None:
    # |phase_impedance(1)| = 6.8 Ω: 277 V / 6.8 Ω = 40.6 A, 6.2 × 6.5 A.
    sim = Simulation(MotorStarter()).operate("S1", "pressed").advance(0.03)
    assert amps(sim, "M1", "v") == pytest.approx(U / abs(phase_impedance(1.0)), rel=0.02)
    assert 6.0 < amps(sim, "M1", "v") / 6.5 < 7.0


def test_it_is_up_to_speed_within_a_second_and_runs_down_in_some() -> None:
    sim = Simulation(MotorStarter()).operate("S1", "pressed").advance(1.0)
    assert state(sim, "M1", "speed") > 0.95
    sim.operate("S1", "released").operate("S0", "pressed").advance(0.5)
    assert 0.2 < state(sim, "M1", "speed") < 0.9
    sim.advance(10.0)
    assert state(sim, "M1", "speed") == 0.0
    assert look(sim, "M1") == "stands still"


def test_losing_a_phase_while_running_raises_the_current_by_about_root_three() -> None:
    # The same power on one phase: √3 times the current; more slip and the braking negative
    # sequence add some. The lost phase carries nothing.
    sim = running()
    healthy = amps(sim, "M1", "v")
    turn(sim, "F3", "resistance", float("inf")).settle()
    assert state(sim, "M1", "speed") > 0.9
    assert amps(sim, "M1", "w") < 1e-5
    assert amps(sim, "M1", "u") == pytest.approx(amps(sim, "M1", "v"), rel=1e-5)
    assert 1.65 < amps(sim, "M1", "v") / healthy < 2.2


def test_the_lost_phase_of_a_running_motor_shows_generated_voltage() -> None:
    # The meter at the blown fuse reads nearly full voltage: the motor makes it.
    sim = running()
    turn(sim, "F3", "resistance", float("inf")).settle()
    assert 350 < volts(sim, "M1:W1", "M1:V1") < 480


def test_a_phase_lost_before_the_control_transformer_is_fed_back_by_the_motor() -> None:
    # F1 feeds T1 too. The motor's own voltage on L1, some 340 V of 480, holds the contactor: above
    # half of its rated voltage.
    sim = running()
    turn(sim, "F1", "resistance", float("inf")).settle()
    assert 70 < volts(sim, "T1:X1", "T1:X2") < 110
    assert state(sim, "K1", "pulled")


def test_without_a_phase_it_does_not_start_and_hums_at_0_87_of_its_inrush() -> None:
    # Two phases in series on line voltage: √3·U / 2Z = 0.866 · U / Z.
    sim = broken(MotorStarter(), "F3: blown").operate("S1", "pressed").settle()
    assert state(sim, "M1", "speed") == 0.0
    assert look(sim, "M1") == "stands still, hums loudly"
    wanted = np.sqrt(3) / 2 * U / abs(phase_impedance(1.0))
    assert amps(sim, "M1", "u") == pytest.approx(wanted, rel=0.02)
    assert amps(sim, "M1", "w") < 1e-5


def test_single_phasing_trips_the_overload() -> None:
    # 35 A / 7 A = 5: trips in 200 s · ln(25 / 23.8) = 10 s.
    sim = broken(MotorStarter(), "F3: blown").operate("S1", "pressed").advance(15.0)
    assert state(sim, "F7", "tripped")
    assert not state(sim, "K1", "pulled")


def test_a_small_voltage_unbalance_makes_a_large_current_unbalance() -> None:
    # 5 % missing on L3: negative sequence 5 % / 3 = 1.67 % of 277 V = 4.6 V, on |Z(2 - s)| = 6.6 Ω:
    # 0.7 A, 11 % of 6.5 A; six to ten times the voltage unbalance (NEMA MG 1, 14.36).
    sim = started(broken(MotorStarter(), "G1: voltage unbalance, L3 low", 0))
    currents = np.array([amps(sim, "M1", name) for name in "uvw"])
    unbalance = np.abs(currents - currents.mean()).max() / currents.mean()
    assert 5 < unbalance / 0.0167 < 11


def test_a_shorted_turn_draws_more_in_its_phase_and_the_motor_still_runs() -> None:
    # 60 Ω across winding U: 277 V / 60 Ω = 4.6 A besides the 6.5 A.
    sim = started(broken(MotorStarter(), "M1: shorted turn in winding U", 0))
    assert state(sim, "M1", "speed") > 0.9
    line = abs(sim.networks[0].port_amps(sim.machine.port("M1:U1"))[0])
    assert 9.0 < line < 11.5


def test_an_earthed_winding_trips_at_once() -> None:
    # 277 V / 1 Ω at the line end: 277 A, 40 × the setting of 7 A: heat 1.21 in 0.15 s.
    sim = broken(MotorStarter(), "M1: winding earthed to frame").operate("S1", "pressed")
    sim.advance(1.0)
    assert state(sim, "F7", "tripped")
    assert not state(sim, "K1", "pulled")


def test_poor_insulation_is_seen_by_the_insulation_tester_only() -> None:
    sim = started(broken(MotorStarter(), "M1: winding earthed to frame", 0))
    assert look(sim, "M1") == "turns"
    sim.operate("S0", "pressed").settle(20.0)
    net = sim.networks[0]
    node = net.node_of[sim.machine.port("M1:U1")]
    # 20 kΩ beside the leakage of the motor circuit (a dozen nodes of 1 nS).
    assert net.impedance([(node, -1)], dead=True)[0, 0].real == pytest.approx(20e3, rel=0.01)


def test_a_blocked_shaft_draws_inrush_until_the_overload_trips() -> None:
    # 40.6 A / 7 A = 5.8: 200 s · ln(33.6 / 32.4) = 7.3 s.
    sim = broken(MotorStarter(), "M1: shaft blocked").operate("S1", "pressed").advance(5.0)
    assert amps(sim, "M1", "u") == pytest.approx(40.6, rel=0.02)
    sim.advance(5.0)
    assert state(sim, "F7", "tripped")


def test_two_conductors_swapped_make_it_turn_the_wrong_way() -> None:
    sim = started(broken(MotorStarter(), "M1: conductors U1 and V1 swapped"))
    assert state(sim, "M1", "speed") == pytest.approx(-0.968, abs=0.003)
    assert look(sim, "M1") == "turns the wrong way"
    assert amps(sim, "M1", "w") == pytest.approx(6.5, abs=0.1)


def test_an_open_winding_leaves_two_phases_in_series() -> None:
    sim = broken(MotorStarter(), "M1: winding V open").operate("S1", "pressed").settle()
    assert amps(sim, "M1", "v") < 1e-9
    assert amps(sim, "M1", "u") == pytest.approx(amps(sim, "M1", "w"))
    assert state(sim, "M1", "speed") == 0.0


def test_an_ohmmeter_reads_two_windings_of_copper_between_motor_terminals() -> None:
    # 2 × 2 Ω, whatever the reactances.
    sim = Simulation(MotorStarter()).operate("Q1", "off").settle()
    net = sim.networks[0]
    ends = [net.node_of[sim.machine.port(name)] for name in ("M1:U1", "M1:V1")]
    assert net.impedance([tuple(ends)], dead=True)[0, 0].real == pytest.approx(4.0, abs=1e-3)
