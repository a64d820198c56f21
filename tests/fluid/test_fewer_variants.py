"""A snapshot of many variants goes on with some of them: what the coach does after a repair."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.coach.present import _rows
from labsim.core.simulation import Simulation, Variant, variants_of
from tests.fluid.unit import Lift

PORTS = ("M2:M", "M3:M", "C1:B")


def bars(sim: Simulation) -> np.ndarray:
    marks = [port.split(":") for port in PORTS]
    return np.array([sim.views[tag].bar(mark) for tag, mark in marks])


@pytest.mark.parametrize("off", ["", "C1:B"])
@pytest.mark.parametrize("live", [[0, 2], [1, 3, 4], [2]])
def test_some_variants_of_a_snapshot_go_on_as_they_would_among_all(live: list, off: str) -> None:
    machine = Lift()
    names = ("R1: set far too low", "P1: worn", "V1: fitting A leaks")
    variants = [Variant(), *(variants_of(machine.fault(name))[-1] for name in names)]
    variants.append(variants_of(machine.fault("C1: piston seal leaks"))[0])
    whole = Simulation(machine, variants).advance(5.0)
    if off:
        whole.lift(off)
    whole.operate("V1", "out").advance(4.0)
    some = Simulation(machine, [variants[n] for n in live])
    some.rewind(_rows(whole.snapshot(), np.array(live), len(variants)))
    assert bars(some) == pytest.approx(bars(whole)[:, live], abs=1e-6)
    for sim in (whole, some):
        sim.operate("V1", "neutral").advance(2.0)
    assert bars(some) == pytest.approx(bars(whole)[:, live], abs=0.5)
    assert len(set(np.round(bars(whole)[0]))) > 2  # the variants do differ


def test_a_snapshot_taken_before_a_line_was_opened_is_come_back_to() -> None:
    sim = Simulation(Lift(), [Variant(), Variant()]).advance(8.0)
    before, now = bars(sim), sim.snapshot()
    sim.gaping = {("V1", "P.weep"): 20.0}
    sim.touch()
    sim.advance(5.0)
    assert np.all(bars(sim)[0] < before[0] - 50)
    sim.gaping = {}
    sim.rewind(now)
    assert bars(sim) == pytest.approx(before)
    sim.advance(1.0)
    assert np.all(np.abs(bars(sim)[0] - before[0]) < 10)
