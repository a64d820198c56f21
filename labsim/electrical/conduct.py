"""What conducts to what as everything stands now: contacts, lifted wires, poor insulation."""

from __future__ import annotations

from typing import Any

from labsim.core.sheet import Port
from labsim.electrical.branch import EARTH

__all__ = ["INSULATES", "joined"]

INSULATES = 100.0  # Ω above which a path is insulation, however poor, and not a conductor (assumed)


def joined(net: Any, port: Port) -> set[Port]:
    """Return the ports that conduct to a port, in any variant; none if they are all on earth."""
    net._evaluate()
    conducts = (abs(net.z_dc) < INSULATES).any(axis=0)
    beside: dict[int, set[int]] = {}
    for branch, on in zip(net.branches, conducts, strict=True):
        if on:
            beside.setdefault(branch.a, set()).add(branch.b)
            beside.setdefault(branch.b, set()).add(branch.a)
    reached: set[int] = set()
    todo = [net.node_of[port]]
    while todo:
        node = todo.pop()
        if node not in reached:
            reached.add(node)
            todo += beside.get(node, ())
    if EARTH in reached:
        return set()
    return {p for p, node in net.node_of.items() if node in reached}
