"""Check valves: plain, and pilot-operated."""

from __future__ import annotations

from typing import Any

from labsim.core.component import Fault, Param
from labsim.fluid.hydraulic import OilPart

__all__ = ["CheckValve", "PilotCheckValve"]


class CheckValve(OilPart):
    """Check valve: free from A to B, shut from B to A."""

    title, symbol, price, swap = "check valve", "Check", 28.0, 15.0
    marks = ("A", "B")
    area = Param(32.0, "mm²", "wide open (40 L/min at 5 bar)")
    crack = Param(0.5, "bar", "at which it begins to open")
    stays = Param(0.0, "", "part of its passage that stays open")
    seat = Param(0.0, "L/min/bar", "past the closed seat, at 46 cSt")
    passes = Param(1.0, "", "part of its passage that opens at all")
    stuck = Fault("stuck open", 1.0, stays=(0.05, 0.5))
    leaks = Fault("seat leaks", 0.8, seat=(5e-4, 5e-3))
    blocked = Fault("stuck closed", 0.3, passes=1e-4)

    def laws(self, net: Any) -> None:
        net.orifice("way", "A", "B", lambda c: c.area, opens=self.opens(), span=1.0,
                    crack=lambda c: c.crack, least=lambda c: c.stays,
                    shut=lambda c: c.passes)  # fmt: skip
        net.leak("seat", "B", "A", lambda c: c.seat)

    def opens(self) -> dict[str, Any]:
        """Return what opens the poppet, and what shuts it."""
        return {"A": 1.0, "B": -1.0}


class PilotCheckValve(CheckValve):
    """Pilot-operated check valve: holds B, unless pilot pressure at X pushes the poppet up."""

    title, symbol, price, swap = "pilot-operated check valve", "PilotCheck", 110.0, 20.0
    marks = ("A", "B", "X")
    ratio = Param(4.0, "", "of the pilot piston's area to the poppet's")
    piloting = Param(1.0, "", "part of the pilot pressure that reaches the piston")
    pilot = Fault("pilot line clogged by dirt", 0.8, piloting=0.0)
    jammed = Fault("pilot piston stuck up", 0.5, stays=1.0)

    def opens(self) -> dict[str, Any]:
        return {"A": 1.0, "B": -1.0, "X": lambda c: c.ratio * c.piloting}
