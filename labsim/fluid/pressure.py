"""Pressure valves: relief (direct, pilot), reducing, sequence, unloading, counterbalance.

An override is what the pressure rises above the setting at rated flow: 10 to 25 % when a spring
holds the poppet itself, 3 to 8 % when a pilot does (notes of fluid power §4.3).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, texts
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, area_for, times

__all__ = [
    "CounterbalanceValve", "PilotReliefValve", "ReducingValve", "ReliefValve", "SequenceValve",
    "UnloadingValve",
]  # fmt: skip

HEARD = 2.0  # L/min over a seat, heard and felt as a hiss (assumed)
HISSES = "oil hisses through it, warm to the hand"


class _PressureValve(OilPart):
    """A poppet or spool held shut by a spring with a screw."""

    letter, menu = "R", {"setting": "setting"}
    rated = Param(60.0, "L/min", "flow at which the override is meant")
    override = Param(0.12, "", "rise above the setting at rated flow, part of the setting")
    stuck = Param(0.0, "", "part of the passage that stays open")
    seat = Param(0.0, "L/min/bar", "past the closed seat, at 46 cSt")

    def span(self, c: View) -> np.ndarray:
        """Bar from the setting to where it is wide open."""
        return c.override * self.values["setting"]

    def passage(self, c: View) -> np.ndarray:
        """Area in mm² wide open: passes rated flow at the setting and the override together."""
        return area_for(c.rated, self.values["setting"] * (1.0 + c.override))


class ReliefValve(_PressureValve):
    """Direct-acting relief valve: opens P to T against its spring."""

    title, symbol, price, swap = "relief valve", "Relief", 95.0, 20.0
    marks = ("P", "T")
    setting = Param(160.0, "bar", "at which it begins to open")
    low = Fault("set far too low", 1.0, setting=times(0.75, 0.5, 0.25))
    high = Fault("set far too high", 0.4, setting=times(1.35))
    passes = Param(1.0, "", "part of the passage that opens at all")
    shut = Fault("stuck closed", 0.3, passes=1e-4)
    open_ = Fault("stuck open by dirt", 1.0, stuck=(0.15, 0.6))
    leaks = Fault("seat leaks", 1.0, seat=(0.02, 0.06))

    def laws(self, net: Any) -> None:
        net.orifice("relief", "P", "T", self.passage, opens={"P": 1.0, "T": -1.0},
                    crack=lambda c: c.setting, span=self.span, least=lambda c: c.stuck,
                    shut=lambda c: c.passes)  # fmt: skip
        net.leak("seat", "P", "T", lambda c: c.seat)

    def look(self, c: View) -> np.ndarray:
        flow = np.abs(c.flow("relief")) + np.abs(c.flow("seat"))
        return texts(c, "quiet", (flow > HEARD, HISSES))


class PilotReliefValve(_PressureValve):
    """Pilot-operated relief valve: hardly any override; let off at X it lets everything by.

    A damping orifice feeds the chamber X over the main poppet, a pilot poppet holds it at the
    setting. Clogged orifice or dirty pilot seat: the chamber stays empty, the main poppet opens.
    """

    title, symbol, price, swap = "pilot-operated relief valve", "PilotRelief", 190.0, 25.0
    marks, capped = ("P", "T", "X"), ("X",)
    SPRING = 4.0  # bar of the main poppet's spring (assumed, makers say 3 to 5)
    setting = Param(160.0, "bar", "at which it begins to open")
    rated = Param(140.0, "L/min", "flow at which the override is meant")
    override = Param(0.04, "", "rise above the setting at rated flow, part of the setting")
    damping = Param(0.65, "mm²", "of the damping orifice (0.9 mm; assumed)")
    low = Fault("set far too low", 1.0, setting=times(0.75, 0.5, 0.25))
    high = Fault("set far too high", 0.4, setting=times(1.35))
    shut = Fault("main poppet stuck closed", 0.3, passes=1e-4)
    clogged = Fault("damping orifice clogged", 1.0, damping=(0.01, 1e-4))
    open_ = Fault("main poppet stuck open by dirt", 0.6, stuck=(0.08, 0.4))
    dirty = Fault("pilot seat dirty", 0.8, seat=(0.01, 0.05))
    passes = Param(1.0, "", "part of the main passage that opens at all")

    def laws(self, net: Any) -> None:
        net.volume("X", 0.02)
        net.orifice("damping", "P", "X", lambda c: c.damping)
        net.orifice("pilot", "X", "T", lambda c: 0.5, opens={"X": 1.0, "T": -1.0}, span=3.0,
                    crack=lambda c: c.setting - self.SPRING)  # fmt: skip
        net.leak("seat", "X", "T", lambda c: c.seat)
        net.orifice("relief", "P", "T", self.passage, opens={"P": 1.0, "X": -1.0}, span=self.span,
                    crack=self.SPRING, least=lambda c: c.stuck,
                    shut=lambda c: c.passes)  # fmt: skip

    def look(self, c: View) -> np.ndarray:
        return texts(c, "quiet", (np.abs(c.flow("relief")) > HEARD, HISSES))


class ReducingValve(_PressureValve):
    """Three-way pressure reducing valve: holds A at its setting below P, lets off to T above it."""

    title, symbol, price, swap = "pressure reducing valve", "Reducing", 170.0, 25.0
    marks = ("P", "A", "T")
    setting = Param(50.0, "bar", "held at A with no flow")
    override = Param(0.12, "", "fall below the setting at rated flow, part of the setting")
    area = Param(15.0, "mm²", "wide open (40 L/min at 20 bar; assumed)")
    low = Fault("set far too low", 1.0, setting=times(0.6, 0.3))
    high = Fault("set far too high", 0.6, setting=times(1.6, 2.2))
    open_ = Fault("spool stuck open", 0.6, stuck=1.0, setting=times(8.0))
    shut = Fault("spool stuck closed", 0.4, area=0.02)

    def laws(self, net: Any) -> None:
        net.orifice("reduce", "P", "A", lambda c: c.area, opens={"A": -1.0}, span=self.span,
                    crack=lambda c: -c.setting, least=lambda c: c.stuck)  # fmt: skip
        net.orifice("let off", "A", "T", lambda c: 0.3 * c.area, opens={"A": 1.0, "T": -1.0},
                    crack=lambda c: 1.05 * c.setting, span=self.span)  # fmt: skip
        net.leak("pilot", "A", "T", 2e-3)  # control oil, 0.1 L/min at 50 bar (assumed)


class SequenceValve(_PressureValve):
    """Sequence valve: passes P to A when P has reached its setting; free back; drain L to tank."""

    title, symbol, price, swap = "sequence valve", "Sequence", 150.0, 25.0
    marks = ("P", "A", "L")
    setting = Param(80.0, "bar", "at P from which it opens")
    area = Param(20.0, "mm²", "of the check valve back (40 L/min at 12 bar; assumed)")
    low = Fault("set far too low", 1.0, setting=times(0.5, 0.15))
    high = Fault("set far too high", 0.8, setting=times(1.6, 3.0))
    open_ = Fault("spool stuck open", 0.6, stuck=(0.3, 1.0))

    def laws(self, net: Any) -> None:
        wide = lambda c: area_for(c.rated, 15.0)  # noqa: E731 - 15 bar at rated flow (assumed)
        net.orifice("sequence", "P", "A", wide, opens={"P": 1.0, "L": -1.0},
                    crack=lambda c: c.setting, span=self.span, least=lambda c: c.stuck)  # fmt: skip
        net.orifice("back", "A", "P", lambda c: c.area, opens={"A": 1.0, "P": -1.0}, crack=0.5)
        net.leak("drain", "P", "L", 2e-4)  # past the spool, 16 cm³/min at 80 bar (assumed)


class UnloadingValve(_PressureValve):
    """Unloading valve: opens P to T when the pilot X has reached its setting (accumulator full).

    It snaps: open it stays until X has fallen by its differential, so that the pump idles between.
    """

    title, symbol, price, swap = "unloading valve", "Unloading", 180.0, 25.0
    marks = ("P", "T", "X")
    setting = Param(120.0, "bar", "at X from which it unloads")
    differential = Param(0.15, "", "part of the setting that X falls before it shuts (assumed)")
    low = Fault("set far too low", 1.0, setting=times(0.6, 0.3))
    open_ = Fault("spool stuck open", 0.6, stuck=(0.3, 1.0))
    shut = Fault("pilot line clogged by dirt", 0.6, setting=times(5.0))
    bounds = {"differential": (0.01, 0.9)}

    def laws(self, net: Any) -> None:
        wide = lambda c: area_for(c.rated, 5.0)  # noqa: E731 - 5 bar at rated flow (assumed)
        half = lambda c: 0.5 * c.differential * c.setting  # noqa: E731
        net.spool("spool", lambda c: half(c) - c.setting, 0.02, pilots={"X": 1.0, "T": -1.0},
                  band=half)  # fmt: skip
        net.orifice("unload", "P", "T", wide, edge=("spool", 1, 0.0), shut=lambda c: 1.0 - c.stuck)
        net.orifice("stuck", "P", "T", lambda c: wide(c) * c.stuck)


class CounterbalanceValve(_PressureValve):
    """Counterbalance valve: holds the load at A, lets it to B by its setting or by pilot X.

    Free from B to A. Pilot pressure counts `ratio` times; pressure at B adds to the spring,
    1 + ratio times, as makers of valves with unvented springs say. An orifice damps the pilot:
    without it the load would come down in jerks.
    """

    title, symbol, price, swap = "counterbalance valve", "Counterbalance", 160.0, 25.0
    marks = ("A", "B", "X")
    setting = Param(180.0, "bar", "at A, without pilot; 1.3 times the load's pressure")
    ratio = Param(4.0, "", "of the pilot's area to the relief's")
    piloting = Param(1.0, "", "part of the pilot pressure that reaches the piston")
    damping = Param(1.5e-4, "L/min/bar", "of the pilot orifice at 46 cSt: some 0.3 s (assumed)")
    stays = Param(0.0, "", "part of the check valve that stays open")
    low = Fault("set far too low", 1.0, setting=times(0.6, 0.3))
    high = Fault("set far too high", 0.6, setting=times(1.8))
    stuck_open = Fault("poppet stuck open by dirt", 0.7, stuck=(0.05, 0.4))
    pilot = Fault("pilot orifice clogged", 0.6, piloting=0.0)
    check = Fault("check valve does not close", 0.6, stays=(0.02, 0.2))
    leaks = Fault("seat leaks", 0.8, seat=(5e-4, 5e-3))

    def laws(self, net: Any) -> None:
        pilot = lambda c: c.ratio * c.piloting  # noqa: E731
        net.inner("~pilot", 0.01)
        net.leak("damping", "X", "~pilot", lambda c: c.damping)
        net.orifice("hold", "A", "B", self.passage, crack=lambda c: c.setting, span=self.span,
                    opens={"A": 1.0, "~pilot": pilot, "B": lambda c: -1.0 - c.ratio},
                    least=lambda c: c.stuck)  # fmt: skip
        net.orifice("check", "B", "A", lambda c: area_for(c.rated, 4.0), least=lambda c: c.stays,
                    opens={"B": 1.0, "A": -1.0}, crack=1.0, span=1.0)  # fmt: skip
        net.leak("seat", "A", "B", lambda c: c.seat)
