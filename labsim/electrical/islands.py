"""Islands: parts of a circuit that share nodes. Each has one kind of current and one matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.electrical.solver import Solver

if TYPE_CHECKING:
    from labsim.electrical.network import ElectricalNetwork

__all__ = ["Groups", "Island", "find_islands"]


@dataclass
class Island:
    """Nodes, branches and couplings that are joined, as indices into those of the network."""

    nodes: np.ndarray
    branches: np.ndarray
    couplings: np.ndarray
    kind: str  # "ac" or "dc"
    equations: dict[str, Solver] = field(default_factory=dict)  # by "ac", "dc", "dead"
    theta: np.ndarray | None = None  # inputs of the last solution
    x: np.ndarray | None = None  # the last solution: voltages, then currents

    @cached_property
    def local(self) -> dict[int, int]:
        """Return the place of each node within this island."""
        return {int(node): k for k, node in enumerate(self.nodes)}


class Groups:
    """Nodes that belong together (union-find)."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def root(self, n: int) -> int:
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def join(self, *nodes: int) -> None:
        inside = [self.root(n) for n in nodes if n >= 0]
        for n in inside[1:]:
            self.parent[self.root(n)] = self.root(inside[0])


def find_islands(net: ElectricalNetwork) -> list[Island]:
    """Part a network into islands; AC and DC sources in one island raise LabsimError."""
    groups = Groups(len(net.node_names))
    for branch in net.branches:
        groups.join(branch.a, branch.b)
    for first, second, *_ in net.couplings:
        pair = net.branches[first], net.branches[second]
        groups.join(*(end for branch in pair for end in (branch.a, branch.b)))
    for a, b, _ in net.capacitors:
        groups.join(a, b)
    home = np.array([groups.root(n) for n in range(len(net.node_names))], dtype=int)
    return [_island(net, home, head) for head in np.unique(home)]


def _island(net: ElectricalNetwork, home: np.ndarray, head: int) -> Island:
    nodes = np.flatnonzero(home == head)
    mine = [k for k, b in enumerate(net.branches) if home[max(b.a, b.b)] == head]
    coupled = [k for k, c in enumerate(net.couplings) if c[0] in set(mine)]
    sources = {net.branches[k].source for k in mine} - {""}
    names = ", ".join(net.node_names[n] for n in nodes[:6])
    if len(sources) > 1:
        raise LabsimError(f"AC and DC sources are joined at {names}: keep them apart")
    kind = sources.pop() if sources else "dc"
    if kind == "ac" and any(net.branches[k].kind == "diode" for k in mine):
        raise LabsimError(f"a diode is joined to AC at {names}: diodes work in DC circuits only")
    island = Island(nodes, np.array(mine, dtype=int), np.array(coupled, dtype=int), kind)
    for mode in dict.fromkeys((kind, "dead")):
        island.equations[mode] = _equations(net, island, mode)
    return island


def _equations(net: ElectricalNetwork, island: Island, mode: str) -> Solver:
    where = island.local
    row = {int(k): r for r, k in enumerate(island.branches)}
    ends = [(net.branches[k].a, net.branches[k].b) for k in island.branches]
    local = np.array([[where.get(n, -1) for n in pair] for pair in ends], dtype=int)
    alternating = mode == "ac"
    couplings: list[Any] = [net.couplings[k] for k in island.couplings] if alternating else []
    return Solver(
        len(island.nodes),
        local.reshape(-1, 2),
        [(row[first], row[second]) for first, second, *_ in couplings],
        [
            (where[a], where.get(b, len(island.nodes)), 2j * np.pi * net.hertz * farads)
            for a, b, farads in net.capacitors
            if alternating and a in where
        ],
        complex if alternating else float,
    )
