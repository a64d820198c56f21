"""The order in which the unknowns are eliminated, worked out once for each circuit.

The matrix of a circuit is sparse and close to diagonally dominant: every node stores something. So
the pivots are fixed beforehand (fewest neighbours first) and elimination is a list of places.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["Ordering"]


class Ordering:
    """Places of a sparse matrix in one flat array, and three lists of what is done to them."""

    def __init__(self, size: int, pairs: Iterable[tuple[int, int]]) -> None:
        self.size = size
        inside = {(i, k) for i, k in pairs if i < size and k < size}
        links: dict[int, set[int]] = {i: set() for i in range(size)}
        for i, k in inside:
            if i != k:
                links[i].add(k)
                links[k].add(i)
        self.order, filled = _eliminate(links)
        whole = inside | filled | {(i, i) for i in range(size)}
        self.places = {pair: n for n, pair in enumerate(sorted(whole))}
        self.rank = {i: n for n, i in enumerate(self.order)}
        self.trash = len(self.places)
        self.factor, self.fore, self.back = self._lists()

    def at(self, i: int, k: int) -> int:
        """Return where an entry stands; what belongs to held pressures goes to the trash."""
        return self.places[i, k] if i < self.size and k < self.size else self.trash

    def _later(self, k: int) -> list[int]:
        """Return the unknowns eliminated after k that its row holds."""
        return [j for j in self.order[self.rank[k] + 1 :] if (k, j) in self.places]

    def _lists(self) -> tuple[list[int], list[int], list[int]]:
        factor: list[int] = []
        fore: list[int] = []
        back: list[int] = []
        for k in self.order:
            later = self._later(k)
            rows = [i for i in self.order[self.rank[k] + 1 :] if (i, k) in self.places]
            factor += [self.at(k, k), len(rows)]
            for i in rows:
                factor += [self.at(i, k), len(later)]
                for j in later:
                    factor += [self.at(k, j), self.at(i, j)]
                fore += [i, self.at(i, k), k]
        for k in reversed(self.order):
            later = self._later(k)
            back += [k, self.at(k, k), len(later)]
            for j in later:
                back += [self.at(k, j), j]
        return factor, fore, back


def _eliminate(links: dict[int, set[int]]) -> tuple[list[int], set[tuple[int, int]]]:
    """Return an order with few fill-ins (minimum degree), and what fills in."""
    left = {i: set(near) for i, near in links.items()}
    order: list[int] = []
    filled: set[tuple[int, int]] = set()
    while left:
        k = min(left, key=lambda i: (len(left[i]), i))
        near = left.pop(k)
        order.append(k)
        for i in near:
            left[i] |= near - {i}
            left[i].discard(k)
            filled |= {(i, j) for j in near} | {(i, k), (k, i)}
    return order, filled
