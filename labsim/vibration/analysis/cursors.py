"""Cursors as data: peaks, harmonics and sidebands of a spectrum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.analysis.spectrum import Spectrum
from labsim.vibration.record import positive

__all__ = ["Cursor", "harmonics", "local_floor", "on_line", "peaks", "sidebands", "true_line"]

CLEAR = 4.0  # times the floor around it that a line must have to count as there (assumed)


@dataclass(frozen=True)
class Cursor:
    """One place of a cursor: what it is of ("3×", "-1×"), Hz and rms of the line, over the floor.

    `there`: whether the line stands out of its surroundings; `order` where the speed is known.
    """

    name: str
    hertz: float
    rms: float
    over: float
    order: float | None = None

    @property
    def there(self) -> bool:
        """Whether the line stands out of its surroundings."""
        return self.over >= CLEAR


def local_floor(levels: np.ndarray, width: int = 25) -> np.ndarray:
    """Return the median of the lines around each line (n,): the floor that peaks stand on."""
    width = min(width, len(levels) - (1 - len(levels) % 2))
    half = width // 2
    long = np.pad(levels, half, mode="reflect") if half and len(levels) > half else levels
    rows = np.lib.stride_tricks.sliding_window_view(long, 2 * half + 1)
    return np.median(rows, axis=-1) if half else levels


def true_line(found: Spectrum, n: int) -> tuple[float, float]:
    """Return Hz and rms of a peak between its lines (parabola through three, in decibels)."""
    if not 0 < n < len(found.rms) - 1 or found.rms[n - 1 : n + 2].min() <= 0:
        return float(found.hertz[n]), float(found.rms[n])
    left, middle, right = np.log(found.rms[n - 1 : n + 2])
    bow = left - 2 * middle + right
    shift = 0.0 if bow >= 0 else float(np.clip(0.5 * (left - right) / bow, -0.5, 0.5))
    height = np.exp(middle - 0.25 * (left - right) * shift)
    return float(found.hertz[n] + shift * found.df), float(height)


def _cursor(found: Spectrum, name: str, hertz: float, width: float, floor: np.ndarray) -> Cursor:
    inside = np.flatnonzero(np.abs(found.hertz - hertz) <= max(width, found.df))
    best = int(inside[found.rms[inside].argmax()])
    place, rms = true_line(found, best)
    over = float(found.rms[best] / max(floor[best], 1e-300))
    order = None if found.rpm is None else place / (found.rpm / 60.0)
    return Cursor(name, place, rms, over, order)


def on_line(found: Spectrum, hertz: float) -> Cursor:
    """Return a cursor on the line at a frequency, that line and no other; a peak between lines."""
    n = int(np.clip(round(hertz / found.df), 0, len(found.rms) - 1))
    near = found.rms[max(0, n - 1) : n + 2]
    peak = found.rms[n] >= near.max()
    place, rms = true_line(found, n) if peak else (found.hertz[n], found.rms[n])
    over = float(found.rms[n] / max(local_floor(found.rms)[n], 1e-300))
    order = None if found.rpm is None else float(place) / (found.rpm / 60.0)
    return Cursor("cursor", float(place), float(rms), over, order)


def peaks(found: Spectrum, count: int = 10, low: float = 0.0) -> tuple[Cursor, ...]:
    """Return the highest lines that stand out, in order of frequency."""
    rms, floor = found.rms, local_floor(found.rms)
    tops = np.flatnonzero((rms[1:-1] > rms[:-2]) & (rms[1:-1] >= rms[2:])) + 1
    tops = tops[(found.hertz[tops] >= low) & (rms[tops] >= CLEAR * floor[tops])]
    tops = np.sort(tops[np.argsort(rms[tops])[::-1][:count]])
    return tuple(_cursor(found, f"{k + 1}", found.hertz[n], 0.0, floor)
                 for k, n in enumerate(tops))  # fmt: skip


def harmonics(
    found: Spectrum, base: float, count: int = 10, part: float = 0.005
) -> tuple[Cursor, ...]:
    """Return the harmonic cursor of a base in Hz: 1×, 2×, … as far as the spectrum goes.

    Each is the highest line within `part` of its frequency, two lines at least.
    """
    base = positive(base, "base of the harmonic cursor", "Hz")
    floor, made = local_floor(found.rms), []
    for n in range(1, count + 1):
        if n * base > found.hertz[-1]:
            break
        width = max(2 * found.df, part * n * base)
        made.append(_cursor(found, f"{n}×", n * base, min(width, 0.4 * base), floor))
    if not made:
        raise LabsimError(f"{base:g} Hz is beyond this spectrum, 0 to {found.hertz[-1]:g} Hz")
    return tuple(made)


def sidebands(found: Spectrum, centre: float, spacing: float, count: int = 4) -> tuple[Cursor, ...]:
    """Return a line and its sidebands at multiples of a spacing, all in Hz: -2×, -1×, 0, +1×."""
    centre = positive(centre, "centre of the sideband cursor", "Hz")
    spacing = positive(spacing, "spacing of the sideband cursor", "Hz")
    floor, made = local_floor(found.rms), []
    for n in range(-count, count + 1):
        hertz = centre + n * spacing
        if 0 < hertz <= found.hertz[-1]:
            name = f"{n:+d}×" if n else "0"
            made.append(_cursor(found, name, hertz, min(2 * found.df, 0.4 * spacing), floor))
    if not made:
        raise LabsimError(f"{centre:g} Hz is beyond this spectrum, 0 to {found.hertz[-1]:g} Hz")
    return tuple(made)
