"""Fluid circuits as sheets: what a line joins, and what an author is told who draws it wrong."""

import re
from typing import Any

import pytest

from labsim.core.circuit import Circuit, Line, loose_ends
from labsim.core.component import Component
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine


class Plumbing:
    """Stands for a network of fluids: the sheet asks for its domain only."""

    domain = "fluid"


class Part(Component):
    title, network = "part", Plumbing
    marks = ("P", "T")


class Vessel(Component):
    title, network = "vessel", Plumbing
    marks = ("S",)


def machine(*lines: Any, **parts: Component) -> Machine:
    return type("Trial", (Machine,), {**parts, "circuit": Circuit("Trial circuit", *lines)})()


def test_a_line_joins_all_its_ports_in_one_net() -> None:
    a, b, v = Part(), Part(), Vessel()
    built = machine(Line("P", a["P"], b["P"]), Line("T", a["T"], b["T"], v), A1=a, B1=b, V1=v)
    assert [[p.name for p in net] for net in built.nets] == [
        ["A1:P", "B1:P"],
        ["A1:T", "B1:T", "V1:S"],
    ]


def test_a_line_says_what_is_in_it_else_the_medium_does() -> None:
    a = Part()
    lines = Line("P", a["P"], litres=2.0), Line("T", a["T"])
    assert [Circuit("x", *lines).litres(line) for line in lines] == [2.0, 0.5]
    assert Circuit("x", *lines, medium="air").litres(lines[1]) == 0.05


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (lambda a: [Line("P", a["P"], a["T"]), Line("Q", a["P"])], "A1:P is on lines P and Q"),
        (lambda a: [Line("P", a["P"]), Line("P", a["T"])], "two lines are called P"),
    ],
)
def test_a_port_takes_one_line_and_a_name_one_line(lines: Any, said: str) -> None:
    a = Part()
    with pytest.raises(LabsimError, match=re.escape(said)):
        _ = machine(*lines(a), A1=a).nets


def test_a_port_on_no_line_is_named_with_the_cure() -> None:
    a, v = Part(), Vessel()
    built = machine(Line("P", a["P"], v), A1=a, V1=v)
    with pytest.raises(LabsimError, match="A1:T of the part is on no line: put it on a Line"):
        loose_ends(built)


@pytest.mark.parametrize("attribute", ["capped", "vented"])
def test_a_port_that_closes_or_is_open_to_air_needs_no_line(attribute: str) -> None:
    a, v = type("Own", (Part,), {attribute: ("T",)})(), Vessel()
    loose_ends(machine(Line("P", a["P"], v), A1=a, V1=v))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Line("P"), "joins nothing"),
        (lambda: Line("P", Part()), "with ports P, T, say which one"),
        (lambda: Line("P", Vessel(), litres=-1), "-1 L is no volume"),
        (lambda: Circuit("x", medium="water"), "has no medium water"),
        (lambda: Circuit("x", Line("PA", Vessel())).line("PB"), "Nearest|has no line PB"),
    ],
)
def test_what_cannot_be_drawn_says_so(make: Any, said: str) -> None:
    with pytest.raises(LabsimError, match=said):
        make()
