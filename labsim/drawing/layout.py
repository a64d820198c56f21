"""Layout: where the parts of a branch go, along the current and across it.

Lengths are px along; across is counted in lanes. Ladders lay `along` to the right, power
sheets down.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from labsim.core.sheet import Element, Parallel, Port, Series

__all__ = ["Laid", "Placed", "lanes", "lay", "length"]

JOIN = 18.0  # px along that the joint of a parallel group takes at each end
Branch = Element | Series | Parallel
Spot = tuple[float, float]


@dataclass(frozen=True)
class Placed:
    """An element with its centre along and its lane."""

    element: Element
    along: float
    lane: float


@dataclass
class Laid:
    """What laying a branch gives: elements, wires, joints, and places for wire numbers."""

    placed: list[Placed] = field(default_factory=list)
    wires: list[tuple[Spot, ...]] = field(default_factory=list)
    joints: list[Spot] = field(default_factory=list)
    numbers: list[tuple[float, float, Port]] = field(default_factory=list)


def length(branch: Branch, pitch: float) -> float:
    """Return how long a branch is, in px."""
    if isinstance(branch, Series):
        return sum(length(item, pitch) for item in branch.items)
    if isinstance(branch, Parallel):
        return max(length(b, pitch) for b in branch.branches) + 2 * JOIN
    return pitch


def lanes(branch: Branch) -> int:
    """Return how many lanes a branch takes."""
    if isinstance(branch, Series):
        return max(lanes(item) for item in branch.items)
    if isinstance(branch, Parallel):
        return sum(lanes(b) for b in branch.branches)
    return 1


def lay(branch: Branch, start: float, lane: float, pitch: float, reach: float, out: Laid) -> float:
    """Lay a branch from `start` in a lane; return where it ends."""
    if isinstance(branch, Element):
        middle = start + pitch / 2
        out.placed.append(Placed(branch, middle, lane))
        out.wires.append(((start, lane), (middle - reach, lane)))
        out.wires.append(((middle + reach, lane), (start + pitch, lane)))
        return start + pitch
    if isinstance(branch, Series):
        for n, item in enumerate(branch.items):
            if n:
                out.numbers.append((start, lane, item.start))
            start = lay(item, start, lane, pitch, reach, out)
        return start
    return _lay_parallel(branch, start, lane, pitch, reach, out)


def _lay_parallel(
    group: Parallel, start: float, lane: float, pitch: float, reach: float, out: Laid
) -> float:
    end = start + length(group, pitch)
    near, far = start + JOIN / 2, end - JOIN / 2
    out.wires += [((start, lane), (near, lane)), ((far, lane), (end, lane))]
    here = lane
    for n, branch in enumerate(group.branches):
        own = length(branch, pitch)
        begin = (start + end - own) / 2
        stop = lay(branch, begin, here, pitch, reach, out)
        out.wires += [((near, here), (begin, here)), ((stop, here), (far, here))]
        last = here
        here += lanes(branch)
        if n < len(group.branches) - 1:
            out.joints += [(near, last), (far, last)]
    out.wires += [((near, lane), (near, last)), ((far, lane), (far, last))]
    return end
