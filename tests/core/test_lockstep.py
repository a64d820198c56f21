"""What a variant does never depends on the variants beside it; the same again is the same."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.machines.centrifuge import Centrifuge
from labsim.machines.lamp_string import LampString
from labsim.machines.motor_starter import MotorStarter
from labsim.machines.sensor_panel import SensorPanel
from tests.electrical.oracle import variants

DAYS = {
    MotorStarter: [("S1", "pressed"), ("S1", "released"), ("S0", "pressed"), ("S0", "released")],
    SensorPanel: [("S1", "1"), ("B1", "present"), ("B2", "present"), ("B1", "absent")],
    LampString: [("G1", "off"), ("G1", "on")],
    Centrifuge: [("S1", "1"), ("S1", "0"), ("Q1", "off"), ("Q1", "on")],
}


def day(machine: Machine, some: list[Variant], seconds: float) -> Simulation:
    """Operate a machine through its day, so long after each action."""
    sim = Simulation(machine, some)
    for move in DAYS[type(machine)]:
        sim.operate(*move).advance(seconds)
    return sim


@pytest.mark.parametrize("kind", DAYS)
@pytest.mark.parametrize("seconds", [0.33, 4.0, 15.0])
def test_a_variant_alone_equals_the_same_variant_among_all(kind: type, seconds: float) -> None:
    machine = kind()
    every = variants(machine)
    together = day(machine, every, seconds)
    for k in range(int(seconds) % 7, len(every), 37):
        alone = day(machine, [every[k]], seconds)
        for place, value in alone.states.items():
            assert np.isclose(value[0], together.states[place][k], rtol=1e-9, atol=1e-9), place
        ours, theirs = alone.networks[0], together.networks[0]
        assert np.allclose(ours.v[0], theirs.v[k], rtol=1e-7, atol=1e-6), every[k].name
        assert np.allclose(ours.i[0], theirs.i[k], rtol=1e-7, atol=1e-8), every[k].name


def test_looks_are_the_same_alone_and_among_all() -> None:
    machine = MotorStarter()
    every = variants(machine)
    together = day(machine, every, 2.0)
    for k in range(3, len(every), 41):
        alone = day(machine, [every[k]], 2.0)
        for tag, view in alone.views.items():
            seen = view.part.look(view)
            if seen is not None:
                there = together.views[tag]
                assert seen[0] == there.part.look(there)[k], (every[k].name, tag)


def test_the_same_day_twice_gives_the_same_bits() -> None:
    machine = MotorStarter()
    first, second = (day(machine, variants(machine)[::9], 3.0) for _ in range(2))
    assert all(np.array_equal(v, second.states[k]) for k, v in first.states.items())
    assert np.array_equal(first.networks[0].v, second.networks[0].v)


def test_coming_back_to_a_snapshot_and_doing_the_same_gives_the_same() -> None:
    sim = Simulation(MotorStarter())
    start = sim.snapshot()
    sim.operate("S1", "pressed").advance(1.0)
    speed = sim.states["M1", "speed"].copy()
    sim.rewind(start)
    assert sim.states["M1", "speed"][0] == 0.0
    sim.operate("S1", "pressed").advance(1.0)
    assert sim.states["M1", "speed"] == pytest.approx(speed, abs=1e-9)


def test_two_short_waits_are_one_long_wait() -> None:
    whole, halves = Simulation(MotorStarter()), Simulation(MotorStarter())
    for sim in (whole, halves):
        sim.operate("S1", "pressed")
    whole.advance(0.5)
    for _ in range(50):
        halves.advance(0.01)
    assert halves.now == whole.now
    for place, value in whole.states.items():
        assert halves.states[place] == pytest.approx(value, rel=1e-9), place
