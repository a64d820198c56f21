"""Windows of a spectrum and what must be put right because of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from labsim.core.errors import unknown

__all__ = ["WINDOWS", "Window", "window"]

# Cosine terms: x = Σ (-1)^k a_k cos(2πk n/N). Flat-top: the five terms of ISO 18431-2.
WINDOWS: dict[str, tuple[float, ...]] = {
    "rectangular": (1.0,),
    "hann": (0.5, 0.5),
    "flat-top": (1.0, 1.933, 1.286, 0.388, 0.0322),
}


@dataclass(frozen=True)
class Window:
    """Weights (n,); `gain`: their mean, by which a line is too low; `enbw`: lines a line is wide.

    ENBW = n·Σw²/(Σw)²: rectangular 1, Hann 1.5, flat-top 3.77 (the window factor of the trade).
    """

    name: str
    weights: np.ndarray
    gain: float
    enbw: float


@lru_cache(maxsize=32)
def window(name: str, count: int) -> Window:
    """Return a window of `count` samples; LabsimError names those that exist."""
    if name not in WINDOWS:
        raise unknown("the analyser", "window", name, WINDOWS)
    turn = 2 * np.pi * np.arange(count) / count  # periodic: what an analyser uses
    weights = sum((-1) ** k * a * np.cos(k * turn) for k, a in enumerate(WINDOWS[name]))
    weights = np.asarray(weights + np.zeros(count))
    weights.flags.writeable = False
    gain = float(weights.mean())
    return Window(name, weights, gain, float((weights**2).mean() / gain**2))
