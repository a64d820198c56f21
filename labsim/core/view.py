"""How a component sees its simulation: parameters and states, one value for each variant."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.component import Component
from labsim.core.errors import unknown
from labsim.core.told import Seen, Told

if TYPE_CHECKING:
    from labsim.core.simulation import Simulation

__all__ = ["Law", "View"]


class Law:
    """A rule of one number, worked out anew only when a parameter or state it read has changed."""

    def __init__(self, view: View | None, rule: Callable[[Any], Any], out: np.ndarray) -> None:
        self.view, self.rule, self.out = view, rule, out
        self.read: Seen | None = None
        self.moves = True  # False: it reads parameters only, no states

    def update(self, sim: Simulation) -> None:
        """Write the rule's value for every variant to `out`."""
        if self.read is not None and all(sim.at(k) is v for k, v in self.read.items()):
            return
        outer, self.read = sim.read, Seen()
        sim.read = self.read
        self.out[:] = self.rule(self.view)
        self.moves = any(place in sim.states for place in self.read)
        sim.read = outer


class View:
    """A component seen through a simulation: `c.resistance`, `c.pulled`, one value a variant."""

    def __init__(self, sim: Simulation, component: Component) -> None:
        self.sim, self.part, self.tag = sim, component, component.tag
        self.memo: dict[str, tuple[dict, Any]] = {}
        self.look = Told(self, component.look)

    @property
    def count(self) -> int:
        return self.sim.count

    @property
    def now(self) -> float:
        if self.sim.read is not None:
            self.sim.read.now = self.sim.now
        return self.sim.now

    def __getitem__(self, name: str) -> np.ndarray:
        """Return a parameter or state; so also one that is called as a method of this class is."""
        sim, place = self.sim, (self.tag, name)
        values = sim.states.get(place)  # as Simulation.at does; this is asked most of all
        if values is None:
            values = sim.effective.get(place)
        if values is None:
            part = self.part
            raise unknown(self.tag, "parameter or state", name, [*part.params, *part._states])
        if sim.read is not None:
            sim.read.setdefault(place, values)
        return values

    __getattr__ = __getitem__

    @property
    def active(self) -> np.ndarray:
        return self.part.active(self)

    def amps(self, branch: str) -> np.ndarray:
        """Complex current of a named branch of this component."""
        return self.sim.network_of(self.part).amps(self.tag, branch)

    def volts(self, a: str, b: str) -> np.ndarray:
        """Complex voltage between two of this component's terminals."""
        return self.sim.network_of(self.part).volts(self.part.port(a), self.part.port(b))

    @property
    def net(self) -> Any:
        """The network of this component."""
        return self.sim.network_of(self.part)

    # of fluid parts; units are the trade's, see labsim.fluid.network
    def bar(self, mark: str) -> np.ndarray:
        """Gauge pressure at a port or inner node in bar, damped as a gauge is."""
        return self.net.bar_at(self.tag, mark)

    def highest(self, mark: str) -> np.ndarray:
        """Highest pressure in bar there since the last event."""
        return self.net.peak_at(self.tag, mark)

    def flow(self, law: str) -> np.ndarray:
        """Flow through a named law in L/min, positive from its first end to its second."""
        return self.net.flow(self.tag, law)

    def travel(self, body: str) -> np.ndarray:
        """Where a body stands, in mm from its first stop."""
        return self.net.travel(self.tag, body)

    def pace(self, body: str) -> np.ndarray:
        """Speed of a body in mm/s, of a shaft in rev/min."""
        return self.net.pace(self.tag, body)

    def shift(self, spool: str) -> np.ndarray:
        """Where a spool stands, -1 to 1."""
        return self.net.shift(self.tag, spool)

    def stroke_time(self, body: str, way: int) -> np.ndarray:
        """Time in s of the last complete stroke out (1) or in (-1); NaN before the first."""
        return self.net.stroke(self.tag, body, way)

    @property
    def celsius(self) -> np.ndarray:
        """Temperature of the oil."""
        return self.net.celsius

    def follow(self, state: str, want: np.ndarray, delay: Any = 0.0) -> None:
        """Let a yes/no state become `want` after a delay in s; a want withdrawn in time is void."""
        self.sim._follow((self.tag, state), want, delay)

    def lag(self, state: str, toward: Any, tau: Any, limit: Any = np.inf) -> None:
        """Let a state near a value with time constant tau in s; crossing `limit` is an event."""
        self.sim._lag((self.tag, state), toward, tau, limit)

    def integrate(self, state: str, rate: Any, every: Any) -> None:
        """Let a state change at a rate per s; it takes effect every so many ticks."""
        self.sim._grow((self.tag, state), rate, every)

    def once(self, rule: Callable[[View], Any]) -> Any:
        """Work a method of the part out once, however many laws use it."""
        sim, name = self.sim, rule.__name__
        read, value = self.memo.get(name, (None, None))
        if read is None or any(sim.at(k) is not v for k, v in read.items()):
            outer, read = sim.read, Seen()
            sim.read = read
            value = rule(self)
            sim.read = outer
            self.memo[name] = read, value
        if sim.read is not None:
            for place, values in read.items():
                sim.read.setdefault(place, values)
        return value

    def keep(self, state: str, value: Any) -> None:
        """Set a state now; the networks are solved again when it changed."""
        self.sim.set_state(self.tag, state, value)

    def remember(self, state: str, value: np.ndarray) -> None:
        """Set a state that no network depends on: nothing is solved anew for it."""
        self.sim.remember((self.tag, state), value)

    def wake(self, at: Any) -> None:
        """Ask for a look at a moment of machine time in s, whatever else happens; ∞: for none.

        Of every part the latest wish counts; it falls on the next tick.
        """
        self.sim._wakes[self.tag] = float(np.min(at))
