"""Machines out of the engine's primitive laws: what the tests of the kernel run on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from labsim.core.circuit import Circuit, Line
from labsim.core.component import Component, Param, State
from labsim.core.machine import Machine
from labsim.fluid.network import ATMOSPHERE, FluidNetwork

__all__ = ["Block", "Lift", "Pneumatic", "machine"]


class Block(Component):
    """A part whose laws are given to it: `Block("AB", lambda net: …, size=3.0)`."""

    network = FluidNetwork
    positions = ("0", "1", "2", "3")
    position = State(0, "what the test says")
    size = Param(1.0, "", "what the test says")
    other = Param(0.0, "", "what the test says")

    def __init__(self, marks: Any, declare: Callable[[Any], None], **params: Any) -> None:
        self.declare = declare
        super().__init__(marks=tuple(marks), **params)

    def laws(self, net: Any) -> None:
        self.declare(net)


def machine(medium: str = "oil", litres: Any = None, lines: Any = None, **parts: Any) -> Machine:
    """Return a machine of parts and lines {name: ("P1:P", "V1:P")}."""
    litres = litres or {}

    def port(address: str) -> Any:
        tag, _, mark = address.partition(":")
        return parts[tag][mark]

    drawn = [Line(name, *map(port, ends), litres=litres.get(name)) for name, ends in lines.items()]
    body = {**parts, "circuit": Circuit("circuit", *drawn, medium=medium)}
    for tag, part in parts.items():
        part.tag = tag
    return type("Bench", (Machine,), {"__doc__": "A circuit of a test.", **body})()


def choose(*values: float) -> Callable[[Any], np.ndarray]:
    """Return a rule that picks a value by the part's position."""
    return lambda c: np.choose(c.position, values)


AREA_A, AREA_B = 31.172, 20.994  # cm² of a 63/36 cylinder


def Lift() -> Machine:
    """A press that lifts: pump, relief 120 bar, 4/3 valve, counterbalance, 63/36 x 450, 1500 kg.

    Proportional valve 12 Hz as a lag of 1/(2·pi·12) s, overlap 8 %; counterbalance 90 bar, 4:1.
    """

    def pump(net: Any) -> None:
        net.pump("flow", "S", "P", lambda c: 23.2 * c.size)
        net.leak("slip", "P", "S", 0.008)

    def relief(net: Any) -> None:
        net.orifice("relief", "P", "T", 60.0, opens={"P": 1, "T": -1},
                    crack=lambda c: 120.0 * c.size, span=20.0)  # fmt: skip

    def valve(net: Any) -> None:
        net.spool("spool", choose(0.0, 1.0, -1.0, 0.5), 1 / (2 * np.pi * 12))
        for a, b, side in (("P", "A", 1), ("B", "T", 1), ("P", "B", -1), ("A", "T", -1)):
            net.orifice(f"{a}-{b}", a, b, lambda c: 25.0 * c.size, edge=("spool", side, 0.08))
            net.leak(f"{a}~{b}", a, b, 2e-4)

    def counterbalance(net: Any) -> None:
        net.orifice("check", "V", "C", 40.0, opens={"V": 1, "C": -1}, crack=0.5, span=2.0)
        net.orifice("main", "C", "V", 40.0, opens={"C": 1, "X": 4}, crack=90.0, span=40.0)

    def cylinder(net: Any) -> None:
        net.volume("A", 0.2)
        net.volume("B", 0.2)
        net.body("rod", 1500.0, 450.0, force=-14715.0, coulomb=400.0, viscous=1.0)
        net.piston("cap", "A", "rod", AREA_A)
        net.piston("ring", "B", "rod", -AREA_B)
        net.leak("seal", "A", "B", lambda c: c.size * 1e-3)

    def tank(net: Any) -> None:
        net.fixed("T")
        net.medium(air=0.005, cooling=20.0)

    parts = {
        "T1": Block("T", tank),
        "P1": Block("SP", pump),
        "R1": Block("PT", relief),
        "V1": Block("PTAB", valve),
        "C1": Block("AB", cylinder),
        "F1": Block("VCX", counterbalance),
    }
    lines = {
        "P": ("P1:P", "R1:P", "V1:P"),
        "T": ("T1:T", "P1:S", "R1:T", "V1:T"),
        "VA": ("V1:A", "F1:V"),
        "A": ("F1:C", "C1:A"),
        "B": ("V1:B", "C1:B", "F1:X"),
    }
    return machine("oil", {"P": 1.0}, lines, **parts)


def Pneumatic() -> Machine:
    """A 32/12 x 100 cylinder on a 5/2 valve at 6 bar, throttled on its exhaust (C = 0.12)."""

    def valve(net: Any) -> None:
        net.fixed("P", 6.0)
        net.spool("spool", choose(-1.0, 1.0, -1.0, 1.0), 0.01)
        for a, b, side in (("P", "A", 1), ("B", "T", 1), ("P", "B", -1), ("A", "T", -1)):
            net.sonic(f"{a}-{b}", a, b, 1.2, 0.3, edge=("spool", side, 0.0))

    def throttle(net: Any) -> None:
        net.sonic("out", "C", "V", 0.12, 0.3)
        net.sonic("free", "V", "C", 1.2, 0.3, opens={"V": 1, "C": -1}, crack=0.1, span=0.2)

    def cylinder(net: Any) -> None:
        net.volume("A", 0.02)
        net.volume("B", 0.02)
        net.body("rod", 1.5, 100.0, coulomb=20.0, viscous=0.03)
        net.piston("cap", "A", "rod", 8.042)
        net.piston("ring", "B", "rod", -6.911)

    parts = {
        "V1": Block("PTAB", valve),
        "F1": Block("VC", throttle),
        "F2": Block("VC", throttle),
        "C1": Block("AB", cylinder),
        "T1": Block("T", lambda net: net.fixed("T")),
    }
    lines = {
        "P": ("V1:P",), "T": ("V1:T", "T1:T"), "VA": ("V1:A", "F1:V"), "VB": ("V1:B", "F2:V"),
        "A": ("F1:C", "C1:A"), "B": ("F2:C", "C1:B"),
    }  # fmt: skip
    small = dict.fromkeys(lines, 0.005)
    return machine("air", small, lines, **parts)


__all__ += ["ATMOSPHERE", "choose"]
