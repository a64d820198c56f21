"""Which check tells most per minute; what a policy costs on average."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from labsim.coach.dictionary import Dictionary
from labsim.states import Check

__all__ = ["Advice", "expected_minutes", "greedy", "information", "minutes", "serial"]

SURE = 1e-4  # variants less likely than this do not guide the choice


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


def minutes(dictionary: Dictionary, state: str) -> np.ndarray:
    """Return what each check costs from the present state, set-up included, (checks,)."""
    return np.array([c.minutes + (0.0 if c.state == state else c.setup) for c in dictionary.checks])


def greedy(dictionary: Dictionary, p: np.ndarray, state: str) -> int | None:
    """Return the check with most bits per minute, None when nothing more can be told."""
    bits = information(dictionary.code, dictionary.group, p)
    if bits.max(initial=0.0) < 1e-6:
        return None
    return int(np.argmax(bits / minutes(dictionary, state)))


def serial(dictionary: Dictionary, p: np.ndarray, state: str) -> int | None:
    """Go from the source on: the next terminal in drawing order that could tell anything at all.

    Checks on a live machine come first; no thought is given to how much a check tells.
    """
    bits = information(dictionary.code, dictionary.group, p)
    useful = np.flatnonzero(bits > 1e-3)
    if not len(useful):
        return None
    return int(min(useful, key=lambda n: (dictionary.checks[n].function != "V", n)))


def expected_minutes(
    dictionary: Dictionary,
    policy: Callable[[Dictionary, np.ndarray, str], int | None],
    state: str,
    p: np.ndarray | None = None,
) -> float:
    """Return the minutes a policy needs on average until one ambiguity group is left."""
    p = dictionary.prior if p is None else p
    live = p > SURE
    if len(np.unique(dictionary.group[live])) < 2:
        return 0.0
    p = np.where(live, p, 0.0) / p[live].sum()
    chosen = policy(dictionary, p, state)
    if chosen is None:
        return 0.0
    total = float(minutes(dictionary, state)[chosen])
    here = dictionary.checks[chosen].state
    for code in np.unique(dictionary.code[chosen][p > 0]):
        part = np.where(dictionary.code[chosen] == code, p, 0.0)
        mass = part.sum()
        total += mass * expected_minutes(dictionary, policy, here, part / mass)
    return total
