"""What conducts to what as everything stands now: contacts, lifted wires, poor insulation."""

from __future__ import annotations

from typing import Any

from labsim.core.sheet import Port

__all__ = ["joined"]

INSULATES = 100.0  # Ω above which a path is insulation, however poor, and not a conductor (assumed)


def joined(net: Any, port: Port) -> set[Port]:
    """Return the ports that conduct to a port, in any variant."""
    net._evaluate()
    conducts = (abs(net.z_dc) < INSULATES).any(axis=0)
    beside: dict[int, set[int]] = {}
    for branch, on in zip(net.branches, conducts, strict=True):
        if on and min(branch.a, branch.b) >= 0:
            beside.setdefault(branch.a, set()).add(branch.b)
            beside.setdefault(branch.b, set()).add(branch.a)
    reached: set[int] = set()
    todo = [net.node_of[port]]
    while todo:
        node = todo.pop()
        if node not in reached:
            reached.add(node)
            todo += beside.get(node, ())
    return {p for p, node in net.node_of.items() if node in reached}
