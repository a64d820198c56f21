"""Geometry of rolling bearings, and the orders at which their defects knock."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from labsim.core.errors import LabsimError, unknown

__all__ = ["CATALOGUE", "Bearing", "catalogued"]


def _number(value: Any, what: str, unit: str, least: float = 0.0) -> float:
    """Return a number above `least`; LabsimError if it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise LabsimError(f"{what}: {value!r} is no number in {unit}") from None
    if not math.isfinite(number) or number <= least:
        raise LabsimError(f"{what}: {value!r} {unit} cannot be; it is more than {least:g}")
    return number


@dataclass(frozen=True)
class Bearing:
    """Rolling bearing: number of balls, ball and pitch diameter in mm, contact angle in °.

    The outer race stands still, the inner turns with the shaft. Raises LabsimError when the
    figures are no bearing: balls that do not fit on their pitch circle, an angle of 90°.
    """

    balls: int
    ball_diameter: float
    pitch_diameter: float
    contact_angle: float = 0.0

    def __post_init__(self) -> None:
        count = _number(self.balls, "number of balls", "balls", 1.0)
        if count != round(count):
            raise LabsimError(f"number of balls: {self.balls!r} is no whole number")
        ball = _number(self.ball_diameter, "ball diameter", "mm")
        pitch = _number(self.pitch_diameter, "pitch diameter", "mm")
        angle = float(self.contact_angle)
        if not 0 <= angle < 90:
            raise LabsimError(f"contact angle: {self.contact_angle!r}° is not from 0 to 89")
        if ball >= pitch or count * ball >= math.pi * pitch:
            raise LabsimError(
                f"{self.balls} balls of {ball:g} mm do not fit on a pitch circle of {pitch:g} mm; "
                "are ball and pitch diameter exchanged?"
            )

    @property
    def ratio(self) -> float:
        """Ball by pitch diameter times the cosine of the contact angle."""
        cosine = math.cos(math.radians(self.contact_angle))
        return self.ball_diameter / self.pitch_diameter * cosine

    @property
    def orders(self) -> dict[str, float]:
        """Defect frequencies as multiples of shaft speed, without slip.

        BPFO outer race, BPFI inner race, FTF cage, BSF one turn of a ball: a spot on a ball strikes
        both races in a turn, so it knocks at 2·BSF (Harris, Rolling Bearing Analysis).
        """
        return self.slipping(0.0)

    def slipping(self, slip: float) -> dict[str, float]:
        """Return the orders when the cage lags by a part of its speed (0.01 is 1 %)."""
        cage = 0.5 * (1 - self.ratio) * (1 - slip)
        turn = 0.5 / (self.ball_diameter / self.pitch_diameter) * (1 - self.ratio**2)
        return {
            "BPFO": self.balls * cage,
            "BPFI": self.balls * (1 - cage),
            "BSF": turn * (1 - slip),
            "FTF": cage,
        }


# Usual inner geometry of deep groove and angular contact bearings; makers differ by a per cent or
# two (6203, 6205: as published with the bearing data of Case Western Reserve University; the rest
# assumed).
CATALOGUE = {
    "6203": Bearing(8, 6.746, 28.50),
    "6205": Bearing(9, 7.94, 39.04),
    "6208": Bearing(9, 12.0, 60.0),
    "6210": Bearing(10, 12.7, 70.0),
    "6309": Bearing(8, 17.46, 72.5),
    "6312": Bearing(8, 22.0, 95.0),
    "6316": Bearing(8, 28.58, 125.0),
    "7309": Bearing(12, 17.0, 73.0, 40.0),
    "22216": Bearing(19, 14.5, 110.0, 10.0),
}


def catalogued(name: str) -> Bearing:
    """Return the geometry of a bearing by its number; an unknown one raises LabsimError."""
    if str(name) not in CATALOGUE:
        raise unknown("The catalogue", "bearing", name, CATALOGUE)
    return CATALOGUE[str(name)]
