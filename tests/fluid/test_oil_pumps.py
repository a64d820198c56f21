"""Pumps, tank and relief valve by hand: wear, cavitation, override, heat, viscosity."""

from __future__ import annotations

import numpy as np

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.fluid.directional import Valve22
from labsim.fluid.drives import Drive
from labsim.fluid.filters import Strainer
from labsim.fluid.flow import Throttle
from labsim.fluid.lines import BallValve, PressureTap
from labsim.fluid.oil import viscosity
from labsim.fluid.pressure import PilotReliefValve, ReliefValve
from labsim.fluid.pumps import CompensatedPump, PistonPump, Pump
from labsim.fluid.tanks import Tank, TankReturn
from tests.fluid.oilbench import WARM, bar, circle, edge_drop, flow, near, simulated


class PowerUnit(Machine):
    """Pump of 16 cm³ at 1450 rpm on a pilot-operated relief valve at 120 bar, nothing else."""

    T1, T2 = Tank(litres=80.0, level=1.0, **WARM), TankReturn()
    P1 = Pump(displacement=16, rated=120.0, efficiency=0.94)
    R1 = PilotReliefValve(setting=120)
    M1 = PressureTap()

    hydraulics = Circuit(
        "Power unit",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], M1),
        Line("T", R1["T"], T2),
    )


def test_a_worn_pump_still_reaches_stall_pressure_but_the_relief_flow_falls() -> None:
    # 16 cm³ · 1450 rpm = 23.2 L/min; 6 % leak at 120 bar leave 21.8, 31 % leave 16.0 L/min.
    # The main poppet's override: 4 % of 120 bar at 140 L/min, so 5.8 L/min less are 0.2 bar less.
    sim = simulated(PowerUnit(), {}, {"P1.efficiency": 0.69}).advance(5.0)
    p, q = bar(sim, "M1:M"), flow(sim, "R1:relief") + flow(sim, "R1:pilot")
    assert near(q, np.array([21.8, 16.0]), 0.015)
    assert abs(p[0] - p[1]) < 0.5 and p[0] > p[1]
    assert near(p, 120.8, 0, 2.5)


def test_full_flow_over_the_relief_valve_heats_the_tank_by_two_kelvin_a_minute() -> None:
    # P = p·q = 121e5 Pa · 21.8/6e4 m³/s = 4.4 kW, with the pump's own leakage 4.7 kW; 80 L of oil
    # hold 0.87 · 1900 · 80 = 132 kJ/K: 2.1 K a minute; walls give off nothing at 40 °C yet.
    sim = simulated(PowerUnit()).advance(2.0)
    watts = bar(sim, "M1:M") * 1e5 * 23.2 / 6e4
    before = sim.views["T1"].celsius.copy()
    sim.advance(120.0)
    rise = (sim.views["T1"].celsius - before) / 2.0
    assert near(watts, 4650, 0.02)
    assert near(rise, watts * 60 / (870 * 1.9 * 80), 0.05)


def test_leakage_at_70_degrees_is_3_1_times_that_at_40() -> None:
    # VG46 by ASTM D341: 46 cSt at 40 °C, 14.8 at 70 °C.
    assert near(viscosity(46, np.array([40.0, 70.0])), np.array([46.0, 14.8]), 0.01, 0.0)
    hot = {"T1.start": 70.0, "T1.ambient": 70.0}
    sim = simulated(PowerUnit(), {}, hot).advance(1.0)
    slip = flow(sim, "P1:slip") / (bar(sim, "P1:P") - bar(sim, "P1:S"))
    assert near(slip[1] / slip[0], 3.1, 0.02, 0.0)


class DirectUnit(Machine):
    """The same with a direct-acting relief valve and a throttle to the tank."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=16, rated=120.0, efficiency=0.94)
    R1 = ReliefValve(setting=120)
    R2 = Throttle(opening=1.0, area=20.0)
    Q1 = BallValve()

    hydraulics = Circuit(
        "Power unit",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], Q1["A"]),
        Line("Q", Q1["B"], R2["A"]),
        Line("T", R1["T"], R2["B"], T2),
    )


def test_the_override_of_a_direct_relief_valve_is_five_times_that_of_a_piloted_one() -> None:
    # Direct: 12 % of 120 bar at 60 L/min: 21.8 L/min are 5.3 bar above the setting, near enough.
    sim = simulated(DirectUnit()).operate("Q1", "closed").advance(2.0)
    p = float(bar(sim, "P1:P")[0])
    assert near(p, 120 + 14.4 * 21.7 / 60 / np.sqrt(p / 134.4), 0, 0.3)


def test_a_throttle_open_to_the_tank_keeps_the_pressure_below_the_relief_valve() -> None:
    sim = simulated(DirectUnit()).advance(2.0)
    q = flow(sim, "R2:throttle")
    want = edge_drop(20.0, q) + edge_drop(circle(13.0), q)
    assert near(bar(sim, "P1:P"), want, 0.01, 0.1)
    assert near(flow(sim, "R1:relief"), 0.0, 0, 0.01)


class Suction(Machine):
    """Pump with a suction strainer, its pressure port over a throttle to the tank."""

    T1, T2 = Tank(**WARM), TankReturn()
    Z1 = Strainer()
    M2 = Drive()
    P1 = Pump(M2, displacement=16)
    R2 = Throttle(opening=1.0, area=20.0)

    hydraulics = Circuit(
        "Suction",
        Line("T1", T1, Z1["A"]),
        Line("S", Z1["B"], P1["S"]),
        Line("P", P1["P"], R2["A"]),
        Line("T", R2["B"], T2),
    )


def test_a_clogged_strainer_makes_the_pump_whine_and_its_flow_fall() -> None:
    # A rag leaves 2.6 mm: at 23 L/min it would take 56 bar to feed the pump; it gets at most
    # what 0.9 bar of vacuum draw through 5.5 mm²: 3.1 L/min.
    sim = simulated(Suction(), {}, {"Z1.diameter": 2.64}, {"Z1.diameter": 6.0})
    sim.operate("M2", "running").advance(3.0)
    vacuum, q = bar(sim, "P1:S"), flow(sim, "R2:throttle")
    assert vacuum[0] > -0.1 and vacuum[1] < -0.8
    assert near(q[0], 23.1, 0.02)
    assert q[1] < 4.0
    assert -0.8 < vacuum[2] < -0.3 and 10 < q[2] < 22.5
    noise = list(sim.machine.component("P1").look(sim.views["P1"]))
    assert noise == ["runs evenly", "roars", noise[2]] and noise[2] in ("whines", "roars")
    # Fill by the assumed curve: whole down to -0.3 bar, 0.8 at -0.6, 0.5 at -0.8.
    assert near(q[2], 23.2 * np.interp(vacuum[2], [-0.8, -0.6, -0.3], [0.5, 0.8, 1.0]), 0.03)


class PistonUnit(Machine):
    """Fixed piston pump, its case drain to the tank."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = PistonPump(displacement=16, rated=120.0, efficiency=0.96)
    R1 = PilotReliefValve(setting=120)

    hydraulics = Circuit(
        "Power unit",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"]),
        Line("T", R1["T"], P1["L"], T2),
    )


