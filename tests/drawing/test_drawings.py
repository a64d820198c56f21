"""Drawings: every terminal has its place, symbols follow the standard, words say the circuit."""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pytest

from labsim.core.component import Component
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Parallel, Phase, Power, Rung
from labsim.drawing import STANDARDS, draw, draw_all
from labsim.electrical.coils import Contactor, OffDelayTimer, OnDelayTimer, Relay
from labsim.electrical.contacts import Disconnect, PushButton, Selector
from labsim.electrical.loads import PilotLight, Resistor, Solenoid
from labsim.electrical.motors import InductionMotor
from labsim.electrical.sources import DCSupply, PowerSupply, Supply, ThreePhaseSupply
from labsim.machines.hydraulic_press import PressWithTankHeater
from labsim.machines.lamp_string import LampString
from labsim.machines.motor_starter import MotorStarter
from labsim.scenario import machines

SVG = "{http://www.w3.org/2000/svg}"


class Gadget(Component):
    """A part without a symbol of its own."""

    title = "gadget"
    symbol = "Gadget"
    marks = ("1", "2", "3")
    network = Relay.network


class Panel(Machine):
    """A panel with nested branches, timers, a gadget and a spare terminal."""

    G1 = DCSupply()
    S1, S2 = PushButton("NO"), Selector("NC")
    K1, K2, K3 = Relay("13-14", "21-22"), OnDelayTimer("17-18"), OffDelayTimer("15-16")
    Y1, X9, R1 = Solenoid(), Gadget(), Resistor()
    wiring = Ladder(
        "Panel",
        G1["+"],
        G1["-"],
        Rung(
            Parallel((S1, S2), (K1[13, 14], K1[21, 22] | K2[17, 18])),
            K1["A1", "A2"],
            comment="Start",
        ),
        Rung(K3[15, 16], Y1),
        Rung(X9[1, 2], R1),
        Rung(K2["A1", "A2"] | K3["A1", "A2"]),
    )


class Reversing(Machine):
    """Two contactors on one motor, and a power supply across two lines."""

    G1 = ThreePhaseSupply()
    Q1 = Disconnect()
    K1, K2 = Contactor("1-2", "3-4", "5-6"), Contactor("1-2", "3-4", "5-6")
    M1 = InductionMotor()
    G2 = Supply()
    T1 = PowerSupply()
    power = Power(
        "Power",
        Phase(G1["L1"], Q1[1, 2], K1[1, 2] | K2[1, 2], M1["U1"]),
        Phase(G1["L2"], Q1[3, 4], K1[3, 4] | K2[3, 4], M1["V1"]),
        Phase(G1["L3"], Q1[5, 6], K1[5, 6] | K2[5, 6], M1["W1"]),
    )
    control = Power("24 V", Phase(G2["L1"], T1["L", "+"]), Phase(G2["N"], T1["N", "-"]))


ALL = [*machines().values(), Panel, Reversing]
CASES = [(kind, standard) for kind in ALL for standard in STANDARDS]
INNER = {type(part) for kind in ALL for part in vars(kind).values() if isinstance(part, Machine)}


@cache
def drawn(kind, standard):
    """Return a machine's drawings, made once for all tests that look at them."""
    return draw_all(kind(), standard)


@pytest.mark.parametrize(("kind", "standard"), CASES)
def test_every_reachable_terminal_has_a_place(kind, standard):
    machine = kind()
    places = {a for d in drawn(kind, standard) for a in d.anchors}
    there = {p.name for p in machine.reachable()}
    if kind in INNER:  # what it is part of wires and draws its coils
        there &= {p.name for net in machine.nets for p in net}
    assert places == there


@pytest.mark.parametrize(("kind", "standard"), CASES)
def test_places_are_where_the_circles_are_and_inside_the_frame(kind, standard):
    for drawing in drawn(kind, standard):
        tree = ElementTree.fromstring(drawing.svg)
        rings = [(float(c.get("cx")), float(c.get("cy"))) for c in tree.iter(f"{SVG}circle")]
        for x, y in drawing.anchors.values():
            assert min(math.dist((x, y), ring) for ring in rings) < 0.02
            assert 0 < x < drawing.size[0]
            assert 0 < y < drawing.size[1]


@pytest.mark.parametrize(("kind", "standard"), CASES)
def test_terminals_are_far_enough_apart_for_a_finger(kind, standard):
    # 24 px targets (WCAG 2.5.8) at the 0.8 a tall sheet is scaled to: 30 px in the drawing.
    for drawing in drawn(kind, standard):
        for one, two in combinations(drawing.spots, 2):
            assert math.dist((one.x, one.y), (two.x, two.y)) >= 30, (one, two)


@pytest.mark.parametrize("standard", STANDARDS)
def test_drawing_takes_its_colours_from_the_page(standard):
    for drawing in draw_all(MotorStarter(), standard):
        colours = set(re.findall(r"(?:stroke|fill):\s*([^;]+);", drawing.svg))
        assert all(c in ("none", "currentColor") or c.startswith("var(--ls-") for c in colours)
        assert "black" not in drawing.svg


