"""The exact optimum: the check with which the search can end soonest, as far as a budget reaches.

Depth first over sets of suspects with a bound from below; results are kept by set and operating
state. The budget counts sets, not seconds, so that every machine finds the same. Where it does not
reach, the greedy policy stands in, and the plan says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from labsim.coach.dictionary import Dictionary
from labsim.coach.policy import SURE, expected_minutes, greedy

__all__ = ["Plan", "plan", "regret"]

BUDGET = 250  # sets of suspects looked into
SMALL = 24  # bundles of suspects up to which the search is tried at all


@dataclass(frozen=True)
class Plan:
    """Expected minutes to the ambiguity group, the row of the first check, and how it was found."""

    minutes: float
    check: int | None
    exact: bool

    @property
    def policy(self) -> str:
        """Say in words which policy this is."""
        return "the best there is" if self.exact else "most bits per minute"


def plan(book: Dictionary, p: np.ndarray, state: str) -> Plan:
    """Return the exact plan, or the greedy one where the search does not end within its budget."""
    small, q, rows = narrow(book, p)
    found = settle(small, q, state)
    return replace(found, check=None if found.check is None else int(rows[found.check]))


def regret(
    book: Dictionary, p: np.ndarray, came: str, taken: float, code: np.ndarray, state: str
) -> float:
    """Return the minutes a reading is expected to lose against the best way from there.

    `code` numbers what it could have shown, by variant; `taken` are its minutes, `came` and `state`
    the operating states before and in it. Both ways are valued alike: exactly or greedily.
    """
    small, q, _ = narrow(book, p)
    code = code[p > SURE]
    best = settle(small, q, came)
    own = taken
    for value in np.unique(code):
        part = np.where(code == value, q, 0.0)
        mass = part.sum()
        own += mass * (settle(small, part / mass, state).minutes if best.exact else
                       expected_minutes(small, greedy, state, part / mass))  # fmt: skip
    return max(0.0, own - best.minutes)


def settle(book: Dictionary, p: np.ndarray, state: str) -> Plan:
    """Plan on a dictionary that is narrow already."""
    try:
        return Search(book, p, state, BUDGET).run()
    except OverBudget:
        check = greedy(book, p, state)
        return Plan(expected_minutes(book, greedy, state, p), check, False)


def narrow(book: Dictionary, p: np.ndarray) -> tuple[Dictionary, np.ndarray, np.ndarray]:
    """Leave out variants that are excluded, and checks that split the rest as a quicker one does.

    Returns the dictionary, the probabilities of its variants, and the rows that were kept.
    """
    live = np.flatnonzero(p > SURE)
    code = book.code[:, live]
    # Each class goes by the first variant in it, so that equal splits look equal.
    plain = (code[:, :, None] == code[:, None, :]).argmax(axis=2).astype(np.int16)
    best: dict[tuple[bytes, int], int] = {}
    for row in np.flatnonzero(plain.any(axis=1)).tolist():
        key = plain[row].tobytes(), int(book.place[row])
        if key not in best or book.minutes[row] < book.minutes[best[key]]:
            best[key] = row
    rows = np.array(sorted(best.values()), dtype=int)
    small = replace(
        book, checks=tuple(book.checks[n] for n in rows),
        variants=[book.variants[n] for n in live], prior=book.prior[live],
        value=book.value[np.ix_(rows, live)], sigma=book.sigma[np.ix_(rows, live)],
        code=plain[rows], group=book.group[live],
    )  # fmt: skip
    return small, p[live] / max(p[live].sum(), 1e-300), rows


class OverBudget(Exception):
    """The search has looked into as many sets as it may."""


class Search:
    """One search. A set of suspects is an int with a bit for each bundle of variants."""

    def __init__(self, book: Dictionary, p: np.ndarray, state: str, budget: int) -> None:
        live = np.flatnonzero(p > SURE)
        code, group = book.code[:, live], book.group[live]
        # Variants of one group that no check tells apart are one bundle.
        both = np.concatenate([code, group[None]]).T
        first, bundle = np.unique(both, axis=0, return_index=True, return_inverse=True)[1:]
        bundle = np.ravel(bundle)
        if len(first) > SMALL:
            raise OverBudget
        self.weight = np.bincount(bundle, weights=p[live] / max(p[live].sum(), 1e-300)).tolist()
        self.group = group[first].tolist()
        self.start = (1 << len(first)) - 1
        self.here, self.ways = book.here(state), book.moves.tolist()
        self.left, self.book = budget, book
        self.known: dict[tuple[int, int], tuple[float, int | None]] = {}
        self.masses: dict[int, float] = {}
        self._moves(book, code[:, first])

    def _moves(self, book: Dictionary, code: np.ndarray) -> None:
        """List what can be done: row, minutes, state, and the bundles of each reading."""
        self.moves = []
        for row, line in enumerate(code.tolist()):
            masks: dict[int, int] = {}
            for bit, value in enumerate(line):
                masks[value] = masks.get(value, 0) | 1 << bit
            if len(masks) > 1:
                cost, place = float(book.minutes[row]), int(book.place[row])
                self.moves.append((row, cost, place, tuple(masks.values())))
        self.least = min((move[1] for move in self.moves), default=0.0)
        self.most = max((len(move[3]) for move in self.moves), default=2)

    def run(self) -> Plan:
        value, check = self.value(self.start, self.here)
        return Plan(value, check, True)

    def mass(self, suspects: int) -> float:
        if suspects not in self.masses:
            bits = (n for n in range(suspects.bit_length()) if suspects >> n & 1)
            self.masses[suspects] = sum(self.weight[n] for n in bits)
        return self.masses[suspects]

    def floor(self, suspects: int) -> float:
        """Return minutes that no way can stay below: the bits to find, at the quickest check."""
        shares: dict[int, float] = {}
        for n in range(suspects.bit_length()):
            if suspects >> n & 1:
                g = self.group[n]
                shares[g] = shares.get(g, 0.0) + self.weight[n]
        if len(shares) < 2:
            return 0.0
        total = sum(shares.values())
        bits = -sum(s / total * np.log2(s / total) for s in shares.values() if s > 0)
        return self.least * max(1.0, bits / np.log2(self.most))

    def value(self, suspects: int, here: int) -> tuple[float, int | None]:
        """Return the least expected minutes from a set of suspects, and the check to begin with."""
        key = suspects, here
        if key in self.known:
            return self.known[key]
        if len({g for n, g in enumerate(self.group) if suspects >> n & 1}) < 2:
            return 0.0, None
        self.left -= 1
        if self.left < 0:
            raise OverBudget
        best, chosen = np.inf, None
        for bound, row, cost, place, parts in self._options(suspects, here):
            if bound >= best:
                break
            total, whole = cost, self.mass(suspects)
            for part in parts:
                total += self.mass(part) / whole * self.value(part, place)[0]
            if total < best:
                best, chosen = total, row
        self.known[key] = (0.0, None) if chosen is None else (float(best), chosen)
        return self.known[key]

    def _options(self, suspects: int, here: int) -> list[tuple]:
        """Return what can be done with a set of suspects, the most promising first."""
        options, whole, floors = [], self.mass(suspects), {}
        for row, cost, place, masks in self.moves:
            parts = [suspects & mask for mask in masks if suspects & mask]
            if len(parts) < 2:
                continue
            bound = cost = cost + self.ways[here][place]
            for part in parts:
                if part not in floors:
                    floors[part] = self.mass(part) / whole * self.floor(part)
                bound += floors[part]
            options.append((bound, row, cost, place, parts))
        return sorted(options, key=lambda option: option[:2])
