"""Orders: a record taken over turns instead of seconds, by its tacho; phase; averaged turns."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.analysis.spectrum import FACTOR, Setup, Spectrum, finite, spectrum
from labsim.vibration.record import Record

__all__ = ["Phasor", "averaged_turn", "by_turns", "order_spectrum", "phasor", "pulses", "speeds",
           "without_turns"]  # fmt: skip

FINER = 4
LEAST = 3  # pulses without which there is no speed


def pulses(record: Record) -> np.ndarray:
    """Return the moments of the once-per-turn pulses in s; LabsimError when there are none."""
    if record.tacho is None:
        raise LabsimError("no tacho: orders and phase need a once-per-turn pulse, or rpm")
    found = record.tacho[(record.tacho >= 0) & (record.tacho <= record.seconds)]
    if len(found) < LEAST:
        raise LabsimError(f"{len(found)} tacho pulses within the record: {LEAST} at least")
    steps = np.diff(found)
    if not np.isfinite(steps).all() or steps.min() <= 0:
        raise LabsimError("tacho pulses: moments in s, each later than the one before")
    if steps.max() > 1.7 * np.median(steps) or steps.min() < 0.6 * np.median(steps):
        raise LabsimError("tacho pulses are missing or doubled: turns differ by more than 60 %")
    return found


def speeds(record: Record) -> tuple[np.ndarray, np.ndarray]:
    """Return the middle of each turn in s (n - 1,) and its speed in rpm."""
    found = pulses(record)
    return (found[1:] + found[:-1]) / 2, 60.0 / np.diff(found)


def by_turns(record: Record, each: int) -> np.ndarray:
    """Return `each` samples of every whole turn, (turns, each): resampled by the tacho.

    Between pulses the shaft's angle is a smooth curve (cubic spline) through them. Raises
    LabsimError when the record is too slow for that many samples a turn.
    """
    from scipy.interpolate import CubicSpline

    found = pulses(record)
    fastest = 1.0 / np.diff(found).min()
    if each * fastest > record.fs * 1.3:
        fits = int(record.fs / fastest / FACTOR)
        raise LabsimError(
            f"{each} samples a turn at {60 * fastest:.0f} rpm are more than the record has: "
            f"orders up to {fits} can be had"
        )
    turns = len(found) - 1
    angle = np.arange(turns * each) / each
    moments = CubicSpline(np.arange(turns + 1), found)(angle)
    return _between(finite(record), moments * record.fs).reshape(turns, each)


def _between(samples: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return a wave at places between its samples: four times as many first, then a cubic."""
    size = len(samples)
    fine = np.fft.irfft(np.fft.rfft(samples), FINER * size) * FINER
    at = np.clip(places * FINER, 1, FINER * (size - 1) - 2)
    left = at.astype(int)
    u = at - left
    a, b, c, d = (fine[left + k] for k in (-1, 0, 1, 2))
    return (
        -u * (u - 1) * (u - 2) / 6 * a
        + (u + 1) * (u - 1) * (u - 2) / 2 * b
        - (u + 1) * u * (u - 2) / 2 * c
        + (u + 1) * u * (u - 1) / 6 * d
    )


def order_spectrum(
    record: Record, highest: float = 10.0, lines: int = 400, window: str = "hann"
) -> Spectrum:
    """Return a spectrum over orders: `hertz` holds multiples of the shaft's speed, rpm is 60.

    A speed that changes smears lines of a spectrum over Hz, not of one over orders.
    """
    each = math.ceil(FACTOR * highest)
    turned = Record(by_turns(record, each).ravel(), each, record.unit, 60.0, record.point)
    setup = Setup(highest, lines)
    if setup.block > turned.seconds:
        lines = int(turned.seconds * highest)
    return spectrum(turned, highest, max(lines, 1), window=window)


def averaged_turn(record: Record, each: int = 256) -> np.ndarray:
    """Return the time-synchronous average, one turn (each,): what does not turn with it fades.

    Over n turns, noise and lines of other shafts fall to 1/√n.
    """
    return by_turns(record, each).mean(axis=0)


def without_turns(record: Record, each: int = 256) -> np.ndarray:
    """Return what is left when the averaged turn is taken out, (turns, each): bearing, noise."""
    rows = by_turns(record, each)
    return rows - rows.mean(axis=0)


@dataclass(frozen=True)
class Phasor:
    """One order of a record against the tacho: rms in its unit, phase in degrees, 0 to 360.

    The phase is a lag: from the pulse to the next positive peak. `steady`: how far the turns agree,
    1 all, 0 none; below 0.7 the phase says nothing.
    """

    order: float
    rms: float
    phase: float
    unit: str
    steady: float

    def __str__(self) -> str:
        shaky = "" if self.steady >= 0.7 else ", unsteady"
        return f"{self.order:g}× {self.rms:.3g} {self.unit} rms at {self.phase:.0f}°{shaky}"


def phasor(record: Record, order: int = 1) -> Phasor:
    """Return amplitude and phase of a whole order of the shaft, by its tacho."""
    if order != int(order) or order < 1:
        raise LabsimError(f"order {order!r}: phase is of whole multiples of the shaft's speed")
    fastest = 1.0 / np.diff(pulses(record)).min()
    each = max(16, min(256, int(record.fs / fastest)))
    if order * FACTOR > record.fs / fastest:
        raise LabsimError(f"order {order} at {60 * fastest:.0f} rpm is above what is sampled")
    rows = np.fft.rfft(by_turns(record, each), axis=-1)[:, int(order)] / each
    mean = rows.mean()
    size = np.abs(rows).mean()
    lag = (-np.degrees(np.angle(mean))) % 360.0
    return Phasor(order, float(abs(mean)) * math.sqrt(2.0), float(lag), record.unit,
                  float(abs(mean) / size) if size else 0.0)  # fmt: skip
