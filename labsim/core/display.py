"""What a display of so many counts shows of a value: range, places, rounding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["decimals", "digits"]


def decimals(span: Any, counts: int = 6000) -> Any:
    """Return the power of ten of the last figure a display of so many counts has in a range."""
    return np.ceil(np.log10(np.asarray(span) / counts) - 1e-9)


def digits(
    values: np.ndarray, ranges: Sequence[float], counts: int
) -> tuple[np.ndarray, np.ndarray]:
    """Round to the resolution of the smallest range that holds each value, a power of ten.

    Returns the rounded values (inf where out of range: "OL") and their decimal places.
    """
    spans = np.asarray(ranges)
    index = np.searchsorted(spans * (1 + 1e-9), np.abs(values))
    over = (index >= len(spans)) | ~np.isfinite(values)
    span = spans[np.minimum(index, len(spans) - 1)]
    power = decimals(span, counts)
    step, per = 10.0 ** np.maximum(power, 0), 10.0 ** np.maximum(-power, 0)  # one of them is 1
    places = np.maximum(0, -power).astype(int)
    with np.errstate(invalid="ignore"):
        rounded = np.where(over, np.inf, np.round(values * per / step) * step / per + 0.0)
    return rounded, places
