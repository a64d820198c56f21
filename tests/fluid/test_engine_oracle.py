"""The engine against an independent solution at tight tolerance: 0.3 mm, gauges within 1 bar."""

from __future__ import annotations

import numpy as np

from labsim.core.simulation import Simulation
from tests.fluid.press_oracle import press
from tests.fluid.primitives import Lift

LEGS = [("0", 0.5), ("1", 4.5), ("0", 1.0), ("2", 3.0), ("0", 1.0)]
GOALS = {"0": 0.0, "1": 1.0, "2": -1.0}
EVERY = 0.1  # s: as often as anybody could look


def test_the_press_is_where_scipy_says_and_its_gauges_agree() -> None:
    sim = Simulation(Lift())
    thin = float(sim.networks[0].misc[0, 6])
    places, gauges = [], []
    for position, seconds in LEGS:
        sim.operate("V1", position)
        for _ in range(round(seconds / EVERY)):
            sim.advance(EVERY)
            places.append(sim.views["C1"].travel("rod")[0])
            ends = (("P1", "P"), ("V1", "A"), ("C1", "A"), ("C1", "B"))
            gauges.append([sim.views[tag].bar(mark)[0] for tag, mark in ends])
    legs = [(0.0, 3.0), *((GOALS[position], seconds) for position, seconds in LEGS)]
    x, bar = press(legs, EVERY, thin)
    x, bar = x[-len(places) :], bar[-len(places) :]
    assert np.ptp(x) > 449.0  # the whole stroke, out and in
    assert np.abs(np.array(places) - np.clip(x, 0.0, 450.0)).max() < 0.3
    assert np.abs(np.array(gauges) - bar).max() < 1.0
