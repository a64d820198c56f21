"""A machine that runs for others: its points with their values, brought on step by step.

The plant knows no wall clock: `advance` is told how far. What is written lands between two steps,
on a tick, so the same writes at the same machine times give the same run.
"""

from __future__ import annotations

import math
from typing import Any

from labsim.core.clock import TICK
from labsim.core.errors import LabsimError, unknown
from labsim.core.simulation import Simulation
from labsim.plc.parts.processor import Operated
from labsim.serving.addressing import addressed
from labsim.serving.controllers import Controlled
from labsim.serving.parts import Handled, Measured, Shown
from labsim.serving.points import AREAS, Source, pack, unpack

__all__ = ["Plant"]

TEXT = 254  # characters of a STRING (usual of IEC controllers; assumed)


class Plant:
    """A simulation with its points, `values` by name, and `image` by area and register.

    A value is None while nothing answers: the controller is dark, or its program is gone.
    """

    def __init__(self, sim: Simulation) -> None:
        self.sim, self.title = sim, type(sim.machine).__name__
        parts = sim.machine.components.values()
        controllers = [Controlled(sim, part) for part in parts if isinstance(part, Operated)]
        self.sources: list[Source] = [*controllers, Handled(sim), Shown(sim), Measured(sim)]
        self.points = addressed(p for source in self.sources for p in source.points)
        rows = iter(self.points)
        for source in self.sources:
            source.points = [next(rows) for _ in source.points]
        self.owner = {p.name: source for source in self.sources for p in source.points}
        self.named = {p.name: p for p in self.points}
        self.at = {(p.area, p.register + k): p for p in self.points if p.area
                   for k in range(p.words)}  # fmt: skip
        self.values: dict[str, Any] = {}
        self.image: dict[str, dict[int, int | None]] = {}
        self.refresh()

    def advance(self, seconds: float) -> None:
        """Let machine time pass, in whole ticks, and look at everything."""
        ticks = int(round(seconds / TICK, 6))
        if ticks:
            self.sim.advance(ticks * TICK)
        self.refresh()

    def refresh(self) -> None:
        """Read all points as they are now."""
        self.values = {}
        for source in self.sources:
            self.values.update(zip((p.name for p in source.points), source.read(), strict=True))
        image: dict[str, dict[int, int | None]] = {area: {} for area in AREAS}
        for point in self.points:
            if point.area:
                row = image[point.area]
                for k, word in enumerate(pack(point.type, self.values[point.name])):
                    row[point.register + k] = word
        self.image = image

    def write(self, name: str, value: Any) -> None:
        """Put a value into a point, now; LabsimError when it is not there or cannot be written."""
        point = self.named.get(name)
        if point is None:
            raise unknown(self.title, "point", name, self.named)
        if not point.writable:
            raise LabsimError(f"{name} is read only: {point.what}")
        if isinstance(value, float) and not math.isfinite(value):
            raise LabsimError(f"{value} is no value to write")
        if isinstance(value, str) and len(value) > TEXT:
            raise LabsimError(f"{name}: a text is of {TEXT} characters at most")
        self.owner[name].write(point, value)
        self.sim.solve()
        self.refresh()

    def put(self, area: str, register: int, words: list[int]) -> bool:
        """Write bits or registers; False, and nothing is written, when a place takes none.

        A value of several registers may be written in part: the rest of it stays.
        """
        touched: dict[str, list[int | None]] = {}
        for k, word in enumerate(words):
            point = self.at.get((area, register + k))
            if point is None or not point.writable:
                return False
            row = touched.setdefault(point.name, pack(point.type, self.values[point.name]))
            row[register + k - point.register] = int(word)
        values = {}
        for name, row in touched.items():
            if None in row:
                raise LabsimError(f"{name} does not answer")
            values[name] = unpack(self.named[name].type, [w for w in row if w is not None])
        for name, value in values.items():
            self.write(name, value)
        return True
