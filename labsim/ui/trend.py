"""A trend of tags: what they were, scan by scan; bits in lanes, numbers as curves."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import traitlets

from labsim.core.errors import LabsimError
from labsim.drawing.chart import Chart, Curve, chart
from labsim.drawing.lanes import lanes

__all__ = ["Trend"]

MOST = 4  # tags in one trend
KEPT = 4000  # samples of a tag
SPAN = 30.0  # s that are shown, back from now


class Trend(traitlets.HasTraits):
    """`trend`: which tags are picked, the picture, the words, the table."""

    trend = traitlets.Dict({"picked": [], "svg": "", "words": "", "table": ""}).tag(sync=True)

    def __init__(self, **given: Any) -> None:
        self.samples: dict[str, deque[tuple[float, float]]] = {}
        super().__init__(**given)

    def trending(self) -> dict[str, Callable[..., None]]:
        """Return the intents it answers."""
        return {"trend": self.put_on}

    def sampled(self, name: str) -> Any:
        """Return the value of a tag now, and the time in s."""
        raise NotImplementedError

    def put_on(self, tag: str, on: bool = True) -> None:
        """Put a tag on the trend, or take it off."""
        picked = [name for name in self.trend["picked"] if name != tag]
        if on:
            if len(picked) == MOST:
                raise LabsimError(f"a trend has {MOST} tags at most: take one off first")
            _, value = self.sampled(tag)
            if not isinstance(value, bool | int | float):
                raise LabsimError(f"{tag} is no bit and no number: there is nothing to draw")
            self.samples.setdefault(tag, deque(maxlen=KEPT))
            picked.append(tag)
        self.samples = {name: self.samples[name] for name in picked}
        self.trend = {**self.trend, "picked": picked}
        self.sample()
        self.redraw()

    def keep(self, name: str, now: float, value: float) -> None:
        """Take one value of a picked tag, if it is news."""
        kept = self.samples[name]
        if not kept or kept[-1] != (now, value):
            kept.append((now, value))

    def sample(self) -> None:
        """Take the values of the picked tags as they are now."""
        for name in self.samples:
            now, value = self.sampled(name)
            self.keep(name, now, float(value))

    def redraw(self) -> None:
        """Draw the trend anew: bits in lanes, numbers as curves, over the same time."""
        picked = self.trend["picked"]
        rows = {name: _late(self.samples[name]) for name in picked if self.samples[name]}
        drawn = _drawn(rows, {name for name in rows if self._bit(name)})
        self.trend = {
            "picked": picked, "svg": "".join(one.svg for one in drawn),
            "words": " ".join(one.words for one in drawn),
            "table": "".join(one.table() for one in drawn),
        }  # fmt: skip

    def _bit(self, name: str) -> bool:
        return isinstance(self.sampled(name)[1], bool)


def _late(samples: Sequence[tuple[float, float]]) -> np.ndarray:
    """Return times and values (2, n) of the last half minute."""
    found = np.array(samples, dtype=float)
    return found[found[:, 0] >= found[-1, 0] - SPAN].T


def _drawn(rows: Mapping[str, np.ndarray], bits: Collection[str]) -> list[Chart]:
    """Draw bits and numbers; what began later is drawn from when it began."""
    if not rows:
        return []
    begin = min(times[0] for times, _ in rows.values())
    end = max(times[-1] for times, _ in rows.values())
    drawn = []
    if any(name in bits for name in rows):
        drawn.append(
            lanes([Curve(n, "", *row) for n, row in rows.items() if n in bits], begin, end)
        )
    curves = [Curve(n, "", *_steps(*row, begin)) for n, row in rows.items() if n not in bits]
    return [*drawn, *([chart(curves)] if curves else [])]


def _steps(times: np.ndarray, values: np.ndarray, begin: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a line that keeps each value until the next; values between two equal ones go."""
    keep = np.ones(len(values), dtype=bool)
    keep[1:-1] = (values[1:-1] != values[:-2]) | (values[1:-1] != values[2:])
    times, values = np.repeat(times[keep], 2)[1:], np.repeat(values[keep], 2)[:-1]
    if times[0] <= begin:
        return times, values
    return np.concatenate([[begin], times]), np.concatenate([[np.nan], values])
