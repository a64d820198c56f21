"""Laws of flow between two nodes, with their slopes. Kernel: scalars only, compiled or plain.

Pressures are absolute, in Pa; flows in m³/s, of air as free air (ANR). A row of the integer table
`laws` has WIDTH entries: kind, nodes a and b, rows of a and b, places of aa, ab, ba, bb in the
matrix, first column, spool, side, body, number of gate ends, then node and two places for each.
Columns of a law: size, second, crack, span, least, overlap, shut, from, to, four weights.
"""

from __future__ import annotations

from math import sqrt

from labsim.fluid.units import PA

__all__ = [
    "COMPRESSOR", "EJECTOR", "ENDS", "GATE", "LEAK", "ORIFICE", "PUMP", "SONIC", "WIDTH",
    "base_flow", "edge", "fill", "gate", "orifice", "reach", "sonic",
]  # fmt: skip

ORIFICE, LEAK, SONIC, PUMP, COMPRESSOR, EJECTOR = range(6)
ENDS = 4  # ends that may work on one gate
GATE = 13  # where the number of gate ends stands in a row
WIDTH = GATE + 1 + 3 * ENDS
SIZE, SECOND, CRACK, SPAN, LEAST, OVERLAP, SHUT, FROM, TO, WEIGHTS = range(10)
CORE = 0.3e5 * 0.3e5  # Pa², below 0.3 bar an orifice is rather laminar (usual, see docs)
LINEAR = 0.995  # pressure ratio above which ISO 6358 is made a straight line


def orifice(k: float, dp: float) -> tuple[float, float]:
    """Return flow and slope of a turbulent orifice with a laminar core."""
    square = dp * dp + CORE
    root = sqrt(sqrt(square))
    return k * dp / root, k / root * (1.0 - 0.5 * dp * dp / square)


def sonic(c: float, b: float, high: float, low: float) -> tuple[float, float, float]:
    """Return flow and both slopes by ISO 6358 from high to low pressure."""
    r = low / high
    if r <= b:
        return c * high, c, 0.0
    u = (min(r, LINEAR) - b) / (1.0 - b)
    root = sqrt(1.0 - u * u)
    if r < LINEAR:
        slope = -u / ((1.0 - b) * root)
        return c * high * root, c * (root - r * slope), c * slope
    slope = -root / (1.0 - LINEAR)
    return c * slope * (low - high), -c * slope, c * slope


def fill(p: float, full: float) -> tuple[float, float]:
    """Return how far a pump fills, and the slope: whole down to `full`, 0.8 and 0.5 below it.

    With full at -0.3 bar gauge: 0.8 at -0.6 bar, 0.5 at -0.8 bar, nothing in a vacuum (assumed).
    """
    part = p / full
    if part >= 1.0:
        return 1.0, 0.0
    if part >= 0.58:
        slope = 0.2 / 0.42
        return 1.0 - slope * (1.0 - part), slope / full
    if part >= 0.3:
        slope = 0.3 / 0.28
        return 0.8 - slope * (0.58 - part), slope / full
    return part * 0.5 / 0.3, 0.5 / 0.3 / full


def gate(total: float, span: float, least: float) -> tuple[float, float]:
    """Return how far pressures open a law, 0 to 1, and the slope over the weighted pressure."""
    part = total / span
    if part <= least:
        return least, 0.0
    if part >= 1.0:
        return 1.0, 0.0
    return part, 1.0 / span


def edge(shift: float, side: int, overlap: float) -> float:
    """Return what a spool edge leaves open, 0 to 1."""
    if side == 0:
        part = 1.0 - abs(shift) / (1.0 - overlap)
    else:
        part = (side * shift - overlap) / (1.0 - overlap)
    return min(max(part, 0.0), 1.0)


def reach(x: float, start: float, end: float) -> float:
    """Return what a body leaves open on its way from `start`, all, to `end`, nothing."""
    return min(max((x - end) / (start - end), 0.0), 1.0)


# A function that is handed scalars only costs the compiled kernel next to nothing.
def base_flow(
    kind: int, a: float, b: float, size: float, second: float, thin: float
) -> tuple[float, float, float]:
    """Return flow from a to b of the law wide open and its slopes over the pressures a and b."""
    if kind == ORIFICE:
        q, slope = orifice(size * second, a - b)
        return q, slope, -slope
    if kind == LEAK:
        g = size * thin
        return g * (a - b), g, -g
    if kind == SONIC:
        if a >= b:
            return sonic(size, second, a, b)
        q, up, down = sonic(size, second, b, a)
        return -q, -down, -up
    if kind == PUMP:
        part, slope = fill(a, second)
        return size * part, size * slope, 0.0
    if kind == COMPRESSOR:
        return size * a / PA, size / PA, 0.0
    return size * (a - b), size, -size
