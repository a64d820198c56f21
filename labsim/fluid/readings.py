"""What parts and instruments read of a fluid network, in the trade's units, one value a variant."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.core.sheet import Port
from labsim.fluid.layout import CELSIUS, MARKS
from labsim.fluid.live import can_feed
from labsim.fluid.tables import Node, Tables
from labsim.fluid.units import ATMOSPHERE, BAR, CHAMBER, LMIN, MM, PA

if TYPE_CHECKING:
    from labsim.core.simulation import Simulation

__all__ = ["Readings"]


class Readings:
    """Pressures, flows, places and speeds."""

    sim: Simulation
    tables: Tables
    inner: dict[tuple[str, str], Node]
    node_of: dict[Port, Node]
    outside: Node
    flow_at: dict[tuple[str, str], int]
    medium_at: dict[Port, str]
    p: np.ndarray
    gauge: np.ndarray
    top: np.ndarray
    x: np.ndarray
    v: np.ndarray
    s: np.ndarray
    marks: np.ndarray
    q: np.ndarray
    misc: np.ndarray
    tape: tuple[Any, ...]
    every: float
    now: float

    def node(self, tag: str, end: str) -> int:
        """Return the number of the node at an end of a part."""
        if end == ATMOSPHERE:
            return self.tables.at(self.outside)
        if (tag, end) in self.inner:
            return self.tables.at(self.inner[tag, end])
        return self.tables.at(self.node_of[self.sim.machine.component(tag).port(end)])

    # pressure -----------------------------------------------------------------------------
    def bar_at(self, tag: str, end: str) -> np.ndarray:
        """Gauge pressure in bar, damped by 50 ms as a gauge is."""
        return (self.gauge[:, self.node(tag, end)] - PA) / BAR

    def peak_at(self, tag: str, end: str) -> np.ndarray:
        """Highest pressure in bar since the last event of the clock."""
        return (self.top[:, self.node(tag, end)] - PA) / BAR

    def bar(self, port: Port) -> np.ndarray:
        """Gauge pressure at a port in bar, damped by 50 ms."""
        return self.bar_at(port.component.tag, port.mark)

    def peak(self, port: Port) -> np.ndarray:
        """Highest pressure at a port in bar since the last event of the clock."""
        return self.peak_at(port.component.tag, port.mark)

    def medium_of(self, port: Port) -> str:
        """Return "oil" or "air"."""
        return self.medium_at[port]

    # flow ---------------------------------------------------------------------------------
    def flow(self, tag: str, name: str) -> np.ndarray:
        """Flow through a named law in L/min, positive from its first end to its second."""
        if (tag, name) not in self.flow_at:
            raise unknown(tag, "flow", name, [n for t, n in self.flow_at if t == tag])
        return self.q[:, self.flow_at[tag, name]] / LMIN

    def through(self, port: Port) -> np.ndarray:
        """Flow into the part at a port in L/min; what its fitting leaks to the outside is in it."""
        tag, mark, total = port.component.tag, port.mark, np.zeros(self.sim.count)
        table = self.tables.columns.table
        for n, flow in enumerate(self.tables.flows):
            if flow.tag == tag:
                for end, sign in zip(flow.between, (1.0, -1.0), strict=True):
                    total += sign * (end == mark) * self.q[:, n]
        for side in (*self.tables.pistons, *self.tables.sides):
            if (side.tag, side.end) == (tag, mark):
                dense = self.p[:, self.tables.at(side.node)] / PA
                squeeze = dense ** (1 / CHAMBER) if side.node.medium == "air" else 1
                total += table[:, side.col] * self.v[:, side.body] * squeeze
        return total / LMIN

    def weep(self, port: Port) -> np.ndarray:
        """Flow to the outside at a fitting in L/min, of air as free air."""
        place = port.component.tag, f"weep {port.mark}"
        return self.flow(*place) if place in self.flow_at else np.zeros(self.sim.count)

    def feeds(self, port: Port, still: Collection[str] = ()) -> bool:
        """Tell whether a source could put a port under pressure; see live.can_feed."""
        return can_feed(self, port, still)

    # what moves ---------------------------------------------------------------------------
    def travel(self, tag: str, body: str) -> np.ndarray:
        """Where a body stands in mm from its first stop; of a shaft, its angle in rad."""
        number = self._body(tag, body)
        turns = self.tables.bodies[number].turns
        return self.x[:, number] / (1.0 if turns else MM)

    def pace(self, tag: str, body: str) -> np.ndarray:
        """Speed of a body in mm/s, of a shaft in rev/min."""
        number = self._body(tag, body)
        turns = self.tables.bodies[number].turns
        return self.v[:, number] * (30 / np.pi if turns else 1 / MM)

    def stroke(self, tag: str, body: str, way: int) -> np.ndarray:
        """Time in s of the last complete stroke out (1) or in (-1); NaN before the first."""
        if way not in (1, -1):
            raise LabsimError(f"{tag} {body}: a stroke goes out (1) or in (-1), not {way}")
        return self.marks[:, MARKS * self._body(tag, body) + (2 if way > 0 else 3)]

    def _body(self, tag: str, name: str) -> int:
        for n, body in enumerate(self.tables.bodies):
            if (body.tag, body.name) == (tag, name):
                return n
        raise unknown(tag, "body", name, [b.name for b in self.tables.bodies if b.tag == tag])

    def shift(self, tag: str, spool: str) -> np.ndarray:
        """Where a spool stands, -1 to 1."""
        for n, one in enumerate(self.tables.spools):
            if (one.tag, one.name) == (tag, spool):
                return self.s[:, n]
        raise unknown(tag, "spool", spool, [s.name for s in self.tables.spools if s.tag == tag])

    @property
    def celsius(self) -> np.ndarray:
        """Temperature of the oil."""
        return self.misc[:, CELSIUS]

    # charts -------------------------------------------------------------------------------
    def record(self, every: float = 0.01) -> None:
        """Begin to take down all pressures, places and flows, `every` so many s; 0 ends it."""
        self.every, self.tape = every, ()
        if every:
            self._note()

    def _note(self) -> None:
        self.tape += ((self.now, self.p.copy(), self.x.copy(), self.q.copy()),)

    def _taped(self, kind: int, number: int) -> tuple[np.ndarray, np.ndarray]:
        if not self.tape:
            raise LabsimError("nothing is recorded: call record() before the machine runs")
        times = np.array([row[0] for row in self.tape])
        return times, np.array([row[kind][:, number] for row in self.tape]).T

    def trace(self, port: Port) -> tuple[np.ndarray, np.ndarray]:
        """Return times in s and the recorded pressure at a port in bar, (variants, times)."""
        where = self.node(port.component.tag, port.mark)
        times, pascal = self._taped(1, where)
        return times, (pascal - PA) / BAR

    def trace_travel(self, tag: str, body: str) -> tuple[np.ndarray, np.ndarray]:
        """Return times in s and the recorded place of a body in mm, (variants, times)."""
        times, metres = self._taped(2, self._body(tag, body))
        return times, metres / MM

    def trace_flow(self, tag: str, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return times in s and the recorded flow through a law in L/min, (variants, times)."""
        times, flow = self._taped(3, self.flow_at[tag, name])
        return times, flow / LMIN
