"""Expected answers of VIB-02: the figures on the card of criteria."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word
from labsim.vibration.analysis import zones
from labsim.vibration.analysis.trend import BASE, SIGMAS

__all__ = ["card"]

GROUP, SUPPORT, READ, START = 1, "rigid", 5.2, 1.9


def card(ask: Ask) -> dict[str, Expected]:
    """Another group than in the text, so that it is worked out and not copied."""
    steps = zones.limits(GROUP, SUPPORT)
    near = {"within": 0.005, "margin": 0.005}
    return {
        "change that counts, group 1 rigid (mm/s)": Number(
            0.25 * steps[1], why="0.25 of B/C.", **near
        ),
        "alarm of a machine with baseline 1.9, group 1 rigid (mm/s)": Number(
            zones.alarm(START, GROUP, SUPPORT), why="Baseline + 0.25 of B/C, capped.", **near
        ),
        "highest trip, group 1 rigid (mm/s)": Number(
            zones.trip(GROUP, SUPPORT), why="1.25 of C/D.", **near
        ),
        "zone of 5.2 mm/s, group 1 rigid": Word(
            zones.severity(READ, GROUP, SUPPORT), why="Between B/C and C/D, or not?"
        ),
        "readings that make a baseline": Number(
            BASE, within=0.0, margin=0.1, why="Fewer have no scatter worth the name."
        ),
        "standard deviations from baseline to alert level": Number(
            SIGMAS, within=0.0, margin=0.1, why="Mean + 3σ."
        ),
    }
