"""A servo valve that silts, and the oil that silts it: filter, breather and pump make its count."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.cleanliness import captured, settled, spread
from labsim.fluid.drives import Drive
from labsim.fluid.filters import Filter
from labsim.fluid.hydraulic import OilPart, circle
from labsim.fluid.proportional import ServoValve
from labsim.fluid.pumps import CompensatedPump
from labsim.fluid.tanks import Tank

__all__ = [
    "Breather",
    "DriveSwitch",
    "DumpValve",
    "OfflineFilter",
    "SampledTank",
    "SiltingValve",
    "UnitDrive",
    "UnitPump",
]

FULL = 10.0  # mA, at which the valve is fully open
USUAL = 2e6  # particles ≥ 6 µm a minute that come into a sound circuit of this size (assumed)
SOUND = 0.96  # volumetric efficiency of a new pump; what wear takes off it goes into the oil
RUNS = 4.0  # L/min through the filter, from which the oil counts as circulating
WEAR = 25.0  # times the usual, for each whole part of efficiency lost (assumed)


class DriveSwitch(Component):
    """Disconnect switch of a pump drive, lockable in the off position."""

    title, letter, symbol, price, swap = "disconnect switch", "Q", "Box", 110.0, 30.0
    positions, isolates = ("off", "on"), True
    position = State(1, "1: on")

    def look(self, c: View) -> np.ndarray:
        return texts(c, "handle at off", (c.position == 1, "handle at on"))


class UnitDrive(Drive):
    """Drive of a power unit behind its disconnect switch: `UnitDrive(Q1)`, started by hand."""

    def __init__(self, switch: DriveSwitch, **params: Any) -> None:
        super().__init__(**params)
        self.starter = switch  # off, it lets nobody start it

    def active(self, c: View) -> np.ndarray:
        return (c.position == 1) & (c.sim.views[self.starter.tag].position == 1)


class DumpValve(OilPart):
    """Lets the accumulator off to the tank whenever the drive stands (as ISO 4413 asks)."""

    title, letter, symbol, price, swap = "dump valve", "Q", "BallValve", 165.0, 20.0
    marks = ("A", "B")
    bore = Param(3.0, "mm", "of its seat (assumed)")
    stuck = Param(0.0, "", "1: stays open")
    open_ = Fault("stuck open", 0.5, stuck=1.0)

    def __init__(self, drive: Drive, **params: Any) -> None:
        self.watches = drive
        super().__init__(**params)

    def laws(self, net: Any) -> None:
        net.orifice("dump", "A", "B", lambda c: circle(c.bore), shut=self.opened)

    def opened(self, c: View) -> np.ndarray:
        """Return 1 where it lets off."""
        stands = c.sim.views[self.watches.tag].speed < 0.5
        return np.where(stands | (c.stuck > 0.5), 1.0, 0.0)


class Breather(Component):
    """Breather filter of a tank: the air that comes in with every stroke goes through it."""

    title, letter, symbol, price, swap = "breather filter", "Z", "Box", 38.0, 6.0
    lets = Param(1.0, "", "times the usual dust that comes in with the air")
    burst = Fault("element burst", 1.0, lets=(7.2, 9.0))


class OfflineFilter(Filter):
    """Filter that cleans all day beside the circuit; `beta` is that of its element at 6 µm."""

    title, price = "offline filter", 96.0
    beta = Param(200.0, "", "particles ≥ 6 µm ahead over behind (ISO 16889)")
    clogged = Fault("element clogged", 2.0, element=(0.7, 0.6))
    torn = Fault("element torn", 0.7, beta=(1.15, 1.085))
    stuck = Fault("bypass stuck open", 0.7, opening=-50.0, valve=(900.0, 1600.0))


class UnitPump(CompensatedPump):
    """The pump of the unit; what wears off it goes into the oil."""

    worn = Fault("worn", 2.0, efficiency=(0.755, 0.62))


class SampledTank(Tank):
    """Tank whose oil is counted: what breather and worn pump let in, what the filter catches.

    `SampledTank(filter, breather, pump)`. The count is that at which as much is caught as comes in.
    Dust brings silicon, a worn pump iron (usual readings of laboratories; assumed).
    """

    dirt = State(100.0, "particles ≥ 6 µm in a mL when it last ran")

    def __init__(
        self, sieve: OfflineFilter, breather: Component, pump: OilPart, **params: Any
    ) -> None:
        self.sieve, self.breather, self.pump = sieve, breather, pump
        super().__init__(**params)

    def wear(self, c: View) -> np.ndarray:
        """Return what of its efficiency the pump has lost."""
        return np.maximum(SOUND - c.sim.views[self.pump.tag]["efficiency"], 0.0)

    def dust(self, c: View) -> np.ndarray:
        """Return how many times the usual dust the breather lets in."""
        return c.sim.views[self.breather.tag].lets

    def rules(self, c: View) -> None:
        sieve = c.sim.views[self.sieve.tag]
        through, past = np.abs(sieve.flow("element")), np.abs(sieve.flow("bypass"))
        flow = np.maximum(through + past, RUNS)
        comes = USUAL * (self.dust(c) + WEAR * self.wear(c))
        count = settled(comes, flow, captured(sieve.beta, past / flow))
        c.keep("dirt", np.where(flow > RUNS, np.round(count, 1), c.dirt))

    def particles(self, c: View) -> tuple[np.ndarray, ...]:
        """Return particles ≥ 4, 6 and 14 µm in a mL; of oil that stands, those when it last ran."""
        return spread(c.dirt)

    def elements(self, c: View) -> dict[str, np.ndarray]:
        """Return elements in the oil in ppm."""
        return {"Si": 4.0 + 3.0 * (self.dust(c) - 1.0), "Fe": 6.0 + 200.0 * self.wear(c)}


class SiltingValve(ServoValve):
    """Servo valve whose spool drags in dirty oil: it follows the current late, by a threshold.

    The threshold grows faster than the particles ≥ 6 µm in the oil (power 1.5; assumed), or is
    that of varnish on the spool. `oil` is the part that knows the particles.
    """

    menu = {}
    null = Param(0.5, "mA", "at which the spool is in its middle (the maker's figure for this one)")
    silt = Param(0.03, "mA", "threshold in oil of 100 particles ≥ 6 µm in a mL (assumed)")
    varnish = Param(0.0, "mA", "that gum on the spool adds")
    held = State(0.5, "mA that the spool stands for")
    shifted = Fault("null shifted", 1.5, null=(1.2, -0.7))
    gummed = Fault("spool gummed with varnish", 1.0, varnish=(0.7, 1.3))
    clogged = Fault("first-stage nozzle clogged, runs to its end", 0.8, null=-20.0)

    def __init__(self, source: Component, oil: SampledTank, **params: Any) -> None:
        self.oil = oil
        super().__init__(source, **params)

    def threshold(self, c: View) -> np.ndarray:
        """Return the current in mA by which the spool stays behind."""
        dirt = c.sim.views[self.oil.tag].dirt / 100.0
        return np.minimum(c.silt * dirt**1.5, 3.0) + c.varnish

    def rules(self, c: View) -> None:
        """Play: the spool stays where it is until the current has gone the threshold past it."""
        asked, slack = FULL * c.sim.views[self.source.tag]["command"], self.threshold(c)
        c.keep("held", np.round(np.clip(c.held, asked - slack, asked + slack), 3))

    def wanted(self, c: View) -> np.ndarray:
        return np.clip((c.held - c.null) / FULL * c.gain, -1.0, 1.0)
