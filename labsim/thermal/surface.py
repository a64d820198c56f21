"""What a camera sees: the surface of a connection, a door of a cubicle; and who stands there."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Param, State, texts
from labsim.core.sheet import Port
from labsim.core.view import View
from labsim.thermal.joints import joint_watts, settled_rise
from labsim.thermal.network import ThermalNetwork
from labsim.thermal.radiometry import seen_at

__all__ = ["ArcSuit", "Door", "Surface", "SurveySheet"]

TAPE = 0.95  # emissivity of vinyl electrical tape (makers' tables: 0.95 to 0.97)
BRIGHT, DULL = 0.3, 0.85  # below the first it is bright metal, above the second sleeve or paint


class Surface(Component):
    """Surface of a connection, `Surface(Q1["2"])`: as warm as the joint under it makes it.

    A strip of electrical tape goes on it by hand; the metal under it keeps its temperature.
    """

    title, letter, symbol, price, swap = "connection", "X", "Box", 4.0, 8.0
    positions = ("bare", "taped")
    position = State(0, "1: tape on it")
    rise = State(0.0, "K above the air in the cubicle")
    ambient = Param(38.0, "°C", "air in the cubicle (assumed)")
    emissivity = Param(0.7, "", "of the bare surface, seen square")
    reflected = Param(22.0, "°C", "of what it mirrors toward the aisle (assumed)")
    angle = Param(20.0, "°", "at which it is seen from the aisle, from square")
    resistance = Param(2.0, "K/W", "thermal, from the joint to the air (assumed)")
    tau = Param(600.0, "s", "thermal time constant of lug and cable end (assumed)")

    def __init__(self, of: Port, **params: Any) -> None:
        self.of = of
        super().__init__(**params)

    def rules(self, c: View) -> None:
        net, port = c.sim.network_of(self.of.component), self.of
        ohms = c.sim.effective[port.component.tag, f"{port.mark}.joint"]
        c.lag("rise", settled_rise(joint_watts(net.port_amps(port), ohms), c.resistance), c.tau)

    def celsius(self, c: View) -> np.ndarray:
        """Return its temperature in °C."""
        return c.ambient + c.rise

    def seen(self, c: View, angle: Any = None) -> np.ndarray:
        """Return its emissivity as it is seen, from the aisle or at an angle in degrees."""
        bare = np.where(c.position == 1, TAPE, c.emissivity)
        return seen_at(bare, c.angle if angle is None else angle)

    def look(self, c: View) -> np.ndarray:
        where = f"seen at {self.values['angle']:.0f}° from the aisle"
        return texts(
            c, f"oxidised copper, {where}", (c.position == 1, f"tape on it, {where}"),
            (c.emissivity < BRIGHT, f"bright tinned lug, {where}"),
            (c.emissivity > DULL, f"black sleeve over the lug, {where}"),
        )  # fmt: skip


class Door(Component):
    """Painted steel door of a cubicle, opaque to a camera. `Door(X11, X12)`: these are behind."""

    title, letter, symbol, price, swap = "cubicle door", "U", "Box", 210.0, 20.0
    network = ThermalNetwork
    marks = ("face",)
    positions = ("shut", "open")
    position = State(0, "1: open")
    outside = Param(28.0, "°C", "of its face")
    emissivity = Param(0.92, "", "of its paint")
    reflected = Param(25.0, "°C", "of what it mirrors")
    angle = Param(0.0, "°", "at which its face is seen, from square")
    sun = Param(0.0, "", "1: the sun stands on it")

    def __init__(self, *surfaces: Surface, **params: Any) -> None:
        self.surfaces = surfaces
        super().__init__(**params)

    def celsius(self, c: View) -> np.ndarray:
        """Return the temperature of its face in °C."""
        return np.broadcast_to(c.outside, (c.count,))

    def seen(self, c: View, angle: Any = None) -> np.ndarray:
        """Return the emissivity of its face."""
        return seen_at(c.emissivity, c.angle if angle is None else angle)

    def look(self, c: View) -> np.ndarray:
        light = np.where(c.sun > 0, ", sun on it", "")
        return np.char.add(texts(c, "door shut", (c.position == 1, "door open")), light)


class ArcSuit(Component):
    """Arc-rated suit, face shield and gloves, as the label on the door asks; hung up or worn."""

    title, letter, symbol, price = "arc-rated suit", "F", "Box", 900.0
    positions = ("hung up", "worn")
    shields = True
    position = State(0, "1: worn")

    def look(self, c: View) -> np.ndarray:
        return texts(c, "hung up", (c.position == 1, "worn"))


class SurveySheet(Component):
    """Survey sheet of the switch room: what is written on it goes on file."""

    title, letter, symbol, price = "survey sheet", "P", "Box", 1.0
    files = True
