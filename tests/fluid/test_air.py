"""Pneumatic parts against hand calculations: ISO 6358 flow, regulator, logic, vacuum, leaks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.fluid.air import escape
from labsim.fluid.air_lines import AirFitting, tube_conductance
from labsim.fluid.air_logic import (
    Silencer,
)
from labsim.fluid.air_supply import (
    AirCompressor,
    AirFilter,
    AirMain,
    AirRegulator,
    LockoutValve,
    Lubricator,
)

SMALL = 0.01  # L, in a short piece of tube


def air(*lines: Line) -> Circuit:
    return Circuit("Air", *lines, medium="air")


def run(machine: Machine, *wrong: dict, seconds: float = 3.0) -> Simulation:
    """Run a machine sound and with wrong parameters, {(tag, parameter): value}, side by side."""
    sim = Simulation(machine, [Variant(), *(Variant(w) for w in wrong)])
    return sim.advance(seconds)


def near(value: Any, expected: float, part: float = 0.01) -> bool:
    return bool(np.all(np.abs(np.asarray(value) - expected) <= part * abs(expected)))


# Flow -----------------------------------------------------------------------------------------
class Blow(Machine):
    """A main at 6 bar blows through one conductance into another main or the open."""

    G1 = AirMain(pressure=6.0, conductance=1e3)
    Z1 = Silencer(conductance=1.0)
    air = air(Line("P", G1["1"], Z1["1"], litres=SMALL))


class Between(Machine):
    """A fitting between 6 and 5 bar."""

    G1, G2 = AirMain(pressure=6.0, conductance=1e3), AirMain(pressure=5.0, conductance=1e3)
    X1 = AirFitting(conductance=1.0)
    air = air(Line("P", G1["1"], X1["1"], litres=SMALL), Line("A", X1["2"], G2["1"], litres=SMALL))


def test_choked_flow_of_c_1_at_6_bar_is_421_litres_a_minute() -> None:
    # 1 L/(s·bar) · (6 + 1.013) bar · 60 s = 421 NL/min, whatever is behind (ISO 6358)
    sim = run(Blow())
    assert near(sim.views["Z1"].flow("body"), 421.0)


def test_from_6_to_5_bar_c_1_passes_255_litres_a_minute() -> None:
    # p2/p1 = 6.013/7.013 = 0.857; √(1 − ((0.857 − 0.3)/0.7)²) = 0.605; 421 · 0.605 = 255 NL/min
    sim = run(Between())
    assert near(sim.views["X1"].flow("way"), 255.0)


def test_half_the_supply_gives_half_the_choked_flow_absolute() -> None:
    # C·p1: (3 + 1.013)/(6 + 1.013) = 0.572 of 421 = 241 NL/min
    sim = run(Blow(G1={"pressure": 3.0}))
    assert near(sim.views["Z1"].flow("body"), 241.0)


def test_two_equal_resistances_in_series_share_the_drop_below_choking() -> None:
    # C = 1 and 1 in series to the open: the second is choked, p between from 1·7.013·f = 1·p;
    # √(1 − ((r − 0.3)/0.7)²) = r: 1.49·r² − 0.6·r − 0.4 = 0, r = 0.757: 4.30 bar, 319 NL/min
    class Series(Machine):
        """A fitting and a silencer one after the other."""

        G1 = AirMain(pressure=6.0, conductance=1e3)
        X1, Z1 = AirFitting(conductance=1.0), Silencer(conductance=1.0)
        air = air(Line("P", G1["1"], X1["1"], litres=SMALL), Line("A", X1["2"], Z1["1"]))

    sim = run(Series())
    assert near(sim.views["X1"].bar("2"), 0.757 * 7.01325 - 1.01325)
    assert near(sim.views["Z1"].flow("body"), 0.757 * 421)


@pytest.mark.parametrize(
    ("bore", "length", "expected"), [(4, 2, 0.93), (6, 2, 2.53), (4, 8, 0.504)]
)
def test_conductance_of_tube_falls_with_length_and_the_square_of_its_bore(
    bore: float, length: float, expected: float
) -> None:
    # 0.029·d²/√(L/d^1.25 + 510); 4 mm × 2 m: 4.64e-7/√(1988 + 510) = 9.28e-9 m³/(s·Pa)
    assert tube_conductance(bore, length) == pytest.approx(expected, rel=0.01)


# Supply ---------------------------------------------------------------------------------------
class Prepared(Machine):
    """Main, lockout valve, filter, regulator, lubricator, and a nozzle that takes a little air."""

    G1, Q1 = AirMain(), LockoutValve()
    Z1, R1, Z2 = AirFilter(), AirRegulator(), Lubricator()
    Z3 = Silencer(conductance=0.1)
    air = air(
        Line("M", G1["1"], Q1["1"]),
        Line("P", Q1["2"], Z1["1"]),
        Line("F", Z1["2"], R1["1"]),
        Line("R", R1["2"], Z2["1"]),
        Line("L", Z2["2"], Z3["1"]),
    )


def test_regulator_holds_its_setting_within_its_droop() -> None:
    # 0.1 · 7 · 60 = 42 NL/min asks for 0.1·7.0/(3.5·7.9) of the seat: 0.03 of 0.8 bar below 6
    sim = run(Prepared())
    assert 5.9 < sim.views["R1"].bar("2")[0] < 6.0


def test_regulator_relieves_when_it_is_turned_down() -> None:
    sim = run(Prepared(Z3={"conductance": 1e-9}))
    assert sim.views["R1"].bar("2")[0] == pytest.approx(6.0, abs=0.1)
    sim.enter("R1", "setting", 3.0).advance(5.0)
    # the relief seat opens 0.25 bar above the setting
    assert sim.views["R1"].bar("2")[0] == pytest.approx(3.25, abs=0.1)


def test_regulator_with_a_leaking_seat_creeps_up_until_its_relief_holds_it() -> None:
    sim = run(Prepared(Z3={"conductance": 1e-9}), {("R1", "passing"): 0.1}, seconds=30.0)
    sound, creeps = sim.views["R1"].bar("2")
    assert sound < 6.1
    assert 6.25 < creeps < 6.6
    assert "hisses" in sim.views["R1"].part.look(sim.views["R1"])[1]


def test_regulator_with_a_weak_spring_holds_less() -> None:
    sim = run(Prepared(), {("R1", "drift"): -2.0})
    assert sim.views["R1"].bar("2")[1] == pytest.approx(3.95, abs=0.1)


def test_clogged_filter_costs_pressure_only_while_air_flows() -> None:
    # to the open through C = 1.0 behind an element of 3·0.05 = 0.15: most of the pressure is lost
    sim = run(Prepared(Z3={"conductance": 1.0}), {("Z1", "loaded"): 0.05})
    before, after = sim.views["Z1"].bar("1")[1], sim.views["Z1"].bar("2")[1]
    assert before > 6.5
    assert after < 1.0
    still = run(Prepared(Z3={"conductance": 1e-9}), {("Z1", "loaded"): 0.05})
    assert still.views["Z1"].bar("2")[1] == pytest.approx(7.0, abs=0.05)


def test_lockout_valve_vents_what_is_behind_it() -> None:
    sim = run(Prepared(Z3={"conductance": 1e-9}))
    sim.operate("Q1", "closed").advance(5.0)
    assert sim.views["Q1"].bar("1")[0] == pytest.approx(7.0, abs=0.01)
    assert sim.views["Z2"].bar("2")[0] < 0.05


def test_bowl_full_of_water_can_be_seen_a_loaded_element_cannot() -> None:
    sim = run(Prepared(), {("Z1", "bowl"): 1.0}, {("Z1", "loaded"): 0.05})
    sound, drowned, clogged = sim.views["Z1"].part.look(sim.views["Z1"])
    assert "full of water" in drowned
    assert clogged == sound


class Pumped(Machine):
    """Compressor on its receiver, and a consumer."""

    G1, Z1 = AirCompressor(receiver=50.0), Silencer(conductance=0.5)
    air = air(Line("P", G1["P"], Z1["1"]))


def test_compressor_keeps_its_receiver_between_the_marks_of_its_switch() -> None:
    sim = Simulation(Pumped()).advance(10.0)
    seen = []
    for _ in range(300):
        sim.advance(0.1)
        seen.append(sim.views["G1"].bar("P")[0])
    assert min(seen) == pytest.approx(6.5, abs=0.25)
    assert max(seen) == pytest.approx(7.5, abs=0.25)


def test_compressor_fills_its_receiver_at_the_rate_of_its_free_air() -> None:
    # 900 NL/min for 3 s less 0.42 s to fill its own stage are 38.7 NL into 100.05 L that stay as
    # cold as the room: from 6.5 bar by 1.013·38.7/100.05 = 0.39 bar to 6.89 bar
    sim = Simulation(Pumped(Z1={"conductance": 1e-9}, G1={"receiver": 100.0}))
    assert sim.views["G1"].bar("P")[0] == pytest.approx(6.89, abs=0.03)


def test_a_leak_is_told_from_the_fall_of_pressure_in_a_receiver() -> None:
    # C = 0.01 L/(s·bar) lets 0.01·7.513 = 0.075 NL/s out of a receiver of 50 L at 6.5 bar; as cold
    # as the room it falls by 1.013·0.075/50 = 1.5 mbar a second, 0.089 bar in the first minute
    sim = Simulation(Pumped(Z1={"conductance": 0.01}, G1={"receiver": 50.0, "delivery": 1e-6}))
    before = sim.views["G1"].bar("P")[0]
    after = sim.advance(60.0).views["G1"].bar("P")[0]
    fall = 1.013 / 50.05 * 0.01 * 60.0 * (before + after + 2 * 1.013) / 2
    assert before - after == pytest.approx(fall, rel=0.02)


# Leaks ----------------------------------------------------------------------------------------
def test_a_leaking_part_says_how_much_escapes_and_at_which_port() -> None:
    sim = run(Prepared(), {("Z2", "drips"): 0.05}, {("Z2", "2.weep"): 1.0})
    net, part = sim.views["Z2"].net, sim.machine.component("Z2")
    at_2, at_1 = escape(net, part, "2"), escape(net, part, "1")
    # 0.05 · 6.9 · 60 = 21 NL/min; a sharp hole of 1 mm² has C = 0.2·A·Cd ≈ 0.13 to 0.2 L/(s·bar)
    assert at_2[1] == pytest.approx(21.0, rel=0.05)
    assert 50 < at_2[2] < 90
    assert at_2[0] == pytest.approx(0.0, abs=1e-3)
    assert np.allclose(at_1, 0.0)
    looks = part.look(sim.views["Z2"])
    assert "hisses" not in looks[0]
    assert "hisses" in looks[1]
    assert "hisses" in looks[2]