def test_case_drain_flow_tells_of_a_worn_piston_pump() -> None:
    # Sound 4 % of 23.2 L/min at 120 bar: 0.93; worn to 80 %: 4.6 L/min.
    sim = simulated(PistonUnit(), {}, {"P1.efficiency": 0.8}).advance(3.0)
    assert near(flow(sim, "P1:slip"), np.array([0.93, 4.64]), 0.02, 0.05)


class Compensated(Machine):
    """Pressure-compensated pump at 140 bar, ball valve and throttle to the tank, relief at 170."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = CompensatedPump(displacement=16, setting=140.0)
    R1 = ReliefValve(setting=170)
    Q1 = BallValve()
    R2 = Throttle(opening=1.0, area=4.0)

    hydraulics = Circuit(
        "Power unit",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], Q1["A"]),
        Line("Q", Q1["B"], R2["A"]),
        Line("T", R1["T"], R2["B"], P1["L"], T2),
    )


def test_a_compensated_pump_holds_its_setting_and_gives_no_more_than_is_taken() -> None:
    sim = simulated(Compensated()).operate("Q1", "closed").advance(3.0)
    assert near(bar(sim, "P1:P"), 140.0, 0, 2.0)
    assert near(flow(sim, "R1:relief"), 0.0, 0, 0.01)
    assert near(flow(sim, "P1:flow"), flow(sim, "P1:slip"), 0.02, 0.02)  # its leakage only
    sim.operate("Q1", "open").advance(2.0)
    taken = 23.2 - flow(sim, "P1:slip")
    assert edge_drop(4.0, 22.5) < 135
    assert near(flow(sim, "R2:throttle"), taken, 0.02)


def test_without_relief_valve_the_pump_pushes_until_its_drive_stalls() -> None:
    sim = simulated(PowerUnit(R1={"passes": 1e-4})).advance(3.0)
    assert 320 <= bar(sim, "M1:M")[0] <= 320 * 1.07


def test_a_slipping_coupling_gives_full_flow_at_low_pressure_only() -> None:
    # 0.25 of the torque: gives way from 80 bar on.
    sim = simulated(DirectUnit(), {}, {"P1.grip": 0.25}).advance(2.0)
    q = flow(sim, "R2:throttle")
    assert near(q[1], q[0], 0.02)
    sim.operate("Q1", "closed").advance(2.0)
    p = bar(sim, "P1:P")
    assert p[0] > 120 and 75 < p[1] < 86


class Vented(Machine):
    """The pilot-operated relief valve let off at X by a 2/2 lever valve: the pump idles."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump(displacement=16)
    R1 = PilotReliefValve(setting=120)
    V1 = Valve22()

    hydraulics = Circuit(
        "Vented",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"]),
        Line("X", R1["X"], V1["P"], litres=0.05),
        Line("T", R1["T"], V1["A"], T2),
    )


def test_a_vented_relief_valve_lets_the_pump_idle_at_the_spring_of_its_main_poppet() -> None:
    # Spring 4 bar; the main edge is sized for 140 L/min at 125 bar, so at p it passes
    # 140·√(p/125)·(p - 4)/4.8: 22.4 L/min (what the pilot line does not take) at 7.6 bar.
    sim = simulated(Vented()).advance(1.0)
    assert near(bar(sim, "P1:P"), 120.8, 0, 2.5)
    sim.operate("V1", "worked").advance(1.0)
    p = float(bar(sim, "P1:P")[0])
    main = 140 * np.sqrt(p / 124.8) * (p - float(bar(sim, "R1:X")[0]) - 4) / 4.8
    assert near(main, flow(sim, "R1:relief"), 0.02, 0.2)
    assert near(main + flow(sim, "R1:damping"), 23.1, 0.02)
    assert 6.5 < p < 9.0
    sim.operate("V1", "rest").advance(1.0)
    assert near(bar(sim, "P1:P"), 120.8, 0, 2.5)
