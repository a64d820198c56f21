"""Electrical network: hybrid nodal analysis, DC and complex phasors, many variants in one call.

Unknowns are node voltages and branch currents. Contacts, wires, fuses and joints are branch rows
v1 - v2 - Z·i = E, or i = 0 when Z is OPEN: exact for open and down to µΩ (docs/adr/0001).
Every node has LEAK to earth, because a floating node is the normal state of a broken wire.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from labsim.core.component import OPEN
from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.core.told import Seen
from labsim.core.view import Law, View
from labsim.electrical.branch import EARTH, LEAK, LEAST, Branch, Part
from labsim.electrical.islands import Island, find_islands
from labsim.electrical.readings import Readings

__all__ = ["EARTH", "LEAK", "Branch", "ElectricalNetwork", "Part"]

CABLE_CAPACITANCE = 100e-12  # F/m between two conductors, and to earth (assumed, PVC cable)
HOPS = 200  # changes of diode states tried before giving up
TOGETHER = 20  # of these, hops in which all wrong diodes change; then one at a time (Murty's rule)


class ElectricalNetwork(Readings):
    """The electrical side of a simulation."""

    domain = "electrical"

    def __init__(self, sim: Simulation) -> None:
        self.sim, self.stale = sim, True
        self.news = 0  # number of the solution
        self.branches: list[Branch] = []
        self.moving: list[Branch] = []  # what only the transient engine knows
        self.index: dict[tuple[str, str], int] = {}
        self.couplings: list[tuple[int, int, View, Callable]] = []
        self.capacitors: list[tuple[int, int, float]] = []
        self.fed: dict[str, Any] = {}  # what was found out of what is fed; see live.feeds
        self.links: list[tuple[int, int]] = []  # ways of energy that are no circuit
        self.node_of: dict[Port, int] = {}
        self.node_names: list[str] = []
        self.leads: tuple[int, int, complex] | None = None
        for port in sim.machine.ports.values():
            if isinstance(self, port.component.network or ()):
                self.node_of[port] = self._node(port.name)
        self._wires()
        for part in sim.machine.components.values():
            if isinstance(self, part.network or ()):
                part.laws(Part(self, part))
        self._cables()
        self._sort()

    # building -----------------------------------------------------------------------------
    def _sort(self) -> None:
        """Tell its sections apart, and which alternate."""
        self.hertz = self._hertz()
        self.islands = find_islands(self)
        self.island_of = {int(n): island for island in self.islands for n in island.nodes}
        kinds = [self.island_of[n].kind for n in range(len(self.node_names))]
        self.alternating = np.array([kind == "ac" for kind in kinds])
        self._tables()

    def _node(self, name: str) -> int:
        self.node_names.append(name)
        return len(self.node_names) - 1

    def inner(self, name: str) -> int:
        """Return the node of an inner point of a component, made when first asked for."""
        if name in self.node_names:
            return self.node_names.index(name)
        return self._node(name)

    def add(self, branch: Branch) -> None:
        if branch.when == "moving":
            self.moving.append(branch)
            return
        tag = branch.view.tag if branch.view else ""
        self.index[tag, branch.name] = len(self.branches)
        self.branches.append(branch)

    def _joint(self, *ports: Port, what: str = "joint") -> Callable[[Any], Any]:
        views = [(self.sim.views[p.component.tag], f"{p.mark}.{what}") for p in ports]
        return lambda c: sum(view[name] for view, name in views)

    def _wires(self) -> None:
        """A net of two ports is one wire; a larger one is a node with a joint for each port."""
        far: dict[Port, int] = {}
        for number, net in enumerate(self.sim.machine.nets, 1):
            ports = [p for p in net if p in self.node_of]
            if len(ports) == 2:
                a, b = ports
                far[a], far[b] = self.node_of[b], self.node_of[a]
                name = f"{a.name}~{b.name}"
                self.add(Branch(name, far[b], far[a], None, self._joint(a, b)))
            elif len(ports) > 2:
                hub = self._node(f"net{number}")
                for port in ports:
                    far[port] = hub
                    law = self._joint(port)
                    self.add(Branch(port.name, self.node_of[port], hub, None, law))
        self.far = far
        for swap in self.sim.machine.swaps:
            for port, other in ((swap.first, swap.second), (swap.second, swap.first)):
                law = self._joint(port, what="crossed")
                name = f"{port.name}×{other.name}"
                self.add(Branch(name, self.node_of[port], far[other], None, law))

    def _cables(self) -> None:
        for cable in self.sim.machine.cables:
            ends = [self.far.get(p, self.node_of[p]) for p in cable.ports]
            pairs = {(max(a, b), min(a, b)) for a in ends for b in [*ends, EARTH] if a != b}
            farads = CABLE_CAPACITANCE * cable.length
            self.capacitors += [(a, b, farads) for a, b in sorted(pairs)]

    def _hertz(self) -> float:
        """Return the mains frequency in Hz: that of the first alternating source."""
        for branch in self.branches:
            if branch.source == "ac":
                return float(branch.view.part.values["frequency"])
        return 60.0

    # values -------------------------------------------------------------------------------
    def _tables(self) -> None:
        """Lay out a column for every law: Z, Z at DC, E, coupling; a row for each variant."""
        count, branches = self.sim.count, len(self.branches)
        self.z = np.zeros((count, branches), dtype=complex)
        self._dc = np.zeros((count, branches))
        self.e = np.zeros((count, branches), dtype=complex)
        self.m = np.zeros((count, len(self.couplings)), dtype=complex)
        self.v = np.zeros((count, len(self.node_names)), dtype=complex)
        self.i = np.zeros((count, branches), dtype=complex)
        self.on = np.zeros((count, branches), dtype=bool)  # diodes that conduct
        self.diodes = [k for k, b in enumerate(self.branches) if b.kind == "diode"]
        self._insulation: Any = None
        self._laws: list[Law] = []
        for k, branch in enumerate(self.branches):
            self._laws.append(Law(branch.view, branch.ohms, self.z[:, k]))
            if branch.volts is not None:
                self._laws.append(Law(branch.view, branch.volts, self.e[:, k]))
            if branch.dc is not None:
                self._laws.append(Law(branch.view, branch.dc, self._dc[:, k]))
        for k, (_, _, view, rule) in enumerate(self.couplings):
            self._laws.append(Law(view, rule, self.m[:, k]))
        self._has_dc = np.array([b.dc is not None for b in self.branches], dtype=bool)

    def _evaluate(self) -> None:
        """Bring every law up to date whose parameters or states have changed."""
        same = self._insulation is self.sim.effective
        if same and self._read.holds(self.sim):
            return
        for law in self._laws:
            if law.moves or not same:
                law.update(self.sim)
        self._read = Seen(self.sim.effective)
        for law in (law for law in self._laws if law.moves):
            self._read.update((k, v) for k, v in law.read.items() if k in self.sim.states)
        self.z[np.abs(self.z) < LEAST] = LEAST
        real = np.where(self._has_dc & np.isfinite(self.z), self._dc, self.z.real)
        self.z_dc = np.where(np.abs(real) < LEAST, LEAST, real)
        if not same:
            self._insulation = self.sim.effective
            self.g = np.full((self.sim.count, len(self.node_names)), LEAK)
            for port, node in self.node_of.items():
                earth = self.sim.effective[port.component.tag, f"{port.mark}.earth"]
                self.g[:, node] += np.where(earth >= 1e9, 0.0, 1.0 / earth)

    def _theta(self, island: Island, mode: str) -> np.ndarray:
        """Return the inputs of an island's equations; dead: sources at rest, diodes blocking."""
        k = island.branches
        z = self.z[:, k] if mode == "ac" else self.z_dc[:, k]
        e = np.zeros_like(z) if mode == "dead" else self.e[:, k]
        blocked = [r for r, branch in enumerate(k) if branch in self.diodes]
        if blocked:
            on = self.on[:, k[blocked]] & (mode != "dead")
            z, e = z.copy(), e.copy()
            z[:, blocked] = np.where(on, z[:, blocked], OPEN)
            e[:, blocked] = np.where(on, e[:, blocked], 0.0)
        g, m = self.g[:, island.nodes], self.m[:, island.couplings]
        return island.equations[mode].theta(g, z, e, m)

    # solving ------------------------------------------------------------------------------
    def solve(self) -> None:
        """Solve every variant for the present states; nothing to do when no input changed."""
        if not self.stale:
            return
        self.stale = False
        self._evaluate()
        for hop in range(HOPS):
            for island in self.islands:
                self._solve_island(island)
            if not self._hop(hop < TOGETHER):
                return
        raise LabsimError("diodes of this circuit find no stable state")

    def _solve_island(self, island: Island) -> None:
        equations = island.equations[island.kind]
        theta = self._theta(island, island.kind)
        ends = self.leads[:2] if self.leads else ()
        if ends and all(n == EARTH or self.island_of[n] is island for n in ends):
            island.theta, island.x = None, self._with_leads(island, theta)
        elif island.theta is None or island.x is None:
            island.theta, island.x = theta, equations.solve(theta)
        else:
            moved = (theta != island.theta).any(axis=1)
            if not moved.any():
                return
            island.theta = theta
            island.x[moved] = equations.solve(theta[moved])
        self.news += 1
        self.v[:, island.nodes] = island.x[:, : equations.nodes]
        self.i[:, island.branches] = island.x[:, equations.nodes :]

    def _with_leads(self, island: Island, theta: np.ndarray) -> np.ndarray:
        """Solve with the resistance of an instrument between two nodes."""
        where = island.local
        a, b, ohms = self.leads
        dense, push = island.equations[island.kind].matrices(theta)
        ends = [(where[n], s) for n, s in ((a, 1.0), (b, -1.0)) if n != EARTH]
        for i, si in ends:
            for j, sj in ends:
                dense[:, i, j] += si * sj / np.real(ohms)
        return np.linalg.solve(dense, push[..., None])[..., 0]

    def _hop(self, together: bool) -> bool:
        """Flip diodes whose state contradicts the solution; True when any flipped."""
        free, flipped = np.ones(self.sim.count, dtype=bool), False
        for k in self.diodes:
            branch, on = self.branches[k], self.on[:, k]
            across = self._at(branch.a).real - self._at(branch.b).real
            want = np.where(on, self.i[:, k].real > -1e-12, across > self.e[:, k].real + 1e-9)
            want &= np.isfinite(self.z_dc[:, k])
            flip = (want != on) & free
            self.on[:, k] ^= flip
            if not together:
                free &= ~flip
            flipped |= bool(flip.any())
        return flipped

    def to_spice(self, variant: int = 0) -> str:
        """Return a deck for ngspice of the present state; see deck.Deck."""
        from labsim.electrical.deck import Deck

        return Deck(self, variant).text
