"""How sets of suspects can be split, whatever they weigh; kept with the dictionary it belongs to.

A search asks for the same splits again and again: step for step, and record for record of a class.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from labsim.coach.dictionary import Dictionary

__all__ = ["SMALL", "Layout", "kept"]

SMALL = 24  # bundles of suspects up to which the search is tried at all
KEPT = 48  # of each kind with one dictionary, where it is not said how many; the eldest go first
DEARER = 1e-9  # minutes by which a check has to cost more before another is taken for it

Move = tuple[int, float, int, tuple[int, ...]]  # row, minutes, state, the suspects of each reading


def kept(
    book: Dictionary, what: str, of: np.ndarray, make: Callable[[], Any], most: int = KEPT
) -> Any:
    """Return what follows from a dictionary and an array and from nothing else, made once."""
    shelf, key = book.shelves.setdefault(what, {}), of.tobytes()
    if key not in shelf:
        while len(shelf) >= most:
            del shelf[next(iter(shelf))]
        shelf[key] = make()
    return shelf[key]


class Layout:
    """Suspects in bundles, and the checks that split them. A set is an int, a bit for each bundle.

    Variants of one group that no check tells apart are one bundle.
    """

    def __init__(self, book: Dictionary, live: np.ndarray) -> None:
        code, group = book.code[:, live], book.group[live]
        both = np.concatenate([code, group[None]]).T
        first, bundle = np.unique(both, axis=0, return_index=True, return_inverse=True)[1:]
        self.bundle, self.count = np.ravel(bundle), len(first)
        self.group: list[int] = group[first].tolist()
        self.ways: list[list[float]] = book.moves.tolist()
        self.moves = self._moves(book, code[:, first]) if self.count <= SMALL else []
        self.least = min((move[1] for move in self.moves), default=0.0)
        self.most = max((len(move[3]) for move in self.moves), default=2)
        mine: dict[int, int] = {}
        for bit, number in enumerate(self.group):
            mine[number] = mine.get(number, 0) | 1 << bit
        self._alike = [mine[number] for number in self.group]
        self._splits: dict[int, tuple[list[Move], tuple[int, ...]]] = {}

    @staticmethod
    def _moves(book: Dictionary, code: np.ndarray) -> list[Move]:
        """List what can be done: row, minutes, state, and the bundles of each reading."""
        moves = []
        for row, line in enumerate(code.tolist()):
            masks: dict[int, int] = {}
            for bit, value in enumerate(line):
                masks[value] = masks.get(value, 0) | 1 << bit
            if len(masks) > 1:
                cost, place = float(book.minutes[row]), int(book.place[row])
                moves.append((row, cost, place, tuple(masks.values())))
        return moves

    def found(self, suspects: int) -> bool:
        """Tell whether a set of suspects is of one group: nothing is left to be told."""
        lowest = (suspects & -suspects).bit_length() - 1
        return not suspects or not suspects & ~self._alike[lowest]

    def splits(self, suspects: int) -> tuple[list[Move], tuple[int, ...]]:
        """Return what splits a set of suspects, with its parts of each reading, and all parts.

        Of checks in one state that split it alike the dearer ones are left out: none is ever best.
        """
        if suspects not in self._splits:
            least: dict[tuple[int, frozenset[int]], float] = {}
            some = []
            for row, cost, place, masks in self.moves:
                parts = tuple([part for mask in masks if (part := suspects & mask)])
                if len(parts) > 1:
                    alike = place, frozenset(parts)
                    least[alike] = min(cost, least.get(alike, cost))
                    some.append((alike, (row, cost, place, parts)))
            moves = [move for alike, move in some if move[1] <= least[alike] + DEARER]
            every = tuple(dict.fromkeys(part for move in moves for part in move[3]))
            self._splits[suspects] = moves, every
        return self._splits[suspects]
