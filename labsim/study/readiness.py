"""How ready somebody is: what another form of the same blueprint would come to, and how sure.

Every share of items somebody knows is taken as equally likely before the paper; r right of n make
it a Beta(r + 1, n - r + 1). Another form of m items then has k right with the beta-binomial
probability C(m, k)·B(k + r + 1, m - k + n - r + 1) / B(r + 1, n - r + 1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from labsim.core.errors import LabsimError

__all__ = ["BAR", "Readiness", "readiness"]

BAR = 0.70  # assumed where a body publishes no pass mark
SURE = 0.95


@dataclass(frozen=True)
class Readiness:
    """Chance to reach `need` of `of` items on another form; the interval its score lies in."""

    chance: float
    need: int
    of: int
    low: int
    high: int

    def __str__(self) -> str:
        return (
            f"On another form of {self.of} items you would have {self.low} to {self.high} right "
            f"({100 * SURE:.0f} %), and {self.need} or more with a chance of "
            f"{_percent(self.chance)}."
        )


def readiness(right: int, of: int, bar: float | None = None) -> Readiness:
    """Return the readiness of somebody who had so many right of so many, on a form as long."""
    if of < 1 or not 0 <= right <= of:
        raise LabsimError(f"{right} right of {of} items is no result of a paper")
    need = math.ceil((bar or BAR) * of - 1e-9)
    shares = [_probability(k, of, right, of) for k in range(of + 1)]
    low, high = _between(shares)
    return Readiness(min(sum(shares[need:]), 1.0), need, of, low, high)


def _probability(k: int, m: int, right: int, of: int) -> float:
    a, b = right + 1, of - right + 1
    ways = math.lgamma(m + 1) - math.lgamma(k + 1) - math.lgamma(m - k + 1)
    return math.exp(ways + _beta(k + a, m - k + b) - _beta(a, b))


def _beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _between(shares: list[float]) -> tuple[int, int]:
    """Return the numbers between which a score lies but for 2.5 % on either side."""
    tail, total, low = (1 - SURE) / 2, 0.0, 0
    for k, share in enumerate(shares):
        total += share
        if total <= tail:
            low = k + 1
        if total >= 1 - tail - 1e-12:
            return low, k
    return low, len(shares) - 1


def _percent(share: float) -> str:
    if share < 0.01:
        return "less than 1 %"
    return "more than 99 %" if share > 0.99 else f"{100 * share:.0f} %"
