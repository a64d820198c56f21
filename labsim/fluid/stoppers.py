"""The suction cup of a stopper station: it always has a stopper before its lip."""

from __future__ import annotations

import numpy as np

from labsim.core.component import Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.vacuum import SuctionCup

__all__ = ["StopperCup"]


class StopperCup(SuctionCup):
    """Cup over the stopper bowl: it picks a stopper up and carries it to the vial."""

    positions, senses = (), True
    diameter = Param(12.0, "mm", "of the lip")
    lift = Param(2.0, "N", "weight and jerk of a stopper (assumed)")
    lip = Param(0.001, "L/(s·bar)", "past the lip on a clean stopper (assumed)")
    position = State(1, "1: a stopper is before the lip")
    worn = Fault("lip worn", 1.5, lip=(0.8, 1.6))

    def look(self, c: View) -> np.ndarray:
        return self.told(c, texts(c, "no stopper on it", (c.active, "holds a stopper")))
