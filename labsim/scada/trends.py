"""Trends: what a figure does around the event, as the historian shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from labsim.scada.days import Day
from labsim.scada.journal import clock_text
from labsim.scada.points import FIGURES
from labsim.scada.running import BEGIN, Run, run

__all__ = ["Trend", "trend"]

BAND = 0.03  # of the span: beyond that from where it was a figure has left its band (assumed)


@dataclass(frozen=True)
class Trend:
    """A figure: tag, unit, span, before the event, now, and when it left its band (s), if it did.

    The clock is that of its controller, as the historian has no other.
    """

    tag: str
    unit: str
    span: float
    before: float
    now: float
    left: float | None
    stamp: float | None

    def __str__(self) -> str:
        """Say it: "1.20 bar; was 4.10, left its band at 10:14:03.5 by the clock of A1"."""
        now, before = f"{self.now:.3g} {self.unit}", f"{self.before:.3g}"
        if self.stamp is None:
            return f"{now}; was {before}, in its band"
        where = FIGURES[self.tag][0]
        at = clock_text(self.stamp)
        return f"{now}; was {before}, left its band at {at} by the clock of {where}"

    def like(self, other: Trend) -> bool:
        """Tell whether two trends look alike: end and moment of leaving within a reader's eye."""
        near = abs(self.now - other.now) <= BAND * self.span
        if self.left is None or other.left is None:
            return near and self.left is other.left
        return near and abs(self.left - other.left) <= 5.0


@cache
def _usual(tag: str, day: Day) -> tuple[float, float]:
    """Return lowest and highest of a figure in a half hour of that day without an event."""
    sound = run((), day)
    values = sound.figures[tag][sound.times >= BEGIN]
    return float(values.min()), float(values.max())


def trend(at: Run, tag: str) -> Trend:
    """Return the trend of a figure in a run."""
    where, _, unit, _, span = FIGURES[tag]
    values, times = at.figures[tag], at.times
    low, high = _usual(tag, at.end.hall.day)
    out = (times > 0) & ((values < low - BAND * span) | (values > high + BAND * span))
    first = int(np.argmax(out)) if out.any() else None
    left = None if first is None else float(times[first])
    stamp = None if left is None else left + at.end.skews[where]
    before = float(values[(times > -60) & (times <= 0)].mean())
    return Trend(tag, unit, span, before, float(values[-1]), left, stamp)
