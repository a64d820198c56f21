"""Belt conveyor with products on it, and the bins at its end."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.process import watch
from labsim.process.goods import Goods
from labsim.process.model import NEVER, Model, drive
from labsim.process.network import ProcessNetwork
from labsim.process.queue import NEAR, Queue
from labsim.process.travel import Travel

__all__ = ["Belt", "Bin"]

AT_ONCE = 1e9  # mm/s²: of a belt whose motor tells its own speed


class Bin(Component):
    """Bin that products fall into; it counts them by kind: `Bin()`."""

    title, letter, symbol, price = "bin", "C", "Box", 90.0
    network = ProcessNetwork

    def model(self, net: ProcessNetwork) -> Model:
        return _Heap(net, self)

    def look(self, c: View) -> np.ndarray:
        return c.net.models[self.tag].words()


class _Heap(Model):
    """What has fallen into a bin: the number of products of each kind, (variants, kinds)."""

    names: ClassVar[tuple[str, ...]] = ("counts",)

    def __init__(self, net: ProcessNetwork, part: Bin) -> None:
        super().__init__(net, part)
        self.goods: Goods | None = None
        self.counts = np.zeros((self.count, 0), dtype=int)

    def fed_by(self, goods: Goods) -> None:
        """Say what will fall in; every feeder of a bin brings the same goods."""
        self.goods, self.counts = goods, np.zeros((self.count, len(goods.kinds)), dtype=int)

    def drop(self, out: np.ndarray, numbers: np.ndarray) -> None:
        """Take in products, by slots of a queue: which of them, and their numbers."""
        kinds = np.where(out, self.goods.kind(numbers), -1)
        for k in range(len(self.goods.kinds)):
            self.counts[:, k] += (kinds == k).sum(axis=1)

    def words(self) -> np.ndarray:
        """Return what an eye sees in the bin, a text for every variant."""
        names = [kind.name for kind in self.goods.kinds] if self.goods else []
        told = [
            ", ".join(f"{name}: {n}" for name, n in zip(names, row, strict=True) if n) or "empty"
            for row in self.counts
        ]
        return np.array(told)


class Belt(Component):
    """Belt conveyor, `Belt(M1, Goods({BOX: 1}), into=C1)`: runs as M1 does, contactor or motor.

    Products ride on it, stop where they are held up, and fall into the bin at its end when their
    middle is past it. The belt is `length` long; places on it are in mm from the infeed.
    """

    title, letter, symbol, price, swap = "belt conveyor", "G", "Box", 650.0, 60.0
    network = ProcessNetwork
    obvious = True
    length = Param(3000.0, "mm", "from infeed to end")
    rated = Param(250.0, "mm/s", "of the belt at full speed (assumed; 15 m/min)")
    starts = Param(0.4, "s", "from rest to full speed (assumed)")
    stops = Param(0.3, "s", "from full speed to rest (assumed)")
    slip = Param(0.0, "", "part of the roller's travel that the belt does not follow")
    snag = Param(OPEN, "mm", "place where products stick")
    speed = State(0.0, "part of full speed it is driven for")
    slipping = Fault("belt slips on its drive roller", 1.0, slip=(0.12, 0.4))
    stretched = Fault("belt stretched, creeps under load", 0.8, slip=0.05)
    torn = Fault("belt joint torn", 0.3, slip=1.0)
    sticks = Fault("guide rail bent, products stick", 0.8, snag=1600.0)

    def __init__(self, drive: Component, goods: Goods, into: Bin, **params: Any) -> None:
        self.drive, self.goods, self.into = drive, goods, into
        self.slots = int(params.pop("slots", 24))
        super().__init__(**params)

    def model(self, net: ProcessNetwork) -> Model:
        return BeltRun(net, self)

    def look(self, c: View) -> np.ndarray:
        run = c.net.models[self.tag]
        moves, held = run.carry.speed(c.now) > 1.0, run.held()
        turns = run.roller.speed(c.now) > 1.0
        return texts(
            c,
            "stands still",
            (moves & held, "runs, products stand on it"),
            (moves, "runs"),
            (turns, "stands still, its roller turns"),
        )


class BeltRun(Model):
    """A belt in time: how far roller and belt have run, and the products on it."""

    def __init__(self, net: ProcessNetwork, part: Belt) -> None:
        super().__init__(net, part)
        self.roller, self.carry = Travel(self.count), Travel(self.count)
        self.queue = Queue(self.count, part.slots, part.goods)
        self.pushers: list[Any] = []  # models that can hold products up
        self.snag = np.full(self.count, np.inf)
        self.bin = net.model(part.into)
        self.bin.fed_by(part.goods)

    def holders(self) -> list[tuple[Any, str]]:
        own = [(self.roller, n) for n in Travel.names] + [(self.carry, n) for n in Travel.names]
        return own + [(self.queue, n) for n in Queue.names] + [(self, "snag")]

    def steer(self) -> bool:
        c, driver = self.c, self.net.sim.views[self.part.drive.tag]
        part = drive(driver)
        aim, own = part * c.rated, "speed" in driver.part._states
        ramp = c.rated / np.where(aim > self.roller.aim, c.starts, c.stops)
        slope = np.where(own, AT_ONCE, np.where(aim == self.roller.aim, self.roller.slope, ramp))
        self.net.sim.set_state(c.tag, "speed", part)
        return self._run(aim, slope) | self._stick()

    def _run(self, aim: np.ndarray, slope: np.ndarray) -> bool:
        """Let the roller go for a speed, and the belt with it, as far as it does not slip."""
        now, grips = self.net.now, 1.0 - self.c.slip
        changed = self.roller.steer(now, aim, slope)
        return self.carry.steer(now, aim * grips, slope * np.maximum(grips, 1e-9)) | changed

    def _stick(self) -> bool:
        """Let products stick where they do now, no longer where they did."""
        moved = self.c.snag != self.snag
        self.snag = np.where(moved, self.c.snag, self.snag)
        if moved.any():
            self.hold(moved, np.full(self.count, self.net.now))
        return bool(moved.any())

    def hold(self, which: np.ndarray, when: np.ndarray) -> None:
        """Work out anew what holds up the products of some variants, from a time on."""
        stops = [self.snag, *(pusher.plate(self) for pusher in self.pushers)]
        self.queue.hold(which, self.carry.at(when), stops)

    def _falls(self) -> np.ndarray:
        """Return the travel at which each product falls off the end, inf for never."""
        q = self.queue
        tips = self.c.length[:, None] + 0.5 * q.lengths
        return np.where(q.there & (q.cap >= tips), tips - q.b, NEVER)

    def due(self) -> np.ndarray:
        return self.carry.when(self._falls().min(axis=1))

    def fire(self, which: np.ndarray, when: np.ndarray) -> None:
        falls = self._falls()
        self.drop(which[:, None] & (falls <= falls.min(axis=1)[:, None] + NEAR), self.bin)
        self.hold(which, np.where(which, when, self.net.now))

    def drop(self, out: np.ndarray, heap: Any) -> None:
        """Let products leave the belt into a bin."""
        heap.drop(out, self.queue.number)
        self.queue.take(out)

    def cleared(self, which: np.ndarray) -> None:
        """Take everything off the belt, and count the travel of belt and roller from 0 again."""
        now = self.net.now
        self.queue.take(which[:, None] & self.queue.there)
        for travel in (self.roller, self.carry):
            travel.s0 = np.where(which, travel.s0 - travel.at(now), travel.s0)
        self.hold(which, np.full(self.count, now))

    def held(self) -> np.ndarray:
        """Tell for every variant whether a product stands while the belt would carry it on."""
        s, q = self.carry.at(self.net.now), self.queue
        return (q.there & (q.b + s[:, None] > q.cap + NEAR)).any(axis=1)

    def sees(self, watcher: View) -> np.ndarray:
        return watch.sees(self, watcher)

    def turns(self, watcher: View) -> np.ndarray:
        return watch.turns(self, watcher)
