"""What stays in a machine after it is switched off: accumulator, raised mass, shut-in air."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from labsim.core.clock import TICK
from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.energy.valves import BleedValve, IsolatingValve

__all__ = ["Accumulator", "AirReservoir", "Raised", "gauge"]

STEP = 50  # ticks between changes of a level or a height
JOULE = 100.0  # J in a bar·L
GRAVITY = 9.81  # m/s²
EMPTY = 0.1  # bar, below which a gauge rests on its pin


def gauge(bar: np.ndarray, step: float) -> np.ndarray:
    """Return what a gauge tells, read to its nearest division; 0 when it rests on its pin."""
    read = np.where(bar < EMPTY, 0.0, np.maximum(np.round(bar / step), 1.0) * step)
    return np.array([f"gauge at {value:g} bar" for value in np.round(read, 6)])


class _Store(Component):
    """What all stores share: an isolator, a valve that lets it off, a name-plate."""

    letter = "C"
    says: ClassVar[str] = ""
    division: ClassVar[float] = 5.0  # bar, of its gauge
    isolator: Component | None = None
    release: Component | None = None

    @property
    def plate(self) -> str:
        """What its name-plate says."""
        return self.says.format_map(self.values)

    def discharge(self, c: View) -> None:
        if self.release is not None:
            c.sim.set_state(self.release.tag, "position", 1)

    def bar(self, c: View) -> np.ndarray:
        """Pressure in bar."""
        raise NotImplementedError

    def look(self, c: View) -> np.ndarray:
        return gauge(self.bar(c), self.division)


class Accumulator(_Store):
    """Bladder accumulator: oil under gas pressure, let off through a bleed valve to the tank.

    The gas is isothermal, p·V constant (ISO 5598 terms; slow discharge); the bleed valve an
    orifice, flow with the root of pressure. Empty, the bladder shuts the poppet: the gauge drops.
    """

    title, symbol, price, swap = "accumulator", "Accumulator", 310.0, 60.0
    says = "{volume:g} L, gas {gas:g} bar, filled to {charge:g} bar"
    volume = Param(10.0, "L", "of the shell")
    charge = Param(140.0, "bar", "pressure when the pump has filled it")
    gas = Param(90.0, "bar", "gas pressure when it is empty of oil")
    orifice = Param(0.011, "L/s", "through the open bleed valve at 1 bar (assumed)")
    filling = Param(20.0, "s", "the pump takes to fill it (assumed)")
    level = State(1.0, "part of its oil that is in it")
    clogged = Fault("bleed line nearly clogged", 1.0, orifice=0.0015)
    low_gas = Fault("gas charge low", 1.0, gas=35.0)

    def __init__(self, bleed: BleedValve, pump: Component, **params: Any) -> None:
        self.release, self.pump = bleed, pump
        super().__init__(**params)

    def oil(self, c: View) -> np.ndarray:
        """Oil it holds when full, in L."""
        return c.volume * (1 - c.gas / c.charge)

    def bar(self, c: View) -> np.ndarray:
        """Oil pressure in bar."""
        gas = c.volume - c.level * self.oil(c)
        return np.where(c.level > 0, c.gas * c.volume / gas, 0.0)

    def rules(self, c: View) -> None:
        step, bar = STEP * TICK, self.bar(c)
        bleeds = c.sim.views[self.release.tag].position == 1
        out = np.where(bleeds, c.orifice * np.sqrt(bar) / self.oil(c), 0.0)
        runs = np.abs(c.sim.views[self.pump.tag].speed) > 0.9
        rate = np.where(runs, 1 / c.filling, 0.0) - out
        rate = np.clip(rate, -c.level / step, (1 - c.level) / step)
        c.integrate("level", np.where(np.abs(rate) < 1e-9, 0.0, rate), STEP)

    def stored(self, c: View) -> np.ndarray:
        """Work of the gas down to its charge, p·V·ln(p/p0)."""
        ratio = np.where(c.level > 0, self.bar(c) / c.gas, 1.0)
        return JOULE * c.gas * c.volume * np.log(ratio)


class Raised(_Store):
    """A mass that oil holds up: it sinks when the oil no longer carries it and no prop is in."""

    title, symbol, price, swap = "platen", "Raised", 5200.0, 480.0
    says = "{mass:g} kg, {height:g} mm up, cylinder Ø {bore:g} mm"
    obvious, blocks = True, True
    mass = Param(2500.0, "kg", "platen and upper tool")
    height = Param(300.0, "mm", "above the lower tool")
    bore = Param(80.0, "mm", "of the cylinder that holds it")
    sinking = Param(12.0, "s", "it takes to come down (assumed)")
    up = State(1.0, "part of its height")
    blocked = State(False, "prop swung in")
    fallen = State(False, "came down without a prop")

    def __init__(self, held_by: Accumulator, **params: Any) -> None:
        self.held_by = held_by
        super().__init__(**params)

    def needs(self, c: View) -> np.ndarray:
        """Pressure in bar that carries the mass: weight over area."""
        return c.mass * GRAVITY / (np.pi / 4 * c.bore**2) * 10

    def rules(self, c: View) -> None:
        carried = self.held_by.bar(c.sim.views[self.held_by.tag]) >= self.needs(c)
        step, speed = STEP * TICK, 1 / c.sinking
        down = np.where(~carried & ~c.blocked, np.minimum(speed, c.up / step), 0.0)
        up = np.where(carried, np.minimum(speed, (1 - c.up) / step), 0.0)
        c.integrate("up", np.where(np.abs(up - down) < 1e-9, 0.0, up - down), STEP)
        c.keep("fallen", (c.fallen | (down > 0)) & (c.up < 1.0))

    def stored(self, c: View) -> np.ndarray:
        """Weight times height, nothing on the prop."""
        return np.where(c.blocked, 0.0, c.mass * GRAVITY * c.up * c.height * 1e-3)

    def block(self, c: View, on: bool) -> None:
        c.keep("blocked", on)

    def look(self, c: View) -> np.ndarray:
        top = c.up >= 1.0
        return texts(c, "part way", (c.blocked & top, "up, prop in"), (c.blocked, "on its prop"),
                     (top, "up, no prop"), (c.up <= 0, "down"))  # fmt: skip


class AirReservoir(_Store):
    """Air shut in behind an isolating valve, with what it drives; vented through a silencer."""

    title, symbol, price, swap = "air clamp", "Air", 260.0, 40.0
    says, division = "{volume:g} L, {supply:g} bar", 0.2
    supply = Param(6.0, "bar", "of the air main")
    volume = Param(5.0, "L", "of reservoir and cylinder")
    filling = Param(1.0, "s", "time constant through the open isolating valve (assumed)")
    venting = Param(4.0, "s", "time constant through the open vent (assumed)")
    charge = State(1.0, "part of the supply pressure")
    clogged = Fault("silencer clogged", 1.0, venting=70.0)

    def __init__(self, isolator: IsolatingValve, vent: BleedValve, **params: Any) -> None:
        self.isolator, self.release = isolator, vent
        super().__init__(**params)

    def bar(self, c: View) -> np.ndarray:
        return c.supply * c.charge

    def rules(self, c: View) -> None:
        opened = lambda part: c.sim.views[part.tag].position == 1  # noqa: E731
        gains = np.where(opened(self.isolator), 1 / c.filling, 0.0)
        loses = np.where(opened(self.release), 1 / c.venting, 0.0)
        total = np.maximum(gains + loses, 1e-12)
        shut = gains + loses == 0
        c.lag("charge", np.where(shut, c.charge, gains / total), 1 / total)

    def stored(self, c: View) -> np.ndarray:
        """Work of the air down to the atmosphere, isothermal, as gauge pressure times volume."""
        bar = self.bar(c)
        return np.where(bar < EMPTY, 0.0, JOULE * bar * c.volume)
