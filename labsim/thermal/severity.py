"""How bad a hot spot is: its ΔT brought to full load, and the class of that.

Classes after ANSI/NETA MTS, table 100.18, as quoted in trade papers (confidence B): check the
current standard, and the house rules of your plant, before you act on a class.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown

__all__ = ["AGAINST", "EXPONENTS", "LEAST_LOAD", "Grade", "at_load", "grade"]

EXPONENTS = (1.6, 2.0)  # of the load: 2 is I²R alone, 1.6 what a freely cooled joint shows
LEAST_LOAD = 0.4  # part of full load from which a survey is worth much (NFPA 70B; check it)


@dataclass(frozen=True)
class Grade:
    """A class of ΔT: number, from more than so many K, what it means, what is done."""

    number: int
    above: float
    means: str
    action: str


NOTHING = Grade(0, -np.inf, "nothing to see", "none")
# The table prints whole kelvins, 1-3, 4-15, > 15; between 3 and 4 we take the worse (ours).
AGAINST = {
    "similar": (
        NOTHING,
        Grade(1, 1.0, "possible deficiency", "look into it"),
        Grade(2, 3.0, "probable deficiency", "repair as time permits"),
        Grade(3, 15.0, "major discrepancy", "repair at once"),
    ),
    "ambient": (
        NOTHING,
        Grade(1, 1.0, "possible deficiency", "look into it"),
        Grade(2, 10.0, "probable deficiency", "repair as time permits"),
        Grade(3, 20.0, "deficiency", "watch it until it can be repaired"),
        Grade(4, 40.0, "major discrepancy", "repair at once"),
    ),
}


def at_load(kelvin: Any, now: Any, full: Any, exponent: float = 2.0) -> Any:
    """Return the ΔT in K that a joint will have at a current `full`, of one measured at `now`.

    ΔT₂ = ΔT₁·(I₂/I₁)ⁿ, both currents in A, n from 1.6 to 2; with n = 2 you are on the safe side
    going up. Raises LabsimError without a current: a joint that carries none tells nothing.
    """
    if np.any(np.asarray(now) <= 0.0):
        raise LabsimError(f"{now} A: a joint without current shows nothing; load it first")
    if not EXPONENTS[0] <= exponent <= EXPONENTS[1]:
        raise LabsimError(f"exponent {exponent}: from {EXPONENTS[0]} to {EXPONENTS[1]}")
    return kelvin * (np.asarray(full) / now) ** exponent


def grade(kelvin: float, against: str = "similar") -> Grade:
    """Return the class of a ΔT in K against a `similar` part under a similar load, or `ambient`."""
    if against not in AGAINST:
        raise unknown("ΔT", "reference", against, AGAINST)
    return next(g for g in reversed(AGAINST[against]) if kelvin > g.above)
