"""After a step: gauges, strokes, heat, how fast things change. Kernel: compiled or plain."""

from __future__ import annotations

from math import exp, log10
from typing import Any

# ruff: noqa: I001  (the names of places in tables stand side by side)
from labsim.fluid.layout import (
    AMBIENT, BODY_COL, BODY_COLUMNS, CAPACITY, CELSIUS, COOLING, FLOWS, FREE, HEAD, HIGH, LAWS,
    LOW, M0, MARKS, MODE, MODE0, MOVING, NODES, P, P0, Q, ROUND, S0, SHIFT, STORED, STROKE,
    STUCK, THIN, THIN_AT, V, V0, VALVES, VOLUME, WALTHER_A, WALTHER_B, X, X0,
)  # fmt: skip
from labsim.fluid.flows import LEAK, WIDTH
from labsim.fluid.oil import KELVIN, VG46

__all__ = ["gauges", "idle", "mark", "rate", "thin_out", "warm_up"]

DAMPING = 0.05  # s, of a pressure gauge
AGE = 1.0  # s at rest until a seal holds with its whole breakaway friction (assumed)
VOID = 2e5  # Pa, below it a chamber may be filling while its pressure hardly moves
NEAR = 0.005  # part of a stroke that counts as at the stop


def gauges(net: Any, w: Any, gauge: Any, peak: Any, h: float) -> None:
    """Let the gauges follow, exactly for pressures that change evenly; keep the peaks."""
    fade = exp(-h / DAMPING)
    for k in range(net[HEAD][NODES]):
        lag = (w[P][k] - w[P0][k]) / h * DAMPING
        gauge[k] = w[P][k] - lag + (gauge[k] - w[P0][k] + lag) * fade
        peak[k] = max(peak[k], w[P][k])


def idle(net: Any, p: Any, gauge: Any, seconds: float) -> None:
    """Let the gauges come to rest while the pressures stand."""
    fade = exp(-seconds / DAMPING)
    for k in range(net[HEAD][NODES]):
        gauge[k] = p[k] + (gauge[k] - p[k]) * fade


def mark(net: Any, f: Any, w: Any, marks: Any, rest: Any, h: float, now: float) -> None:
    """Time the strokes, and how long a body has been at rest."""
    c = net[HEAD][BODY_COL]
    for j in range(net[HEAD][MOVING]):
        stroke, n = f[c + STROKE], MARKS * j
        rest[j] = rest[j] + h if w[MODE][j] == STUCK and w[MODE0][j] == STUCK else 0.0
        if w[MODE][j] == HIGH or w[MODE][j] == LOW:
            rest[j] = AGE
        if w[X][j] <= NEAR * stroke:
            if marks[n + 1] >= 0.0:
                marks[n + 3] = now - marks[n + 1]
            marks[n], marks[n + 1] = now, -1.0
        elif w[X][j] >= (1.0 - NEAR) * stroke:
            if marks[n] >= 0.0:
                marks[n + 2] = now - marks[n]
            marks[n], marks[n + 1] = -1.0, now
        c += BODY_COLUMNS


def warm_up(net: Any, f: Any, w: Any, misc: Any, h: float) -> None:
    """Heat the oil by what orifices and leaks take from it, cool it toward the room."""
    laws, loss = net[LAWS], 0.0
    for n in range(net[HEAD][FLOWS]):
        if laws[n * WIDTH] <= LEAK:
            loss += w[Q][n] * (w[P][laws[n * WIDTH + 1]] - w[P][laws[n * WIDTH + 2]])
    still = f[AMBIENT] + loss / f[COOLING]
    misc[CELSIUS] = still + (misc[CELSIUS] - still) * exp(-h * f[COOLING] / f[CAPACITY])
    thin_out(f, misc)


def thin_out(f: Any, misc: Any) -> None:
    """Work out how much thinner than VG 46 at 40 °C the oil is, when it has become warmer."""
    if abs(misc[CELSIUS] - misc[THIN_AT]) > 0.02:
        misc[THIN_AT] = misc[CELSIUS]
        inner = f[WALTHER_A] - f[WALTHER_B] * log10(misc[CELSIUS] + KELVIN)
        misc[THIN] = VG46 / (10.0 ** (10.0**inner) - 0.7)


def rate(net: Any, f: Any, w: Any, h: float) -> float:
    """Return how fast things change, in bar/s, mm/s, or hundredths of a spool's travel a second."""
    head, c, fast = net[HEAD], net[HEAD][BODY_COL], 0.0
    for k in range(head[FREE]):
        moved = abs(w[P][k] - w[P0][k]) / 1e5
        if w[P][k] < VOID:
            moved = max(moved, abs(w[STORED][k] - w[M0][k]) / w[VOLUME][k] * 1e4)
        fast = max(fast, moved / h)
    for j in range(head[MOVING]):
        moved = w[X][j] - w[X0][j] if f[c + STROKE] < ROUND else 0.1 * (w[V][j] - w[V0][j])
        fast = max(fast, abs(moved) * 1e3 / h)
        c += BODY_COLUMNS
    for k in range(head[VALVES]):
        fast = max(fast, abs(w[SHIFT][k] - w[S0][k]) * 100.0 / h)
    return fast
