"""The speed of the shaft, from the record itself: near what was told, or somewhere else."""

from __future__ import annotations

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
    return Shaft(told, float(hertz[best]) if sure else told, sure,
                 float(hertz[there]) if lost else None)  # fmt: skip


def _line(lines: Lines, hertz: np.ndarray) -> np.ndarray:
    return np.log1p(np.minimum(read(lines, hertz), MOST))
