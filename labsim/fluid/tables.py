"""The integer tables of a circuit: nodes, laws, pistons, spools, numbered for the kernel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError

# ruff: noqa: I001  (the names of places in tables stand side by side)
from labsim.fluid.layout import (
    A, AIM, AMBIENT, BASE_M, BASE_S, BASE_V, BASE_X, BROKE, CAPACITY, COOLING, DENSITY, ERROR,
    K_M, K_S, K_V, K_X, LIMIT, M0, MODE, MODE0, OPENED, P, P0, PULL, PUSH, Q, R, S0, SHIFT,
    STORED, TREND_P, TREND_V, V, V0, VOLUME, WALTHER_A, WALTHER_B, X, X0,
)  # fmt: skip
from labsim.fluid.columns import Columns
from labsim.fluid.flows import WIDTH
from labsim.fluid.oil import HEAT, walther
from labsim.fluid.ordering import Ordering
from labsim.fluid.layout import AIR as AIR_SHARE
from labsim.fluid.units import CHAMBER

__all__ = ["Body", "Flow", "Node", "Piston", "Spool", "Tables", "Vane"]

OIL, AIR, STILL = 0, 1, 2  # still air has the time to be as cold as its walls
GRADE, START = 7, 8  # columns of the medium that the kernel does not read
BY_NODE = (P, STORED, VOLUME, DENSITY, BASE_M, K_M, P0, M0, TREND_P)
BY_BODY = (V, X, MODE, LIMIT, BASE_V, BASE_X, PUSH, BROKE, K_V, K_X, V0, X0, MODE0, TREND_V)
BY_SPOOL = (SHIFT, BASE_S, K_S, S0, AIM, PULL)


@dataclass
class Node:
    """A point with one pressure: a line, a chamber; `held` is the column of a held pressure."""

    name: str
    medium: str
    volumes: list[int] = field(default_factory=list)
    held: int | None = None
    begin: int | None = None  # column of the pressure it starts at


@dataclass
class Flow:
    """A law between two nodes."""

    tag: str
    name: str
    kind: int
    a: Node
    b: Node
    col: int
    ends: list[Node]
    between: tuple[str, str] = ("", "")  # the ends as the part calls them
    spool: int = -1
    side: int = 0
    body: int = -1
    relieves: bool = False  # pressure at its inlet opens it


@dataclass
class Body:
    """A mass or a rotor."""

    tag: str
    name: str
    numbers: list[tuple[Any, ...]]  # columns to add, in the kernel's order
    start: int
    turns: bool


@dataclass
class Spool:
    """A spool, and the ends whose pressure moves it: (node, column of its weight)."""

    tag: str
    name: str
    numbers: list[tuple[Any, ...]]
    pilots: list[tuple[Node, int]]


@dataclass
class Piston:
    """An area of a body that a node pushes on; of a turning body one side of its displacement."""

    tag: str
    end: str
    node: Node
    body: int
    col: int


@dataclass
class Vane:
    """What a turning body moves from a to b: its two sides."""

    a: Piston
    b: Piston


class Tables:
    """Everything the kernel needs of a circuit, as lists and as arrays."""

    def __init__(self) -> None:
        self.columns = Columns()
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []
        self.bodies: list[Body] = []
        self.spools: list[Spool] = []
        self.pistons: list[Piston] = []
        self.sides: list[Piston] = []
        self.vanes: list[Vane] = []
        self.pumps: list[tuple[Flow, bool]] = []  # and whether nothing cuts it back
        self.bladders: list[tuple[Node, int]] = []
        for said in (0.003, 1 / CHAMBER, 0.0, 0.0, 40.0, 15.0, 25.0, 46.0, 45.0):
            self.columns.add(None, said)  # of the medium; its order is that of labsim.fluid.stage
        self.said = False

    def set_medium(self, view: Any, said: tuple[Any, ...]) -> None:
        """Say share of air, grade, litres, cooling, room and start; the first to say it counts."""
        if self.said:
            return
        self.said = True
        kinds = (
            (AIR_SHARE, "share of air", "", 1.0, 0.0, 0.0, 0.5),
            (GRADE, "ISO VG", "", 1.0, 0.0, 5.0, 300.0),
            (CAPACITY, "volume of the tank", "L", 1.0, 0.0, 0.1),
            (COOLING, "cooling", "W/K", 1.0, 0.0, 0.01),
            (AMBIENT, "temperature around", "°C", 1.0, 0.0, -40.0, 80.0),
            (START, "temperature of the oil", "°C", 1.0, 0.0, -30.0, 120.0),
        )
        for value, (place, *numbers) in zip(said, kinds, strict=True):
            self.columns.all[place] = self.columns.make(view, value, *numbers)

    def displace(self, tag: str, end: str, node: Node, body: int, col: int) -> None:
        """Take one side of what a turning body moves; two sides make a way through it."""
        side = Piston(tag, end, node, body, col)
        self.sides.append(side)
        mine = [s for s in self.sides if s.body == body and s.tag == tag]
        if len(mine) % 2 == 0:
            self.vanes.append(Vane(mine[-2], mine[-1]))

    def after(self, table: np.ndarray) -> None:
        """Work out the columns that come of others; rows of `table` are columns here."""
        table[WALTHER_A], table[WALTHER_B] = walther(table[GRADE])
        table[CAPACITY] *= HEAT
        for n, node in enumerate(self.nodes, self.first["nodes"]):
            table[n] = table[node.volumes].sum(axis=0) if node.held is None else table[node.held]
            if not np.all(table[n] > 0):
                raise LabsimError(f"{node.name} has no volume: give it litres")

    def number(self) -> None:
        """Number nodes, free ones first, find the order of elimination, write the tables."""
        self.nodes.sort(key=lambda node: node.held is not None)  # stable: building order stays
        self._contiguous()
        self.index = {id(node): n for n, node in enumerate(self.nodes)}
        self.free = sum(node.held is None for node in self.nodes)
        self.size = self.free + len(self.bodies)
        self.order = Ordering(self.size, self._pairs())
        pilots: list[int] = []
        spools: list[int] = []
        for spool in self.spools:
            spools += [len(pilots) // 2, len(spool.pilots)]
            pilots += [x for node, col in spool.pilots for x in (self.at(node), col)]
        self.lists = [
            self._head(), self._media(), self._laws(), self._pistons(), self._vanes(),
            self._bladders(), spools, pilots, [self._place(j, j) for j in self._rows()],
            self.order.factor, self.order.fore, self.order.back,
        ]  # fmt: skip
        self.array = np.zeros((len(self.lists), max(map(len, self.lists))), dtype=np.int64)
        for row, numbers in zip(self.array, self.lists, strict=True):
            row[: len(numbers)] = numbers

    def _contiguous(self) -> None:
        """Add the columns that the kernel finds by counting: nodes, bodies, spools."""
        add = self.columns.add
        self.first = {"nodes": len(self.columns.all)}
        for _ in self.nodes:
            add(None, 0.0)
        for kind, group in (("bodies", self.bodies), ("spools", self.spools)):
            self.first[kind] = len(self.columns.all)
            for thing in group:
                for numbers in thing.numbers:
                    add(*numbers)

    def at(self, node: Node) -> int:
        return self.index[id(node)]

    def _row(self, node: Node) -> int:
        """Return the row of a node; those that are held share the last, which nobody reads."""
        n = self.at(node)
        return n if n < self.free else self.size

    def _rows(self) -> range:
        return range(self.free, self.size)

    def _place(self, i: int, k: int) -> int:
        return self.order.at(i, k)

    def _pairs(self) -> list[tuple[int, int]]:
        pairs = []
        for flow in self.flows:
            for row in (self._row(flow.a), self._row(flow.b)):
                pairs += [(row, self._row(end)) for end in (flow.a, flow.b, *flow.ends)]
        for side in [*self.pistons, *self.sides]:
            row, j = self._row(side.node), self.free + side.body
            pairs += [(row, j), (j, row)]
        for vane in self.vanes:
            ends = [self._row(vane.a.node), self._row(vane.b.node)]
            pairs += [(i, k) for i in ends for k in ends]
        return pairs

    def _head(self) -> list[int]:
        first = self.first
        return [
            self.free, len(self.nodes), len(self.bodies), len(self.spools), len(self.flows),
            len(self.pistons), len(self.vanes), len(self.bladders), self.order.trash,
            first["nodes"], first["bodies"], first["spools"], len(self.order.factor),
            len(self.order.fore), len(self.order.back),
        ]  # fmt: skip

    def _media(self) -> list[int]:
        found = []
        worked = {id(side.node) for side in (*self.pistons, *self.sides)}
        for n, node in enumerate(self.nodes):
            air = AIR if id(node) in worked else STILL
            found += [air if node.medium == "air" else OIL, self._place(n, n)]
        return found

    def _laws(self) -> list[int]:
        table: list[int] = []
        for flow in self.flows:
            a, b = self._row(flow.a), self._row(flow.b)
            row = [flow.kind, self.at(flow.a), self.at(flow.b), a, b]
            row += [self._place(i, k) for i in (a, b) for k in (a, b)]
            row += [flow.col, flow.spool, flow.side, flow.body, len(flow.ends)]
            for end in flow.ends:
                row += [
                    self.at(end),
                    self._place(a, self._row(end)),
                    self._place(b, self._row(end)),
                ]
            table += row + [0] * (WIDTH - len(row))
        return table

    def _pistons(self) -> list[int]:
        table: list[int] = []
        for p in self.pistons:
            i, j = self._row(p.node), self.free + p.body
            table += [self.at(p.node), p.body, p.col, self._place(i, j), self._place(j, i)]
        return table

    def _vanes(self) -> list[int]:
        table: list[int] = []
        for vane in self.vanes:
            one, other = vane.a.node, vane.b.node
            a, b, j = self._row(one), self._row(other), self.free + vane.a.body
            table += [self.at(one), self.at(other), vane.a.body, vane.a.col]
            table += [int(one.medium == "air"), a, b]
            table += [self._place(*p) for p in ((a, j), (b, j), (j, a), (j, b))]
            table += [self._place(*p) for p in ((a, a), (a, b), (b, a), (b, b))]
        return table

    def _bladders(self) -> list[int]:
        found = []
        for node, col in self.bladders:
            n = self.at(node)
            found += [n, col, self._place(n, n)]
        return found

    def work(self) -> list[list[float]]:
        """Return work space for the kernel, in the order of labsim.fluid.stage."""
        nodes, bodies, spools = len(self.nodes), len(self.bodies), len(self.spools)
        sizes = dict.fromkeys(BY_NODE, nodes) | dict.fromkeys(BY_BODY, bodies)
        sizes |= dict.fromkeys(BY_SPOOL, spools) | dict.fromkeys((OPENED, Q), len(self.flows))
        sizes |= {A: self.order.trash + 1, R: self.size + 1, ERROR: self.size + bodies + spools}
        return [[0.0] * sizes[n] for n in range(len(sizes))]
