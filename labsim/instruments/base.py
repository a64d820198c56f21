"""What every instrument has: functions, limits, errors; readings of one machine or many."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from labsim.core.component import Component
from labsim.core.display import decimals, digits
from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation

__all__ = [
    "TAGGED", "Function", "Instrument", "Measured", "Places", "decimals", "digits", "domain_of",
]  # fmt: skip

TAGGED = "tagged out"  # after a voltage above its category: nobody may use it

JUMPS = 120.0  # standard error of a reading that jumps around, in the unit shown (assumed)


@dataclass(frozen=True)
class Function:
    """One setting: unit, leads, minutes it takes, whether parts must be dead, ranges if it has.

    `jack`: where the red lead belongs, on an instrument that has several.
    """

    unit: str
    leads: tuple[int, ...]
    minutes: float
    dead: bool = False
    text: str = ""
    ranges: tuple[float, ...] = ()
    jack: str = ""


@dataclass
class Measured:
    """Readings of all variants: value and standard error (V,), unit, and what went wrong.

    `show` writes what the display says of one variant; `short`: the leads were a short circuit.
    `more`: further figures of the same reading, by name; `trace`: what a screen shows of it.
    """

    value: np.ndarray
    sigma: np.ndarray
    unit: str
    show: Callable[[int], str]
    warnings: list[str] = field(default_factory=list)
    short: bool = False
    rule: str = "amps-short"  # what such a short breaks
    more: dict[str, Measured] = field(default_factory=dict)
    trace: Any = None

    def jump(self, shaky: np.ndarray) -> None:
        """Mark the readings of variants in which a part chatters: the display never settles."""
        steady, scale = self.show, np.abs(np.where(np.isfinite(self.value), self.value, 0.0))
        self.sigma = np.where(shaky, np.maximum(scale, JUMPS), self.sigma)
        self.show = lambda n: f"{steady(n)}, jumps" if shaky[n] else steady(n)

    def loosen(self, slack: float) -> None:
        """Let a machine's own values count, as part of the reading: sound machines differ by it."""
        if self.value.dtype.kind not in "UO":
            size = np.where(np.isfinite(self.value), np.abs(self.value), 0.0)
            self.sigma = np.hypot(self.sigma, slack * size)
        for one in self.more.values():
            one.loosen(slack)

    def text(self, variant: int = 0) -> str:
        """Return what the display shows for a variant."""
        return self.show(variant)


@dataclass(frozen=True)
class Places:
    """Where leads are worth putting: groups of ports for each kind of lead.

    `pairs`: two leads on a live machine; `singles`: one conductor; `dead`: two leads on what the
    isolators make dead; `nets`: one terminal of each net that they make dead. Of fluids, a port
    each: `taps` test couplings, `lines` without one, to be opened; `flows` where a meter goes into
    the line; `drains`; `oil` and `air` ports; `strokes` of cylinders; `shafts` that show.
    `tags`: variables of a program. `pads` take a vibration sensor; `partners` are two of them whose
    phases tell something.
    """

    pairs: list[tuple[Port, ...]] = field(default_factory=list)
    singles: list[tuple[Port, ...]] = field(default_factory=list)
    dead: list[tuple[Port, ...]] = field(default_factory=list)
    nets: list[tuple[Port, ...]] = field(default_factory=list)
    taps: list[tuple[Port, ...]] = field(default_factory=list)
    lines: list[tuple[Port, ...]] = field(default_factory=list)
    flows: list[tuple[Port, ...]] = field(default_factory=list)
    drains: list[tuple[Port, ...]] = field(default_factory=list)
    oil: list[tuple[Port, ...]] = field(default_factory=list)
    air: list[tuple[Port, ...]] = field(default_factory=list)
    strokes: list[tuple[Port, ...]] = field(default_factory=list)
    shafts: list[tuple[Port, ...]] = field(default_factory=list)
    tags: list[tuple[Port, ...]] = field(default_factory=list)
    pads: list[tuple[Port, ...]] = field(default_factory=list)
    partners: list[tuple[Port, ...]] = field(default_factory=list)


