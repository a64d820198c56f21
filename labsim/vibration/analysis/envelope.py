"""Envelopes: how the strength of a band of frequencies comes and goes; pre-whitening."""

from __future__ import annotations

import math

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.analysis.spectrum import FACTOR, Setup, Spectrum, finite, spectrum
from labsim.vibration.record import Record

__all__ = ["demodulated", "envelope", "envelope_spectrum", "squared_lines", "whitened"]


def whitened(samples: np.ndarray) -> np.ndarray:
    """Return samples after cepstrum pre-whitening: every line of the spectrum made equally strong.

    X/|X|: lines of gears and current lose their strength, impacts keep their time. What is left
    has a variance of 1. (n,) in, (n,) out. After Sawalhi and Randall, 2011.
    """
    size = _fast(len(samples))
    lines = np.fft.rfft(samples - samples.mean(), size)
    strength = np.abs(lines)
    floor = 1e-9 * (strength.max() or 1.0)
    even = np.fft.irfft(lines / np.maximum(strength, floor), size)[: len(samples)]
    return even / (even.std() or 1.0)


def _fast(count: int) -> int:
    """Return the largest length not above `count` that has factors 2, 3 and 5 only, near it."""
    for size in range(count, max(1, count - 4096), -1):
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
    return count


def demodulated(
    samples: np.ndarray, fs: float, low: float, high: float
) -> tuple[np.ndarray, float]:
    """Return the envelope of a band as complex samples and their rate: shifted to 0, thinned.

    Its size is the envelope, in the unit of the samples. The rate is twice the band's width, so
    that the squared envelope has no aliases.
    """
    if not 0 <= low < high <= fs / 2 * (1 + 1e-9):
        raise LabsimError(f"a band from {low:g} to {high:g} Hz: within 0 and {fs / 2:g} Hz")
    size = len(samples)
    lines = np.fft.rfft(samples)
    first, last = math.ceil(low * size / fs), min(len(lines), math.floor(high * size / fs) + 1)
    if last - first < 8:
        raise LabsimError(f"{size / fs:.3g} s resolve no band from {low:g} to {high:g} Hz")
    kept = lines[max(first, 1) : last]
    thin = 1 << (2 * len(kept) - 1).bit_length()
    thin = min(thin, size) if size >= 2 * len(kept) else thin
    band = np.zeros(thin, dtype=complex)
    band[: len(kept)] = 2.0 * kept
    return np.fft.ifft(band) * (thin / size), thin * fs / size


def envelope(record: Record, low: float, high: float) -> Record:
    """Return the envelope of a band in the unit of the record, sampled as slowly as it moves."""
    found, rate = demodulated(finite(record), record.fs, low, high)
    return record.with_(samples=np.abs(found), fs=rate, full_scale=None)


def envelope_spectrum(
    record: Record, low: float, high: float, fmax: float = 500.0, squared: bool = False,
    white: bool = False,
) -> Spectrum:  # fmt: skip
    """Return the spectrum of the (squared) envelope of a band, up to `fmax` Hz.

    `white` whitens the record first; it then has no unit but its own deviation.
    """
    samples = finite(record)
    found, rate = demodulated(whitened(samples) if white else samples, record.fs, low, high)
    strength = np.abs(found) ** 2 if squared else np.abs(found)
    slow = record.with_(samples=strength, fs=rate, full_scale=None)
    fmax = min(fmax, rate / FACTOR)
    lines = int(slow.seconds * fmax + 1e-6)
    setup = Setup(fmax, lines)
    return spectrum(slow, setup.fmax, setup.lines, 1)


def squared_lines(
    samples: np.ndarray, fs: float, low: float, high: float
) -> tuple[np.ndarray, float]:
    """Return the power of the lines of the squared envelope of a band, and Hz from line to line.

    Whole length, Hann window: the finest lines there are.
    """
    found, rate = demodulated(samples, fs, low, high)
    strength = np.abs(found) ** 2
    count = len(strength)
    turn = 2 * np.pi * np.arange(count) / count
    lines = np.fft.rfft((strength - strength.mean()) * (0.5 - 0.5 * np.cos(turn)))
    return np.abs(lines) ** 2, rate / count
