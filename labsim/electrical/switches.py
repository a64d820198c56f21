"""Switches that a process works: level, rod, vacuum; guard switch and emergency stop."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.contacts import Contacts, Selector

__all__ = [
    "EmergencyStop", "FloatSwitch", "GuardSwitch", "HomeSwitch", "ProcessContacts", "RodSwitch",
    "VacuumSwitch",
]  # fmt: skip


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


class GuardSwitch(Contacts):
    """Switch of a guard door, `GuardSwitch("13-14")`: actuated while the door is shut."""

    title, letter, symbol, price, swap = "guard switch", "B", "Float", 75.0, 15.0
    positions = ("shut", "open")  # a door rests shut
    position = State(0, "1: the door is open")
    travel = Param(1.0, "", "part of its way that reaches the contacts")
    bent = Fault("actuator tongue bent", 1.0, travel=0.0)

    def active(self, c: View) -> np.ndarray:
        return (c.position == 0) & (c["travel"] > 0.5)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "door shut", (c.position == 1, "door open"))


class EmergencyStop(Selector):
    """Emergency stop, break contact; it latches until it is pulled out (ISO 13850)."""

    title, symbol, price = "emergency stop", "Selector", 45.0
    positions = ("out", "in")

    def __init__(self, *kinds: str, **params: Any) -> None:
        super().__init__(*(kinds or ("NC",)), **params)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "pulled out", (c.position == 1, "pressed in"))


class _Watching(Contacts):
    """A switch that watches another part, `RodSwitch("13-14", of=C1)`; its lamp tells it is on."""

    letter, symbol, senses = "B", "Disconnect", True
    on = State(False, "actuated")

    def __init__(self, *pairs: str, of: Component, **params: Any) -> None:
        self.of = of
        super().__init__(*pairs, **params)

    def rules(self, c: View) -> None:
        c.follow("on", self.sees(c, c.sim.views[self.of.tag]))

    def sees(self, c: View, part: View) -> np.ndarray:
        """Tell whether what it watches has come to its point."""
        raise NotImplementedError

    def active(self, c: View) -> np.ndarray:
        return c.on

    def look(self, c: View) -> np.ndarray:
        return texts(c, "LED dark", (c.on, "LED lit"))


class RodSwitch(_Watching):
    """Reed switch on a cylinder: actuated while the piston is under it."""

    title, price, swap = "cylinder switch", 34.0, 6.0
    watch, told = "rod", ""  # who moves the rod finds the moment; it looks for itself
    point = Param(98.0, "mm", "of travel from which the magnet of the piston actuates it")
    moved = Fault("slipped on the tube", 1.0, point=500.0)

    def sees(self, c: View, part: View) -> np.ndarray:
        return part.travel("rod") >= c.point


class HomeSwitch(RodSwitch):
    """Reed switch on a cylinder: actuated while the piston is back at its inner end."""

    point = Param(2.0, "mm", "of travel up to which the magnet of the piston actuates it")
    moved = Fault("slipped on the tube", 1.0, point=-50.0)

    def sees(self, c: View, part: View) -> np.ndarray:
        return part.travel("rod") < c.point


class VacuumSwitch(_Watching):
    """Vacuum switch in the line of a cup: actuated from its point on."""

    title, price, swap = "vacuum switch", 76.0, 8.0
    point = Param(-0.55, "bar", "from which it is actuated")
    drifted = Fault("set far too deep", 0.7, point=-0.95)

    def sees(self, c: View, part: View) -> np.ndarray:
        return part.bar("V") <= c.point
