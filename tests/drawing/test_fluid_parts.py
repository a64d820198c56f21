"""The parts of labsim.fluid and their symbols: every part has one that shows all its ports."""

from __future__ import annotations

import inspect
import re

import pytest

from labsim.core.circuit import Circuit, Line
from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.drawing import draw_all
from labsim.drawing.fluid_symbols import SYMBOLS, symbol_of
from labsim.electrical.loads import Solenoid
from labsim.fluid.air_cylinders import AirCylinder
from labsim.fluid.air_valves import LeverValve52
from labsim.fluid.cylinders import Cylinder, VerticalCylinder
from labsim.fluid.lines import Plug
from labsim.fluid.sensors import LimitSwitch
from tests.conftest import load_all, tree

load_all()
BASES = ("AirPart", "OilPart", "Piston", "Ways")
PARTS = {c.__name__: c for c in tree(Component) if c.__module__.startswith("labsim.fluid.")
         and c.__name__[0] != "_" and c.__name__ not in BASES}  # fmt: skip
GIVEN = {"cylinder": AirCylinder, "valve": LeverValve52, "a": Solenoid}


def made(cls):
    """Return a part of a class, with what it follows or watches."""
    asked = inspect.signature(cls).parameters.values()
    needed = [p.name for p in asked if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    return cls(**{name: GIVEN.get(name, Solenoid)() for name in needed})


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_fluid_part_has_a_symbol_with_its_ports(name):
    part = made(PARTS[name])
    part.tag = "X1"
    assert part.symbol in SYMBOLS or not part.marks
    assert list(symbol_of(part, "oil").anchors) == list(part.marks)


def test_a_lifting_cylinder_stands_upright_its_rod_up_or_hanging():
    for hangs, turn in ((False, 90), (True, 270)):
        symbol = symbol_of(VerticalCylinder(hangs=hangs), "oil")
        assert {t for t, _ in symbol.turns} == {turn}


def test_limit_switches_stand_where_the_end_of_the_rod_is_when_they_make():
    class Slide(Machine):
        """Cylinder with a switch at either end."""

        C1 = Cylinder(stroke=300.0)
        B1, B2 = LimitSwitch(C1), LimitSwitch(C1, at=300.0)
        X1, X2 = Plug(), Plug()
        oil = Circuit("Oil", Line("A", C1["A"], X1["1"]), Line("B", C1["B"], X2["1"]))

    (drawing,) = draw_all(Slide())
    group = re.search(r'data-move="travel" data-dx="([\d.]+)"', drawing.svg)
    near, far = drawing.parts["B1"], drawing.parts["B2"]
    assert far[0] - near[0] == pytest.approx(float(group[1]), abs=0.1)
    assert near[1] == far[1]
