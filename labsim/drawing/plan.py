"""Plans of stored energies: where each comes from, what shuts it off, what lets it go."""

from __future__ import annotations

import re

from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.drawing.canvas import Canvas
from labsim.drawing.pen import Pen
from labsim.energy.plan import EnergyPlan, Line

__all__ = ["draw_plan", "plan_words"]

ROW = 112.0  # px from one energy to the next
ORIGIN, SHUT, STORE, OFF, GOES = 0.0, 130.0, 270.0, 430.0, 500.0  # px along a row
HALF = 30.0  # px, half a box


def named(machine: Machine, text: str) -> str:
    """Return a text with the tags in it as they are on this unit."""
    return re.sub(r"\b[A-Z]+\d+\b", lambda found: machine.numbered(found[0]), text)


def draw_plan(canvas: Canvas, sheet: EnergyPlan, pen: Pen) -> None:
    """Draw a row for each energy, from its origin to where it goes."""
    for n, line in enumerate(sheet.lines):
        _row(canvas, pen.machine, line, 40 + n * ROW)


def _row(canvas: Canvas, machine: Machine, line: Line, y: float) -> None:
    store = line.store
    canvas.text(ORIGIN, y, named(machine, line.origin), "tag", "left")
    off, out = getattr(store, "isolator", None), getattr(store, "release", None)
    if off is not None:
        canvas.line((ORIGIN + 74, y), (SHUT - 14, y))
        _valve(canvas, off, SHUT, y)
        canvas.line((SHUT + 14, y), (STORE - HALF, y))
    else:
        canvas.line((ORIGIN + 74, y), (STORE - HALF, y))
    _box(canvas, store, y)
    if out is not None:
        canvas.line((STORE + HALF, y), (OFF - 14, y))
        _valve(canvas, out, OFF, y)
        canvas.line((OFF + 14, y), (GOES - 8, y))
        canvas.text(GOES, y, line.goes, "tag", "left")
        _gauge(canvas, STORE + HALF + 38, y)


def _valve(canvas: Canvas, part: Component, x: float, y: float) -> None:
    """Draw two triangles tip to tip and a lever (ISO 1219-1)."""
    points = [(x - 14, y - 9), (x + 14, y + 9), (x + 14, y - 9), (x - 14, y + 9)]
    canvas.line(*points, points[0])
    canvas.line((x, y), (x, y - 16))
    canvas.line((x - 8, y - 16), (x + 8, y - 16))
    canvas.text(x, y - 28, part.tag, "tag")
    canvas.text(x, y + 22, part.title, "note")
    canvas.parts.setdefault(part.tag, (x, y))


def _box(canvas: Canvas, store: Component, y: float) -> None:
    x, high = STORE, 22.0
    edges = [(x - HALF, y - high), (x + HALF, y - high), (x + HALF, y + high), (x - HALF, y + high)]
    canvas.line(*edges, edges[0])
    canvas.text(x, y, store.tag, "tag")
    canvas.text(x, y + high + 12, store.title, "note")
    canvas.text(x, y + high + 25, store.plate, "note")
    canvas.parts.setdefault(store.tag, (x, y))
    if store.blocks:  # what could fall, and the prop beside it
        canvas.line((x + HALF + 14, y - high), (x + HALF + 14, y + 12))
        canvas.line((x + HALF + 8, y + 5), (x + HALF + 14, y + 12), (x + HALF + 20, y + 5))
        canvas.line((x + HALF + 44, y - high), (x + HALF + 44, y + high), wide=6)
        canvas.text(x + HALF + 60, y, "prop", "note", "left")


def _gauge(canvas: Canvas, x: float, y: float) -> None:
    canvas.line((x, y), (x, y - 20))
    canvas.ring(x, y - 30, 10)
    canvas.line((x, y - 30), (x + 6, y - 36))


def plan_words(sheet: EnergyPlan, machine: Machine) -> str:
    """Say a plan, energy by energy."""
    said = [f"{sheet.title}."]
    for line in sheet.lines:
        store = line.store
        off, out = getattr(store, "isolator", None), getattr(store, "release", None)
        words = f"{store.title} {store.tag} ({store.plate}), from {named(machine, line.origin)}"
        words += f" through {off.title} {off.tag}" if off is not None else ""
        words += f", let off through {out.title} {out.tag}, {line.goes}" if out else ""
        words += ", held by a prop" if store.blocks else ""
        said.append(f"{words[0].upper()}{words[1:]}.")
    return " ".join(said)
