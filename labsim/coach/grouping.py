"""Which readings a technician can tell apart, and which variants no check can separate."""

from __future__ import annotations

import numpy as np

from labsim.core.simulation import Variant

__all__ = ["ambiguity", "classes"]

APART = 4.0  # standard errors between readings that a technician takes for different


def classes(value: np.ndarray, sigma: np.ndarray) -> np.ndarray:
    """Number the readings of each check that a technician can tell apart, (checks × variants)."""
    order = np.argsort(value, axis=1)
    v = np.take_along_axis(value, order, axis=1)
    s = np.take_along_axis(sigma, order, axis=1)
    gap = np.diff(v, axis=1) > APART * np.hypot(s[:, 1:], s[:, :-1])
    rank = np.concatenate([np.zeros((len(v), 1), int), np.cumsum(gap, axis=1)], axis=1)
    code = np.empty(rank.shape, dtype=np.int16)
    np.put_along_axis(code, order, rank.astype(np.int16), axis=1)
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
