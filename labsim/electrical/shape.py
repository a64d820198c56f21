"""What a wave is in numbers: swing, edges, share of time above, lag. One cycle, all variants."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["crossings", "edges", "lag", "middle", "share_above", "swing"]


def swing(wave: np.ndarray) -> np.ndarray:
    """Return volts peak to peak of waves (variants, samples)."""
    return np.ptp(wave, axis=-1)


def middle(wave: np.ndarray, part: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Return the levels between which a wave's state is kept: the middle, less and more a part."""
    half, room = (wave.max(axis=-1) + wave.min(axis=-1)) / 2, part * swing(wave)
    return half - room, half + room


def high(wave: np.ndarray, low: Any, top: Any) -> np.ndarray:
    """Tell at every sample whether the wave is high: above `top`, till it falls below `low`.

    The wave is taken to repeat: what its state is at the beginning follows from its end.
    """
    low, top = (np.broadcast_to(x, wave.shape[:-1])[..., None] for x in (low, top))
    sign = np.where(wave >= top, 1, np.where(wave <= low, -1, 0))
    twice = np.concatenate([sign, sign], axis=-1)
    at = np.where(twice != 0, np.arange(twice.shape[-1]), 0)
    kept = np.take_along_axis(twice, np.maximum.accumulate(at, axis=-1), axis=-1)
    return kept[..., wave.shape[-1] :] > 0


def crossings(wave: np.ndarray, low: Any, top: Any) -> np.ndarray:
    """Tell at every sample whether the wave has just become high."""
    up = high(wave, low, top)
    return up & ~np.roll(up, 1, axis=-1)


def edges(wave: np.ndarray, low: Any, top: Any) -> np.ndarray:
    """Count rising edges in a cycle."""
    return crossings(wave, low, top).sum(axis=-1)


def share_above(wave: np.ndarray, low: Any, top: Any) -> np.ndarray:
    """Return the part of the time in which a wave is high."""
    return high(wave, low, top).mean(axis=-1)


def lag(first: np.ndarray, second: np.ndarray, low: Any, top: Any) -> np.ndarray:
    """Return by what part of its mean period the second wave rises after the first; 0 if never."""
    count = first.shape[-1]
    one, two = crossings(first, low, top), crossings(second, low, top)
    found = np.zeros(first.shape[:-1])
    for v in np.ndindex(found.shape):
        a, b = np.flatnonzero(one[v]), np.flatnonzero(two[v])
        if len(a) and len(b):
            after = np.searchsorted(b, a) % len(b)
            found[v] = np.median((b[after] - a) % count) * len(a) / count
    return found
