"""Belt drives: belt frequency, sheaves out of line or off centre, a belt that swings."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Fault, Param, texts
from labsim.core.fault import Growth
from labsim.core.view import View
from labsim.vibration.forces import Forces, Now
from labsim.vibration.part import TrainPart, turned

__all__ = ["BeltDrive"]


class _Belt(TrainPart):
    """Sizes of a belt drive, and what can be wrong about it."""

    title = "belt"
    driver = Param(160.0, "mm", "pitch diameter of the sheave on the motor")
    driven = Param(250.0, "mm", "pitch diameter of the sheave on the fan")
    length = Param(1900.0, "mm", "pitch length of the belt")
    creep = Param(0.01, "", "part of its speed that the belt loses")
    worn = Param(0.0, "", "cracks and lumps that pass the sheaves")
    askew = Param(0.0, "mm", "sheaves out of line, on 100 mm of centre distance")
    off_centre = Param(0.0, "mm", "sheave on the fan off centre")
    span = Param(2.2, "", "natural frequency of a span by the speed of the motor (assumed)")
    tension = Param(120.0, "N/mm", "pull of the belts for a mm off centre (assumed)")
    belt_worn = Fault("belts worn", 1.0, growth=Growth(26.0, 0.3, 1.0), worn=(0.6, 1.2))
    out_of_line = Fault("sheaves out of line", 0.9, askew=(0.6, 1.3))
    sheave = Fault("sheave off centre", 0.5, off_centre=(0.3, 0.6))
    swings = Fault("belt swings in resonance", 0.5, span=(1.08, 1.02))


class BeltDrive(_Belt):
    """V-belts between two machines, pulling across (H): `BeltDrive(driver=160, driven=250)`."""

    title, letter, symbol, price, swap = "belt drive", "T", "Belt", 90.0, 40.0
    couples: ClassVar[bool] = True
    steps: ClassVar[int] = 1

    def ratio(self, now: Now) -> float:
        """Speed of the driven sheave by that of the driver."""
        c = now.of(self)
        return c.driver / c.driven * (1 - c.creep)

    def runs(self, now: Now) -> float:
        """Return belt frequency in Hz: how often a spot of the belt comes round."""
        c, left = now.of(self), now.layout.between[self.tag][0]
        return np.pi * c.driver / c.length * now.turns[now.layout.places[left].shaft]

    def excite(self, now: Now, out: Forces) -> None:
        c = now.of(self)
        left, right = now.layout.between[self.tag]
        first, second = (now.turns[now.layout.places[n].shaft] for n in (left, right))
        hard = 0.5 + 0.5 * now.load
        for n, side in ((left, 1.0), (right, -1.0)):
            for k, part in ((1, 0.55), (2, 1.0), (3, 0.35), (4, 0.25)):
                size = (0.06 + 2.4 * c.worn) * part * hard * turned(-28.0 * k)
                out.shake(n, k * self.runs(now), side * size, 0.5 * side * size, 0.08 * size)
            pull = side * c.tension * c.off_centre
            out.force(n, second, 7.0 * pull, 1.2 * pull)
            for fr, part in ((first, 1.0), (second, 0.8)):
                along = 3.6 * c.askew * part * hard * side
                out.shake(n, fr, 0.06 * along, 0.06 * along, along)
            swing(c, out, n, first)

    def look(self, c: View) -> Any:
        return texts(
            c, "belts run quietly",
            (c.worn > 1.0, "a belt with cracks, rubber dust under it"),
            (np.abs(c.span - 1.0) < 0.05, "the span swings wide"),
        )  # fmt: skip


def swing(c: Any, out: Forces, n: int, fr: float) -> None:
    """Let the span swing: far from resonance hardly, near it across and strong.

    The span is driven at the speed of the motor; its natural frequency is that of its tension.
    """
    size = 0.2 / (c.span**2 - 1.0 + 0.05j * c.span)
    out.shake(n, fr, size, 0.15 * size, 0.05 * size)
