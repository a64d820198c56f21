"""Switches that a process works: level and the like."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, texts
from labsim.core.view import View
from labsim.electrical.contacts import Contacts

__all__ = ["FloatSwitch", "ProcessContacts"]


class FloatSwitch(Contacts):
    """Float switch: actuated while the tank holds enough. `FloatSwitch("13-14")`."""

    title, letter, symbol, price, swap = "float switch", "B", "Float", 60.0, 20.0
    level = Param(0.8, "", "part of the tank that is full")
    point = Param(0.3, "", "level from which it is actuated")
    rise = Param(1.0, "", "part of its way the float can still move")
    stuck = Fault("float stuck down", 1.5, rise=0.0)

    def active(self, c: View) -> np.ndarray:
        return c.level * c.rise >= c.point

    def look(self, c: View) -> np.ndarray:
        return texts(c, "sight glass: tank low", (c.level >= c.point, "sight glass: tank full"))


class ProcessContacts(Contacts):
    """Contacts of a switch that something else works: `ProcessContacts(B1, "13-14")` follows B1."""

    title, letter, symbol, price, swap = "switch contacts", "S", "Float", 30.0, 15.0

    def __init__(self, follows: Component, *pairs: str, **params: Any) -> None:
        self.follows = follows
        super().__init__(*(pairs or ("13-14",)), **params)

    def active(self, c: View) -> np.ndarray:
        return c.sim.views[self.follows.tag].active
