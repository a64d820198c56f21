"""Trends: one value over weeks, with alarms from its own past and from ISO 20816-3."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.analysis import zones

__all__ = ["Trend", "statistical", "trend"]

BASE = 6  # readings of a healthy machine that a baseline needs (assumed)
SIGMAS = 3.0  # standard deviations above the baseline where the statistical alarm lies
GROWING = 2.5  # standard errors by which a growth must stand out of the scatter


@dataclass(frozen=True, eq=False)
class Trend:
    """A value over time: `when` in days (n,), `values` (n,) in `unit`; the alarms; what they say.

    `baseline`: mean of the first readings; `statistical`: where the own past ends; `alarm`, `trip`
    by ISO 20816-3, None where the value is no velocity. `growth`: unit a day over the last
    readings; `due`: days from the last reading until the alarm is reached at that pace.
    """

    when: np.ndarray
    values: np.ndarray
    unit: str
    baseline: float
    statistical: float
    alarm: float | None
    trip: float | None
    growth: float
    due: float | None
    words: tuple[str, ...]

    @property
    def state(self) -> str:
        """The worst that holds of the last reading: "trip", "alarm", "changed" or "normal"."""
        last = float(self.values[-1])
        if self.trip is not None and last > self.trip:
            return "trip"
        if self.alarm is not None and last > self.alarm:
            return "alarm"
        return "changed" if last > self.statistical else "normal"


def statistical(values: Sequence[float], sigmas: float = SIGMAS) -> float:
    """Return mean + 3σ of readings of a healthy machine; LabsimError when there are too few."""
    rows = _numbers(values, "readings")
    if len(rows) < BASE:
        raise LabsimError(f"{len(rows)} readings make no baseline: {BASE} at least")
    return float(rows.mean() + sigmas * rows.std(ddof=1))


def trend(
    when: Sequence[float], values: Sequence[float], unit: str = "mm/s", group: int = 2,
    support: str = "rigid", base: int = BASE,
) -> Trend:  # fmt: skip
    """Return a trend with its alarms. `when` in days, rising; the first `base` are the baseline.

    A velocity gets the alarms of ISO 20816-3; whatever else (g, kurtosis) its own past only.
    """
    days, rows = _numbers(when, "days"), _numbers(values, "readings")
    if len(days) != len(rows):
        raise LabsimError(f"{len(days)} days and {len(rows)} readings: one of each")
    if (np.diff(days) <= 0).any():
        raise LabsimError("days: each later than the one before")
    level = statistical(rows[:base])
    mean = float(rows[:base].mean())
    speed = unit == "mm/s"
    alarm = zones.alarm(mean, group, support) if speed else None
    trip = zones.trip(group, support) if speed else None
    growth = _growth(days, rows)
    limit = level if alarm is None else alarm
    due = (limit - rows[-1]) / growth if growth > 0 and rows[-1] < limit else None
    made = Trend(days, rows, unit, mean, level, alarm, trip, growth, due, ())
    return Trend(**{**made.__dict__, "words": _words(made, group, support)})


def _growth(days: np.ndarray, rows: np.ndarray) -> float:
    """Return the slope of the last readings, 0 where it does not stand out of their scatter."""
    x, y = days[-BASE:] - days[-BASE:].mean(), rows[-BASE:]
    if len(x) < 3:
        return 0.0
    slope = float((x * (y - y.mean())).sum() / (x**2).sum())
    rest = y - y.mean() - slope * x
    error = math.sqrt(float((rest**2).sum()) / (len(x) - 2) / float((x**2).sum()))
    return slope if slope > GROWING * error else 0.0


def _words(found: Trend, group: int, support: str) -> tuple[str, ...]:
    last = float(found.values[-1])
    said = [f"last {last:.3g} {found.unit}, baseline {found.baseline:.3g} {found.unit}"]
    if found.unit == "mm/s":
        said.append(f"zone {zones.severity(max(last, 0.0), group, support)}")
        if zones.changed(found.baseline, last, group, support):
            said.append("changed by more than 25 % of B/C: find out why, whatever the zone")
    if last > found.statistical:
        said.append(f"above its own past ({found.statistical:.3g} {found.unit})")
    if found.due is not None:
        said.append(f"growing: alarm in some {found.due:.0f} days at this pace")
    return (*said, f"state: {found.state}")


def _numbers(given: Any, what: str) -> np.ndarray:
    try:
        rows = np.array(given, dtype=float).ravel()
    except (TypeError, ValueError):
        raise LabsimError(f"{what}: these are no numbers") from None
    if not rows.size or not np.isfinite(rows).all():
        raise LabsimError(f"{what}: none, or some are NaN or infinite")
    return rows
