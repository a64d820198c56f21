"""Rings of remote I/O: the scanner, the racks with their cards, the cables from port to port."""

from __future__ import annotations

from labsim.core.component import Component
from labsim.drawing.canvas import Canvas
from labsim.plc.parts.ring import Ring

__all__ = ["draw_ring", "ring_words"]

PITCH, HALF, HIGH = 170.0, 52.0, 34.0  # px: from device to device, half their width and height
CARD = 40.0  # px, height of a card under its coupler
BELOW = 74.0  # px from the lowest card to the cable that closes the ring


def draw_ring(canvas: Canvas, sheet: Ring) -> None:
    """Draw the devices in a row and the last cable back below them."""
    scanner = sheet.scanner
    row = [scanner, *scanner.nodes]
    for n, device in enumerate(row):
        x = n * PITCH
        _box(canvas, x - HALF, -HIGH, x + HALF, HIGH)
        _name(canvas, device, x, -10)
        canvas.text(x, 8, device.title, "note")
        if n:
            canvas.text(x, 24, f"address {device.values['address']:g}", "note")
            _cards(canvas, device, x)
    for n, cable in enumerate(scanner.cables[:-1]):
        left, right = n * PITCH + HALF, (n + 1) * PITCH - HALF
        canvas.stroke((left, 0), (right, 0), wide=2.2)
        _ports(canvas, ("P2" if n else "P1", left + 4, "left"), ("P1", right - 4, "right"))
        _name(canvas, cable, (left + right) / 2, -14)
    _back(canvas, sheet)


def _back(canvas: Canvas, sheet: Ring) -> None:
    """Draw the cable that closes the ring."""
    scanner = sheet.scanner
    right, left = len(scanner.nodes) * PITCH + HALF, -HALF
    most = max((len(node.slots) for node in scanner.nodes), default=0)
    low = HIGH + CARD * most + BELOW - CARD
    canvas.stroke((right, 0), (right + 26, 0), (right + 26, low), (left - 26, low),
                  (left - 26, 0), (left, 0), wide=2.2)  # fmt: skip
    _ports(canvas, ("P2", right + 4, "left"), ("P2", left - 4, "right"))
    _name(canvas, scanner.cables[-1], (left + right) / 2, low)


def _cards(canvas: Canvas, coupler: Component, x: float) -> None:
    for k, card in enumerate(coupler.slots):
        top = HIGH + k * CARD
        _box(canvas, x - HALF, top, x + HALF, top + CARD)
        _name(canvas, card, x - 34, top + CARD / 2)
        points = [*card.inputs, *card.outputs]
        told = f"{points[0].address} … {points[-1].address[-1]}"
        canvas.text(x - 16, top + CARD / 2, told, "note", "left")


def _ports(canvas: Canvas, *ends: tuple[str, float, str]) -> None:
    for name, x, align in ends:
        canvas.text(x, 12, name, "mark", align)


def _box(canvas: Canvas, left: float, top: float, right: float, low: float) -> None:
    corners = ((left, top), (right, top), (right, low), (left, low), (left, top))
    canvas.stroke(*corners, wide=1.4)


def _name(canvas: Canvas, part: Component, x: float, y: float) -> None:
    canvas.text(x, y, part.tag, "tag", back=True)
    canvas.parts.setdefault(part.tag, (x, y))


def ring_words(sheet: Ring) -> str:
    """Say the ring: from port 1 of the scanner round to its port 2."""
    scanner = sheet.scanner
    told = [f"{sheet.title}: from port 1 of {scanner.title} {scanner.tag}"]
    for cable, node in zip(scanner.cables, scanner.nodes, strict=False):
        cards = " and ".join(card.tag for card in node.slots)
        told.append(f"over cable {cable.tag} to {node.title} {node.tag}, "
                    f"address {node.values['address']:g}, with {cards}")  # fmt: skip
    told.append(f"and over cable {scanner.cables[-1].tag} back to port 2 of {scanner.tag}.")
    return ", ".join(told)
