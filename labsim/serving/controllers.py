"""What of a controller can be read and written: its channels, and every variable of its program.

A value written goes into the data table before the next scan, as one from an HMI does. What the
program writes itself, or a card reads, is overwritten by that scan.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation
from labsim.plc.parts.processor import Operated
from labsim.plc.types import Array, Leaf, Record, Type
from labsim.serving.points import FORMS, Point, Source

__all__ = ["Controlled"]

MOST = 256  # elements of one array that are shown; longer ones are tables, not for a screen
KINDS = {"inputs": ("Inputs", "%IX", "BOOL"), "analog": ("Analog", "%IW", "INT"),
         "outputs": ("Outputs", "%QX", "BOOL")}  # fmt: skip
FALLEN = {"inputs": "state", "analog": "value", "outputs": "memory"}


def leaves(name: str, type_: Type) -> Iterator[tuple[str, str]]:
    """Yield path and type of every scalar of a variable: "T1.ACC", "Recipe[2].Time"."""
    if isinstance(type_, Leaf):
        yield name, type_.name
    elif isinstance(type_, Record):
        for member, _, part in type_.members.values():
            if not member.startswith("~"):
                yield from leaves(f"{name}.{member}", part)
    elif isinstance(type_, Array) and len(type_.dims) == 1 and type_.count <= MOST:
        low, high = type_.dims[0]
        for k in range(low, high + 1):
            yield from leaves(f"{name}[{k}]", type_.item)


class Controlled(Source):
    """The points of one controller of a simulation."""

    def __init__(self, sim: Simulation, part: Operated) -> None:
        self.part, self.view = part, sim.views[part.tag]
        self.paths: list[str] = []  # what each point is in the program; "" for a spare input
        self.points: list[Point] = []
        self._slots: dict[int, list[Any]] = {}
        self._channels()
        self._tags()

    def _channels(self) -> None:
        for kind, (folder, prefix, type_) in KINDS.items():
            for address in self.part.of(kind):
                tag, writes = self.part.called[address], kind == "outputs"
                iec = prefix + address[2 if kind == "analog" else 1 :]
                what = " ".join(filter(None, (f"{kind.rstrip('s')} {address}", tag or "spare")))
                name, where = f"{self.part.tag}:{address}", (self.part.tag, folder)
                self.points.append(Point(name, type_, what, where, iec, FALLEN[kind], writes))
                self.paths.append(tag)

    def _tags(self) -> None:
        part, bound = self.part, {path.upper() for path in self.paths}
        read = {part.called[a].upper() for kind in ("inputs", "analog") for a in part.of(kind)}
        for _, type_, tag in self._roots():
            for path, kind in leaves(tag.name, type_):
                if kind != "BOOL" and kind not in FORMS and kind != "STRING":
                    continue
                own, taken = path == tag.name and tag.address, path.upper() in bound
                into = "" if taken else "state" if str(own)[:2] == "%I" else "memory"
                free = path.upper() not in read and into != "state" and not tag.constant
                what = tag.comment or f"{kind} of the program"
                name, where = f"{part.tag}:{path}", (part.tag, "Tags")
                iec = own if own and not taken else ""
                self.points.append(Point(name, kind, what, where, iec, into, free))
                self.paths.append(path)

    def _roots(self) -> list[tuple[int, Type, Any]]:
        """Return the variables, each once; wires and system bits are nobody's to see."""
        roots = self.part.logic.controller().layout.roots.values()
        seen = {tag.name: row for row in roots for tag in (row[2],)}
        return [row for name, row in seen.items() if not name.startswith(("~", "S:"))]

    def read(self) -> list[Any]:
        """Return what an engineering tool would show now; None while the controller is silent."""
        part, c = self.part, self.view
        core = c.core[0]
        online = c.fed[0] and c["works"][0] > 0.5 and not c.lost[0]
        if core is None or not online:
            return [None] * len(self.points)
        memory = part.held(c)
        spare = {f"{part.tag}:{a}": k for k, a in enumerate(part.of("inputs"))}
        found = []
        for point, slot in zip(self.points, self._places(core.edit), strict=True):
            if slot is None:
                k = spare.get(point.name)
                found.append(None if k is None else bool(c.taken[0, k]))
            else:
                at, bit = slot
                found.append(memory[at] if bit is None else bool(memory[at] >> bit & 1))
        return found

    def _places(self, edit: int) -> list[tuple[int, int | None] | None]:
        """Return slot and bit of every point in the memory of a program, as it was edited."""
        if edit not in self._slots:
            controller = self.part.logic.controller(edit)
            self._slots[edit] = [_place(controller, path) for path in self.paths]
        return self._slots[edit]

    def write(self, point: Point, value: Any) -> None:
        """Put a value into the data table."""
        path = self.paths[self.points.index(point)] if point in self.points else ""
        if not path:
            raise LabsimError(f"{point.name} cannot be written")
        if isinstance(value, np.generic):
            value = value.item()
        self.part.write(self.view, path, value)


def _place(controller: Any, path: str) -> tuple[int, int | None] | None:
    if not path or path not in controller:
        return None
    ref = controller.place(path)
    return ref.at, None if ref.bit is None else int(ref.bit)
