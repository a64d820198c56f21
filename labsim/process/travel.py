"""How far something has run that speeds up and slows down evenly, at any time, in closed form.

Nothing is added up from look to look: a row is anchored where its own speed changed, and its place
now follows from there. So what one variant does never depends on when the others are looked at.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["Travel"]

NEVER = np.inf


class Travel:
    """Travel in mm of every variant; it runs forward or stands, never back.

    Anchor time `t0` in s, travel `s0` in mm and speed `v0` in mm/s there, speed it goes for `aim`
    in mm/s, acceleration and braking `slope` in mm/s².
    """

    names = ("t0", "s0", "v0", "aim", "slope")

    def __init__(self, count: int) -> None:
        self.t0, self.s0, self.v0, self.aim = (np.zeros(count) for _ in range(4))
        self.slope = np.ones(count)

    def _ramp(self) -> tuple[np.ndarray, np.ndarray]:
        """Return how long the ramp lasts in s, and the signed acceleration on it."""
        change = self.aim - self.v0
        return np.abs(change) / self.slope, np.sign(change) * self.slope

    def at(self, t: Any) -> np.ndarray:
        """Return the travel at a time not before the anchor."""
        lasts, rate = self._ramp()
        past = np.maximum(t - self.t0, 0.0)
        on = np.minimum(past, lasts)
        return self.s0 + self.v0 * on + 0.5 * rate * on**2 + self.aim * (past - on)

    def speed(self, t: Any) -> np.ndarray:
        """Return the speed in mm/s at a time not before the anchor."""
        lasts, rate = self._ramp()
        past = np.maximum(t - self.t0, 0.0)
        return np.where(past < lasts, self.v0 + rate * past, self.aim)

    def when(self, s: np.ndarray) -> np.ndarray:
        """Return when a travel is reached, inf for never, the anchor's time for one that was.

        `s` has a row for each variant, and may have columns.
        """
        lasts, rate, v0, aim, t0, s0 = (
            np.reshape(a, (-1,) + (1,) * (np.ndim(s) - 1))
            for a in (*self._ramp(), self.v0, self.aim, self.t0, self.s0)
        )
        need = np.maximum(s - s0, 0.0)
        ramp = v0 * lasts + 0.5 * rate * lasts**2
        with np.errstate(divide="ignore", invalid="ignore"):
            root = np.sqrt(np.maximum(v0**2 + 2 * rate * need, 0.0))
            on = np.where(need > 0, 2 * need / (v0 + root), 0.0)
            after = np.where(aim > 0, lasts + (need - ramp) / aim, NEVER)
        return t0 + np.where((need <= ramp) & (need < np.inf), on, np.where(need > ramp, after, 0))

    def steer(self, t: float, aim: np.ndarray, slope: np.ndarray) -> bool:
        """Go for other speeds from a time on; rows whose speed stays keep their anchor."""
        new = (aim != self.aim) | (slope != self.slope)
        if new.any():
            s, v = self.at(t), self.speed(t)
            for mine, value in zip((self.t0, self.s0, self.v0), (t, s, v), strict=True):
                mine[new] = np.broadcast_to(value, new.shape)[new]
            self.aim, self.slope = np.where(new, aim, self.aim), np.where(new, slope, self.slope)
        return bool(new.any())
