"""Spectra: scaled so that a sine of 1 mm/s rms is a line of 1 mm/s rms, whatever the window."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.analysis import windows
from labsim.vibration.analysis.units import BASE, STEPS, detected
from labsim.vibration.record import UNITS, Record, positive

__all__ = ["FACTOR", "Setup", "Spectrum", "blocks", "finite", "spectrum"]

FACTOR = 2.56  # samples a second for each Hz of Fmax: 2 by Nyquist, the rest for the filter's slope
LINES = (100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600)


@dataclass(frozen=True)
class Setup:
    """What an analyst sets: Fmax in Hz, lines, averages, overlap (part of a block), window."""

    fmax: float
    lines: int = 1600
    averages: int = 1
    overlap: float = 0.5
    window: str = "hann"

    @property
    def df(self) -> float:
        """Hz from line to line: Fmax/LOR."""
        return self.fmax / self.lines

    @property
    def block(self) -> float:
        """Seconds of one block: LOR/Fmax."""
        return self.lines / self.fmax

    @property
    def seconds(self) -> float:
        """Seconds a measurement takes: T·(1 + (n - 1)(1 - overlap))."""
        return self.block * (1 + (self.averages - 1) * (1 - self.overlap))

    @property
    def bandwidth(self) -> float:
        """Hz one line is wide: Δf × window factor."""
        return self.df * windows.window(self.window, 1024).enbw

    @property
    def separates(self) -> float:
        """Hz two lines must be apart to be told apart: twice the bandwidth."""
        return 2 * self.bandwidth


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Lines (n,): `hertz` and `rms` in `unit`; `df` Hz apart, each `enbw` lines wide."""

    hertz: np.ndarray
    rms: np.ndarray
    unit: str
    df: float
    enbw: float
    setup: Setup
    rpm: float | None = None
    point: str = ""
    notes: tuple[str, ...] = field(default=())

    def shown(self, detector: str = "peak") -> np.ndarray:
        """Return the lines as rms, peak or peak-peak of a sine."""
        return detected(self.rms, "rms", detector)

    def overall(self, low: float = 0.0, high: float = math.inf) -> float:
        """Return true rms of all between two frequencies: √(Σ line²/ENBW)."""
        inside = (self.hertz >= low) & (self.hertz <= high)
        return float(np.sqrt((self.rms[inside] ** 2).sum() / self.enbw))

    def near(self, hertz: float, width: float | None = None) -> tuple[float, float]:
        """Return frequency and rms of the highest line within `width` Hz (two lines)."""
        width = 2 * self.df if width is None else width
        inside = np.flatnonzero(np.abs(self.hertz - hertz) <= max(width, self.df))
        if not inside.size:
            raise LabsimError(f"{hertz:g} Hz is beyond this spectrum, 0 to {self.setup.fmax:g} Hz")
        best = inside[self.rms[inside].argmax()]
        return float(self.hertz[best]), float(self.rms[best])

    def as_(self, unit: str, low: float = 2.0) -> Spectrum:
        """Return it integrated or differentiated line by line; nothing is left below `low` Hz.

        Integration makes what is slow large: below some Hz there is only the ski slope.
        """
        if unit not in UNITS:
            raise LabsimError(f"a spectrum has no unit {unit}; it has {', '.join(UNITS)}")
        (kind, size), (wanted, other) = UNITS[self.unit], UNITS[unit]
        steps = STEPS.index(wanted) - STEPS.index(kind)
        factor = np.zeros_like(self.hertz)
        keep = self.hertz >= (low if steps < 0 else 0.0)
        keep &= (self.hertz > 0) | (steps == 0)
        omega = 2 * np.pi * self.hertz[keep]
        factor[keep] = omega**steps * size * BASE[kind] / (BASE[wanted] * other)
        return replace(self, rms=self.rms * factor, unit=unit)

    @property
    def orders(self) -> np.ndarray:
        """The lines in multiples of the shaft's speed."""
        if self.rpm is None:
            raise LabsimError("no speed is known: orders need rpm, read it at the shaft")
        return self.hertz / (self.rpm / 60.0)


