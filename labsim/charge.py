"""What an insulation test leaves charged, and how long it takes to discharge.

A winding or cable is a capacitor whose insulation also soaks charge up; the leads of this tester
come off with the reading, so nothing discharges by itself. IEEE 43: short it to earth for four
times as long as the test lasted, or it comes back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from labsim.core.sheet import Port
from labsim.electrical.conduct import joined
from labsim.instruments.base import domain_of

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = ["TIMES_THE_TEST", "charged_by", "discharging", "touched"]

TIMES_THE_TEST = 4.0  # minutes on the earthing lead for each minute of test (IEEE 43)
SET_UP = 0.5  # min of a test that are leads and dial


def stores(bench: Workplace, ports: Iterable[Port]) -> frozenset[str]:
    """Return the tags of parts that keep a charge and are joined to these ports by conductors."""
    found: set[str] = set()
    for port in [port for port in ports if domain_of(port) == "electrical"]:
        net = bench.sim.network_of(port.component)
        found |= {p.component.tag for p in joined(net, port) if p.component.charges}
    return frozenset(found)


def charged_by(bench: Workplace, event: Mapping[str, Any]) -> dict[str, float]:
    """Return what a measurement would charge, by tag, with the minutes the test lasts."""
    kind, function = bench.hands.functions()[event["function"]]
    if not getattr(kind, "CHARGES", False):
        return {}
    ports = [bench.machine.port(port) for port in event["ports"]]
    return dict.fromkeys(stores(bench, ports), function.minutes - SET_UP)


def touched(bench: Workplace, what: str) -> frozenset[str]:
    """Return the tags of parts that keep a charge where hands go in: at a part or a terminal."""
    if ":" in what:  # with the terminal go the conductor and what it leads to
        port = bench.machine.port(what)
        wire = next((net for net in bench.machine.nets if port in net), (port,))
        return stores(bench, wire)
    part = bench.machine.component(what)
    return stores(bench, [Port(part, mark) for mark in part.marks])


def discharging(bench: Workplace, tag: str) -> float:
    """Return the minutes it takes to discharge a part and all that is joined to it."""
    charged = bench.lockout.charged
    longest = max((charged.get(t, 0.0) for t in touched(bench, tag)), default=0.0)
    return TIMES_THE_TEST * longest
