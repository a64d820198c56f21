"""The parts of labsim.fluid and their symbols: every part has one that shows all its ports."""

from __future__ import annotations

import pytest

from labsim.core.component import Component
from labsim.drawing.fluid_symbols import SYMBOLS, symbol_of
from labsim.electrical.loads import Solenoid
from labsim.fluid.air_cylinders import AirCylinder
from labsim.fluid.cylinders import VerticalCylinder
from tests.conftest import load_all, tree

load_all()
PARTS = sorted(
    {
        c
        for c in tree(Component)
        if c.__module__.startswith("labsim.fluid.") and c.__name__[0] != "_"
    },
    key=lambda cls: cls.__name__,
)
GIVEN = {"AirMonitor": (AirCylinder(),), "SolenoidValve32": (Solenoid(),),
         "SolenoidValve52": (Solenoid(),)}  # fmt: skip
BARE = ("AirPart", "OilPart", "Piston", "Ways", "Joystick")  # bases, and what is not in a circuit


@pytest.mark.parametrize("cls", PARTS, ids=lambda cls: cls.__name__)
def test_a_fluid_part_has_a_symbol_with_its_ports(cls):
    part = cls(*GIVEN.get(cls.__name__, ())) if cls.__name__ not in BARE else None
    if part is None:
        assert not cls.marks
        return
    part.tag = "X1"
    assert part.symbol in SYMBOLS
    assert list(symbol_of(part, "oil").anchors) == list(part.marks)


def test_a_lifting_cylinder_stands_upright_its_rod_up_or_hanging():
    for hangs, turn in ((False, 90), (True, 270)):
        symbol = symbol_of(VerticalCylinder(hangs=hangs), "oil")
        assert {t for t, _ in symbol.turns} == {turn}
