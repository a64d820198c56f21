"""Opening a line: what is under pressure there, what sprays out, what it takes to wipe up.

Oil that leaves under pressure goes through skin; OSHA 1910.147(d)(5) and ISO 4413 ask that stored
pressure and raised loads are let off, and seen at zero, before anybody loosens a fitting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.instruments.base import TAGGED
from labsim.instruments.fluid import InLine, fittings
from labsim.spill import PRESSURE, connected, opened

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = [
    "OPENS", "extra_minutes", "gauged", "lost", "may_fit", "of_lines", "shown_zero", "shows",
    "target", "under_pressure",
]  # fmt: skip

OPENS = ("fit", "unfit", "lift", "land", "repair")
RUNS_OUT = 0.3  # L of oil that run out of a line without pressure (assumed)
EUROS = 6.0  # €/L of oil, its disposal and what it is wiped up with (assumed)
SPRAYED = 30.0  # min of cleaning when it sprayed (assumed)


def target(event: Mapping[str, Any]) -> str:
    """Return the port or part at which an event opens something, "" if it opens nothing."""
    return str(event.get("port") or event.get("what", "")) if event["do"] in OPENS else ""


def under_pressure(sim: Simulation, ports: list[Port]) -> dict[str, float]:
    """Return the pressure in bar at each of these ports, and in the lines there, that is left."""
    found: dict[str, float] = {}
    for port in ports:
        for there in connected(sim.machine, port):
            bar = float(sim.views[there.component.tag].bar(there.mark)[0])
            if bar > PRESSURE:
                found[port.name] = max(bar, found.get(port.name, 0.0))
    return found


def held_up(sim: Simulation, ports: list[Port]) -> list[str]:
    """Return the tags of what stores energy behind these ports: a raised load, an accumulator."""
    parts = {p.component for port in ports for p in connected(sim.machine, port)}
    stored = {part.tag: part.stored(sim.views[part.tag]) for part in parts}
    return sorted(tag for tag, joules in stored.items() if joules is not None and joules[0] > 0)


def of_lines(bench: Workplace, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the safety rules need to know before a line is opened."""
    ports = opened(bench.sim, target(event)) if target(event) else []
    if not ports:
        return {}
    return {
        "fluid": True,
        "live": any(bench.live(port.name) for port in ports),
        "pressed": under_pressure(bench.sim, ports),
        "held": held_up(bench.sim, ports),
        "zeroed": _seen_at_zero(bench, ports),
    }


def _seen_at_zero(bench: Workplace, ports: list[Port]) -> bool:
    """Tell whether a gauge was read at zero there; where there is no gauge, anywhere in it.

    A machine without a place for a gauge, or a case without one, asks for none.
    """
    machine, zeroed = bench.machine, bench.lockout.zeroed
    places = {p.name for p in machine.reachable() if gauged(p)}
    if "bar" not in bench.hands.functions():
        places = {name for name in places if shows(machine.component(name.rpartition(":")[0]))}
    near = {p.name for port in ports for p in connected(machine, port)} & places
    return not places or bool(zeroed & near if near else zeroed)


def gauged(port: Port) -> bool:
    """Tell whether pressure can be seen at a port without opening anything."""
    return bool(getattr(port.component, "tap", False) or shows(port.component))


def shows(part: Any) -> bool:
    """Tell whether a part has a gauge of its own that a look reads."""
    return bool(getattr(part, "gauge", False))


def shown_zero(bench: Workplace, event: Mapping[str, Any], value: Any) -> set[str]:
    """Return the ports at which a reading, or a look at a gauge, shows that no pressure is left."""
    sim = bench.sim
    if event["do"] == "measure" and str(event["function"]).startswith("bar"):
        return set(event["ports"]) if abs(float(value)) < PRESSURE else set()
    part = sim.machine.component(event["tag"]) if event["do"] == "look" else None
    if part is None or not shows(part):
        return set()
    zero = all(abs(float(sim.views[part.tag].bar(mark)[0])) < PRESSURE for mark in part.marks)
    return {f"{part.tag}:{mark}" for mark in part.marks} if zero else set()


# what it takes --------------------------------------------------------------------------------
def extra_minutes(bench: Workplace, event: Mapping[str, Any]) -> float:
    """Return the minutes of cleaning where it sprays."""
    where = target(event)
    if not where:
        return 0.0
    oil = [p for p in opened(bench.sim, where) if _oil(bench.sim, p)]
    return SPRAYED * bool(under_pressure(bench.sim, oil))


def lost(bench: Workplace, event: Mapping[str, Any]) -> dict[str, float]:
    """Return what an opened line cost, for the record: litres of oil on the floor, euros."""
    ports = [p for p in opened(bench.sim, target(event)) if _oil(bench.sim, p)]
    if not ports:
        return {}
    sprayed = bench.hands.spilled
    litres = round(RUNS_OUT + (0.0 if sprayed is None else float(sprayed[0])), 1)
    return {"litres": litres, "price": round(event.get("price", 0.0) + EUROS * litres, 2)}


def _oil(sim: Simulation, port: Port) -> bool:
    return sim.network_of(port.component).medium_of(port) == "oil"


# when it can be done --------------------------------------------------------------------------
def may_fit(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Raise LabsimError when nothing can be fitted at a port, or taken out, now."""
    port, name = bench.machine.port(event["port"]), event["function"]
    meter = bench.hands.meter(name)
    if not isinstance(meter, InLine):
        kinds = (kind.opens for kind in bench.hands.kit if issubclass(kind, InLine))
        names = ", ".join(dict.fromkeys(kinds)) or "none of this case"
        raise LabsimError(f"the {meter.title} goes into no line; what does: {names}")
    meter.network([port])
    if not opened(bench.sim, port.name) or port.mark in port.component.hidden:
        raise LabsimError(f"{port.name} is on no line that could be opened")
    there = (meter.title, port.name) in fittings(bench.sim)
    if event["do"] == "unfit" and not there:
        sits = f"; it sits at {', '.join(meter.at())}" if meter.at() else ""
        raise LabsimError(f"no {meter.title} is in the line at {port.name}{sits}")
    if event["do"] == "fit" and meter.flag(TAGGED).all():
        raise LabsimError(f"the {meter.title} is tagged out: mend({meter.title!r}) gets another")
    if event["do"] == "fit" and there:
        raise LabsimError(f"the {meter.title} is in the line at {port.name} already")
    if event["do"] == "fit" and meter.single and meter.at():
        where = meter.at()[0]
        raise LabsimError(f"the {meter.title} is in the line at {where}: unfit({where!r}) first")
