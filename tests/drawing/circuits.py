"""Stand-in parts and circuits for the tests of the drawing: symbols and ports, no physics."""

from __future__ import annotations

import itertools
import random
from typing import Any

from labsim.core.circuit import Circuit, Line
from labsim.core.component import Component, Param
from labsim.core.machine import Machine


def part(symbol: str, marks: str, **given: Any) -> Component:
    """Return a part with this symbol; ports are given in a string, "P T"."""
    body = {"symbol": symbol, "title": symbol.lower(), "__doc__": f"{symbol}.", **given}
    return type(f"_{symbol}", (Component,), body)(marks=tuple(marks.split()))


def valve(marks: str, **given: Any) -> Component:
    return part("DirectionalValve", marks, **given)


INLINE = {"Check": "A B", "PilotCheck": "A B X", "Relief": "P T", "Gauge": "P", "Pump": "S P L",
          "Cylinder": "A B", "Tank": "T", "TwoHand": "X Y A R"}  # fmt: skip
CYLINDER = {"bore": Param(63.0, "mm", "bore"), "stroke": Param(300.0, "mm", "stroke")}
SETTING = {"setting": Param(160.0, "bar", "opens")}
PICTURE = """
                    C1
                    V1
               =====P=====
            P1  M1       R1
               =====T=====
            T1       T2
"""


class Press(Machine):
    """Press cylinder on a 4/3 valve with a relief valve."""

    T1, T2 = part("Tank", "T"), part("Tank", "T")
    M2 = part("Drive", "")
    P1 = part("Pump", "S P", drive=M2)
    R1 = part("Relief", "P T", **SETTING)
    M1 = part("PressureTap", "M")
    Y1, Y2 = part("Solenoid", ""), part("Solenoid", "")
    V1 = valve("P A B T", centre="tandem", a=Y1, b=Y2, actuators=("solenoid+spring",) * 2)
    C1 = part("Cylinder", "A B", **CYLINDER)
    oil = Circuit(
        "Hydraulic circuit",
        Line("P", P1["P"], R1["P"], M1["M"], V1["P"]),
        Line("A", V1["A"], C1["A"]),
        Line("B", V1["B"], C1["B"]),
        Line("T", V1["T"], R1["T"], T2["T"]),
        Line("S", P1["S"], T1["T"]),
        layout=PICTURE,
    )


def tangle(seed: int, count: int) -> Machine:
    """Return parts joined at random, without a picture: nothing a designer would draw."""
    dice, kinds = random.Random(seed), sorted(INLINE)
    body: dict[str, Any] = {f"X{n}": part(k := dice.choice(kinds), INLINE[k]) for n in range(count)}
    for tag, one in body.items():
        one.tag = tag
    ports = [one[mark] for one in body.values() for mark in one.marks]
    dice.shuffle(ports)
    cuts = [0, *sorted(dice.sample(range(1, len(ports)), len(ports) // 3)), len(ports)]
    lines = [Line(f"L{a}", *ports[a:b]) for a, b in itertools.pairwise(cuts)]
    body["oil"] = Circuit("Tangle", *lines)
    return type("_Tangle", (Machine,), body | {"__doc__": "Tangle."})()


def press(layout: str = PICTURE) -> Press:
    """Return the press with another picture."""
    machine = Press()
    machine.oil.layout = layout
    return machine
