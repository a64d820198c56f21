"""Fault dictionary: what every check reads on every variant of the machine, in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from labsim.core.component import Fault
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.hands import Hands
from labsim.states import Check, act

__all__ = ["HEALTHY", "NONE", "Dictionary", "build", "classes"]

HEALTHY, NONE = "healthy", "none of these"
OVER = 1e12  # stands for OL, so that differences stay finite
APART = 4.0  # standard errors between readings that a technician takes for different


@dataclass
class Dictionary:
    """Readings by check and variant. Arrays: value, sigma, code (checks × variants)."""

    checks: tuple[Check, ...]
    variants: list[Variant]
    prior: np.ndarray
    value: np.ndarray
    sigma: np.ndarray
    code: np.ndarray
    group: np.ndarray
    faults: tuple[Fault, ...]

    def index(self, check_id: str) -> int:
        """Return the row of a check."""
        return next(n for n, check in enumerate(self.checks) if check.id == check_id)


def build(lab: Any, progress: Callable[[int, int], None] | None = None) -> Dictionary:
    """Simulate every check of a lab on every variant; `progress` is told (done, of) in states."""
    variants, prior = hypotheses(lab.family)
    sim = stack(lab, variants)
    start = sim.snapshot()
    rows: list[tuple[Check, np.ndarray, np.ndarray]] = []
    for n, state in enumerate(lab.states):
        sim.rewind(start)
        act(sim, state.there, 3.0)
        mine = [c for c in lab.checks if c.state == state.label]
        rows += list(readings(Hands(sim, titles=lab.scenario.instruments), mine))
        if progress:
            progress(n + 1, len(lab.states))
    checks = tuple(row[0] for row in rows)
    value = np.array([row[1] for row in rows])
    sigma = np.array([row[2] for row in rows])
    code = classes(value, sigma)
    group = ambiguity(variants, code)
    faults = tuple(_in_group(f, variants, group) for f in lab.family)
    return Dictionary(checks, variants, prior, value, sigma, code, group, faults)


def hypotheses(family: tuple[Fault, ...]) -> tuple[list[Variant], np.ndarray]:
    """Return healthy and every severity of every fault, with prior probabilities by rate."""
    variants, weight = [Variant(name=HEALTHY)], [0.0]
    for fault in family:
        mine = variants_of(fault)
        variants += mine
        weight += [fault.rate / len(mine)] * len(mine)
    prior = np.array(weight) / max(sum(weight), 1e-12) * 0.97
    prior[0] = 0.01  # the complaint may be gone; the rest, 0.02, is "none of these"
    return variants, prior


def stack(lab: Any, variants: list[Variant]) -> Simulation:
    """Return all variants of a lab's machine as the apprentice finds them."""
    sim = Simulation(lab.machine, variants)
    hands = Hands(sim)
    for step in lab.scenario.before:
        hands.do(step)
    return sim


def readings(hands: Hands, checks: list[Check]) -> Iterator[tuple[Check, np.ndarray, np.ndarray]]:
    """Yield check, values and standard errors of checks in the present state."""
    sim = hands.sim
    for function, group in groupby(checks, key=lambda c: c.function):
        some = list(group)
        if function == "look":
            for check in some:
                seen = hands.do(check.event)
                _, code = np.unique(seen.value, return_inverse=True)
                yield check, code.astype(float), np.full(sim.count, 0.1)
            continue
        for check, found in zip(some, hands.measure_many(function, [c.ports for c in some]),
                                strict=True):  # fmt: skip
            value = np.where(np.isfinite(found.value), found.value, OVER)
            yield check, value, np.broadcast_to(found.sigma, value.shape)


def classes(value: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    """Number the readings of each check that a technician can tell apart, (checks × variants)."""
    order = np.argsort(value, axis=1)
    v = np.take_along_axis(value, order, axis=1)
    s = np.take_along_axis(sigma, order, axis=1)
    gap = np.diff(v, axis=1) > APART * np.hypot(s[:, 1:], s[:, :-1])
    rank = np.concatenate([np.zeros((len(v), 1), int), np.cumsum(gap, axis=1)], axis=1)
    code = np.empty_like(rank)
    np.put_along_axis(code, order, rank, axis=1)
    return code


def ambiguity(variants: list[Variant], code: np.ndarray) -> np.ndarray:
    """Number the groups of variants: severities of one fault, and faults that read all alike."""
    _, same = np.unique(code.T, axis=0, return_inverse=True)
    parent: dict[str, str] = {v.name: v.name for v in variants}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    first: dict[int, str] = {}
    for variant, number in zip(variants, np.ravel(same), strict=True):
        other = first.setdefault(int(number), variant.name)
        if root(other) != root(variant.name):
            parent[root(variant.name)] = root(other)
    heads = {name: n for n, name in enumerate(dict.fromkeys(root(v.name) for v in variants))}
    return np.array([heads[root(v.name)] for v in variants])


def _in_group(fault: Fault, variants: list[Variant], group: np.ndarray) -> Fault:
    """Return the fault with its group named after the group's first fault."""
    mine = next(g for v, g in zip(variants, group, strict=True) if v.name == fault.id)
    head = next(v.name for v, g in zip(variants, group, strict=True) if g == mine)
    return fault.bound(fault.component, group=head)
