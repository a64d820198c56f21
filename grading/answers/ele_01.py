"""Expected answers of ELE-01, from the apprentice's own print: tags, voltages, fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grading.answers import Ask, Expected, Items, Number
from labsim.bench import Bench
from labsim.core.machine import swap_fault
from labsim.core.sheet import Element
from labsim.course import draw, own_unit
from labsim.teaching.prints import bring, on_unit, places

__all__ = ["at_rest", "paths", "red_line", "running", "stop_held"]

# What is asked, the steps that lead there from rest, each after the other, and both ends.
PATHS = {
    "stop lamp P2, at rest": ((), "F6:2", "P2:X1"),
    "coil K1, Start held": (("press S1",), "F6:2", "K1:A1"),
    "coil K1, Start let go": (("press S1", "release S1"), "F6:2", "K1:A1"),
    "run lamp P1, running": (("press S1", "release S1"), "F6:2", "P1:X1"),
    "motor terminal U1, running, from L1": (("press S1", "release S1"), "G1:L1", "M1:U1"),
}


@dataclass(frozen=True)
class Either(Expected):
    """Several answers that say the same; the best fit counts."""

    options: tuple[Expected, ...]
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        return max(option.judge(given) for option in self.options)

    def example(self) -> Any:
        return self.options[0].example()


def as_printed(ask: Ask) -> Bench:
    """Return the machine as the apprentice's print has it, with nothing wrong, at rest."""
    return Bench(own_unit(ask.lab, ask.seed), seed=ask.seed.instruments)


def volts(ask: Ask, state: str) -> dict[str, Expected]:
    bench = as_printed(ask)
    asked = places(bench)
    bring(bench, state)
    found: dict[str, Expected] = {}
    for letter, (red, black) in asked.items():
        value = abs(float(bench.measure("V", red, black).value))
        found[f"{letter} (V)"] = Number(value, why=why(bench, red, black, value))
    return found


def why(bench: Bench, red: str, black: str, value: float) -> str:
    """Say in a sentence why the voltage is what it is."""
    wires = bench.machine.wire_numbers
    if wires.get(red) == wires.get(black):
        return f"{red} and {black} are one wire, {wires[red]}: no voltage along a sound wire."
    if value < 1:
        return f"{red} and {black} are joined, or both cut off from the source, in this state."
    return f"A source reaches {red} and {black} from both sides in this state."


def at_rest(ask: Ask) -> dict[str, Expected]:
    return volts(ask, "at rest")


def running(ask: Ask) -> dict[str, Expected]:
    return volts(ask, "running")


def stop_held(ask: Ask) -> dict[str, Expected]:
    return volts(ask, "Stop held")


def paths(ask: Ask) -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    bench, done = as_printed(ask), ()
    for name, (steps, start, goal) in PATHS.items():
        for step in steps[len(done) :]:
            do, _, tag = step.partition(" ")
            getattr(bench, do)(on_unit(bench.machine, tag))
        done = steps
        way = contacts(bench, *(on_unit(bench.machine, x) for x in (start, goal)))
        found[name] = Items(tuple(way), ordered=True, why="Follow the wire numbers with a finger.")
    return found


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
