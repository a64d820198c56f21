"""The drift test: whose leak is it, the piston seal's or the valve's? Gauges and a stopwatch tell.

1500 kg stand on the cap end of a 63/36 cylinder, both ports shut off. By hand: weight 14 715 N; cap
31.17 cm², ring 20.99 cm², rod 10.18 cm²; carried by the cap alone 47.2 bar.
"""

from __future__ import annotations

import numpy as np

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.fluid.cylinders import VerticalCylinder
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.lines import BallValve
from labsim.fluid.nonreturn import PilotCheckValve
from labsim.fluid.pressure import CounterbalanceValve, ReliefValve
from labsim.fluid.pumps import Pump
from labsim.fluid.tanks import Tank, TankReturn
from tests.fluid.oilbench import WARM, bar, near, simulated

WEIGHT, CAP, RING, ROD = 1500 * 9.81, 31.17, 20.99, 10.18
SHUT = {"start": 225.0, "friction": 1.0, "mass": 1500.0, "stroke": 450.0}
SMALL = 0.05  # L, in a short line


class Locked(Machine):
    """A load on a cylinder, a ball valve at each port, the tank behind both."""

    T1, T2 = Tank(**WARM), TankReturn()
    C1 = VerticalCylinder(**SHUT)
    Q1, Q2 = BallValve(closed=True), BallValve(closed=True)

    hydraulics = Circuit(
        "Locked load",
        Line("A", C1["A"], Q1["A"], litres=SMALL),
        Line("B", C1["B"], Q2["A"], litres=SMALL),
        Line("TA", Q1["B"], T1),
        Line("TB", Q2["B"], T2),
    )


def drift(sim: Simulation, seconds: float = 10.0) -> np.ndarray:
    """How fast the load comes down, in mm/min."""
    before = sim.views["C1"].travel("rod").copy()
    sim.advance(seconds)
    return (before - sim.views["C1"].travel("rod")) * 60.0 / seconds


SEAL = 0.0106  # L/min/bar, a gap of 40 µm


def test_a_sound_cylinder_with_its_ports_shut_stands() -> None:
    sim = simulated(Locked()).advance(30.0)  # a mass on an oil spring swings for long
    assert near(bar(sim, "C1:A"), WEIGHT / CAP / 10, 0.02)
    assert abs(drift(sim)[0]) < 0.2


def test_a_seal_leak_makes_both_gauges_equal_and_the_drift_stops() -> None:
    # Both ends joined, only the rod carries: 14 715 N / 10.18 cm² = 144.5 bar on both gauges.
    sim = simulated(Locked(), {"C1.seal": SEAL}).advance(0.2)
    first = drift(sim, 2.0)
    sim.advance(600.0)
    assert near(bar(sim, "C1:A"), WEIGHT / ROD / 10, 0.01)
    assert near(bar(sim, "C1:B"), bar(sim, "C1:A"), 0.005)
    assert abs(drift(sim)[0]) < 0.01 * first[0]


def test_with_the_rod_port_open_a_leaking_seal_lets_the_load_fall() -> None:
    # 47.2 bar · 0.0106 L/min/bar = 0.50 L/min, over 31.17 cm²: 160 mm/min.
    sim = simulated(Locked(), {"C1.seal": SEAL}).advance(600.0).operate("Q2", "open").advance(2.0)
    assert near(drift(sim), WEIGHT / CAP / 10 * SEAL * 1e5 / CAP / 10, 0.03)


def test_a_leak_of_the_valve_does_not_change_when_the_rod_port_is_opened() -> None:
    sim = simulated(Locked(), {"Q1.seat": SEAL}).advance(5.0)
    shut = drift(sim)
    opened = drift(sim.operate("Q2", "open").advance(2.0))
    assert near(opened, WEIGHT / CAP / 10 * SEAL * 1e5 / CAP / 10, 0.03)
    # Shut, a vacuum of at most 1 bar on the ring helps to hold: 0.7 of 47 bar.
    assert near(shut, opened, 0.04)


