"""Electrical network: hybrid nodal analysis, DC and complex phasors, many variants in one call.

Unknowns are node voltages and branch currents. Contacts, wires, fuses and joints are branch rows
v1 - v2 - Z·i = E, or i = 0 when Z is OPEN: exact for open and down to µΩ (docs/adr/0001).
Every node has LEAK to earth, because a floating node is the normal state of a broken wire.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component
from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation, View

__all__ = ["EARTH", "LEAK", "Branch", "ElectricalNetwork", "Part"]

LEAK = 1e-9  # S, insulation of every node to earth
LEAST = 1e-6  # Ω, of any branch: two parallel paths of 0 Ω would share current in no definite way
EARTH = -1  # index of the reference node
CABLE_CAPACITANCE = 100e-12  # F/m between two conductors of a cable (assumed, PVC control cable)
HOPS = 60  # changes of diode states tried before giving up


@dataclass
class Branch:
    """v(a) - v(b) - Z·i = E, with Z and E functions of the component's view."""

    name: str
    a: int
    b: int
    view: View | None
    ohms: Callable[[Any], Any]
    volts: Callable[[Any], Any] | None = None
    kind: str = "resistance"  # or "source", "diode"
    source: str = ""  # "ac" or "dc" for sources
    dc: Callable[[Any], Any] | None = None  # Z at DC, where it is not the real part of Z


@dataclass
class Island:
    """Nodes and branches that are joined; one matrix each."""

    nodes: np.ndarray
    branches: np.ndarray
    couplings: list[int]
    kind: str = "dc"
    cache: dict[bytes, np.ndarray] = field(default_factory=dict)


class Part:
    """What a component's `laws` sees of the network: its own terminals by mark."""

    def __init__(self, net: ElectricalNetwork, component: Component) -> None:
        self.net, self.component = net, component
        self.view = net.sim.views[component.tag]

    def node(self, mark: str | int) -> int:
        """Return the node of a terminal, of an inner point ("~name"), or EARTH."""
        if mark == EARTH:
            return EARTH
        if isinstance(mark, str) and mark.startswith("~"):
            return self.net.inner(f"{self.component.tag}{mark}")
        return self.net.node_of[self.component.port(mark)]

    def branch(
        self, name: str, a: Any, b: Any, ohms: Any, volts: Any = None, **kinds: Any
    ) -> None:
        """Add a branch from a to b; `ohms` and `volts` are numbers or functions of the view."""
        law = ohms if callable(ohms) else lambda c: ohms
        push = volts if callable(volts) or volts is None else lambda c: volts
        self.net.add(Branch(name, self.node(a), self.node(b), self.view, law, push, **kinds))

    def diode(self, name: str, anode: Any, cathode: Any, volts: Any, ohms: Any) -> None:
        """Add a piecewise-linear diode: `volts` + `ohms`·i when conducting, else nothing."""
        self.branch(name, anode, cathode, ohms, volts, kind="diode")

    def couple(self, first: str, second: str, ohms: Callable[[View], Any]) -> None:
        """Add Z·i(second) to the voltage of the first branch (windings on one core)."""
        tag = self.component.tag
        index = self.net.index
        self.net.couplings.append((index[tag, first], index[tag, second], self.view, ohms))


