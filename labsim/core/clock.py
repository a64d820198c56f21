"""Machine time: delayed states, states that lag, states that grow; every event falls on a tick.

What one variant does never depends on the others beside it: they only add moments at which it is
looked at. A state that lags moves by an exact exponential, a state that grows changes only at fixed
moments of machine time.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.told import Seen

__all__ = ["FLIPS", "HOT", "TAP", "TICK", "WARM", "Clock"]

TICK = 0.010  # s of machine time; every event falls on a tick, so coupling is one tick late
FLIPS = 12  # changes of one state, each soon after the last, that make it "chatter"
SOON = 0.05  # s between two of them; what goes by itself more slowly than that does its work
HOT = 0.5  # heat above which a fault that comes with heat is there
TAP = 1.0  # s that the shaking of a knock lasts
# s after a heat gun is put on a part: hot inside from, and until (assumed, a minute to soak in).
WARM = (60.0, 300.0)
STEPS = 20_000  # solutions in one call of advance at most

Place = tuple[str, str]


class Clock:
    """The time of a simulation and the states that change by themselves."""

    count: int
    states: dict[Place, np.ndarray]

    def __init__(self) -> None:
        self.now = 0.0
        self.read: Seen | None = None  # what a law, rule or look sees while it works
        self.tapped: dict[str, float] = {}
        self.warmed: dict[str, float] = {}
        self.flips: dict[Place, np.ndarray] = {}
        self._flipped: dict[Place, np.ndarray] = {}
        self._rows: dict[tuple[type, Any], np.ndarray] = {}  # of numbers, read-only
        self._wakes: dict[str, float] = {}  # when a part wants to be looked at again
        self._due: dict[Place, np.ndarray] = {}
        self._want: dict[Place, np.ndarray] = {}
        self._lags: dict[Place, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
        self._there: dict[Place, tuple[Any, Any]] = {}  # state and lag of what has arrived
        self._rates: dict[str, dict[Place, tuple[np.ndarray, np.ndarray]]] = {}  # of every part
        self._grown: dict[Place, np.ndarray] = {}

    def solve(self) -> None:
        """Bring networks and state rules up to date at the present moment."""
        raise NotImplementedError

    def touch(self) -> None:
        """Say that something the networks depend on has changed."""
        raise NotImplementedError

    def note(self) -> None:
        """Let what records along take down the present moment."""

    def march(self, dt: float) -> None:
        """Let what moves without events, the fluids, move for a time in s."""

    def quantum(self) -> float:
        """Return the longest time in s that may pass before what moves is looked at again."""
        return np.inf

    def _row(self, value: Any) -> np.ndarray:
        """Return one value for each variant; a number is spread once, and the row kept."""
        if isinstance(value, np.ndarray):
            return value if value.shape == (self.count,) else np.broadcast_to(value, (self.count,))
        row = self._rows.get((type(value), value))
        if row is None:
            row = self._rows[type(value), value] = np.broadcast_to(value, (self.count,))
        return row

    # what rules see and say -----------------------------------------------------------------
    def _glance(self, place: Place) -> Any:
        """Return a state, noted as seen: what a rule does to it depends on what it was."""
        state = self.states.get(place)
        if self.read is not None:
            self.read.setdefault(place, state)
        return state

    def unsure(self) -> None:
        """Note that the rule at work saw what may change unseen."""
        if self.read is not None:
            self.read.fleeting = True

    def _follow(self, place: Place, want: Any, delay: Any) -> None:
        state = self._glance(place)
        want = self._row(want)
        if place not in self._due and (want is state or not (want != state).any()):
            return
        due = self._due.get(place, np.full(self.count, np.inf))
        self.unsure()  # what waits may be withdrawn
        fresh = (want != state) & ((due == np.inf) | (self._want.get(place, state) != want))
        due = np.where(want == state, np.inf, np.where(fresh, self.now + delay, due))
        if place in self.flips:
            due = np.where(self.flips[place] > FLIPS, np.inf, due)
        self._due[place], self._want[place] = due, want

    def _lag(self, place: Place, toward: Any, tau: Any, limit: Any) -> None:
        self._lags[place] = self._row(toward), self._row(tau), self._row(limit)

    def _grow(self, place: Place, rate: Any, every: Any) -> None:
        self._rates.setdefault(place[0], {})[place] = self._row(rate), self._row(every)

    # time -----------------------------------------------------------------------------------
    def advance(self, seconds: float) -> Any:
        """Let machine time pass, event by event."""
        end = round(self.now + seconds, 6)
        self.flips.clear()
        self._flipped.clear()
        for _ in range(STEPS + round(seconds / TICK)):
            self.solve()
            self.note()
            if self.now >= end - 1e-9:
                return self
            self._move(self._horizon(end))
        return self

    def settle(self, seconds: float = 3.0) -> Any:
        """Let the machine come to rest: a fixed time, so that variants keep step."""
        return self.advance(seconds)

    def chatters(self, tag: str, state: str) -> np.ndarray:
        """Tell for every variant whether a state kept flipping in the last call of advance."""
        place = tag, state
        self._glance(place)
        if place in self.flips:
            self.unsure()
        return self.flips.get(place, np.zeros(self.count)) > FLIPS // 2

    def unsteady(self) -> np.ndarray:
        """Tell for every variant whether any part chattered in the last call of advance."""
        kept = [flips > FLIPS // 2 for flips in self.flips.values()]
        return np.any(kept, axis=0) if kept else np.zeros(self.count, dtype=bool)

    def _horizon(self, end: float) -> float:
        """Return the time of the next event, on a tick and not after `end`."""
        soon = min(end, self.now + self.quantum())
        for due in self._due.values():
            soon = min(soon, float(due.min()))
        for place in self._lagging():
            soon = min(soon, self.now + self._crossing(place))
        ends = [*self._wakes.values(), *(time + TAP for time in self.tapped.values())]
        ends += [time + edge for time in self.warmed.values() for edge in WARM]
        soon = min([soon, *(time for time in ends if time > self.now + 1e-9)])
        tick = round(self.now / TICK)
        for place, (rate, every) in self._growing():
            grows = (rate != 0) | (self._grown.get(place, 0.0) != 0)
            if grows.any():
                soon = min(
                    soon,
                    float(np.min((tick // every + 1) * every, where=grows, initial=1e12)) * TICK,
                )
        ticks = np.ceil(round(soon / TICK, 6))
        return min(end, max(ticks * TICK, self.now + TICK))

    def _crossing(self, place: Place) -> float:
        """Return the time in s until the first variant of a lagging state crosses a limit."""
        toward, tau, limit = self._lags[place]
        state, least = self.states[place], np.inf
        for border in (limit, HOT) if place[1] == "heat" else (limit,):
            crosses = (state - border) * (toward - border) < 0
            if crosses.any():
                far, near = (toward - state)[crosses], (toward - border)[crosses]
                least = min(least, float(np.min(tau[crosses] * np.log(far / near))) + 1e-6)
        return least

    def _move(self, until: float) -> None:
        """Advance lags and growth to a time, then fire what is due."""
        dt = until - self.now
        self.march(dt)
        self.now = round(until, 6)
        for place in self._lagging():
            now, (toward, tau, _) = self.states[place], self._lags[place]
            then = toward + (now - toward) * np.exp(-dt / tau)
            if (then != now).any():
                self.states[place] = then
        for place, (rate, every) in self._growing():
            self._add(place, rate * dt, round(self.now / TICK) % every == 0)
        for place in list(self._due):
            self._fire(place)

    def _lagging(self) -> list[Place]:
        """Return the states that lag and are not where they go to yet."""
        found = []
        for place, lag in self._lags.items():
            state, there = self.states[place], self._there.get(place)
            if there is not None and there[0] is state and there[1] is lag:
                continue
            if (state == lag[0]).all():
                self._there[place] = state, lag
            else:
                found.append(place)
        return found

    def _growing(self) -> list[tuple[Place, tuple[np.ndarray, np.ndarray]]]:
        return [one for rates in self._rates.values() for one in rates.items()]

    def _add(self, place: Place, growth: np.ndarray, lands: np.ndarray) -> None:
        """Gather growth; it reaches the state of a variant at that variant's own moments."""
        grown = self._grown.get(place, 0.0) + growth
        if np.any(grown[lands]):
            now = self.states[place]
            self.states[place] = np.where(lands, np.round(now + grown, 9), now)
            self.touch()
        self._grown[place] = np.where(lands, 0.0, grown)

    def _count(self, place: Place, fire: np.ndarray) -> None:
        """Count changes that follow each other too fast; a pause begins the count anew."""
        last = self._flipped.get(place, np.full(self.count, -np.inf))
        before = self.flips.get(place, np.zeros(self.count))
        slow = (self.now - last > SOON) & (before <= FLIPS)
        self.flips[place] = np.where(fire, np.where(slow, 1.0, before + 1.0), before)
        self._flipped[place] = np.where(fire, self.now, last)

    def _fire(self, place: Place) -> None:
        due = self._due[place]
        fire = due <= self.now + 1e-9
        if fire.any():
            self.states[place] = np.where(fire, self._want[place], self.states[place])
            self._count(place, fire)
            due = self._due[place] = np.where(fire, np.inf, due)
            self.touch()
        if not np.isfinite(due).any():
            del self._due[place]
