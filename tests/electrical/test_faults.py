"""Terminals, wires and intermittent faults: what each does to the machine and to the meter."""

from __future__ import annotations

import pytest

from labsim.core.component import OPEN, Fault
from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, Variant
from labsim.machines.motor_starter import MotorStarter
from tests.electrical.benchtop import CoilRung, amps, broken, look, state, volts


def start(sim: Simulation) -> Simulation:
    return sim.operate("S1", "pressed").settle().operate("S1", "released").settle()


def test_the_healthy_starter_starts_seals_in_and_stops() -> None:
    sim = start(Simulation(MotorStarter()))
    assert state(sim, "K1", "pulled")
    assert look(sim, "P1") == "lit"
    assert look(sim, "P2") == "dark"
    sim.operate("S0", "pressed").settle()
    assert not state(sim, "K1", "pulled")
    assert look(sim, "P2") == "lit"


def test_without_the_seal_in_contact_it_runs_only_while_the_button_is_held() -> None:
    sim = broken(MotorStarter(), "K1: contact 13-14 does not make")
    sim.operate("S1", "pressed").settle()
    assert state(sim, "K1", "pulled")
    sim.operate("S1", "released").settle()
    assert not state(sim, "K1", "pulled")


def test_a_welded_main_contact_keeps_one_phase_on_the_motor() -> None:
    sim = broken(MotorStarter(), "K1: contact 1-2 welded")
    net = sim.networks[0]
    node = net.node_of[sim.machine.port("M1:U1")]
    assert abs(net.v[0, node]) == pytest.approx(277.1, abs=0.5)
    assert look(sim, "M1") == "stands still"


def test_an_open_terminal_has_the_voltage_across_it() -> None:
    sim = broken(MotorStarter(), "S0: terminal 21 open").operate("S1", "pressed").settle()
    assert volts(sim, "F7:96", "S0:21") == pytest.approx(120.0, abs=1.0)
    assert not state(sim, "K1", "pulled")


def test_a_loose_terminal_passes_the_lamp_but_not_the_inrush() -> None:
    # 220 Ω in series with |150 + j140| Ω: |370 + j140| = 396 Ω, 0.30 A; pull-in takes 0.50 A.
    machine = CoilRung()
    sim = broken(machine, "K1: terminal A1 loose", 0).operate("S1", "1").settle()
    assert amps(sim, "K1", "coil") == pytest.approx(0.303, rel=0.01)
    assert not state(sim, "K1", "pulled")


def test_an_earthed_terminal_blows_the_control_fuse() -> None:
    # 120 V to earth through 0.5 Ω and the transformer's 4.9 Ω: some 22 A in a 1.6 A fuse.
    sim = broken(MotorStarter(), "S0: terminal 22 earthed").advance(1.0)
    assert state(sim, "F6", "melted")


def test_swapped_conductors_put_the_seal_in_on_the_lamp() -> None:
    # 14 and 34 crossed: the seal-in contact lights P1, the lamp's contact goes to the coil.
    sim = broken(MotorStarter(), "K1: conductors 14 and 34 swapped")
    healthy = start(Simulation(MotorStarter()))
    start(sim)
    assert state(healthy, "K1", "pulled")
    assert (state(sim, "K1", "pulled"), look(sim, "P1")) == (True, "lit")
    # From A1 to P1 the healthy circuit has open paths at rest; both ends of 14 and 34 are crossed.
    net, port = sim.networks[0], sim.machine.port
    assert abs(net.volts(port("K1:34"), port("S1:14"))[0]) < 0.01
    assert abs(net.volts(port("K1:14"), port("P1:X1"))[0]) < 0.01


def variant(when: str) -> Variant:
    return Variant({("K1", "A1.joint"): OPEN}, when, "intermittent")


def test_a_fault_by_vibration_comes_with_a_knock_and_goes() -> None:
    sim = Simulation(CoilRung(), [variant("vibration")]).operate("S1", "1").settle()
    assert state(sim, "K1", "pulled")
    sim.tap("K1").advance(0.5)
    assert not state(sim, "K1", "pulled")
    sim.advance(1.0)
    assert state(sim, "K1", "pulled")


def test_a_fault_by_vibration_stops_a_running_machine() -> None:
    sim = Simulation(MotorStarter(), [variant("vibration")]).operate("S1", "pressed")
    sim.advance(0.05)
    assert state(sim, "K1", "pulled"), "at first nothing shakes"
    sim.operate("S1", "released").advance(3.0)
    assert not state(sim, "K1", "pulled"), "above a fifth of full speed it shakes"


def test_a_fault_by_heat_comes_after_a_while() -> None:
    # Heat of the overload tends to (6.5/7)² = 0.86; 0.5 is reached in 200 s · ln(0.86/0.36) = 174 s
    # and less, because starting heats too.
    sim = start(Simulation(MotorStarter(), [variant("heat")]))
    sim.advance(120.0)
    assert state(sim, "K1", "pulled")
    sim.advance(60.0)
    assert not state(sim, "K1", "pulled")


def test_a_fault_by_load_is_not_there_at_rest() -> None:
    sim = Simulation(MotorStarter(), [Variant({("S0", "22.joint"): OPEN}, "load")])
    net, port = sim.networks[0], sim.machine.port
    assert abs(net.volts(port("S0:22"), port("S1:13"))[0]) < 1.0
    start(sim)
    assert not state(sim, "K1", "pulled")


def test_replacing_the_part_makes_the_machine_whole() -> None:
    sim = broken(MotorStarter(), "K1: coil burnt open")
    sim.replace("K1")
    assert state(start(sim), "K1", "pulled")


def test_remaking_the_terminal_makes_the_machine_whole() -> None:
    sim = broken(MotorStarter(), "K1: terminal A1 open")
    sim.remake("K1:A1")
    assert state(start(sim), "K1", "pulled")


def test_a_lifted_conductor_parts_the_rung_until_it_is_landed() -> None:
    sim = Simulation(MotorStarter()).lift("K1:A1")
    assert not state(start(sim), "K1", "pulled")
    sim.land("K1:A1")
    assert state(start(sim), "K1", "pulled")


def test_an_unknown_condition_is_refused() -> None:
    with pytest.raises(LabsimError, match="is not vibration, heat or load"):
        Fault("strange", when="full moon", resistance=1.0)
