"""Products on a belt, in order: each rides with the belt until something holds it up.

A front is at `min(b + s, cap)`: `b` is its place when the travel of the belt was 0, `cap` where
it is held, by a stop or by the rear of the one before it. So places at any time need no steps.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from labsim.core.errors import LabsimError
from labsim.process.goods import Goods

__all__ = ["NEAR", "Queue"]

NEAR = 1e-5  # mm: what is nearer than that is there
FREE = np.inf


class Queue:
    """The products of every variant, a row each; slot 0 is the one in front.

    `number` of the product in a slot, -1 for none; `b` and `cap` in mm; `load`: L filled into it.
    """

    names: ClassVar[tuple[str, ...]] = ("number", "b", "cap", "load")

    def __init__(self, count: int, slots: int, goods: Goods) -> None:
        self.goods = goods
        self.number = np.full((count, slots), -1)
        self.b, self.cap = np.full((count, slots), -np.inf), np.full((count, slots), FREE)
        self.load = np.zeros((count, slots))

    @property
    def there(self) -> np.ndarray:
        """Which slots hold a product."""
        return self.number >= 0

    @property
    def lengths(self) -> np.ndarray:
        """Lengths of the products in mm, 0 in empty slots."""
        return self.goods.property("length", self.number)

    def fronts(self, s: np.ndarray) -> np.ndarray:
        """Return where the fronts are when the belt has run s mm; -inf in empty slots."""
        return np.minimum(self.b + s[:, None], self.cap)

    def put(self, which: np.ndarray, number: np.ndarray, s: np.ndarray) -> None:
        """Put a product at the end of the queue of some variants, its front at 0 mm."""
        slot = self.there.sum(axis=1)
        if (slot[which] >= self.number.shape[1]).any():
            raise LabsimError("more products on a belt than it has room for: give it more slots")
        rows = np.nonzero(which)[0]
        self.number[rows, slot[rows]] = number[rows]
        self.b[rows, slot[rows]] = -s[rows]

    def take(self, out: np.ndarray) -> None:
        """Take products off and close the ranks of slots, not of products."""
        self.number = np.where(out, -1, self.number)
        self.b, self.load = np.where(out, -np.inf, self.b), np.where(out, 0.0, self.load)
        order = np.argsort(~self.there, axis=1, kind="stable")
        for name in self.names:
            setattr(self, name, np.take_along_axis(getattr(self, name), order, axis=1))

    def hold(self, which: np.ndarray, s: np.ndarray, stops: list[np.ndarray]) -> None:
        """Work out anew where the products of some variants are held: by stops, by each other.

        Each stop is a place in mm for every variant, inf for none; it holds what has not passed it.
        """
        x, lengths = self.fronts(s), self.lengths
        base = np.full_like(x, FREE)
        for stop in stops:
            ahead = x <= stop[:, None] + NEAR
            base = np.where(ahead, np.minimum(base, stop[:, None]), base)
        before = np.cumsum(lengths, axis=1) - lengths
        base = np.where(self.there, base, FREE)
        cap = np.minimum.accumulate(base + before, axis=1) - before
        row = which[:, None]
        # What was held and is free now rides from where it is.
        self.b = np.where(row & self.there & (cap > self.cap), x - s[:, None], self.b)
        self.cap = np.where(row, np.where(self.there, cap, FREE), self.cap)
