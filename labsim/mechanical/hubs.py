"""The hubs of a coupling with its guard off: where brackets, dials and laser heads are put."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Component, Param
from labsim.core.view import View
from labsim.mechanical.alignment import PER, growth
from labsim.mechanical.feet import MovedFeet, diagonal, ends, grown, line
from labsim.mechanical.network import MechanicalNetwork

__all__ = ["CLOCK", "HubPair", "Hubs"]

CLOCK = {"12": 0.0, "3": 90.0, "6": 180.0, "9": 270.0}  # °, seen from behind the moved machine


class HubPair(Component):
    """Both hubs of a coupling: the moved machine's and that of the one that stays.

    `coupling` and `stands` are the parts of a shaft line that feel what is left: offset and gap of
    the coupling, gap under a soft foot.
    """

    title, letter, symbol, price, swap = "coupling hubs", "W", "Box", 90.0, 120.0
    network = MechanicalNetwork
    marks = tuple(CLOCK)
    hubs: ClassVar[bool] = True
    rim = Param(140.0, "mm", "diameter of a hub")
    face = Param(120.0, "mm", "diameter on which the dial sweeps the face")
    apart = Param(110.0, "mm", "between the planes of the two dials")
    sag = Param(-0.11, "mm", "reading of this bracket on a stiff bar, at the bottom (assumed)")
    height = Param(180.0, "mm", "of the shaft that stays above its feet")
    warm = Param(8.0, "°C", "warmer when it runs than when it is set, K (assumed)")

    def __init__(self, feet: MovedFeet, coupling: Any = None, stands: Any = None, **params: Any):
        super().__init__(**params)
        self.feet, self.coupling, self.stands = feet, coupling, stands

    def look(self, c: View) -> np.ndarray:
        return np.full(c.count, "guard off, both hubs marked at 12")


class Hubs(HubPair):
    """Hubs with what their shafts do: where they stand hot and cold, what a dial shows there."""

    def hot(self, c: View) -> tuple[Any, Any]:
        """Return offset in mm and slope in mm on 100 mm at running temperature, each (way, V)."""
        feet = c.sim.views[self.feet.tag]
        return line(ends(self.feet, feet), feet.front, feet.back)

    def target(self, c: View) -> tuple[Any, Any]:
        """Return offset and slope it ought to have cold, (way, V): growth brings them to 0."""
        feet = c.sim.views[self.feet.tag]
        up = -grown(self.feet, feet, c.height * c.warm * growth(1.0, 1.0))
        return line(np.stack([up, 0.0 * up], axis=1), feet.front, feet.back)

    def cold(self, c: View) -> tuple[Any, Any]:
        """Return offset and slope as they are now, standing and cold, (way, V)."""
        return tuple(a + b for a, b in zip(self.hot(c), self.target(c), strict=True))

    def dial(self, c: View, kind: str, mark: str) -> np.ndarray:
        """Return what a dial shows without error, zeroed at 12: "rim", "face", "reverse", "sag"."""
        turn = np.deg2rad(CLOCK[mark])
        offset, slope = self.cold(c)
        way = np.array([np.cos(turn) - 1.0, np.sin(turn)])
        bends = c.sag * (1.0 - np.cos(turn)) / 2.0
        half = slope / PER * c.apart / 2.0
        shown = {
            "rim": lambda: -way @ (offset - half) + bends,
            "reverse": lambda: way @ (offset + half) + bends,
            "face": lambda: way @ slope / PER * c.face / 2.0,
            "sag": lambda: bends,
        }
        return np.broadcast_to(shown[kind](), (c.count,))

    def rules(self, c: View) -> None:
        """Let coupling and casing of the shaft line feel what is left, hot."""
        offset, slope = (np.hypot(*both) for both in self.hot(c))
        gap = np.abs(diagonal(self.feet.stack(c.sim.views[self.feet.tag])))
        tell(c, self.coupling, "parallel", offset)
        tell(c, self.coupling, "angular", slope)
        tell(c, self.stands, "soft", gap)


def tell(c: View, part: Any, name: str, value: np.ndarray) -> None:
    """Give a parameter of another part what it is now, where it has changed."""
    if part is None:
        return
    now = np.round(value, 6)
    if not np.allclose(c.sim.effective[part.tag, name], now, atol=1e-6):
        c.sim.enter(part.tag, name, now)
