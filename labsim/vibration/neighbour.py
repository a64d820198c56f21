"""A machine nearby that shakes the same base, and what two machines beat at."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from labsim.core.component import Fault, Param, State, texts
from labsim.core.view import View
from labsim.vibration.forces import Forces, Now
from labsim.vibration.part import TrainPart

__all__ = ["Neighbour"]


class Neighbour(TrainPart):
    """Sister machine on the same base, `Neighbour(hertz=29.4)`; a hand stops it and starts it.

    It shakes all bearings alike at its own speed. Two lines that lie close together beat: strong
    and weak once in 1/|f1 - f2| seconds.
    """

    title, letter, symbol, price, swap = "neighbour machine", "M", "Motor", 900.0, 90.0
    positions: ClassVar[tuple[str, ...]] = ("running", "stopped")
    position = State(0, "0: running")
    hertz = Param(29.42, "Hz", "speed of its shaft")
    level = Param(0.12, "mm/s", "velocity it makes at the bearings here, rms")
    shakes_base = Fault("neighbour out of balance shakes the base", 0.5, level=(1.4, 2.6))

    def excite(self, now: Now, out: Forces) -> None:
        c = now.of(self)
        size = np.sqrt(2) * c.level * (1 - c.position)
        for n in range(len(now.layout.places)):
            out.shake(n, c.hertz, size, 0.8j * size, 0.2 * size)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "runs", (c.position == 1, "stands still"))
