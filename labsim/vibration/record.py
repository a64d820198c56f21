"""A record: samples of one measuring point with what is needed to read them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown

__all__ = ["UNITS", "G", "Record", "positive"]

G = 9.80665  # m/s², standard gravity (ISO 80000-3)
# unit: what is measured, and its size in the unit that is reckoned in
UNITS = {
    "m/s2": ("acceleration", 1.0),
    "g": ("acceleration", G),
    "mm/s": ("velocity", 1.0),
    "um": ("displacement", 1.0),
}


def positive(value: Any, what: str, unit: str, hint: str = "") -> float:
    """Return a number above zero as float; LabsimError that says what is missing or wrong."""
    if value is None:
        raise LabsimError(f"no {what} is given, in {unit}{': ' + hint if hint else ''}")
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise LabsimError(f"{what}: {value!r} is no number in {unit}") from None
    if not math.isfinite(number) or number <= 0 or isinstance(value, bool):
        raise LabsimError(f"{what}: {value!r} {unit} cannot be; it is a number above zero")
    return number


@dataclass(frozen=True, eq=False)
class Record:
    """What one sensor gave: `samples` (n,) in `unit`, `fs` of them a second.

    `unit`: "m/s2", "g", "mm/s" or "um". `rpm` of the shaft, None when nobody read it. `point` is
    the pad, "B1:H". `tacho`: moments in s of the once-per-turn pulses, from the first sample on.
    `full_scale`: where the channel clips, in `unit`. `notes`: what whoever took it has to say.
    Raises LabsimError when it cannot be read: no rate, unknown unit, nothing in it.
    """

    samples: np.ndarray
    fs: float
    unit: str = "m/s2"
    rpm: float | None = None
    point: str = ""
    tacho: np.ndarray | None = None
    full_scale: float | None = None
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        own = lambda name, value: object.__setattr__(self, name, value)  # noqa: E731
        own("samples", _line(self.samples, "samples"))
        own("fs", positive(self.fs, "sampling rate", "Hz", "without it no line has a frequency"))
        if self.unit not in UNITS:
            raise unknown("a record", "unit", self.unit, UNITS)
        if self.rpm is not None:
            own("rpm", positive(self.rpm, "speed", "rpm"))
        if self.full_scale is not None:
            own("full_scale", positive(self.full_scale, "full scale", self.unit))
        if self.tacho is not None:
            own("tacho", _line(self.tacho, "tacho pulses"))
        own("notes", tuple(str(note) for note in self.notes))

    @property
    def quantity(self) -> str:
        """What is measured: "acceleration", "velocity" or "displacement"."""
        return UNITS[self.unit][0]

    @property
    def seconds(self) -> float:
        """How long it is, in s."""
        return len(self.samples) / self.fs

    @property
    def time(self) -> np.ndarray:
        """The moments of the samples (n,), in s."""
        return np.arange(len(self.samples)) / self.fs

    def with_(self, **changed: Any) -> Record:
        """Return a record like this one with some of its fields changed."""
        return replace(self, **changed)


def _line(given: Any, what: str) -> np.ndarray:
    """Return numbers in one row (n,), float64, not to be written to."""
    try:
        row = np.array(given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise LabsimError(f"{what}: these are no real numbers") from None
    if row.ndim != 1 or not row.size:
        raise LabsimError(f"{what}: one row of numbers is needed, these are of shape {row.shape}")
    row.flags.writeable = False
    return row
