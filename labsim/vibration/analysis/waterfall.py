"""Waterfalls: spectra one behind the other, over time, speed or weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.analysis.orders import speeds
from labsim.vibration.analysis.spectrum import Spectrum, spectrum
from labsim.vibration.record import Record

__all__ = ["Waterfall", "stacked", "waterfall"]


@dataclass(frozen=True, eq=False)
class Waterfall:
    """Rows of lines: `rms` (rows, lines) over `hertz` (lines,); `along` (rows,) in `axis`.

    `axis`: "s", "rpm", or what the rows were stacked by.
    """

    hertz: np.ndarray
    along: np.ndarray
    rms: np.ndarray
    unit: str
    axis: str


def waterfall(
    record: Record, fmax: float | None = None, lines: int = 400, rows: int = 20, by: str = "s"
) -> Waterfall:
    """Return spectra of a record one after the other, by time or by its tacho's speed.

    Blocks overlap as much as it takes to have that many rows.
    """
    if by not in ("s", "rpm"):
        raise LabsimError(f'a waterfall goes along "s" or "rpm", not {by!r}')
    first = spectrum(record, fmax, lines, 1)
    long = first.setup.block
    starts = np.linspace(0.0, record.seconds - long, rows)
    made = [first, *(_cut(record, start, long, first) for start in starts[1:])]
    along = starts + long / 2
    if by == "rpm":
        moments, rpm = speeds(record)
        along = np.interp(along, moments, rpm)
    return Waterfall(first.hertz, along, np.stack([one.rms for one in made]), record.unit, by)


def _cut(record: Record, start: float, long: float, like: Spectrum) -> Spectrum:
    begin = min(round(start * record.fs), len(record.samples) - round(long * record.fs))
    part = record.samples[begin : begin + round(long * record.fs)]
    piece = record.with_(samples=part, tacho=None)
    return spectrum(piece, like.setup.fmax, like.setup.lines, 1)


def stacked(spectra: Sequence[Spectrum], along: Sequence[float], axis: str = "week") -> Waterfall:
    """Return spectra of several days one behind the other; they must have the same lines."""
    if not spectra or len(spectra) != len(along):
        raise LabsimError("a waterfall takes as many spectra as it is given places for")
    first = spectra[0]
    for one in spectra[1:]:
        if one.unit != first.unit:
            raise LabsimError(f"mixed units: {first.unit} and {one.unit} in one waterfall")
        if len(one.rms) != len(first.rms) or abs(one.df - first.df) > 1e-9 * first.df:
            raise LabsimError("spectra with different Fmax or lines in one waterfall")
    rows = np.stack([one.rms for one in spectra])
    return Waterfall(first.hertz, np.asarray(along, dtype=float), rows, first.unit, axis)