def test_alt_text_says_the_circuit_in_trade_words():
    alt = draw_all(MotorStarter())[2].alt
    assert alt.startswith("Control circuit: ladder between F6:2 on the left and T1:X2")
    assert (
        "Rung 1: break contact of overload relay F7 95-96, then break contact of push button "
        "S0 21-22, then in parallel (make contact of push button S1 13-14) with (make contact of "
        "contactor K1 13-14), then coil of contactor K1 A1-A2." in alt
    )
    assert "Not wired: F7 97-98." in alt


def test_alt_text_of_a_power_sheet_follows_the_conductors():
    alt = draw_all(MotorStarter())[0].alt
    assert "Conductor 1: from G1:L1: main pole of disconnect switch Q1 1-2, then fuse F1" in alt
    assert "heater of overload relay F7 1-2, to M1:U1." in alt


def words(svg: str) -> list[str]:
    """Return every text of a drawing."""
    return ["".join(t.itertext()) for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_coil_lists_its_contacts_and_contacts_point_to_their_coil():
    power, _, control = draw_all(MotorStarter())
    said = words(control.svg)
    assert "main 1-2 … 5-6 /1.3" in said  # sheet 1, column 3 has the last pole
    assert "make 33-34 /3.2" in said
    assert said.count("/3.1") == 3  # seal-in, 33-34 and 21-22 point to the coil on sheet 3, rung 1
    assert "/3.1" in words(power.svg)


def test_wire_numbers_are_those_of_the_machine():
    machine = MotorStarter()
    said = words(draw_all(machine)[2].svg)
    for address in ("F7:96", "S0:22", "K1:A1", "K1:34", "K1:22", "T1:X2"):
        assert machine.wire_numbers[address] in said


def test_comment_and_rung_numbers_are_written():
    said = words(draw_all(Panel())[0].svg)
    assert {"Start", "1", "2", "3", "4"} <= set(said)


def test_part_without_symbol_is_a_box_with_its_title():
    drawing = draw_all(Panel())[0]
    assert "gadget" in words(drawing.svg)
    assert "X9:3" in drawing.anchors  # the terminal without a wire has its place too


def test_nested_branches_lie_on_lanes_of_their_own():
    at = draw_all(Panel())[0].anchors
    first, second, third = at["S1:13"][1], at["K1:13"][1], at["K2:17"][1]
    assert first < second < third
    assert at["K1:21"][1] == second


def test_long_rung_is_folded():
    drawing = draw_all(LampString())[0]
    rows = {round(y) for address, (_, y) in drawing.anchors.items() if address[0] == "E"}
    assert len(rows) == 2
    assert drawing.size[0] < 800


def test_poles_stand_side_by_side_with_a_dashed_link():
    drawing = draw_all(MotorStarter())[0]
    at = drawing.anchors
    assert at["K1:1"][1] == at["K1:3"][1] == at["K1:5"][1]
    assert at["K1:1"][0] < at["K1:3"][0] < at["K1:5"][0]
    assert drawing.svg.count("stroke-dasharray:4,3") >= 3  # disconnect, contactor, overload


def test_transformer_spans_its_columns():
    at = draw_all(MotorStarter())[1].anchors
    assert at["T1:H1"][1] == at["T1:H4"][1] < at["T1:X1"][1] == at["T1:X2"][1]


def test_standards_have_symbols_of_their_own():
    for iec, nema in zip(
        draw_all(MotorStarter(), "IEC"), draw_all(MotorStarter(), "NEMA"), strict=True
    ):
        assert iec.svg != nema.svg
        assert iec.anchors.keys() == nema.anchors.keys()


def test_unknown_standard_says_which_there_are():
    machine = MotorStarter()
    with pytest.raises(LabsimError, match="has no standard DIN; it has IEC, NEMA"):
        draw(machine, machine.sheets[0], "DIN")


def test_hidden_terminals_are_drawn_but_have_no_place():
    class Sealed(PilotLight):
        hidden = ("X2",)

    class Tiny(Machine):
        """One lamp."""

        G1 = Supply()
        P1 = Sealed()
        sheet = Ladder("Tiny", G1["L1"], G1["N"], Rung(P1))

    assert "P1:X2" not in draw_all(Tiny())[0].anchors


def test_the_circuits_of_the_press_bear_the_tags_and_plates_of_its_unit():
    for unit in (0, 4):
        machine = PressWithTankHeater(unit=unit)
        tags = [machine.numbered(tag) for tag in ("Q10", "C1", "C2")]
        sheet = next(s for s in machine.sheets if s.title == "Oil and gravity")
        drawing = draw(machine, sheet)
        for tag in tags:
            assert re.search(rf"\b{tag}\b", drawing.svg)
            assert re.search(rf"\b{tag}\b", drawing.alt)
        assert "300 mm up" in drawing.svg
        assert "filled to 140 bar" in drawing.svg
