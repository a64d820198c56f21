"""The exact optimum: the check with which the search can end soonest, as far as a budget reaches.

Depth first over sets of suspects with a bound from below; results are kept by set and operating
state. The budget counts sets, not seconds, so that every machine finds the same. Where it does not
reach, the greedy policy stands in, and the plan says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from labsim.coach.dictionary import Dictionary
from labsim.coach.layout import SMALL, Layout, kept
from labsim.coach.policy import SURE, expected_minutes, greedy

__all__ = ["Plan", "exact", "plan", "regret"]

BUDGET = 250  # sets of suspects looked into
RESULTS = 64  # kept with a narrow dictionary, for each state


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
    return _first(settle(small, q, state), rows)


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


def exact(book: Dictionary, p: np.ndarray, state: str) -> Plan | None:
    """Return the exact plan, None where the search does not end within its budget."""
    small, q, rows = narrow(book, p)
    found = search(small, q, state)
    return found and _first(found, rows)


def _first(found: Plan, rows: np.ndarray) -> Plan:
    return replace(found, check=None if found.check is None else int(rows[found.check]))


def settle(book: Dictionary, p: np.ndarray, state: str) -> Plan:
    """Plan on a dictionary that is narrow already."""
    found = search(book, p, state)
    return found or kept(book, f"greedy {state}", p, lambda: _greedy(book, p, state), RESULTS)


def _greedy(book: Dictionary, p: np.ndarray, state: str) -> Plan:
    return Plan(expected_minutes(book, greedy, state, p), greedy(book, p, state), False)


def search(book: Dictionary, p: np.ndarray, state: str) -> Plan | None:
    """Search on a dictionary that is narrow already; None where the budget does not reach."""
    return kept(book, f"plans {state}", p, lambda: _search(book, p, state), RESULTS)


def _search(book: Dictionary, p: np.ndarray, state: str) -> Plan | None:
    try:
        return Search(book, p, state, BUDGET).run()
    except OverBudget:
        return None


def narrow(book: Dictionary, p: np.ndarray) -> tuple[Dictionary, np.ndarray, np.ndarray]:
    """Leave out variants that are excluded, and checks that split the rest as a quicker one does.

    Returns the dictionary, the probabilities of its variants, and the rows that were kept.
    """
    live = np.flatnonzero(p > SURE)
    small, rows = kept(book, "narrow", live, lambda: _narrowed(book, live))
    return small, p[live] / max(p[live].sum(), 1e-300), rows


def _narrowed(book: Dictionary, live: np.ndarray) -> tuple[Dictionary, np.ndarray]:
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
    return small, rows


class OverBudget(Exception):
    """The search has looked into as many sets as it may."""


class Search:
    """One search. A set of suspects is an int with a bit for each bundle of variants."""

    def __init__(self, book: Dictionary, p: np.ndarray, state: str, budget: int) -> None:
        live = np.flatnonzero(p > SURE)
        self.layout: Layout = kept(book, "layouts", live, lambda: Layout(book, live))
        if self.layout.count > SMALL:
            raise OverBudget
        weights = p[live] / max(p[live].sum(), 1e-300)
        self.weight = np.bincount(self.layout.bundle, weights=weights).tolist()
        self.start = (1 << self.layout.count) - 1
        self.here, self.left = book.here(state), budget
        self.known: dict[tuple[int, int], tuple[float, int | None]] = {}
        self.masses: dict[int, float] = {}
        self.floors: dict[int, float] = {}
        self.log_most = np.log2(self.layout.most)

    def run(self) -> Plan:
        value, check = self.value(self.start, self.here)
        return Plan(value, check, True)

    def mass(self, suspects: int) -> float:
        if suspects not in self.masses:
            self.masses[suspects] = sum([self.weight[n] for n in _bits(suspects)])
        return self.masses[suspects]

    def floor(self, suspects: int) -> float:
        """Return minutes that no way can stay below: the bits to find, at the quickest check."""
        if suspects not in self.floors:
            self.floors[suspects] = self._floor(suspects)
        return self.floors[suspects]

    def _floor(self, suspects: int) -> float:
        if self.layout.found(suspects):
            return 0.0
        shares: dict[int, float] = {}
        for n in _bits(suspects):
            g = self.layout.group[n]
            shares[g] = shares.get(g, 0.0) + self.weight[n]
        total = sum(shares.values())
        bits = -sum([s / total * np.log2(s / total) for s in shares.values() if s > 0])
        return float(self.layout.least * max(1.0, bits / self.log_most))

    def value(self, suspects: int, here: int) -> tuple[float, int | None]:
        """Return the least expected minutes from a set of suspects, and the check to begin with."""
        key = suspects, here
        if key in self.known:
            return self.known[key]
        if self.layout.found(suspects):
            return 0.0, None
        self.left -= 1
        if self.left < 0:
            raise OverBudget
        best, chosen, whole = np.inf, None, self.mass(suspects)
        for bound, row, cost, place, parts in self._options(suspects, here):
            if bound >= best:
                break
            total = cost
            for part in parts:
                total += self.mass(part) / whole * self.value(part, place)[0]
            if total < best:
                best, chosen = total, row
        self.known[key] = (0.0, None) if chosen is None else (float(best), chosen)
        return self.known[key]

    def _options(self, suspects: int, here: int) -> list[tuple]:
        """Return what can be done with a set of suspects, the most promising first."""
        moves, every = self.layout.splits(suspects)
        ways, whole = self.layout.ways[here], self.mass(suspects)
        floors = {part: self.mass(part) / whole * self.floor(part) for part in every}
        options = []
        for row, cost, place, parts in moves:
            bound = cost = cost + ways[place]
            for part in parts:
                bound += floors[part]
            options.append((bound, row, cost, place, parts))
        options.sort()  # by the bound, then by the row, which is there once
        return options


def _bits(suspects: int) -> list[int]:
    """Return the numbers of the bundles in a set, in order."""
    found = []
    while suspects:
        lowest = suspects & -suspects
        found.append(lowest.bit_length() - 1)
        suspects ^= lowest
    return found
