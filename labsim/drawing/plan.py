"""Plans of plants: a belt from above, to scale along it, with its sensors, pushers and bins."""

from __future__ import annotations

from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.drawing.canvas import INK, Canvas
from labsim.process.fill import FillValve
from labsim.process.plan import Plan
from labsim.process.pusher import Pusher

__all__ = ["RIDERS", "draw_plan", "plan_words"]

LONG, HALF = 640.0, 26.0  # px: length of the belt, half its width
RIDERS = 24  # products that can be shown on one belt at once
NEAR = 46.0  # px between two tags on one level
LEVELS = 3
STEP = 24.0  # px from level to level
ABOVE = HALF + 34 + LEVELS * STEP  # px over the middle of the belt: the foot of a tank
BELOW = HALF + 112.0  # px under it: what has no place along the belt


def draw_plan(canvas: Canvas, sheet: Plan, machine: Machine) -> None:
    """Draw the belt, what stands at it above, bins below and at the end."""
    _belt(canvas, sheet)
    _riders(canvas, sheet)
    scale = LONG / float(sheet.belt.values["length"])
    level, last = 0, -1e9
    for at, part in sheet.at_belt(machine):
        x = at * scale
        level = (level + 1) % LEVELS if x - last < NEAR else 0
        last = x
        _station(canvas, part, x, scale, HALF + 34 + level * STEP)
    for part in sheet.feeders(machine):
        _arrow(canvas, -52, -16)
        _name(canvas, part, -34, -20)
    for part in sheet.wheels(machine):
        canvas.ring(LONG, HALF + 16, 9)
        _name(canvas, part, LONG + 4, HALF + 40)
    _beside(canvas, machine)


def _belt(canvas: Canvas, sheet: Plan) -> None:
    _box(canvas, 0, -HALF, LONG, HALF)
    for x in (8.0, LONG - 8.0):
        canvas.stroke((x, -HALF), (x, HALF), wide=1.0)
    canvas.text(58, 0, "→", "note")
    _name(canvas, sheet.belt, 34, 0)
    _bin(canvas, sheet.belt.into, LONG + 50, 0)
    _arrow(canvas, LONG + 4, LONG + 24)


def _riders(canvas: Canvas, sheet: Plan) -> None:
    """Draw products that ride: each shows where a figure says, as a part of the belt's length."""
    length = min(kind.length for kind in sheet.belt.goods.kinds)
    wide = length * LONG / float(sheet.belt.values["length"])
    for n in range(RIDERS):
        data = {"part": sheet.belt.tag, "move": f"box{n}", "dx": LONG, "dy": 0.0}
        with canvas.group(under=True, **data, hide="yes"):
            corners = ((-wide, -15.0), (0.0, -15.0), (0.0, 15.0), (-wide, 15.0), (-wide, -15.0))
            canvas.stroke(*corners, wide=1.6, fill="var(--ls-tint, #dbe8f4)")


def _station(canvas: Canvas, part: Component, x: float, scale: float, high: float) -> None:
    """Draw a sensor, pusher or valve at its place."""
    if isinstance(part, Pusher):
        half = 0.5 * float(part.values["wide"]) * scale
        _box(canvas, x - half, -HALF - 10, x + half, -HALF - 4)
        _box(canvas, x - 5, -high, x + 5, -HALF - 10)
        _bin(canvas, part.into, x, HALF + 40)
    elif isinstance(part, FillValve):
        canvas.ring(x, 0, 7)
        canvas.stroke((x, -7), (x, -ABOVE), wide=1.2)
        _tank(canvas, part, x)
        return _name(canvas, part, x + 22, -14)
    elif part.watch == "scale":
        half = 0.5 * float(part.values["wide"]) * scale
        _box(canvas, x - half, -HALF + 5, x + half, HALF - 5)
        canvas.stroke((x, -HALF + 5), (x, -high + 8), wide=1.0)
    else:
        canvas.line((x, -high + 8), (x, HALF + 8), dash=True)
    return _name(canvas, part, x, -high)


def _tank(canvas: Canvas, valve: FillValve, x: float) -> None:
    _box(canvas, x - 40, -ABOVE - 56, x + 40, -ABOVE)
    data = {"part": valve.tank.tag, "move": "level", "dx": 0.0, "dy": -54.0}
    with canvas.group(under=True, **data, hide="yes"):
        canvas.stroke((x - 39, -ABOVE - 1), (x + 39, -ABOVE - 1), wide=3.0, color=INK["wire"])
    _name(canvas, valve.tank, x, -ABOVE - 28)


def _beside(canvas: Canvas, machine: Machine) -> None:
    """Draw what else belongs to the process, and what watches it, in a row under the belt."""
    rest = [p for p in machine.components.values() if _of_process(p) and p.tag not in canvas.parts]
    for n, part in enumerate(rest):
        x, y = 20 + 150.0 * (n % 4), BELOW + 34.0 * (n // 4)
        _name(canvas, part, x, y)
        canvas.text(x + 16, y, part.title, "note", "left")


def _of_process(part: Component) -> bool:
    domains = (part.network, getattr(getattr(part, "of", None), "network", None))
    return any(getattr(domain, "domain", "") == "process" for domain in domains)


def _bin(canvas: Canvas, part: Component, x: float, y: float) -> None:
    _box(canvas, x - 24, y - 18, x + 24, y + 18)
    _name(canvas, part, x, y)
    if part.label:
        canvas.text(x, y + 28, part.label, "note")


def _box(canvas: Canvas, left: float, top: float, right: float, low: float) -> None:
    corners = ((left, top), (right, top), (right, low), (left, low), (left, top))
    canvas.stroke(*corners, wide=1.4)


def _arrow(canvas: Canvas, left: float, right: float) -> None:
    canvas.stroke((left, 0), (right, 0), wide=1.6)
    canvas.stroke((right - 7, -4), (right, 0), (right - 7, 4), wide=1.6)


def _name(canvas: Canvas, part: Component, x: float, y: float) -> None:
    canvas.text(x, y, part.tag, "tag", back=True)
    canvas.parts.setdefault(part.tag, (x, y))


def plan_words(sheet: Plan, machine: Machine) -> str:
    """Say the plan: what stands where along the belt."""
    belt = sheet.belt
    told = [f"{sheet.title}, from above: {belt.title} {belt.tag}, {belt.values['length']:.0f} mm."]
    for at, part in sheet.at_belt(machine):
        into = f" into bin {part.into.tag}" if isinstance(part, Pusher) else ""
        told.append(f"{part.title.capitalize()} {part.tag} at {at:.0f} mm{into}.")
    told.append(f"At its end bin {belt.into.tag}.")
    return " ".join(told)
