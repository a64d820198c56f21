"""Pneumatic cylinders against an independent tight solution, and what faults do to a stroke."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.fluid.air_cylinders import AirCylinder, SpringCylinder
from labsim.fluid.air_logic import QuickExhaust, Silencer, SpeedController
from labsim.fluid.air_supply import AirMain
from labsim.fluid.air_valves import LeverValve32, LeverValve52
from tests.fluid.air_oracle import ATM, Station

SMALL = 0.01  # L
END = 100.0  # mm


class Bench52(Machine):
    """Main at 6 bar, 5/2 lever valve, cylinder 32/12×100, speed controller at B, silencers."""

    G1 = AirMain(pressure=6.0)
    V1 = LeverValve52()
    R1 = SpeedController(setting=2.0)  # 0.12 L/(s·bar)
    C1 = AirCylinder(cushion=0.0)
    Z1, Z2 = Silencer(), Silencer()
    air = Circuit(
        "Air",
        Line("P", G1["1"], V1["1"], litres=SMALL),
        Line("A", V1["4"], C1["A"], litres=SMALL),
        Line("B", C1["B"], R1["2"], litres=SMALL),
        Line("N", R1["1"], V1["2"], litres=SMALL),
        Line("E", V1["3"], Z1["1"], litres=SMALL),
        Line("F", V1["5"], Z2["1"], litres=SMALL),
        medium="air",
    )


def stroke(machine: Machine, *wrong: dict, seconds: float = 2.0) -> Simulation:
    """Shift the valve of a machine, sound and with wrong parameters side by side."""
    sim = Simulation(machine, [Variant(), *(Variant(w) for w in wrong)])
    return sim.operate("V1", "on").advance(seconds)


def test_stroke_agrees_with_an_independent_tight_solution() -> None:
    _, rows = Station().extend(0.8)
    sim = Simulation(Bench52())
    view = sim.views["C1"]
    sim.operate("V1", "on")
    travel, cap, ring = [], [], []
    for _ in range(80):
        sim.advance(0.01)
        travel.append(view.travel("rod")[0])
        cap.append(view.bar("A")[0])
        ring.append(view.bar("B")[0])
    assert np.max(np.abs(np.array(travel) - rows[1:81, 5])) < 0.3
    assert np.max(np.abs(np.array(cap) - rows[1:81, 8])) < 0.1
    assert np.max(np.abs(np.array(ring) - rows[1:81, 9])) < 0.1


def test_healthy_stroke_takes_0_40_s_against_6_5_bar_of_back_pressure() -> None:
    # Steady: needle passes C·p absolute; ring 6.91 cm². At 7.5 bar absolute behind the piston the
    # volume that leaves is 0.12·1 L/s·bar... = C·pa: v = C·pa/ring·(p/pa)^(1−1/n): about 0.27 m/s
    sim = stroke(Bench52())
    assert sim.views["C1"].stroke_time("rod", 1)[0] == pytest.approx(0.40, abs=0.04)
    assert sim.views["C1"].highest("B")[0] == pytest.approx(6.53, abs=0.15)


@pytest.mark.parametrize(
    ("wrong", "changed", "seconds"),
    [
        ({("Z1", "conductance"): 0.1}, {"silencer": 0.1}, None),
        ({("G1", "pressure"): 3.0}, {"supply": 3.0}, None),
        ({("C1", "coulomb"): 200.0}, {"coulomb": 200.0}, None),
        ({("R1", "setting"): 0.5}, {"needle": 0.03}, None),
        ({("C1", "bypass"): 0.05}, {"bypass": 0.05}, None),
    ],
)
def test_a_fault_slows_the_stroke_as_the_independent_solution_says(
    wrong: dict, changed: dict, seconds: Any
) -> None:
    station = Station(**changed)
    station.extend(4.0)
    sim = Simulation(Bench52(), [Variant(wrong)]).operate("V1", "on")
    view = sim.views["C1"]
    while view.travel("rod")[0] < END - 0.01 and sim.now < 10:
        sim.advance(0.01)
    assert sim.now - 3.0 == pytest.approx(station.marks[1], abs=0.025)


def test_a_piston_seal_that_leaks_shows_at_the_end_of_the_stroke() -> None:
    # At the end nothing moves: sound, A has 6 bar and B none; through a bypass of C = 0.3 the rod
    # side fills and blows out through the needle of 0.12: B between, air at the silencer.
    sim = stroke(Bench52(), {("C1", "bypass"): 0.3}, seconds=4.0)
    cap, ring = sim.views["C1"].bar("A"), sim.views["C1"].bar("B")
    assert ring[0] < 0.05 < 2.0 < ring[1]
    assert cap[0] == pytest.approx(6.0, abs=0.02)
    seen = sim.views["Z1"].part.look(sim.views["Z1"])
    assert list(seen) == ["quiet", "air blows out"]


def test_a_large_bypass_lets_the_rod_creep_out_before_the_command() -> None:
    # Supply on B through the valve, A open: the seal lets air to A, whose area is larger; with A
    # held by a clogged silencer it fills to nearly the pressure of B and the rod goes out early.
    sim = Simulation(
        Bench52(), [Variant(), Variant({("C1", "bypass"): 1.0, ("Z2", "conductance"): 0.02})]
    ).advance(3.0)
    sound, early = sim.views["C1"].travel("rod")
    assert sound < 0.1
    assert early > 50.0


def test_cushion_slows_the_piston_before_the_stop() -> None:
    bare, soft = Bench52(), Bench52(C1={"cushion": 20.0})
    speeds = []
    for machine in (bare, soft):
        sim = Simulation(machine).operate("V1", "on")
        view, last = sim.views["C1"], 0.0
        while view.travel("rod")[0] < END - 0.5 and sim.now < 10:
            last = view.pace("rod")[0]
            sim.advance(0.01)
        speeds.append(last)
    assert speeds[1] < 0.6 * speeds[0]


class Single(Machine):
    """3/2 valve and a single-acting cylinder with a quick exhaust at its port."""

    G1, V1 = AirMain(pressure=6.0), LeverValve32(conductance=0.1)
    V2, C1 = QuickExhaust(), SpringCylinder()
    air = Circuit(
        "Air",
        Line("P", G1["1"], V1["1"], litres=SMALL),
        Line("L", V1["2"], V2["1"], litres=SMALL),
        Line("A", V2["2"], C1["A"], litres=SMALL),
        medium="air",
    )


class SingleSlow(Single):
    """The same without the quick exhaust doing anything: its seal sticks to the exhaust."""


def test_spring_brings_a_single_acting_cylinder_home_and_quick_exhaust_makes_it_quick() -> None:
    stuck = {("V2", "out"): 0.002}
    sim = Simulation(Single(), [Variant(), Variant(stuck)]).operate("V1", "on").advance(3.0)
    assert np.all(sim.views["C1"].travel("rod") > END - 0.1)
    sim.operate("V1", "off").advance(5.0)
    assert sim.views["C1"].travel("rod")[0] < 0.1
    quick = sim.views["C1"].stroke_time("rod", -1)
    assert quick[0] < 0.5
    assert not quick[1] < 2 * quick[0]  # slower by far, or not home yet


def test_the_oracle_knows_the_steady_speed_by_hand() -> None:
    # With the mean back pressure p: v = C·pa·(p/pa)^(1−1/n)/ring·1e6 = 0.12·1.013·(7.5/1.013)^(1/6)
    # /691·1e6 = 246 mm/s: 100 mm in 0.41 s, less what the full chamber gives in the beginning.
    station = Station()
    _, rows = station.extend(0.5)
    middle = rows[(rows[:, 5] > 30) & (rows[:, 5] < 90)]
    p = middle[:, 2].mean()
    by_hand = 0.12 * ATM * (p / ATM) ** (1 / 6) / station.ring * 1e6
    assert middle[:, 6].mean() == pytest.approx(by_hand, rel=0.1)
