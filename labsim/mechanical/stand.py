"""The sheet of an alignment stand: feet from above, hubs from behind, each place a dial is put."""

from __future__ import annotations

from collections.abc import Iterator

from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.sheet import Element, Port, Sheet
from labsim.mechanical.feet import MovedFeet
from labsim.mechanical.hubs import Hubs

__all__ = ["StandPlan"]


class StandPlan(Sheet):
    """Where shims go and dials sit: `StandPlan("Feet and hubs", U5, W1)`."""

    def __init__(self, title: str, feet: MovedFeet, hubs: Hubs) -> None:
        self.title, self.feet, self.hubs = title, feet, hubs

    @property
    def ports(self) -> list[Port]:
        """Every place a dial or laser head is put."""
        return [part.port(mark) for part in (self.feet, self.hubs) for mark in part.marks]

    def elements(self) -> Iterator[Element]:
        return iter(())

    def wires(self) -> Iterator[tuple[Port, Port]]:
        return iter(())

    def check(self, machine: Machine) -> None:
        """Raise LabsimError when feet or hubs are no parts of the machine."""
        for part in (self.feet, self.hubs):
            if part.tag not in machine.components:
                raise LabsimError(f"{self.title}: {part!r} is no part of the machine: name it")
