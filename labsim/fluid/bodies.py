"""Pistons, motors, masses: how pressures push them, what holds them. Kernel: compiled or plain.

A body moves, is stuck in its friction, or stands at a stop; Newton's iterations decide which, so
that at rest its speed is exactly nothing.
"""

from __future__ import annotations

from typing import Any

# ruff: noqa: I001  (the names of places in tables stand side by side)
from labsim.fluid.layout import (
    A, BASE_V, BASE_X, BODIES, BODY_COL, BODY_COLUMNS, BROKE, COULOMB, DENSITY, FORCE, FREE,
    HEAD, HIGH, LIMIT, LOW, MASS, MODE, MOVING, P, PISTONS, PISTON_COUNT, PUSH, R, ROUND,
    SPRING, STROKE, STUCK, TOUCH, V, VANE, VANES, VANE_COUNT, VISCOUS, X,
)  # fmt: skip
from labsim.fluid.flows import fill
from labsim.fluid.units import PA

__all__ = ["move", "press"]

FULL = 0.7 * PA  # Pa, down to which a motor that is driven fills (as a pump, see flows.fill)
INWARD = 1e-9  # m beyond a stop that is none


def press(net: Any, f: Any, w: Any, gh: float) -> None:
    """Let pistons and vanes couple pressures and bodies: forces, displaced volume, slopes."""
    head, pistons, p = net[HEAD], net[PISTONS], w[P]
    push, a, density = w[PUSH], w[A], w[DENSITY]
    for j in range(head[MOVING]):
        push[j] = f[head[BODY_COL] + BODY_COLUMNS * j + FORCE]
    for n in range(0, 5 * head[PISTON_COUNT], 5):
        node, area = pistons[n], f[pistons[n + 2]]
        push[pistons[n + 1]] += area * (p[node] - PA)
        if node < head[FREE]:
            a[pistons[n + 3]] += gh * area * density[node]
            a[pistons[n + 4]] -= area
    displace(net, f, w, gh)


def displace(net: Any, f: Any, w: Any, gh: float) -> None:
    """Let turning bodies move fluid from one side to the other, as far as there is some."""
    vanes, p, v, a, r = net[VANES], w[P], w[V], w[A], w[R]
    for n in range(0, VANE * net[HEAD][VANE_COUNT], VANE):
        i, k, j, d = vanes[n], vanes[n + 1], vanes[n + 2], f[vanes[n + 3]]
        forward = d * v[j] >= 0.0
        part, slope = taken(p[i] if forward else p[k], vanes[n + 4])
        w[PUSH][j] += d * (p[i] - p[k])
        r[vanes[n + 5]] += gh * d * v[j] * part
        r[vanes[n + 6]] -= gh * d * v[j] * part
        a[vanes[n + 7]] += gh * d * part
        a[vanes[n + 8]] -= gh * d * part
        a[vanes[n + 9]] -= d
        a[vanes[n + 10]] += d
        up = 11 if forward else 12
        a[vanes[n + up]] += gh * d * v[j] * slope
        a[vanes[n + up + 2]] -= gh * d * v[j] * slope


def taken(p: float, gas: int) -> tuple[float, float]:
    """Return what part of its displacement a motor takes in, and the slope over the pressure."""
    if gas == 1:
        return p / PA, 1.0 / PA
    return fill(p, FULL)


def judge(mode: float, need: float, v: float, rub: float, low: float, high: float) -> float:
    """Return the mode of a body: `need` is the force that friction or a stop has to bear.

    `low` and `high` are the speeds that would just reach the stops; `rub` is what friction bears.
    """
    if mode == STUCK:
        return 1.0 if need > rub else (-1.0 if need < -rub else STUCK)
    if mode == HIGH:
        return -1.0 if need < -rub else HIGH
    if mode == LOW:
        return 1.0 if need > rub else LOW
    if v > high:
        return HIGH
    if v < low:
        return LOW
    return STUCK if mode * v < 0.0 and rub > 0.0 else mode


def move(net: Any, f: Any, w: Any, gh: float) -> int:
    """Write the rows of the bodies; return how many changed between moving, stuck and stopped."""
    changed, c = 0, net[HEAD][BODY_COL]
    for j in range(net[HEAD][MOVING]):
        deep = w[X][j] - f[c + TOUCH]
        spring = f[c + SPRING] if deep > 0.0 else 0.0
        w[PUSH][j] -= spring * deep
        changed += hold(f, w, gh, c, j)
        row = net[HEAD][FREE] + j
        if abs(w[MODE][j]) == 1.0:
            inertia, v = f[c + MASS] / gh, w[V][j]
            rub = w[MODE][j] * f[c + COULOMB] + f[c + VISCOUS] * v
            w[R][row] = inertia * (v - w[BASE_V][j]) - w[PUSH][j] + rub
            w[A][net[BODIES][j]] += inertia + f[c + VISCOUS] + spring * gh
        else:
            stop = f[c + STROKE] if w[MODE][j] == HIGH else 0.0
            w[R][row] = w[V][j]
            if w[MODE][j] != STUCK:
                w[R][row] -= (stop - w[BASE_X][j]) / gh
            clear(net, w, j)
        c += BODY_COLUMNS
    return changed


def hold(f: Any, w: Any, gh: float, c: int, j: int) -> int:
    """Judge anew whether a body moves, is stuck or stopped; return 1 when that changed."""
    mode, v, x = w[MODE][j], w[V][j], w[BASE_X][j]
    low = (-INWARD - x) / gh if f[c + STROKE] < ROUND else -ROUND
    high = (f[c + STROKE] + INWARD - x) / gh
    held = 0.0 if mode == STUCK else v
    need = w[PUSH][j] + f[c + MASS] / gh * (w[BASE_V][j] - held) - f[c + VISCOUS] * held
    rub = f[c + COULOMB] if w[BROKE][j] > 0.0 else w[LIMIT][j]
    w[MODE][j] = judge(mode, need, v, rub, low, high)
    if w[MODE][j] == mode:
        return 0
    w[BROKE][j] += 1.0
    return 1


def clear(net: Any, w: Any, j: int) -> None:
    """Make the matrix row of a held body the row of unity."""
    head, pistons, vanes, a = net[HEAD], net[PISTONS], net[VANES], w[A]
    for n in range(0, 5 * head[PISTON_COUNT], 5):
        if pistons[n + 1] == j:
            a[pistons[n + 4]] = 0.0
    for n in range(0, VANE * head[VANE_COUNT], VANE):
        if vanes[n + 2] == j:
            a[vanes[n + 9]] = a[vanes[n + 10]] = 0.0
    a[net[BODIES][j]] = 1.0
