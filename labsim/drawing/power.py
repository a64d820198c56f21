"""Power sheets: a column for each conductor, poles of one part side by side and linked."""

from __future__ import annotations

from itertools import accumulate

from schemdraw.segments import Segment, SegmentArc

from labsim.core.component import Component
from labsim.core.sheet import Phase, Port, Power
from labsim.drawing.canvas import Canvas
from labsim.drawing.kinds import kind_of
from labsim.drawing.layout import Laid, Placed, lanes, lay, length
from labsim.drawing.pen import Pen
from labsim.drawing.symbols import REACH, earth, word

__all__ = ["draw_power"]

PITCH, LANE = 102.0, 86.0
TOP = 64.0
FOOT = 16.0  # px between the last row and what the conductors end at
SPANS = {"Transformer", "PowerSupply"}


def rank(sheet: Power) -> dict[str, int]:
    """Return the row of every part: below all before it, all poles of a part in one row."""
    row: dict[str, int] = {}
    for _ in range(len(sheet.phases) * 12):
        before = dict(row)
        for phase in sheet.phases:
            least = 0
            for item in phase.items:
                parts = {e.component.tag for e in item.elements()}
                least = max([least, *(row.get(tag, 0) for tag in parts)])
                row.update(dict.fromkeys(parts, least))
                least += 1
        if row == before:
            break
    return row


def heights(sheet: Power, row: dict[str, int]) -> list[float]:
    """Return where every row begins, in px, and at the end where the last one ends."""
    tall = [PITCH] * (1 + max(row.values()))
    for phase in sheet.phases:
        for item in phase.items:
            n = max(row[e.component.tag] for e in item.elements())
            tall[n] = max(tall[n], length(item, PITCH))
    return list(accumulate(tall, initial=TOP))


def _column(
    pen: Pen, phase: Phase, lane: float, row: dict[str, int], begins: list[float]
) -> list[Placed]:
    """Lay one conductor; return where its elements are."""
    laid, here = Laid(), TOP
    for n, item in enumerate(phase.items):
        begin = begins[max(row[e.component.tag] for e in item.elements())]
        laid.wires.append(((here, lane), (begin, lane)))
        if n:
            laid.numbers.append((begin, lane, item.start))
        here = lay(item, begin, lane, PITCH, REACH, laid)
    if phase.first:
        laid.wires.append(((TOP - 18, lane), (TOP, lane)))
        laid.numbers.append((TOP + 2, lane, phase.first))
    if phase.last:
        laid.wires.append(((here, lane), (begins[-1] + FOOT, lane)))
        laid.numbers.append((here, lane, phase.last))
    else:
        goes = pen.index.elsewhere(phase.end, pen.sheet)
        if goes:
            laid.wires.append(((here, lane), (here + 14, lane)))
            pen.canvas.text(lane * LANE, here + 24, f"to {goes}", "note")
    _put(pen, laid)
    return laid.placed


def _put(pen: Pen, laid: Laid) -> None:
    """Draw the wires, joints and wire numbers of a conductor that has been laid."""
    for wire in laid.wires:
        if wire[0] != wire[1]:
            pen.canvas.line(*((at * LANE, along) for along, at in wire))
    for along, at in laid.joints:
        pen.canvas.dot(at * LANE, along)
    for along, at, port in laid.numbers:
        pen.number(port, at * LANE - 11, along)


def _poles(pen: Pen, part: Component, spots: list[Placed]) -> None:
    """Draw the poles of one part in their columns, linked by a dashed line."""
    spots = sorted(spots, key=lambda s: s.lane)
    y = spots[0].along
    for n, spot in enumerate(spots):
        pen.down(spot.element, spot.lane * LANE, spot.along, tag=n == 0)
    if len(spots) > 1:
        level = [s for s in spots if s.along == y]
        shift = 6 if kind_of(part, *(p.mark for p in spots[0].element.ports)).symbol == "NO" else 0
        pen.canvas.line(*((s.lane * LANE - shift, y) for s in level), dash=True)
        if part.symbol == "Disconnect":
            x = level[0].lane * LANE
            pen.canvas.line((x - 6, y), (x - 18, y), dash=True)
            pen.canvas.line((x - 18, y - 6), (x - 18, y + 6))


