"""Oil and grease: viscosity where the bearing runs, κ, how much grease, how often.

ISO 4406 scale numbers and codes are in labsim.fluid.cleanliness, which a domain beside does not
repeat.
"""

from __future__ import annotations

import math

from labsim.core.errors import LabsimError, unknown
from labsim.mechanical.checked import above, number

__all__ = ["grease", "interval", "kappa", "needed", "viscosity"]

KELVIN = 273.15
KINDS = {"ball": 10.0, "roller": 5.0, "spherical": 1.0}  # k of the interval
WARM, HALF = 70.0, 15.0  # °C above which the interval halves for every 15 K
SPEED = 1000.0  # rpm, where the law of the viscosity needed changes


def viscosity(cold: tuple[float, float], hot: tuple[float, float], celsius: float) -> float:
    """Return mm²/s at a temperature in °C of an oil known at two: (°C, mm²/s) each.

    Walther: log log(ν + 0.7) = A - B log T, T in K (ASTM D341).
    """
    temperature = number(celsius, "temperature", "°C")
    logs = [(math.log10(t + KELVIN), math.log10(math.log10(above(nu, "viscosity", "mm²/s") + 0.7)))
            for t, nu in (cold, hot)]  # fmt: skip
    if logs[0][0] == logs[1][0]:
        raise LabsimError("viscosity: two different temperatures are needed")
    slope = (logs[0][1] - logs[1][1]) / (logs[1][0] - logs[0][0])
    at = logs[0][1] - slope * (math.log10(temperature + KELVIN) - logs[0][0])
    return 10.0 ** (10.0**at) - 0.7


def needed(bore: float, outer: float, rpm: float) -> float:
    """Return ν1, the viscosity in mm²/s a bearing needs at running temperature (ISO 281).

    45000 n^-0.83 dm^-0.5 below 1000 rpm, else 4500 n^-0.5 dm^-0.5; dm mean diameter in mm.
    """
    mean = (above(bore, "bore", "mm") + above(outer, "outer diameter", "mm", bore)) / 2.0
    speed = above(rpm, "speed", "rpm")
    by_speed = 45000.0 * speed**-0.83 if speed < SPEED else 4500.0 * speed**-0.5
    return by_speed / math.sqrt(mean)


def kappa(actual: float, wanted: float) -> float:
    """Return κ = ν/ν1: 1 to 4 is well, below 0.4 metal touches metal (ISO 281)."""
    return above(actual, "viscosity", "mm²/s") / above(wanted, "viscosity needed", "mm²/s")


def grease(outer: float, width: float) -> float:
    """Return the grease in g for a relubrication from the side: 0.005 D B, mm (SKF)."""
    return 0.005 * above(outer, "outer diameter", "mm") * above(width, "width", "mm")


def interval(bore: float, rpm: float, kind: str = "ball", celsius: float = WARM) -> float:
    """Return hours between relubrications: k (14e6/(n √d) - 4 d), halved every 15 K above 70 °C.

    k is 10 for ball, 5 for roller, 1 for spherical and taper roller bearings (Tribology Handbook,
    SKF). LabsimError where the formula comes to nothing: too fast for grease.
    """
    if kind not in KINDS:
        raise unknown("The table of intervals", "kind of bearing", kind, KINDS)
    d, n = above(bore, "bore", "mm"), above(rpm, "speed", "rpm")
    hours = KINDS[kind] * (14e6 / (n * math.sqrt(d)) - 4.0 * d)
    if hours <= 0:
        raise LabsimError(f"a bore of {d:g} mm at {n:g} rpm: too fast for grease by this formula")
    return hours * 0.5 ** (max(number(celsius, "temperature", "°C") - WARM, 0.0) / HALF)
