"""Infrared camera: it shows what it receives, computed with the settings somebody gave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from labsim.core.component import Component
from labsim.core.errors import LabsimError, unknown
from labsim.core.sheet import Port
from labsim.instruments.base import Function, Instrument, Measured
from labsim.thermal.radiometry import apparent, corrected
from labsim.thermal.surface import Door, Surface
from labsim.thermal.thermogram import Spot, Thermogram

__all__ = ["FOIL", "PICTURE", "SPOT", "Aim", "InfraredCamera"]

SPOT, FOIL, PICTURE = "°C", "°C foil", "image"
OFF = 0.8  # K by which a specimen may be out as a whole (assumed; makers promise ± 2 K or 2 %)
SLEEVE = 0.95  # emissivity of the insulation of a cable
WALL = 25.0  # °C, of the wall of the switch room (assumed)
ALONG = 0.4  # of the rise of a lug is left where its cable comes into view (assumed)


@dataclass(frozen=True)
class Aim:
    """Settings of a shot: emissivity, reflected temperature in °C, angle from square in degrees.

    Without an angle you stand in the aisle; 0 means that you went and stood square to it.
    """

    emissivity: float = 0.95
    reflected: float = 20.0
    angle: float | None = None

    @classmethod
    def of(cls, **given: Any) -> Aim:
        """Return settings; LabsimError for one that the camera does not have or take."""
        known = [f.name for f in fields(cls)]
        for name, value in given.items():
            if name not in known:
                raise unknown("The infrared camera", "setting", name, known)
            if value is not None and not isinstance(value, int | float):
                raise LabsimError(f"{name} = {value!r}: the camera takes a number")
        aim = cls(**given)
        if not 0.01 <= aim.emissivity <= 1.0 or not -40.0 <= aim.reflected <= 500.0:
            raise LabsimError("the camera takes emissivity 0.01 to 1, reflected -40 to 500 °C")
        if aim.angle is not None and not 0.0 <= aim.angle <= 80.0:
            raise LabsimError(f"angle {aim.angle}: 0 (square) to 80 degrees")
        return aim


class InfraredCamera(Instrument):
    """Infrared camera, 7.5 to 14 µm: a spot, a picture, and crumpled foil for what is mirrored.

    It is out by up to ± 0.8 K as a whole, and resolves 0.1 K. Emissivity is set to 0.95 and the
    reflected temperature to 20 °C until somebody sets them.
    """

    title, standard, price = "infrared camera", False, 4800.0
    domain = "thermal"
    functions = {
        SPOT: Function("°C", (1,), 0.4, False, "temperature of a spot, by the camera's settings"),
        FOIL: Function("°C", (1,), 1.0, False, "of crumpled foil held before it: what it mirrors"),
        PICTURE: Function("°C", (1,), 0.6, False, "picture of a cubicle: aim at its door"),
    }

    def network(self, ports: Sequence[Port]) -> Any:
        """Return the part that is seen at a port; LabsimError where a camera sees nothing."""
        return self.target(ports[0])

    def over_rating(self, ports: Sequence[Port]) -> np.ndarray:
        return np.zeros(self.sim.count, dtype=bool)

    def target(self, port: Port) -> Component:
        """Return the surface at a terminal, or the door."""
        parts = self.sim.machine.components.values()
        seen = {p.of.name: p for p in parts if isinstance(p, Surface)}
        doors = {p.port("face").name: p for p in parts if isinstance(p, Door)}
        if port.name not in seen | doors:
            raise unknown("The infrared camera", "target", port.name, [*seen, *doors])
        return (seen | doors)[port.name]

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        part, aim = self.target(ports[0]), Aim.of(**(self.knobs or {}))
        if function == PICTURE:
            return self.picture(part, aim)
        if function == FOIL:
            return told(self.sim.views[part.tag]["reflected"] + self.off())
        return told(self.shown(part, aim))

    def off(self) -> float:
        """Return by how many K this specimen is out as a whole."""
        return OFF * (self.gain(SPOT, 2.0) - 1.0)

    def shown(self, part: Any, aim: Aim) -> np.ndarray:
        """Return what the camera makes of a surface with its settings, in °C."""
        view = self.sim.views[part.tag]
        got = apparent(part.celsius(view), part.seen(view, aim.angle), view["reflected"])
        return corrected(got + self.off(), aim.emissivity, aim.reflected)

    def picture(self, door: Component, aim: Aim) -> Measured:
        """Take a cubicle as a whole: through the open door its lugs, else the door's face."""
        if not isinstance(door, Door):
            raise LabsimError(f"an {PICTURE} is taken of a cubicle: aim at the face of its door")
        view = self.sim.views[door.tag]
        if view.position[0] == 0:
            spots = [Spot(door.port("face").name, rounded(self.shown(door, aim)), "door")]
            behind = np.full(self.sim.count, WALL)
        else:
            spots = [s for part in door.surfaces for s in self.spots(part, aim)]
            behind = self.sim.views[door.surfaces[0].tag].ambient
        back = rounded(corrected(behind + self.off(), aim.emissivity, aim.reflected))
        found = Thermogram(f"{door.tag} {view.look()[0]}", tuple(spots), back,
                           aim.emissivity, aim.reflected)  # fmt: skip
        hottest = np.full(self.sim.count, max(spot.shown for spot in spots))
        return Measured(hottest, np.full(self.sim.count, 1.0), "°C",
                        lambda n: f"hottest spot {hottest[n]:.1f} °C", trace=found)  # fmt: skip

    def spots(self, part: Surface, aim: Aim) -> list[Spot]:
        """Return what the picture shows of a lug and of the cable in it."""
        view = self.sim.views[part.tag]
        cable = apparent(view.ambient + ALONG * view.rise, SLEEVE, view.ambient)
        warm = corrected(cable + self.off(), aim.emissivity, aim.reflected)
        return [Spot(part.of.name, rounded(self.shown(part, aim)), "lug"),
                Spot(part.of.name, rounded(warm), "cable")]  # fmt: skip


def rounded(celsius: np.ndarray) -> float:
    """Return a figure as the display has it, of the first variant; its floor if there is none."""
    return round(float(np.nan_to_num(celsius[0], nan=-40.0)), 1)


def told(celsius: Any) -> Measured:
    """Return a spot as the display shows it; ---- where the settings leave no temperature."""
    value = np.round(celsius, 1)
    show = lambda n: f"{value[n]:.1f} °C" if np.isfinite(value[n]) else "----"  # noqa: E731
    return Measured(value, np.full(len(value), 1.0), "°C", show)
