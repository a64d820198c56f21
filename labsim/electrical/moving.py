"""What of a circuit moves: the branches a transient needs, and their R, L, C, E at this moment."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.electrical.branch import LEAST, Branch
from labsim.electrical.islands import Groups
from labsim.electrical.reduced import Circuit

__all__ = ["Moving"]


class Moving:
    """The islands of a network in which something stores energy, moves or switches."""

    def __init__(self, net: Any) -> None:
        self.net = net
        self.every = [b for b in net.branches if b.when != "still"] + net.moving
        self.every += [_cable(net, *c) for c in net.capacitors]
        self._keep()
        self.refresh()

    def _keep(self) -> None:
        """Keep the branches of those islands in which something moves."""
        groups, net = Groups(len(self.net.node_names)), self.net
        for branch in self.every:
            groups.join(branch.a, branch.b)
        pairs = [(net.branches[f], net.branches[s]) for f, s, *_ in net.couplings]
        for pair in pairs:
            groups.join(*(end for branch in pair for end in (branch.a, branch.b)))
        net.solve()
        self.index = {id(b): k for k, b in enumerate(net.branches)}
        live = {groups.root(max(b.a, b.b)) for b in self.every if self._moves(b)}
        inside = [n for n in range(len(net.node_names)) if groups.root(n) in live]
        self.place = {n: k for k, n in enumerate(inside)}
        self.branches = [b for b in self.every if groups.root(max(b.a, b.b)) in live]
        self.row = {id(b): k for k, b in enumerate(self.branches)}
        self.nodes = np.array(inside, dtype=int)
        self.coupled = [
            (self.row[id(f)], self.row[id(s)], k)
            for k, (f, s) in enumerate(pairs)
            if id(f) in self.row
        ]

    def _moves(self, branch: Branch) -> bool:
        if branch.farads or branch.henries or branch.wave or branch.gate:
            return True
        known = self.index.get(id(branch))
        return known is not None and self.is_ac(branch) and bool(self.net.e[:, known].any())

    def is_ac(self, branch: Branch) -> bool:
        """Tell whether a branch lies in an AC circuit."""
        return bool(self.net.alternating[max(branch.a, branch.b)])

    def refresh(self) -> Any:
        """Take the parameters and contacts as they are now; what is stored stays stored."""
        self.net.sim.solve()
        count, size = self.net.sim.count, len(self.branches)
        self.ohms, self.henries, self.daraf = (np.zeros((count, size)) for _ in range(3))
        self.e = np.zeros((count, size), dtype=complex)
        for k, branch in enumerate(self.branches):
            self._values(k, branch)
        self.ohms[np.abs(self.ohms) < LEAST] = LEAST
        return self

    def _values(self, k: int, branch: Branch) -> None:
        """Fill in R, L, 1/C and E of a branch."""
        known, omega = self.index.get(id(branch)), 2 * np.pi * self.net.hertz
        view = branch.view
        if known is None:
            self.ohms[:, k] = np.real(branch.ohms(view))
            self.e[:, k] = 0.0 if branch.volts is None else branch.volts(view)
        else:
            z = self.net.z[:, known]
            self.e[:, k] = self.net.e[:, known]
            whole = self.is_ac(branch) or branch.farads
            self.ohms[:, k] = z.real if whole else self.net.z_dc[:, known]
            if self.is_ac(branch) and not branch.farads:
                x = np.where(np.isfinite(z), z.imag, 0.0)
                self.henries[:, k] = np.maximum(x, 0.0) / omega
                self.daraf[:, k] = np.maximum(-x, 0.0) * omega
        if branch.henries:
            self.henries[:, k] = branch.henries(view)
        if branch.farads:
            self.daraf[:, k] = 1.0 / branch.farads(view)

    def circuit_now(self) -> Circuit:
        storing = ((self.henries > 0) | (self.daraf > 0)).any(axis=0)
        switched = np.array([b.kind == "diode" or b.gate is not None for b in self.branches])
        waves = np.array([b.wave is not None for b in self.branches])
        driven = (waves | (self.e != 0).any(axis=0)) & ~switched
        if (storing & switched).any():
            raise LabsimError("a switch that stores energy: give it a branch of its own")
        omega, every = 2 * np.pi * self.net.hertz, self.net.m
        mutual = [(f, s, every[:, k].imag / omega) for f, s, k in self.coupled]
        if any(np.abs(every[:, k].real).max() > 1e-9 for *_, k in self.coupled):
            raise LabsimError("windings that turn: no waveforms of running motors")
        for branches in ((f, s) for f, s, _ in self.coupled):
            storing[list(branches)] = True
        found = [np.flatnonzero(x) for x in (storing, driven, switched)]
        ends = [[self.place.get(n, -1) for n in (b.a, b.b)] for b in self.branches]
        g = self.net.g[:, self.nodes]
        local = np.array(ends, dtype=int).reshape(-1, 2)
        return Circuit(local, g, self.ohms, self.henries, self.daraf, mutual, *found)


def _cable(net: Any, a: int, b: int, farads: float) -> Branch:
    """Return the capacitance between two conductors of a cable as a branch."""
    return Branch("cable", a, b, None, lambda c: 0.0, farads=lambda c: farads, when="moving")
