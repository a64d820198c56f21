"""What runs on a belt: products of a few kinds, in an order that a seed decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from labsim.core.errors import LabsimError

__all__ = ["BLOCK", "BOTTLE", "BOX", "CAN", "CRATE", "CYCLE", "SHORT_BOX", "Goods", "Kind"]

CYCLE = 500  # products after which the order begins again


@dataclass(frozen=True)
class Kind:
    """A kind of product: length and height in mm, mass in kg, what a sensor can tell it by.

    `holds` is what goes into it, in L, to the brim.
    """

    name: str
    length: float
    height: float
    mass: float
    metal: bool = False
    dark: bool = False
    holds: float = 0.0


BOX = Kind("box", 200.0, 150.0, 1.2)
SHORT_BOX = Kind("short box", 200.0, 150.0, 0.9)  # 0.3 kg missing
CAN = Kind("can", 200.0, 150.0, 1.9, metal=True, dark=True)
CRATE = Kind("crate", 300.0, 260.0, 3.0, dark=True)
BLOCK = Kind("block", 200.0, 80.0, 2.5, metal=True)
BOTTLE = Kind("bottle", 70.0, 230.0, 0.03, holds=0.53)  # half a litre, PET


class Goods:
    """Products in order: `Goods({BOX: 3, CAN: 1}, seed=4)`, three boxes to a can on average.

    `order` gives the first products by name, "box, can, box", instead of by chance. `scatter` of
    the mass is one standard deviation, as a part of it.
    """

    def __init__(
        self, mix: Mapping[Kind, float], seed: int = 1, order: str = "", scatter: float = 0.0
    ) -> None:
        if not mix or min(mix.values()) < 0 or not sum(mix.values()) > 0:
            raise LabsimError("goods need kinds, and how many of each: Goods({BOX: 3, CAN: 1})")
        self.kinds = tuple(mix)
        dice = np.random.default_rng(seed)
        share = np.array(list(mix.values()), dtype=float)
        self.which = dice.choice(len(self.kinds), CYCLE, p=share / share.sum())
        names = {kind.name: n for n, kind in enumerate(self.kinds)}
        for n, word in enumerate(filter(None, order.split(", "))):
            if word not in names:
                raise LabsimError(f"goods have no kind {word}; they have {', '.join(names)}")
            self.which[n] = names[word]
        self.mass = self.of("mass") * (1.0 + scatter * dice.standard_normal(CYCLE))
        self.length, self.height = self.of("length"), self.of("height")

    def of(self, name: str) -> np.ndarray:
        """Return a property of every product in order."""
        return np.array([float(getattr(kind, name)) for kind in self.kinds])[self.which]

    def property(self, name: str, number: np.ndarray) -> np.ndarray:
        """Return a property of products by their number, 0 for -1, which is none."""
        known = self.mass if name == "mass" else self.of(name)
        return np.where(number >= 0, known[number % CYCLE], 0.0)

    def kind(self, number: np.ndarray) -> np.ndarray:
        """Return which kind products are, by their number; -1 for none."""
        return np.where(number >= 0, self.which[number % CYCLE], -1)
