"""Sensors that watch a process: photo-eye, proximity switch at a belt, pulse wheel.

Each is given what it watches, `PhotoEye(of=G1, at=1200)`, and says in `watch` how it looks; what
moves past it is the other domain's business, which sets its state `position`: 1 while its target is
before it. From there to the terminal it is a sensor like any other.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.contacts import Contacts
from labsim.electrical.sensors import PNPSensor

__all__ = ["BeltSensor", "LevelSwitch", "PhotoEye", "PulseWheel"]


class _Watching(PNPSensor):
    """A three-wire sensor that no hand works: what it watches does."""

    told: ClassVar[str] = "position"
    watch: ClassVar[str] = "beam"

    def __init__(self, of: Component, target: str = "any", **params: Any) -> None:
        self.of, self.target, self.positions = of, target, ()
        super().__init__(**params)


class BeltSensor(_Watching):
    """Proximity switch over a belt: sees products of one sort, `target="metal"`, "any", "tall"."""

    title = "proximity switch"
    at = Param(1000.0, "mm", "place along the belt")
    wide = Param(0.0, "mm", "length of belt it sees besides the product's own")
    above = Param(200.0, "mm", "height above which a product counts as tall")
    shaken = Param(OPEN, "s", "period in which shaking makes it lose its target; OPEN: never")


class PhotoEye(BeltSensor):
    """Retro-reflective photo-eye: light goes to a reflector and back; a product breaks the beam.

    Its output closes while the beam is broken (dark on). The excess gain of a clean one is 3: three
    times the light it needs comes back (assumed).
    """

    title, price, swap = "photo-eye", 78.0, 10.0
    clean = Param(1.0, "", "part of the light that lens and reflector let through")
    lined = Param(1.0, "", "part of the light that meets the reflector")
    gain = Param(3.0, "", "light that comes back, in parts of what it needs (assumed)")
    stray = Param(0.0, "", "light from elsewhere, in the same parts")
    dark_on = Param(1.0, "", "1: output closed while the beam is broken; 0: while it is whole")
    dirty = Fault("lens dirty", 1.5, clean=0.2)
    far = Fault("out of line with its reflector", 1.2, lined=0.1)
    blinded = Fault("blinded by light from a window", 0.6, stray=1.4)
    flickers = Fault("shiny product flickers, filter missing", 0.6, shaken=0.7)
    reversed = Fault("switch set to light on", 0.4, dark_on=0.0)

    def sees(self, c: View) -> np.ndarray:
        light = np.where(c.position == 1, 0.0, c.gain * c.clean * c.lined) + c.stray
        return ((light < 1.0) == (c.dark_on > 0.5)) | (c.stuck > 0.5)

    def look(self, c: View) -> np.ndarray:
        lamp = super().look(c)
        for what, words in ((c.clean < 0.5, ", lens dusty"), (c.lined < 0.5, ", points aside")):
            lamp = np.where(what, np.char.add(lamp, words), lamp)
        return lamp


class PulseWheel(_Watching):
    """Proximity switch at a wheel with lobes on the drive roller: a pulse every `pitch` of belt."""

    title, price, swap, watch = "pulse wheel", 95.0, 20.0, "wheel"
    pitch = Param(50.0, "mm", "of belt travel from pulse to pulse")
    lobes = Param(10.0, "", "on the wheel")
    missed = Param(0.0, "", "lobes of a turn that it does not see")
    grip = Param(1.0, "", "part of the roller's travel that the wheel follows")
    bent = Fault("lobes bent, pulses missed", 1.0, missed=(1.0, 3.0))
    loose_hub = Fault("hub loose, wheel lags", 1.0, grip=(0.8, 0.0))


class LevelSwitch(Contacts):
    """Float switch in a tank, `LevelSwitch("13-14", of=C1, point=20)`: actuated from 20 L on."""

    title, letter, symbol, price, swap = "level switch", "B", "Float", 60.0, 20.0
    watch, told = "above", "position"
    point = Param(20.0, "L", "content from which it is actuated")
    rise = Param(1.0, "", "part of its way the float can still move")
    position = State(0, "1: the liquid is above it")
    stuck = Fault("float stuck down", 1.0, rise=0.0)

    def __init__(self, *pairs: str, of: Component, **params: Any) -> None:
        self.of = of
        super().__init__(*(pairs or ("13-14",)), **params)

    def active(self, c: View) -> np.ndarray:
        return (c.position == 1) & (c.rise > 0.5)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "float down", (self.active(c), "float up"))
