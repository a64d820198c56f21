"""An accumulator that runs empty in one long step: pressure falls to zero, it never rises."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from labsim.core.circuit import Circuit, Line
from labsim.core.component import Component, State
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.fluid.network import FluidNetwork


class Store(Component):
    """Gas accumulator on its line, full at first."""

    network, letter, marks = FluidNetwork, "C", ("P",)

    def laws(self, net: Any) -> None:
        net.bladder("gas", "P", 2.5, 90.0)


class Source(Component):
    """Pump that a hand stops."""

    network, letter, marks = FluidNetwork, "P", ("S", "P")
    positions: ClassVar = ("stopped", "running")
    position = State(1, "1: running")

    def laws(self, net: Any) -> None:
        net.fixed("S")
        net.medium()
        net.pump("flow", "S", "P", lambda c: 29.0 * c.position, limit=140.0, span=5.0)


class Dump(Component):
    """Opens to the tank while the pump stands."""

    network, letter, marks = FluidNetwork, "Q", ("A", "B")

    def laws(self, net: Any) -> None:
        stands = lambda c: 1.0 - c.sim.views["P1"].position
        net.fixed("B")
        net.orifice("dump", "A", "B", 7.07, shut=stands)


class Unit(Machine):
    """Pump, accumulator, dump valve."""

    P1, C1, Q1 = Source(), Store(), Dump()
    oil = Circuit("Oil", Line("P", P1["P"], C1, Q1["A"]), Line("S", P1["S"]), Line("T", Q1["B"]))


@pytest.mark.parametrize("chunk", [0.1, 0.7, 6.0])
def test_pressure_falls_to_zero_however_long_the_wait(chunk: float) -> None:
    sim = Simulation(Unit())
    sim.advance(5.0)
    assert sim.views["C1"].bar("P")[0] > 130.0
    sim.operate("P1", "stopped")
    for _ in range(round(6.0 / chunk) + 1):
        sim.advance(chunk)
        assert -1.0 < sim.views["C1"].bar("P")[0] < 141.0
    assert abs(sim.views["C1"].bar("P")[0]) < 0.5
