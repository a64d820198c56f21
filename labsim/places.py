"""Where instruments are worth putting: pairs of terminals, conductors, lines, couplings, shafts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labsim.core.machine import Machine
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.hands import Hands, isolators
from labsim.instruments.base import Places, domain_of
from labsim.instruments.motion import ways
from labsim.pairs import pairs
from labsim.spill import piped
from labsim.stored import waiting
from labsim.vibration.line import ShaftLine, partners
from labsim.zero import fed

__all__ = ["dead_ports", "places_of"]

Groups = list[tuple[Port, ...]]
DRAINS = ("L", "DR")  # marks of case drains (ISO 9461: L)


def dead_ports(machine: Machine) -> set[str]:
    """Return addresses of the ports that are dead when everything is isolated."""
    sim = Simulation(machine)
    hands = Hands(sim)
    for tag in isolators(sim):
        hands.do({"do": "isolate", "tag": tag})
    sim.advance(waiting(machine))
    return {n for n, p in machine.ports.items() if domain_of(p) and not fed(sim, p)}


def places_of(machine: Machine, ports: set[str] | None) -> Places:
    """Return where instruments are worth putting, on some ports or on all."""
    within = lambda group: ports is None or {p.name for p in group} <= ports  # noqa: E731
    meters = [pair for pair in pairs(machine) if within(pair)]
    clamps = [(e.start,) for s in machine.sheets for e in s.elements()]
    clamps = list({c[0].name: c for c in filter(within, clamps)}.values())
    cold = dead_ports(machine)
    ohms = [group for group in meters if {p.name for p in group} <= cold]
    two_sides = {machine.numbered(p) for names in machine.apart.values() for p in names}
    earths = [
        (port,)
        for net in machine.nets if net[0].name in cold and within(net) and electrical(net)
        for port in (net if two_sides & {p.name for p in net} else net[:1])
    ]  # fmt: skip
    tags = [(part.port(name),) for part in machine.components.values()
            for name in getattr(part, "worth", ())]  # fmt: skip
    fluids, pads = _of_fluids(machine, ports, cold), _of_shafts(machine, within)
    return Places(meters, clamps, ohms, earths, tags=tags, **fluids, **pads)


def _of_shafts(machine: Machine, within: Callable[[tuple[Port, ...]], bool]) -> dict[str, Groups]:
    """Return the pads of shaft lines, and pairs of them whose phases tell something."""
    lines = [sheet for sheet in machine.sheets if isinstance(sheet, ShaftLine)]
    pads = [(port,) for line in lines for port in line.ports]
    pairs = [pair for line in lines for pair in partners(line)]
    return {"pads": list(filter(within, pads)), "partners": list(filter(within, pairs))}


def electrical(net: Iterable[Port]) -> bool:
    """Tell whether ports are terminals."""
    return all(domain_of(port) == "electrical" for port in net)


def _of_fluids(machine: Machine, ports: set[str] | None, cold: set[str]) -> dict[str, Groups]:
    """Return where gauges, flow meters, thermometers and the like are worth putting."""
    reach = [p for p in machine.reachable() if domain_of(p) == "fluid"]
    reach = [p for p in reach if ports is None or p.name in ports]
    parts = [p for p in machine.components.values() if p.marks and hasattr(p, "rpm")]
    found = {
        "taps": [p for p in reach if _tap(p)],
        "lines": [], "flows": [],
        "drains": [p for p in reach if p.mark in getattr(p.component, "drains", DRAINS)],
        "strokes": [p for p in reach if p.mark in ways(p.component)],
        "shafts": [p.port(p.marks[0]) for p in parts],
    }  # fmt: skip
    for line in piped(machine):
        if cold and not {p.name for p in line} & cold:
            continue  # no isolator takes its pressure away: nobody opens it
        here = [p for p in line if p in reach and not _tap(p)]
        found["lines"] += here[:1] if not any(map(_tap, line)) else []
        found["flows"] += here[:1] if len(here) == 2 else here
    sim = Simulation(machine) if reach else None
    for kind in ("oil", "air"):
        found[kind] = [p for p in reach if not _tap(p) and medium(sim, p) == kind]
    return {name: [(port,) for port in some] for name, some in found.items()}


def _tap(port: Port) -> bool:
    return bool(getattr(port.component, "tap", False))


def medium(sim: Simulation, port: Port) -> str:
    """Return what is in the line at a fluid port: "oil" or "air"."""
    return sim.network_of(port.component).medium_of(port)