def _winding_ends(pen: Pen, spot: Placed, middle: float, y: float) -> None:
    """Draw both terminals of a winding, their marks on the side away from the core."""
    x = spot.lane * LANE
    out, align = (-13, "right") if x < middle else (13, "left")
    for port, side in zip(spot.element.ports, (-1, 1), strict=True):
        pen.canvas.text(x + out, y + side * (REACH + 1), port.mark, "mark", align)
        pen.canvas.terminal(port, x, y + side * REACH)


def _spanning(pen: Pen, part: Component, spots: list[Placed]) -> None:
    """Draw a transformer or power supply across the columns its windings are in."""
    spots = sorted(spots, key=lambda s: s.lane)
    left, right, y = spots[0].lane * LANE, spots[-1].lane * LANE, spots[0].along
    canvas, middle = pen.canvas, (spots[0].lane + spots[-1].lane) * LANE / 2
    for spot in spots:
        _winding_ends(pen, spot, middle, y)
    if part.symbol == "Transformer":
        _windings(canvas, left, right, middle, y)
        canvas.text(left - 10, y, part.tag, "tag", "right")
        ratio = f"{part.values['primary']:g} / {part.values['secondary']:g} V"
        canvas.text(right + 10, y, ratio, "note", "left")
    else:
        west, east = left - 12, right + 12
        edges = [(west, y - 20), (east, y - 20), (east, y + 20), (west, y + 20)]
        canvas.line(*edges, edges[0])
        for spot in spots:
            x = spot.lane * LANE
            canvas.line((x, y - REACH), (x, y - 20))
            canvas.line((x, y + 20), (x, y + REACH))
        canvas.text(middle, y - 6, part.tag, "tag")
        canvas.text(middle, y + 9, part.title, "note")
    canvas.parts.setdefault(part.tag, (middle, y))


def _windings(canvas: Canvas, left: float, right: float, middle: float, y: float) -> None:
    for side in (-1, 1):
        level = y + side * 12
        for x, end in ((left, middle - 24), (right, middle + 24)):
            canvas.line((x, y + side * REACH), (x, level), (end, level))
        ends = (0, 180) if side > 0 else (180, 360)
        humps = [SegmentArc((dx, 0), 12, 13, *ends) for dx in (-18, -6, 6, 18)]
        canvas.symbol(humps, middle, level)
    for dy in (-2, 2):
        canvas.symbol([Segment([(-24, dy), (24, dy)], lw=1.3)], middle, y)


def _head(pen: Pen, ports: list[tuple[Port, float]]) -> None:
    """Draw where the conductors come from: lines of a supply, or terminals of another sheet."""
    for n, (port, x) in enumerate(ports):
        part = port.component
        if part.symbol.endswith("Supply"):
            pen.canvas.text(x, TOP - 38, port.mark, "tag")
            if n == 0 or ports[n - 1][0].component is not part:
                pen.canvas.text(x - 22, TOP - 20, part.tag, "tag", "right")
                pen.canvas.parts.setdefault(part.tag, (x - 30, TOP - 20))
                volts = part.values.get("voltage")
                if volts:
                    waves = (
                        "3~ "
                        if len(part.marks) == 3
                        else "~ "
                        if "frequency" in part.values
                        else ""
                    )
                    pen.canvas.text(x - 22, TOP - 6, f"{waves}{volts:g} V", "note", "right")
        else:
            pen.canvas.text(x, TOP - 40, port.name, "tag")
            pen.canvas.text(x - 10, TOP - 20, pen.index.elsewhere(port, pen.sheet), "note", "right")
        pen.canvas.terminal(port, x, TOP - 20)


