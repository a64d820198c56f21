"""Plan of a plant: a belt from above, and what stands at it. It joins no terminals."""

from __future__ import annotations

from collections.abc import Iterator

from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.core.sheet import Element, Port, Sheet
from labsim.process.belt import Belt
from labsim.process.feeder import Feeder
from labsim.process.fill import FillValve
from labsim.process.pusher import Pusher

__all__ = ["Plan"]


class Plan(Sheet):
    """A belt seen from above: `Plan("Plant", G2)`; what stands at it is found by itself."""

    def __init__(self, title: str, belt: Belt) -> None:
        self.title, self.belt = title, belt

    def elements(self) -> Iterator[Element]:
        return iter(())

    def wires(self) -> Iterator[tuple[Port, Port]]:
        return iter(())

    def at_belt(self, machine: Machine) -> list[tuple[float, Component]]:
        """Return what stands at a place of the belt: (mm from the infeed, part), in that order."""
        parts = machine.components.values()
        found = [p for p in parts if self._stands(p) and "at" in p.values]
        return sorted(((float(p.values["at"]), p) for p in found), key=lambda one: one[0])

    def _stands(self, part: Component) -> bool:
        watches = getattr(part, "of", None) is self.belt
        return watches or (
            isinstance(part, Pusher | FillValve) and getattr(part, "belt", None) is self.belt
        )

    def feeders(self, machine: Machine) -> list[Component]:
        """Return what brings products to it."""
        parts = machine.components.values()
        return [p for p in parts if isinstance(p, Feeder) and p.belt is self.belt]

    def wheels(self, machine: Machine) -> list[Component]:
        """Return the pulse wheels on its roller."""
        parts = machine.components.values()
        return [
            p
            for p in parts
            if getattr(p, "of", None) is self.belt and getattr(p, "watch", "") == "wheel"
        ]
