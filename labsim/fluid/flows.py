"""Laws of flow between two nodes, with their slopes. Kernel: scalars only, compiled or plain.

Pressures are absolute, in Pa; flows in m³/s, of air as free air (ANR). A row of the integer table
`laws` has WIDTH entries: kind, nodes a and b, rows of a and b, places of aa, ab, ba, bb in the
matrix, first column, spool, side, body, number of gate ends, then node and two places for each.
Columns of a law: size, second, crack, span, least, overlap, shut, from, to, four weights.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

from labsim.fluid.units import PA

__all__ = [
    "COLUMNS", "COMPRESSOR", "EJECTOR", "ENDS", "GATE", "LEAK", "ORIFICE", "PUMP", "SONIC",
    "WIDTH", "constant_factor", "evaluate", "fill", "gate", "orifice", "sonic",
]  # fmt: skip

ORIFICE, LEAK, SONIC, PUMP, COMPRESSOR, EJECTOR = range(6)
ENDS = 4  # ends that may work on one gate
GATE = 13  # where the number of gate ends stands in a row
WIDTH = GATE + 1 + 3 * ENDS
SIZE, SECOND, CRACK, SPAN, LEAST, OVERLAP, SHUT, FROM, TO, WEIGHTS = range(10)
COLUMNS = WEIGHTS + ENDS
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


def gate(laws: Any, j: int, f: Any, c: int, p: Any) -> tuple[float, float]:
    """Return how far pressures open a law, 0 to 1, and the slope over the weighted pressure."""
    total = -f[c + CRACK]
    for n in range(laws[j + GATE]):
        total += f[c + WEIGHTS + n] * (p[laws[j + GATE + 1 + 3 * n]] - PA)
    part, least = total / f[c + SPAN], f[c + LEAST]
    if part <= least:
        return least, 0.0
    if part >= 1.0:
        return 1.0, 0.0
    return part, 1.0 / f[c + SPAN]


def constant_factor(laws: Any, j: int, f: Any, c: int, s: Any, x: Any) -> float:
    """Return what handle, spool edge and place of a body leave open of a law, 0 to 1."""
    part = f[c + SHUT]
    if laws[j + 10] >= 0:
        shift, side, overlap = s[laws[j + 10]], laws[j + 11], f[c + OVERLAP]
        if side == 0:
            edge = 1.0 - abs(shift) / (1.0 - overlap)
        else:
            edge = (side * shift - overlap) / (1.0 - overlap)
        part *= min(max(edge, 0.0), 1.0)
    if laws[j + 12] >= 0:
        start, end = f[c + FROM], f[c + TO]
        part *= min(max((x[laws[j + 12]] - end) / (start - end), 0.0), 1.0)
    return part


def base_flow(laws: Any, j: int, f: Any, c: int, p: Any, thin: float) -> tuple[float, float, float]:
    """Return flow from a to b of the law wide open and its slopes over the pressures a and b."""
    kind, a, b, size = laws[j], p[laws[j + 1]], p[laws[j + 2]], f[c]
    if kind == ORIFICE:
        q, slope = orifice(size * f[c + SECOND], a - b)
        return q, slope, -slope
    if kind == LEAK:
        g = size * thin
        return g * (a - b), g, -g
    if kind == SONIC:
        if a >= b:
            return sonic(size, f[c + SECOND], a, b)
        q, up, down = sonic(size, f[c + SECOND], b, a)
        return -q, -down, -up
    if kind == PUMP:
        part, slope = fill(a, f[c + SECOND])
        return size * part, size * slope, 0.0
    if kind == COMPRESSOR:
        return size * a / PA, size / PA, 0.0
    return size * (a - b), size, -size


def evaluate(
    laws: Any, j: int, f: Any, c: int, p: Any, part: float, thin: float
) -> tuple[float, float, float, float]:
    """Return flow a to b, its slopes over a and b, and over the weighted pressure of its gate."""
    q, da, db = base_flow(laws, j, f, c, p, thin)
    if laws[j + GATE] == 0:
        return q * part, da * part, db * part, 0.0
    opened, slope = gate(laws, j, f, c, p)
    if laws[j] == EJECTOR:  # its drive pulls the vacuum deeper; without it the way is open
        pull = f[c] * f[c + SECOND]
        return (q + pull * opened) * part, da * part, db * part, pull * slope * part
    whole = part * opened
    return q * whole, da * whole, db * whole, q * slope * part