def _foot(pen: Pen, ports: list[tuple[Port, float]], y: float) -> None:
    """Draw what the conductors end at: a motor, earth, or terminals of another sheet."""
    groups: dict[str, list[tuple[Port, float]]] = {}
    for port, x in ports:
        groups.setdefault(port.component.tag, []).append((port, x))
    for tag, group in groups.items():
        part = group[0][0].component
        xs = [x for _, x in group]
        middle = sum(xs) / len(xs)
        if part.symbol == "Motor" and group[0][0].mark == "PE":
            _frame(pen, tag, middle, y + 10)
        elif part.symbol == "Motor":
            _motor(pen, part, xs, middle, y)
        elif part.symbol == "Earth":
            pen.canvas.symbol(earth(), middle, y + 10, turn=-90)
            pen.canvas.line((middle, y), (middle, y + 10))
            pen.canvas.text(middle - 16, y + 18, tag, "tag", "right")
            pen.canvas.parts.setdefault(tag, (middle, y + 18))
        else:
            pen.canvas.text(middle, y + 30, tag, "tag")
            pen.canvas.parts.setdefault(tag, (middle, y + 18))
        for port, x in group:
            pen.canvas.text(x + 13, y - 3, port.mark, "mark", "left")
            pen.canvas.terminal(port, x, y)


def _frame(pen: Pen, tag: str, x: float, y: float) -> None:
    pen.canvas.line((x, y - 10), (x, y))
    pen.canvas.line((x - 10, y), (x + 10, y))
    pen.canvas.text(x, y + 14, f"frame of {tag}", "note")


def _motor(pen: Pen, part: Component, xs: list[float], middle: float, y: float) -> None:
    radius, centre = 34.0, y + 66
    for x in xs:
        dx = max(-24.0, min(24.0, (x - middle) * 0.28))
        touch = centre - (radius**2 - dx**2) ** 0.5
        pen.canvas.line((x, y), (x, y + 12), (middle + dx, touch))
    pen.canvas.ring(middle, centre, radius)
    pen.canvas.symbol(
        [word("M", 0, 7, 17), word("3 ~" if len(xs) == 3 else "1 ~", 0, -13, 11)], middle, centre
    )
    pen.canvas.text(middle - radius - 8, centre, part.tag, "tag", "right")
    pen.canvas.parts.setdefault(part.tag, (middle, centre))


def _star(pen: Pen, sheet: Power, at: dict[Port, float], top: float, y: float) -> None:
    """Draw the link at the foot that joins the ends of windings."""
    xs = [at[port] for port in sheet.star]
    for n, x in enumerate(xs):
        pen.canvas.line((x, top), (x, y))
        if 0 < n < len(xs) - 1:
            pen.canvas.dot(x, y)
    pen.canvas.line((min(xs), y), (max(xs), y))
    pen.number(sheet.star[0], min(xs) - 11, (top + y) / 2)
    pen.canvas.text(sum(xs) / len(xs), y + 16, "star link", "note")


def draw_power(canvas: Canvas, sheet: Power, pen: Pen) -> None:
    """Draw the conductors, then their parts, row by row."""
    row = rank(sheet)
    begins = heights(sheet, row)
    spots: dict[str, list[Placed]] = {}
    heads, feet, lane = [], [], 0.0
    for phase in sheet.phases:
        for spot in _column(pen, phase, lane, row, begins):
            spots.setdefault(spot.element.component.tag, []).append(spot)
        if phase.first:
            heads.append((phase.first, lane * LANE))
        if phase.last:
            feet.append((phase.last, lane * LANE))
        lane += lanes(phase)
    _head(pen, heads)
    _foot(pen, feet, begins[-1] + FOOT)
    if sheet.star:
        ends = {s.element.end: s.lane * LANE for group in spots.values() for s in group}
        _star(pen, sheet, ends, begins[-1] - 16, begins[-1] + FOOT)
    for tag, group in spots.items():
        part = pen.machine.component(tag)
        if part.symbol in SPANS and len(group) > 1:
            _spanning(pen, part, group)
        else:
            _poles(pen, part, group)
