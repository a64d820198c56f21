"""Fluid circuits drawn: every port in its place, lines at right angles, pictures that fit."""

from __future__ import annotations

import math
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from labsim.core.circuit import Circuit, Line
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.drawing import draw_all
from labsim.drawing.fluid_symbols import SYMBOLS, symbol_of, turned
from labsim.drawing.fluid_valves import BOXES
from tests.conftest import ROOT
from tests.drawing.circuits import PICTURE, Press, part, press, tangle, valve

SVG = "{http://www.w3.org/2000/svg}"
GUIDE = (ROOT / "docs/how-to/fluid-symbols.md").read_text("utf-8").split("## Dir")[0]
ROWS = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ([^|]*) \|", GUIDE, re.M)
PORTS = {
    name: "" if ports.startswith(("–", "from")) else ports
    for names, ports in ROWS
    for name in re.findall(r"\w+", names)
}


def test_the_guide_has_every_symbol_and_no_other():
    assert set(PORTS) == set(SYMBOLS)


@pytest.mark.parametrize("name", [n for n in SYMBOLS if PORTS[n]])
def test_a_symbol_has_a_place_for_each_of_its_ports_outside_its_body(name):
    marks = PORTS[name].split()
    symbol = symbol_of(part(name, PORTS[name]), "oil")
    assert list(symbol.anchors) == marks
    left, low, right, top = symbol.body
    for spot in symbol.anchors.values():
        outside = {"up": spot.y - top, "down": low - spot.y, "left": left - spot.x,
                   "right": spot.x - right}  # fmt: skip
        assert outside[spot.side] > 5


@pytest.mark.parametrize("name", [n for n in SYMBOLS if PORTS[n]])
def test_ports_of_a_symbol_are_a_finger_apart_and_on_the_grid(name):
    symbol = symbol_of(part(name, PORTS[name]), "oil")
    for turn, flip in symbol.turns:
        spots = list(turned(symbol, turn, flip).anchors.values())
        for one, two in combinations(spots, 2):
            assert math.dist((one.x, one.y), (two.x, two.y)) >= 30
        for spot in spots:
            across = spot.x if spot.side in ("up", "down") else spot.y
            assert across % 16 == 0


def test_ports_with_other_marks_take_the_places_in_order():
    shuttle = symbol_of(part("Shuttle", "1 3 2"), "air")
    assert shuttle.anchors["2"].side == "up"
    with pytest.raises(LabsimError, match="has ports 1, 2, 3; the symbol Check has A, B"):
        symbol_of(part("Check", "1 2 3"), "oil")


VALVES = {
    "2/2": ("P A", {"boxes": ("P>A", "")}),
    "3/2": ("1 2 3", {"boxes": ("1>2", "2>3"), "actuators": ("solenoid", "spring")}),
    "4/2": ("P A B T", {"boxes": ("parallel", "crossed"), "actuators": ("lever", "detent")}),
    "5/2": ("1 2 3 4 5 14 12", {"boxes": ("1>4 2>3", "1>2 4>5"), "actuators": ("pilot",) * 2}),
    "5/3": ("1 2 3 4 5", {"boxes": ("1>4 2>3", "closed", "1>2 4>5")}),
} | {f"4/3 {centre}": ("P A B T", {"centre": centre}) for centre in BOXES}


@pytest.mark.parametrize("name", VALVES)
def test_a_valve_has_its_ports_at_the_box_at_rest(name):
    marks, given = VALVES[name]
    symbol = symbol_of(valve(marks, **given), "air")
    assert set(symbol.anchors) == set(marks.split())
    spots = symbol.anchors.values()
    for one, two in combinations(spots, 2):
        assert math.dist((one.x, one.y), (two.x, two.y)) >= 30
    (move,) = symbol.moves
    boxes = given.get("boxes", ("", "", ""))
    assert move.data["zero"] == (0 if len(boxes) == 3 else -1)
    # All the way to the other end is one box less than the stack.
    assert 2 * move.data["dx"] == pytest.approx((len(boxes) - 1) * (80 if "5" in marks else 60))


def test_wrong_boxes_and_actuators_are_named():
    with pytest.raises(LabsimError, match="has no port Q; it has"):
        symbol_of(valve("P A", boxes=("P>Q", "")), "oil")
    with pytest.raises(LabsimError, match=r"has no actuator solonoid; it has .*Nearest: solenoid"):
        symbol_of(valve("P A B T", actuators=("solonoid", "spring")), "oil")


def pieces(drawing):
    return [(name, a, b) for name, paths in drawing.lines.items() for a, b in paths]


def test_the_press_is_drawn_with_every_port_in_its_place():
    machine = press()
    (drawing,) = draw_all(machine)
    assert set(drawing.anchors) == {p.name for p in machine.reachable()}
    assert set(machine.components) == set(drawing.parts)
    for one, two in combinations(drawing.spots, 2):
        assert math.dist((one.x, one.y), (two.x, two.y)) >= 30, (one, two)
    rings = [
        (float(c.get("cx")), float(c.get("cy")))
        for c in ElementTree.fromstring(drawing.svg).iter(f"{SVG}circle")
    ]
    for x, y in drawing.anchors.values():
        assert min(math.dist((x, y), ring) for ring in rings) < 0.02
        assert 0 < x < drawing.size[0]
        assert 0 < y < drawing.size[1]


