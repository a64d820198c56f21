"""Pairs of terminals worth a meter's two leads, as the drawings have them."""

from __future__ import annotations

from collections.abc import Iterator

from labsim.core.circuit import Circuit
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Port, Power

__all__ = ["pairs"]


def pairs(machine: Machine) -> list[tuple[Port, ...]]:
    """Pairs worth a voltmeter: terminal to each rail, across each part, across each wire."""
    found: dict[frozenset[str], tuple[Port, ...]] = {}

    def add(a: Port, b: Port) -> None:
        if a != b:
            found.setdefault(frozenset((a.name, b.name)), (a, b))

    for sheet in machine.sheets:
        if isinstance(sheet, Circuit):
            continue  # lines take gauges, no leads
        elements = list(sheet.elements())
        for element in elements:
            add(*element.ports)
        for a, b in sheet.wires():
            add(a, b)
        if isinstance(sheet, Ladder):
            for port in [sheet.left, *(p for e in elements for p in e.ports)]:
                add(port, sheet.right)
                add(sheet.left, port)
        if isinstance(sheet, Power):
            for a, b in _between_phases(sheet):
                add(a, b)
    reach = {p.name for p in machine.reachable()}
    return [pair for pair in found.values() if {p.name for p in pair} <= reach]


def _between_phases(sheet: Power) -> Iterator[tuple[Port, Port]]:
    """Ports at the same height of neighbouring phases, and of the last with the first."""
    columns = []
    for phase in sheet.phases:
        inner = [p for e in phase.elements() for p in e.ports]
        columns.append([phase.first or inner[0], *inner, phase.last or inner[-1]])
    around = zip(columns, columns[1:] + columns[:1], strict=True)
    for left, right in list(around)[: len(columns) if len(columns) > 2 else 1]:
        yield from zip(left, right, strict=False)
