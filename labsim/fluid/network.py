"""Fluid network: one pressure for each line, bodies, spools; all variants march through one kernel.

Built once for all variants, as the electrical network is: parts declare primitive laws (see part),
numbered in integer tables, with a column of the parameter table for every number. `march` lets time
pass; nothing here has events of its own. How it works: docs/how-to/fluid-engine.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param
from labsim.core.errors import LabsimError, unknown
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.fluid import engine
from labsim.fluid.checks import check
from labsim.fluid.layout import CELSIUS, FAILED, MARKS, MISC, OWED, RATE, S_Q, STEP
from labsim.fluid.part import FluidPart
from labsim.fluid.piping import Piping
from labsim.fluid.readings import Readings
from labsim.fluid.tables import START, Node, Tables
from labsim.fluid.units import ATMOSPHERE, PA

__all__ = ["ATMOSPHERE", "FluidNetwork"]

SHORT = 0.02  # s, between looks at what moves
FRESH = 1e-3  # s, the first step after an input has changed
SEEN = 0.5  # bar or mm that may pass between looks
# What `_build` makes.
BUILT = ("tables", "inner", "node_of", "outside", "medium_at", "parted", "undone", "work",
         "flow_at")  # fmt: skip


class FluidNetwork(Piping, Readings):
    """The fluid side of a simulation."""

    domain = "fluid"

    def __init__(self, sim: Simulation) -> None:
        self.sim, self.stale = sim, True
        self.tape: tuple[Any, ...] = ()
        self.every = 0.0
        self.now = 0.0
        self.news = 0  # number of what can be read
        self.again = False  # just come back to an earlier moment
        parts = sim.machine.components.values()
        self.parts = [p for p in parts if isinstance(self, p.network or ())]
        self.senses = any(getattr(p, "senses", False) for p in self.parts)
        self._build()
        self._begin()
        check(self)

    # ports: what every connection can have ------------------------------------------------
    @staticmethod
    def port_params(mark: str) -> dict[str, Param]:
        return {
            f"{mark}.joint": Param(0.0, "", f"line at {mark}: 0 on, ∞ off and plugged"),
            f"{mark}.weep": Param(0.0, "mm²", f"hole at fitting {mark} to the outside"),
        }

    @staticmethod
    def port_faults(mark: str, *_: Any) -> list[Fault]:
        return [Fault(f"fitting {mark} leaks", 0.3, wrong={f"{mark}.weep": (0.1, 1.0)})]

    # building -----------------------------------------------------------------------------
    def _build(self) -> None:
        self.tables = Tables()
        self.inner: dict[tuple[str, str], Node] = {}
        self.node_of: dict[Port, Node] = {}
        self.outside = Node("atmosphere", "air")
        self.tables.nodes.append(self.outside)
        self.outside.held = self.tables.columns.add(None, PA)
        self.medium_at = self._media()
        self.parted, self.undone = self._parted(), self._undone()
        self._lines()
        for part in self.parts:
            part.laws(FluidPart(self, part))
        for part in self.parts:
            self._fittings(part)
        for node in self.tables.nodes:
            if node.held is None and not node.volumes:
                raise LabsimError(f"{node.name} has no volume: give its line litres")
        self.tables.number()
        self.tables.columns.lay_out(self.sim.count)
        self.work = engine.Work(self.tables)
        self.flow_at = {(f.tag, f.name): n for n, f in enumerate(self.tables.flows)}

    def body_number(self, tag: str, name: str) -> int:
        """Return the number of a part's body; LabsimError when it has none so called."""
        return self._number(self.tables.bodies, "body", tag, name)

    def spool_number(self, tag: str, name: str) -> int:
        """Return the number of a part's spool; LabsimError when it has none so called."""
        return self._number(self.tables.spools, "spool", tag, name)

    @staticmethod
    def _number(group: list[Any], kind: str, tag: str, name: str) -> int:
        for n, thing in enumerate(group):
            if (thing.tag, thing.name) == (tag, name):
                return n
        raise unknown(tag, kind, name, [t.name for t in group if t.tag == tag])

    # state --------------------------------------------------------------------------------
    def _begin(self) -> None:
        """Put everything where it starts: lines at the pressure of the air, bodies as said."""
        tables, columns = self.tables, self.tables.columns
        columns.evaluate(self.sim, tables.after)
        nodes, bodies, spools = len(tables.nodes), len(tables.bodies), len(tables.spools)
        sizes = [nodes] * 3 + [bodies] * 4 + [spools] * 2
        sizes += [MARKS * bodies, len(tables.flows), MISC]
        self.state = [np.zeros((self.sim.count, n)) for n in sizes]
        self._name_state()
        for n, node in enumerate(tables.nodes):
            start = node.begin if node.held is None else node.held
            self.p[:, n] = PA if start is None else columns.table[:, start]
        self.gauge[:], self.top[:] = self.p, self.p
        for j, body in enumerate(tables.bodies):
            self.x[:, j] = columns.table[:, body.start]
        self.side[:] = -1.0  # what is bistable begins at rest
        self.marks[:] = -1.0
        self.marks.reshape(self.sim.count, -1, MARKS)[:, :, 2:] = np.nan
        self.misc[:, CELSIUS] = columns.table[:, START]
        self.misc[:, STEP], self.misc[:, RATE] = FRESH, np.inf
        self.work.prime(columns.table, self.state)

    def _name_state(self) -> None:
        self.news += 1
        (self.p, self.gauge, self.top, self.x, self.v, self.mode, self.rest, self.s, self.side,
         self.marks, self.q, self.misc) = self.state  # fmt: skip

    def _rebuild(self) -> None:
        """Part or join lines: build anew, and take over what every point holds by its name."""
        old, was = self.tables, self.state
        names = {node.name: n for n, node in enumerate(old.nodes)}
        self._build()
        self._begin()
        for n, node in enumerate(self.tables.nodes):
            at = names.get(node.name, names.get(self._line_of(node)))
            if at is not None and node.held is None:
                for mine, before in zip(self.state[:3], was[:3], strict=True):
                    mine[:, n] = before[:, at]
        for k in (3, 4, 5, 6, 7, 8, 9, 11):
            self.state[k][:] = was[k]
        self.news += 1

    def _line_of(self, node: Node) -> str:
        """Return the name of the line from which a port was just parted."""
        port = next((p for p, n in self.node_of.items() if n is node), None)
        nets = [net for net in self.sim.machine.nets if port in net]
        others = [self.node_of[p].name for net in nets for p in net if p not in self.parted]
        return others[0] if others else ""

    # time ---------------------------------------------------------------------------------
    def solve(self) -> None:
        """Take over inputs that have changed; pressures do not jump, flows do."""
        if not self.stale:
            return
        self.stale = False
        fresh, self.again = not self.again, False
        if self.misc[:, OWED].any():
            self._run(0.0, now=True)
        if (self._parted(), self._undone()) != (self.parted, self.undone):
            self._rebuild()
        elif not self.tables.columns.evaluate(self.sim, self.tables.after):
            return
        if fresh:
            self.misc[:, STEP] = np.minimum(self.misc[:, STEP], FRESH)
            self.misc[:, RATE] = np.inf
        self.work.flows(self.tables.columns.table, self.state)
        self.news += 1

    def march(self, dt: float) -> None:
        """Let a time in s pass for every variant, inputs as they are."""
        while self.every and dt > self.every * 1.001:
            self._run(self.every)
            dt -= self.every
        self._run(dt)

    def _run(self, dt: float, now: bool = False) -> None:
        self.work.march(self.tables.columns.table, self.state, dt, now or bool(self.every))
        self.now += dt
        self.news += 1
        if self.every:
            self._note()
        failed = np.nonzero(self.misc[:, FAILED])[0]
        if len(failed):
            raise LabsimError(self._why(int(failed[0])))

    def _why(self, variant: int) -> str:
        """Say which part of a circuit has no solution."""
        free = self.tables.free
        table = self.tables.columns.table[variant]
        volume = table[self.tables.first["nodes"] :][:free]
        small = self.tables.nodes[int(np.argmin(volume))].name if free else "none"
        highest = self.tables.nodes[int(np.argmax(self.p[variant, :free]))].name if free else "none"
        name = self.sim.variants[variant].name
        return (
            f"this circuit cannot be solved ({name}, at {self.now:.3f} s): pressure is highest at "
            f"{highest}, the smallest volume is {small}: give it more litres, or a relief valve"
        )

    @property
    def quantum(self) -> float:
        """Longest time in s between two looks: short while something moves that a part senses."""
        if not self.senses:
            return np.inf
        fastest = float(self.misc[:, RATE].max(initial=0.0))
        return float(np.clip(SEEN / fastest, SHORT, 60.0)) if fastest > 0 else 60.0

    def recall(self) -> dict[str, Any]:
        """Return everything that changes with time."""
        if self.misc[:, OWED].any():
            self._run(0.0, now=True)
        built = {"of": self, **{name: getattr(self, name) for name in BUILT}}
        state = [a.copy() for a in self.state]
        return built | {"state": state, "now": self.now, "tape": self.tape, "every": self.every}

    def restore(self, memory: dict[str, Any]) -> None:
        """Come back to what `recall` returned, here or on a network with fewer variants."""
        if memory["of"] is self:
            for name in BUILT:
                setattr(self, name, memory[name])
            self.state = [a.copy() for a in memory["state"]]
        else:
            self._build()
            self._begin()
            for k, (mine, theirs) in enumerate(zip(self.state, memory["state"], strict=True)):
                if k != S_Q:  # worked out anew; fewer fittings may leak here
                    mine[:] = theirs
        self.now, self.tape, self.every = memory["now"], memory["tape"], memory["every"]
        self._name_state()
        self.stale = self.again = True  # the inputs are those of then, not new ones
