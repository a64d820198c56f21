"""Severity zones of ISO 20816-3 / ISO 10816-3, and the alarms that follow from them.

Velocity limits: three independent public copies agree. Displacement limits are from standard
knowledge only: check the current standard. Values are of 10816-3:2009, superseded by 20816-3:2022.
"""

from __future__ import annotations

import math
from typing import Any

from labsim.core.errors import LabsimError, unknown

__all__ = ["DISPLACEMENT", "GROUPS", "VELOCITY", "alarm", "changed", "limits", "rigid", "severity",
           "trip"]  # fmt: skip

GROUPS = {
    1: "above 300 kW to 50 MW, or shaft height 315 mm and above",
    2: "15 to 300 kW, or shaft height 160 to below 315 mm",
}
SUPPORTS = ("rigid", "flexible")
# A/B, B/C, C/D in mm/s rms, 10–1000 Hz (2–1000 Hz below 600 rpm)
VELOCITY = {
    (1, "rigid"): (2.3, 4.5, 7.1),
    (1, "flexible"): (3.5, 7.1, 11.0),
    (2, "rigid"): (1.4, 2.8, 4.5),
    (2, "flexible"): (2.3, 4.5, 7.1),
}
# The same in µm rms; check the current standard
DISPLACEMENT = {
    (1, "rigid"): (29.0, 57.0, 90.0),
    (1, "flexible"): (45.0, 90.0, 140.0),
    (2, "rigid"): (22.0, 45.0, 71.0),
    (2, "flexible"): (37.0, 71.0, 113.0),
}
RIGID = 1.25  # lowest natural frequency over main excitation from which a support is rigid


def limits(group: int = 2, support: str = "rigid", unit: str = "mm/s") -> tuple[float, ...]:
    """Return A/B, B/C, C/D of a group and support, in mm/s rms or um rms."""
    if isinstance(group, bool) or group not in GROUPS:
        known = "; ".join(f"{n}: {text}" for n, text in GROUPS.items())
        raise LabsimError(
            f"ISO 20816-3 has no group {group!r}; it has {known}. "
            "Machines below 15 kW are not in it"
        )
    if support not in SUPPORTS:
        raise unknown("ISO 20816-3", "support", support, SUPPORTS)
    tables = {"mm/s": VELOCITY, "um": DISPLACEMENT}
    if unit not in tables:
        raise unknown("ISO 20816-3", "limit in", unit, tables)
    return tables[unit][group, support]


def severity(v_rms: Any, group: int = 2, support: str = "rigid", unit: str = "mm/s") -> str:
    """Return the zone, "A" to "D", of a broad-band rms value; on a limit it is the better zone."""
    steps = limits(group, support, unit)
    try:
        value = float(v_rms)
    except (TypeError, ValueError):
        raise LabsimError(f"{v_rms!r} is no number in {unit} rms") from None
    if not math.isfinite(value) or value < 0:
        raise LabsimError(f"{value:g} {unit} rms cannot be: a severity is 0 or more")
    return "ABCD"[sum(value > step for step in steps)]


def rigid(natural: float, excitation: float) -> bool:
    """Tell whether a support is rigid: lowest natural frequency ≥ 1.25 × main excitation, Hz."""
    return natural >= RIGID * excitation


def alarm(baseline: float, group: int = 2, support: str = "rigid") -> float:
    """Return the alarm in mm/s: baseline + 0.25·B/C, at most 1.25·B/C."""
    middle = limits(group, support)[1]
    return min(baseline + 0.25 * middle, 1.25 * middle)


def trip(group: int = 2, support: str = "rigid") -> float:
    """Return the highest trip in mm/s: 1.25·C/D."""
    return 1.25 * limits(group, support)[2]


def changed(before: float, now: float, group: int = 2, support: str = "rigid") -> bool:
    """Tell whether a change counts, even within A or B: by more than 25 % of B/C, either way."""
    return abs(now - before) > 0.25 * limits(group, support)[1]
