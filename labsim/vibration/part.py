"""What the parts of a shaft line share: no wires, a hidden shaft, what they do to the bearings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from labsim.core.component import Component
from labsim.vibration.network import VibrationNetwork

if TYPE_CHECKING:
    from labsim.vibration.forces import Forces, Now

__all__ = ["SHAFT", "TrainPart", "curve", "turned"]

SHAFT = "shaft"  # hidden port: hands on the part are hands on what the motor can turn


class TrainPart(Component):
    """A part of a shaft line; it says in `excite` what forces it puts on the bearings."""

    network = VibrationNetwork
    marks: tuple[str, ...] = (SHAFT,)
    hidden: tuple[str, ...] = (SHAFT,)
    pads: ClassVar[tuple[str, ...]] = ()  # marks that take a sensor
    bearings: tuple[Any, ...] = ()
    couples: ClassVar[bool] = False
    steps: ClassVar[int] = 0  # shafts of its own further along: a belt has another speed behind it
    swap: ClassVar[float] = 60.0

    def ratio(self, now: Now) -> float:
        """Speed behind it as a part of the speed before it."""
        return 1.0

    def excite(self, now: Now, out: Forces) -> None:
        """Add the forces it makes, with the parameters of one variant in `now`."""


def turned(degrees: float) -> complex:
    """Return a unit phasor at an angle in °."""
    return complex(np.exp(1j * np.deg2rad(degrees)))


def curve(stage: float, points: tuple[float, ...]) -> float:
    """Return what stands at a stage, between the values at stages 0, 1, 2 …."""
    return float(np.interp(stage, np.arange(len(points)), points))
