"""The press circuit in its states, by hand: pressures, speeds, what goes over the relief valve."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.fluid.cylinders import Cylinder
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.drives import Drive
from labsim.fluid.lines import PressureTap
from labsim.fluid.pressure import ReliefValve
from labsim.fluid.pumps import Pump
from labsim.fluid.tanks import Tank, TankReturn
from tests.fluid.oilbench import WARM, bar, edge_drop, flow, near, simulated

CAP, RING = 31.17, 20.99  # cm² of a 63/36 cylinder: π/4·6.3² and π/4·(6.3² - 3.6²)
EDGE = 32.0  # mm² of a spool edge


class Press(Machine):
    """Cylinder 63/36 x 300 on a 4/3 valve, 8 cm³ at 1450 rpm, relief valve at 160 bar."""

    T1, T2 = Tank(**WARM), TankReturn()
    M2 = Drive()
    P1 = Pump(M2, displacement=8, speed=1450)
    R1 = ReliefValve(setting=160)
    M1 = PressureTap()
    V1 = DirectionalValve()
    C1 = Cylinder(bore=63, rod=36, stroke=300, grip=200, stiffness=1000)

    hydraulics = Circuit(
        "Hydraulic circuit",
        Line("P", P1["P"], R1["P"], M1["M"], V1["P"]),
        Line("A", V1["A"], C1["A"]),
        Line("B", V1["B"], C1["B"]),
        Line("T", V1["T"], R1["T"], T2["T"]),
        Line("S", P1["S"], T1["T"]),
    )


@pytest.fixture
def press() -> Simulation:
    return simulated(Press()).operate("M2", "running").advance(2.0)


def pumped(at: float) -> float:
    """Pump flow by hand, in L/min: 8 cm³ · 1450 rpm less 7 % at 160 bar, in proportion."""
    return 11.6 - 11.6 * 0.07 / 160 * at


def over_relief(setting: float = 160.0) -> float:
    """Pressure in bar at which the relief valve takes what the pump gives.

    60 L/min at 12 % override; the flow grows with (p - setting), near enough with the root of p.
    """
    span = 0.12 * setting
    p = setting
    for _ in range(20):
        p = setting + span * pumped(p) / 60.0 / np.sqrt(p / (1.12 * setting))
    return p


def test_pump_off_nothing_has_pressure() -> None:
    sim = simulated(Press())
    assert near([bar(sim, "M1:M")[0], bar(sim, "C1:A")[0]], 0.0)


def test_neutral_all_oil_goes_over_the_relief_valve(press: Simulation) -> None:
    want = over_relief()  # 164 bar
    assert near(bar(press, "M1:M"), want, 0.003)
    assert near(flow(press, "R1:relief"), pumped(want), 0.02)
    assert near(press.views["C1"].travel("rod"), 0.0, 0, 1.0)


def test_extending_free_costs_friction_and_edges_only(press: Simulation) -> None:
    press.operate("V1", "out").advance(0.6)
    v = pumped(6.0) / 6e4 / (CAP * 1e-4) * 1e3  # 62 mm/s
    back = edge_drop(EDGE, v * RING * 6e-3)  # bar at B: ring area times speed through the edge B-T
    a = (400 + 0.5 * v) / (CAP * 10) + back * RING / CAP  # N over cm²·10 is bar
    assert near(press.views["C1"].pace("rod"), v, 0.01)
    assert near(bar(press, "C1:B"), back, 0.03, 0.05)
    assert near(bar(press, "C1:A"), a, 0.03, 0.1)
    assert near(bar(press, "M1:M"), a + edge_drop(EDGE, pumped(6.0)), 0.03, 0.1)


def test_pressing_stalls_at_relief_pressure_where_the_workpiece_holds(press: Simulation) -> None:
    press.operate("V1", "out").advance(6.0)
    want = over_relief()
    assert near(bar(press, "C1:A"), want, 0.003)
    assert near(bar(press, "C1:B"), 0.0)
    force = want * CAP * 10 - 400  # N, friction helps the workpiece
    assert near(press.views["C1"].travel("rod"), 200 + force / 1000, 0.005)
    assert near(flow(press, "R1:relief"), pumped(want), 0.03)


def test_neutral_holds_the_pressing_force_while_the_pump_goes_over_the_relief(
    press: Simulation,
) -> None:
    press.operate("V1", "out").advance(6.0).operate("V1", "neutral").advance(1.0)
    assert bar(press, "C1:A") > 150
    assert near(bar(press, "M1:M"), over_relief(), 0.003)


def test_retracting_back_pressure_is_the_greater_return_flow(press: Simulation) -> None:
    press.operate("V1", "out").advance(6.0).operate("V1", "in").advance(1.5)
    v = pumped(8.0) / 6e4 / (RING * 1e-4) * 1e3  # 92 mm/s, faster: the ring is smaller
    back = edge_drop(EDGE, v * CAP * 6e-3)  # 17 L/min leave the cap end
    b = (400 + 0.5 * v) / (RING * 10) + back * CAP / RING
    assert near(press.views["C1"].pace("rod"), -v, 0.01)
    assert near(bar(press, "C1:A"), back, 0.03, 0.05)
    assert near(bar(press, "C1:B"), b, 0.03, 0.1)


def test_retracted_stalls_at_relief_pressure_on_the_rod_side(press: Simulation) -> None:
    press.operate("V1", "out").advance(3.0).operate("V1", "in").advance(4.0)
    assert near(bar(press, "C1:B"), over_relief(), 0.003)
    assert near(bar(press, "C1:A"), 0.0)
    assert near(press.views["C1"].travel("rod"), 0.0, 0, 0.5)


def test_out_without_workpiece_stalls_at_the_end_of_the_stroke() -> None:
    sim = simulated(Press(C1={"grip": 1e4})).operate("M2", "running").operate("V1", "out")
    sim.advance(8.0)
    assert near(sim.views["C1"].travel("rod"), 300.0, 0, 0.5)
    assert near(bar(sim, "C1:A"), over_relief(), 0.003)


def test_a_closed_centre_stops_the_rod_on_its_way(press: Simulation) -> None:
    press.operate("V1", "out").advance(2.0).operate("V1", "neutral").advance(1.0)
    at = press.views["C1"].travel("rod").copy()
    press.advance(1.0)
    assert near(press.views["C1"].travel("rod"), at, 0, 0.5)
    assert abs(press.views["C1"].pace("rod")[0]) < 0.5


def test_pump_stopped_under_load_the_pump_line_falls_the_locked_side_stays(
    press: Simulation,
) -> None:
    press.operate("V1", "out").advance(6.0).operate("V1", "neutral").advance(0.5)
    press.operate("M2", "stopped").advance(10.0)
    assert bar(press, "M1:M") < 40  # it drains through the pump, 0.8 L/min at 160 bar
    assert bar(press, "C1:A") > 120


def test_ten_press_states_in_a_row_end_where_they_began(press: Simulation) -> None:
    for position, seconds in (("out", 2), ("neutral", 1), ("out", 4), ("neutral", 1), ("in", 5)):
        press.operate("V1", position).advance(seconds)
    press.operate("V1", "neutral").advance(1.0)
    assert near(press.views["C1"].travel("rod"), 0.0, 0, 1.0)
    assert near(bar(press, "M1:M"), over_relief(), 0.003)


def test_a_blocked_return_edge_intensifies_the_rod_side_above_the_relief_setting() -> None:
    # p_B = (p_A·A_cap - friction)/A_ring = 1.485 · 164 - 2 = 242 bar, relief valve or not.
    sim = simulated(Press(), {"V1.edge_BT": 0.0, "V1.clearance": 0.0})
    sim.operate("M2", "running").advance(1.0).operate("V1", "out").advance(3.0)
    want = (over_relief() * CAP * 10 - 400) / (RING * 10)
    assert near(bar(sim, "C1:A"), over_relief(), 0.005)
    assert near(bar(sim, "C1:B"), want, 0.01)
    assert want > 1.4 * 160
