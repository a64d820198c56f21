"""Single values of a record: overall after ISO 2954, bands, peak, crest factor, kurtosis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.vibration.analysis.integration import passed, straightened
from labsim.vibration.analysis.spectrum import finite
from labsim.vibration.analysis.units import BASE, STEPS
from labsim.vibration.analysis.windows import window
from labsim.vibration.record import UNITS, Record, positive

__all__ = ["SLOW", "Wave", "band", "crest", "kurtosis", "overall", "wave"]

ISO = (10.0, 1000.0)  # Hz, ISO 2954: severity meter, true rms of velocity
BLOCK = 4.0  # s, of the blocks that a long record is averaged over
SLOW = 600.0  # rpm below which the band begins at 2 Hz (ISO 20816-3)


def overall(record: Record) -> float:
    """Return the vibration severity in mm/s: true rms, 10–1000 Hz, from 2 Hz below 600 rpm."""
    slow = record.rpm is not None and record.rpm < SLOW
    return band(record, 2.0 if slow else ISO[0], ISO[1], "mm/s")


def band(record: Record, low: float, high: float, unit: str | None = None) -> float:
    """Return true rms between two corners in Hz (-3 dB), in a unit (the record's own).

    From the power of its lines (Hann), so that no filter settles at the ends. Raises LabsimError
    when the record is shorter than two periods of the lower corner.
    """
    unit = unit or record.unit
    if unit not in UNITS:
        raise unknown("a record", "unit", unit, UNITS)
    low = positive(low, "lower corner", "Hz")
    if record.seconds * low < 2:
        raise LabsimError(
            f"{record.seconds:.3g} s are too short for what is left above {low:g} Hz: "
            f"{2 / low:.3g} s at least"
        )
    count = min(len(record.samples), round(BLOCK * record.fs))
    power = _power(straightened(finite(record)), count)
    hertz = np.arange(len(power)) * record.fs / count
    (kind, size), (wanted, other) = UNITS[record.unit], UNITS[unit]
    steps = STEPS.index(wanted) - STEPS.index(kind)
    gain = passed(hertz, low, high) * size * BASE[kind] / (BASE[wanted] * other)
    gain[1:] *= (2 * np.pi * hertz[1:]) ** steps
    return float(np.sqrt((power * gain**2).sum()))


def _power(samples: np.ndarray, count: int) -> np.ndarray:
    """Return the mean square in each line, averaged over blocks that overlap by half."""
    weights = window("hann", count).weights
    rows = np.lib.stride_tricks.sliding_window_view(samples, count)[:: max(1, count // 2)]
    power = sum(np.abs(np.fft.rfft(row * weights)) ** 2 for row in rows)
    power[1:] *= 2.0
    return power / (len(rows) * count * (weights**2).sum())


@dataclass(frozen=True)
class Wave:
    """What a waveform tells by itself, in its unit; `crest` and `kurtosis` have none."""

    unit: str
    rms: float
    peak: float
    peak_to_peak: float
    mean: float
    crest: float
    kurtosis: float
    skewness: float


def wave(record: Record) -> Wave:
    """Return the values of a waveform about its mean: true peak, not √2·rms."""
    samples = finite(record)
    mean = float(samples.mean())
    moved = samples - mean
    rms = float(np.sqrt((moved**2).mean()))
    peak = float(np.abs(moved).max())
    even = rms > 0
    return Wave(
        record.unit, rms, peak, float(np.ptp(samples)), mean,
        peak / rms if even else float("nan"),
        float((moved**4).mean() / rms**4) if even else float("nan"),
        float((moved**3).mean() / rms**3) if even else float("nan"),
    )  # fmt: skip


def crest(record: Record) -> float:
    """Return peak over rms: sine 1.41, healthy bearing 3 to 4, impacts more."""
    return wave(record).crest


def kurtosis(record: Record) -> float:
    """Return the fourth moment over σ⁴: sine 1.5, noise 3; impacts raise it, until all is noise."""
    return wave(record).kurtosis
