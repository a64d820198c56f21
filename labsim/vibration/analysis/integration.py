"""From acceleration to velocity to displacement, with the filters that this needs."""

from __future__ import annotations

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.vibration.analysis.spectrum import finite
from labsim.vibration.analysis.units import BASE, STEPS
from labsim.vibration.record import UNITS, Record, positive

__all__ = ["filtered", "integrate", "passed", "straightened"]

ORDER = 4  # of the Butterworth filters (assumed; ISO 2954 gives a tolerance band for its corners)
QUIET = 3.0  # periods of the lowest frequency put on at both ends, then cut off again


def integrate(
    record: Record, to: str = "mm/s", highpass: float = 2.0, lowpass: float | None = None
) -> Record:
    """Return a record as acceleration, velocity or displacement, between two corners in Hz.

    The high-pass is no option: integration makes drift and temperature a mountain (ski slope).
    It is done on the spectrum of the whole record, so it does not lag; as with any filter the first
    and last period of the high-pass is still settling. Raises LabsimError when the record is
    shorter than the slowest thing that is to be left in it.
    """
    if to not in UNITS:
        raise unknown("a record", "unit", to, UNITS)
    (kind, size), (wanted, other) = UNITS[record.unit], UNITS[to]
    steps = STEPS.index(wanted) - STEPS.index(kind)
    factor = size * BASE[kind] / (BASE[wanted] * other)
    low = positive(highpass, "high-pass", "Hz")
    if record.seconds * low < 2:
        raise LabsimError(
            f"{record.seconds:.3g} s are too short for what is left above {low:g} Hz: "
            f"{2 / low:.3g} s at least"
        )
    rows = _worked(record, low, lowpass, steps) * factor
    return record.with_(samples=rows, unit=to, full_scale=None)


def filtered(record: Record, low: float, high: float | None = None) -> Record:
    """Return a record between two corners in Hz (-3 dB), in its own unit."""
    return integrate(record, record.unit, low, high)


def _worked(record: Record, low: float, high: float | None, steps: int) -> np.ndarray:
    """Return the samples filtered and taken `steps` times through jω, ends carried on."""
    samples = straightened(finite(record))
    pad = min(len(samples) - 1, int(QUIET / low * record.fs))
    long = _carried_on(samples, pad, about_zero=steps < 0)
    size = _fast(len(long))
    hertz = np.fft.rfftfreq(size, 1 / record.fs)
    turned = np.zeros(len(hertz), dtype=complex)
    turned[1:] = (2j * np.pi * hertz[1:]) ** steps
    shaped = np.fft.rfft(long, size) * passed(hertz, low, high) * turned
    return np.fft.irfft(shaped, size)[pad : pad + len(samples)]


def straightened(samples: np.ndarray) -> np.ndarray:
    """Return samples without their mean and drift."""
    place = np.linspace(-1.0, 1.0, len(samples))
    moved = samples - samples.mean()
    return moved - place * (place @ moved) / (place @ place)


def passed(hertz: np.ndarray, low: float, high: float | None) -> np.ndarray:
    """Return what part of each line passes both filters (n,): Butterworth, nothing at 0 Hz."""
    part = np.zeros_like(hertz)
    moving = hertz > 0
    part[moving] = 1 / np.sqrt(1 + (low / hertz[moving]) ** (2 * ORDER))
    if high is not None:
        part /= np.sqrt(1 + (hertz / positive(high, "low-pass", "Hz")) ** (2 * ORDER))
    return part


def _carried_on(samples: np.ndarray, pad: int, about_zero: bool) -> np.ndarray:
    """Return samples with both ends mirrored, fading out: about zero for what is integrated.

    A mirror about zero adds no mean, which integration would turn into a mountain; a mirror about
    the last value has no step, which differentiation would turn into a spike.
    """
    first, last = (0.0, 0.0) if about_zero else (samples[0], samples[-1])
    before = 2 * first - samples[pad:0:-1]
    after = 2 * last - samples[-2 : -pad - 2 : -1]
    fade = 0.5 - 0.5 * np.cos(np.pi * np.arange(pad) / max(pad, 1))
    return np.concatenate([before * fade, samples, after * fade[::-1]])


def _fast(count: int) -> int:
    """Return a length not below `count` that has small factors only."""
    best = 1 << (count - 1).bit_length()
    for odd in (3, 5, 9, 15, 25, 27):
        size = odd << max(0, (-(-count // odd) - 1).bit_length())
        best = min(best, size) if size >= count else best
    return best
