"""Many variants of one island solved at once.

Variants differ in few rows. A base case is inverted once; each variant is the base solution plus
the few columns of the inverse that put its own rows right (Woodbury), then refined. Variants
that refinement still moves by more than a hair are solved directly (docs/adr/0007).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.electrical.answers import Answers
from labsim.electrical.equations import Equations
from labsim.electrical.threads import one_thread

__all__ = ["Solver"]

FEW, MANY = 16, 6  # rows a variant may differ in from its base: a handful of variants, a stack
BASES = 12  # base cases kept
COLUMNS = 256  # replies to unit currents kept with each
UNSEEN = 1e-9  # part of a reading no display shows

one_thread()
ROUNDS = 3  # of refinement at most; one does nearly always
TRUST = 1e-11  # greatest part by which a solution may still be wrong


@dataclass
class Base:
    """A case that has been inverted, with a row and a column of zeros as a place for padding."""

    theta: np.ndarray
    matrix: np.ndarray
    inverse: np.ndarray  # (n + 1, n + 1)
    across: np.ndarray  # the voltage part of every row, applied to the inverse
    x: np.ndarray
    replies: dict[tuple[bytes, bytes, float], np.ndarray] = field(default_factory=dict)
    asked: tuple[np.ndarray, np.ndarray, int] | None = None  # of whom it was last asked
    told: tuple[np.ndarray, Group | None] = (np.empty(0), None)  # who is near, and their group

    def driven(self, drive: np.ndarray, beside: float) -> np.ndarray:
        """Return the solution under currents of unit size (n + 1, pairs); leads come back.

        It is solved for anew, or by the inverse where what is met shows `beside` so many Ω only.
        """
        leads = np.packbits(drive.real > 0).tobytes(), np.packbits(drive.real < 0).tobytes()
        key = *leads, beside
        if key not in self.replies:
            while self.replies and drive.shape[1] + self._columns() > COLUMNS:
                self.replies.pop(next(iter(self.replies)))
            x = np.zeros_like(drive)
            if not (beside and self._by_inverse(x, drive, beside)):
                x[:-1] = np.linalg.solve(self.matrix, drive[:-1])
            self.replies[key] = x
        return self.replies[key]

    def _by_inverse(self, x: np.ndarray, drive: np.ndarray, beside: float) -> bool:
        """Solve by the inverse, refined once; False when a reading could show the difference."""
        inverse = self.inverse[:-1, :-1]
        x[:-1] = inverse @ drive[:-1]
        step = inverse @ (drive[:-1] - self.matrix @ x[:-1])
        x[:-1] += step
        met, moved = (np.abs((drive[:-1] * part).sum(axis=0)) for part in (x[:-1], step))
        return bool((moved <= UNSEEN * (beside + met)).all())

    def _columns(self) -> int:
        return sum(x.shape[1] for x in self.replies.values())


@dataclass
class Group:
    """Variants that share a base, the rows in which they differ, and how to put those right."""

    which: np.ndarray
    base: Base
    rows: np.ndarray  # (variants, k), padded with n
    own: np.ndarray  # coefficients of these rows, as in `Equations.rows`
    near: np.ndarray
    other: np.ndarray
    cure: np.ndarray  # (variants, k, k): amounts of the columns for the lacks of the rows


class Solver(Equations):
    """Equations that keep cases they have inverted, and solve others from these."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.bases: list[Base] = []
        self.answers = Answers(self.size, self.dtype)

    def solve(self, theta: np.ndarray) -> np.ndarray:
        """Solve all variants: (variants, nodes + branches); what was solved before is known."""
        return self.answers.of(theta, self._solved)

    def _solved(self, theta: np.ndarray) -> np.ndarray:
        result = np.empty((len(theta), self.size), dtype=self.dtype)
        for group in self._groups(theta):
            mine = theta[group.which]
            x, wrong = self._refined(group, mine)
            result[group.which] = x[:, :-1]
            if wrong.any():
                result[group.which[wrong]] = self.direct(mine[wrong])
        return result

    def _refined(self, group: Group, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the solutions of a group, and which of them are not good enough."""
        near, own, other, push = self.rows(theta)
        line = np.arange(len(theta))[:, None]
        x = self._put_right(group, group.base.x[None, :], push[line, group.rows])
        size = np.ones(len(theta))
        for _ in range(ROUNDS):
            lack = self._lack(x, near, own, other, push)
            target = lack[line, group.rows]
            lack[line, group.rows] = 0.0  # its own rows are for the columns to put right
            step = self._put_right(group, lack @ group.base.inverse.T, target)
            x = x + step
            size, before = self._size(step, x), size
            # Steps shrink by one factor: that tells what the next ones would still add.
            shrink = np.minimum(size / np.maximum(before, 1e-99), 0.999)
            wrong = ~(size * shrink / (1 - shrink) <= TRUST)
            if not wrong.any():
                break
        return x, wrong

    def _size(self, step: np.ndarray, x: np.ndarray) -> np.ndarray:
        """Return by what part a step moves the voltages or the currents of each variant."""
        sizes = []
        for part in (slice(0, self.nodes), slice(self.nodes, -1)):
            most = np.abs(x[:, part]).max(axis=1, initial=1e-12)
            sizes.append(np.abs(step[:, part]).max(axis=1, initial=0.0) / most)
        return np.maximum(*sizes)

    def _lack(
        self, x: np.ndarray, near: np.ndarray, own: np.ndarray, other: np.ndarray, push: np.ndarray
    ) -> np.ndarray:
        """Return by how much x misses every row."""
        n = self.nodes
        v, i = x[:, :n], x[:, n:-1]
        earthed = np.concatenate([v, np.zeros((len(v), 1), dtype=v.dtype)], axis=1)
        left = own * x
        left[:, :n] += i @ self.incidence[:, :n]
        if self.admittance.any():
            left[:, :n] += v @ self.admittance.T
        left[:, n:-1] += near[:, n:-1] * (earthed[:, self.a] - earthed[:, self.b])
        for slot in range(self.second.shape[1]):
            left -= other[:, :, slot] * x[:, self.second[:, slot]]
        left[:, -1] = 0.0
        return push - left

    def _put_right(self, group: Group, x: np.ndarray, target: np.ndarray) -> np.ndarray:
        """Add columns of the inverse to x until the group's rows reach their target."""
        x = np.broadcast_to(x, (len(group.which), self.size + 1))
        rows, n = group.rows, self.nodes
        line = np.arange(len(rows))[:, None]
        volts = self._across(x)[line, rows] if x.strides[0] else self._across(x[:1])[0][rows]
        own = group.own * x[line, rows]
        # A node's row of the base has nothing to bring here: what it lacks comes from g alone.
        volts = np.where(rows < n, 0.0, group.near * volts)
        left = volts + own
        for slot in range(self.second.shape[1]):
            left -= group.other[:, :, slot] * x[line, self.second[rows, slot]]
        amount = np.einsum("vij,vj->vi", group.cure, np.where(rows < self.size, target - left, 0))
        columns = group.base.inverse.T[rows]
        return x + (amount[:, None, :] @ columns)[:, 0, :]

    def _across(self, x: np.ndarray) -> np.ndarray:
        """Return v_a - v_b of every branch in the branch's row, zero in those of the nodes."""
        v = np.concatenate([x[:, : self.nodes], np.zeros((len(x), 1), dtype=x.dtype)], axis=1)
        across = np.zeros_like(x)
        across[:, self.nodes : -1] = v[:, self.a] - v[:, self.b]
        return across

    # bases ----------------------------------------------------------------------------------
    def _groups(self, theta: np.ndarray) -> Iterator[Group]:
        """Share out the variants to bases near them, making bases where there are none."""
        left = np.arange(len(theta))
        most = FEW if len(theta) <= 8 else MANY
        for base in list(self.bases):
            if len(left):
                near, group = self._near(base, left, theta[left], most)
                if group is not None:
                    yield group
                    self._remember(base)
                    left = left[~near]
        while len(left):
            base = self._base(theta[left[0]])
            near, group = self._near(base, left, theta[left], most)
            yield group
            left = left[~near]

    def _near(self, base: Base, which: np.ndarray, theta: np.ndarray, most: int) -> tuple:
        """Return which of these variants are near a base, and their group; the last is kept."""
        asked = which, theta, most
        if base.asked is None or not all(map(np.array_equal, asked, base.asked)):
            changed, group = self._changed(theta, base.theta), None
            near = changed.sum(axis=1) <= most
            if near.any():
                group = self._group(which[near], base, changed[near], theta[near])
            base.asked, base.told = asked, (near, group)
        return base.told

    def _remember(self, base: Base) -> None:
        self.bases = [base, *(b for b in self.bases if b is not base)][:BASES]

    def _changed(self, theta: np.ndarray, base: np.ndarray) -> np.ndarray:
        g, z, e, m = self._split(theta != base)
        changed = np.concatenate([g, z | e], axis=1)
        for k, row in enumerate(self.first):
            changed[:, row] |= m[:, k]
        return changed

    def _base(self, theta: np.ndarray) -> Base:
        dense, push = self.matrices(theta[None, :])
        size = self.size
        inverse = np.zeros((size + 1, size + 1), dtype=self.dtype)
        inverse[:size, :size] = np.linalg.inv(dense[0])
        x = np.zeros(size + 1, dtype=self.dtype)
        x[:size] = np.linalg.solve(dense[0], push[0])
        across = self._across(inverse.T).T
        across[range(self.nodes), range(self.nodes)] = 1.0
        base = Base(theta.copy(), dense[0], inverse, across, x)
        self._remember(base)
        return base

    def _group(
        self, which: np.ndarray, base: Base, changed: np.ndarray, theta: np.ndarray
    ) -> Group:
        """Make the group of variants `which`, with what they have changed and their inputs."""
        count = changed.sum(axis=1)
        line, row = np.nonzero(changed)
        place = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        rows = np.full((len(which), int(count.max())), self.size)
        rows[line, place] = row
        near, own, other, _ = self.rows(theta)
        own[:, : self.nodes] -= base.theta[: self.nodes]
        line = np.arange(len(which))[:, None]
        near, own, other = near[line, rows], own[line, rows], other[line, rows]
        pairs = rows[:, :, None], rows[:, None, :]
        matrix = near[..., None] * base.across[pairs] + own[..., None] * base.inverse[pairs]
        for slot in range(self.second.shape[1]):
            brought = self.second[rows, slot][:, :, None], pairs[1]
            matrix -= other[:, :, slot, None] * base.inverse[brought]
        matrix += (rows == self.size)[..., None] * np.eye(rows.shape[1])  # padding: nothing to cure
        return Group(which, base, rows, own, near, other, _inverse(matrix))

    # impedance ------------------------------------------------------------------------------
    def seen(self, theta: np.ndarray, into: np.ndarray, beside: float = 0.0) -> np.ndarray:
        """Return what a unit current along each column of `into` (nodes × pairs) meets, in Ω.

        What is read `beside` so many Ω may be off by a billionth of both together.
        """
        result = np.empty((len(theta), into.shape[1]), dtype=self.dtype)
        drive = np.zeros((self.size + 1, into.shape[1]), dtype=self.dtype)
        drive[: self.nodes] = into
        for group in self._groups(theta):
            x = group.base.driven(drive, beside)
            volts = self._across(x.T).T[group.rows]
            left = group.near[..., None] * volts + group.own[..., None] * x[group.rows]
            for slot in range(self.second.shape[1]):
                brought = x[self.second[group.rows, slot]]
                left -= group.other[:, :, slot, None] * brought
            # A node's row meets its drive in the base already.
            amount = group.cure @ np.where(group.rows[..., None] < self.size, -left, 0)
            reply = (drive.T @ group.base.inverse).T[group.rows]
            result[group.which] = (drive * x).sum(axis=0) + (reply * amount).sum(axis=1)
        for k in np.flatnonzero(~np.isfinite(result).all(axis=1)):
            dense, _ = self.matrices(theta[k : k + 1])
            result[k] = (drive[:-1] * np.linalg.solve(dense[0], drive[:-1])).sum(axis=0)
        return result


def _inverse(matrices: np.ndarray) -> np.ndarray:
    """Invert small matrices; one that cannot be inverted becomes not-a-number (then: direct)."""
    try:
        return np.linalg.inv(matrices)
    except np.linalg.LinAlgError:
        if len(matrices) == 1:
            return np.full_like(matrices, np.nan)
        return np.concatenate([_inverse(one[None]) for one in matrices])
