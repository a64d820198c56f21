"""Voltage unbalance: two ways to say how much, and what a motor may still give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["DERATING", "derating", "negative_sequence", "nema"]

# Part of rated power a motor may give at so many per cent of unbalance. Points read off the curve
# of NEMA MG 1, figure 14-1; tables made from it differ by 0.01 from book to book.
DERATING = ((0.0, 1.0), (1.0, 1.0), (2.0, 0.95), (3.0, 0.89), (4.0, 0.82), (5.0, 0.75))
MOST = 5.0  # % above which NEMA MG 1, 14.36 says: do not run it


def nema(values: Sequence[float]) -> float:
    """Return the unbalance of three readings in %: greatest distance from the mean, over the mean.

    For line voltages it is the definition of NEMA MG 1, 14.36.2; currents go the same way.
    """
    given = np.asarray(values, dtype=float)
    return float(100 * np.abs(given - given.mean()).max() / given.mean())


def negative_sequence(volts: Sequence[float]) -> float:
    """Return U2 / U1 in % from three line voltages (IEC 60034-26); sizes are all it takes.

    The three close to a triangle, which fixes their angles.
    """
    squares = np.asarray(volts, dtype=float) ** 2
    beta = (squares**2).sum() / squares.sum() ** 2
    root = np.sqrt(max(3 - 6 * beta, 0.0))
    return float(100 * np.sqrt((1 - root) / (1 + root)))


def derating(percent: float) -> float:
    """Return the part of its rated power a motor may give (NEMA MG 1, figure 14-1); 0: none."""
    if percent > MOST:
        return 0.0
    return float(np.interp(percent, *zip(*DERATING, strict=True)))
