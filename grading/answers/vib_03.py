"""Expected answers of VIB-03: class, zone and action of six sister sets on one's own sheet."""

from __future__ import annotations

from grading.answers import Ask, Expected, Word
from labsim.course import own_bench
from labsim.teaching.sisters import Sister, action, sisters

__all__ = ["cause", "grade"]

WHY = {
    "unbalance": "1X across and up, a quarter turn from H to V, falling with the third power of n.",
    "bent shaft": "1X along the shaft, 180° from end to end of one machine, falling with n.",
    "angular misalignment": "1X along the shaft, large on both sides, 180° over the coupling.",
    "parallel misalignment": "2X stands above 1X, bolts and feet are quiet.",
    "looseness": "Foot against base 180°, or half orders and a row of harmonics.",
    "resonance": "A fifth or less of 1X is left at three quarters of the speed.",
    "vane pass": "What shakes is at 5X: five vanes.",
    "electrical": "The same at every speed, and gone when the power is cut.",
}
ALSO = {
    "unbalance": ("imbalance",),
    "bent shaft": ("bow", "bent"),
    "angular misalignment": ("angular",),
    "parallel misalignment": ("parallel", "offset misalignment"),
    "electrical": ("field",),
}
ZONE = "Group 2, rigid: A/B 1.4, B/C 2.8, C/D 4.5 mm/s; on a limit it is the better zone."
ACTION = "D: stop. C, or a change above 0.70 mm/s: plan. Else run on."


def sets(ask: Ask) -> dict[str, Sister]:
    """Return the six sets of this apprentice's sheet."""
    return sisters(own_bench(ask.lab, ask.seed, None).seed)


def cause(ask: Ask) -> dict[str, Expected]:
    return {
        f"set {name}": Word(one.kind, ALSO.get(one.kind, ()), why=WHY[one.kind])
        for name, one in sets(ask).items()
    }


def grade(ask: Ask) -> dict[str, Expected]:
    found: dict[str, Expected] = {}
    for name, one in sets(ask).items():
        found[f"set {name}: zone"] = Word(one.zone, why=ZONE)
        found[f"set {name}: action"] = Word(action(one.before, one.now), why=ACTION)
    return found
