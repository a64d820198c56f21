"""The exact optimum: the check with which the search can end soonest, as far as a budget reaches.

Depth first over sets of suspects with a bound from below; results are kept by set and operating
state. The budget counts sets, not seconds, so that every machine finds the same. Where it does not
reach, the greedy policy stands in, and the plan says so.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    try:
        return Search(book, p, state, BUDGET).run()
    except OverBudget:
        check = greedy(book, p, state)
        return Plan(expected_minutes(book, greedy, state, p), check, False)


def regret(
    book: Dictionary, p: np.ndarray, came: str, taken: float, code: np.ndarray, state: str
) -> float:
    """Return the minutes a reading is expected to lose against the best way from there.

    `code` numbers what it could have shown, by variant; `taken` are its minutes, `came` and `state`
    the operating states before and in it. Both ways are valued alike: exactly or greedily.
    """
    best = plan(book, p, came)
    own = taken
    for value in np.unique(code[p > SURE]):
        part = np.where(code == value, p, 0.0)
        mass = part.sum()
        own += mass * (plan(book, part / mass, state).minutes if best.exact else
                       expected_minutes(book, greedy, state, part / mass))  # fmt: skip
    return max(0.0, own - best.minutes)


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
        self.here = book.labels.index(state) if state in book.labels else -1
        self.left, self.book = budget, book
        self.known: dict[tuple[int, int], tuple[float, int | None]] = {}
        self.masses: dict[int, float] = {}
        self._moves(book, code[:, first])

    def _moves(self, book: Dictionary, code: np.ndarray) -> None:
        """Keep, of the checks that split alike in one state, the quickest."""
        best: dict[tuple[bytes, int], int] = {}
        for row, line in enumerate(code):
            plain = np.unique(line, return_inverse=True)[1].ravel()
            if plain.any():
                order = np.unique(plain, return_index=True)[1]
                name = np.argsort(np.argsort(order))[plain].astype(np.int16).tobytes()
                key = name, int(book.place[row])
                if key not in best or book.minutes[row] < book.minutes[best[key]]:
                    best[key] = row
        self.moves = []
        for row in best.values():
            masks: dict[int, int] = {}
            for bit, value in enumerate(code[row].tolist()):
                masks[value] = masks.get(value, 0) | 1 << bit
            cost, setup = float(book.minutes[row]), float(book.setup[row])
            self.moves.append((row, cost, setup, int(book.place[row]), tuple(masks.values())))
        self.least = min((move[1] for move in self.moves), default=0.0)
        self.most = max((len(move[4]) for move in self.moves), default=2)

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
        for row, cost, setup, place, masks in self.moves:
            parts = [suspects & mask for mask in masks if suspects & mask]
            if len(parts) < 2:
                continue
            bound = cost = cost + (0.0 if place == here else setup)
            for part in parts:
                if part not in floors:
                    floors[part] = self.mass(part) / whole * self.floor(part)
                bound += floors[part]
            options.append((bound, row, cost, place, parts))
        return sorted(options, key=lambda option: option[:2])
