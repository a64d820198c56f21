"""A machine in time: one machine, or many variants of it that differ in parameter values."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.core.component import Component
from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine

__all__ = ["TICK", "Simulation", "Variant", "View"]

TICK = 0.010  # s of machine time; every event falls on a tick, so coupling is one tick late
STEPS = 400  # solutions in one call of advance; then the rest of the time is jumped (buzzing parts)
FLIPS = 12  # changes of one state within one call of advance that make it "chatter"


@dataclass(frozen=True)
class Variant:
    """Parameters that differ from the drawing: {(tag, parameter): value}, and when they do."""

    wrong: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    when: str | None = None
    name: str = "healthy"
    severity: int = 0


class View:
    """A component seen through a simulation: `c.resistance`, `c.pulled`, one value a variant."""

    def __init__(self, sim: Simulation, component: Component) -> None:
        self.sim, self.part, self.tag = sim, component, component.tag

    @property
    def count(self) -> int:
        return self.sim.count

    @property
    def now(self) -> float:
        return self.sim.now

    def __getattr__(self, name: str) -> np.ndarray:
        table = self.sim.states.get((self.tag, name))
        if table is None:
            table = self.sim.effective.get((self.tag, name))
        if table is None:
            part = self.part
            raise unknown(self.tag, "parameter or state", name, [*part.params, *part._states])
        return table

    def __getitem__(self, name: str) -> np.ndarray:
        return getattr(self, name)

    @property
    def active(self) -> np.ndarray:
        return self.part.active(self)

    def amps(self, branch: str) -> np.ndarray:
        """Complex current of a named branch of this component."""
        return self.sim.network_of(self.part).amps(self.tag, branch)

    def volts(self, a: str, b: str) -> np.ndarray:
        """Complex voltage between two of this component's terminals."""
        return self.sim.network_of(self.part).volts(self.part.port(a), self.part.port(b))

    def follow(self, state: str, want: np.ndarray, delay: Any = 0.0) -> None:
        """Let a yes/no state become `want` after a delay in s; a want withdrawn in time is void."""
        self.sim._follow((self.tag, state), want, delay)

    def lag(self, state: str, toward: Any, tau: Any, limit: Any = np.inf) -> None:
        """Let a state approach a value with time constant tau in s; crossing `limit` is an event."""
        self.sim._lag((self.tag, state), toward, tau, limit)

    def integrate(self, state: str, rate: Any) -> None:
        """Let a state change at a rate per s, recomputed at least every 50 ms."""
        self.sim._rates[(self.tag, state)] = np.broadcast_to(rate, (self.count,))

    def keep(self, state: str, value: Any) -> None:
        """Set a state now; the networks are solved again when it changed."""
        self.sim.set_state(self.tag, state, value)


