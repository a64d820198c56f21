"""Feeder: puts products on a belt at known moments, or when a hand does."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.process.belt import Belt
from labsim.process.goods import CYCLE
from labsim.process.model import NEVER, Model
from labsim.process.network import ProcessNetwork
from labsim.process.queue import NEAR

__all__ = ["Feeder"]


class Feeder(Component):
    """Feeder, `Feeder(G1, follows=S4)`: while S4 is active it brings products to the belt G1.

    Their fronts come to 0 mm; each waits until the one before is clear of the infeed. With a
    magazine (`most`), a hand can put a new batch into it, empty bins and belt, and turn the drive
    roller to its mark: the same batch again, and pulse for pulse as before. `each` start such a
    batch: then whoever starts it has done all that before.
    """

    title, letter, symbol, price, swap = "feeder", "G", "Box", 380.0, 30.0
    network = ProcessNetwork
    momentary = True
    position = State(0, "1: a hand puts a new batch in")
    first = Param(0.5, "s", "from its start to the first product")
    every = Param(3.0, "s", "from product to product")
    most = Param(OPEN, "", "products in the magazine")
    each = Param(0.0, "", "1: each start is a new batch")
    gap = Param(20.0, "mm", "clear behind the product before (assumed)")
    empty = Fault("magazine empty", 0.6, most=0.0)
    hasty = Fault("set too fast, products touch", 0.6, every=0.6)

    def __init__(self, belt: Belt, follows: Component, **params: Any) -> None:
        self.belt, self.follows = belt, follows
        super().__init__(**params)
        by_hand = np.isfinite(self.values["most"]) and not self.values["each"]
        self.positions = ("as it is", "new batch") if by_hand else ()

    def model(self, net: ProcessNetwork) -> Model:
        return _Feeding(net, self)

    def look(self, c: View) -> np.ndarray:
        model = c.net.models[self.tag]
        done = model.laid >= c.most
        return texts(c, "waits", (done, "magazine empty"), (model.on, "feeds"))


class _Feeding(Model):
    """Products laid of this batch, its first number, whether it runs, when it lays the next."""

    names: ClassVar[tuple[str, ...]] = ("laid", "first", "on", "filled", "next")
    wakes = True

    def __init__(self, net: ProcessNetwork, part: Feeder) -> None:
        super().__init__(net, part)
        self.laid, self.first = np.zeros((2, self.count), dtype=int)
        self.on, self.filled = np.zeros((2, self.count), dtype=bool)
        self.next = np.full(self.count, NEVER)
        self.run = net.model(part.belt)

    def steer(self) -> bool:
        on = np.asarray(self.net.sim.views[self.part.follows.tag].active, dtype=bool)
        filled = self.c.position == 1
        if np.array_equal(on, self.on) and np.array_equal(filled, self.filled):
            return False
        begins = on & ~self.on
        fresh = (filled & ~self.filled) | (begins & (self.c.each > 0.5))
        self.first = np.where(fresh, self.first + CYCLE, self.first)
        self.laid = np.where(fresh, 0, self.laid)
        for heap in (self.run.bin, *(pusher.bin for pusher in self.run.pushers)):
            heap.counts = np.where(fresh[:, None], 0, heap.counts)
        if fresh.any():
            self.run.cleared(fresh)
        self.next = np.where(begins, self.net.now + self.c.first, np.where(on, self.next, NEVER))
        self.on, self.filled = on.copy(), filled.copy()
        return True

    def due(self) -> np.ndarray:
        """When the next is due, or when the infeed is clear, whichever is later."""
        q = self.run.queue
        clear = self.c.gap[:, None] + q.lengths
        held = (q.there & (q.cap < clear)).any(axis=1)
        gone = np.where(q.there, clear - NEAR - q.b, -np.inf).max(axis=1)
        free = np.where(held, NEVER, self.run.carry.when(gone))
        return np.where(self.laid < self.c.most, np.maximum(self.next, free), NEVER)

    def fire(self, which: np.ndarray, when: np.ndarray) -> None:
        number = np.where(which, self.first + self.laid, -1)
        when = np.where(which, when, self.net.now)
        self.run.queue.put(which, number, self.run.carry.at(when))
        self.run.hold(which, when)
        self.laid = self.laid + which
        self.next = np.where(which, when + self.c.every, self.next)
