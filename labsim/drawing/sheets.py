"""Draw a sheet, or all sheets of a machine, in the chosen symbol standard."""

from __future__ import annotations

from collections.abc import Callable

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
from labsim.drawing.shaftline import draw_shaft_line, shaft_words
from labsim.drawing.stand import draw_stand, stand_words
from labsim.drawing.words import describe
from labsim.mechanical.stand import StandPlan
from labsim.plc.parts.ring import Ring
from labsim.process.plan import Plan
from labsim.vibration.line import ShaftLine

__all__ = ["STANDARDS", "draw", "draw_all"]

STANDARDS = ("IEC", "NEMA")
# Sheets without wires between terminals, drawn whole: how, and their words.
WHOLE: dict[type[Sheet], tuple[Callable[..., None], Callable[..., str]]] = {
    Circuit: (draw_circuit, lambda sheet, machine: describe(sheet)),
    Plan: (draw_plan, plan_words),
    Ring: (lambda canvas, sheet, machine: draw_ring(canvas, sheet),
           lambda sheet, machine: ring_words(sheet)),
    ShaftLine: (lambda canvas, sheet, machine: draw_shaft_line(canvas, sheet),
                lambda sheet, machine: shaft_words(sheet)),
    StandPlan: (lambda canvas, sheet, machine: draw_stand(canvas, sheet),
                lambda sheet, machine: stand_words(sheet)),
}  # fmt: skip


def draw_all(machine: Machine, standard: str = "IEC") -> list[Drawing]:
    """Draw every sheet of a machine."""
    return [draw(machine, sheet, standard) for sheet in machine.sheets]


def draw(machine: Machine, sheet: Sheet, standard: str = "IEC") -> Drawing:
    """Draw one sheet of a machine; `standard` is "IEC" or "NEMA"."""
    if standard not in STANDARDS:
        raise unknown("the drawing", "standard", standard, STANDARDS)
    canvas = Canvas()
    for kind, (drawn, words) in WHOLE.items():
        if isinstance(sheet, kind):
            drawn(canvas, sheet, machine)
            return canvas.finish(sheet.title, words(sheet, machine))
    index, number = Index(machine), machine.sheets.index(sheet) + 1
    pen = Pen(canvas, machine, index, standard, number)
    if isinstance(sheet, Ladder):
        draw_ladder(canvas, sheet, pen)
    elif isinstance(sheet, Power):
        draw_power(canvas, sheet, pen)
    else:
        kinds = ["Ladder", "Power", *(kind.__name__ for kind in WHOLE)]
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
