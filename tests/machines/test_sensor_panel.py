"""The 24 V sensor panel does its job, and its faults show."""

from __future__ import annotations

import pytest

from labsim.core.simulation import Simulation
from labsim.machines.sensor_panel import SensorPanel
from tests.electrical.benchtop import broken, look, moment, state, volts


def loaded(sim: Simulation) -> Simulation:
    """Switch on and put a box before both sensors."""
    for move in (("S1", "1"), ("B1", "present"), ("B2", "present")):
        sim.operate(*move)
    return sim.settle()


def test_the_ready_lamp_lights_two_seconds_after_the_box_arrives() -> None:
    sim = Simulation(SensorPanel()).operate("S1", "1").settle()
    sim.operate("B1", "present").operate("B2", "present")
    # One tick for the sensor to see the box, then 2 s of the timer.
    assert moment(sim, "K2", "pulled", 5.0) == pytest.approx(2.01)
    assert look(sim, "P1") == "lit"
    assert look(sim, "P2") == "dark"


def test_a_box_at_one_sensor_alone_does_not_light_it() -> None:
    sim = Simulation(SensorPanel()).operate("S1", "1").operate("B2", "present").settle()
    assert look(sim, "P1") == "dark"
    assert look(sim, "P2") == "lit"


def test_the_supply_stops_below_its_least_input() -> None:
    sim = Simulation(SensorPanel(G1={"voltage": 80.0}))
    assert look(sim, "T1") == "DC OK lamp dark"
    assert volts(sim, "T1:+", "T1:-") < 0.1


def test_bridged_sensor_terminals_start_the_timer_without_a_box_at_b2() -> None:
    sim = broken(SensorPanel(), "X1: terminals 1 and 2 bridged").operate("S1", "1").settle()
    # X1:2 is plus: the bridge gives plus to K1 without B1.
    assert state(sim, "K1", "pulled")
    assert look(sim, "B1") == "LED dark"


def test_a_leaking_pnp_output_keeps_the_relay_in() -> None:
    # 24 V · 605 Ω / 4605 Ω = 3.2 V; the relay lets go below 2.4 V.
    sim = loaded(broken(SensorPanel(), "B1: output leaks"))
    assert state(sim, "K1", "pulled")
    sim.operate("B1", "absent").settle()
    assert look(sim, "B1") == "LED dark"
    assert state(sim, "K1", "pulled")


def test_a_sagging_supply_leaves_too_little_for_the_timer_behind_the_two_wire_sensor() -> None:
    # (22 - 4.5) V · 650 / 660 = 17.2 V: below 0.75 · 24 V = 18 V. K1, fed by PNP, still pulls.
    sim = loaded(Simulation(SensorPanel(T1={"voltage": 22.0})))
    assert state(sim, "K1", "pulled")
    assert not state(sim, "K2", "pulled")


def states(sim: Simulation) -> list[list]:
    """What is seen and measured at rest, switched on, with a box, and when it is gone again."""
    seen = []
    steps = ((), (("S1", "1"),), (("B1", "present"), ("B2", "present")), (("B1", "absent"),))
    for moves in steps:
        for move in moves:
            sim.operate(*move)
        sim.settle()
        looks = [look(sim, tag) for tag in ("K1", "K2", "P1", "P2", "R1", "B1", "B2", "T1")]
        seen.append([looks, abs(sim.networks[0].v[0])])
    return seen


def test_every_fault_of_the_panel_shows_somewhere() -> None:
    machine = SensorPanel()
    healthy, hidden = states(Simulation(machine)), []
    for fault in machine.faults:
        there = states(broken(machine, fault.id))
        pairs = list(zip(there, healthy, strict=True))
        if all(a[0] == b[0] and abs(a[1] - b[1]).max() < 0.1 for a, b in pairs):
            hidden.append(fault.id)
    # These break only what is open anyway here, or need a switch nobody moved.
    allowed = ("Q1: contact", "welded", "S1: contact 13-14 stuck", "earthed")
    assert [h for h in hidden if not any(a in h for a in allowed)] == []
