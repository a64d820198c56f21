"""Cross references: on which sheet and rung (or column) every element of a machine is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from labsim.core.circuit import Circuit
from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.core.sheet import Element, Ladder, Port, Power, Sheet
from labsim.drawing.kinds import contact_of, kind_of
from labsim.mechanical.stand import StandPlan
from labsim.vibration.line import ShaftLine

__all__ = ["Index"]


@dataclass(frozen=True)
class _Place:
    sheet: int
    row: int

    def __str__(self) -> str:
        return f"/{self.sheet}.{self.row}"


class Index:
    """Where things are in the set of drawings."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.places: dict[tuple[str, str, str], _Place] = {}
        self.drawn: dict[Port, int] = {}
        self.sheet_of: dict[str, int] = {}
        for n, sheet in enumerate(machine.sheets, 1):
            for row, branch in enumerate(rows(sheet), 1):
                for element in branch.elements():
                    self._note(element, _Place(n, row))
            for port in ends(sheet):
                self.drawn.setdefault(port, n)
                self.sheet_of[port.component.tag] = n

    def _note(self, element: Element, place: _Place) -> None:
        a, b = element.ports
        tag = element.component.tag
        self.places.setdefault((tag, a.mark, b.mark), place)
        for port in (a, b):
            self.drawn.setdefault(port, place.sheet)
        self.sheet_of[tag] = place.sheet

    def elsewhere(self, port: Port, number: int) -> str:
        """Return the other sheets a port is drawn on, "/1": where its wire goes on."""
        others = []
        for n, sheet in enumerate(self.machine.sheets, 1):
            ports = [*ends(sheet), *(p for e in sheet.elements() for p in e.ports)]
            if n != number and port in ports:
                others.append(f"/{n}")
        return " ".join(others)

    def coil(self, part: Component) -> str:
        """Return where the coil of a part is, "/3.1"; empty when it has none or it is not drawn."""
        place = self.places.get((part.tag, "A1", "A2"))
        return str(place) if place else ""

    def contacts(self, part: Component) -> list[str]:
        """Return the lines under a coil: "make 13-14 /3.1", contacts of a kind together."""
        found: dict[str, list[str]] = {}
        for (tag, a, b), place in self.places.items():
            if tag == part.tag and contact_of(part, a, b):
                kind = kind_of(part, a, b)
                word = "main" if kind.pole else "make" if kind.symbol == "NO" else "break"
                found.setdefault(word, []).append(f"{a}-{b} {place}")
        main = found.pop("main", [])
        lines = []
        if main:
            lines.append(
                f"main {main[0].split()[0]} … {main[-1]}" if len(main) > 1 else f"main {main[0]}"
            )
        return lines + [f"{word} {text}" for word, texts in found.items() for text in texts]

    def spare(self, number: int) -> list[tuple[Component, list[tuple[Port, Port | None]]]]:
        """Return, for a sheet, parts with terminals that no sheet shows: contacts as pairs."""
        wired = [
            n
            for n, s in enumerate(self.machine.sheets, 1)
            if not isinstance(s, Circuit | ShaftLine | StandPlan)
        ]
        last = max(wired, default=0)  # what no sheet shows is drawn under the last one with wires
        found = []
        for tag, part in self.machine.components.items():
            if self.sheet_of.get(tag, last) != number:
                continue
            free = [
                m for m in part.marks if m not in part.hidden and part.port(m) not in self.drawn
            ]
            pairs: list[tuple[Port, Port | None]] = []
            for a, b in getattr(part, "contacts", {}):
                if a in free and b in free:
                    pairs.append((part.port(a), part.port(b)))
                    free = [m for m in free if m not in (a, b)]
            pairs += [(part.port(m), None) for m in free]
            if pairs:
                found.append((part, pairs))
        return found


def rows(sheet: Sheet) -> list:
    """Return the rungs of a ladder or the conductors of a power sheet."""
    if isinstance(sheet, Ladder):
        return list(sheet.rungs)
    return list(sheet.phases) if isinstance(sheet, Power) else []


def ends(sheet: Sheet) -> list[Port]:
    """Return the ports a sheet begins and ends at."""
    if isinstance(sheet, Ladder):
        return [sheet.left, sheet.right]
    if isinstance(sheet, Circuit | ShaftLine | StandPlan):
        return sheet.ports
    phases = rows(sheet)
    return [p for phase in phases for p in (phase.first, phase.last) if p is not None]