CIRCUITS = [press(), press(""), *(tangle(seed, 4 + 2 * seed) for seed in range(5))]


@pytest.mark.parametrize("machine", CIRCUITS)
def test_lines_are_at_right_angles_end_at_their_ports_and_never_lie_on_each_other(machine):
    (drawing,) = draw_all(machine)
    found = pieces(drawing)
    assert all(a[0] == b[0] or a[1] == b[1] for _, a, b in found)
    for line in machine.oil.lines:
        ends = [p for name, a, b in found if name == line.name for p in (a, b)]
        for port in line.ports if len(line.ports) > 1 else ():
            assert min(math.dist(drawing.anchors[port.name], end) for end in ends) < 0.1
    for (one, a, b), (two, c, d) in combinations(found, 2):
        if one != two and a[0] == b[0] == c[0] == d[0]:
            assert max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1])
        if one != two and a[1] == b[1] == c[1] == d[1]:
            assert max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0])


@pytest.mark.parametrize("machine", CIRCUITS)
def test_ports_of_a_line_hang_together(machine):
    (drawing,) = draw_all(machine)
    for line in machine.oil.lines:
        reached, left = [drawing.anchors[line.ports[0].name]], list(drawing.lines[line.name])
        for _ in list(left):
            for piece in list(left):
                if any(touches(piece, at) for at in reached) or any(
                    touches(done, end) for done in drawing.lines[line.name] if done not in left
                    for end in piece):  # fmt: skip
                    reached += piece
                    left.remove(piece)
        assert not left
        assert all(any(math.dist(drawing.anchors[p.name], at) < 0.1 for at in reached)
                   for p in line.ports)  # fmt: skip


def touches(piece, at):
    (x1, y1), (x2, y2) = sorted(piece)
    return x1 - 0.1 <= at[0] <= x2 + 0.1 and min(y1, y2) - 0.1 <= at[1] <= max(y1, y2) + 0.1


def test_a_circuit_is_drawn_the_same_every_time():
    assert draw_all(press())[0].svg == draw_all(press())[0].svg


def test_what_moves_is_in_groups_that_say_how():
    tree = ElementTree.fromstring(draw_all(press())[0].svg)
    groups = {(g.get("data-part"), g.get("data-move")): g for g in tree.iter(f"{SVG}g")}
    piston, spool = groups["C1", "travel"], groups["V1", "shift"]
    assert float(piston.get("data-dx")) > 50
    assert float(piston.get("data-dy")) == 0
    assert (float(spool.get("data-dx")), float(spool.get("data-zero"))) == (60, 0)
    assert {g.get("data-net") for g in tree.iter(f"{SVG}g")} >= set("PABTS")


def test_a_circuit_in_words_says_what_each_line_joins():
    alt = draw_all(press())[0].alt
    assert "Line A joins directionalvalve V1 at A and cylinder C1 at A." in alt


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("R1", "R7", r"has R7 at row 4, column 26, but .* no such part; nearest: R1"),
        ("R1", "", r"Hydraulic circuit: R1 not in the picture"),
        ("R1", "V1", r"has V1 twice, at row 2, column 21 and at row 4, column 26"),
        ("=P=", "=Q=", r"has a rail Q at row 3, column 16, but .* no such line"),
    ],
)
def test_a_picture_that_does_not_fit_the_parts_is_refused(old, new, said):
    with pytest.raises(LabsimError, match=said):
        draw_all(press(PICTURE.replace(old, new)))


def test_a_picture_has_the_tags_as_the_class_writes_them():
    class Hall(Machine):
        """A press in a hall."""

        press = Press()

    assert "press.C1:A" in draw_all(Hall())[0].anchors
    assert "C31:A" in draw_all(Press(unit=3))[0].anchors


def test_one_motor_of_two_pumps_is_drawn_once():
    class Twins(Machine):
        """Two pumps on one shaft."""

        M2 = part("Drive", "")
        P1, P2 = part("Pump", "S P", drive=M2), part("Pump", "S P", drive=M2)
        oil = Circuit("Oil", Line("S", P1["S"], P2["S"]), Line("P", P1["P"], P2["P"]))

    svg = draw_all(Twins())[0].svg
    assert svg.count(">M<") == 1
    assert svg.count(">M2<") == 2


def test_a_way_a_symbol_cannot_point_is_refused():
    with pytest.raises(LabsimError, match=r"Hydraulic circuit: T1 cannot point down, .* up"):
        draw_all(press(PICTURE.replace("T1", "T1v")))


def test_a_way_said_in_the_picture_is_kept():
    straight = draw_all(press())[0].anchors
    turned_up = draw_all(press(PICTURE.replace("C1", "C1^")))[0].anchors
    assert straight["C1:A"][1] == straight["C1:B"][1]
    assert turned_up["C1:A"][1] > turned_up["C1:B"][1]


def test_a_circuit_without_a_picture_is_arranged():
    at = draw_all(press(""))[0].anchors
    assert at["C1:A"][1] < at["V1:P"][1] < at["P1:P"][1] < at["T1:T"][1]
    assert isinstance(press("").oil, Circuit)
