"""What an analyser reads of a signature, without samples: values, phases, kurtosis, envelopes.

Expected values of what the same figures come to on a long record; a test compares both. Everything
comes for all pads of a shaft line at once, (pads,).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from labsim.vibration.analysis.integration import passed
from labsim.vibration.signature import DAMPED, Ring, Signature

__all__ = ["acceleration", "amplitude", "envelope", "kurtosis", "phasor", "strongest", "velocity"]

BAND = (10.0, 1000.0)  # Hz, of vibration severity (ISO 2954, ISO 20816-1)
WIDE = (2.0, 10e3)  # Hz, of acceleration as the analyser takes it
ENVELOPE = (2e3, 10e3)  # Hz, what is demodulated
RESOLVED = 1.0  # Hz on either side that a peak takes in: 0.625 Hz lines and a Hann window
GRID = np.geomspace(1.0, 4e3, 600)  # Hz, on which the velocity of noise is added up
SPREAD = 0.12  # of the strength of knocks, one from the next; as the samples have it
MOMENTS = 8.0 * ((np.arange(700) * 0.6180339887) % 1.0)  # s, evenly scattered over 8 s
Chain = Callable[[np.ndarray], np.ndarray]


def plain(hertz: np.ndarray) -> np.ndarray:
    """Return the gain of a perfect chain: 1."""
    return np.ones(np.shape(hertz))


def velocity(sig: Signature, band: tuple[float, float] = BAND) -> np.ndarray:
    """Return the velocity of the pads in mm/s rms between two corners in Hz (-3 dB)."""
    speed = np.abs(sig.lines) / (2 * np.pi * sig.hertz) * passed(sig.hertz, *band)
    weight = (passed(GRID, *band) / (2 * np.pi * GRID)) ** 2 * np.gradient(GRID)
    low, high = sig.bands[:, :1], sig.bands[:, 1:]
    noise = ((low <= GRID) & (high > GRID)) @ weight / (high - low)[:, 0]
    power = 0.5 * np.sum(speed**2, axis=1) + sig.power @ noise
    for ring in sig.rings:
        power = power + _rung_velocity(ring, band)
    return 1e3 * np.sqrt(power)


def _noise_velocity(sig: Signature, band: tuple[float, float]) -> np.ndarray:
    """Return the mean square velocity of the noise in (m/s)²: its density over omega squared."""
    low = np.maximum(sig.bands[:, 0], band[0])
    high = np.maximum(np.minimum(sig.bands[:, 1], band[1]), low)
    part = (1 / low - 1 / high) / (4 * np.pi**2 * np.diff(sig.bands, axis=1)[:, 0])
    return sig.power @ part


def _rung_velocity(ring: Ring, band: tuple[float, float]) -> np.ndarray:
    """Return the mean square velocity of ringing far below its frequency.

    A knock leaves the housing where it was: of a ringing of A at w each harmonic of the rate gets a
    velocity of 2·rate·A/w², the same for all.
    """
    push, rate = np.sum(ring.size / (2 * np.pi * ring.hertz) ** 2), ring.knocks.rate
    many = int(band[1] / rate) - int(np.ceil(band[0] / rate)) + 1
    return ring.reach**2 * float(0.5 * max(many, 0) * (2 * push * rate) ** 2)


def amplitude(sig: Signature, hertz: float) -> np.ndarray:
    """Return the velocity in mm/s rms of the line at a frequency, noise of its width with it."""
    if hertz <= 0:
        return np.zeros(len(sig.lines))
    near = np.abs(sig.hertz - hertz) <= RESOLVED
    speed = np.abs(sig.lines[:, near]) / (2 * np.pi * np.maximum(sig.hertz[near], 0.1))
    noise = _noise_velocity(sig, (max(hertz - 0.5, 1.0), hertz + 0.5))
    return 1e3 * np.sqrt(0.5 * np.sum(speed**2, axis=1) + noise)


def strongest(sig: Signature, low: float, high: float) -> np.ndarray:
    """Return the velocity in mm/s rms of the strongest line between two frequencies in Hz."""
    inside = (sig.hertz >= low) & (sig.hertz <= high)
    speed = np.abs(sig.lines[:, inside]) / (2 * np.pi * sig.hertz[inside]) * 1e3 / np.sqrt(2)
    return speed.max(axis=1, initial=0.0)


def phasor(sig: Signature, hertz: float) -> np.ndarray:
    """Return the velocity of a line as phasors in mm/s peak, angle from the tacho pulse."""
    near = np.flatnonzero(np.abs(sig.hertz - hertz) < 1e-3)
    if not len(near) or hertz <= 0:
        return np.zeros(len(sig.lines), dtype=complex)
    return 1e3 * sig.lines[:, near[0]] / (2j * np.pi * hertz)


# the shape of the wave ------------------------------------------------------------------------
def acceleration(
    sig: Signature, chain: Chain = plain, band: tuple[float, float] = WIDE
) -> np.ndarray:
    """Return the acceleration of the pads in m/s² rms between two frequencies in Hz."""
    return np.sqrt(_square(sig, chain, band))


def kurtosis(sig: Signature, chain: Chain = plain, band: tuple[float, float] = WIDE) -> np.ndarray:
    """Return the kurtosis of the acceleration: 3 of noise, 1.5 of a sine, more of knocks.

    Fourth cumulants of what is independent add up: lines together, every train of knocks; noise
    has none.
    """
    inside = (sig.hertz >= band[0]) & (sig.hertz <= band[1])
    size = sig.lines[:, inside] * chain(sig.hertz[inside])
    wave = (size @ np.exp(2j * np.pi * np.outer(sig.hertz[inside], MOMENTS))).real
    excess = (wave**4).mean(axis=1) - 0.75 * np.sum(np.abs(size) ** 2, axis=1) ** 2
    for ring in sig.rings:
        second, fourth = _moments(ring, np.abs(chain(ring.hertz)) * (ring.hertz <= band[1]))
        excess = excess + (fourth - 3 * second**2) * ring.reach**4
    return 3.0 + excess / _square(sig, chain, band) ** 2


def _square(sig: Signature, chain: Chain, band: tuple[float, float]) -> np.ndarray:
    """Return the mean square of the acceleration in a band, (pads,)."""
    inside = (sig.hertz >= band[0]) & (sig.hertz <= band[1])
    size = np.abs(sig.lines[:, inside] * chain(sig.hertz[inside]))
    square = 0.5 * np.sum(size**2, axis=1) + _noise_power(sig, chain, band)
    for ring in sig.rings:
        second, _ = _moments(ring, np.abs(chain(ring.hertz)) * (ring.hertz <= band[1]))
        square = square + second * ring.reach**2
    return square


def _moments(ring: Ring, kept: np.ndarray) -> tuple[float, float]:
    """Return mean square and mean fourth power of a train of knocks that do not overlap."""
    size, knocks = (ring.size * kept) ** 2, ring.knocks
    alpha = 2 * np.pi * ring.hertz * DAMPED
    swing2, swing4 = knocks.swing**2, knocks.swing**4
    hard2 = (1 + swing2 / 2) * (1 + SPREAD**2)
    hard4 = (1 + 3 * swing2 + 3 * swing4 / 8) * (1 + 6 * SPREAD**2)
    second = knocks.rate * hard2 * np.sum(size / (4 * alpha))
    pair = np.outer(size, size) / (2 * (alpha[:, None] + alpha))
    weight = np.full(pair.shape, 0.75) - np.diag(np.full(len(size), 0.375))
    return float(second), float(knocks.rate * hard4 * np.sum(weight * pair))


def _noise_power(sig: Signature, chain: Chain, band: tuple[float, float]) -> np.ndarray:
    """Return the mean square of the noise in a band, through sensor and filter."""
    edges = np.linspace(*band, 257)
    gain = np.abs(chain(0.5 * (edges[1:] + edges[:-1]))) ** 2
    low, high = sig.bands[:, :1], sig.bands[:, 1:]
    inside = np.minimum(edges[1:], high) - np.maximum(edges[:-1], low)
    return sig.power @ (np.clip(inside, 0.0, None) @ gain / (high - low)[:, 0])


def envelope(
    sig: Signature, hertz: float, chain: Chain = plain, band: tuple[float, float] = ENVELOPE
) -> tuple[np.ndarray, np.ndarray]:
    """Return the squared envelope's line at a frequency and its mean, both in (m/s²)².

    The squared envelope of a ringing that dies away is A²·exp(-2·alpha·t): its row of knocks has
    lines at every multiple of their rate, and of what they come and go with.
    """
    mean = 2 * _noise_power(sig, chain, band)
    line = np.zeros(len(sig.lines), dtype=complex)
    for ring in sig.rings:
        kept = np.abs(chain(ring.hertz)) * ((ring.hertz >= band[0]) & (ring.hertz <= band[1]))
        size, knocks = (ring.size * kept) ** 2, ring.knocks
        alpha = 2 * np.pi * ring.hertz * DAMPED
        hard = (1 + knocks.swing**2 / 2) * (1 + SPREAD**2)
        mean = mean + ring.reach**2 * float(knocks.rate * hard * np.sum(size / (2 * alpha)))
        sides = ((0.0, hard), (knocks.beat, knocks.swing), (-knocks.beat, knocks.swing))
        for offset, part in sides if knocks.beat else sides[:1]:
            line += ring.reach**2 * part * _line(knocks, hertz - offset, hertz, size, alpha)
    return np.abs(line), mean


def _line(knocks: Any, near: float, hertz: float, size: np.ndarray, alpha: np.ndarray) -> complex:
    """Return the line at `hertz` of a row of decays whose harmonics fall on `near`, if any does."""
    order = round(near / knocks.rate)
    if abs(near - order * knocks.rate) > RESOLVED or hertz <= 0:
        return 0j
    blur = np.exp(-0.5 * (2 * np.pi * order * knocks.jitter) ** 2)
    return complex(2 * blur * knocks.rate * np.sum(size / (2 * alpha + 2j * np.pi * hertz)))
