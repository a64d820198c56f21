"""What a shaft line does at its pads in a steady state: lines, ringing, noise. No samples yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labsim.vibration.forces import Forces, Knocks, Now
from labsim.vibration.line import Layout
from labsim.vibration.support import response

__all__ = ["DAMPED", "Ring", "Signature", "signature"]

WAYS = {"H": 1.0, "V": 0.9, "A": 0.6}  # how much of a ringing a pad in that direction gets
NEAR, FAR = 0.22, 0.02  # at another bearing of the same machine; at another machine (assumed)
FEET = {"F": 0.25, "B": 0.03}  # on a foot and on the base, of a bearing of that machine (assumed)
PARTIALS = (1.0, 1.72, 2.86)  # natural frequencies of a housing, the first being 1 (assumed)
DAMPED = 0.028  # part of critical damping of a housing's ringing (assumed)
FLOOR = 0.012  # m/s² of the measuring chain itself, 1 Hz to 20 kHz (assumed)
# How noise falls off below and above its band: edges as parts of the band's own, level there.
SKIRTS = (
    ((0.5, 0.65, 0.1), (0.65, 0.8, 0.3), (0.8, 1.0, 0.65)),
    ((0.6, 0.7, 0.92), (0.7, 0.8, 0.8), (0.8, 0.9, 0.66), (0.9, 1.0, 0.52), (1.0, 1.15, 0.37),
     (1.15, 1.3, 0.25), (1.3, 1.5, 0.15), (1.5, 1.75, 0.08), (1.75, 2.0, 0.03)),
)  # fmt: skip
TOP = 20e3  # Hz up to which anything is modelled


@dataclass(frozen=True)
class Ring:
    """A train of knocks as the pads get it.

    `hertz` (modes,) are the frequencies of ringing, `size` (modes,) how strong each begins in m/s²,
    `reach` (pads,) what part of it a pad gets.
    """

    knocks: Knocks
    hertz: np.ndarray
    size: np.ndarray
    reach: np.ndarray


@dataclass(frozen=True)
class Signature:
    """Lines of a shaft line: `hertz` (L,), `lines` (pads, L) complex peak m/s² at the tacho pulse.

    `rings` are trains of knocks; noise is in `bands` (low, high) Hz (B, 2) with `power` (pads, B)
    in (m/s²)²; `now` is the line as it runs: parameters, speeds, load.
    """

    layout: Layout
    hertz: np.ndarray
    lines: np.ndarray
    rings: tuple[Ring, ...]
    bands: np.ndarray
    power: np.ndarray
    now: Now

    @property
    def turns(self) -> list[float]:
        """Speeds of the shafts in Hz."""
        return self.now.turns

    def density(self, row: int, hertz: np.ndarray) -> np.ndarray:
        """Return the power density of the noise at a pad, (m/s²)²/Hz at frequencies (F,)."""
        low, high = self.bands[:, :1], self.bands[:, 1:]
        return (self.power[row] / (high - low)[:, 0]) @ ((hertz >= low) & (hertz < high))


def signature(now: Now, forces: Forces) -> Signature:
    """Work out what forces do at every pad."""
    hertz, lines = response(now, forces)
    strong = np.abs(lines).max(axis=0) > 1e-7 if len(hertz) else np.zeros(0, dtype=bool)
    rings = tuple(_ring(now, knocks) for knocks in forces.knocks)
    bands, power = _noise(now, forces)
    return Signature(now.layout, hertz[strong], lines[:, strong], rings, bands, power, now)


def _reach(layout: Layout, bearing: int) -> np.ndarray:
    """Return how much of what is loud at a bearing reaches every pad (pads,)."""
    unit, found = layout.places[bearing].unit, []
    for number, mark, is_bearing in layout.pads.values():
        if is_bearing:
            near = NEAR if layout.places[number].unit == unit else FAR
            found.append(WAYS[mark] * (1.0 if number == bearing else near))
        else:
            found.append(FEET[mark] * (1.0 if number == unit else FAR))
    return np.array(found)


def _ring(now: Now, knocks: Knocks) -> Ring:
    first = now.of(now.layout.places[knocks.bearing].part).rings
    size = knocks.size * np.array(knocks.tones)
    return Ring(knocks, first * np.array(PARTIALS), size, _reach(now.layout, knocks.bearing))


def _skirted(low: float, high: float) -> list[tuple[float, float, float]]:
    """Return a band in steps that fall off at both ends: (Hz, Hz, part of its power)."""
    steps = [(a * low, b * low, level) for a, b, level in SKIRTS[0]]
    steps += [(low, SKIRTS[1][0][0] * high, 1.0)]
    steps += [(a * high, min(b * high, TOP), level) for a, b, level in SKIRTS[1] if a * high < TOP]
    total = sum((b - a) * level for a, b, level in steps)
    return [(a, b, (b - a) * level / total) for a, b, level in steps]


def _noise(now: Now, forces: Forces) -> tuple[np.ndarray, np.ndarray]:
    """Return bands of noise and their power at every pad, those of one band together."""
    pads = len(now.layout.pads)
    found = {(1.0, TOP): np.full(pads, FLOOR**2)}
    for noise in forces.noises:
        whole = (noise.rms * _reach(now.layout, noise.bearing)) ** 2
        for low, high, part in _skirted(noise.low, noise.high):
            power = found.setdefault((low, high), np.zeros(pads))
            power += part * whole
    return np.array(list(found)), np.array(list(found.values())).T
