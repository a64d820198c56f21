"""Where fluid goes in a drawn line: straight pieces between its ports, each with its flow.

What goes in or out at the ports is known; along a tree of pieces the flow in each follows from it,
leaf by leaf. A line drawn as a ring has no single answer: its last pieces carry none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

__all__ = ["Piece", "Point", "pieces", "streams"]

Point = tuple[float, float]
Piece = tuple[Point, Point]
NEAR = 1.5  # px within which two ends are one point


def pieces(paths: Iterable[Sequence[Point]], ports: Iterable[Point]) -> list[Piece]:
    """Cut paths at their corners, where others end on them, and at ports."""
    straight = [pair for path in paths for pair in pairwise(path)]
    ends = [point for piece in straight for point in piece] + list(ports)
    found: dict[frozenset[Point], Piece] = {}
    for a, b in straight:
        cuts = sorted({_snap(p, ends) for p in ends if _on(p, a, b)}, key=lambda p: _far(a, p))
        for one, other in pairwise(cuts):
            if one != other:
                found.setdefault(frozenset((one, other)), (one, other))
    return list(found.values())


def streams(cut: Sequence[Piece], into: Mapping[Point, float]) -> list[float]:
    """Return the flow in each piece, positive from its first end to its second.

    `into` is what leaves the line into a part at a port's point: it flows towards there.
    """
    points = {point for piece in cut for point in piece}
    need = dict.fromkeys(points, 0.0)
    for point, flow in into.items():
        near = _nearest(point, points)
        if near is not None:
            need[near] += flow
    flows = [0.0] * len(cut)
    left = set(range(len(cut)))
    while left:
        degree = {p: [n for n in left if p in cut[n]] for p in points}
        leaf = next((p for p, mine in degree.items() if len(mine) == 1), None)
        if leaf is None:
            return flows
        n = degree[leaf][0]
        a, b = cut[n]
        other = b if leaf == a else a
        flows[n] = need[leaf] if leaf == b else -need[leaf]
        need[other] += need[leaf]
        left.discard(n)
    return flows


def _far(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _snap(point: Point, ends: Sequence[Point]) -> Point:
    """Return the first of all ends that lies at this point."""
    return next(p for p in ends if _far(p, point) <= NEAR)


def _on(p: Point, a: Point, b: Point) -> bool:
    """Tell whether a point lies on a straight piece."""
    if not (min(a[0], b[0]) - NEAR <= p[0] <= max(a[0], b[0]) + NEAR):
        return False
    if not (min(a[1], b[1]) - NEAR <= p[1] <= max(a[1], b[1]) + NEAR):
        return False
    area = abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]))
    return area <= NEAR * max(_far(a, b), 1.0)


def _nearest(point: Point, points: Iterable[Point]) -> Point | None:
    best = min(points, key=lambda p: _far(p, point), default=None)
    return best if best is not None and _far(best, point) <= 12 * NEAR else None
