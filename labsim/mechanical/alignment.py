"""Shaft alignment: what dials say, moves at the feet, soft foot, sag, growth, tolerances.

One machine stays, one is moved. Offsets and slopes are those of the moved shaft after the one that
stays, up and to the right positive, seen from behind the moved machine; lengths count from the
coupling's middle towards its feet. Offset in mm, slope in mm on 100 mm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from labsim.core.errors import LabsimError
from labsim.mechanical.checked import above, number

__all__ = [
    "IRON", "SOFT", "STEEL", "TOLERANCES", "Tolerance", "at_foot", "closes", "face_slope", "growth",
    "moves", "reverse", "rim_offset", "soft", "tolerance", "true_bottom",
]  # fmt: skip

PER = 100.0  # mm, the length a slope is said for
SOFT = 0.05  # mm, most that a foot may lift when its bolt is loosened (rule of the trade)
IRON, STEEL = 10.5e-6, 11.7e-6  # 1/K, cast iron, mild steel (usual tables)
MIL = 0.0254  # mm
# rpm: offset excellent, acceptable (mil); slope excellent, acceptable (mil/in), short flexible
# couplings. Confidence C: the 1800 pair agrees with a public table after ANSI/ASA S2.75.
MILS = {900: (3.0, 6.0, 0.7, 1.0), 1200: (2.5, 4.0, 0.5, 0.8),
        1800: (2.0, 3.0, 0.3, 0.5), 3600: (1.0, 1.5, 0.2, 0.3)}  # fmt: skip


@dataclass(frozen=True)
class Tolerance:
    """What may be left: offset in mm and slope in mm on 100 mm, excellent and acceptable."""

    offset: float
    most_offset: float
    slope: float
    most_slope: float


TOLERANCES = {
    rpm: Tolerance(a * MIL, b * MIL, c * PER / 1000.0, d * PER / 1000.0)
    for rpm, (a, b, c, d) in MILS.items()
}


def tolerance(rpm: float) -> Tolerance:
    """Return the tolerance of the speed class: the first in the table that is not below it.

    LabsimError above 3600 rpm, where the makers of machine and coupling have the word.
    """
    speed = above(rpm, "speed", "rpm")
    for most, found in TOLERANCES.items():
        if speed <= most:
            return found
    raise LabsimError(f"{speed:g} rpm: the table ends at {max(TOLERANCES)} rpm")


def true_bottom(observed: float, sag: float) -> float:
    """Return the bottom reading that a bracket without sag would give: observed less sag.

    `sag` is what the same bracket reads at the bottom on a stiff bar, zero at the top: negative.
    """
    return number(observed, "reading", "mm") - number(sag, "sag", "mm")


def closes(top: float, right: float, bottom: float, left: float) -> float:
    """Return top + bottom - left - right, in mm: 0 for readings that can be believed."""
    return top + bottom - left - right


def rim_offset(first: float, second: float) -> float:
    """Return the offset in mm at a rim that a bracket on the moved shaft sweeps: half the TIR.

    `first`, `second`: true readings at bottom and top, or left and right. A dial reads more where
    it is pushed in. A bracket on the shaft that stays gives the other sign.
    """
    return (number(first, "reading", "mm") - number(second, "reading", "mm")) / 2.0


def face_slope(first: float, second: float, diameter: float) -> float:
    """Return the slope in mm on 100 mm of face readings: TIR by the diameter the dial sweeps.

    Bracket on the moved shaft; `first` at bottom or left, `second` at top or right.
    """
    return PER * (second - first) / above(diameter, "diameter", "mm")


def reverse(moved: float, stays: float, apart: float) -> tuple[float, float]:
    """Return offset in the coupling's middle and slope, from offsets in two planes `apart` mm.

    `moved`, `stays`: offsets of the moved shaft in the plane on its side and on the other's.
    """
    distance = above(apart, "distance of the dials", "mm")
    return (moved + stays) / 2.0, PER * (moved - stays) / distance


def at_foot(offset: float, slope: float, distance: float) -> float:
    """Return how far a shaft is off at feet so many mm from the coupling's middle."""
    return offset + slope * number(distance, "distance", "mm") / PER


def moves(
    offset: float, slope: float, front: float, back: float, target: tuple[float, float] = (0.0, 0.0)
) -> tuple[float, float]:
    """Return the moves at front and back feet in mm that bring a shaft to a target.

    `target`: offset and slope it ought to have cold, so that growth brings it to nothing.
    """
    if not 0 < above(front, "front feet", "mm") < above(back, "back feet", "mm"):
        raise LabsimError(f"front feet at {front:g} mm, back feet at {back:g} mm: front is nearer")
    left = target[0] - offset, target[1] - slope
    return at_foot(*left, front), at_foot(*left, back)


def growth(height: float, kelvin: float, expansion: float = IRON) -> float:
    """Return how much a foot-mounted machine grows in mm: α L ΔT, shaft height in mm."""
    return above(height, "height", "mm") * number(kelvin, "warming", "K") * expansion


def soft(rises: tuple[float, ...]) -> np.ndarray:
    """Tell of each foot's rise in mm, its bolt loosened, whether it is soft."""
    return np.asarray(rises, dtype=float) > SOFT
