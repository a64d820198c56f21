"""Air cylinders of a process: one that does a stroke, one that pushes products off a belt."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Component, Fault, Param, texts
from labsim.core.view import View
from labsim.process.belt import Belt, Bin
from labsim.process.model import NEVER, Model
from labsim.process.network import ProcessNetwork
from labsim.process.stroke import Stroke

__all__ = ["Pusher", "Ram"]

# mm before a place read to the thousandth at which it is reached on the way out, left on the way in
OUT, BACK = 4e-4, 6e-4


class Ram(Component):
    """Air cylinder with its valve, `Ram(Y1)`: out while Y1 is active, back by spring or air."""

    title, letter, symbol, price, swap = "air cylinder", "C", "Box", 160.0, 30.0
    network = ProcessNetwork
    obvious = True
    stroke = Param(250.0, "mm", "from end to end")
    goes = Param(0.25, "s", "for the way out (assumed)")
    comes = Param(0.30, "s", "for the way back (assumed)")
    shifts = Param(0.03, "s", "until the valve has shifted (assumed)")
    air = Param(1.0, "", "part of its speed that the air pressure gives")
    free = Param(1.0, "", "part of the stroke that is free")
    slow = Fault("air pressure low, slow", 1.0, air=(0.3, 0.12))
    stuck = Fault("rod stuck", 0.8, free=0.0)
    halfway = Fault("rod jams halfway", 0.5, free=0.45)

    def __init__(self, valve: Component, **params: Any) -> None:
        self.valve = valve
        super().__init__(**params)

    def model(self, net: ProcessNetwork) -> Model:
        return RamRun(net, self)

    def look(self, c: View) -> np.ndarray:
        part = c.net.travel(self.tag, "rod") / c.stroke
        return texts(c, "rod half out", (part < 0.02, "rod in"), (part > 0.98, "rod out"))


class RamRun(Model):
    """A rod in time."""

    wakes = False

    def __init__(self, net: ProcessNetwork, part: Component) -> None:
        super().__init__(net, part)
        self.rod = Stroke(self.count)

    def holders(self) -> list[tuple[Any, str]]:
        return [(self.rod, n) for n in Stroke.names] + super().holders()

    def steer(self) -> bool:
        c = self.c
        out = np.asarray(self.net.sim.views[self.part.valve.tag].active, dtype=bool)
        rate = c.stroke * c.air * np.where(out, 1.0 / c.goes, -1.0 / c.comes)
        return self.rod.send(self.net.now, rate, c.shifts, c.stroke * c.free)

    def travel(self) -> np.ndarray:
        """Return where the rod is now, in mm from its inner end."""
        return np.round(self.rod.at(self.net.now), 3)

    def sees(self, watcher: View) -> np.ndarray:
        return self.travel() >= watcher.point

    def turns(self, watcher: View) -> np.ndarray:
        ways = [
            self.rod.when(watcher.point - OUT, True),
            self.rod.when(watcher.point - BACK, False),
        ]
        ahead = [np.where(when > self.net.now, when, NEVER) for when in ways]
        return np.minimum(*ahead)


class Pusher(Ram):
    """Pusher beside a belt, `Pusher(Y1, on=G1, into=C2, at=1800)`: its plate sends products to C2.

    It takes the product whose middle is before the plate when it gets there; one that it only
    grazes goes on. While it is out, the plate holds up what comes after.
    """

    title = "pusher"
    at = Param(1800.0, "mm", "middle of the plate, along the belt")
    wide = Param(180.0, "mm", "length of the plate along the belt")
    touch = Param(60.0, "mm", "of stroke until it is at the product")
    clear = Param(220.0, "mm", "of stroke until the product is off the belt")

    def __init__(self, valve: Component, on: Belt, into: Bin, **params: Any) -> None:
        self.belt, self.into = on, into
        super().__init__(valve, **params)

    def model(self, net: ProcessNetwork) -> Model:
        return _Pushing(net, self)


class _Pushing(RamRun):
    """A rod and what its plate does: `phase` 0 behind the products, 1 at them, 2 past the belt."""

    names: ClassVar[tuple[str, ...]] = ("phase", "caught")
    wakes = True

    def __init__(self, net: ProcessNetwork, part: Pusher) -> None:
        super().__init__(net, part)
        self.phase = np.zeros(self.count, dtype=int)
        self.caught = np.full(self.count, -1)
        self.run = net.model(part.belt)
        self.run.pushers.append(self)
        self.bin = net.model(part.into)
        self.bin.fed_by(part.belt.goods)

    def plate(self, run: Any) -> np.ndarray:
        """Return where the plate holds products up, inf where it is behind them."""
        return np.where(self.phase > 0, self.c.at - 0.5 * self.c.wide, np.inf)

    def due(self) -> np.ndarray:
        """When it gets to the products, has them off the belt, or is behind them again."""
        c, phase = self.c, self.phase
        out = np.where(phase == 0, c.touch, np.where(phase == 1, c.clear, np.inf))
        back = np.where(phase > 0, c.touch, -np.inf)
        goes, comes = self.rod.when(out, True), self.rod.when(back, False)
        return np.minimum(goes, np.where(phase > 0, comes, NEVER))

    def fire(self, which: np.ndarray, when: np.ndarray) -> None:
        t = np.where(which, when, self.net.now)
        out = which & (self.rod.rate > 0)
        touches, clears = out & (self.phase == 0), out & (self.phase == 1)
        q = self.run.queue
        x = q.fronts(self.run.carry.at(t)) - 0.5 * q.lengths - self.c.at[:, None]
        off = np.where(q.there, np.abs(x), np.inf)
        best = np.take_along_axis(q.number, off.argmin(axis=1)[:, None], axis=1)[:, 0]
        takes = touches & (off.min(axis=1) <= 0.5 * self.c.wide)
        self.run.drop(clears[:, None] & q.there & (q.number == self.caught[:, None]), self.bin)
        self.caught = np.where(takes, best, np.where(which, -1, self.caught))
        self.phase = np.where(out, self.phase + 1, np.where(which, 0, self.phase))
        self.run.hold(which, t)
