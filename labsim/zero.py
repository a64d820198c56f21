"""Zero energy: which sources a machine has, what takes each away, which are not at zero now."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.instruments.base import domain_of

__all__ = [
    "Source", "fallen", "fed", "hazards", "in_zone", "own_parts", "sources", "to_lock", "turns",
]  # fmt: skip

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


def to_lock(machine: Machine) -> list[str]:
    """Return what a lockout switches off: every switch, and those valves that shut off a source."""
    tags = [tag for tag, part in machine.components.items() if part.isolates]
    if all(domain_of(machine.component(tag)) == "electrical" for tag in tags):
        return tags
    own = {source.isolator for source in sources(machine)}
    return [t for t in tags if t in own or domain_of(machine.component(t)) == "electrical"]


def _feeds(machine: Machine) -> list[Source]:
    """Open all isolators, then close one at a time: what becomes live is its own."""
    sim, parts = Simulation(machine), machine.components
    own = own_parts(machine)
    ports = [p for p in machine.ports.values() if p.component.tag in own and domain_of(p)]
    stores = {p.isolator for p in parts.values() if getattr(p, "isolator", None) is not None}
    isolators = [t for t, p in parts.items() if p.isolates and p not in stores]
    put = lambda tag, on: sim.operate(tag, parts[tag].positions[on])  # noqa: E731
    live = lambda: {p.name for p in ports if fed(sim, p)}  # noqa: E731
    for tag in isolators:
        put(tag, 0)
    always, found = live(), []
    for tag in isolators:
        put(tag, 1)
        mine = live() - always
        put(tag, 0)
        wired = {name for name in mine if domain_of(machine.ports[name]) == "electrical"}
        mine = wired or mine  # what a pump behind it puts under pressure is not named again
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


# where energy can come from now ---------------------------------------------------------------
def turns(sim: Simulation, drive: Component | None) -> bool:
    """Tell whether what drives a pump could start now: a switch that is off forbids it."""
    for part in (drive, getattr(drive, "starter", None)):
        if part is None:
            continue
        if part.isolates and sim.states[part.tag, "position"][0] == 0:
            return False
        if domain_of(part) == "electrical":
            return any(sim.network_of(part).feeds(part.port(mark)) for mark in part.marks)
    return True


def fed(sim: Simulation, port: Port, by: str = "") -> bool:
    """Tell whether any source can still feed a port: volts at a terminal, pressure in a line.

    `by` asks for one kind: "sources"; "charged" capacitors; "stores", charged or not. What a line
    stores is no source: it is let off and read at zero, see labsim.opening.
    """
    if domain_of(port) == "program":
        return False
    net = sim.network_of(port.component)
    if domain_of(port) == "electrical":
        return bool(net.feeds(port, by))
    parts = sim.machine.components.values()
    pumps = [p for p in parts if domain_of(p) == "fluid" and hasattr(p, "drive")]
    still = {part.tag for part in pumps if not turns(sim, part.drive)}
    drawn = any(port in suction(sim.machine, p) for p in pumps if p.tag not in still)
    return by in ("", "sources") and (net.feeds(port, still) or drawn)


def suction(machine: Machine, pump: Component) -> set[Port]:
    """Return the ports between a pump and its tank: who opens one while it turns lets air in."""
    found: set[Port] = set()
    near = {pump.port("S")} if "S" in pump.marks else set()
    while near:
        found |= near
        lines = {p for net in machine.nets if near & set(net) for p in net}
        parts = {p.component for p in lines} - {pump}
        near = (lines | {part.port(mark) for part in parts for mark in part.marks}) - found
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
            seen = view.look()
            told = "not at zero" if seen is None else seen[0]
            found.append(f"{source.title} {source.tag}: {told}")
    return found


def fallen(sim: Simulation) -> set[str]:
    """Return the tags of what has come down without a prop, of the first variant."""
    return {tag for (tag, name), value in sim.states.items() if name == "fallen" and value[0]}


def in_zone(machine: Machine, tag: str) -> bool:
    """Tell whether a part sits in the danger zone of its machine."""
    return tag.partition(":")[0] in {machine.numbered(t) for t in machine.zone}
