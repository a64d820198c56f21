"""Units: of one quantity into each other, and between quantities for a sine of known frequency."""

from __future__ import annotations

import math
from typing import Any

from labsim.core.errors import LabsimError, unknown
from labsim.vibration.record import UNITS, Record, positive

__all__ = ["DETECTORS", "acceleration_g", "converted", "cpm", "detected", "in_unit", "sine",
           "stroke_um", "velocity_ips"]  # fmt: skip

INCH, MIL = 25.4, 25.4  # mm, µm
SIZES = {**UNITS, "in/s": ("velocity", INCH), "mil": ("displacement", MIL)}
# A sine of 1 rms shows as (crest √2); of other waves peak is not √2·rms: it is derived, not true.
DETECTORS = {"rms": 1.0, "peak": math.sqrt(2.0), "peak-peak": 2.0 * math.sqrt(2.0)}
STEPS = ("displacement", "velocity", "acceleration")
BASE = {"acceleration": 1.0, "velocity": 1e-3, "displacement": 1e-6}  # in m and s


def _unit(name: str) -> tuple[str, float]:
    if name not in SIZES:
        raise unknown("the analyser", "unit", name, SIZES)
    return SIZES[name]


def converted(value: Any, unit: str, to: str) -> Any:
    """Return a value or array in another unit of the same quantity: g, m/s2; mm/s, in/s; um, mil.

    Raises LabsimError where the quantities differ: that takes an integration.
    """
    (kind, size), (wanted, other) = _unit(unit), _unit(to)
    if kind != wanted:
        raise LabsimError(
            f"{unit} is {kind}, {to} is {wanted}: a record is integrated, not converted "
            "(`integrate`); a single sine goes by its frequency (`sine`)"
        )
    return value * (size / other)


def in_unit(record: Record, unit: str) -> Record:
    """Return a record in another unit of the same quantity, full scale with it."""
    whole = record.full_scale
    return record.with_(
        samples=converted(record.samples, record.unit, unit), unit=unit,
        full_scale=None if whole is None else converted(whole, record.unit, unit),
    )  # fmt: skip


def detected(value: Any, given: str, to: str) -> Any:
    """Return rms as peak or peak-peak of a sine, and back; LabsimError names the detectors."""
    for name in (given, to):
        if name not in DETECTORS:
            raise unknown("the analyser", "detector", name, DETECTORS)
    return value * (DETECTORS[to] / DETECTORS[given])


def sine(value: float, unit: str, to: str, hertz: float) -> float:
    """Return what one sine of this frequency is in another quantity: v = a/ω, d = v/ω."""
    omega = 2 * math.pi * positive(hertz, "frequency", "Hz")
    (kind, size), (wanted, other) = _unit(unit), _unit(to)
    steps = STEPS.index(wanted) - STEPS.index(kind)
    return value * size * BASE[kind] * omega**steps / (BASE[wanted] * other)


def cpm(hertz: float) -> float:
    """Return Hz as cycles a minute."""
    return 60.0 * hertz


def stroke_um(v_rms: float, cpm: float) -> float:
    """Return µm peak to peak of a sine of mm/s rms: D = 2·√2·60·10³/2π·V/cpm = 27 009·V/cpm."""
    return sine(v_rms, "mm/s", "um", cpm / 60.0) * DETECTORS["peak-peak"]


def acceleration_g(v_rms: float, cpm: float) -> float:
    """Return g rms of a sine of mm/s rms: V = 93 644·A/cpm."""
    return sine(v_rms, "mm/s", "g", cpm / 60.0)


def velocity_ips(mils_pp: float, cpm: float) -> float:
    """Return in/s peak of a sine of mil peak to peak: V = cpm·D/19 099."""
    return sine(mils_pp / 2.0, "mil", "in/s", cpm / 60.0)
