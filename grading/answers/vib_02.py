"""Expected answers of VIB-02: the card of criteria, and the settings of the route."""

from __future__ import annotations

from grading.answers import Ask, Expected, Number, Word
from labsim.vibration.analysis import zones
from labsim.vibration.analysis.trend import BASE, SIGMAS
from labsim.vibration.analysis.values import ISO

__all__ = ["card", "settings"]

GROUP, SUPPORT, READ, START = 1, "rigid", 5.2, 1.9
LINES = (100, 200, 400, 800, 1600, 3200, 6400)
HANN = 1.5  # lines, effective width of the window


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


def settings(ask: Ask) -> dict[str, Expected]:
    """4X at 1780 rpm and 2FL are 1.33 Hz apart; they are two lines from 2 · 1.5 · Δf on."""
    apart = 120.0 - 4 * 1780 / 60
    lines = next(n for n in LINES if 2 * HANN * ISO[1] / n <= apart)
    whole = {"within": 0.0, "margin": 0.5}
    return {
        "Fmax (Hz)": Number(ISO[1], why="ISO 2954 ends at 1000 Hz.", **whole),
        "lower corner (Hz)": Number(ISO[0], why="ISO 2954 begins at 10 Hz.", **whole),
        "detector": Word("rms", ("true rms", "rms value"), why="Zones are of rms, not of peak."),
        "lines, the fewest that do": Number(
            lines, why="120 - 118.67 = 1.33 Hz = 3 Δf at least: Δf 0.44 Hz, 2250 lines.", **whole
        ),
        "one record (s)": Number(
            lines / ISO[1], within=0.0, margin=0.05, why="Lines by Fmax: more lines, more seconds."
        ),
    }
