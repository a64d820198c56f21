"""A trend of tags: what they were, scan by scan, drawn as the charts of the workbench are."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
import traitlets

from labsim.core.errors import LabsimError
from labsim.drawing.chart import Curve, chart

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

    def sample(self) -> None:
        """Take the values of the picked tags as they are now."""
        for name, kept in self.samples.items():
            now, value = self.sampled(name)
            if not kept or kept[-1] != (now, float(value)):
                kept.append((now, float(value)))

    def redraw(self) -> None:
        """Draw the trend anew."""
        picked = self.trend["picked"]
        curves = [curve for name in picked if (curve := self._curve(name)) is not None]
        if not curves:
            self.trend = {"picked": picked, "svg": "", "words": "", "table": ""}
            return
        drawn = chart(curves)
        self.trend = {
            "picked": picked, "svg": drawn.svg, "words": drawn.words, "table": drawn.table(),
        }  # fmt: skip

    def _curve(self, name: str) -> Curve | None:
        rows = list(self.samples[name])
        if not rows:
            return None
        rows = [row for row in rows if row[0] >= rows[-1][0] - SPAN]
        times, values = (np.array(column) for column in zip(*rows, strict=True))
        _, value = self.sampled(name)
        unit = "bit" if isinstance(value, bool) else ""
        return Curve(name, unit, *_steps(times, values))


def _steps(times: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a line that keeps each value until the next; values between two equal ones go."""
    keep = np.ones(len(values), dtype=bool)
    keep[1:-1] = (values[1:-1] != values[:-2]) | (values[1:-1] != values[2:])
    times, values = times[keep], values[keep]
    return np.repeat(times, 2)[1:], np.repeat(values, 2)[:-1]
