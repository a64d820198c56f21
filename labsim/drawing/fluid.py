"""Fluid circuits drawn after ISO 1219: symbols in their places, the lines between them, tags."""

from __future__ import annotations

import re

from labsim.core.circuit import Circuit
from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.drawing.canvas import Canvas
from labsim.drawing.fluid_auto import arrange
from labsim.drawing.fluid_cylinders import mark_switches
from labsim.drawing.fluid_labels import Labels
from labsim.drawing.fluid_lines import NoRoomError, Paths, lay_lines
from labsim.drawing.fluid_place import Placed, Tag, face
from labsim.drawing.fluid_plate import plate
from labsim.drawing.fluid_shapes import Move, spun
from labsim.drawing.fluid_spread import settle, spread
from labsim.drawing.fluid_text import Grid, read_layout

__all__ = ["draw_circuit"]

ROOMS = (1.0, 1.6, 2.6)
THIN = 1.3  # px, a dashed line


def draw_circuit(canvas: Canvas, circuit: Circuit, machine: Machine) -> None:
    """Lay a circuit out, join its ports, and put symbols, lines and words on the canvas."""
    parts = list(dict.fromkeys(port.component for port in circuit.ports))
    grid = _grid(circuit, machine, parts)
    for part in parts:  # a drive is drawn with its pump
        grid.places.pop(getattr(getattr(part, "drive", None), "tag", ""), None)
    shown = [machine.components[tag] for tag in grid.places]
    placed = face(circuit, shown, grid, {part.tag: plate(part) for part in shown})
    for one in placed:
        mark_switches(one.plain, one.part, _switches(machine, one.part))
    lines = _laid(circuit, placed, grid)
    for name, paths in lines.items():
        _line(canvas, name, paths)
    labels = Labels(placed, lines)
    for one in placed:
        _part(canvas, one, labels.tag(one))
    for name, paths in lines.items():
        if not paths.pieces():
            continue  # of one port only
        tag = labels.name(name, paths)
        canvas.text(tag.x, tag.y, name, "wire", tag.align)


def _switches(machine: Machine, part: Component) -> list[Component]:
    """Return what is worked by the rod of a cylinder."""
    others = machine.components.values()
    return [o for o in others if getattr(o, "cylinder", None) is part and "at" in o.values]


def _laid(circuit: Circuit, placed: list[Placed], grid: Grid) -> dict[str, Paths]:
    """Put the symbols in their places and route the lines, with more room if they need it."""
    for n, room in enumerate(ROOMS, 1):
        heights = spread(placed, grid, room)
        settle(placed, circuit)
        try:
            return lay_lines(circuit, placed, grid, heights)
        except NoRoomError:
            if n == len(ROOMS):
                raise
    raise AssertionError


def _grid(circuit: Circuit, machine: Machine, parts: list[Component]) -> Grid:
    """Read the picture; without one, arrange the parts."""
    if not circuit.layout.strip():
        return arrange(circuit, parts)
    needed = [part.tag for part in parts]
    known = [tag for tag, part in machine.components.items() if tag in needed or not part.marks]
    names = [line.name for line in circuit.lines]
    tags = {_short(machine, tag): tag for tag in dict.fromkeys((*needed, *known))}
    return read_layout(circuit.title, circuit.layout, tags, needed, names)


def _short(machine: Machine, tag: str) -> str:
    """Return a tag as the picture has it: without the machine and the number of the unit."""
    name = tag.rpartition(".")[2]
    return re.sub(rf"^([A-Z]+){machine.unit}(\d+)$", r"\1\2", name) if machine.unit else name


def _line(canvas: Canvas, name: str, paths: Paths) -> None:
    """Draw a line in a group of its own: solid, dashed to pilots and drains, dots at joints."""
    with canvas.group(under=True, net=name):
        for a, b in paths.solid:
            canvas.stroke(a, b)
        for a, b in paths.dashed:
            canvas.stroke(a, b, wide=THIN, ls="5,3")
        for x, y in paths.dots:
            canvas.dot(x, y)
    canvas.paths[name] = [[a, b] for a, b in paths.pieces()]


def _part(canvas: Canvas, one: Placed, tag: Tag) -> None:
    """Draw a symbol with what of it moves, its tag and plate, its ports and their marks."""
    canvas.symbol(_flat(one.symbol.shape), one.x, one.y, one.turn, one.flip)
    left, top, right, low = one.reach()
    canvas.reach((one.x + left, one.y + top), (one.x + right, one.y + low))
    for move in one.plain.moves:
        _move(canvas, one, move)
    canvas.parts.setdefault(one.part.tag, (one.x, one.y))
    canvas.text(tag.x, tag.y, one.part.tag, "tag", tag.align)
    for n, note in enumerate(one.notes, 1):
        canvas.text(tag.x, tag.y + 13 * n, note, "note", tag.align)
    if not any(move.what == "shift" for move in one.plain.moves):
        _words(canvas, one)
    for tag, (ox, oy) in one.plain.others.items():
        px, py = spun(ox, oy, one.turn, one.flip)
        canvas.parts.setdefault(tag, (one.x + px, one.y - py))
    for mark in one.symbol.anchors:
        _port(canvas, one, mark)


def _words(canvas: Canvas, one: Placed) -> None:
    """Write the tags of other parts that are drawn with this one."""
    for wx, wy, text, how in one.plain.words:
        px, py = spun(wx, wy, one.turn, one.flip)
        canvas.text(one.x + px, one.y - py, text, "tag", how)


def _flat(shape: list) -> list:
    """Let the pieces of a symbol lie over each other in the order they are drawn."""
    for piece in shape:
        piece.zorder = 2
    return shape


def _move(canvas: Canvas, one: Placed, move: Move) -> None:
    """Draw a piece that moves, in a group that says how (docs/how-to/fluid-symbols.md)."""
    data = dict(move.data)
    tag = one.part.tag
    if move.what == "needle":  # upright, however the gauge is turned
        x, y = spun(data.pop("cx"), data.pop("cy"), one.turn, one.flip)
        cx, cy = one.x + x, one.y - y
        with canvas.group(part=tag, move=move.what, cx=cx, cy=cy, **data):
            canvas.symbol(_flat(move.shape), cx, cy)
        return
    dx, dy = spun(data.pop("dx"), data.pop("dy"), one.turn, one.flip)
    with canvas.group(part=tag, move=move.what, dx=float(dx), dy=float(-dy), **data):
        canvas.symbol(_flat(move.shape), one.x, one.y, one.turn, one.flip)
        if move.what == "shift":  # solenoids go with the boxes
            _words(canvas, one)


MARK = {"up": (6, 8, "left"), "down": (6, -8, "left"), "left": (7, -9, "center"),
        "right": (-7, -9, "center")}  # fmt: skip


def _port(canvas: Canvas, one: Placed, mark: str) -> None:
    """Draw a port; its mark stands beside it where the part has several."""
    x, y, side = one.port(mark)
    if len(one.symbol.anchors) > 1:
        dx, dy, align = MARK[side]
        canvas.text(x + dx, y + dy, mark, "mark", align)
    canvas.terminal(one.part.port(mark), x, y)
