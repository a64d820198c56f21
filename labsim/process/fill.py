"""Fill valve over a belt: what runs through it goes into the bottle below, or beside it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Component, Fault, Param, texts
from labsim.core.view import View
from labsim.process.belt import Belt
from labsim.process.model import NEVER, Model
from labsim.process.network import ProcessNetwork
from labsim.process.tank import SupplyTank

__all__ = ["FillValve"]

MUCH = 0.005  # L beside the bottles that an eye notices (assumed)


class FillValve(Component):
    """Fill valve, `FillValve(Y2, tank=C1, on=G1, at=800)`: open while Y2 is active.

    Its flow is that of a header with constant head (assumed) until the tank is empty. The neck of
    a bottle takes it while its middle is below the nozzle; a full bottle runs over.
    """

    title, letter, symbol, price, swap = "fill valve", "Q", "Box", 280.0, 25.0
    network = ProcessNetwork
    obvious = True
    at = Param(800.0, "mm", "place of the nozzle along the belt")
    wide = Param(24.0, "mm", "of a neck that takes the stream")
    rated = Param(0.2, "L/s", "flow of the open valve (assumed)")
    clear = Param(1.0, "", "part of the nozzle that is clear")
    passes = Param(0.0, "", "part of the flow that passes the closed valve")
    opens = Param(0.03, "s", "to open (assumed)")
    closes = Param(0.03, "s", "to close (assumed)")
    clogged = Fault("nozzle clogged", 1.2, clear=(0.7, 0.35))
    shut = Fault("stuck shut", 0.8, clear=0.0)
    drips = Fault("seat worn, drips", 0.8, passes=0.06)
    lazy = Fault("closes slowly", 0.6, closes=0.5)

    def __init__(self, valve: Component, tank: SupplyTank, on: Belt, **params: Any) -> None:
        self.valve, self.tank, self.belt = valve, tank, on
        super().__init__(**params)

    def model(self, net: ProcessNetwork) -> Model:
        return FillRun(net, self)

    def look(self, c: View) -> np.ndarray:
        run = c.net.model(self)
        runs, under = run.flow > 0, run.under >= 0
        drops = run.flow < 0.1 * c.rated
        state = texts(
            c,
            "closed",
            (runs & drops, "drips"),
            (runs & under, "fills a bottle"),
            (runs, "runs beside the bottles"),
        )
        return np.where(run.beside(c.now) > MUCH, np.char.add(state, ", floor wet"), state)


class FillRun(Model):
    """Flow through the valve, what it is in for, and the bottle below it.

    `want` and `flow` in L/s; `goal` is the flow it is shifting to at `shifts`; `since` is when what
    has run was last booked; `under` and `last` are numbers of products; `spilt` in L.
    """

    names: ClassVar[tuple[str, ...]] = (
        "want", "flow", "goal", "shifts", "since", "under", "last", "spilt",
    )  # fmt: skip

    def __init__(self, net: ProcessNetwork, part: FillValve) -> None:
        super().__init__(net, part)
        self.want, self.flow, self.goal, self.since, self.spilt = np.zeros((5, self.count))
        self.shifts = np.full(self.count, NEVER)
        self.under, self.last = np.full(self.count, -1), np.full(self.count, -1)
        self.run, self.tank = net.model(part.belt), net.model(part.tank)
        self.tank.valves.append(self)

    def steer(self) -> bool:
        c, now = self.c, self.net.now
        open_ = np.asarray(self.net.sim.views[self.part.valve.tag].active, dtype=bool)
        goal = c.rated * c.clear * np.where(open_, 1.0, c.passes)
        new = goal != self.goal
        late = np.where(goal > self.goal, c.opens, c.closes)
        self.shifts = np.where(new, now + late, self.shifts)
        self.goal = np.where(new, goal, self.goal)
        return bool(new.any())

    def _neck(self) -> tuple[np.ndarray, np.ndarray]:
        """Return when a neck comes below the nozzle or leaves it, and the number of that bottle."""
        q, c = self.run.queue, self.c
        leaves = (q.number == self.under[:, None]) & q.there
        enters = (q.number > self.last[:, None]) & (self.under < 0)[:, None] & q.there
        side = np.where(leaves, 0.5, -0.5) * c.wide[:, None]
        tip = c.at[:, None] + side + 0.5 * q.lengths
        mark = np.where((leaves | enters) & (q.cap >= tip), tip - q.b, NEVER)
        slot = mark.argmin(axis=1)[:, None]
        who = np.take_along_axis(q.number, slot, axis=1)[:, 0]
        return self.run.carry.when(np.take_along_axis(mark, slot, axis=1)[:, 0]), who

    def due(self) -> np.ndarray:
        return np.minimum(self.shifts, self._neck()[0])

    def fire(self, which: np.ndarray, when: np.ndarray) -> None:
        neck, who = self._neck()
        t = np.where(which, when, self.net.now)
        self.bank(which, t)
        moves = which & (neck <= when)
        enters = moves & (self.under < 0)
        self.under = np.where(enters, who, np.where(moves, -1, self.under))
        self.last = np.where(enters, who, self.last)
        shifts = which & (self.shifts <= when)
        self.want = np.where(shifts, self.goal, self.want)
        self.shifts = np.where(shifts, NEVER, self.shifts)
        self.tank.change(which, t)

    def beside(self, t: float) -> np.ndarray:
        """Return what has run beside the bottles until a time, in L."""
        return self.spilt + np.where(self.under < 0, self.flow * (t - self.since), 0.0)

    def bank(self, which: np.ndarray, t: np.ndarray) -> None:
        """Book what has run until a time: into the bottle below as far as it holds it."""
        ran = np.where(which, self.flow * (t - self.since), 0.0)
        q = self.run.queue
        here = q.there & (q.number == self.under[:, None])
        room = np.where(here, q.goods.property("holds", q.number) - q.load, 0.0).sum(axis=1)
        takes = np.minimum(ran, room)
        q.load = q.load + np.where(here, takes[:, None], 0.0)
        self.spilt = self.spilt + (ran - takes)
        self.since = np.where(which, t, self.since)
