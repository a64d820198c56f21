"""Supply tank of a filler, and the pump that fills it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.errors import unknown
from labsim.core.view import View
from labsim.process.model import NEVER, Model, drive
from labsim.process.network import ProcessNetwork

__all__ = ["FeedPump", "SupplyTank"]

DROP = 1e-9  # L: less than that is nothing


class SupplyTank(Component):
    """Supply tank with a sight glass; full, it overflows into the drain."""

    title, letter, symbol, price, swap = "supply tank", "C", "Box", 900.0, 120.0
    network = ProcessNetwork
    full = Param(200.0, "L", "that it holds")
    begins = Param(140.0, "L", "in it at first")
    leaks = Param(0.0, "L/s", "lost at the drain valve")
    passing = Fault("drain valve passes", 0.6, leaks=(0.1, 0.6))

    def model(self, net: ProcessNetwork) -> Model:
        return TankRun(net, self)

    def look(self, c: View) -> np.ndarray:
        litres = c.net.model(self).content(c.now)
        return np.array([f"sight glass: {10 * round(v / 10):.0f} L" for v in litres])


class TankRun(Model):
    """Content in L: `v0` at `t0`, and from there `rate` L/s, until what runs in or out changes."""

    names: ClassVar[tuple[str, ...]] = ("t0", "v0", "rate", "lost")

    def __init__(self, net: ProcessNetwork, part: SupplyTank) -> None:
        super().__init__(net, part)
        self.t0, self.rate, self.lost = (np.zeros(self.count) for _ in range(3))
        self.v0 = np.array(self.c.begins, dtype=float)
        self.pumps: list[Any] = []
        self.valves: list[Any] = []

    def content(self, t: Any) -> np.ndarray:
        """Return what is in it at a time not before its anchor, in L."""
        return np.clip(self.v0 + self.rate * (t - self.t0), 0.0, self.c.full)

    def steer(self) -> bool:
        new = self.c.leaks != self.lost
        self.lost = np.where(new, self.c.leaks, self.lost)
        if new.any():
            self.change(new, np.full(self.count, self.net.now))
        return bool(new.any())

    def due(self) -> np.ndarray:
        """When it is empty, or full."""
        with np.errstate(divide="ignore", invalid="ignore"):
            down, up = self.v0 / -self.rate, (self.c.full - self.v0) / self.rate
        return self.t0 + np.where(self.rate < 0, down, np.where(self.rate > 0, up, NEVER))

    def fire(self, which: np.ndarray, when: np.ndarray) -> None:
        edge = np.where(self.rate < 0, 0.0, self.c.full)
        self.v0, self.rate = np.where(which, edge, self.v0), np.where(which, 0.0, self.rate)
        self.t0 = np.where(which, when, self.t0)
        self.change(which, np.where(which, when, self.net.now))

    def change(self, which: np.ndarray, t: np.ndarray) -> None:
        """Work out anew, for some variants from a time on, what runs in and out."""
        for valve in self.valves:
            valve.bank(which, t)
        v = self.content(t)
        into = sum((pump.flow for pump in self.pumps), np.zeros(self.count))
        want = sum((valve.want for valve in self.valves), np.zeros(self.count))
        dry = (v <= DROP) & (want + self.lost > into)
        given = np.where(dry, np.clip(into - self.lost, 0.0, want), want)
        rate = into - given - self.lost
        held = dry | ((v >= self.c.full - DROP) & (rate > 0))
        for name, value in (("v0", v), ("t0", t), ("rate", np.where(held, 0.0, rate))):
            setattr(self, name, np.where(which, value, getattr(self, name)))
        share = np.divide(given, want, out=np.zeros(self.count), where=want > 0)
        for valve in self.valves:
            valve.flow = np.where(which, valve.want * share, valve.flow)

    def sees(self, watcher: View) -> np.ndarray:
        litres = self.content(self.net.now) + DROP
        if watcher.part.watch == "above":
            return litres >= watcher.point
        if watcher.part.watch == "level":
            return np.floor(litres / watcher.step) * watcher.step
        raise unknown(watcher.tag, "way to watch a tank", watcher.part.watch, ["above", "level"])

    def turns(self, watcher: View) -> np.ndarray:
        mark = watcher.point if watcher.part.watch == "above" else self._next(watcher)
        with np.errstate(divide="ignore", invalid="ignore"):
            # Falling, a mark is left just below it.
            far = (mark - self.v0 - np.where(self.rate < 0, 2 * DROP, DROP)) / self.rate
        when = self.t0 + far
        return np.where((self.rate != 0) & (when > self.net.now), when, NEVER)

    def _next(self, watcher: View) -> np.ndarray:
        """Return the content at which a transmitter shows another figure."""
        steps = np.floor((self.content(self.net.now) + DROP) / watcher.step)
        return np.where(self.rate > 0, steps + 1, steps) * watcher.step


class FeedPump(Component):
    """Pump that fills a tank, `FeedPump(K2, into=C1)`: delivers as K2 runs, contactor or motor."""

    title, letter, symbol, price, swap = "feed pump", "P", "Box", 540.0, 50.0
    network = ProcessNetwork
    obvious = True
    rated = Param(0.8, "L/s", "at full speed (assumed)")
    worn = Param(1.0, "", "part of that it still delivers")
    speed = State(0.0, "part of full speed")
    impeller = Fault("impeller worn", 0.8, worn=(0.5, 0.1))
    airlock = Fault("sucks air, delivers nothing", 0.6, worn=0.0)

    def __init__(self, drive: Component, into: SupplyTank, **params: Any) -> None:
        self.drive, self.into = drive, into
        super().__init__(**params)

    def model(self, net: ProcessNetwork) -> Model:
        return _Pumping(net, self)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "stands still", (c.speed > 0.05, "runs"))


class _Pumping(Model):
    """What a pump delivers now, in L/s."""

    names: ClassVar[tuple[str, ...]] = ("flow",)

    def __init__(self, net: ProcessNetwork, part: FeedPump) -> None:
        super().__init__(net, part)
        self.flow = np.zeros(self.count)
        self.tank = net.model(part.into)
        self.tank.pumps.append(self)

    def steer(self) -> bool:
        part = drive(self.net.sim.views[self.part.drive.tag])
        self.net.sim.set_state(self.part.tag, "speed", part)
        flow = part * self.c.rated * self.c.worn
        new = flow != self.flow
        self.flow = np.where(new, flow, self.flow)
        if new.any():
            self.tank.change(new, np.full(self.count, self.net.now))
        return bool(new.any())
