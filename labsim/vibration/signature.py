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
        found = np.zeros_like(hertz, dtype=float)
        for (low, high), power in zip(self.bands, self.power[row], strict=True):
            found += np.where((hertz >= low) & (hertz < high), power / (high - low), 0.0)
        return found


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


def _noise(now: Now, forces: Forces) -> tuple[np.ndarray, np.ndarray]:
    """Return bands of noise and their power at every pad, those of one band together."""
    pads = len(now.layout.pads)
    found = {(1.0, TOP): np.full(pads, FLOOR**2)}
    for noise in forces.noises:
        power = found.setdefault((noise.low, noise.high), np.zeros(pads))
        power += (noise.rms * _reach(now.layout, noise.bearing)) ** 2
    return np.array(list(found)), np.array(list(found.values())).T
