"""Random circuits, sizes, commands: no NaN, no pressure below a vacuum, no stop passed, no hang."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.fluid.layout import STEPS
from tests.fluid.random_circuits import random_air, random_oil

WAITS = (0.01, 0.5, 3.0, 60.0)
STEADY = 1500  # steps in a second of machine time, however wild the circuit, and 5000 to begin


def within_stops(sim: Simulation) -> bool:
    net = sim.networks[0]
    strokes = [
        (number, body.numbers[1][1] * 1e-3)
        for number, body in enumerate(net.tables.bodies)
        if not body.turns
    ]
    return all(-1e-6 <= net.x[0, n] <= stroke + 1e-6 for n, stroke in strokes)


@pytest.mark.parametrize("build", [random_oil, random_air])
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6))
def test_no_circuit_diverges(build: Callable[[Random], Machine], seed: int) -> None:
    rng = Random(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some pumps have no relief valve; they may
        sim = Simulation(build(rng))
    net = sim.networks[0]
    for _ in range(5):
        sim.operate(rng.choice(list(sim.machine.components)), rng.choice("0123"))
        sim.advance(rng.choice(WAITS))
        for numbers in (net.p, net.gauge, net.x, net.v, net.s, net.q):
            assert np.isfinite(numbers).all()
        assert (net.p > 0).all() and (net.gauge > 0).all()
        assert within_stops(sim)
        assert -40.0 < net.celsius[0] < 5000.0  # 200 kW into a can of oil, if so drawn
    assert net.misc[0, STEPS] < 5000 + STEADY * sim.now
