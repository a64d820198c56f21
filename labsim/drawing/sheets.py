"""Draw a sheet, or all sheets of a machine, in the chosen symbol standard."""

from __future__ import annotations

from labsim.core.circuit import Circuit
from labsim.core.errors import unknown
from labsim.core.machine import Machine
from labsim.core.sheet import Element, Ladder, Power, Sheet
from labsim.drawing.canvas import Canvas, Drawing
from labsim.drawing.fluid import draw_circuit
from labsim.drawing.index import Index
from labsim.drawing.ladder import PITCH, draw_ladder
from labsim.drawing.pen import Pen
from labsim.drawing.plan import draw_plan, plan_words
from labsim.drawing.power import draw_power
from labsim.drawing.ring import draw_ring, ring_words
from labsim.drawing.words import describe
from labsim.plc.parts.ring import Ring
from labsim.process.plan import Plan

__all__ = ["STANDARDS", "draw", "draw_all"]

STANDARDS = ("IEC", "NEMA")


def draw_all(machine: Machine, standard: str = "IEC") -> list[Drawing]:
    """Draw every sheet of a machine."""
    return [draw(machine, sheet, standard) for sheet in machine.sheets]


def draw(machine: Machine, sheet: Sheet, standard: str = "IEC") -> Drawing:
    """Draw one sheet of a machine; `standard` is "IEC" or "NEMA"."""
    if standard not in STANDARDS:
        raise unknown("the drawing", "standard", standard, STANDARDS)
    index, canvas = Index(machine), Canvas()
    number = machine.sheets.index(sheet) + 1
    pen = Pen(canvas, machine, index, standard, number)
    if isinstance(sheet, Ladder):
        draw_ladder(canvas, sheet, pen)
    elif isinstance(sheet, Power):
        draw_power(canvas, sheet, pen)
    elif isinstance(sheet, Circuit):
        draw_circuit(canvas, sheet, machine)
        return canvas.finish(sheet.title, describe(sheet))
    elif isinstance(sheet, Plan):
        draw_plan(canvas, sheet, machine)
        return canvas.finish(sheet.title, plan_words(sheet, machine))
    elif isinstance(sheet, Ring):
        draw_ring(canvas, sheet)
        return canvas.finish(sheet.title, ring_words(sheet))
    else:
        kinds = ["Ladder", "Power", "Circuit", "Plan", "Ring"]
        raise unknown("the drawing", "kind of sheet", type(sheet).__name__, kinds)
    alt = describe(sheet) + _spare(canvas, pen, index, number)
    return canvas.finish(sheet.title, alt)


def _spare(canvas: Canvas, pen: Pen, index: Index, number: int) -> str:
    """Draw terminals without a wire under the sheet; return them in words."""
    found = index.spare(number)
    if not found:
        return ""
    left, _, right, low = canvas.box
    x, y, said = left + 20, low + 76, []
    canvas.text(left + 8, low + 22, "Not wired", "note", "left")
    for part, pairs in found:
        for a, b in pairs:
            if x + PITCH > max(right, left + 4 * PITCH):
                x, y = left + 20, y + 70
            if b is not None:
                pen.across(Element(a, b), x + PITCH / 2, y)
                said.append(f"{part.tag} {a.mark}-{b.mark}")
                x += PITCH
            else:
                canvas.text(x + 10, y - 16, part.tag, "tag")
                canvas.text(x + 10, y + 18, a.mark, "mark")
                canvas.terminal(a, x + 10, y)
                said.append(a.name)
                x += 48
    return f" Not wired: {', '.join(said)}."
