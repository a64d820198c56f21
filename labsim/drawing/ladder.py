"""Ladder sheets: rails left and right, rungs between them, long rungs folded."""

from __future__ import annotations

from labsim.core.sheet import Ladder, Rung, Series
from labsim.drawing.canvas import Canvas
from labsim.drawing.index import Index
from labsim.drawing.kinds import is_load
from labsim.drawing.layout import Laid, Placed, lanes, lay, length
from labsim.drawing.pen import Pen
from labsim.drawing.symbols import REACH

__all__ = ["draw_ladder"]

PITCH, LANE = 104.0, 78.0
MOST = 6  # parts in one line of a rung, before it is folded
REF = 12.5  # px, a line of cross references


def fold(rung: Rung) -> list[Series]:
    """Cut a long rung into lines of about equal length."""
    if length(rung, PITCH) <= (MOST + 0.5) * PITCH:
        return [Series(*rung.items)]
    count = -(-int(length(rung, PITCH)) // int(MOST * PITCH))
    best = length(rung, PITCH) / count
    lines: list[list] = [[]]
    for item in rung.items:
        filled = sum(length(i, PITCH) for i in lines[-1])
        if lines[-1] and filled + length(item, PITCH) / 2 > best and len(lines) < count:
            lines.append([])
        lines[-1].append(item)
    return [Series(*line) for line in lines]


def _line(
    canvas: Canvas, pen: Pen, line: Series, left: float, right: float, y: float, ends: bool
) -> None:
    """Draw one line of a rung; the load of its last line sits at the right rail."""
    laid, items = Laid(), list(line.items)
    tail = items.pop() if ends and is_load(items[-1]) else None
    stop = left
    if items:
        stop = lay(Series(*items), left, 0, PITCH, REACH, laid)
    if tail is not None:
        begin = right - length(tail, PITCH)
        if items:
            middle = (stop + begin) / 2 if begin - stop > 40 else begin
            laid.numbers.append((middle, 0, tail.start))
        laid.wires.append(((stop, 0), (begin, 0)))
        stop = lay(tail, begin, 0, PITCH, REACH, laid)
    laid.wires.append(((stop, 0), (right, 0)))
    _ink(canvas, pen, laid, y, right if ends else right + 12)


def _ink(canvas: Canvas, pen: Pen, laid: Laid, y: float, rail: float) -> None:
    for wire in laid.wires:
        if wire[0] != wire[1]:
            canvas.line(*((a, y + lane * LANE) for a, lane in wire))
    for a, lane in laid.joints:
        canvas.dot(a, y + lane * LANE)
    for a, lane, port in laid.numbers:
        pen.number(port, a, y + lane * LANE - 8)
    for spot in laid.placed:
        crowded = any(_under(spot, other) for other in laid.placed)
        beside = rail + 14 if crowded else None
        pen.across(spot.element, spot.along, y + spot.lane * LANE, beside)


def _under(spot: Placed, other: Placed) -> bool:
    """Tell whether another element lies in the lane right under this one."""
    return other.lane == spot.lane + 1 and abs(other.along - spot.along) < PITCH


def _extra(index: Index, rung: Rung) -> float:
    """Room under a rung for the cross references of its coils, in px."""
    seen = [e for e in rung.elements() if {e.start.mark, e.end.mark} == {"A1", "A2"}]
    most = max((len(index.contacts(e.component)) for e in seen), default=0)
    return max(0.0, most * REF - 14) if lanes(rung) == 1 else max(0.0, most * REF - 14 - LANE)


def draw_ladder(canvas: Canvas, sheet: Ladder, pen: Pen) -> None:
    """Draw the rails, then rung after rung."""
    folded = [fold(rung) for rung in sheet.rungs]
    right = max(length(line, PITCH) for lines in folded for line in lines) + 24
    right = max(right, 4 * PITCH)
    y = 46.0
    for n, (rung, lines) in enumerate(zip(sheet.rungs, folded, strict=True), 1):
        canvas.text(-24, y, str(n), "note", "center")
        if rung.comment:
            canvas.text(6, y - 42, rung.comment, "note", "left")
        for k, line in enumerate(lines):
            last = k == len(lines) - 1
            begin, end = (0 if k == 0 else 12), (right if last else right - 12)
            _line(canvas, pen, line, begin, end, y, last)
            y += LANE * lanes(line)
            if not last:
                _fold_wire(canvas, pen, line, end, y)
        y += _extra(pen.index, rung)
    _rails(canvas, pen, sheet, right, y - LANE + 24)


def _fold_wire(canvas: Canvas, pen: Pen, line: Series, right: float, y: float) -> None:
    """Lead the wire from the end of one line back to the start of the next."""
    above, between = y - LANE * lanes(line), y - 40
    canvas.line((right, above), (right, between), (12, between), (12, y))
    pen.number(line.items[-1].end, right / 2, between - 8)


def _rails(canvas: Canvas, pen: Pen, sheet: Ladder, right: float, low: float) -> None:
    for port, x in ((sheet.left, 0.0), (sheet.right, right)):
        canvas.line((x, 6), (x, low), wide=3)
        pen.rail(port, x, 6)
