"""Expected answers of VIB-01: figures of the apprentice's own pump in other units."""

from __future__ import annotations

from collections.abc import Mapping

from grading.answers import Ask, Expected, Number
from labsim.course import own_unit
from labsim.teaching.collecting import figures
from labsim.vibration.analysis.spectrum import FACTOR, Setup
from labsim.vibration.analysis.units import DETECTORS, converted, detected, sine

__all__ = ["conversions"]

OVERLAP = 0.5


NEAR = {"within": 0.01, "margin": 0.0}


def conversions(ask: Ask) -> dict[str, Expected]:
    """By hand: peak = 1.414 rms; in/s = mm/s / 25.4; D = 27009 V/cpm; V = 93644 A/cpm."""
    f = figures(own_unit(ask.lab, ask.seed) or ask.lab.machine)
    return {**_velocity(f), **_acceleration(f), **_setting(f)}


def _velocity(f: Mapping[str, float]) -> dict[str, Expected]:
    v, hertz = f["1X mm/s rms"], f["1X Hz"]
    peak = detected(v, "rms", "peak")
    stroke, why = sine(v, "mm/s", "um", hertz) * DETECTORS["peak-peak"], "27 009 · mm/s rms / cpm."
    return {
        "1X as mm/s peak": Number(peak, why="Times √2.", **NEAR),
        "1X as in/s peak": Number(converted(peak, "mm/s", "in/s"), why="Peak, over 25.4.", **NEAR),
        "1X in cpm": Number(60.0 * hertz, within=0.001, margin=0.0, why="Hz times 60."),
        "1X as µm peak-peak": Number(stroke, why=why, **NEAR),
    }


def _acceleration(f: Mapping[str, float]) -> dict[str, Expected]:
    a, rms = f["vane pass g peak"], detected(f["vane pass g peak"], "peak", "rms")
    speed, why = sine(rms, "g", "mm/s", f["vane pass Hz"]), "rms first, then 93 644 · g / cpm."
    return {
        "vane pass as g rms": Number(rms, why="Over √2.", **NEAR),
        "vane pass as m/s² peak": Number(converted(a, "g", "m/s2"), why="Times 9.81.", **NEAR),
        "vane pass as mm/s rms": Number(speed, why=why, **NEAR),
    }


def _setting(f: Mapping[str, float]) -> dict[str, Expected]:
    made = Setup(f["Fmax"], int(f["lines"]), int(f["averages"]), OVERLAP)
    count, whole = FACTOR * f["lines"], "T·(1 + (n - 1)·0.5), T = lines over Fmax."
    return {
        "Hz from line to line": Number(made.df, why="Fmax over lines.", **NEAR),
        "samples in one block": Number(count, within=0.0, margin=0.5, why="2.56 for each line."),
        "seconds for the whole record": Number(made.seconds, why=whole, **NEAR),
    }
