"""Expected answers of ELE-03, measured on benches that have the fault the question names."""

from __future__ import annotations

from functools import cache
from typing import Any

from grading.answers import Ask, Expected, Items, Number

__all__ = ["drops", "lockout"]

COIL, START = ("K1:A1", "K1:A2"), ("S1:13", "S1:14")
# Fault, meter, terminals, why. Start is held in all of them.
DROPS = {
    "coil burnt open: across the coil, K1:A1 to K1:A2 (V)": (
        "K1: coil burnt open", "V", COIL, "Every contact passes the voltage on; no current flows.",
    ),
    "coil burnt open: across Start, S1:13 to S1:14 (V)": (
        "K1: coil burnt open", "V", START, "Start is closed and no current flows through it.",
    ),
    "Start does not make: across Start, S1:13 to S1:14 (V)": (
        "S1: contact 13-14 does not make", "V", START, "All voltage stands across the break.",
    ),
    "Start does not make: across the coil, K1:A1 to K1:A2 (V)": (
        "S1: contact 13-14 does not make", "V", COIL, "Nothing is left for the coil.",
    ),
    "wire off at K1:A2: from K1:A1 to T1:X2 (V)": (
        "K1: terminal A2 open", "V", ("K1:A1", "T1:X2"), "The way to A1 is whole.",
    ),
    "wire off at K1:A2: across the coil, K1:A1 to K1:A2 (V)": (
        "K1: terminal A2 open", "V", COIL, "Without current the coil drops nothing: A2 is hot too.",
    ),
    "F6 blown: across F6, F6:1 to F6:2 (V)": (
        "F6: blown", "V", ("F6:1", "F6:2"), "Lamp P2 behind it leads to X2: the break has it all.",
    ),
    "Stop does not make: S0:22 to T1:X2 on LoZ (V)": (
        "S0: contact 21-22 does not make", "V LoZ", ("S0:22", "T1:X2"), "A ghost collapses on LoZ.",
    ),
}  # fmt: skip
STEPS = (
    "notify", "stop", "isolate", "lock", "release stored energy", "prove the meter", "test",
    "prove again",
)  # fmt: skip


def drops(ask: Ask) -> dict[str, Expected]:
    volts = read(ask.lab)
    return {place: Number(volts[place], why=why) for place, (*_, why) in DROPS.items()}


@cache
def read(lab: Any) -> dict[str, float]:
    """Return what the meter shows at each place: on the values of the drawing, for everybody."""
    found = {}
    for place, (fault, function, ports, _) in DROPS.items():
        bench = lab.bench(fault).press("S1")
        found[place] = abs(float(bench.measure(function, *ports).value))
    return found


def lockout(ask: Ask) -> Expected:
    return Items(STEPS, ordered=True, why="OSHA 1910.147(d): each step guards the next.")
