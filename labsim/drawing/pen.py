"""Pen: writes a part with its tag, marks, cross reference and terminals, lying or standing."""

from __future__ import annotations

from labsim.core.machine import Machine
from labsim.core.sheet import Element, Port
from labsim.drawing.canvas import Canvas
from labsim.drawing.index import Index
from labsim.drawing.kinds import kind_of
from labsim.drawing.symbols import IEC, NEMA, REACH, contact

__all__ = ["Pen"]

TALL = {"Sensor": 15, "PowerSupply": 16, "LED": 22, "Supply": 15, "Motor": 17, "NO": 13, "NC": 15}


class Pen:
    """Draws elements of one machine on one canvas in one standard."""

    def __init__(
        self, canvas: Canvas, machine: Machine, index: Index, standard: str, sheet: int
    ) -> None:
        self.canvas, self.machine, self.index = canvas, machine, index
        self.standard, self.sheet = standard, sheet

    def shape(self, element: Element) -> tuple[list, float]:
        """Return the symbol of an element and its height above the axis, in px."""
        a, b = element.ports
        kind = kind_of(element.component, a.mark, b.mark)
        if kind.symbol in ("NO", "NC"):
            return contact(self.standard, kind.symbol, kind.actuator, kind.pole)
        table = NEMA if self.standard == "NEMA" else IEC
        make = table.get(kind.symbol, table["Box"])
        return make(), TALL.get(kind.symbol, 13)

    def across(self, element: Element, x: float, y: float, beside: float | None = None) -> None:
        """Draw an element lying between its terminals, current from left to right.

        The contacts of a coil are listed under it, or at `beside` when there is no room.
        """
        shape, tall = self.shape(element)
        a, b = element.ports
        part = element.component
        self.canvas.symbol(shape, x, y)
        self.canvas.parts.setdefault(part.tag, (x, y))
        self.canvas.text(x, y - tall - 10, part.tag, "tag")
        for port, side in ((a, -1), (b, 1)):
            self.canvas.text(x + side * REACH, y + 18, port.mark, "mark")
            self.canvas.terminal(port, x + side * REACH, y)
        if {a.mark, b.mark} == {"A1", "A2"}:
            for n, text in enumerate(self.index.contacts(part)):
                if beside is None:
                    self.canvas.text(x + REACH + 9, y + 34 + 12.5 * n, text, "note", "right")
                else:
                    self.canvas.text(beside, y - 12 + 12.5 * n, text, "note", "left")
        elif self.reference(element):
            drop = 20 if self.standard == "NEMA" else 15
            self.canvas.text(x, y + drop, self.reference(element), "note")
        elif not self.known(element):
            self.canvas.text(x, y, part.title.rpartition(" ")[2][:8], "note")

    def down(self, element: Element, x: float, y: float, tag: bool = True) -> None:
        """Draw an element standing, current from top to bottom, what works it at the left."""
        shape, tall = self.shape(element)
        aside = x - max(22, tall + 6)
        a, b = element.ports
        self.canvas.symbol(shape, x, y, turn=-90, flip=True)
        self.canvas.parts.setdefault(element.component.tag, (x, y))
        if tag:
            self.canvas.text(aside, y, element.component.tag, "tag", "right", back=True)
            if self.reference(element):
                self.canvas.text(aside, y + 13, self.reference(element), "note", "right")
        for port, side in ((a, -1), (b, 1)):
            self.canvas.text(x + 13, y + side * (REACH + 1), port.mark, "mark", "left")
            self.canvas.terminal(port, x, y + side * REACH)

    def reference(self, element: Element) -> str:
        """Return where the coil of a contact is drawn, "/3.1"."""
        a, b = element.ports
        kind = kind_of(element.component, a.mark, b.mark)
        return self.index.coil(element.component) if kind.symbol in ("NO", "NC") else ""

    def known(self, element: Element) -> bool:
        """Tell whether the element has a symbol of its own."""
        a, b = element.ports
        symbol = kind_of(element.component, a.mark, b.mark).symbol
        return symbol in ("NO", "NC") or (symbol in IEC and symbol != "Box")

    def number(self, port: Port, x: float, y: float) -> None:
        """Write the wire number of the net a port is on."""
        text = self.machine.wire_numbers.get(port.name)
        if text:
            self.canvas.text(x, y, text, "wire")

    def rail(self, port: Port, x: float, y: float) -> None:
        """Write the name and wire number of a rail and make its head a terminal."""
        goes = self.index.elsewhere(port, self.sheet)
        self.canvas.text(x, y - 22, port.name, "tag")
        if goes:
            self.canvas.text(x + (-30 if x else 30), y - 22, goes, "note", "right" if x else "left")
        self.number(port, x + (12 if x else -12), y + 20)
        self.canvas.terminal(port, x, y)