def finite(record: Record) -> np.ndarray:
    """Return the samples; LabsimError where some are no numbers."""
    bad = int((~np.isfinite(record.samples)).sum())
    if bad:
        where = f" of {record.point}" if record.point else ""
        raise LabsimError(
            f"{bad} of {len(record.samples)} samples{where} are NaN or infinite: "
            "cable, overload or a broken file; take it again"
        )
    return record.samples


def blocks(record: Record, setup: Setup) -> np.ndarray:
    """Return the blocks of a record (averages, n): as long and as much overlapped as set."""
    samples = finite(record)
    count = round(setup.block * record.fs)
    step = max(1, round(count * (1 - setup.overlap)))
    if count > len(samples):
        fits = max((n for n in LINES if n / setup.fmax <= record.seconds), default=0)
        raise LabsimError(
            f"{setup.lines} lines to {setup.fmax:g} Hz take {setup.block:.3g} s; the record is "
            f"{record.seconds:.3g} s long: " + (f"{fits} lines fit" if fits else "it is too short")
        )
    held = 1 + (len(samples) - count) // step
    if setup.averages > held:
        raise LabsimError(
            f"{setup.averages} averages of {setup.block:.3g} s with {setup.overlap:.0%} overlap "
            f"take {setup.seconds:.3g} s; the record holds {held}"
        )
    rows = np.lib.stride_tricks.sliding_window_view(samples, count)[::step]
    return rows[: setup.averages]


def _setup(record: Record, fmax: Any, lines: Any, averages: Any, overlap: float,
           name: str) -> Setup:  # fmt: skip
    """Return a setup that the record can serve; what is not given is as large as it allows."""
    highest = record.fs / FACTOR
    fmax = highest if fmax is None else positive(fmax, "Fmax", "Hz")
    if fmax > highest * (1 + 1e-9):
        raise LabsimError(
            f"Fmax {fmax:g} Hz needs {FACTOR * fmax:g} samples a second; this record has "
            f"{record.fs:g}: Fmax {highest:g} Hz at most"
        )
    if not 0 <= overlap < 1:
        raise LabsimError(f"overlap {overlap!r}: it is a part of a block, 0 to below 1")
    if lines is None:
        lines = max((n for n in LINES[:7] if n / fmax <= record.seconds), default=0)
        lines = lines or math.floor(record.seconds * fmax)
    if lines != int(lines) or lines < 1:
        raise LabsimError(f"lines {lines!r}: a whole number, as {LINES}")
    made = Setup(fmax, int(lines), 1, overlap, name)
    if averages is None:
        step = made.block * (1 - overlap)
        averages = max(1, math.floor((record.seconds - made.block) / step + 1e-9) + 1)
    if averages != int(averages) or averages < 1:
        raise LabsimError(f"averages {averages!r}: a whole number from 1 on")
    return replace(made, averages=int(averages))


def spectrum(
    record: Record, fmax: float | None = None, lines: int | None = None,
    averages: int | None = None, overlap: float = 0.5, window: str = "hann", hold: bool = False,
) -> Spectrum:  # fmt: skip
    """Return the spectrum of a record, power averaged; `hold` keeps the highest of each line.

    Not given: Fmax = fs/2.56, lines up to 6400 and averages as many as the record holds. Raises
    LabsimError when the record is too short or too slow for what is asked, or has samples that
    are no numbers. Scaling after ISO 18431-1: |FFT(x·w)|·√2/(N·mean(w)).
    """
    setup = _setup(record, fmax, lines, averages, overlap, window)
    rows = blocks(record, setup)
    count = rows.shape[1]
    shape = windows.window(setup.window, count)
    keep = setup.lines + 1
    power = np.zeros(keep)
    for row in rows:
        one = np.abs(np.fft.rfft((row - row.mean()) * shape.weights)[:keep]) ** 2
        power = np.maximum(power, one) if hold else power + one
    scale = math.sqrt(2.0) / (count * shape.gain)
    rms = np.sqrt(power / (1 if hold else len(rows))) * scale
    rms[0] = 0.0  # the mean is taken out: a piezoelectric sensor does not measure it
    df = record.fs / count
    return Spectrum(np.arange(keep) * df, rms, record.unit, df, shape.enbw, setup, record.rpm,
                    record.point, record.notes)  # fmt: skip