class Instrument:
    """Connecting it loads the circuit. Subclasses declare `functions` and write `measure`."""

    title: ClassVar[str] = "instrument"
    functions: ClassVar[dict[str, Function]] = {}
    CAT_LIMIT: ClassVar[float] = math.inf  # V to earth the leads are made for
    price: ClassVar[float] = 0.0  # euros, of a new one
    standard: ClassVar[bool] = True  # in every case; False: only where a scenario names it
    domain: ClassVar[str] = "electrical"  # of the ports it reads at
    exact: ClassVar[bool] = False  # it reads numbers that are kept, not the world
    heads: ClassVar[dict[str, str]] = {}  # first word of functions -> heading; for many functions
    ends: ClassVar[tuple[str, ...]] = ()  # what goes to the machine, and what without the second

    def __init__(self, sim: Simulation, seed: int | None = None) -> None:
        """Take the simulation it is used on; a seed gives this specimen its calibration error."""
        self.sim, self.seed = sim, seed
        self.held: float | None = None  # the range it is held in by hand; None: it ranges itself
        self.knobs: Any = {}  # what an oscilloscope is set to
        self.gains: dict[tuple[str, float], float] = {}
        self.plugged = ""  # the jack the red lead is in, when it is not the function's own

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        """Return function and groups of ports that are checks worth making, machine dead or not."""
        return []

    @classmethod
    def jacks(cls) -> list[str]:
        """Return the jacks the red lead can be in; none on an instrument with just one place."""
        return list(dict.fromkeys(f.jack for f in cls.functions.values() if f.jack))

    def ready(self, ports: Sequence[Port]) -> None:
        """Raise LabsimError when it cannot read at these ports now."""

    def ranges(self, function: str) -> tuple[float, ...]:
        """Return the ranges it may choose from: all of a function, or the one it is held in."""
        return self.functions[function].ranges if self.held is None else (self.held,)

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        """Connect, read and disconnect."""
        raise NotImplementedError

    def left_on(self, found: Measured, event: Mapping[str, Any]) -> None:
        """Take note of what happened while it stayed connected, at the end of a reading."""

    def measure_many(self, function: str, groups: Sequence[Sequence[Port]]) -> list[Measured]:
        """Measure at several places one after the other, the machine as it stands."""
        return [self.measure(function, ports) for ports in groups]

    @contextmanager
    def connected(self, net: Any, ports: Sequence[Port], ohms: Any) -> Iterator[None]:
        """Put the instrument's own resistance between its leads while something is read."""
        ends = [net.node_of[port] for port in ports] + [-1]
        net.leads, net.stale = (ends[0], ends[1], ohms), True
        try:
            self.sim.settle(0.5)
            yield
        finally:
            net.leads, net.stale = None, True
        self.sim.settle(0.5)

    # what can happen to it ----------------------------------------------------------------
    def flag(self, what: str) -> np.ndarray:
        """Tell for every variant whether something has happened to this instrument."""
        return self.sim.states.get((self.title, what), np.zeros(self.sim.count, dtype=bool))

    def raise_flag(self, what: str, where: np.ndarray) -> None:
        """Note that something has happened to it: a fuse blown, a tag hung on."""
        self.sim.states[self.title, what] = self.flag(what) | where

    def over_rating(self, ports: Sequence[Port]) -> np.ndarray:
        """Tell for every variant whether a lead would touch more than it is made for."""
        over = np.zeros(self.sim.count, dtype=bool)
        if np.isfinite(self.CAT_LIMIT):
            net = self.network(ports)
            for port in ports:
                over |= np.hypot(*np.abs(net.open_volts(port, None))) > self.CAT_LIMIT
        return over

    def mending(self) -> float | None:
        """Return what it costs to put it right, None when it is in order."""
        return self.price if self.flag(TAGGED).any() else None

    def mend(self) -> None:
        """Put it right: new fuses, or a new instrument when it is tagged out."""
        for place in [p for p in self.sim.states if p[0] == self.title]:
            del self.sim.states[place]

    def gain(self, function: str, accuracy: float) -> float:
        """Return the factor by which this specimen reads wrong, within half its accuracy."""
        if self.seed is None:
            return 1.0
        known = self.gains.get((function, accuracy))
        if known is None:
            key = [self.seed & 0xFFFFFFFF, *function.encode()]
            drawn = float(np.random.default_rng(key).uniform(-0.5, 0.5))
            known = self.gains[function, accuracy] = 1.0 + accuracy * drawn
        return known

    def network(self, ports: Sequence[Port]) -> object:
        """Return the network the ports belong to; LabsimError if they belong to several."""
        for port in ports:
            if domain_of(port) != self.domain:
                raise LabsimError(self._elsewhere_than(port))
        networks = {self.sim.network_of(port.component) for port in ports}
        if len(networks) != 1:
            names = ", ".join(port.name for port in ports)
            raise LabsimError(f"{names} are not of one kind: a {self.title} reaches just one")
        return networks.pop()

    def _elsewhere_than(self, port: Port) -> str:
        """Say that it cannot read at a port of another kind, and where it can."""
        words = {"fluid": "a port for oil or air", "electrical": "an electrical terminal",
                 "vibration": "a measuring pad", "thermal": "a face for a camera",
                 "mechanical": "a hub or a foot"}  # fmt: skip
        there = self.sim.machine.ports.values()
        mine = sorted((p for p in there if domain_of(p) == self.domain),
                      key=lambda p: not getattr(p.component, "tap", False))  # fmt: skip
        some = ", ".join(p.name for p in mine[:8] if p.mark not in p.component.hidden)
        kind = words.get(domain_of(port), "no place to measure")
        return (
            f"{port.name} of the {port.component.title} is {kind}: a {self.title} reads at "
            f"{words[self.domain]}; here {some or 'there is none'}"
        )


def domain_of(what: Port | Component) -> str:
    """Return the kind of network a port or part belongs to: "electrical", "fluid", or "".

    A port that is no terminal is a variable: "program".
    """
    if isinstance(what, Port) and what.mark not in what.component.marks:
        return "program"
    network = getattr(what, "component", what).network
    return "" if network is None else getattr(network, "domain", "electrical")
