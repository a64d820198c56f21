"""Which ports a source can still feed: a property of the machine, not of a reading."""

from __future__ import annotations

from typing import Any

from labsim.core.sheet import Port

__all__ = ["CHARGED", "feeds"]

CHARGED = 60.0  # V DC on a capacitor that counts as live (IEC 61800-5-1: what may be left)


def feeds(net: Any, port: Port, by: str = "") -> bool:
    """Tell whether any source that is switched on can feed a port, through any contact.

    Contacts count as closed, because they may close; only an isolator that is off and a
    conductor that is off its terminal part the circuit. Windings on one core are joined, and so
    are input and output of what converts: without the one it gives nothing at the other. An
    earthed conductor that many circuits share (a panel's neutral) feeds nothing.
    A charged capacitor is a source too. `by` asks for one kind alone: "sources", "charged"
    capacitors, or "stores": capacitors, charged or not.
    """
    key = _situation(net, by)
    known = net.fed.get(by)
    if known is None or known[0] != key:
        known = net.fed[by] = key, _fed(net, by)
    return net.node_of[port] in known[1]


def _situation(net: Any, by: str) -> tuple[Any, ...]:
    """Return all that decides what is fed: leads off, isolators off, capacitors charged."""
    views = [branch.view for branch in net.branches if branch.view]
    off = tuple(view.position[0] == 0 for view in views if view.part.isolates)
    stores = [branch for branch in net.branches if branch.kind == "store"]
    return net.sim.lifted, off, tuple(_gives(branch, by) for branch in stores)


def _fed(net: Any, by: str) -> set[int]:
    """Return the nodes that can be fed."""
    shared = _shared(net)
    joined: dict[int, set[int]] = {}
    start: set[int] = set()
    for branch in net.branches:
        part = branch.view.part if branch.view else None
        off = part is not None and part.isolates and branch.view.position[0] == 0
        if off or (branch.view is None and _lifted(net, branch.name)):
            continue
        if _gives(branch, by) and not part.converts:
            start |= {branch.a, branch.b}
        _join(joined, branch.a, branch.b)
    for first, second, *_ in net.couplings:
        _join(joined, net.branches[first].a, net.branches[second].a)
    for part in net.sim.machine.components.values():
        for one, other in zip(part.converts, part.converts[1:], strict=False):
            _join(joined, net.node_of[part.port(one)], net.node_of[part.port(other)])
    for a, b in net.links:
        joined.setdefault(a, set()).add(b)
    return _reached(joined, start, shared)


def _reached(joined: dict[int, set[int]], start: set[int], shared: set[int]) -> set[int]:
    """Return the nodes that can be reached; earth and shared nodes lead nowhere."""
    reached: set[int] = set()
    todo = [node for node in start if node >= 0]
    while todo:
        node = todo.pop()
        if node not in reached and node not in shared:
            reached.add(node)
            todo += [n for n in joined.get(node, ()) if n >= 0]
    return reached


def _gives(branch: Any, by: str) -> bool:
    """Tell whether a branch gives power: a source, or a capacitor that holds a charge."""
    if branch.kind != "store":
        return branch.kind == "source" and by in ("", "sources")
    return by == "stores" or (by != "sources" and abs(branch.volts(branch.view)[0]) > CHARGED)


def _join(joined: dict[int, set[int]], a: int, b: int) -> None:
    joined.setdefault(a, set()).add(b)
    joined.setdefault(b, set()).add(a)


def _shared(net: Any) -> set[int]:
    """Return the nodes of nets that hold the earthed terminal of a supply with many circuits."""
    nodes: set[int] = set()
    for ports in net.sim.machine.nets:
        if any(port.mark in getattr(port.component, "shared", ()) for port in ports):
            mine = [port for port in ports if port in net.node_of]
            nodes |= {net.node_of[port] for port in mine} | {net.far[port] for port in mine}
    return nodes


def _lifted(net: Any, name: str) -> bool:
    """Tell whether a wire, named K1:A1~S1:14 or K1:A1, has an end off its terminal."""
    ends = [end.rpartition(":") for end in name.split("~")]
    return any((tag, f"{mark}.joint") in net.sim.lifted for tag, _, mark in ends)
