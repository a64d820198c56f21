"""Heat of a joint: I²R, how warm it makes the joint in the end, and how long that takes."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["joint_watts", "rise_after", "settled_rise"]


def joint_watts(amps: Any, ohms: Any) -> Any:
    """Return the heat in W of a joint of so many Ω at a current in A rms: P = I²·R (Joule)."""
    return np.abs(amps) ** 2 * np.where(np.isfinite(ohms), ohms, 0.0)


def settled_rise(watts: Any, kelvin_per_watt: Any) -> Any:
    """Return the rise in K above the air once it has settled: P·R_th."""
    return watts * kelvin_per_watt


def rise_after(seconds: Any, end: Any, tau: Any, start: Any = 0.0) -> Any:
    """Return the rise in K some seconds after a change: one time constant tau, in s.

    rise = end + (start − end)·e^(−t/τ); after 1 τ 63 %, after 3 τ 95 %, after 5 τ 99 % of the way.
    """
    return end + (start - end) * np.exp(-np.asarray(seconds) / tau)
