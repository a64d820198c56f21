"""Squared-envelope spectra of many bands of a whitened record, each levelled by its own floor."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from labsim.vibration.analysis.envelope import demodulated, whitened

__all__ = ["Lines", "Scale", "levelled", "listen", "read"]

EDGES = (0.02, 0.48)  # of the sampling rate: what lies between is listened to
NARROW = 600.0  # Hz, the narrowest band (assumed)
FINE = 4e4  # samples a second from which there are bands of an eighth, too
CUTS = 4  # a long record is also cut into four: lines that slip smear over fewer steps
LONG = 4.0  # s from which it is


@dataclass(frozen=True, eq=False)
class Lines:
    """Power of the lines of a squared envelope, over its own floor: noise has a mean of 1.

    `df` Hz apart, from 0 on; `low`, `high`: the band in Hz it was heard in.
    """

    power: np.ndarray
    df: float
    low: float
    high: float

    def without(self, hertz: np.ndarray, width: np.ndarray) -> Lines:
        """Return it with lines at some frequencies (n,) cut down to the floor, ± width (n,)."""
        power = self.power.copy()
        for place, half in zip(hertz, width, strict=True):
            first = max(0, math.ceil((place - half) / self.df))
            last = math.floor((place + half) / self.df) + 1
            power[first:last] = np.minimum(power[first:last], 1.0)
        return replace(self, power=power)


@dataclass(frozen=True)
class Scale:
    """What a search needs to know of a machine: shaft in Hz, highest frequency of interest."""

    shaft: float
    highest: float


def read(lines: Lines, hertz: np.ndarray) -> np.ndarray:
    """Return the power at frequencies (n,): the nearest line, half of its neighbours; 1 beyond."""
    power, last = lines.power, len(lines.power) - 2
    place = np.rint(hertz / lines.df).astype(int)
    n = np.clip(place, 1, last)
    near = np.maximum(power[n], 0.5 * np.maximum(power[n - 1], power[n + 1]))
    return np.where((place >= 1) & (place <= last), near, 1.0)


def levelled(power: np.ndarray, df: float, width: float) -> np.ndarray:
    """Return power over the floor around each line: the median within `width` Hz, over ln 2.

    The power of noise is spread exponentially: its mean is the median over ln 2.
    """
    count = int(np.clip(width / df, 31, 201))
    if len(power) < count:
        return power * math.log(2) / max(float(np.median(power)), 1e-300)
    rows = np.lib.stride_tricks.sliding_window_view(power, count)[:: max(1, count // 6)]
    middles = np.median(rows, axis=-1)
    places = count / 2 + max(1, count // 6) * np.arange(len(middles))
    floor = np.interp(np.arange(len(power)), places, middles)
    return power * math.log(2) / np.maximum(floor, 1e-300)


def listen(samples: np.ndarray, fs: float, scale: Scale) -> list[Lines]:
    """Return the lines of every band of a record, whitened first: the whole, halves, quarters …"""
    white, found = whitened(samples), []
    for low, high in _bands(fs, scale.highest):
        slow, rate = demodulated(white, fs, low, high)
        strength = np.abs(slow) ** 2
        cuts = (1, CUTS) if len(samples) / fs >= LONG else (1,)
        for pieces in cuts:
            power, df = _power(strength, rate, pieces)
            top = min(len(power), int(1.05 * scale.highest / df) + 2)
            power = levelled(power[:top], df, 1.2 * scale.shaft)
            found.append(Lines(power, df, low, high))
    return found


def _bands(fs: float, highest: float) -> list[tuple[float, float]]:
    """Return bands in Hz: the whole, then 2, 4, 8 parts, each also shifted by half its width."""
    low, high = (part * fs for part in EDGES)
    made = [(low, high)]
    for parts in (2, 4, 8) if fs >= FINE else (2, 4):
        width = (high - low) / parts
        if width < max(1.05 * highest, NARROW):
            break
        starts = low + width * np.arange(0, parts - 0.75, 0.5)
        made += [(float(start), float(start + width)) for start in starts]
    return made


def _power(strength: np.ndarray, rate: float, pieces: int) -> tuple[np.ndarray, float]:
    """Return the power of the lines and Hz between them; pieces overlap by half, powers add."""
    count = len(strength) // pieces
    weights = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(count) / count)
    rows = np.lib.stride_tricks.sliding_window_view(strength, count)[:: max(1, count // 2)]
    power = sum(np.abs(np.fft.rfft((row - row.mean()) * weights)) ** 2 for row in rows)
    return np.asarray(power), rate / count
