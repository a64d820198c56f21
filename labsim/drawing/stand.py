"""Alignment stands: the motor's four feet from above, both hubs from behind as a clock."""

from __future__ import annotations

from math import cos, radians, sin

from labsim.drawing.canvas import Canvas
from labsim.mechanical.hubs import CLOCK
from labsim.mechanical.stand import StandPlan

__all__ = ["draw_stand", "stand_words"]

LONG, WIDE = 240.0, 130.0  # px, the motor from above
FOOT = 15.0  # px, half a foot
CENTRE, RADIUS = 430.0, 62.0  # px: middle of the clock, its circle


def draw_stand(canvas: Canvas, sheet: StandPlan) -> None:
    """Draw the motor from above, coupling to the right, and the hubs beside it."""
    _feet(canvas, sheet)
    _hubs(canvas, sheet)


def _feet(canvas: Canvas, sheet: StandPlan) -> None:
    _box(canvas, 20, 30, LONG - 20, WIDE - 30)
    canvas.stroke((LONG - 20, WIDE / 2), (LONG + 36, WIDE / 2), wide=3.2)
    canvas.text(LONG + 40, WIDE / 2 - 14, "coupling", "note", "left")
    spots = {"1": (LONG - 50, 14), "2": (LONG - 50, WIDE - 14), "3": (50, 14), "4": (50, WIDE - 14)}
    for mark, (x, y) in spots.items():
        _box(canvas, x - FOOT, y - FOOT, x + FOOT, y + FOOT)
        canvas.terminal(sheet.feet.port(mark), x, y)
        canvas.text(x + FOOT + 9, y, mark, "mark", "left")
    _name(canvas, sheet.feet, LONG / 2, WIDE / 2)
    canvas.text(LONG / 2, -24, "from above", "note")


def _hubs(canvas: Canvas, sheet: StandPlan) -> None:
    middle = WIDE / 2
    canvas.ring(CENTRE, middle, RADIUS)
    canvas.ring(CENTRE, middle, 16)
    for mark, degrees in CLOCK.items():
        turn = radians(degrees)
        x, y = CENTRE + RADIUS * sin(turn), middle - RADIUS * cos(turn)
        canvas.terminal(sheet.hubs.port(mark), x, y)
        canvas.text(x + 15 * sin(turn), y - 15 * cos(turn), mark, "mark")
    _name(canvas, sheet.hubs, CENTRE, middle + 30)
    canvas.text(CENTRE, middle - RADIUS - 34, "from behind the motor", "note")


def _box(canvas: Canvas, left: float, top: float, right: float, low: float) -> None:
    canvas.stroke((left, top), (right, top), (right, low), (left, low), (left, top), wide=1.4)


def _name(canvas: Canvas, part: object, x: float, y: float) -> None:
    tag = str(getattr(part, "tag", ""))
    canvas.text(x, y, tag, "tag", back=True)
    canvas.parts.setdefault(tag, (x, y))


def stand_words(sheet: StandPlan) -> str:
    """Say where feet and hubs are."""
    return (
        f"{sheet.title}. Feet {sheet.feet.tag} from above: 1 and 2 at the coupling, 3 and 4 "
        f"behind, 1 and 3 left. Coupling hubs {sheet.hubs.tag} from behind the motor, with "
        "places at 12, 3, 6 and 9 o'clock."
    )
