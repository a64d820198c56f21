"""Numbers that come from outside: each is a number, and in its limits, or the error says so."""

from __future__ import annotations

import math
from typing import Any

from labsim.core.errors import LabsimError

__all__ = ["above", "number"]


def number(value: Any, what: str, unit: str = "") -> float:
    """Return a finite number; LabsimError names what it was meant to be."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = math.nan
    if not math.isfinite(found):
        raise LabsimError(f"{what}: {value!r} is no number{f' in {unit}' if unit else ''}")
    return found


def above(value: Any, what: str, unit: str = "", least: float = 0.0) -> float:
    """Return a number above `least`; LabsimError if it is none."""
    found = number(value, what, unit)
    if found <= least:
        raise LabsimError(f"{what}: {found:g} {unit}".rstrip() + f" cannot be; above {least:g}")
    return found