class Lift(Machine):
    """A load on a lever valve with a floating centre, lowered through what holds it."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=8)
    R1 = ReliefValve(setting=160)
    V1 = DirectionalValve(centre="float")
    C1 = VerticalCylinder(**SHUT)


class OnCounterbalance(Lift):
    """Held and let down by a counterbalance valve set to 90 bar, ratio 4 : 1."""

    R2 = CounterbalanceValve(setting=90)
    P1, R1, V1, C1, T1, T2 = Lift.P1, Lift.R1, Lift.V1, Lift.C1, Lift.T1, Lift.T2
    hydraulics = Circuit(
        "Lift",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], V1["P"]),
        Line("T", R1["T"], V1["T"], T2),
        Line("VA", V1["A"], R2["B"], litres=SMALL),
        Line("A", R2["A"], C1["A"], litres=SMALL),
        Line("B", V1["B"], C1["B"], R2["X"]),
    )


class OnPilotCheck(Lift):
    """Held by a pilot-operated check valve, 4 : 1."""

    V2 = PilotCheckValve()
    P1, R1, V1, C1, T1, T2 = Lift.P1, Lift.R1, Lift.V1, Lift.C1, Lift.T1, Lift.T2
    hydraulics = Circuit(
        "Lift",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], V1["P"]),
        Line("T", R1["T"], V1["T"], T2),
        Line("VA", V1["A"], V2["A"], litres=SMALL),
        Line("A", V2["B"], C1["A"], litres=SMALL),
        Line("B", V1["B"], C1["B"], V2["X"]),
    )


def test_a_counterbalance_valve_lowers_at_the_speed_of_the_pump() -> None:
    # The pump fills the ring: v = Q/A_ring, whatever the weight. The valve settles so that
    # p_A + 4·p_X - 5·p_B(back) reaches its setting of 90 bar less what its span adds.
    sim = simulated(OnCounterbalance()).advance(1.0).operate("V1", "in").advance(1.0)
    speeds = []
    for _ in range(10):
        sim.advance(0.05)
        speeds.append(-float(sim.views["C1"].pace("rod")[0]))
    assert near(np.mean(speeds), 11.5 / 6e4 / (RING * 1e-4) * 1e3, 0.05)  # 91 mm/s
    a, x = float(bar(sim, "C1:A")[0]), float(bar(sim, "R2:X")[0])
    assert 85 < a + 4 * x < 110
    assert near(a, (WEIGHT / 10 + x * RING) / CAP, 0.03)


def test_a_counterbalance_valve_holds_the_load_with_the_lever_in_neutral() -> None:
    sim = simulated(OnCounterbalance()).advance(5.0)
    assert near(bar(sim, "C1:A"), WEIGHT / CAP / 10, 0.02)
    assert abs(drift(sim)[0]) < 0.2


def test_a_pilot_check_valve_holds_until_its_pilot_opens_it() -> None:
    # Opens when 4·p_X > p_A = 47.2 bar + p_X·A_ring/A_cap: p_X above 14.2 bar.
    sim = simulated(OnPilotCheck()).advance(5.0)
    assert abs(drift(sim)[0]) < 0.2
    assert near(bar(sim, "C1:A"), WEIGHT / CAP / 10, 0.02)
    # The load runs ahead of the pump, the pilot fails, it shuts, opens again: jerks.
    assert drift(sim.operate("V1", "in"), 1.0)[0] > 1800.0
    stuck = simulated(OnPilotCheck(), {"V2.piloting": 0.0}).operate("V1", "in").advance(3.0)
    assert abs(drift(stuck)[0]) < 0.5
    assert near(bar(stuck, "C1:A"), (WEIGHT / 10 + bar(stuck, "C1:B") * RING) / CAP, 0.02)
