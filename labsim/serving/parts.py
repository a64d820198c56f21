"""What hands can do to a machine, what its parts show, and what instruments in place would read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from labsim.core.component import Component
from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation
from labsim.core.view import View
from labsim.electrical.sources import DCSupply
from labsim.fluid.cylinders import Cylinder
from labsim.opening import gauged
from labsim.plc.parts.cards import Reading
from labsim.plc.parts.processor import Operated
from labsim.process.tank import SupplyTank
from labsim.serving.points import Point, Source

__all__ = ["Handled", "Measured", "Shown"]

Read = Callable[[View], float]


class Handled(Source):
    """Everything that a hand can put into a position: a bit for two, a number for more."""

    def __init__(self, sim: Simulation) -> None:
        self.sim = sim
        self.points = [
            Point(tag, "BOOL" if len(part.positions) == 2 else "INT", _positions(part),
                  ("Controls",), pool="hand", writable=True)
            for tag, part in sim.machine.components.items() if part.positions
        ]  # fmt: skip

    def read(self) -> list[Any]:
        rows = [(p.type, int(self.sim.states[p.name, "position"][0])) for p in self.points]
        return [bool(at) if type_ == "BOOL" else at for type_, at in rows]

    def write(self, point: Point, value: Any) -> None:
        positions = self.sim.machine.component(point.name).positions
        if not 0 <= int(value) < len(positions):
            raise LabsimError(
                f"{point.name}: {value} is none of its positions {_numbered(positions)}"
            )
        self.sim.operate(point.name, positions[int(value)])


def _numbered(positions: tuple[str, ...]) -> str:
    return ", ".join(f"{n} {name}" for n, name in enumerate(positions))


def _positions(part: Component) -> str:
    label = f" {part.label}" if part.label else ""
    return f"{part.title}{label}: {_numbered(part.positions)}"


class Shown(Source):
    """What can be seen: whether a part is actuated, as a bit, and what a look at it tells."""

    def __init__(self, sim: Simulation) -> None:
        self.sim = sim
        self.rows: list[tuple[Point, View, bool]] = []
        for tag, part in sim.machine.components.items():
            view = sim.views[tag]
            if not part.positions and _follows(view):
                what, where = f"{part.title}: 1 is actuated", ("Parts", tag)
                self.rows.append((Point(f"{tag}:active", "BOOL", what, where, pool="state"),
                                  view, True))  # fmt: skip
            if view.look() is not None:
                what, where = f"{part.title}: what a look tells", ("Parts", tag)
                self.rows.append((Point(f"{tag}:look", "STRING", what, where), view, False))
        self.points = [point for point, _, _ in self.rows]

    def read(self) -> list[Any]:
        return [bool(v.active[0]) if bit else str(v.look()[0]) for _, v, bit in self.rows]


def _follows(view: View) -> bool:
    try:
        return bool(np.ndim(view.active))
    except LabsimError:
        return False


class Measured(Source):
    """What instruments that are built in would send: pressures, ways, levels, speeds, currents."""

    def __init__(self, sim: Simulation) -> None:
        self.rows: list[tuple[Point, View | None, Read]] = []
        clock = Point("machine:seconds", "REAL", "machine time, s", ("Process",), pool="value")
        self.rows.append((clock, None, lambda _: sim.now))
        for tag, part in sim.machine.components.items():
            for name, unit, what, read in _values(part):
                what = f"{part.title}: {what}, {unit}"
                point = Point(f"{tag}:{name}", "REAL", what, ("Process",), pool="value")
                self.rows.append((point, sim.views[tag], read))
        self.points = [point for point, _, _ in self.rows]

    def read(self) -> list[Any]:
        return [float(read(view)) for _, view, read in self.rows]


def _values(part: Component) -> Iterator[tuple[str, str, str, Read]]:
    """Yield name, unit, meaning and rule of everything an instrument could send of a part."""
    for mark in part.marks:
        if hasattr(part.network, "medium_of") and gauged(part.port(mark)):
            yield f"{mark}.bar", "bar", f"pressure at {mark}", _at(mark)
    if isinstance(part, Cylinder):
        yield "travel", "mm", "of the rod", lambda c: c.travel("rod")[0]
    if isinstance(part, SupplyTank):
        yield "level", "L", "content", lambda c: c.net.model(c.part).content(c.now)[0]
    if "speed" in part._states:
        yield "speed", "%", "of full speed", lambda c: 100.0 * np.abs(c["speed"][0])
    if isinstance(part, DCSupply):
        yield "volts", "V", "between + and -", lambda c: c.volts("+", "-")[0].real
    if isinstance(part, Reading) and not isinstance(part, Operated):
        for channel in part.analog:
            yield f"{channel.address}.mA", "mA", f"current at {channel.address}", _loop(channel)


def _at(mark: str) -> Read:
    return lambda c: c.bar(mark)[0]


def _loop(channel: Any) -> Read:
    return lambda c: Reading.milliamps(c, channel)[0]
