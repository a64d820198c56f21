"""What a walk round a pump shows without an instrument: guard, oiler, shaft seal."""

from __future__ import annotations

import numpy as np

from labsim.core.component import Component, Fault, Param, texts
from labsim.core.view import View

__all__ = ["CouplingGuard", "Oiler", "ShaftSeal"]


class _Seen(Component):
    """Something that is looked at while the machine runs."""

    looking = 0.5  # min, with a lamp (assumed)


class CouplingGuard(_Seen):
    """Guard over a coupling, on four bolts."""

    title, letter, symbol, price, swap = "coupling guard", "F", "Box", 60.0, 10.0
    bolts = Param(4.0, "", "of four that hold it")
    bolt_gone = Fault("bolt missing", 0.8, bolts=3.0)

    def look(self, c: View) -> np.ndarray:
        gone = (c.bolts < 4.0, "one bolt hole empty, the guard gives way to a push")
        return texts(c, "guard in place, four bolts tight", gone)


class Oiler(_Seen):
    """Constant level oiler of a bearing housing."""

    title, letter, symbol, price, swap = "constant level oiler", "Z", "Box", 45.0, 10.0
    level = Param(0.7, "", "part of the glass that is full")
    milky = Param(0.0, "", "1: water in the oil")
    low = Fault("glass empty", 0.8, level=0.0)
    water = Fault("water in the oil", 0.5, milky=1.0)

    def look(self, c: View) -> np.ndarray:
        return texts(
            c, "glass two thirds full, oil clear",
            (c.milky > 0.5, "oil in the glass is milky"),
            (c.level < 0.1, "glass empty, a dry rim where the oil stood"),
        )  # fmt: skip


class ShaftSeal(_Seen):
    """Mechanical seal of a pump, seen from outside."""

    title, letter, symbol, price, swap = "shaft seal", "Z", "Box", 280.0, 120.0
    drips = Param(0.0, "", "drops a minute that come out of it")
    leaks = Fault("leaks", 1.0, drips=(20.0, 60.0))

    def look(self, c: View) -> np.ndarray:
        wet = [f"drips, some {10 * round(n / 10)} drops a minute, base wet" for n in c.drips]
        return np.where(c.drips > 1.0, wet, "dry, no marks below it")
