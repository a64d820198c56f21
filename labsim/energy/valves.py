"""Valves that a hand works: one isolates and takes a lock, one lets off what is behind it."""

from __future__ import annotations

import numpy as np

from labsim.core.component import Component, State, texts
from labsim.core.view import View

__all__ = ["BleedValve", "IsolatingValve"]


class IsolatingValve(Component):
    """Ball valve in a supply line, lockable when closed; what is behind it stays shut in."""

    title, letter, symbol, price, swap = "isolating valve", "Q", "Valve", 38.0, 15.0
    positions = ("closed", "open")
    isolates = True
    position = State(1, "1: open")

    def look(self, c: View) -> np.ndarray:
        return texts(c, "handle across the pipe", (c.position == 1, "handle along the pipe"))


class BleedValve(Component):
    """Needle valve that lets off what is stored: oil to the tank, air through a silencer."""

    title, letter, symbol, price, swap = "bleed valve", "Q", "Valve", 24.0, 12.0
    positions = ("closed", "open")
    position = State(0, "1: open")

    def look(self, c: View) -> np.ndarray:
        return texts(c, "closed", (c.position == 1, "open"))
