"""Zero energy: which sources a machine has, what takes each away, which are not at zero now."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation

__all__ = ["Source", "fallen", "hazards", "in_zone", "own_parts", "sources"]

_KNOWN: WeakKeyDictionary[Machine, tuple[Source, ...]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Source:
    """One source of energy: the isolator of a feed, or the part that stores it.

    `ports`: terminals of the machine's own parts that only this feed makes live. `isolator`: what
    is switched off and locked against it, "" if nothing is; `release`: what lets it off; `blocks`:
    a prop holds it.
    """

    tag: str
    kind: str  # "feed" or "store"
    title: str
    isolator: str = ""
    release: str = ""
    blocks: bool = False
    ports: frozenset[str] = frozenset()


def own_parts(machine: Machine) -> set[str]:
    """Return the tags of the machine's own parts: not what is drawn on sheets of elsewhere only."""
    here = {e.component.tag for s in machine.sheets if s.title not in machine.elsewhere
            for e in s.elements()}  # fmt: skip
    there = {e.component.tag for s in machine.sheets if s.title in machine.elsewhere
             for e in s.elements()}  # fmt: skip
    return set(machine.components) - (there - here)


def sources(machine: Machine) -> tuple[Source, ...]:
    """Return every source of energy of a machine: feeds first, then what is stored."""
    if machine not in _KNOWN:
        _KNOWN[machine] = (*_feeds(machine), *_stores(machine))
    return _KNOWN[machine]


def _feeds(machine: Machine) -> list[Source]:
    """Open all isolators, then close one at a time: what becomes live is its own."""
    sim, parts = Simulation(machine), machine.components
    own = own_parts(machine)
    ports = [p for p in machine.ports.values() if p.component.tag in own]
    isolators = [t for t, p in parts.items() if p.isolates and p.marks]
    put = lambda tag, on: sim.operate(tag, parts[tag].positions[on])  # noqa: E731
    live = lambda: {p.name for p in ports if sim.network_of(p.component).feeds(p)}  # noqa: E731
    for tag in isolators:
        put(tag, 0)
    always, found = live(), []
    for tag in isolators:
        put(tag, 1)
        mine = live() - always
        put(tag, 0)
        if mine:
            found.append(Source(tag, "feed", parts[tag].title, tag, ports=frozenset(mine)))
    return found


def _stores(machine: Machine) -> list[Source]:
    sim, found = Simulation(machine), []
    for tag, part in machine.components.items():
        if part.stored(sim.views[tag]) is not None:
            off, out = getattr(part, "isolator", None), getattr(part, "release", None)
            tags = [x.tag if x is not None else "" for x in (off, out)]
            found.append(Source(tag, "store", part.title, *tags, part.blocks))
    return found


def hazards(sim: Simulation) -> list[str]:
    """Return in words, of the first variant, every source that is not at zero now."""
    found = []
    for source in sources(sim.machine):
        part, view = sim.machine.component(source.tag), sim.views[source.tag]
        if source.kind == "feed":
            if sim.states[source.tag, "position"][0] == 1:
                found.append(f"{source.tag} is on")
        elif float(np.asarray(part.stored(view))[0]) > 0:
            found.append(f"{source.title} {source.tag}: {part.look(view)[0]}")
    return found


def fallen(sim: Simulation) -> set[str]:
    """Return the tags of what has come down without a prop, of the first variant."""
    return {tag for (tag, name), value in sim.states.items() if name == "fallen" and value[0]}


def in_zone(machine: Machine, tag: str) -> bool:
    """Tell whether a part sits in the danger zone of its machine."""
    return tag.partition(":")[0] in {machine.numbered(t) for t in machine.zone}
