"""Valves, accumulator, filter, motor by hand: speeds, settings, volumes."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.fluid.accumulators import Accumulator
from labsim.fluid.cylinders import Cylinder
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.drives import Drive
from labsim.fluid.filters import Filter
from labsim.fluid.flow import FlowControl, OneWayThrottle, Throttle
from labsim.fluid.lines import BallValve, BleedValve
from labsim.fluid.motors import HydraulicMotor
from labsim.fluid.nonreturn import CheckValve
from labsim.fluid.pressure import ReducingValve, ReliefValve, SequenceValve
from labsim.fluid.pumps import Pump
from labsim.fluid.tanks import Tank, TankReturn
from tests.fluid.oilbench import WARM, bar, circle, edge_drop, edge_flow, flow, near, simulated

CAP, RING = 31.17, 20.99  # cm² of a 63/36 cylinder
SMALL = 0.05  # L, in a short line


def throttled(
    title: str, tank: Tank, back: TankReturn, pump: Pump, relief: ReliefValve,
    valve: DirectionalValve, throttle: FlowControl | OneWayThrottle, cylinder: Cylinder,
) -> Circuit:  # fmt: skip
    """Return a circuit whose throttle lies in the line to the cap end."""
    return Circuit(
        title,
        Line("S", pump["S"], tank),
        Line("P", pump["P"], relief["P"], valve["P"]),
        Line("VA", valve["A"], throttle["A"], litres=SMALL),
        Line("A", throttle["B"], cylinder["A"], litres=SMALL),
        Line("B", valve["B"], cylinder["B"]),
        Line("T", relief["T"], valve["T"], back),
    )


class MeterIn(Machine):
    """Cylinder on a 4/3 valve, a one-way throttle toward its cap end, 5 kN against it."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=16)
    R1 = ReliefValve(setting=100)
    V1 = DirectionalValve()
    R2 = OneWayThrottle(opening=0.2)
    C1 = Cylinder(load=5.0)

    hydraulics = throttled("Meter-in", T1, T2, P1, R1, V1, R2, C1)


class MeterOut(Machine):
    """The same, throttled where the oil leaves the rod end."""

    T1, T2, P1, R1, V1, R2, C1 = (
        MeterIn.T1, MeterIn.T2, MeterIn.P1, MeterIn.R1, MeterIn.V1, MeterIn.R2, MeterIn.C1,
    )  # fmt: skip

    hydraulics = Circuit(
        "Meter-out",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], V1["P"]),
        Line("A", V1["A"], C1["A"]),
        Line("B", C1["B"], R2["A"], litres=SMALL),
        Line("VB", R2["B"], V1["B"], litres=SMALL),
        Line("T", R1["T"], V1["T"], T2),
    )


def test_meter_in_speed_is_what_the_throttle_passes_at_what_the_load_leaves() -> None:
    # The load takes (5000 + 400) N / 31.17 cm² = 17.3 bar and a little back pressure; the throttle
    # has the rest of what the relief valve holds. 1.6 mm²: 8.2 L/min, 44 mm/s.
    sim = simulated(MeterIn()).operate("V1", "out").advance(2.0)
    a, p = float(bar(sim, "C1:A")[0]), float(bar(sim, "V1:A")[0])
    q = edge_flow(1.6, p - a)
    assert near(a, (5400 + 22) / CAP / 10 + bar(sim, "C1:B") * RING / CAP, 0.02)
    assert near(sim.views["C1"].pace("rod"), q / 6e4 / (CAP * 1e-4) * 1e3, 0.02)
    assert bar(sim, "C1:B") < 1.0
    assert flow(sim, "R1:relief") > 10  # the rest goes over the relief valve


def test_meter_out_holds_the_load_between_two_pressures() -> None:
    # p_B = (p_A·A_cap - 5400)/A_ring = (101·31.17 - 540)/20.99 = 124 bar: above the relief setting.
    sim = simulated(MeterOut()).operate("V1", "out").advance(2.0)
    a, b = float(bar(sim, "C1:A")[0]), float(bar(sim, "C1:B")[0])
    assert near(b, (a * CAP - 542) / RING, 0.02)
    assert b > 110 and a > 98
    q = edge_flow(1.6, b - float(bar(sim, "V1:B")[0]))
    assert near(sim.views["C1"].pace("rod"), q / 6e4 / (RING * 1e-4) * 1e3, 0.02)


class Controlled(Machine):
    """The meter-in circuit with a pressure-compensated flow control of 6 L/min."""

    T1, T2, P1, R1, V1, C1 = (
        MeterIn.T1, MeterIn.T2, MeterIn.P1, MeterIn.R1, MeterIn.V1, MeterIn.C1,
    )  # fmt: skip
    R2 = FlowControl(setting=6.0)

    hydraulics = throttled("Flow control", T1, T2, P1, R1, V1, R2, C1)


