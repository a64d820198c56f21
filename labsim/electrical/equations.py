"""The equations of one island: matrices from the inputs of each variant, and plain solutions.

Unknowns are node voltages and branch currents; the rows are
    node:    g·v + Σ j·ω·C·(v - v') + Σ ±i = 0
    branch:  α·(v_a - v_b) + β·i - Σ κ·i' = α·E
with α = 1 / max(1, |Z|) and β = -Z·α; an open branch has α = 0, β = 1.
"""

from __future__ import annotations

import numpy as np

__all__ = ["Equations"]

POLISH = 4  # refinements of a plain solution, with residuals in extended precision


class Equations:
    """The rows of an island of `nodes` nodes and a branch for each line of `ends` (-1: earth)."""

    def __init__(
        self,
        nodes: int,
        ends: np.ndarray,
        couplings: list[tuple[int, int]],
        capacitors: list[tuple[int, int, complex]],
        dtype: type,
    ) -> None:
        self.nodes, self.count, self.dtype = nodes, len(ends), dtype
        self.size = nodes + self.count
        self.a, self.b = ends[:, 0], ends[:, 1]
        self.first = np.array([nodes + f for f, _ in couplings], dtype=int)
        self.incidence = np.zeros((self.count, nodes + 1))
        self.incidence[range(self.count), self.a] += 1.0
        self.incidence[range(self.count), self.b] -= 1.0
        self.incidence[:, nodes] = 0.0
        self.admittance = np.zeros((nodes, nodes), dtype=dtype)
        for i, j, y in capacitors:
            self.admittance[i, i] += y
            if j < nodes:  # else to earth
                self.admittance[j, j] += y
                self.admittance[[i, j], [j, i]] -= y
        self._places(couplings)

    def _places(self, couplings: list[tuple[int, int]]) -> None:
        """Give each coupling a slot in its row; `second` says whose current it brings."""
        slots = [sum(f == g for g, _ in couplings[:k]) for k, (f, _) in enumerate(couplings)]
        self.slot = np.array(slots, dtype=int)
        self.second = np.full((self.size + 1, max(slots, default=-1) + 1), self.size)
        for k, (_, h) in enumerate(couplings):
            self.second[self.first[k], slots[k]] = self.nodes + h

    # coefficients ---------------------------------------------------------------------------
    def theta(self, g: np.ndarray, z: np.ndarray, e: np.ndarray, m: np.ndarray) -> np.ndarray:
        """Put the inputs of all variants side by side: conductances, Z, E, couplings."""
        parts = (g, z, e, m) if self.dtype is complex else (g, np.real(z), np.real(e))
        return np.concatenate(parts, axis=1).astype(self.dtype, copy=False)

    def _split(self, theta: np.ndarray) -> list[np.ndarray]:
        n, b = self.nodes, self.count
        return np.split(theta, [n, n + b, n + 2 * b], axis=1)

    def rows(self, theta: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return near (α), own (g or β), other (κ) and push of every row, one for padding last."""
        g, z, e, m = self._split(theta)
        lines, n = len(theta), self.nodes
        near = np.ones((lines, self.size + 1))
        own = np.zeros((lines, self.size + 1), dtype=self.dtype)
        other = np.zeros((lines, self.size + 1, self.second.shape[1]), dtype=self.dtype)
        push = np.zeros((lines, self.size + 1), dtype=self.dtype)
        open_ = ~np.isfinite(z)
        ohms = np.where(open_, 1.0, z)
        alpha = 1.0 / np.maximum(1.0, np.abs(ohms))
        near[:, n:-1] = np.where(open_, 0.0, alpha)
        own[:, :n] = g
        own[:, n:-1] = np.where(open_, 1.0, -ohms * alpha)
        push[:, n:-1] = np.where(open_, 0.0, e * alpha)
        if self.second.shape[1]:
            other[:, self.first, self.slot] = m * near[:, self.first]
        return near, own, other, push

    def matrices(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the dense matrices and right-hand sides."""
        near, own, other, push = self.rows(theta)
        n, size = self.nodes, self.size
        dense = np.zeros((len(theta), size + 1, size + 1), dtype=self.dtype)
        dense[:, :n, :n] = self.admittance
        dense[:, :n, n:size] = self.incidence[:, :n].T
        dense[:, n:size, :n] = near[:, n:size, None] * self.incidence[:, :n]
        dense[:, range(size), range(size)] += own[:, :size]
        for slot in range(self.second.shape[1]):
            line = range(size + 1)
            dense[:, line, self.second[:, slot]] -= other[:, line, slot]
        return dense[:, :size, :size], push[:, :size]

    # solving --------------------------------------------------------------------------------
    def direct(self, theta: np.ndarray) -> np.ndarray:
        """Solve every variant by itself, with residuals in extended precision where there is any.

        A supply that floats on leakage while amperes flow costs more digits than doubles have.
        """
        solved = []
        for k in range(0, len(theta), 64):
            dense, push = self.matrices(theta[k : k + 64])
            x = np.linalg.solve(dense, push[..., None]).astype(np.result_type(push, np.longdouble))
            for _ in range(POLISH):
                lack = push[..., None] - np.einsum("vij,vjk->vik", dense, x)
                x = x + np.linalg.solve(dense, lack.astype(push.dtype))
            solved.append(x[..., 0].astype(push.dtype))
        return np.concatenate(solved)
