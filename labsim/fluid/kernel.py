"""Time: adaptive L-stable SDIRK2 steps for every variant; backward Euler where a body is caught.

Kernel: scalars and lists only; numba compiles this file when it is there (labsim.fluid.warm), else
the same file runs plain, with the same figures. Two stages at γ and 1, γ = 1 - 1/√2, stiffly
accurate; error from the embedded first-order formula, filtered by the matrix of the last stage.
"""

# ruff: noqa: I001  (the names of places in tables stand side by side)
from __future__ import annotations

from math import sqrt
from typing import Any

from labsim.fluid.after import (
    AGE, FAILED, OWED, RATE, S_GAUGE, S_MARK, S_MISC, S_MODE, S_P, S_PEAK, S_Q, S_REST, S_SHIFT,
    S_SIDE, S_V, S_X, STEP, STEPS, THIN, TIME, gauges, mark, rate, thin_out, warm_up,
)  # fmt: skip
from labsim.fluid.stage import (
    AIM, BASE_M, BASE_S, BASE_V, BASE_X, BODY_COL, BODY_COLUMNS, BREAK, BROKE, COULOMB, ERROR,
    FLOWS, FREE, HEAD, HIGH, K_M, K_S, K_V, K_X, LIMIT, LOW, M0, MASS, MEDIA, MODE, MODE0,
    MOVING, NODES, NODE_COL, P, P0, PILOTS, Q, S0, SHIFT, SPOOLS, SPOOL_COL, STORED, STROKE,
    STUCK, V, V0, VALVES, X, X0, flow_in, newton, open_up, solve, store,
)  # fmt: skip
from labsim.fluid.units import PA

__all__ = ["flows", "march", "prime"]

GAMMA = 1.0 - sqrt(0.5)
EVENT, EVENTFUL = 2e-3, -2.0  # s, step at which a body may stop or break away
SHORTEST = 1e-9  # s
LAZY, UNSEEN = 5.0, 0.005  # s, bar or mm: so little may wait so long
GROW = 3.0  # times as long the next step at most
TOLERANCE = 3e-3  # of a pressure and the base, of a speed and 0.1 m/s
OIL_BASE, AIR_BASE = 20e5, 1e5  # Pa


def aim(net: Any, f: Any, w: Any, side: Any) -> None:
    """Work out where each spool is heading for the present pressures."""
    head, spools, pilots, p, goal = net[HEAD], net[SPOOLS], net[PILOTS], w[P], w[AIM]
    c = head[SPOOL_COL]
    for k in range(head[VALVES]):
        first, count = spools[2 * k], spools[2 * k + 1]
        total, band = f[c], f[c + 2]
        for n in range(first, first + count):
            total += f[pilots[2 * n + 1]] * (p[pilots[2 * n]] - PA)
        if band > 0.0:
            if total > band:
                side[k] = 1.0
            elif total < -band:
                side[k] = -1.0
            total = side[k]
        goal[k] = min(max(total, -1.0), 1.0)
        c += 3


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
    shift(net, f, w, w[BASE_S], gh)
    return newton(net, f, w, gh, thin)


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
        if f[c + STROKE] < 1e9:
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


def step(net: Any, f: Any, w: Any, h: float, thin: float) -> float:
    """Try a step; return its error, -1 when Newton fails, -2 when a shorter one shall be tried."""
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
        return EVENTFUL if h > EVENT else euler(net, f, w, h, thin)
    slopes(net, w, gh, h * (0.5 - GAMMA))
    return estimate(net, f, w, gh)


def load(net: Any, f: Any, w: Any, state: Any, k: int) -> None:
    """Bring a variant's state into the work arrays; pressures that are held come from columns."""
    head = net[HEAD]
    for i in range(head[FREE]):
        w[P][i] = state[S_P][k][i]
        w[BASE_M][i] = 0.0
    for i in range(head[FREE], head[NODES]):
        w[P][i] = f[head[NODE_COL] + i]
    for j in range(head[MOVING]):
        w[V][j], w[X][j] = state[S_V][k][j], state[S_X][k][j]
        w[MODE][j] = state[S_MODE][k][j]
    for i in range(head[VALVES]):
        w[SHIFT][i] = state[S_SHIFT][k][i]
    store(net, f, w)