class ElectricalNetwork:
    """The electrical side of a simulation."""

    domain = "electrical"

    def __init__(self, sim: Simulation) -> None:
        self.sim, self.stale = sim, True
        self.branches: list[Branch] = []
        self.index: dict[tuple[str, str], int] = {}
        self.couplings: list[tuple[int, int, View, Callable]] = []
        self.capacitors: list[tuple[int, int, float]] = []
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
        self._islands()
        self.on = np.zeros((sim.count, len(self.branches)), dtype=bool)  # diodes that conduct

    # building -----------------------------------------------------------------------------
    def _node(self, name: str) -> int:
        self.node_names.append(name)
        return len(self.node_names) - 1

    def inner(self, name: str) -> int:
        """Return the node of an inner point of a component, made when first asked for."""
        if name in self.node_names:
            return self.node_names.index(name)
        return self._node(name)

    def add(self, branch: Branch) -> None:
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
            for i, a in enumerate(ends):
                for b in ends[i + 1 :]:
                    self.capacitors.append((a, b, CABLE_CAPACITANCE * cable.length))

    def _islands(self) -> None:
        parent = list(range(len(self.node_names)))

        def root(n: int) -> int:
            while parent[n] != n:
                n = parent[n]
            return n

        def join(*nodes: int) -> None:
            inside = [root(n) for n in nodes if n != EARTH]
            for n in inside[1:]:
                parent[root(n)] = root(inside[0])

        for branch in self.branches:
            join(branch.a, branch.b)
        for first, second, *_ in self.couplings:
            b = self.branches
            join(b[first].a, b[first].b, b[second].a, b[second].b)
        for a, b, _ in self.capacitors:
            join(a, b)
        self.islands: list[Island] = []
        home = np.array([root(n) for n in range(len(parent))])
        for head in np.unique(home):
            nodes = np.flatnonzero(home == head)
            mine = [k for k, b in enumerate(self.branches) if {b.a, b.b} & set(nodes.tolist())]
            coupled = [k for k, c in enumerate(self.couplings) if c[0] in mine]
            island = Island(nodes, np.array(mine, dtype=int), coupled)
            sources = {self.branches[k].source for k in mine} - {""}
            if len(sources) > 1:
                names = ", ".join(self.node_names[n] for n in nodes[:6])
                raise LabsimError(f"AC and DC sources are joined at {names}: keep them apart")
            island.kind = sources.pop() if sources else "dc"
            self.islands.append(island)
        self.island_of = {int(n): island for island in self.islands for n in island.nodes}
        self._alternating = np.array(
            [self.island_of[n].kind == "ac" for n in range(len(self.node_names))]
        )

    # values -------------------------------------------------------------------------------
    def _values(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Evaluate every law: Z and E (variants × branches), couplings, conductances to earth."""
        count = self.sim.count
        z = np.empty((count, len(self.branches)), dtype=complex)
        e = np.zeros_like(z)
        for k, branch in enumerate(self.branches):
            z[:, k] = branch.ohms(branch.view)
            z[np.abs(z[:, k]) < LEAST, k] = LEAST
            if branch.volts is not None:
                e[:, k] = branch.volts(branch.view)
        m = np.empty((count, len(self.couplings)), dtype=complex)
        for k, (_, _, view, law) in enumerate(self.couplings):
            m[:, k] = law(view)
        g = np.full((count, len(self.node_names)), LEAK)
        for port, node in self.node_of.items():
            earth = self.sim.effective[port.component.tag, f"{port.mark}.earth"]
            g[:, node] += np.where(earth >= 1e9, 0.0, 1.0 / earth)
        return z, e, m, g

    def _stack(
        self, island: Island, z: np.ndarray, m: np.ndarray, g: np.ndarray, ac: bool
    ) -> np.ndarray:
        """Build the matrices of an island, one for each row of z."""
        n, b = len(island.nodes), len(island.branches)
        where = {int(node): k for k, node in enumerate(island.nodes)}
        row_of = {int(k): n + r for r, k in enumerate(island.branches)}
        dtype = complex if ac else float
        matrix = np.zeros((len(z), n + b, n + b), dtype=dtype)
        matrix[:, range(n), range(n)] = g[:, island.nodes]
        if ac:
            for a, c, farads in self.capacitors:
                if a in where and c in where:
                    y = 1j * 2 * np.pi * self.hertz * farads
                    i, j = where[a], where[c]
                    matrix[:, [i, j], [i, j]] += y
                    matrix[:, [i, j], [j, i]] -= y
        zi = z[:, island.branches] if ac else self._at_dc(island, z)
        is_open = ~np.isfinite(zi)
        scale = np.where(is_open, 0.0, 1.0 / np.maximum(1.0, np.abs(zi)))
        own = np.where(is_open, 1.0, -np.where(is_open, 0, zi) * scale)
        for r, k in enumerate(island.branches):
            branch = self.branches[k]
            for node, sign in ((branch.a, 1.0), (branch.b, -1.0)):
                if node != EARTH:
                    matrix[:, where[node], n + r] += sign
                    matrix[:, n + r, where[node]] += sign * scale[:, r]
            matrix[:, n + r, n + r] = own[:, r]
        for k in island.couplings:
            first, second = self.couplings[k][:2]
            r = row_of[first]
            if ac:
                matrix[:, r, row_of[second]] -= m[:, k] * scale[:, r - n]
        self._scale = scale
        return matrix

    def _at_dc(self, island: Island, z: np.ndarray) -> np.ndarray:
        """Return Z at DC; an open winding stays open."""
        real = z.real[:, island.branches].copy()
        for r, k in enumerate(island.branches):
            if self.branches[k].dc is not None:
                column = np.broadcast_to(self.branches[k].dc(self.branches[k].view), len(z))
                real[:, r] = np.where(np.isfinite(real[:, r]), column, OPEN)
        return real

    @property
    def hertz(self) -> float:
        """Mains frequency in Hz, of the first alternating source."""
        for part in self.sim.machine.components.values():
            if "frequency" in part.values:
                return float(part.values["frequency"])
        return 60.0

    # solving ------------------------------------------------------------------------------
    def solve(self) -> None:
        """Solve every variant for the present states; nothing to do when no input changed."""
        if not self.stale:
            return
        self.stale = False
        for _ in range(HOPS):
            self._solve_once()
            if not self._hop():
                return
        raise LabsimError("diodes of this circuit find no stable state")

    def _solve_once(self) -> None:
        z, e, m, g = self._values()
        diodes = [k for k, b in enumerate(self.branches) if b.kind == "diode"]
        for k in diodes:
            z[:, k] = np.where(self.on[:, k], z[:, k], OPEN)
            e[:, k] = np.where(self.on[:, k], e[:, k], 0.0)
        self.z, self.m, self.g = z, m, g
        self.v = np.zeros((self.sim.count, len(self.node_names)), dtype=complex)
        self.i = np.zeros((self.sim.count, len(self.branches)), dtype=complex)
        for island in self.islands:
            self._solve_island(island, z, e, m, g)

    def _solve_island(self, island: Island, z: Any, e: Any, m: Any, g: Any) -> None:
        n = len(island.nodes)
        leads = self._leads_in(island)
        extra = np.full((self.sim.count, 3), leads or (0, 0, 0), dtype=complex)
        parts = (z[:, island.branches], e[:, island.branches], m[:, island.couplings])
        rows = np.ascontiguousarray(np.hstack([*parts, g[:, island.nodes], extra]))
        keys = [row.tobytes() for row in rows]
        missing = {key: k for k, key in enumerate(keys) if key not in island.cache}
        if missing:
            if len(island.cache) > 20000:
                island.cache.clear()
                missing = {key: k for k, key in enumerate(keys)}
            which = list(missing.values())
            ac = island.kind == "ac"
            for start in range(0, len(which), 64):
                some = which[start : start + 64]
                matrix = self._stack(island, z[some], m[some], g[some], ac)
                if leads:
                    self._connect(matrix, island, leads)
                rhs = np.zeros(matrix.shape[:2], dtype=matrix.dtype)
                push = e[some][:, island.branches]
                rhs[:, n:] = (push if ac else push.real) * self._scale
                solution = np.linalg.solve(matrix, rhs[..., None])[..., 0]
                for k, x in zip(some, solution, strict=True):
                    island.cache[keys[k]] = x
        x = np.array([island.cache[key] for key in keys])
        self.v[:, island.nodes] = x[:, :n]
        self.i[:, island.branches] = x[:, n:]

    def _leads_in(self, island: Island) -> tuple[int, int, complex] | None:
        if self.leads is None:
            return None
        a, b, _ = self.leads
        inside = [self.island_of.get(n) is island or n == EARTH for n in (a, b)]
        return self.leads if all(inside) else None

    def _connect(self, matrix: np.ndarray, island: Island, leads: Any) -> None:
        """Put the conductance of an instrument between two nodes."""
        where = {int(node): k for k, node in enumerate(island.nodes)}
        a, b, ohms = leads
        ends = [(where[n], s) for n, s in ((a, 1.0), (b, -1.0)) if n != EARTH]
        for i, si in ends:
            for j, sj in ends:
                matrix[:, i, j] += si * sj / np.real(ohms)

    def _hop(self) -> bool:
        """Flip diodes whose state contradicts the solution; True when any flipped."""
        flipped = False
        for k, branch in enumerate(self.branches):
            if branch.kind != "diode":
                continue
            across = self._at(branch.a).real - self._at(branch.b).real
            on = self.on[:, k]
            want = np.where(on, self.i[:, k].real > -1e-12, across > branch.volts(branch.view))
            if np.any(want != on):
                self.on[:, k] = want
                flipped = True
        return flipped

    # reading ------------------------------------------------------------------------------
    def _at(self, node: int) -> np.ndarray:
        return self.v[:, node] if node != EARTH else np.zeros(self.sim.count, dtype=complex)

    def amps(self, tag: str, branch: str) -> np.ndarray:
        return self.i[:, self.index[tag, branch]]

    def volts(self, a: Port, b: Port) -> np.ndarray:
        return self.v[:, self.node_of[a]] - self.v[:, self.node_of[b]]

    def port_amps(self, port: Port) -> np.ndarray:
        """Complex current into a terminal from its wire (what a clamp meter reads)."""
        node = self.node_of[port]
        total = np.zeros(self.sim.count, dtype=complex)
        for k, branch in enumerate(self.branches):
            if branch.view is None:  # wires
                total += self.i[:, k] * ((branch.b == node) * 1.0 - (branch.a == node) * 1.0)
        return total

    def feeds(self, port: Port) -> bool:
        """Tell whether any source that is switched on can feed a port, through any contact.

        Contacts count as closed, because they may close; only an isolator that is off and a
        conductor that is off its terminal part the circuit.
        """
        joined: dict[int, set[int]] = {}
        start: set[int] = set()
        for branch in self.branches:
            part = branch.view.part if branch.view else None
            off = part is not None and part.isolates and branch.view.position[0] == 0
            lifted = branch.view is None and not np.isfinite(branch.ohms(None)[0])
            if off or (lifted and self._lifted(branch)):
                continue
            if branch.kind == "source":
                start |= {branch.a, branch.b}
            joined.setdefault(branch.a, set()).add(branch.b)
            joined.setdefault(branch.b, set()).add(branch.a)
        for first, second, *_ in self.couplings:
            ends = [self.branches[k].a for k in (first, second)]
            joined.setdefault(ends[0], set()).add(ends[1])
            joined.setdefault(ends[1], set()).add(ends[0])
        reached, todo = set(), [n for n in start if n != EARTH]
        while todo:
            node = todo.pop()
            if node not in reached:
                reached.add(node)
                todo += [n for n in joined.get(node, ()) if n != EARTH and n not in reached]
        return self.node_of[port] in reached

    def _lifted(self, branch: Branch) -> bool:
        names = branch.name.split("~")
        return any((n.split(":")[0], f"{n.split(':')[1]}.joint") in self.sim.lifted for n in names)

    def open_volts(self, a: Port, b: Port | None) -> tuple[np.ndarray, np.ndarray]:
        """Return AC (complex) and DC (real) voltage between two ports, b=None meaning earth."""
        na, nb = self.node_of[a], EARTH if b is None else self.node_of[b]
        parts = []
        for wanted in (True, False):
            va = self._at(na) if self._alternating[na] == wanted else 0.0 * self._at(na)
            vb = self._at(nb) * (nb != EARTH and self._alternating[nb] == wanted)
            parts.append(va - vb)
        return parts[0], parts[1].real

    def impedance(self, pairs: list[tuple[int, int]], dead: bool) -> np.ndarray:
        """Return the impedance seen between pairs of nodes: (variants, pairs).

        dead=True: at DC with every source at rest, as an ohmmeter sees it.
        """
        result = np.zeros((self.sim.count, len(pairs)), dtype=complex)
        for island in self.islands:
            where = {int(node): k for k, node in enumerate(island.nodes)}
            used = [(p, a, b) for p, (a, b) in enumerate(pairs) if a in where or b in where]
            if not used:
                continue
            ac = island.kind == "ac" and not dead
            rows = np.hstack([self.z[:, island.branches], self.g[:, island.nodes]])
            if ac:
                rows = np.hstack([rows, self.m[:, island.couplings]])
            _, first, back = np.unique(
                rows.view(float), axis=0, return_index=True, return_inverse=True
            )
            matrix = self._stack(island, self.z[first], self.m[first], self.g[first], ac)
            rhs = np.zeros((matrix.shape[1], len(used)), dtype=matrix.dtype)
            for column, (_, a, b) in enumerate(used):
                for node, sign in ((a, 1.0), (b, -1.0)):
                    if node in where:
                        rhs[where[node], column] = sign
            x = np.linalg.solve(matrix, np.broadcast_to(rhs, (len(first), *rhs.shape)))
            seen = np.einsum("rc,vrc->vc", rhs, x)[np.ravel(back)]
            for column, (p, _, _) in enumerate(used):
                result[:, p] += seen[:, column]
        return result
