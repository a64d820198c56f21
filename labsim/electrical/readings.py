"""What can be read of a solved network: volts, amps, impedances, what feeds a port."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from labsim.core.sheet import Port
from labsim.electrical import live
from labsim.electrical.branch import EARTH

__all__ = ["Readings"]


class Readings:
    """The reading side of an ElectricalNetwork."""

    def _at(self, node: int) -> np.ndarray:
        return self.v[:, node] if node != EARTH else np.zeros(self.sim.count, dtype=complex)

    @cached_property
    def cycle(self) -> Any:
        """What an oscilloscope sees: one cycle of all that moves; see cycle.Cycle."""
        from labsim.electrical.cycle import Cycle

        return Cycle(self)

    def _level(self, node: int) -> np.ndarray:
        """Return what a meter takes for the voltage of a node: the mean of one that moves."""
        still = node == EARTH or not self.moving or self.alternating[node]
        return self._at(node) if still else self.cycle.now().node(node).mean(axis=1) + 0j

    def sway(self, a: Port, b: Port | None = None) -> Any:
        """Return the rms of what moves between two ports, beside its mean: (variants,) or 0."""
        if not self.moving:
            return 0.0
        wave = self.cycle.now().volts(a, b)
        return np.where(self.alternating[self.node_of[a]], 0.0, wave.std(axis=1))

    def amps(self, tag: str, branch: str) -> np.ndarray:
        return self.i[:, self.index[tag, branch]]

    def volts(self, a: Port, b: Port) -> np.ndarray:
        return self.v[:, self.node_of[a]] - self.v[:, self.node_of[b]]

    def port_amps(self, port: Port) -> np.ndarray:
        """Complex current into a terminal from its wire (what a clamp meter reads)."""
        node = self.node_of[port]
        total = np.zeros(self.sim.count, dtype=complex)
        for k, branch in enumerate(self.branches):
            if branch.view is None and node in (branch.a, branch.b):  # wires
                total += self.i[:, k] * ((branch.b == node) * 1.0 - (branch.a == node) * 1.0)
        return total

    def feeds(self, port: Port, by: str = "") -> bool:
        """Tell whether any source that is switched on can feed a port; see live.feeds."""
        return live.feeds(self, port, by)

    def open_volts(self, a: Port, b: Port | None) -> tuple[np.ndarray, np.ndarray]:
        """Return AC (complex) and DC (real) voltage between two ports, b=None meaning earth."""
        na, nb = self.node_of[a], EARTH if b is None else self.node_of[b]
        parts = []
        for wanted in (True, False):
            va = self._level(na) if self.alternating[na] == wanted else 0.0 * self._at(na)
            vb = self._level(nb) * (nb != EARTH and self.alternating[nb] == wanted)
            parts.append(va - vb)
        return parts[0], parts[1].real

    def impedance(
        self, pairs: list[tuple[int, int]], dead: bool, beside: float = 0.0
    ) -> np.ndarray:
        """Return the impedance seen between pairs of nodes: (variants, pairs).

        dead=True: at DC with every source at rest, as an ohmmeter sees it. What only shows `beside`
        so many Ω, the input of a meter, is found sooner; see Solver.seen.
        """
        self._evaluate()
        result = np.zeros((self.sim.count, len(pairs)), dtype=complex)
        for island in self.islands:
            where = island.local
            used = [p for p, pair in enumerate(pairs) if where.keys() & set(pair)]
            if not used:
                continue
            into = np.zeros((len(island.nodes), len(used)))
            for column, p in enumerate(used):
                for node, sign in zip(pairs[p], (1.0, -1.0), strict=True):
                    if node in where:
                        into[where[node], column] += sign
            mode = "dead" if dead else island.kind
            theta = self._theta(island, mode)
            different: dict[bytes, int] = {}
            back = [different.setdefault(row.tobytes(), len(different)) for row in theta]
            first = [back.index(k) for k in range(len(different))]
            seen = island.equations[mode].seen(theta[first], into, beside)
            result[:, used] += seen[back]
        return result