@pytest.mark.parametrize("load", [0.0, 8.0, 20.0])
def test_a_compensated_flow_control_keeps_the_speed_whatever_the_load(load: float) -> None:
    # 6 L/min over 31.17 cm²: 32 mm/s; a plain throttle would lose a third from 0 to 20 kN.
    sim = simulated(Controlled(C1={"load": load})).operate("V1", "out").advance(2.0)
    assert near(sim.views["C1"].pace("rod"), 6.0 / 6e4 / (CAP * 1e-4) * 1e3, 0.06)


class Charged(Machine):
    """Accumulator of 4 L, gas 90 bar, charged over a check valve, let off through a bleed valve."""

    T1, T2 = Tank(**WARM), TankReturn()
    M2 = Drive()
    P1 = Pump(M2)
    R1 = ReliefValve(setting=145)
    V2 = CheckValve()
    Q1 = BleedValve()
    C2 = Accumulator(Q1)

    hydraulics = Circuit(
        "Accumulator",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], V2["A"]),
        Line("C", V2["B"], C2["P"], Q1["A"], litres=SMALL),
        Line("T", R1["T"], Q1["B"], T2),
    )


def test_an_accumulator_keeps_its_pressure_and_gives_what_p_v_n_says() -> None:
    sim = simulated(Charged()).operate("M2", "running").advance(20.0)
    full = float(bar(sim, "C2:P")[0])
    assert near(full, 147.0, 0, 3.0)
    sim.operate("M2", "stopped").advance(10.0)
    assert bar(sim, "P1:P") < 1.0
    assert near(bar(sim, "C2:P"), full, 0.01)
    sim.operate("Q1", "open")
    litres, p = 0.0, full
    while p > 100.0:
        sim.advance(0.1)
        litres += float(flow(sim, "Q1:ball")[0]) / 600.0
        p = float(bar(sim, "C2:P")[0])
    gas = lambda bar: 4.0 * (91.0 / (bar + 1.013)) ** (1 / 1.2)  # L of gas, absolute pressures
    assert near(litres, gas(p) - gas(full), 0.03, 0.0)  # 0.93 L


def test_an_accumulator_stores_energy_until_it_is_let_off_and_its_gauge_drops() -> None:
    sim = simulated(Charged()).operate("M2", "running").advance(20.0)
    sim.operate("M2", "stopped").advance(5.0)
    part, view = sim.machine.component("C2"), sim.views["C2"]
    p1, p0, n = float(bar(sim, "C2:P")[0]) + 1.013, 91.013, 1.2
    joules = 100 * 4.0 * p0 / (n - 1) * ((p1 / p0) ** ((n - 1) / n) - 1)
    assert near(part.stored(view), joules, 0.02)  # 15 kJ
    part.discharge(view)
    sim.advance(60.0)
    assert bar(sim, "C2:P") < 0.5
    assert part.stored(view) == 0.0


def test_a_lost_precharge_leaves_less_oil_between_two_pressures() -> None:
    sim = simulated(Charged(), {}, {"C2.precharge": 30.0}).operate("M2", "running")
    times = np.full(2, np.nan)
    for step in range(400):
        sim.advance(0.1)
        full = bar(sim, "C2:P") > 140.0
        times = np.where(np.isnan(times) & full, step / 10, times)
    # Oil in it at 140 bar: 4·(1 - (91/141)^(1/1.2)) = 1.2 L; with 30 bar of gas 2.9 L: 2.3 times.
    assert times[1] > 2.0 * times[0]


class Reduced(Machine):
    """A clamp cylinder behind a reducing valve at 50 bar, a press cylinder before it."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=16)
    R1 = ReliefValve(setting=120)
    R2 = ReducingValve(setting=50)
    C1 = Cylinder(stroke=50)

    hydraulics = Circuit(
        "Reduced",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], R2["P"]),
        Line("A", R2["A"], C1["A"]),
        Line("T", R1["T"], R2["T"], C1["B"], T2),
    )


def test_a_reducing_valve_holds_its_setting_behind_a_higher_pressure() -> None:
    sim = simulated(Reduced(), {}, {"R2.setting": 100.0}).advance(4.0)
    assert near(bar(sim, "R1:P"), 120.0, 0.05)
    assert near(bar(sim, "C1:A"), np.array([50.0, 100.0]), 0.02)


class InTurn(Machine):
    """First C1 clamps, then, from 80 bar on, C2 presses behind a sequence valve."""

    T1, T2 = Tank(**WARM), TankReturn()
    M2 = Drive()
    P1 = Pump(M2, displacement=16)
    R1 = ReliefValve(setting=140)
    R2 = SequenceValve(setting=80)
    C1, C2 = Cylinder(stroke=100), Cylinder(stroke=100)

    hydraulics = Circuit(
        "In turn",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], C1["A"], R2["P"]),
        Line("A", R2["A"], C2["A"]),
        Line("T", R1["T"], R2["L"], C1["B"], C2["B"], T2),
    )


def test_a_sequence_valve_lets_the_second_cylinder_go_when_the_first_is_home() -> None:
    sim = simulated(InTurn(), {}, {"R2.setting": 12.0}).operate("M2", "running").advance(0.8)
    first, second = sim.views["C1"].travel("rod"), sim.views["C2"].travel("rod")
    assert first[0] > 30 and second[0] < 2
    assert bar(sim, "C1:A")[0] < 20
    sim.advance(1.0)
    assert near(first := sim.views["C1"].travel("rod"), 100.0, 0, 1.0), first
    assert 78 < bar(sim, "R2:P")[0] < 95  # the setting and a little while C2 moves
    sim.advance(3.0)
    assert near(sim.views["C2"].travel("rod")[0], 100.0, 0, 1.0)


class Filtered(Machine):
    """Return filter behind a throttle."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=16)
    R2 = Throttle(opening=1.0)
    Z1 = Filter()

    hydraulics = Circuit(
        "Filter",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R2["A"]),
        Line("R", R2["B"], Z1["A"], litres=SMALL),
        Line("T", Z1["B"], T2),
    )


