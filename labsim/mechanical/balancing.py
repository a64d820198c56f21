"""Balancing with trial weights: one plane, two planes, split weights, how heavy a trial may be.

Vibration and weights are vectors: complex numbers, size and angle. A linear machine answers a
weight with so much vibration in so much time after it, and that is its influence coefficient.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence

import numpy as np

from labsim.core.errors import LabsimError
from labsim.mechanical.checked import above, number

__all__ = [
    "angle", "correction", "force", "influence", "permissible", "split", "trial", "two_planes",
    "vector",
]  # fmt: skip

GRAVITY = 9.80665  # m/s², standard (ISO 80000-3)
SHARE = 0.10  # of the static load on a bearing: force of a usual trial weight (rule of the trade)
LEAST = 1e-9  # part: below this a trial weight has changed nothing


def vector(size: float, degrees: float) -> complex:
    """Return a vector of a size at an angle in °."""
    return cmath.rect(number(size, "size"), math.radians(number(degrees, "angle", "°")))


def angle(what: complex) -> float:
    """Return the angle of a vector in °, 0 to 360."""
    return math.degrees(cmath.phase(what)) % 360.0


def influence(before: complex, with_trial: complex, weight: complex) -> complex:
    """Return the influence coefficient H = (V1 - V0)/Wt, vibration for a unit of weight.

    LabsimError when the trial weight changed nothing: nothing can be reckoned from that.
    """
    change = with_trial - before
    if not abs(weight) or abs(change) <= LEAST * max(abs(before), abs(with_trial)):
        raise LabsimError("the trial weight changed nothing: take a heavier one, or another angle")
    return change / weight


def correction(before: complex, coefficient: complex) -> complex:
    """Return the weight that brings vibration to nothing: Wc = -V0/H, the trial weight off."""
    if not coefficient:
        raise LabsimError("an influence coefficient of 0: no weight there changes anything")
    return -before / coefficient


def two_planes(
    before: Sequence[complex],
    trials: Sequence[Sequence[complex]],
    weights: Sequence[complex],
) -> tuple[complex, complex]:
    """Return the weights of two planes that bring vibration at two bearings to nothing.

    `before`: both bearings; `trials[p]`: both bearings with `weights[p]` in plane p alone. From
    H W = -V0 with H[b, p] = (V[b, p] - V0[b])/W[p] (influence coefficients; ISO 21940-1).
    LabsimError when both planes act alike: the equations say nothing then.
    """
    v0, runs, tried = (np.asarray(x, dtype=complex) for x in (before, trials, weights))
    if v0.shape != (2,) or runs.shape != (2, 2) or tried.shape != (2,):
        raise LabsimError("two planes: 2 readings before, 2 with each of 2 trial weights")
    if not tried.all():
        raise LabsimError("a trial weight of nothing tells nothing")
    table = ((runs - v0) / tried[:, None]).T
    if np.linalg.cond(table) > 1e6:
        raise LabsimError("both planes act alike at both bearings: other planes, or other weights")
    first, second = np.linalg.solve(table, -v0)
    return complex(first), complex(second)


def split(weight: complex, one: float, other: float) -> tuple[float, float]:
    """Return the weights at two angles in ° that together do what one between them would.

    Sine rule: W1 = W sin(b - w)/sin(b - a). LabsimError when the weight is not between them.
    """
    a, b, w = math.radians(one), math.radians(other), cmath.phase(weight)
    between = math.sin(b - a)
    if abs(between) < 1e-9:
        raise LabsimError(f"holes at {one:g}° and {other:g}° lie in one line: no weight splits so")
    parts = abs(weight) * math.sin(b - w) / between, abs(weight) * math.sin(w - a) / between
    if min(parts) < -1e-9 * abs(weight):
        raise LabsimError(f"{angle(weight):.0f}° is not between {one:g}° and {other:g}°")
    return max(parts[0], 0.0), max(parts[1], 0.0)


def force(grams: float, radius: float, rpm: float) -> float:
    """Return the centrifugal force in N of grams at a radius in mm: m r ω²."""
    turns = 2.0 * math.pi * above(rpm, "speed", "rpm") / 60.0
    return above(grams, "weight", "g") * 1e-6 * above(radius, "radius", "mm") * turns**2


def trial(static: float, radius: float, rpm: float, share: float = SHARE) -> float:
    """Return the trial weight in g whose force is a share of the static load in kg on a bearing."""
    newtons = above(share, "share") * above(static, "static load", "kg") * GRAVITY
    return newtons / force(1.0, radius, rpm)


def permissible(grade: float, rotor: float, rpm: float) -> float:
    """Return the permissible residual unbalance in g·mm: 9549 G m/n (ISO 21940-11, 1940-1)."""
    turns = 2.0 * math.pi * above(rpm, "speed", "rpm") / 60.0
    return 1000.0 * above(grade, "grade", "mm/s") * above(rotor, "mass", "kg") / turns
