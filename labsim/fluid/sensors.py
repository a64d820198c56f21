"""Pressure and limit switches: what a contact or a controller follows."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, times

__all__ = ["LimitSwitch", "PressureSwitch"]


class _Senses(OilPart):
    """Makes at a point and lets go at another; `free` 0: its mechanism no longer moves."""

    letter, price, swap, senses = "B", 65.0, 15.0, True
    free = Param(1.0, "", "1: its mechanism moves")
    made = State(False, "actuated")

    def active(self, c: View) -> np.ndarray:
        return c.made


class PressureSwitch(_Senses):
    """Pressure switch: made from its setting on, lets go a little below."""

    title, symbol = "pressure switch", "PressureSwitch"
    marks, menu = ("P",), {"setting": "setting"}
    setting = Param(100.0, "bar", "at which it makes")
    band = Param(8.0, "bar", "below the setting at which it lets go (assumed)")
    low = Fault("set far too low", 0.8, setting=times(0.6, 0.3))
    high = Fault("set far too high", 0.8, setting=times(1.5))
    dead = Fault("does not make", 0.6, free=0.0)

    def rules(self, c: View) -> None:
        limit = np.where(c.made, c.setting - c.band, c.setting)
        c.follow("made", (c.bar("P") >= limit) & (c.free > 0))

    def look(self, c: View) -> np.ndarray:
        return texts(c, "output lamp dark", (c.made, "output lamp lit"))


class LimitSwitch(_Senses):
    """Limit switch beside a cylinder: made while its rod is `at` mm out, give or take `width`."""

    title = "limit switch"
    at = Param(0.0, "mm", "that the rod is out where it makes")
    width = Param(8.0, "mm", "of the cam to both sides (assumed)")
    moved = Param(0.0, "mm", "that it has slipped on its rail")
    shifted = Fault("slipped on its rail", 0.8, moved=(20.0, 60.0))
    dead = Fault("roller lever broken", 0.6, free=0.0)

    def __init__(self, cylinder: Component, at: float = 0.0, **params: Any) -> None:
        self.cylinder = cylinder
        super().__init__(at=at, **params)

    def rules(self, c: View) -> None:
        away = np.abs(c.sim.views[self.cylinder.tag].travel("rod") - c.at - c.moved)
        c.follow("made", (away <= c.width) & (c.free > 0))

    def look(self, c: View) -> np.ndarray:
        return texts(c, "lever free", (c.made, "lever pushed"))
