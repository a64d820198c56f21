"""One step: adaptive, L-stable SDIRK2; backward Euler where a body stops, sticks or breaks away.

Kernel: compiled or plain. Two stages at γ and 1, γ = 1 - 1/√2, stiffly accurate; the error is that
of the embedded first-order formula, filtered by the matrix of the last stage.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

# ruff: noqa: I001  (the names of places in tables stand side by side)
from labsim.fluid.layout import (
    AIM, BASE_M, BASE_S, BASE_V, BASE_X, BODY_COL, BODY_COLUMNS, BREAK, BROKE, COULOMB, ERROR,
    FREE, HEAD, HIGH, K_M, K_S, K_V, K_X, LIMIT, LOW, M0, MASS, MEDIA, MODE, MODE0, MOVING,
    NODES, P, P0, PILOTS, PULL, ROUND, S0, SHIFT, SPOOLS, SPOOL_COL, STORED, STROKE, STUCK,
    TREND_P, TREND_V, V, V0, VALVES, X, X0,
)  # fmt: skip
from labsim.fluid.after import AGE
from labsim.fluid.stage import newton, open_up, shift_pressure, solve
from labsim.fluid.units import PA

__all__ = ["aim", "back", "begin", "step", "trend"]

GAMMA = 1.0 - sqrt(0.5)
EVENT, EVENTFUL = 1e-3, -1e9  # s, step at which a body may stop or break away
TOLERANCE = 2e-3  # of a pressure and the base, of a speed and 0.1 m/s
OIL_BASE, AIR_BASE = 20e5, 1e5  # Pa


def aim(net: Any, f: Any, w: Any, side: Any) -> float:
    """Work out where each spool is heading; return how far its pilots swung since the last time."""
    swing = 0.0
    head, spools, pilots, p, goal = net[HEAD], net[SPOOLS], net[PILOTS], w[P], w[AIM]
    c = head[SPOOL_COL]
    for k in range(head[VALVES]):
        first, count = spools[2 * k], spools[2 * k + 1]
        total, band = f[c], f[c + 2]
        for n in range(first, first + count):
            total += f[pilots[2 * n + 1]] * (p[pilots[2 * n]] - PA)
        swing = max(swing, abs(total - w[PULL][k]))
        w[PULL][k] = total
        if band > 0.0:
            if total > band:
                side[k] = 1.0
            elif total < -band:
                side[k] = -1.0
            total = side[k]
        goal[k] = min(max(total, -1.0), 1.0)
        c += 3
    return swing


def shift(net: Any, f: Any, w: Any, base: Any, gh: float) -> None:
    """Move the spools through one stage toward their goals, and open the edges."""
    c = net[HEAD][SPOOL_COL]
    for k in range(net[HEAD][VALVES]):
        part = gh / f[c + 1]
        w[SHIFT][k] = (base[k] + part * w[AIM][k]) / (1.0 + part)
        c += 3
    open_up(net, f, w)


def begin(net: Any, f: Any, w: Any, rest: Any) -> None:
    """Keep the present as the start of a step; set what friction bears before it breaks away."""
    head = net[HEAD]
    for k in range(head[NODES]):
        w[P0][k] = w[P][k]
    for k in range(head[FREE]):
        w[M0][k] = w[STORED][k]
    c = head[BODY_COL]
    for j in range(head[MOVING]):
        w[V0][j], w[X0][j], w[MODE0][j] = w[V][j], w[X][j], w[MODE][j]
        age = min(rest[j] / AGE, 1.0)
        w[LIMIT][j] = f[c + COULOMB] + age * max(f[c + BREAK] - f[c + COULOMB], 0.0)
        c += BODY_COLUMNS
    for k in range(head[VALVES]):
        w[S0][k] = w[SHIFT][k]


def back(net: Any, w: Any) -> None:
    """Go back to the start of the step."""
    head = net[HEAD]
    for k in range(head[NODES]):
        w[P][k] = w[P0][k]
    for k in range(head[FREE]):
        w[STORED][k] = w[M0][k]
    for j in range(head[MOVING]):
        w[V][j], w[X][j], w[MODE][j] = w[V0][j], w[X0][j], w[MODE0][j]
    for k in range(head[VALVES]):
        w[SHIFT][k] = w[S0][k]


def base(net: Any, w: Any, h: float) -> None:
    """Set the base of a stage: the start plus h times the slopes of the stage before."""
    head = net[HEAD]
    for k in range(head[FREE]):
        w[BASE_M][k] = w[M0][k] + h * w[K_M][k]
    for j in range(head[MOVING]):
        w[BASE_V][j] = w[V0][j] + h * w[K_V][j]
        w[BASE_X][j] = w[X0][j] + h * w[K_X][j]
        w[BROKE][j] = 0.0
    for k in range(head[VALVES]):
        w[BASE_S][k] = w[S0][k] + h * w[K_S][k]


def slopes(net: Any, w: Any, gh: float, blend: float) -> None:
    """Take the slopes of a stage; their change times `blend` is the error before its filter."""
    head, error = net[HEAD], w[ERROR]
    n = head[FREE]
    for k in range(n):
        now = (w[STORED][k] - w[BASE_M][k]) / gh
        error[k] = blend * (w[K_M][k] - now)
        w[K_M][k] = now
    for j in range(head[MOVING]):
        now = (w[V][j] - w[BASE_V][j]) / gh
        error[n + j] = blend * (w[K_V][j] - now)
        w[K_V][j] = now
        error[n + head[MOVING] + j] = blend * (w[K_X][j] - w[V][j])
        w[K_X][j] = w[V][j]
    n += 2 * head[MOVING]
    for k in range(head[VALVES]):
        now = (w[SHIFT][k] - w[BASE_S][k]) / gh
        error[n + k] = blend * (w[K_S][k] - now)
        w[K_S][k] = now


def stage(net: Any, f: Any, w: Any, gh: float, h: float, thin: float) -> int:
    """Solve one stage whose base is the start plus h times the last slopes; 0: no solution."""
    base(net, w, h)
    foresee(net, w, gh if h == 0.0 else h)
    shift(net, f, w, w[BASE_S], gh)
    return newton(net, f, w, gh, thin)


def foresee(net: Any, w: Any, h: float) -> None:
    """Begin Newton where the trend of the last step leads."""
    for k in range(net[HEAD][FREE]):
        w[P][k] = shift_pressure(w[P][k], w[TREND_P][k] * h)
    for j in range(net[HEAD][MOVING]):
        if abs(w[MODE][j]) == 1.0:
            w[V][j] += w[TREND_V][j] * h


def trend(net: Any, w: Any, h: float) -> None:
    """Keep how fast pressures and speeds changed in a step; h = 0: nothing is known."""
    for k in range(net[HEAD][FREE]):
        w[TREND_P][k] = (w[P][k] - w[P0][k]) / h if h > 0.0 else 0.0
    for j in range(net[HEAD][MOVING]):
        w[TREND_V][j] = (w[V][j] - w[V0][j]) / h if h > 0.0 else 0.0


def same_hold(net: Any, w: Any) -> bool:
    """Tell whether every body is moving, stuck or stopped as it was at the start of the step."""
    same = True
    for j in range(net[HEAD][MOVING]):
        same = same and w[MODE][j] == w[MODE0][j]
    return same


def estimate(net: Any, f: Any, w: Any, gh: float) -> float:
    """Return the error of a step, 1 being what is allowed."""
    head, media, error = net[HEAD], net[MEDIA], w[ERROR]
    n, c, worst = head[FREE], head[BODY_COL], 0.0
    for j in range(head[MOVING]):
        held = w[MODE][j] == STUCK or w[MODE][j] == HIGH or w[MODE][j] == LOW
        error[n + j] = 0.0 if held else error[n + j] * f[c + MASS] / gh
        c += BODY_COLUMNS
    solve(net, w, error)
    for k in range(n):
        scale = w[P][k] + (OIL_BASE if media[2 * k] == 0 else AIR_BASE)
        worst = max(worst, abs(error[k]) / (TOLERANCE * scale))
    c = head[BODY_COL]
    for j in range(head[MOVING]):
        worst = max(worst, abs(error[n + j]) / (TOLERANCE * (abs(w[V][j]) + 0.3)))
        if f[c + STROKE] < ROUND:
            worst = max(worst, abs(error[n + head[MOVING] + j]) / 1e-4)
        c += BODY_COLUMNS
    n += 2 * head[MOVING]
    for k in range(head[VALVES]):
        worst = max(worst, abs(error[n + k]) / 0.02)
    return worst


def euler(net: Any, f: Any, w: Any, h: float, thin: float) -> float:
    """Take a step of backward Euler, for a body that stops, sticks or breaks away in it."""
    back(net, w)
    if stage(net, f, w, h, 0.0, thin) == 0:
        return -1.0
    slopes(net, w, h, 0.0)
    return 0.5


def step(net: Any, f: Any, w: Any, h: float, thin: float, event: float) -> float:
    """Try a step; return its error; -1: Newton fails; EVENTFUL: try a shorter one."""
    gh = GAMMA * h
    if stage(net, f, w, gh, 0.0, thin) == 0:
        return -1.0
    slopes(net, w, gh, 0.0)
    same = same_hold(net, w)
    if same:
        if stage(net, f, w, gh, h - gh, thin) == 0:
            return -1.0
        same = same_hold(net, w)
    if not same:
        return EVENTFUL if h > event else euler(net, f, w, h, thin)
    slopes(net, w, gh, h * (0.5 - GAMMA))
    return estimate(net, f, w, gh)
