"""A machine led through records: where a way was gone before, it is known what it came to.

What a machine does depends on what hands do to it, and on no reading. The coach's own ways through
a lab begin alike, and end alike for equal faults; those of a class confirm the same complaint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from labsim.core.simulation import Simulation, Variant
from labsim.hands import Hands
from labsim.instruments.base import Measured

__all__ = ["Retrace", "acted"]

# What a record says of an event beside what hands did; all else counts, known or not.
TOLD = frozenset({
    "n", "t", "h", "text", "seen", "breaches", "warnings", "price", "hurt", "more", "step",
    "points", "suspects", "confidence", "component", "title", "figures",
})  # fmt: skip


@dataclass(eq=False)
class Place:
    """Where a way has led: the machine as it stood, what was read and seen, and how it went on."""

    snapshot: dict[str, Any]
    read: Measured | None = None
    looks: dict[str, Any] = field(default_factory=dict)
    on: dict[str, Place] = field(default_factory=dict)


class Retrace:
    """A simulation and hands that go through events one by one, on known ways without work.

    `room` is the number of places kept, none at first; `deep` how far from the start. Offers what
    a simulation tells of where it stands; `sim` itself is brought there when it is asked for.
    """

    def __init__(self, sim: Simulation, hands: Hands) -> None:
        self._sim, self.hands = sim, hands
        self.room, self.deep = 0, 10_000
        self.start = Place(sim.snapshot())
        self._here: Place | None = None  # None: off the known ways, the simulation is in place
        self._behind, self._kept, self._gone = False, 0, 0

    def begin(self) -> None:
        """Go back to the start."""
        if self._kept >= self.room:
            self.start.on, self._kept = {}, 0
        self._gone, self._behind = 0, True
        self._here = self.start if self.room else None
        if not self.room:
            self._sim.rewind(self.start.snapshot)
            self._behind = False

    @property
    def sim(self) -> Simulation:
        """The simulation, where it stands now."""
        if self._behind and self._here is not None:
            self._sim.rewind(self._here.snapshot)
        self._behind = False
        return self._sim

    def do(self, event: Mapping[str, Any]) -> Measured | None:
        """Carry out an event; return what it read, if anything."""
        if self._here is None:
            return self.hands.do(event)
        act = acted(event)
        there = self._here.on.get(act)
        if there is not None:
            self._here, self._behind, self._gone = there, True, self._gone + 1
            return there.read
        sim, here = self.sim, self._here
        self._here, self._gone = None, self._gone + 1  # nothing is known where this fails
        read = self.hands.do(event)
        if self._kept < self.room and self._gone <= self.deep:
            sim.solve()
            thin = None if read is None else replace(read, show=str, trace=None)
            self._here = here.on[act] = Place(sim.snapshot(), thin)
            self._kept += 1
        return read

    def look(self, tag: str) -> Any:
        """Return what a part looks like, of every variant."""
        if self._here is None:
            return self._sim.views[tag].look()
        if tag not in self._here.looks:
            self._here.looks[tag] = self.sim.views[tag].look()
        return self._here.looks[tag]

    def solve(self) -> None:
        """Bring networks and rules up to date; on known ways they are."""
        if self._here is None:
            self._sim.solve()

    # where it stands, as a simulation tells -----------------------------------------------------
    @property
    def variants(self) -> list[Variant]:
        return self._sim.variants

    def snapshot(self) -> dict[str, Any]:
        """Return everything that changes with time, as Simulation.snapshot does."""
        return self._sim.snapshot() if self._here is None else self._here.snapshot

    def _told(self, name: str) -> Any:
        return getattr(self._sim, name) if self._here is None else self._here.snapshot[name]

    now = property(lambda self: self._told("now"))
    states = property(lambda self: self._told("states"))
    lifted = property(lambda self: self._told("lifted"))
    warmed = property(lambda self: self._told("warmed"))


def acted(event: Mapping[str, Any]) -> str:
    """Return what hands did in an event, as text."""
    if event["do"] == "open":
        return "open"  # whose record it is changes nothing at the machine
    reads = event["do"] in ("measure", "look")
    done = {k: v for k, v in event.items() if k not in TOLD and not (reads and k == "value")}
    return json.dumps(done, sort_keys=True)
