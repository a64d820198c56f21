"""Which lines a source can still put under pressure: a property of the machine, no reading."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from labsim.core.sheet import Port
from labsim.fluid.flows import EJECTOR
from labsim.fluid.units import BAR, PA

__all__ = ["can_feed"]

HELD = 0.5  # bar of a main or vessel that counts as a source (assumed)


def can_feed(net: Any, port: Port, still: Collection[str] = ()) -> bool:
    """Tell whether a pump that could start, or a main, can put a port under pressure.

    Valves count as open whichever way they stand, because they may move; only a valve that
    isolates and is closed, and a line that is off its port, part a circuit. `still` names pumps
    that nothing can turn. What is stored is no source here. A vacuum is a source as well: the air
    that an ejector gets draws at its cup, and blows out there if the exhaust is blocked.
    """
    tables, views = net.tables, net.sim.views
    joined: dict[int, set[int]] = {}
    start: set[int] = set()
    pumps = {id(flow): flow.tag not in still for flow, _ in tables.pumps}
    for flow in tables.flows:
        part = views[flow.tag].part
        if part.isolates and views[flow.tag].position[0] == 0:
            continue
        a, b = tables.at(flow.a), tables.at(flow.b)
        if id(flow) in pumps:
            start |= {b} if pumps[id(flow)] else set()
            continue
        joined.setdefault(a, set()).add(b)
        joined.setdefault(b, set()).add(a)
        if flow.kind == EJECTOR:
            joined.setdefault(tables.at(flow.ends[0]), set()).add(a)
    low = {n for n, node in enumerate(tables.nodes) if node.held is not None}
    start |= {n for n in low if (net.p[0, n] - PA) / BAR > HELD}
    return tables.at(net.node_of[port]) in reached(joined, start, low)


def reached(joined: dict[int, set[int]], start: set[int], ends: set[int]) -> set[int]:
    """Return the nodes that can be reached; nothing goes on through tank, room or main."""
    found, todo = set(start), list(start)
    while todo:
        node = todo.pop()
        if node in ends and node not in start:
            continue
        fresh = joined.get(node, set()) - found
        found |= fresh
        todo += fresh
    return found - (ends - start)