def save(net: Any, w: Any, state: Any, k: int) -> None:
    """Take the work arrays over into a variant's state."""
    head = net[HEAD]
    for i in range(head[NODES]):
        state[S_P][k][i] = w[P][i]
    for j in range(head[MOVING]):
        state[S_V][k][j], state[S_X][k][j] = w[V][j], w[X][j]
        state[S_MODE][k][j] = w[MODE][j]
    for i in range(head[VALVES]):
        state[S_SHIFT][k][i] = w[SHIFT][i]
    for n in range(head[FLOWS]):
        state[S_Q][k][n] = w[Q][n]


def accept(net: Any, f: Any, w: Any, state: Any, k: int, h: float) -> None:
    """Let gauges, clocks and temperature follow a step that was good enough."""
    misc = state[S_MISC][k]
    misc[TIME] += h
    gauges(net, w, state[S_GAUGE][k], state[S_PEAK][k], h)
    mark(net, f, w, state[S_MARK][k], state[S_REST][k], h, misc[TIME])
    warm_up(net, f, w, misc, h)
    misc[RATE] = rate(net, f, w, h)


def advance(net: Any, f: Any, w: Any, state: Any, k: int, seconds: float) -> None:
    """March one variant; misc[FAILED] is 1 when even the shortest step finds no solution."""
    misc, rest, side = state[S_MISC][k], state[S_REST][k], state[S_SIDE][k]
    left, want, grow = seconds, misc[STEP], GROW
    thin_out(f, misc)
    while left > 1e-12:
        h = left if want >= left else min(want, 0.5 * left) if want > 0.5 * left else want
        begin(net, f, w, rest)
        aim(net, f, w, side)
        error = step(net, f, w, h, misc[THIN])
        misc[STEPS] += 1.0
        if error < 0.0 or error > 1.0:
            back(net, w)
            want = h * (0.25 if error < 0.0 else max(0.2, 0.9 / sqrt(error)))
            want, grow = max(want, EVENT) if error == EVENTFUL else want, 1.0
            if want < SHORTEST:
                misc[FAILED] = 1.0
                return
            continue
        left -= h
        accept(net, f, w, state, k, h)
        want = max(want if h < want else 0.0, h * min(grow, 0.9 / sqrt(max(error, 0.01))))
        grow = GROW
    misc[STEP] = want


def march(net: Any, table: Any, state: Any, w: Any, seconds: float, now: bool) -> None:
    """Let every variant move for a time in s: a row of `table` and of each state array for each.

    A variant in which hardly anything moves lets time run up, unless it shall do it `now`.
    """
    for k in range(len(table)):
        f, misc = table[k], state[S_MISC][k]
        misc[OWED] += seconds
        for i in range(net[HEAD][NODES]):
            state[S_PEAK][k][i] = state[S_P][k][i]
        if now or misc[OWED] > LAZY or misc[OWED] * misc[RATE] > UNSEEN:
            load(net, f, w, state, k)
            advance(net, f, w, state, k, misc[OWED])
            misc[OWED] = 0.0
            save(net, w, state, k)


def flows(net: Any, table: Any, state: Any, w: Any) -> None:
    """Work out the flow of every law of every variant at the present pressures."""
    for k in range(len(table)):
        load(net, table[k], w, state, k)
        for j in range(net[HEAD][MOVING]):
            w[BASE_X][j] = w[X][j]
        open_up(net, table[k], w)
        flow_in(net, table[k], w, 0.0, state[S_MISC][k][THIN])
        save(net, w, state, k)


def prime(net: Any, table: Any, state: Any, w: Any) -> None:
    """Put spools where they head for, before a machine starts."""
    for k in range(len(table)):
        load(net, table[k], w, state, k)
        aim(net, table[k], w, state[S_SIDE][k])
        for i in range(net[HEAD][VALVES]):
            w[SHIFT][i] = w[AIM][i]
        thin_out(table[k], state[S_MISC][k])
        save(net, w, state, k)
