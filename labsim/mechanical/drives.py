"""Belts and chains: length, frequency, tension by the tone and by the thumb, sag and stretch."""

from __future__ import annotations

import math

from labsim.core.errors import LabsimError
from labsim.mechanical.checked import above, number

__all__ = [
    "belt_frequency", "belt_length", "chain_sag", "deflection", "elongation", "tension", "tone",
]  # fmt: skip

PER_SPAN = 1.0 / 64.0  # of the span, by which a belt yields to the thumb (rule of the trade)
SAG = (0.02, 0.04)  # of the span, slack strand of a chain (rule of the trade)
WORN, WORN_FIXED = 0.03, 0.015  # stretch at which a chain goes out; on fixed centres


def belt_length(small: float, large: float, centres: float) -> float:
    """Return the length in mm of an open belt: 2C + π(D+d)/2 + (D-d)²/(4C), pitch diameters."""
    d, big, c = (
        above(small, "pulley", "mm"),
        above(large, "pulley", "mm"),
        number(centres, "centres"),
    )
    if c <= (d + big) / 2.0:
        raise LabsimError(
            f"pulleys of {d:g} and {big:g} mm touch at {c:g} mm from centre to centre"
        )
    return 2.0 * c + math.pi * (big + d) / 2.0 + (big - d) ** 2 / (4.0 * c)


def belt_frequency(pitch: float, rpm: float, length: float) -> float:
    """Return how often a belt goes round in Hz: π D n/(60 L), of either pulley; below both."""
    way = math.pi * above(pitch, "pulley", "mm") * above(rpm, "speed", "rpm")
    return way / 60.0 / above(length, "belt", "mm")


def tension(grams: float, span: float, hertz: float) -> float:
    """Return the pull in N of a belt by its tone: 4 m L² f²; g/m, free span in mm, Hz."""
    metre = above(grams, "mass of a metre", "g/m") / 1000.0
    return 4.0 * metre * (above(span, "span", "mm") / 1000.0 * above(hertz, "tone", "Hz")) ** 2


def tone(grams: float, span: float, newtons: float) -> float:
    """Return the tone in Hz a belt ought to have at a pull in N: the same law, other way round."""
    return math.sqrt(above(newtons, "pull", "N") / tension(grams, span, 1.0))


def deflection(span: float) -> float:
    """Return by how many mm a belt yields in the middle of its span at its test force: 1/64."""
    return above(span, "span", "mm") * PER_SPAN


def chain_sag(span: float) -> tuple[float, float]:
    """Return least and most sag of a chain's slack strand in mm: 2 to 4 % of the span."""
    wide = above(span, "span", "mm")
    return SAG[0] * wide, SAG[1] * wide


def elongation(measured: float, pitch: float, links: int) -> float:
    """Return by what part a chain has grown over so many links, mm; out at 3 % (fixed: 1.5 %)."""
    new = above(pitch, "pitch", "mm") * above(links, "links")
    return above(measured, "measured length", "mm") / new - 1.0
