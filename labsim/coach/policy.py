"""Policies: which check a technician of some school makes next, and what that costs on average.

A policy takes a dictionary, the probabilities of its variants and the operating state, and returns
the row of a check, or None when nothing more can be told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from labsim.coach.dictionary import Dictionary
from labsim.states import Check

__all__ = [
    "POLICIES", "SURE", "Advice", "Policy", "cheapest", "expected_minutes", "greedy", "half_split",
    "information", "likeliest", "minutes", "serial", "shares",
]  # fmt: skip

SURE = 1e-4  # variants less likely than this do not guide the choice
NEWS = 1e-6  # bits below which a check tells nothing
FACE = 1e-3  # bits below which somebody who does not calculate sees no use in a check

Policy = Callable[[Dictionary, np.ndarray, str], int | None]


@dataclass(frozen=True)
class Advice:
    """A check worth making: expected bits, minutes with set-up, and why in a sentence."""

    check: Check
    bits: float
    minutes: float
    why: str


def information(code: np.ndarray, group: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return the bits each check is expected to tell about the ambiguity group, (checks,)."""
    live = np.flatnonzero(p > SURE)
    if len(live) < 2:
        return np.zeros(len(code))
    p = p[live] / p[live].sum()
    some, group = code[:, live], group[live]
    total = _entropy(some, p)
    for g in np.unique(group):
        inside = group == g
        mass = p[inside].sum()
        if inside.sum() > 1:
            total = total - mass * _entropy(some[:, inside], p[inside] / mass)
    return np.maximum(total, 0.0)


def _entropy(code: np.ndarray, p: np.ndarray) -> np.ndarray:
    width = int(code.max()) + 1
    place = code + np.arange(len(code))[:, None] * width
    weight = np.broadcast_to(p, code.shape)
    mass = np.bincount(place.ravel(), weight.ravel(), minlength=len(code) * width)
    mass = mass.reshape(len(code), width)
    return -np.sum(mass * np.log2(np.where(mass > 0, mass, 1.0)), axis=1)


def shares(p: np.ndarray) -> np.ndarray:
    """Leave "none of these", the last entry, out of a belief."""
    return p[:-1] / p[:-1].sum()


def minutes(book: Dictionary, state: str) -> np.ndarray:
    """Return what each check costs from the present state, set-up included, (checks,)."""
    return book.minutes + book.moves[book.here(state), book.place]


# schools ----------------------------------------------------------------------------------------
def greedy(book: Dictionary, p: np.ndarray, state: str) -> int | None:
    """Most bits per minute: within a few percent of the best there is."""
    bits = information(book.code, book.group, p)
    if bits.max(initial=0.0) < NEWS:
        return None
    return int(np.argmax(bits / minutes(book, state)))


def half_split(book: Dictionary, p: np.ndarray, state: str) -> int | None:
    """Halve the suspects by count, whatever they weigh; never more than one bit from a check."""
    even = (p > 0.01 * p.max()) / max(1, np.sum(p > 0.01 * p.max()))
    bits = np.minimum(information(book.code, book.group, even), 1.0)
    if bits.max(initial=0.0) < NEWS:
        return greedy(book, p, state)
    return int(np.argmax(bits / minutes(book, state)))


def serial(book: Dictionary, p: np.ndarray, state: str) -> int | None:
    """Go from the source on: the next terminal in drawing order that could tell anything at all.

    Checks on a live machine come first; no thought is given to how much a check tells.
    """
    useful = np.flatnonzero(information(book.code, book.group, p) > FACE)
    if not len(useful):
        return None
    return int(min(useful, key=lambda n: (book.checks[n].function != "V", n)))


def cheapest(book: Dictionary, p: np.ndarray, state: str) -> int | None:
    """Whatever is quickest and could tell anything at all."""
    useful = information(book.code, book.group, p) > FACE
    cost = np.where(useful, minutes(book, state), np.inf)
    return int(np.argmin(cost)) if useful.any() else None


def likeliest(book: Dictionary, p: np.ndarray, state: str) -> int | None:
    """Go for the usual suspect: the check that best tells the likeliest one from all others."""
    mass = np.bincount(book.group, weights=p)
    alone = np.where(book.group == int(np.argmax(mass)), 1, 0)
    bits = information(book.code, alone, p)
    if bits.max(initial=0.0) < FACE:
        return greedy(book, p, state)
    return int(np.argmax(bits / minutes(book, state)))


POLICIES: dict[str, Policy] = {
    "most bits per minute": greedy,
    "half-split": half_split,
    "likeliest first": likeliest,
    "quickest first": cheapest,
    "from the source on": serial,
}


def expected_minutes(
    book: Dictionary, policy: Policy, state: str, p: np.ndarray | None = None
) -> float:
    """Return the minutes a policy needs on average until one ambiguity group is left."""
    p = book.prior if p is None else p
    live = p > SURE
    if len(np.unique(book.group[live])) < 2:
        return 0.0
    p = np.where(live, p, 0.0) / p[live].sum()
    chosen = policy(book, p, state)
    if chosen is None:
        return 0.0
    total = float(minutes(book, state)[chosen])
    here = book.checks[chosen].state
    for code in np.unique(book.code[chosen][p > 0]):
        part = np.where(book.code[chosen] == code, p, 0.0)
        mass = part.sum()
        total += mass * expected_minutes(book, policy, here, part / mass)
    return total
