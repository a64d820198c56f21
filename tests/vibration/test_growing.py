"""Faults that grow in weeks: a P-F curve, and what the pads show along it."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.component import Fault
from labsim.core.errors import LabsimError
from labsim.core.fault import Growth
from labsim.core.simulation import Simulation, Variant
from labsim.machines.pump_set import PumpSet
from labsim.vibration.features import envelope, kurtosis, velocity

WEEKS = np.arange(0, 15)


def test_a_curve_begins_at_p_and_ends_at_f() -> None:
    # (e^(2·0.5) - 1) / (e^2 - 1) = 1.718 / 6.389 = 0.269 half way.
    growth = Growth(weeks=10.0, bend=2.0)
    assert growth.level([0, 3, 8, 13, 20], begins=3.0) == pytest.approx(
        [0, 0, 0.269, 1, 1], abs=1e-3
    )


def test_every_seed_has_its_own_interval_and_keeps_it() -> None:
    growth = Growth(weeks=10.0, spread=0.25)
    found = [growth.interval(seed) for seed in range(400)]
    assert found == [growth.interval(seed) for seed in range(400)]
    assert np.exp(np.log(found).mean()) == pytest.approx(10.0, rel=0.05)
    assert np.log(found).std() == pytest.approx(0.25, rel=0.12)


def test_a_fault_that_does_not_grow_says_so() -> None:
    with pytest.raises(LabsimError, match="does not grow"):
        Fault("burnt open", resistance=1.0).bound("K1").grown({"resistance": 0.0}, 3.0)


def test_weeks_of_a_spall_are_variants_of_one_machine() -> None:
    machine = PumpSet()
    fault = machine.fault("B3: outer race spalled")
    healthy = machine.B3.values
    weeks = [Variant(fault.grown(healthy, float(week), seed=1)) for week in WEEKS]
    sim = Simulation(machine, weeks)
    sim.operate("A1", "60 Hz").advance(4.0)
    port = machine.port("B3:H")
    sigs = sim.network_of(machine.B3).signatures(port)
    row = sigs[0].layout.row("B3:H")
    order = machine.B3.geometry.slipping(0.013)["BPFO"]
    seen = [envelope(s, order * s.turns[0]) for s in sigs]
    share = np.array([line[row] / mean[row] for line, mean in seen])
    speed = np.array([velocity(s)[row] for s in sigs])
    kurt = np.array([kurtosis(s)[row] for s in sigs])
    # The envelope sees it weeks before velocity does; kurtosis rises and comes back.
    first = lambda values, level: int(np.argmax(values > level))
    assert 0 < first(share, 0.05) < first(speed, 1.5 * speed[0]) < len(WEEKS) - 1
    assert kurt[0] < 3.2 < 8 < kurt.max()
    assert kurt[-1] < 0.5 * kurt.max()
    assert speed[-1] == speed.max()
