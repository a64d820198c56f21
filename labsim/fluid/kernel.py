"""Time: every variant marches in steps as long as the error allows; where the kernel is entered.

Kernel: scalars and lists only; numba compiles it when it is there (labsim.fluid.warm), else the
same files run plain, with the same figures.
"""

from __future__ import annotations

from math import sqrt

# ruff: noqa: I001  (the names of places in tables stand side by side)
from labsim.fluid.layout import (
    AIM, BASE_M, BASE_X, EFFORT, FAILED, FLOWS, FREE, HEAD, MODE, MOVING, NODES, NODE_COL, OWED,
    P, Q, RATE, SHIFT, STEP, STEPS, S_GAUGE, S_MARK, S_MISC, S_MODE, S_P, S_PEAK, S_Q, S_REST,
    S_SHIFT, S_SIDE, S_V, S_X, THIN, TIME, V, VALVES, X,
)  # fmt: skip
from labsim.fluid.after import gauges, idle, mark, rate, thin_out, warm_up
from labsim.fluid.stage import contents, flow_in, open_up
from labsim.fluid.steps import EVENT, aim, back, begin, step, trend
from typing import Any


__all__ = ["flows", "march", "prime"]

SHORTEST = 1e-9  # s
LAZY, UNSEEN = 5.0, 0.005  # s, bar or mm: so little may wait so long
WORK, BURST = 400.0, 600.0  # steps in a second of machine time, and in a burst, that are usual
GROW = 3.0  # times as long the next step at most


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
    contents(net, f, w)


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
    trend(net, w, h)
    misc[TIME] += h
    gauges(net, w, state[S_GAUGE][k], state[S_PEAK][k], h)
    mark(net, f, w, state[S_MARK][k], state[S_REST][k], h, misc[TIME])
    warm_up(net, f, w, misc, h)
    misc[RATE] = rate(net, f, w, h)


def shorter(h: float, error: float, event: float) -> float:
    """Return the step to try after one that was not good enough."""
    if error < -1e3:
        return max(0.25 * h, event)
    return h * (0.25 if error < 0.0 else max(0.2, 0.8 / sqrt(error)))


def longer(h: float, error: float, grow: float, swing: float) -> float:
    """Return the step to try after a good one; pilots may swing a fifth of a spool in a step."""
    grow = min(grow, 0.8 / sqrt(max(error, 0.01)))
    return h * (min(grow, max(0.2 / swing, 0.1)) if swing > 0.2 else grow)


def patience(misc: Any, h: float) -> float:
    """Count the work; return how much more error is fine where something never stops swinging.

    What swings so fast for so long nobody sees on a gauge; the steps then damp it.
    """
    misc[EFFORT] = max(misc[EFFORT] + 1.0 - WORK * h, 0.0)
    return max(1.0, (misc[EFFORT] / BURST) ** 3)


def advance(net: Any, f: Any, w: Any, state: Any, k: int, seconds: float) -> None:
    """March one variant; misc[FAILED] is 1 when even the shortest step finds no solution."""
    misc, rest, side = state[S_MISC][k], state[S_REST][k], state[S_SIDE][k]
    left, want, grow, ease = seconds, misc[STEP], GROW, patience(misc, 0.0)
    trend(net, w, 0.0)
    thin_out(f, misc)
    aim(net, f, w, side)
    while left > 1e-12:
        h = left if want >= left else min(want, 0.5 * left) if want > 0.5 * left else want
        begin(net, f, w, rest)
        error = step(net, f, w, h, misc[THIN], EVENT * ease) / ease
        misc[STEPS] += 1.0
        if error < 0.0 or error > 1.0:
            back(net, w)
            trend(net, w, 0.0)
            want, grow, ease = shorter(h, error, EVENT * ease), 1.0, patience(misc, 0.0)
            if want < SHORTEST:
                misc[FAILED] = 1.0
                return
        else:
            left -= h
            accept(net, f, w, state, k, h)
            want = max(want if h < want else 0.0, longer(h, error, grow, aim(net, f, w, side)))
            grow, ease = GROW, patience(misc, h)
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
        owed = misc[OWED]  # nothing: no step is taken, and the flows at work are another row's
        if owed > 0.0 and (now or owed > LAZY or owed * misc[RATE] > UNSEEN):
            load(net, f, w, state, k)
            advance(net, f, w, state, k, misc[OWED])
            misc[OWED] = 0.0
            save(net, w, state, k)
        else:
            idle(net, state[S_P][k], state[S_GAUGE][k], seconds)


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