def test_a_filter_element_costs_flow_over_conductance_until_the_bypass_opens() -> None:
    # 23 L/min: clean 23/120 = 0.19 bar; at 7.2 L/min/bar 3.2 bar, indicator out, bypass shut;
    # at 0.6 it would be 38 bar: the bypass holds it at 3.5 to 4.5 bar; bypass stuck: all 38 bar.
    sim = simulated(
        Filtered(), {}, {"Z1.element": 7.2}, {"Z1.element": 0.6},
        {"Z1.element": 0.6, "Z1.passes": 1e-4},
    ).advance(3.0)  # fmt: skip
    drop, q = bar(sim, "Z1:A"), flow(sim, "R2:throttle")
    assert near(drop[:2], q[:2] / np.array([120, 7.2]), 0.02, 0.01)
    assert 3.5 < drop[2] < 4.5
    assert near(drop[3], q[3] / 0.6, 0.03)
    looks = list(sim.machine.component("Z1").look(sim.views["Z1"]))
    assert looks == ["indicator green", *3 * ["indicator red, pin out"]]
    assert q[3] < q[0]  # and the oil warms the pump's relief, if it has one


class Winch(Machine):
    """Motor of 32 cm³ on a lever valve."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=16)
    R1 = ReliefValve(setting=140)
    V1 = DirectionalValve()
    M1 = HydraulicMotor()

    hydraulics = Circuit(
        "Winch",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], V1["P"]),
        Line("A", V1["A"], M1["A"]),
        Line("B", V1["B"], M1["B"]),
        Line("T", R1["T"], V1["T"], M1["L"], T2),
    )


def test_a_motor_turns_at_flow_over_displacement_and_takes_torque_over_displacement() -> None:
    # Torque 34 N·m and drag: Δp = 2π·T/V = 2π·35.5/32e-6 = 70 bar; n = (Q - leakage)/V.
    sim = simulated(Winch(), {}, {"M1.efficiency": 0.5}).operate("V1", "out").advance(2.0)
    n, a, b = sim.views["M1"].pace("shaft"), bar(sim, "M1:A"), bar(sim, "M1:B")
    drag = 0.02 * n * 2 * np.pi / 60
    assert near(a - b, 2 * np.pi * (34 + drag) / 32e-6 / 1e5, 0.02)
    into = 23.2 - flow(sim, "P1:slip") - flow(sim, "V1:land PA") * 0
    leak = flow(sim, "M1:across") + flow(sim, "M1:case A")
    assert near(n, (into - leak) * 1000 / 32, 0.03)
    assert n[1] < 0.9 * n[0]
    sim.operate("V1", "in").advance(2.0)
    assert near(sim.views["M1"].pace("shaft")[0], -n[0], 0.02)


def test_a_motor_that_cannot_turn_brings_the_relief_valve_up() -> None:
    sim = simulated(Winch(M1={"load": 200.0})).operate("V1", "out").advance(2.0)
    assert near(sim.views["M1"].pace("shaft"), 0.0, 0, 0.5)
    assert near(bar(sim, "M1:A"), 144.0, 0.03)


class Ball(Machine):
    """A ball valve between pump and tank."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=16)
    Q1 = BallValve()

    hydraulics = Circuit(
        "Ball", Line("S", P1["S"], T1), Line("P", P1["P"], Q1["A"]), Line("T", Q1["B"], T2)
    )


def test_an_open_ball_valve_costs_what_its_bore_says() -> None:
    sim = simulated(Ball()).advance(1.0)
    assert near(bar(sim, "P1:P"), edge_drop(circle(13.0), 23.2), 0.05, 0.02)
