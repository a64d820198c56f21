"""Round figures for axes and gauges."""

from __future__ import annotations

import math

__all__ = ["ticks"]


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round figures that hold a span: 0, 50, 100, …"""
    span = max(high - low, 1e-9)
    size = 10.0 ** math.floor(math.log10(span / most))
    step = next(size * k for k in (1, 2, 5, 10) if span / (size * k) <= most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(k * step, 9) + 0.0 for k in range(first, last + 1)]
