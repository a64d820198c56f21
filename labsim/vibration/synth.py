"""From a signature to samples: every line exact, knocks one by one, noise by seed.

Lines: cos at any frequency, split into a coarse and a fine step of time, is a product of two small
tables (angle addition), so that a minute is one multiplication of matrices. Knocks: a ringing is a
decaying phasor, written once and turned for each knock. Noise: shaped in the frequency domain.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from labsim.vibration.signature import DAMPED, Ring, Signature

__all__ = ["Chain", "pulses", "seeded", "waves"]

FINE = 512  # samples of the fine table
SHORT = 6.0  # time constants after which a ringing is over
TAPS = 4096  # points at which the shape of the noise is worked out

Chain = Callable[[np.ndarray], np.ndarray]  # Hz -> complex gain of sensor and filter


def seeded(*keys: Any) -> np.random.Generator:
    """Return random numbers that depend on these keys only: numbers and texts."""
    return np.random.default_rng([zlib.crc32(repr(key).encode()) for key in keys])


def plain(hertz: np.ndarray) -> np.ndarray:
    """Return the gain of a perfect chain: 1."""
    return np.ones(len(hertz))


def waves(
    sig: Signature, rows: Sequence[int], fs: float, count: int, seed: int = 0,
    chain: Chain = plain, start: float | None = None,
) -> np.ndarray:  # fmt: skip
    """Return samples in m/s² (rows, count) at `fs` Hz of pads, by their rows.

    `chain` is what sensor and filter do to a frequency; what it lets through above fs/2 folds
    back. `start` is the moment after a tacho pulse at which it begins, in s; drawn if None.
    """
    start = begins(sig, seed) if start is None else start
    found = _lines(sig, rows, fs, count, chain, start)
    for n, ring in enumerate(sig.rings):
        wave = _rung(ring, fs, count, chain, start, seeded(seed, "knocks", n))
        for k, row in enumerate(rows):
            found[k] += ring.reach[row] * wave
    for k, row in enumerate(rows):
        found[k] += _noise(sig, row, fs, count, chain, seeded(seed, "noise", row))
    return found


def begins(sig: Signature, seed: int) -> float:
    """Return the moment in s after a tacho pulse of the first shaft at which a record begins."""
    return float(seeded(seed, "start").uniform(0.0, 1.0)) / max(sig.turns[0], 0.1)


def pulses(hertz: float, start: float, seconds: float) -> np.ndarray:
    """Return the moments in s of once-per-turn pulses in a record; none of a shaft at rest."""
    if hertz <= 0:
        return np.zeros(0)
    first, last = int(np.ceil(start * hertz - 1e-9)), int(np.floor((start + seconds) * hertz))
    return np.arange(first, last + 1) / hertz - start


def _lines(
    sig: Signature, rows: Sequence[int], fs: float, count: int, chain: Chain, start: float
) -> np.ndarray:
    omega = 2 * np.pi * sig.hertz
    size = sig.lines[list(rows)] * chain(sig.hertz) * np.exp(1j * omega * start)
    blocks = -(-count // FINE)
    coarse = np.exp(1j * np.outer(np.arange(blocks) * (FINE / fs), omega))
    fine = np.exp(1j * np.outer(omega, np.arange(FINE) / fs))
    table = np.concatenate([fine.real, fine.imag]).astype(np.float32 if count > 2**19 else float)
    found = np.empty((len(rows), count))
    for k, amplitude in enumerate(size):
        turned = coarse * amplitude
        both = np.concatenate([turned.real, -turned.imag], axis=1).astype(table.dtype)
        found[k] = (both @ table).reshape(-1)[:count]
    return found


def knock_times(ring: Ring, seconds: float, start: float, rng: np.random.Generator) -> tuple:
    """Return when knocks fall in a record, in s, from a little before it on, and how hard each is.

    They keep to their mean rate; each is early or late by itself.
    """
    knocks = ring.knocks
    count = int(np.ceil((seconds + 0.05) * knocks.rate)) + 2
    shift = float(rng.uniform(0.0, 1.0))
    when = (np.arange(count) + shift + knocks.jitter * rng.standard_normal(count)) / knocks.rate
    when -= 0.05
    size = 1.0 + 0.12 * rng.standard_normal(count)
    size *= 1.0 + knocks.swing * np.cos(2 * np.pi * knocks.beat * (when + start))
    return when, size


def _rung(
    ring: Ring, fs: float, count: int, chain: Chain, start: float, rng: np.random.Generator
) -> np.ndarray:
    """Return the ringing of a train of knocks (count,), of a pad that gets the whole of it."""
    when, hard = knock_times(ring, count / fs, start, rng)
    first = np.ceil(when * fs)
    late = first - when * fs
    decay = 2 * np.pi * ring.hertz * (DAMPED - 1j * np.sqrt(1 - DAMPED**2)) / fs
    long = int(SHORT / decay.real.min()) + 1
    shape = np.exp(-decay[:, None] * np.arange(long))
    # A housing that rings stays where it was: begun so, the push adds up to nothing.
    tone = ring.size * chain(ring.hertz) * (np.sqrt(1 - DAMPED**2) + 1j * DAMPED)
    struck = hard[:, None] * tone * np.exp(-decay * late[:, None])
    left = np.concatenate([struck.real, -struck.imag], axis=1).astype(np.float32)
    right = np.concatenate([shape.real, shape.imag]).astype(np.float32)
    pieces = left @ right
    pieces[:, 0] -= pieces.sum(axis=1)  # what sampling a jump leaves of a push
    return _placed(pieces, first.astype(np.int64), count)


def _placed(pieces: np.ndarray, first: np.ndarray, count: int) -> np.ndarray:
    """Add pieces (K, n) that begin at samples `first` to one row of samples (count,)."""
    long = pieces.shape[1]
    keep = (first > -long) & (first < count)
    where = first[keep, None] + np.arange(long, 2 * long)
    return np.bincount(where.ravel(), pieces[keep].ravel(), count + 2 * long)[long : long + count]


def _noise(
    sig: Signature, row: int, fs: float, count: int, chain: Chain, rng: np.random.Generator
) -> np.ndarray:
    """Return noise (count,) with the density of a pad; what is above fs/2 is folded back."""
    size = fft_size(count)
    bins = size // 2 + 1
    each = -(-bins // TAPS)
    grid = (np.arange(-(-bins // each)) + 0.5) * each * (fs / size)
    density = folded(sig, row, fs, np.minimum(grid, fs / 2), chain)
    shape = np.repeat(np.sqrt(density * fs * size / 4).astype(np.float32), each)[:bins]
    white = rng.standard_normal((bins, 2), dtype=np.float32).view(np.complex64)[:, 0]
    return np.fft.irfft(white * shape, size)[:count]


def folded(sig: Signature, row: int, fs: float, grid: np.ndarray, chain: Chain) -> np.ndarray:
    """Return the density of the noise after sampling, (m/s²)²/Hz: all that falls on a frequency."""
    total = np.zeros_like(grid)
    for zone in range(int(np.ceil(2 * sig.bands.max() / fs)) + 1):
        true = zone * fs / 2 + (grid if zone % 2 == 0 else fs / 2 - grid)
        total += sig.density(row, true) * np.abs(chain(true)) ** 2
    return total


def fft_size(count: int) -> int:
    """Return the next length with small factors only, quick to transform."""
    best = 1 << max(count - 1, 1).bit_length()
    for small in (1, 3, 5, 9, 15, 25, 27, 45, 75, 125, 225, 375, 625, 1125, 1875):
        size = small
        while size < count:
            size *= 2
        best = min(best, size)
    return best
