"""Pumps: gear, vane, piston; fixed and pressure-compensated, with their leakage and suction.

Ports: S suction, P pressure, L case drain. Volumetric efficiency at rated pressure and 46 cSt; what
is lost leaks laminarly, as notes of fluid power §4.4 say: 90 to 95 % gear, 88 to 93 % vane, 94 to
97 % piston; overhaul below 80 %.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, texts
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart, runs, times
from labsim.fluid.tanks import foam

__all__ = ["CompensatedPump", "PistonPump", "Pump", "VanePump"]

KNOCKS = 0.02  # share of air in what it draws, heard (assumed)
WHINES, ROARS = -0.3, -0.5  # bar at the suction port, heard as cavitation (assumed)


def noise(c: View, drive: Component | None, hard: np.ndarray) -> np.ndarray:
    """Tell what an ear makes of a pump; `hard`: its coupling carries what it can."""
    low, driven = c.bar("S"), runs(c, drive) * np.ones(c.count) > 0.05
    turns = driven & (c.key > 0.05)
    return texts(c, "stands still", (driven & ~turns, "coupling turns, pump shaft stands"),
                 (turns & (c.grip < 0.9) & hard, "coupling rattles and smells hot"),
                 (turns & (c.sucks + foam(c) > KNOCKS), "knocks, loud"),
                 (turns & (low < ROARS), "roars"), (turns & (low < WHINES), "whines"),
                 (turns, "runs evenly"))  # fmt: skip


class _Torque(OilPart):
    """Leakage of a pump, and the pressure its drive and coupling can turn it against."""

    displacement = Param(8.0, "cm³", "of one turn", spread=0.01)
    speed = Param(1450.0, "rpm", "at full speed of its drive")
    efficiency = Param(0.93, "", "volumetric, at rated pressure and 46 cSt")
    rated = Param(160.0, "bar", "pressure at which the efficiency is meant")
    stall = Param(320.0, "bar", "at which drive and coupling can turn no more (assumed)")
    grip = Param(1.0, "", "part of the torque that the coupling passes on")

    def slip(self, c: View) -> np.ndarray:
        """Leakage in L/min for each bar, at 46 cSt."""
        return c.displacement * c.speed / 1e3 * (1.0 - c.efficiency) / c.rated

    def most(self, c: View) -> np.ndarray:
        """Pressure in bar from which it delivers less."""
        return c.stall * c.grip

    def band(self, c: View) -> np.ndarray:
        """Bar over which the flow falls away: a drive that stalls gives way slowly (assumed)."""
        return 0.06 * self.most(c)


class Pump(_Torque):
    """Gear pump: so much oil a turn, whatever the pressure, less what leaks back to the suction.

    `Pump(M1)` turns when the drive M1 turns; without a drive it always runs.
    """

    title, letter, symbol, price, swap = "pump", "P", "Pump", 340.0, 60.0
    obvious = True
    marks = ("S", "P")
    key = Param(1.0, "", "1: the coupling turns the shaft")
    sucks = Param(0.0, "", "part of what it draws that is air")
    worn = Fault("worn", 2.0, efficiency=(0.8, 0.7, 0.5))
    slips = Fault("coupling slips under load", 0.7, grip=(0.25, 0.12))
    sheared = Fault("coupling key sheared", 0.4, key=0.0)
    air = Fault("draws air at the suction joint", 1.0, sucks=(0.06, 0.15))
    bounds = {"efficiency": (0.05, 1.0)}

    def __init__(self, drive: Component | None = None, **params: Any) -> None:
        self.drive = drive
        super().__init__(**params)

    def laws(self, net: Any) -> None:
        net.pump("flow", "S", "P", self.ideal, limit=self.most, span=self.band,
                 controls=self.controls)  # fmt: skip
        net.leak("slip", "P", self.leaks_to, self.slip)

    leaks_to, controls = "S", False

    def ideal(self, c: View) -> np.ndarray:
        """Flow without leakage, in L/min of oil: of what it draws, air is no oil."""
        turns = c.speed * runs(c, self.drive) * c.key
        return c.displacement * turns * (1.0 - c.sucks) / (1.0 + foam(c)) / 1e3

    def rpm(self, c: View) -> np.ndarray:
        """Speed of the shaft: the drive's, less as the coupling slips or the drive stalls."""
        most = c.stall * c.grip
        left = np.clip(1.0 - (c.bar("P") - most) / (0.06 * most), 0.0, 1.0)
        return c.speed * runs(c, self.drive) * c.key * left

    def look(self, c: View) -> np.ndarray:
        return noise(c, self.drive, c.bar("P") > 0.95 * self.most(c))


class VanePump(Pump):
    """Vane pump, fixed displacement."""

    title, price = "vane pump", 460.0
    efficiency = Param(0.91, "", "volumetric, at rated pressure and 46 cSt")


class PistonPump(Pump):
    """Axial piston pump, fixed: what leaks goes through the case drain L, and tells of its wear."""

    title, price, swap = "piston pump", 1450.0, 90.0
    marks = ("S", "P", "L")
    efficiency = Param(0.96, "", "volumetric, at rated pressure and 46 cSt")
    rated = Param(210.0, "bar", "pressure at which the efficiency is meant")
    leaks_to = "L"


class CompensatedPump(PistonPump):
    """Axial piston pump that swivels back at its compensator's setting: holds pressure, no flow."""

    title, symbol, price = "pressure-compensated pump", "CompensatedPump", 1900.0
    menu, controls = {"setting": "setting"}, True
    setting = Param(140.0, "bar", "of the compensator, at no flow")
    swing = Param(5.0, "bar", "below the setting at which it begins to swivel back (assumed)")
    swivel = Param(1.0, "", "part of full stroke that the swash plate reaches")
    low = Fault("compensator set far too low", 1.0, setting=times(0.7, 0.4))
    sticks = Fault("compensator spool stuck, full stroke", 0.4, setting=times(2.0))
    destroked = Fault("swash plate stuck near no stroke", 0.4, swivel=(0.3, 0.1))

    def ideal(self, c: View) -> np.ndarray:
        return super().ideal(c) * c.swivel

    def most(self, c: View) -> np.ndarray:
        return np.minimum(c.setting - c.swing, super().most(c))

    def band(self, c: View) -> np.ndarray:
        return np.where(c.setting - c.swing < super().most(c), c.swing, super().band(c))
