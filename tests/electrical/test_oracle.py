"""Every machine, fault and state, and circuits nobody drew: ngspice must say the same."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.electrical import spice
from labsim.machines.centrifuge import Centrifuge
from labsim.machines.coolant_pump import CoolantPump
from labsim.machines.exhaust_fan import ExhaustFan
from labsim.machines.lamp_string import LampString
from labsim.machines.motor_starter import MotorStarter
from labsim.machines.sensor_panel import SensorPanel
from tests.conftest import DEEP
from tests.electrical import random_circuits
from tests.electrical.oracle import disagreements, operating_states, reach, variants

MACHINES = (Centrifuge, CoolantPump, ExhaustFan, LampString, MotorStarter, SensorPanel)
MANY = 100  # variants of a machine; a larger one shows a part of them in each state, in turn


def shares(every: list[Variant]) -> tuple[int, int]:
    """Return of how many variants the slow test takes one, and of how many of those the quick."""
    share = 1 + len(every) // MANY
    return share, 1 + 10 // share


pytestmark = pytest.mark.skipif(not spice.available(), reason="ngspice is not installed")


@pytest.mark.parametrize("machine", MACHINES)
def test_ngspice_agrees_on_a_sample_of_faults_in_every_state(machine: type[Machine]) -> None:
    built = machine()
    every = variants(built)
    share, few = shares(every)  # a part of what the slow test asks: ngspice answers once
    for n, steps in enumerate(operating_states(built, depth=2)):
        some = every[n % share :: share][n // share % few :: few]
        sim = reach(Simulation(built, some), steps)
        assert disagreements(sim, range(sim.count)) == [], steps


@pytest.mark.slow
@pytest.mark.parametrize("machine", MACHINES)
def test_ngspice_agrees_on_every_fault_in_every_state(machine: type[Machine]) -> None:
    built = machine()
    every = variants(built)
    share, _ = shares(every)
    for n, steps in enumerate(operating_states(built, depth=3)):
        sim = reach(Simulation(built, every[n % share :: share]), steps)
        assert disagreements(sim, range(sim.count)) == [], steps


def compare_random(seed: int) -> None:
    rng = np.random.default_rng([seed, 1])
    built = random_circuits.Draft(seed).machine()
    sim = Simulation(built, random_circuits.variants(built, rng, singles=6, doubles=4))
    for _ in range(2):
        done = random_circuits.operate(sim, rng, moves=2)
        assert disagreements(sim, range(sim.count)) == [], done


@pytest.mark.parametrize("seed", range(40))
def test_ngspice_agrees_on_random_circuits(seed: int) -> None:
    compare_random(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(40 if DEEP else 4))
def test_ngspice_agrees_on_very_many_random_circuits(block: int) -> None:
    for seed in range(1000 + 25 * block, 1025 + 25 * block):
        compare_random(seed)
