"""A rod that goes out and comes back evenly between its two ends: where it is at any time."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.process.model import NEVER

__all__ = ["Stroke"]


class Stroke:
    """Where the rod of every variant is, in mm from its inner end.

    It sets off from `y0` at `begin` in s with `rate` in mm/s, out or in, and stops at an end.
    """

    names: ClassVar[tuple[str, ...]] = ("begin", "y0", "rate", "full")

    def __init__(self, count: int) -> None:
        self.begin, self.y0, self.rate, self.full = (np.zeros(count) for _ in range(4))

    def at(self, t: Any) -> np.ndarray:
        """Return where the rod is at a time not before it was last sent."""
        return np.clip(self.y0 + self.rate * np.maximum(t - self.begin, 0.0), 0.0, self.full)

    def when(self, y: np.ndarray, out: bool) -> np.ndarray:
        """Return when the rod passes a place on its way out, or in; its start when it is past."""
        far = np.maximum(y - self.y0 if out else self.y0 - y, 0.0)
        pace = self.rate if out else -self.rate
        with np.errstate(divide="ignore", invalid="ignore"):
            time = self.begin + far / pace
        return np.where((pace > 0) & (y <= self.full), time, NEVER)

    def send(self, t: float, rate: np.ndarray, wait: np.ndarray, full: np.ndarray) -> bool:
        """Send it with another speed from a time on, after a wait; True when any is sent."""
        new = (rate != self.rate) | (full != self.full)
        if new.any():
            self.y0 = np.where(new, self.at(t), self.y0)
            self.begin = np.where(new, t + wait, self.begin)
            self.rate = np.where(new, rate, self.rate)
            self.full = np.where(new, full, self.full)
        return bool(new.any())
