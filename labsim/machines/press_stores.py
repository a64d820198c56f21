"""What the press of SAF-01 stores, and the valves that shut it in or let it off."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.accumulators import Accumulator
from labsim.fluid.air import AirPart
from labsim.fluid.cylinders import GRAVITY, VerticalCylinder
from labsim.fluid.hydraulic import circle
from labsim.fluid.lines import BleedValve
from labsim.fluid.pumps import CompensatedPump

__all__ = [
    "AirReservoir", "AirShutOff", "AirVent", "FillingPump", "Platen", "PressAccumulator",
    "PressBleed",
]  # fmt: skip

PIN = 0.1  # bar, below which a gauge rests on its pin
JOULE = 100.0  # J in a bar·L
TOP, DOWN = 3.0, 2.0  # mm below the upper stop, above the tool, that an eye takes for there


def gauge(bar: np.ndarray, step: float) -> np.ndarray:
    """Return what a gauge tells, read to its nearest division; 0 when it rests on its pin."""
    read = np.where(bar < PIN, 0.0, np.maximum(np.round(bar / step), 1.0) * step)
    return np.char.add(np.char.add("gauge at ", np.char.mod("%g", np.round(read, 6))), " bar")


class PressBleed(BleedValve):
    """Bleed valve at the end of the bleed line of an accumulator."""

    line: Component | None = None  # the accumulator that knows how clear the line is

    def laws(self, net: Any) -> None:
        net.orifice("ball", "A", "B", self.passage, shut=lambda c: c.position * 1.0)
        net.leak("seat", "A", "B", lambda c: c.seat)

    def passage(self, c: View) -> np.ndarray:
        """Area in mm² of valve and line, one after the other."""
        valve, line = circle(c.bore), circle(c.sim.views[self.line.tag].bleed)
        return 1.0 / np.sqrt(valve**-2.0 + line**-2.0)


class PressAccumulator(Accumulator):
    """Accumulator with a gauge and a bleed line of its own; it is found filled.

    The gas is isothermal, p·V constant: it is let off slowly.
    """

    obvious, gauge = False, True
    volume = Param(10.0, "L", "of the shell")
    charge = Param(140.0, "bar", "to which the pump fills it")
    exponent = Param(1.0, "", "of p·Vⁿ (1.0 slow, 1.4 quick)")
    bleed = Param(6.0, "mm", "inner diameter of the bleed line")
    clogged = Fault("bleed line nearly clogged", 1.0, bleed=0.44)
    low_gas = Fault("gas charge low", 1.0, precharge=35.0)

    def __init__(self, release: PressBleed, **params: Any) -> None:
        super().__init__(release, **params)
        release.line = self

    @property
    def plate(self) -> str:
        """What its name-plate says."""
        text = "{volume:g} L, gas {precharge:g} bar, filled to {charge:g} bar"
        return text.format_map(self.values)

    def laws(self, net: Any) -> None:
        super().laws(net)
        net.begin("P", lambda c: c.charge)

    def look(self, c: View) -> np.ndarray:
        return gauge(c.bar("P"), 5.0)


class FillingPump(CompensatedPump):
    """Pressure-compensated pump that fills an accumulator to what its plate says, and holds it."""

    title = "pump"

    def __init__(self, drive: Component, fills: PressAccumulator, **params: Any) -> None:
        self.fills = fills
        super().__init__(drive, **params)

    def most(self, c: View) -> np.ndarray:
        return c.sim.views[self.fills.tag].charge - c.swing

    def band(self, c: View) -> np.ndarray:
        return c.swing * 1.0


class Platen(VerticalCylinder):
    """Platen on its cylinder: it comes down when the oil no longer carries it and no prop is in."""

    title, price, swap = "platen", 5200.0, 480.0
    mass = Param(2500.0, "kg", "platen and upper tool")
    stroke = Param(300.0, "mm", "above the lower tool")
    start = Param(300.0, "mm", "above the lower tool at first")
    bore = Param(80.0, "mm", "of the cylinder that holds it")
    fallen = State(False, "came down without a prop")

    @property
    def plate(self) -> str:
        """What its name-plate says."""
        return "{mass:g} kg, {stroke:g} mm up, cylinder Ø {bore:g} mm".format_map(self.values)

    def needs(self, c: View) -> np.ndarray:
        """Pressure in bar that carries the mass: weight over area."""
        return c.mass * GRAVITY / circle(c.bore) * 10

    def rules(self, c: View) -> None:
        top = self.values["stroke"] - c.travel("rod") <= TOP
        c.keep("fallen", ~top & (c.fallen | ~c.blocked))

    def look(self, c: View) -> np.ndarray:
        out = c.travel("rod")
        top = self.values["stroke"] - out <= TOP
        return texts(c, "part way", (c.blocked & top, "up, prop in"), (c.blocked, "on its prop"),
                     (top, "up, no prop"), (out <= DOWN, "down"))  # fmt: skip


class AirReservoir(AirPart):
    """Air shut in with what it drives, with a gauge; it goes out through a silencer."""

    title, letter, symbol, price, swap = "air clamp", "C", "Receiver", 260.0, 40.0
    marks, gauge = ("P",), True
    volume = Param(5.0, "L", "of reservoir and cylinder")
    supply = Param(6.0, "bar", "of the air main")
    inlet = Param(3.0, "L/(s·bar)", "in, C of ISO 6358 (assumed)")
    silencer = Param(0.5, "L/(s·bar)", "out, C of ISO 6358 (assumed)")
    clogged = Fault("silencer clogged", 1.0, silencer=0.03)

    def __init__(self, isolator: Component, release: Component, **params: Any) -> None:
        self.isolator, self.release = isolator, release
        super().__init__(**params)

    @property
    def plate(self) -> str:
        """What its name-plate says."""
        return "{volume:g} L, {supply:g} bar".format_map(self.values)

    def laws(self, net: Any) -> None:
        net.inner("~air", lambda c: c.volume)
        net.begin("~air", lambda c: c.supply)
        net.begin("P", lambda c: c.supply)
        net.sonic("in", "P", "~air", lambda c: c.inlet, opens={"P": 1.0, "~air": -1.0}, span=0.05)
        net.sonic("out", "~air", "P", lambda c: c.silencer)

    def stored(self, c: View) -> np.ndarray:
        """Work of the air in J down to the atmosphere, as gauge pressure times volume."""
        bar = c.bar("~air")
        return np.where(bar < PIN, 0.0, JOULE * bar * c.volume)

    def discharge(self, c: View) -> None:
        c.sim.set_state(self.release.tag, "position", 1)

    def look(self, c: View) -> np.ndarray:
        return gauge(c.bar("~air"), 0.2)


class AirShutOff(AirPart):
    """Ball valve in the air supply, lockable when closed; what is behind it stays shut in."""

    title, letter, symbol, price, swap = "isolating valve", "Q", "BallValve", 38.0, 15.0
    marks, positions, isolates = ("A", "B"), ("closed", "open"), True
    conductance = Param(3.0, "L/(s·bar)", "open, C of ISO 6358 (assumed)")
    position = State(1, "1: open")

    def laws(self, net: Any) -> None:
        net.sonic("ball", "A", "B", lambda c: c.conductance, shut=lambda c: c.position * 1.0)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "handle across the pipe", (c.position == 1, "handle along the pipe"))


class AirVent(AirShutOff):
    """Needle valve that lets air off into the room."""

    title, price, swap, isolates, vented = "bleed valve", 24.0, 12.0, False, ("B",)
    position = State(0, "1: open")

    def look(self, c: View) -> np.ndarray:
        return texts(c, "closed", (c.position == 1, "open"))
