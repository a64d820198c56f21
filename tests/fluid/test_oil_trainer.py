"""Circuits of a hydraulic trainer by hand: unloading, flow control, lowering; air in the oil."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.fluid.accumulators import Accumulator
from labsim.fluid.cylinders import Cylinder, VerticalCylinder
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.drives import Drive
from labsim.fluid.flow import FlowControl
from labsim.fluid.hydraulic import area_for
from labsim.fluid.lines import BallValve, BleedValve, Hose
from labsim.fluid.nonreturn import CheckValve
from labsim.fluid.pressure import CounterbalanceValve, ReliefValve, UnloadingValve
from labsim.fluid.pumps import Pump
from labsim.fluid.tanks import Tank, TankReturn
from tests.fluid.oilbench import WARM, bar, circle, edge_drop, edge_flow, near, simulated


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


class Lowering(Machine):
    """A load on a counterbalance valve, let down by the pump; the lever valve floats at rest."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=16)
    R1 = ReliefValve(setting=120)
    V1 = DirectionalValve(centre="float")
    R2 = CounterbalanceValve(setting=60)
    C1 = VerticalCylinder(mass=1200.0, start=500.0, stroke=500.0)

    sheet = Circuit(
        "Lowering",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], V1["P"]),
        Line("VA", V1["A"], R2["B"]),
        Line("A", R2["A"], C1["A"]),
        Line("B", V1["B"], C1["B"], R2["X"]),
        Line("T", R1["T"], V1["T"], T2),
    )


def lowered(pilot: float, v: float) -> tuple[float, float]:
    """Return bar at A and L/min that the valve passes, at so many bar of pilot pressure."""
    cap, ring = circle(63), circle(63) - circle(36)  # mm²
    back = edge_drop(32.0, v * cap * 6e-5)
    a = (1200 * 9.81 - 400 - 0.5 * v + pilot / 10 * ring) / cap * 10
    part = np.clip((a + 4 * pilot - 5 * back - 60) / (0.12 * 60), 0, 1)
    return a, edge_flow(float(area_for(60, 67.2)), a - back) * part


def test_a_counterbalance_valve_lowers_steadily_at_the_pressures_of_the_balance() -> None:
    # The pump fills the ring, 20.97 cm²: 183 mm/s with 23.1 L/min; the cap gives 34 L/min, which
    # the valve passes at p_A + 4·p_X - 5·p_back = 60 bar and 12 % of it.
    v = (23.2 - 0.07 / 160 * 23.2 * 11.3) / 6e4 / ((circle(63) - circle(36)) * 1e-6) * 1e3
    pilot = brentq(lambda x: lowered(x, v)[1] - v * circle(63) * 6e-5, 1.0, 60.0)
    sim = simulated(Lowering()).advance(2.0).operate("V1", "in").advance(1.2)
    for _ in range(20):
        sim.advance(0.03)
        assert near(-sim.views["C1"].pace("rod"), v, 0.01)
        assert near(bar(sim, "C1:B"), pilot, 0, 0.2)
        assert near(bar(sim, "C1:A"), lowered(pilot, v)[0], 0, 0.2)


def test_foaming_oil_and_a_low_level_slow_the_rod_and_make_the_pump_knock() -> None:
    # A tenth of air: 1/1.095 of the oil, as 0.5 % is in sound oil too. Level 0.15: 5 % drawn in.
    wrong = {"T1.air": 0.1}, {"T1.level": 0.15}
    sim = simulated(Compensated(R2={"setting": 60.0}), {}, *wrong).operate("V1", "out")
    sim.advance(2.0)
    pace = sim.views["C1"].pace("rod")
    assert near(pace[1:] / pace[0], np.array([1 / 1.095, 1 / 1.048]), 0.01, 0.0)
    heard = sim.machine.component("P1").look(sim.views["P1"])
    assert list(heard) == ["runs evenly", "knocks, loud", "knocks, loud"]


class ShutOff(Machine):
    """A pump into a hose and a closed ball valve, without relief valve."""

    T1, T2 = Tank(**WARM), TankReturn()
    M2 = Drive()
    P1 = Pump(M2)
    W1 = Hose(rated=70.0)
    Q1 = BallValve(closed=True)
    sheet = Circuit(
        "Shut off",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], W1["A"]),
        Line("W", W1["B"], Q1["A"]),
        Line("T", Q1["B"], T2),
    )


def test_a_pump_against_a_closed_ball_valve_is_told_to_the_author_and_bursts_the_hose() -> None:
    with pytest.warns(UserWarning, match=r"P1: nothing limits the pressure at its port P"):
        sim = simulated(ShutOff())
    sim.operate("M2", "running").advance(2.0).advance(0.5)  # 4 · 70 bar, its drive stalls at 320
    assert list(sim.machine.component("W1").look(sim.views["W1"])) == ["burst, oil everywhere"]