class Simulation:
    """Runs a machine: hands operate it, time advances, networks are solved when inputs change."""

    def __init__(self, machine: Machine, variants: Sequence[Variant] = (Variant(),)) -> None:
        self.machine, self.variants = machine, list(variants)
        self.count = len(self.variants)
        self.now = 0.0
        self.tapped: dict[str, float] = {}
        self.views = {tag: View(self, part) for tag, part in machine.components.items()}
        self.nominal: dict[tuple[str, str], np.ndarray] = {}
        self.effective: dict[tuple[str, str], np.ndarray] = {}
        self.states: dict[tuple[str, str], np.ndarray] = {}
        for tag, part in machine.components.items():
            for name, value in part.values.items():
                self.nominal[tag, name] = np.full(self.count, value)
            for name in part._states:
                self._reset_state(tag, name)
        self.lifted: frozenset[tuple[str, str]] = frozenset()
        self.wrong = [dict(variant.wrong) for variant in self.variants]
        for n, variant in enumerate(self.variants):
            for (tag, name), _ in variant.wrong.items():
                if (tag, name) not in self.nominal:
                    raise unknown(tag, "parameter", name, machine.component(tag).params)
        self._due: dict[tuple[str, str], np.ndarray] = {}
        self._want: dict[tuple[str, str], np.ndarray] = {}
        self._lags: dict[tuple[str, str], tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
        self._rates: dict[tuple[str, str], np.ndarray] = {}
        self.flips: dict[tuple[str, str], np.ndarray] = {}
        self._effective_key: Any = None
        kinds = {p.network for p in machine.components.values() if p.network is not None}
        self._refresh()
        self.networks = [kind(self) for kind in sorted(kinds, key=lambda k: k.__name__)]
        self.settle()

    # parameters and states --------------------------------------------------------------
    def _reset_state(self, tag: str, name: str) -> None:
        state = self.machine.components[tag]._states[name]
        self.states[tag, name] = np.full(self.count, state.initial)

    def _condition(self, when: str | None, tag: str) -> np.ndarray:
        """Tell for every variant whether the condition of an intermittent fault holds now."""
        running = np.zeros(self.count, dtype=bool)
        for other, view in self.views.items():
            if "speed" in view.part._states:
                running |= self.states[other, "speed"] > 0.2
        if when == "vibration":
            return running | (self.now - self.tapped.get(tag, -9.0) < 1.0)
        if when == "heat":
            warm = [self.states[k] for k in self.states if k[1] == "heat"]
            return np.any([w > 0.5 for w in warm], axis=0) if warm else running
        return running

    def _refresh(self) -> bool:
        """Recompute effective parameters; True when they changed."""
        live = []
        for n, (variant, wrong) in enumerate(zip(self.variants, self.wrong, strict=True)):
            tag = next(iter(wrong))[0] if wrong else ""
            live.append(bool(wrong) and (not variant.when or self._condition(variant.when, tag)[n]))
        key = (tuple(live), tuple(tuple(w.items()) for w in self.wrong), self.lifted)
        if key == self._effective_key:
            return False
        self._effective_key = key
        self.effective = dict(self.nominal)
        for n, (on, wrong) in enumerate(zip(live, self.wrong, strict=True)):
            for place, value in wrong.items() if on else ():
                if self.effective[place] is self.nominal[place]:
                    self.effective[place] = self.nominal[place].astype(
                        np.result_type(self.nominal[place], np.asarray(value))
                    )
                self.effective[place][n] = value
        for place in self.lifted:
            self.effective[place] = np.full(self.count, np.inf)
        return True

    def set_state(self, tag: str, name: str, value: Any) -> None:
        """Set a state of every variant (array) or of all alike (scalar)."""
        old = self.states[tag, name]
        new = np.broadcast_to(np.asarray(value, dtype=old.dtype), (self.count,)).copy()
        if not np.array_equal(old, new):
            self.states[tag, name] = new
            self.touch()

    def touch(self) -> None:
        """Say that something the networks depend on has changed."""
        for network in getattr(self, "networks", ()):
            network.stale = True

    def network_of(self, part: Component) -> Any:
        for network in self.networks:
            if isinstance(network, part.network):
                return network
        raise LabsimError(f"{part.tag} belongs to no network")

    # time -------------------------------------------------------------------------------
    def _follow(self, place: tuple[str, str], want: Any, delay: Any) -> None:
        state = self.states[place]
        want = np.broadcast_to(want, (self.count,))
        due = self._due.get(place, np.full(self.count, np.inf))
        fresh = (want != state) & ((due == np.inf) | (self._want.get(place, state) != want))
        due = np.where(want == state, np.inf, np.where(fresh, self.now + delay, due))
        due = np.where(self.flips.get(place, np.zeros(self.count)) > FLIPS, np.inf, due)
        self._due[place], self._want[place] = due, want

    def _lag(self, place: tuple[str, str], toward: Any, tau: Any, limit: Any) -> None:
        shape = (self.count,)
        self._lags[place] = tuple(np.broadcast_to(x, shape) for x in (toward, tau, limit))

    def _horizon(self, end: float) -> float:
        """Return the time of the next event, on a tick and not after `end`."""
        soon = end
        for due in self._due.values():
            soon = min(soon, float(due.min(initial=np.inf)))
        for place, (toward, tau, limit) in self._lags.items():
            now = self.states[place]
            with np.errstate(divide="ignore", invalid="ignore"):
                wait = tau * np.log((toward - now) / (toward - limit))
            crosses = (now - limit) * (toward - limit) < 0
            soon = min(soon, self.now + float(np.min(wait[crosses], initial=np.inf)) + 1e-6)
        if any(np.any(np.abs(rate) > 1e-3) for rate in self._rates.values()):
            soon = min(soon, self.now + 5 * TICK)
        ticks = np.ceil(round(soon / TICK, 6))
        return min(end, max(ticks * TICK, self.now + TICK))

    def _move(self, until: float) -> None:
        """Advance lags and rates to a time, then fire what is due."""
        dt = until - self.now
        self.now = round(until, 6)
        for place, (toward, tau, _) in self._lags.items():
            now = self.states[place]
            self.states[place] = toward + (now - toward) * np.exp(-dt / tau)
        for place, rate in self._rates.items():
            if np.any(rate != 0):
                self.states[place] = self.states[place] + rate * dt
                self.touch()
        for place, due in self._due.items():
            fire = due <= self.now + 1e-9
            if fire.any():
                self.states[place] = np.where(fire, self._want[place], self.states[place])
                self.flips[place] = self.flips.get(place, np.zeros(self.count)) + fire
                self._due[place] = np.where(fire, np.inf, due)
                self.touch()

    def solve(self) -> None:
        """Bring networks and state rules up to date at the present moment."""
        if self._refresh():
            self.touch()
        for network in self.networks:
            network.solve()
        self._rates.clear()
        for view in self.views.values():
            view.part.rules(view)

    def advance(self, seconds: float) -> Simulation:
        """Let machine time pass, event by event."""
        end = round(self.now + seconds, 6)
        self.flips.clear()
        for _ in range(STEPS):
            self.solve()
            if self.now >= end - 1e-9:
                break
            self._move(self._horizon(end))
        else:
            self._move(end)
            self.solve()
        return self

    def settle(self, longest: float = 3.0) -> Simulation:
        """Advance until nothing is pending, but no longer than `longest` seconds."""
        start = self.now
        self.flips.clear()
        self.solve()
        while self.now - start < longest and self._busy():
            self._move(self._horizon(start + longest))
            self.solve()
        return self

    def _busy(self) -> bool:
        pending = any(np.isfinite(due).any() for due in self._due.values())
        return pending or any(np.any(np.abs(rate) > 1e-3) for rate in self._rates.values())

    def chatters(self, tag: str, state: str) -> np.ndarray:
        """Tell for every variant whether a state kept flipping in the last call of advance."""
        return self.flips.get((tag, state), np.zeros(self.count)) > FLIPS // 2

    # hands --------------------------------------------------------------------------------
    def operate(self, tag: str, position: str) -> Simulation:
        """Put a control into one of its positions, by name."""
        part = self.machine.component(tag)
        if not part.positions:
            hands = [t for t, p in self.machine.components.items() if p.positions]
            raise unknown(f"{tag} is a {part.title} and", "control; controls are", "", hands)
        if position not in part.positions:
            raise unknown(tag, "position", position, part.positions)
        self.set_state(tag, "position", part.positions.index(position))
        return self

    def tap(self, tag: str) -> Simulation:
        """Knock on a part: what fails by vibration fails now, for a second."""
        self.machine.component(tag)
        self.tapped[tag] = self.now
        return self

    def lift(self, address: str) -> Simulation:
        """Take the conductor off a terminal."""
        port = self.machine.port(address)
        self.lifted |= {(port.component.tag, f"{port.mark}.joint")}
        return self

    def land(self, address: str) -> Simulation:
        """Put the conductor back on its terminal; what was broken before is broken still."""
        port = self.machine.port(address)
        self.lifted -= {(port.component.tag, f"{port.mark}.joint")}
        return self

    def replace(self, tag: str) -> Simulation:
        """Fit a new part with new leads: its parameters and states are right from now on."""
        self.machine.component(tag)
        places = {(tag, name) for name in self.machine.components[tag].params}
        for net in self.machine.nets:
            if len(net) == 2 and tag in {p.component.tag for p in net}:
                places |= {(p.component.tag, f"{p.mark}.joint") for p in net}
        return self._restore(places, tag)

    def remake(self, address: str) -> Simulation:
        """Make a connection anew: the terminal, and the far end if the wire has just two."""
        port = self.machine.port(address)
        places = {(port.component.tag, f"{port.mark}.{what}") for what in ("joint", "earth")}
        for net in self.machine.nets:
            if port in net and len(net) == 2:
                places |= {(p.component.tag, f"{p.mark}.joint") for p in net}
        return self._restore(places, None)

    def _restore(self, places: set[tuple[str, str]], tag: str | None) -> Simulation:
        for place in places:
            value = self.machine.components[place[0]].values[place[1]]
            self.nominal[place] = np.full(self.count, value)
        self.wrong = [{k: v for k, v in w.items() if k not in places} for w in self.wrong]
        if tag is not None:
            kept = self.states.get((tag, "position"))
            for name in self.machine.components[tag]._states:
                self._reset_state(tag, name)
            if kept is not None:
                self.states[tag, "position"] = kept
        self._effective_key = None
        self.touch()
        return self

    # copies -------------------------------------------------------------------------------
    def snapshot(self) -> dict[str, Any]:
        """Return everything that changes with time, to come back to with `rewind`."""
        names = ("now", "tapped", "nominal", "states", "wrong", "lifted")
        names += ("_due", "_want", "_lags", "flips")
        return {name: copy.copy(getattr(self, name)) for name in names}

    def rewind(self, snapshot: Mapping[str, Any]) -> Simulation:
        """Go back to a snapshot of this simulation."""
        for name, value in snapshot.items():
            setattr(self, name, copy.copy(value))
        self._effective_key = None
        self._refresh()
        self.touch()
        self.solve()
        return self
