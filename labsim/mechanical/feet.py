"""Feet of the machine that is moved: shims under them, jack bolts beside them, bolts through them.

Rigid casing on four feet: 1 and 2 are at the coupling, 3 and 4 behind; 1 and 3 left, seen from
behind. Where the sums over the diagonals differ, the casing rocks, and bolts pull it crooked.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Component, Fault, Param, State
from labsim.core.view import View
from labsim.mechanical.alignment import PER, growth
from labsim.mechanical.network import MechanicalNetwork

__all__ = [
    "ENDS",
    "FEET",
    "ROOM",
    "STEP",
    "MovedFeet",
    "OnShims",
    "diagonal",
    "ends",
    "grown",
    "line",
]

FEET = ("1", "2", "3", "4")
ENDS = ("front", "back")
STEP = 0.025  # mm, the thinnest shim there is in the box (usual sets of precut shims)
ROOM = 2.5  # mm to either side until a bolt stands against its hole (assumed: 2.5 mm of play)
SETTLES = 0.3  # of a soft foot's gap by which the casing lands elsewhere each time (assumed)
OTHERS = 0.12  # of it that the sound feet rise when theirs is the bolt let go (assumed)


def diagonal(stack: Any) -> Any:
    """Return by how much feet 1 and 4 together stand higher than 2 and 3, in mm."""
    return stack[0] - stack[1] - stack[2] + stack[3]


class OnShims(Component):
    """Four feet: what is under them, where they stand, what hands have done there.

    What is `under` a foot counts from where it ought to stand cold, so that growth brings both
    shafts into line.
    """

    title, letter, symbol, price, swap = "feet on shims", "U", "Feet", 60.0, 90.0
    network = MechanicalNetwork
    marks = FEET
    positions = ("tight", "loose")
    moved: ClassVar[bool] = True  # shims and jack bolts are worked here
    position = State(0, "0: all hold-down bolts tight")
    was = State(0, "position of the bolts a moment ago")
    seated = State(0.0, "times the bolts have been tightened")
    shim1, shim2 = State(0.0, "mm put under foot 1"), State(0.0, "mm put under foot 2")
    shim3, shim4 = State(0.0, "mm put under foot 3"), State(0.0, "mm put under foot 4")
    jacked_front = State(0.0, "mm the front end was shifted to the right")
    jacked_back = State(0.0, "mm the back end was shifted to the right")
    under1 = Param(0.0, "mm", "height under foot 1 against where it ought to be")
    under2 = Param(0.0, "mm", "the same, foot 2")
    under3 = Param(0.0, "mm", "the same, foot 3")
    under4 = Param(0.0, "mm", "the same, foot 4")
    side_front = Param(0.0, "mm", "front end too far to the right")
    side_back = Param(0.0, "mm", "back end too far to the right")
    pack = Param(2.0, "mm", "shims found under every foot")
    front = Param(150.0, "mm", "from the coupling's middle to the front feet")
    back = Param(450.0, "mm", "from the coupling's middle to the back feet")
    height = Param(180.0, "mm", "of the shaft above the feet")
    warm_front = Param(60.0, "°C", "warmer when it runs than when it is set, front, K (assumed)")
    warm_back = Param(45.0, "°C", "the same, back (assumed)")


def left(title: str, under: tuple[float, ...], aside: tuple[float, float]) -> Fault:
    """Return what a fitter left behind: mm under feet 1 to 4, mm to the right at front and back."""
    heights = {f"under{n}": mm for n, mm in zip(FEET, under, strict=True)}
    sides = {f"side_{end}": mm for end, mm in zip(ENDS, aside, strict=True)}
    return Fault(title, 1.0, wrong={**heights, **sides})


class MovedFeet(OnShims):
    """Four feet on shims, with jack bolts to shift them sideways and hold-down bolts."""

    short = left("set on a short foot", (-0.30, 0.10, 0.20, 0.22), (0.25, 0.45))
    pipe = left("set low on a short foot", (-0.42, 0.05, -0.45, -0.42), (-0.40, -0.10))
    uneven = left("set on a base that is not flat", (0.05, -0.35, -0.25, -0.20), (-0.30, 0.10))
    grout = left("set on a base that dips behind", (0.10, -0.32, -0.40, -0.42), (0.45, 0.75))
    high = left("set too high on old shims", (0.45, 0.50, 0.10, 0.50), (0.10, -0.35))
    mixed = left("set on shims of two machines", (0.35, 0.60, 0.55, 0.45), (-0.20, 0.30))

    def stack(self, c: View) -> Any:
        """Return the height under each foot in mm, (4, V)."""
        return np.stack([c[f"under{n}"] + c[f"shim{n}"] for n in FEET])

    def rises(self, c: View) -> Any:
        """Return by how much each foot lifts when its bolt alone is let go, mm, (4, V)."""
        rock = diagonal(self.stack(c))
        low, high = np.maximum(-rock, 0.0), np.maximum(rock, 0.0)
        outer, inner = low + OTHERS * high, high + OTHERS * low
        return np.stack([outer, inner, inner, outer])

    def rules(self, c: View) -> None:
        landed = (c.position == 0) & (c.was == 1)
        if landed.any():
            c.keep("seated", c.seated + landed)
        c.remember("was", c.position.copy())

    def look(self, c: View) -> np.ndarray:
        packs = np.round(c.pack + np.stack([c[f"shim{n}"] for n in FEET]), 3).T
        said = [" ".join(f"{mm:g}" for mm in row) for row in packs]
        held = np.where(c.position == 0, "bolts tight", "bolts loose")
        return np.array(
            [f"{a}, shims {b} mm under feet 1 2 3 4" for a, b in zip(held, said, strict=True)]
        )


def ends(part: MovedFeet, c: View) -> Any:
    """Return where front and back end stand hot against the shaft that stays: (end, way, V), mm.

    Ways: up, then to the right. A casing on a soft foot lands elsewhere whenever it is bolted down.
    """
    stack, rock = part.stack(c), diagonal(part.stack(c))
    thrown = np.stack([scattered(c.seated, turn) for turn in (12.9898, 78.233)])
    up = np.stack([stack[0] + stack[1], stack[2] + stack[3]]) / 2.0 + SETTLES * rock * thrown
    across = np.stack([c.side_front + c.jacked_front, c.side_back + c.jacked_back])
    return np.stack([up, across], axis=1)


def scattered(count: Any, turn: float) -> Any:
    """Return a number from -1 to 1 for a count: the same for the same, else unlike the last."""
    rough = 43758.5453 * np.sin(turn * (count + 1.0))
    return 2.0 * (rough - np.floor(rough)) - 1.0


def grown(part: MovedFeet, c: View, stays: Any) -> Any:
    """Return by how many mm either end rises, warm, above a shaft that rises `stays`, (end, V)."""
    warm = (c.warm_front, c.warm_back)
    return np.stack([c.height * kelvin * growth(1.0, 1.0) - stays for kelvin in warm])


def line(ends: Any, front: Any, back: Any) -> tuple[Any, Any]:
    """Return offset in the coupling's middle and slope in mm on 100 mm, of ends' places in mm."""
    rise = (ends[1] - ends[0]) / (back - front)
    return ends[0] - rise * front, rise * PER
