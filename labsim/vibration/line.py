"""Shaft lines: machines on their feet, joined by couplings, belts and gears, with their pads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from labsim.core.errors import LabsimError, unknown
from labsim.core.sheet import Element, Port, Sheet

if TYPE_CHECKING:
    from labsim.core.component import Component
    from labsim.core.machine import Machine

__all__ = ["Layout", "Place", "ShaftLine", "partners"]


class ShaftLine(Sheet):
    """A shaft line from left to right: `ShaftLine("Shaft line", M1, X1, P1)`.

    Machines (parts with `bearings`) alternate with what joins two of them (those with `couples`);
    parts with neither, a neighbour on the same base, stand anywhere. The first machine drives.
    """

    def __init__(self, title: str, *parts: Any) -> None:
        self.title, self.parts = title, list(parts)

    @property
    def machines(self) -> list[Any]:
        """What has bearings, from the driving end on."""
        return [part for part in self.parts if getattr(part, "bearings", ())]

    @property
    def links(self) -> list[Any]:
        """What joins one machine to the next."""
        return [part for part in self.parts if getattr(part, "couples", False)]

    @property
    def members(self) -> list[Any]:
        """Every part of the line: the parts drawn, then their bearings and feet."""
        inner = [x for m in self.machines for x in (*m.bearings, m.feet)]
        return list(dict.fromkeys([*self.parts, *inner]))

    @property
    def ports(self) -> list[Port]:
        """Every pad a sensor can be put on."""
        return [p.port(m) for p in self.members for m in p.marks if m in p.pads]

    def elements(self) -> Iterator[Element]:
        return iter(())

    def wires(self) -> Iterator[tuple[Port, Port]]:
        return iter(())

    def check(self, machine: Machine) -> None:
        """Raise LabsimError when the line does not hold together, or a part of it has no tag."""
        count = len(self.machines)
        if not count:
            raise LabsimError(f"{self.title}: a shaft line begins with a machine on bearings")
        if len(self.links) != count - 1:
            raise LabsimError(
                f"{self.title}: {count} machines are joined by {count - 1} couplings or drives, "
                f"not {len(self.links)}"
            )
        for part in self.members:
            if part.tag not in machine.components:
                raise LabsimError(f"{self.title}: {part!r} is no part of the machine: name it")


def partners(line: ShaftLine) -> list[tuple[Port, ...]]:
    """Return pairs of pads worth a phase: at one bearing, along a machine, across a coupling.

    At every bearing across and up; along every machine end to end, each way; the same ways over
    what joins two machines; foot against base.
    """
    found: list[tuple[Port, ...]] = []
    for unit in line.machines:
        found += [(b.port("H"), b.port("V")) for b in unit.bearings]
        ends = zip(unit.bearings[::2], unit.bearings[1::2], strict=False)
        found += [(a.port(way), b.port(way)) for a, b in ends for way in "HVA"]
        found += [(unit.feet.port("F"), unit.feet.port("B"))]
    for left, right in zip(line.machines, line.machines[1:], strict=False):
        one, other = left.bearings[-1], right.bearings[0]
        found += [(one.port(way), other.port(way)) for way in "HVA"]
    return found


@dataclass(frozen=True)
class Place:
    """Where a bearing sits: machine, shaft, and its place along the casing, -1 to 1."""

    part: Any
    unit: int
    shaft: int
    along: float


class Layout:
    """Where everything of a shaft line is, worked out once: bearings, shafts, pads, neighbours."""

    def __init__(self, line: ShaftLine) -> None:
        self.line, self.units = line, line.machines
        self.places: list[Place] = []
        self.shaft_of: dict[str, int] = {}  # tag of a machine, of its feet -> its (first) shaft
        self.between: dict[str, tuple[int, int]] = {}  # tag of a link -> bearings left and right
        shaft = 0
        for number, unit in enumerate(self.units):
            self.shaft_of[unit.tag] = self.shaft_of[unit.feet.tag] = shaft
            shaft = self._unit(number, unit, shaft)
            if number < len(line.links):
                shaft += line.links[number].steps
        self._joints()
        self.at = {place.part.tag: n for n, place in enumerate(self.places)}
        self.pads = {port.name: self._pad(port) for port in line.ports}
        self.rows = {name: n for n, name in enumerate(self.pads)}

    def _unit(self, number: int, unit: Any, shaft: int) -> int:
        """Place the bearings of a machine, two to a shaft; return its last shaft."""
        for n, bearing in enumerate(unit.bearings):
            along = -1.0 if n % 2 == 0 else 1.0
            self.places.append(Place(bearing, number, shaft + n // 2, along))
        return shaft + (len(unit.bearings) - 1) // 2

    def _joints(self) -> None:
        """Find the bearings on either side of every link."""
        mine = [self.of_unit(n) for n in range(len(self.units))]
        for n, link in enumerate(self.line.links):
            self.between[link.tag] = mine[n][-1], mine[n + 1][0]

    def of_unit(self, number: int) -> list[int]:
        """Return the bearings of a machine, by number."""
        return [n for n, place in enumerate(self.places) if place.unit == number]

    def _pad(self, port: Port) -> tuple[int, str, bool]:
        """Return bearing (or machine) number, direction or place, and whether it is a bearing."""
        if port.component.tag in self.at:
            return self.at[port.component.tag], port.mark, True
        for number, unit in enumerate(self.units):
            if unit.feet is port.component:
                return number, port.mark, False
        raise LabsimError(f"{port.name} is on no machine of {self.line.title}")

    def row(self, address: str) -> int:
        """Return the number of a pad; an address that is no pad raises LabsimError."""
        if address not in self.rows:
            raise unknown(self.line.title, "pad", address, self.rows)
        return self.rows[address]

    def shaft_at(self, address: str) -> int:
        """Return the shaft that turns at a pad; at a foot the machine's first."""
        number, _, bearing = self.pads[address]
        return self.places[number].shaft if bearing else self.shaft_of[self.units[number].tag]

    def part_at(self, address: str) -> Component:
        """Return the bearing or the feet that a pad belongs to."""
        number, _, bearing = self.pads[address]
        return self.places[number].part if bearing else self.units[number].feet
