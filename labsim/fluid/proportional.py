"""Proportional and servo valve: the spool stands where the command says, -1 to 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.directional import CENTRES, Ways
from labsim.fluid.hydraulic import OilPart

__all__ = ["Joystick", "ProportionalValve", "ServoValve"]


class Joystick(OilPart):
    """Joystick with its amplifier: says how far a proportional valve shall open, and which way."""

    title, letter, symbol, price, swap = "joystick", "S", "Box", 240.0, 25.0
    network = None
    positions = ("centre", "half out", "full out", "half in", "full in")
    half = Param(0.4, "", "part of full opening in the half positions")
    full = Param(1.0, "", "part of full opening in the end positions")
    position = State(0, "which of its positions")
    pot = Fault("potentiometer worn, half its signal", 0.6, full=0.45, half=0.18)

    def command(self, c: View) -> np.ndarray:
        """Part of full opening, -1 to 1."""
        n = c.position
        size = np.where((n == 1) | (n == 3), c.half, np.where(n == 0, 0.0, c.full))
        return np.where(n > 2, -size, size)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "", *((c.position == n, name) for n, name in enumerate(self.positions)))


class ProportionalValve(Ways):
    """Proportional valve; its command comes from a part with `command(view)`: `Joystick()`.

    Without a source it has its own parameter `command`. 1 opens P-A and B-T fully.
    """

    title, symbol, price, swap = "proportional valve", "ProportionalValve", 980.0, 40.0
    marks, boxes = ("P", "A", "B", "T"), ("P>A B>T", CENTRES["closed"], "P>B A>T")
    actuators = ("proportional+spring", "proportional+spring")
    command = Param(0.0, "", "part of full opening, -1 to 1")
    tau = Param(0.02, "s", "lag of the spool (about 8 Hz; makers say 5 to 15)")
    null = Param(0.0, "", "where the spool stands at no command")
    gain = Param(1.0, "", "of the spool's way to the command")
    shifted = Fault("null shifted", 1.0, null=(0.15, 0.3))
    weak = Fault("amplifier gain far too small", 0.5, gain=(0.5, 0.2))
    stuck = Fault("spool stuck in the middle", 0.7, free=0.0)
    dead = Fault("no current from the amplifier", 0.6, gain=0.0)
    bounds = {"command": (-1.0, 1.0)}

    def __init__(self, source: Component | None = None, **params: Any) -> None:
        self.source = source
        super().__init__(**params)

    def wanted(self, c: View) -> np.ndarray:
        source = self.source
        said = c.command if source is None else source.command(c.sim.views[source.tag])
        return np.clip(said * c.gain + c.null, -1.0, 1.0)


class ServoValve(ProportionalValve):
    """Servo valve: no overlap, quick; its first stage has a nozzle of 0.3 mm that dirt clogs."""

    title, symbol, price = "servo valve", "ServoValve", 2900.0
    overlap = Param(0.0, "", "part of its way the spool moves before an edge opens")
    tau = Param(0.003, "s", "lag of the spool (about 50 Hz; makers say 50 to 100)")
    clearance = Param(2e-3, "L/min/bar", "past each land at 46 cSt (0.2 L/min at 100 bar; assumed)")
    clogged = Fault("first-stage nozzle clogged, runs to its end", 0.8, null=2.0)
    worn = Fault("spool worn, leaks", 1.0, clearance=(1e-2, 4e-2))
    dead = Fault("no current to the torque motor", 0.6, gain=0.0)
    weak = Fault("one coil of the torque motor open", 0.5, gain=0.5)
