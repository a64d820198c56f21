"""The speed of the shaft, from the record itself: near what was told, or somewhere else.

Whether the shaft shows is told by a comb of its harmonics. Where it stands is told by its first two
lines, where no part of a bearing strikes, and by what is found exactly at their multiples: from the
third harmonic on a race's order may lie within a percent, and beside the fourth the hum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from labsim.vibration.analysis.ses import Lines, levelled, read

__all__ = ["NEAR", "Shaft", "refined"]

NEAR = 0.012  # part of the told speed within which it is refined
WIDE = 0.05  # part of the told speed within which it is looked for
CLEAR = 5.0  # deviations by which a comb of the shaft's harmonics must stand out
LOST = 6.0  # from which a comb outside is taken for the shaft at another speed
HARMONICS = 6
MOST = 1e3  # of the floor: a stronger line counts no more
LINE = 12.0  # times the floor: a line that may say where the shaft is
BESIDE = 0.6  # lines beside its place at which the next harmonic may stand
HUM = (100.0, 120.0)  # Hz, twice line frequency


@dataclass(frozen=True)
class Shaft:
    """`told` and `hertz` of the shaft; `sure`: the spectrum shows it; `elsewhere`: Hz of a comb
    of a shaft that turns at another speed than told, or None."""

    told: float
    hertz: float
    sure: bool
    elsewhere: float | None


def refined(samples: np.ndarray, fs: float, told: float, heard: Lines) -> Shaft:
    """Return the speed in Hz at which harmonics of the shaft stand, in spectrum and envelope."""
    count = len(samples)
    weights = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(count) / count)
    power = np.abs(np.fft.rfft((samples - samples.mean()) * weights)) ** 2
    df = fs / count
    top = min(len(power), int(1.2 * HARMONICS * told / df))
    plain = Lines(levelled(power[:top], df, 0.5 * told), df, 0.0, fs / 2)
    hertz = np.arange(told * (1 - WIDE), told * (1 + WIDE), df / HARMONICS)
    score = sum(_line(plain, k * hertz) for k in range(1, HARMONICS + 1))
    score = score + sum(_line(heard, k * hertz) for k in (1, 2, 3))
    inside = np.abs(hertz / told - 1) <= NEAR
    best = int(np.flatnonzero(inside)[score[inside].argmax()])
    middle = float(np.median(score))
    over = (score - middle) / max(1.4826 * float(np.median(np.abs(score - middle))), 1e-9)
    sure = bool(over[best] >= CLEAR)
    there = int(over.argmax())
    lost = over[there] >= LOST and over[there] > over[best] + 2 and not inside[there]
    found = _tracked(plain, told) if sure else None
    return Shaft(told, found or told, found is not None, float(hertz[there]) if lost else None)


def _tracked(lines: Lines, told: float) -> float | None:
    """Return the speed in Hz by the first harmonics, each found where the last one points to.

    None where neither of the first two stands clear near its place.
    """
    top = len(lines.power) * lines.df
    hum = np.concatenate([base * np.arange(1, int(top / base) + 1) for base in HUM])
    power, found = lines.without(hum, np.full(len(hum), 2.2 * lines.df)).power, None
    for k in range(1, HARMONICS + 1):
        if found is None and k > 2:
            break
        at = k * (found or told)
        line = _peak(power, at / lines.df, BESIDE if found else NEAR * at / lines.df)
        found = found if line is None else line * lines.df / k
    return found


def _peak(power: np.ndarray, place: float, within: float) -> float | None:
    """Return where the highest line ± `within` a place stands, in lines and parts; None if none.

    A parabola through the logarithms of three lines: exact to some hundredths under a Hann window.
    """
    low, high = max(1, math.floor(place - within)), math.ceil(place + within) + 1
    if high > len(power) - 1:
        return None
    n = low + int(power[low:high].argmax())
    a, b, c = np.log(np.maximum(power[n - 1 : n + 2], 1e-12))
    if power[n] < LINE or b < max(a, c) or a == b == c:
        return None
    line = n + 0.5 * (a - c) / (a - 2 * b + c)
    return float(line) if abs(line - place) <= within else None


def _line(lines: Lines, hertz: np.ndarray) -> np.ndarray:
    return np.log1p(np.minimum(read(lines, hertz), MOST))
