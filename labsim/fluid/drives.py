"""What turns a pump: the electric drive of a power unit, started by hand or by a contactor."""

from __future__ import annotations

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart

__all__ = ["Drive"]


class Drive(OilPart):
    """Electric drive of a power unit: `Drive()` is started by hand, `Drive(K1)` by a contactor."""

    title, letter, symbol, price, swap = "electric drive", "M", "Drive", 520.0, 60.0
    network = None
    obvious = True
    positions = ("stopped", "running")
    position = State(0, "1: started by hand")
    run_up = Param(0.3, "s", "from start to full speed (assumed)")
    power = Param(1.0, "", "part of full speed it reaches")
    speed = State(0.0, "part of full speed")
    dead = Fault("drive does not start", 0.6, power=0.0)
    slow = Fault("drive turns too slowly", 0.3, power=0.6)

    def __init__(self, starter: Component | None = None, **params: object) -> None:
        self.starter = starter
        if starter is not None:
            self.positions = ()
        super().__init__(**params)

    def active(self, c: View) -> np.ndarray:
        """Tell whether it is switched on."""
        if self.starter is None:
            return c.position == 1
        return c.sim.views[self.starter.tag].active

    def rules(self, c: View) -> None:
        c.follow("speed", np.where(c.active, c.power, 0.0), c.run_up)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "stands still", (c.speed > 0.8, "turns"), (c.speed > 0.05, "turns slowly"))
