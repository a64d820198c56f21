"""Plan of stored energies: a sheet that shows where each comes from and how it is taken away."""

from __future__ import annotations

from collections.abc import Iterator

from labsim.core.component import Component
from labsim.core.sheet import Element, Port, Sheet

__all__ = ["EnergyPlan", "Line"]


class Line:
    """One energy: what feeds it, the part that stores it, where it goes when it is released."""

    def __init__(self, origin: str, store: Component, goes: str) -> None:
        self.origin, self.store, self.goes = origin, store, goes


class EnergyPlan(Sheet):
    """Sheet without wires: `EnergyPlan(title, Line("air main, 6 bar", C3, "to air"))`."""

    def __init__(self, title: str, *lines: Line) -> None:
        self.title, self.lines = title, list(lines)

    def elements(self) -> Iterator[Element]:
        return iter(())

    def wires(self) -> Iterator[tuple[Port, Port]]:
        return iter(())
