"""A circuit between two moments of time, reduced to what moves in it: storage, sources, switches.

Everything that only resists is solved once. What is left of a step of the transient engine are a
few currents and voltages; for each pattern of conducting diodes and closed switches one small
matrix takes them from one moment to the next (docs/adr/0008).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from labsim.electrical.equations import Equations

__all__ = ["Circuit", "Pattern", "Reduced"]

Answer = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]
FIRM = 1e3  # Ω, of a switch in the base case: nothing floats, whatever the pattern


@dataclass
class Circuit:
    """Values of all branches: (variants, branches); L and 1/C are zero where there are none.

    `g`: leakage of the nodes (variants, nodes); `mutual`: (first, second, M (variants,)).
    `storing`, `driven`, `switched`: branches that store energy, push, open and close.
    """

    ends: np.ndarray
    g: np.ndarray
    ohms: np.ndarray
    henries: np.ndarray
    daraf: np.ndarray  # 1/F
    mutual: list[tuple[int, int, np.ndarray]]
    storing: np.ndarray
    driven: np.ndarray
    switched: np.ndarray


@dataclass
class Pattern:
    """What takes (i, s of the storing branches, E of the driven ones) one step further.

    `step` and `rest`: new i, s, and for each switch its current when it conducts, else what is
    across it less its threshold. `show`, `show_rest`: nodes and branches that are recorded.
    """

    step: np.ndarray
    rest: np.ndarray
    show: np.ndarray
    show_rest: np.ndarray


class Reduced:
    """A circuit reduced for one step h and one rule: trapezoidal, or backward Euler (`soft`).

    The voltage s across the storing part of a branch obeys s = L·di/dt + M·di'/dt, or i = C·ds/dt.
    Either rule makes of it s' = Z·i' + H, with H known from the step before.
    """

    def __init__(
        self, circuit: Circuit, h: float, soft: bool, nodes: np.ndarray, amps: np.ndarray
    ) -> None:
        self.circuit, self.h, self.soft = circuit, h, soft
        self.part = 1.0 if soft else 0.5  # of h that the new values weigh
        c = circuit
        self.inputs = np.unique(np.concatenate([c.storing, c.driven, c.switched]))
        self._respond(nodes, amps)
        self._history()

    def _respond(self, nodes: np.ndarray, amps: np.ndarray) -> None:
        """Solve for a unit E in every branch that stores, drives or switches, one at a time."""
        c, part = self.circuit, self.part * self.h
        z = c.ohms + c.henries / part + c.daraf * part
        z[:, c.switched] = FIRM
        count = c.g.shape[1]
        rows = Equations(count, c.ends, [], [], float)
        dense, _ = rows.matrices(rows.theta(c.g, z, np.zeros_like(z), z[:, :0]))
        near = np.where(np.isfinite(z), 1.0 / np.maximum(1.0, np.abs(z)), 0.0)
        for first, second, henries in c.mutual:
            dense[:, count + first, count + second] -= henries / part * near[:, first]
        push = np.zeros((len(z), rows.size, len(self.inputs)))
        push[:, count + self.inputs, np.arange(len(self.inputs))] = near[:, self.inputs]
        x = np.linalg.solve(dense, push)
        volts = np.concatenate([x[:, :count], np.zeros((len(z), 1, len(self.inputs)))], axis=1)
        self.i = x[:, count:]
        self.u = volts[:, c.ends[:, 0]] - volts[:, c.ends[:, 1]]
        self.show = np.concatenate([volts[:, nodes], self.i[:, amps]], axis=1)

    def _history(self) -> None:
        """H of every storing branch from i and s of the step before: (variants, D, 2·D)."""
        c, part = self.circuit, self.part * self.h
        d = len(c.storing)
        place = {int(k): n for n, k in enumerate(c.storing)}
        line = np.arange(d)
        coil = c.henries[:, c.storing] > 0
        self.h_of = np.zeros((len(c.g), d, 2 * d))
        trapezoid = 0.0 if self.soft else 1.0
        self.h_of[:, line, line] = np.where(
            coil, -c.henries[:, c.storing] / part, trapezoid * c.daraf[:, c.storing] * part
        )
        self.h_of[:, line, d + line] = np.where(coil, -trapezoid, 1.0)
        for first, second, henries in c.mutual:
            self.h_of[:, place[first], place[second]] -= henries / part

    def _columns(self, table: np.ndarray, branches: np.ndarray) -> np.ndarray:
        return table[..., np.searchsorted(self.inputs, branches)]

    def _known(self, table: np.ndarray) -> np.ndarray:
        """Return a table's response to what is known: history, and what the sources push."""
        c = self.circuit
        history = self._columns(table, c.storing) @ self.h_of
        return np.concatenate([history, self._columns(table, c.driven)], axis=-1)

    def pattern(self, on: np.ndarray, threshold: np.ndarray) -> Pattern:
        """Return the step for switches that are `on`; both arguments (variants, switches)."""
        c = self.circuit
        ohms = c.ohms[:, c.switched]
        firm = np.where(on, FIRM - np.where(on, ohms, 0.0), FIRM)[..., None]
        mine = self.i[:, c.switched]
        law = firm * self._columns(mine, c.switched)
        law += np.eye(len(c.switched)) * on[..., None]
        cure = np.linalg.inv(law) if len(c.switched) else law
        push = -cure @ (firm * self._known(mine))  # what stands in for the switches
        still = (cure @ np.where(on, threshold, 0.0)[..., None])[..., 0]

        def answer(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            own = self._columns(table, c.switched)
            return self._known(table) + own @ push, (own @ still[..., None])[..., 0]

        parts = [*self._stored(answer), self._test(answer, on, threshold)]
        step, rest = (np.concatenate(piece, axis=1) for piece in zip(*parts, strict=True))
        return Pattern(step, rest, *answer(self.show))

    def _stored(self, answer: Answer) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
        """Return what gives the new i and s of the storing branches."""
        c = self.circuit
        amps, amps_rest = answer(self.i[:, c.storing])
        volts, volts_rest = answer(self.u[:, c.storing])
        ohms = np.where(np.isfinite(c.ohms[:, c.storing]), c.ohms[:, c.storing], 0.0)
        store, store_rest = volts - ohms[..., None] * amps, volts_rest - ohms * amps_rest
        own = c.storing[:, None] == c.driven[None, :]
        store[..., 2 * len(c.storing) :] -= own  # E of its own is not across the storing part
        return (amps, amps_rest), (store, store_rest)

    def _test(
        self, answer: Answer, on: np.ndarray, threshold: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return what gives a switch's current when it conducts, else what is across it."""
        flow, flow_rest = answer(self.i[:, self.circuit.switched])
        over, over_rest = answer(self.u[:, self.circuit.switched])
        test = np.where(on[..., None], flow, over)
        return test, np.where(on, flow_rest, over_rest - threshold)
