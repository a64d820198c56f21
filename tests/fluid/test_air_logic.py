"""Pneumatic logic and valves as a fitter knows them: OR, AND, two hands, pilots, vacuum."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation, Variant
from labsim.electrical.contacts import Selector
from labsim.electrical.loads import Solenoid
from labsim.electrical.sources import DCSupply
from labsim.fluid.air_logic import DualPressure, QuickExhaust, Shuttle, Silencer, TwoHandBlock
from labsim.fluid.air_supply import AirMain
from labsim.fluid.air_valves import (
    ButtonValve32,
    LeverValve32,
    PilotValve32,
    PilotValve52,
    SolenoidValve52,
)
from labsim.fluid.vacuum import SuctionCup, VacuumGenerator

FULL = 5.8  # bar, more is as good as the 6 bar of the main


def circuit(*lines: Line) -> Circuit:
    return Circuit("Air", *lines, medium="air")


class Or(Machine):
    """Two buttons feed one line through a shuttle valve."""

    G1, V1, V2, K1 = AirMain(pressure=6.0), ButtonValve32(), ButtonValve32(), Shuttle()
    air = circuit(
        Line("P", G1["1"], V1["1"], V2["1"]),
        Line("X", V1["2"], K1["X"]),
        Line("Y", V2["2"], K1["Y"]),
        Line("A", K1["A"]),
    )


class And(Machine):
    """The same with a dual-pressure valve."""

    G1, V1, V2, K1 = AirMain(pressure=6.0), ButtonValve32(), ButtonValve32(), DualPressure()
    air = circuit(
        Line("P", G1["1"], V1["1"], V2["1"]),
        Line("X", V1["2"], K1["X"]),
        Line("Y", V2["2"], K1["Y"]),
        Line("A", K1["A"]),
    )


class TwoHands(Machine):
    """The same with a two-hand block."""

    G1, V1, V2, K1 = AirMain(pressure=6.0), ButtonValve32(), ButtonValve32(), TwoHandBlock()
    air = circuit(
        Line("P", G1["1"], V1["1"], V2["1"]),
        Line("X", V1["2"], K1["X"]),
        Line("Y", V2["2"], K1["Y"]),
        Line("A", K1["A"]),
    )


def out(sim: Simulation, *steps: tuple[str, str, float]) -> np.ndarray:
    """Work buttons one after the other, wait each time; return the pressure at K1:A."""
    for tag, position, seconds in steps:
        sim.operate(tag, position).advance(seconds)
    return sim.views["K1"].bar("A")


@pytest.mark.parametrize("kind", [Or, And])
def test_truth_tables_of_or_and_and(kind: type[Machine]) -> None:
    for x, y in itertools.product((False, True), repeat=2):
        sim = Simulation(kind())
        for tag, on in (("V1", x), ("V2", y)):
            sim.operate(tag, "pressed" if on else "released")
        bar = sim.advance(2.0).views["K1"].bar("A")[0]
        high = (x or y) if kind is Or else (x and y)
        assert (bar > FULL) if high else (bar < 0.3), (kind.__name__, x, y)


@pytest.mark.parametrize("kind", [Or, And])
def test_a_line_behind_or_and_and_is_vented_when_both_buttons_are_let_go(
    kind: type[Machine],
) -> None:
    sim = Simulation(kind())
    assert out(sim, ("V1", "pressed", 0.5), ("V2", "pressed", 2.0))[0] > FULL
    assert out(sim, ("V1", "released", 0.5), ("V2", "released", 2.0))[0] < 0.3


def test_a_stuck_ball_lets_the_wrong_side_through() -> None:
    sim = Simulation(Or(), [Variant(), Variant({("K1", "free"): 0.0})])
    sound, stuck = out(sim, ("V2", "pressed", 2.0))
    assert sound > FULL
    assert stuck < 0.3


BOTH = (("V1", "pressed", 0.2), ("V2", "pressed", 2.0))
LATE = (("V1", "pressed", 1.0), ("V2", "pressed", 2.0))


@pytest.mark.parametrize(
    ("steps", "given"),
    [
        (BOTH, True),
        (LATE, False),  # 1 s is more than the half second of ISO 13851
        ((("V1", "pressed", 5.0),), False),
        ((*BOTH, ("V1", "released", 1.0)), False),  # one hand lets go
        ((*BOTH, ("V1", "released", 1.0), ("V1", "pressed", 2.0)), False),  # the other tied down
        ((*LATE, ("V1", "released", 0.5), ("V2", "released", 1.0), *BOTH), True),  # begun anew
    ],
)
def test_two_hand_block(steps: tuple, given: bool) -> None:
    bar = out(Simulation(TwoHands()), *steps)[0]
    assert (bar > FULL) if given else (bar < 0.3)


# Valves ---------------------------------------------------------------------------------------
class Piloted(Machine):
    """A button pilots a 3/2 valve; two buttons pilot a 5/2 valve that remembers."""

    G1, G2 = AirMain(pressure=6.0), AirMain(pressure=6.0)
    V1, V2 = ButtonValve32(), ButtonValve32()
    V3, V4 = PilotValve52(double=True), PilotValve32()
    air = circuit(
        Line("P", G1["1"], V1["1"], V2["1"]),
        Line("S", G2["1"], V3["1"], V4["1"]),
        Line("14", V1["2"], V3["14"], V4["14"]),
        Line("12", V2["2"], V3["12"]),
        Line("4", V3["4"]),
        Line("2", V3["2"]),
        Line("Q", V4["2"]),
    )


def test_a_double_pilot_valve_remembers_a_spring_return_valve_does_not() -> None:
    sim = Simulation(Piloted())
    sim.operate("V1", "pressed").advance(1.0).operate("V1", "released").advance(2.0)
    view = sim.views["V3"]
    assert (view.bar("4")[0], view.bar("2")[0]) == pytest.approx((6.0, 0.0), abs=0.2)
    assert sim.views["V4"].bar("2")[0] < 0.2
    sim.operate("V2", "pressed").advance(1.0).operate("V2", "released").advance(2.0)
    assert (view.bar("4")[0], view.bar("2")[0]) == pytest.approx((0.0, 6.0), abs=0.2)


def test_a_pilot_valve_needs_its_pilot_pressure() -> None:
    # 2 bar shift it all the way; half of the way is at 1 bar; below 0.9 bar 1-2 stays shut
    low = {("G1", "pressure"): 0.8}
    sim = Simulation(Piloted(), [Variant(), Variant(low), Variant({("V4", "piloting"): 0.0})])
    sim.operate("V1", "pressed").advance(2.0)
    sound, weak, stuck = sim.views["V4"].bar("2")
    assert sound > FULL
    assert max(weak, stuck) < 0.2


@pytest.mark.parametrize(
    ("wrong", "at_rest", "pressed"),
    [
        ({}, 0.0, 6.0),
        ({("V4", "free"): 0.0, ("V4", "jam"): -1.0}, 0.0, 0.0),
        ({("V4", "free"): 0.0, ("V4", "jam"): 1.0}, 6.0, 6.0),
    ],
)
def test_a_stuck_spool_stays_where_it_is(wrong: dict, at_rest: float, pressed: float) -> None:
    sim = Simulation(Piloted(), [Variant(wrong)])
    assert sim.views["V4"].bar("2")[0] == pytest.approx(at_rest, abs=0.2)
    sim.operate("V1", "pressed").advance(2.0)
    assert sim.views["V4"].bar("2")[0] == pytest.approx(pressed, abs=0.2)


class Electric(Machine):
    """Solenoid valves, one spring return, one with two solenoids, 24 V from selectors."""

    G1 = DCSupply()
    S1, S2 = Selector(), Selector()
    Y1, Y2 = Solenoid(), Solenoid()
    control = Ladder("24 V", G1["+"], G1["-"], Rung(S1[13, 14], Y1), Rung(S2[13, 14], Y2))
    G2 = AirMain(pressure=6.0)
    V1, V2 = SolenoidValve52(Y1), SolenoidValve52(Y1, Y2)
    Z1, Z2 = Silencer(), Silencer()
    air = circuit(
        Line("P", G2["1"], V1["1"], V2["1"]),
        Line("A", V1["4"]), Line("B", V1["2"]), Line("C", V2["4"]), Line("D", V2["2"]),
        Line("E", V1["3"], Z1["1"]), Line("F", V1["5"], Z2["1"]),
    )  # fmt: skip


def test_solenoids_shift_and_a_double_one_stays() -> None:
    sim = Simulation(Electric())
    sim.operate("S1", "1").advance(2.0)
    bars = lambda: [round(float(sim.views[t].bar(m)[0])) for t in ("V1", "V2") for m in "42"]
    assert bars() == [6, 0, 6, 0]
    sim.operate("S1", "0").advance(2.0)
    assert bars() == [0, 6, 6, 0]
    sim.operate("S2", "1").advance(2.0)
    assert bars() == [0, 6, 0, 6]


def test_a_burnt_coil_leaves_the_override_and_low_air_leaves_neither() -> None:
    burnt, low = {("Y1", "resistance"): float("inf")}, {("G2", "pressure"): 0.7}
    sim = Simulation(Electric(), [Variant(burnt), Variant(low)])
    sim.operate("S1", "1").advance(2.0)
    assert np.all(sim.views["V1"].bar("4") < 0.3)
    sim.operate("V1", "pressed").advance(2.0)
    assert sim.views["V1"].bar("4")[0] > FULL
    assert sim.views["V1"].bar("4")[1] < 0.3


def test_worn_spool_seals_blow_through_the_exhaust_at_rest() -> None:
    # 0.05 L/(s·bar) from 1 to 4 and out at 5: 0.05 · 7 · 60 = 21 NL/min at silencer Z2
    sim = Simulation(Electric(), [Variant(), Variant({("V1", "worn"): 0.05})]).advance(2.0)
    assert sim.views["Z2"].flow("body") == pytest.approx([0.0, 21.0], abs=0.6)
    looks: Any = sim.views["Z2"].part.look(sim.views["Z2"])
    assert list(looks) == ["quiet", "air blows out"]


# Vacuum ---------------------------------------------------------------------------------------
class Gripper(Machine):
    """A lever valve feeds a vacuum generator; a cup of 40 mm holds a sheet of 30 N."""

    G1, V1, G2, U1 = AirMain(pressure=6.0), LeverValve32(), VacuumGenerator(), SuctionCup()
    air = circuit(
        Line("P", G1["1"], V1["1"]), Line("S", V1["2"], G2["1"]), Line("V", G2["V"], U1["V"])
    )


def test_a_sound_cup_holds_by_vacuum_times_area() -> None:
    # -0.8 bar · 12.57 cm² · 10 = 100 N, three times the weight
    sim = Simulation(Gripper()).operate("U1", "on the sheet").operate("V1", "on").advance(3.0)
    view = sim.views["U1"]
    assert -0.87 < view.bar("V")[0] < -0.7
    assert view.part.holds(view)[0] == pytest.approx(-view.bar("V")[0] * 125.7, rel=0.01)
    assert view.part.look(view)[0].startswith("holds the sheet")


def test_vacuum_goes_when_the_lip_is_worn_the_nozzle_clogged_or_the_air_off() -> None:
    worn, clogged = {("U1", "lip"): 1.5}, {("G2", "nozzle"): 0.04, ("G2", "suction"): 5.0}
    low = {("G1", "pressure"): 1.0}
    sim = Simulation(Gripper(), [Variant(), Variant(worn), Variant(clogged), Variant(low)])
    sim.operate("U1", "on the sheet").operate("V1", "on").advance(3.0)
    view = sim.views["U1"]
    sound, leaky, weak, none = view.bar("V")
    assert sound < weak < -0.1
    assert -0.2 < leaky < 0.0
    assert none > -0.05
    assert view.part.look(view)[1].startswith("drops the sheet")
    sim.operate("V1", "off").advance(3.0)
    assert np.all(np.abs(view.bar("V")) < 0.05)


def test_quick_exhaust_blows_at_its_own_port() -> None:
    class Quick(Machine):
        """A lever valve fills a line through a quick exhaust."""

        G1, V1, V2 = AirMain(pressure=6.0), LeverValve32(conductance=0.1), QuickExhaust()
        air = circuit(
            Line("P", G1["1"], V1["1"]),
            Line("L", V1["2"], V2["1"], litres=0.01),
            Line("A", V2["2"], litres=1.0),
        )

    stuck = {("V2", "out"): 0.002}
    sim = Simulation(Quick(), [Variant(), Variant(stuck)]).operate("V1", "on").advance(20.0)
    assert np.all(sim.views["V2"].bar("2") > FULL)
    # 1 L of 7 bar through C = 2.4 is gone in about 1 s, through the valve's 0.1 it takes 20 s
    quick, slow = sim.operate("V1", "off").advance(1.5).views["V2"].bar("2")
    assert quick < 0.5
    assert slow > 3.0
