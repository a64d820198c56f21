"""Expected answers of ELE-01, from the apprentice's own print: tags, voltages, fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from grading.answers import Ask, Expected, Items, Number
from labsim.bench import Bench
from labsim.core.machine import Machine, swap_fault
from labsim.core.sheet import Element
from labsim.course import draw, own_unit
from labsim.teaching.prints import on_unit, places

__all__ = ["at_rest", "paths", "red_line", "running", "stop_held"]

# What is asked: in which state, and both ends of the path.
PATHS = {
    "stop lamp P2, at rest": ("at rest", "F6:2", "P2:X1"),
    "coil K1, Start held": ("Start held", "F6:2", "K1:A1"),
    "coil K1, Start let go": ("running", "F6:2", "K1:A1"),
    "run lamp P1, running": ("running", "F6:2", "P1:X1"),
    "motor terminal U1, running, from L1": ("running", "G1:L1", "M1:U1"),
}
WALK = (
    ("Start held", (("press", "S1"),)),
    ("running", (("release", "S1"),)),
    ("Stop held", (("press", "S0"),)),
)


@dataclass(frozen=True)
class Printed:
    """What a sound conveyor reads: volts by state and place, closed contacts by path."""

    machine: Machine
    volts: dict[str, dict[tuple[str, str], float]]
    paths: dict[str, list[str]]

    def why(self, state: str, ports: tuple[str, str]) -> str:
        """Say in a sentence why the voltage between two terminals is what it is."""
        (red, black), wires = ports, self.machine.wire_numbers
        if wires.get(red) == wires.get(black):
            return f"{red} and {black} are one wire, {wires[red]}: no voltage along a sound wire."
        if self.volts[state][ports] < 1:
            return f"{red} and {black} are joined, or both cut off from the source, in this state."
        return f"A source reaches {red} and {black} from both sides in this state."


@dataclass(frozen=True)
class Either(Expected):
    """Several answers that say the same; the best fit counts."""

    options: tuple[Expected, ...]
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        return max(option.judge(given) for option in self.options)

    def example(self) -> Any:
        return self.options[0].example()


@cache
def printed(lab: Any, number: str) -> Printed:
    """Walk once through a conveyor as its print has it: voltages by state and place, and paths."""
    bench = Bench(lab.scenario.build(number))
    asked, told, ways = places(bench).values(), {}, {}
    for state, steps in (("at rest", ()), *WALK):
        for do, tag in steps:
            getattr(bench, do)(on_unit(bench.machine, tag))
        told[state] = {p: abs(float(bench.measure("V", *p).value)) for p in asked}
        for name, (when, start, goal) in PATHS.items():
            if when == state:
                ways[name] = contacts(bench, *(on_unit(bench.machine, x) for x in (start, goal)))
    return Printed(bench.machine, told, ways)


def of(ask: Ask) -> Printed:
    """Return the print of the conveyor this apprentice stands before."""
    return printed(ask.lab, str(own_unit(ask.lab, ask.seed).unit))


def volts(ask: Ask, state: str) -> dict[str, Expected]:
    mine = of(ask)
    asked = places(SimpleNamespace(machine=mine.machine, seed=ask.seed.instruments))
    return {
        f"{letter} (V)": Number(mine.volts[state][ports], why=mine.why(state, ports))
        for letter, ports in asked.items()
    }


def at_rest(ask: Ask) -> dict[str, Expected]:
    return volts(ask, "at rest")


def running(ask: Ask) -> dict[str, Expected]:
    return volts(ask, "running")


def stop_held(ask: Ask) -> dict[str, Expected]:
    return volts(ask, "Stop held")


def paths(ask: Ask) -> dict[str, Expected]:
    why, ways = "Follow the wire numbers with a finger.", of(ask).paths
    return {name: Items(tuple(ways[name]), ordered=True, why=why) for name in PATHS}


def contacts(bench: Bench, start: str, goal: str) -> list[str]:
    """Return the closed contacts in series from one terminal to another, as "K1 13-14"."""
    machine = bench.machine
    wire = machine.wire_numbers
    ways: dict[str, list[str]] = {wire[start]: []}
    queue = [wire[start]]
    while queue:
        here = queue.pop(0)
        for element in conducting(bench):
            ends = [wire[port.name] for port in element.ports]
            if here not in ends:
                continue
            there = ends[1 - ends.index(here)]
            if there not in ways:
                ways[there] = ways[here] + named(element)
                queue.append(there)
    return ways[wire[goal]]


def named(element: Element) -> list[str]:
    a, b = (port.mark for port in element.ports)
    known = getattr(element.component, "contacts", {})
    return [f"{element.component.tag} {a}-{b}"] if (a, b) in known else []


def conducting(bench: Bench) -> Iterator[Element]:
    """Yield what lets current through now: closed contacts, fuses, heaters; not loads."""
    for sheet in bench.machine.sheets:
        for element in sheet.elements():
            part, marks = element.component, tuple(port.mark for port in element.ports)
            if marks in getattr(part, "contacts", {}):
                if part.is_made(bench.sim.views[part.tag], marks)[0]:
                    yield element
            elif part.symbol in ("Fuse", "Overload"):
                yield element


def red_line(ask: Ask) -> Expected:
    unit = own_unit(ask.lab, ask.seed)
    fault = draw(ask.lab, ask.seed.fault)
    swap = next(s for s in ask.lab.machine.swaps if swap_fault(s).id == fault.id)
    pairs = [(swap.first.name, swap.second.name)]
    if swap.first.component.tag == "M1":  # the same two wires, crossed at their other end
        pairs.append(("F7:2", "F7:4"))
    marked = [Items(tuple(on_unit(unit, x) for x in pair)) for pair in pairs]
    return Either(tuple(marked), why="Lock out and ring the wire: it does not go where drawn.")
