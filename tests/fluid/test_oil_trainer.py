"""Circuits of a hydraulic trainer against hand calculation: unloading, flow control."""

from __future__ import annotations

import pytest

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.fluid.accumulators import Accumulator
from labsim.fluid.cylinders import Cylinder
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.drives import Drive
from labsim.fluid.flow import FlowControl
from labsim.fluid.hydraulic import area_for
from labsim.fluid.lines import BleedValve
from labsim.fluid.nonreturn import CheckValve
from labsim.fluid.pressure import ReliefValve, UnloadingValve
from labsim.fluid.pumps import Pump
from labsim.fluid.tanks import Tank, TankReturn
from tests.fluid.oilbench import WARM, bar, circle, edge_drop, near, simulated


class Charging(Machine):
    """Accumulator behind a check valve; an unloading valve lets the pump idle when it is full."""

    T1, T2 = Tank(**WARM), TankReturn()
    M2 = Drive()
    P1 = Pump(M2, displacement=16)
    R1 = ReliefValve(setting=150)
    R2 = UnloadingValve(setting=120)
    V2 = CheckValve()
    Q1 = BleedValve()
    C2 = Accumulator(Q1)

    sheet = Circuit(
        "Charging",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], V2["A"], R2["P"]),
        Line("C", V2["B"], C2, Q1["A"], R2["X"]),
        Line("T", R1["T"], Q1["B"], R2["T"], T2),
    )


def test_an_unloading_valve_lets_the_pump_idle_when_the_accumulator_is_full() -> None:
    # 23 L/min through an edge that passes 60 L/min at 5 bar: 0.8 bar. Ten minutes over a relief
    # valve at 120 bar would heat these 34 L by some 40 K.
    sim = simulated(Charging()).operate("M2", "running").advance(6.0)
    assert near(bar(sim, "C2:P"), 120.4, 0, 0.5)
    assert near(bar(sim, "P1:P"), edge_drop(float(area_for(60, 5.0)), 23.2), 0, 0.1)
    sim.advance(600.0)
    assert near(bar(sim, "C2:P"), 120.4, 0, 0.5)
    assert sim.views["T1"].celsius < 42.0


def test_the_pump_charges_again_when_the_accumulator_has_fallen_by_the_differential() -> None:
    sim = simulated(Charging()).operate("M2", "running").advance(6.0).operate("Q1", "open")
    lowest = 120.0
    while bar(sim, "P1:P") < 20.0:
        lowest = float(bar(sim, "C2:P")[0])
        sim.advance(0.1)
    assert near(lowest, 0.85 * 120.0, 0, 1.0)
    sim.operate("Q1", "closed").advance(5.0)
    assert near(bar(sim, "C2:P"), 120.4, 0, 0.5) and bar(sim, "P1:P") < 1.0


class Compensated(Machine):
    """Meter-in with a pressure-compensated flow control."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=16)
    R1 = ReliefValve(setting=120)
    V1 = DirectionalValve()
    R2 = FlowControl()
    C1 = Cylinder(load=8.0, stroke=400)

    sheet = Circuit(
        "Flow control",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], V1["P"]),
        Line("VA", V1["A"], R2["A"]),
        Line("A", R2["B"], C1["A"]),
        Line("B", V1["B"], C1["B"]),
        Line("T", R1["T"], V1["T"], T2),
    )


@pytest.mark.parametrize("setting", [3.0, 6.0, 12.0])
@pytest.mark.parametrize("load", [2.0, 8.0, 25.0])
def test_a_flow_control_passes_what_its_scale_says_within_a_percent(
    setting: float, load: float
) -> None:
    made = Compensated(R2={"setting": setting}, C1={"load": load})
    sim = simulated(made).operate("V1", "out").advance(2.0)
    speed = setting / 6e4 / (circle(63) * 1e-6) * 1e3
    assert near(sim.views["C1"].pace("rod"), speed, 0.01, 0.0)
