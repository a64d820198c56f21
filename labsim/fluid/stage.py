"""One implicit stage: stored oil and gas, flows, bodies, Newton. Kernel: compiled or plain.

Unknowns are node pressures (absolute, Pa) and body speeds. Residual of a node: what it stores less
what it held at the base of the stage less `gh` times what flows in; of a body: force and inertia.
`net` are integer tables, `f` the columns of one variant, `w` work arrays; indices below.
"""

from __future__ import annotations

from math import exp, log
from typing import Any

from labsim.fluid.flows import GATE, WEIGHTS, WIDTH, constant_factor, evaluate
from labsim.fluid.oil import BULK, POLYTROPE
from labsim.fluid.units import PA

__all__ = ["flow_in", "newton", "open_up", "solve", "store"]

# net: integer tables
HEAD, MEDIA, LAWS, PISTONS, VANES, BLADDERS, SPOOLS, PILOTS, BODIES, FACTOR, FORE, BACK = range(12)
# head: counts and first columns
FREE, NODES, MOVING, VALVES, FLOWS, PISTON_COUNT, VANE_COUNT, BLADDER_COUNT, FILLED = range(9)
NODE_COL, BODY_COL, SPOOL_COL = range(9, 12)
# f: first columns are of the medium
AIR, GAS, WALTHER_A, WALTHER_B, CAPACITY, COOLING, AMBIENT = range(7)
# a body's columns
MASS, STROKE, FORCE, COULOMB, BREAK, VISCOUS, TOUCH, SPRING, BODY_COLUMNS = range(9)
# w: work arrays
(P, V, X, MODE, LIMIT, STORED, VOLUME, DENSITY, BASE_M, BASE_V, BASE_X, BASE_S, SHIFT, OPENED, A, R,
 PUSH, BROKE, K_M, K_V, K_X, K_S, P0, V0, X0, S0, M0, MODE0, AIM, Q, ERROR) = range(31)  # fmt: skip
HIGH, LOW, STUCK = 2.0, -2.0, 0.0  # modes of a body: at a stop, held by friction; ±1 moves
ITERATIONS, FLIPS = 14, 6
TAIL = 2e4  # Pa, below it Newton works with the logarithm of the pressure, so it stays positive
TOP = 0.5 * BULK  # Pa, that no guess goes beyond: past the bulk modulus the law has a second root
FINE_P, FINE_V = 30.0, 1e-7  # Pa, m/s: the change at which Newton is content
INWARD = 1e-9  # m beyond a stop that is none


def store(net: Any, f: Any, w: Any) -> None:
    """Work out volume, density and what is stored; diagonal and residual of the node rows."""
    head, media, x, p = net[HEAD], net[MEDIA], w[X], w[P]
    volume, stored, density, a, r = w[VOLUME], w[STORED], w[DENSITY], w[A], w[R]
    pistons, base, air, gas = net[PISTONS], w[BASE_M], f[AIR], f[GAS]
    for i in range(head[FREE]):
        volume[i] = f[head[NODE_COL] + i]
    for n in range(0, 5 * head[PISTON_COUNT], 5):
        if pistons[n] < head[FREE]:
            area, body = f[pistons[n + 2]], pistons[n + 1]
            end = f[head[BODY_COL] + BODY_COLUMNS * body + STROKE] if area < 0.0 else 0.0
            volume[pistons[n]] += area * (x[body] - end)
    for i in range(head[FREE]):
        if media[2 * i] == 0:
            bubbles = air * (PA / p[i]) ** (1.0 / POLYTROPE)
            d = 1.0 / (1.0 + bubbles - p[i] / BULK)
            slope = d * d * (bubbles / (POLYTROPE * p[i]) + 1.0 / BULK)
        else:
            d = (p[i] / PA) ** gas
            slope = d * gas / p[i]
        density[i], stored[i] = d, volume[i] * d
        a[media[2 * i + 1]] += volume[i] * slope
    accumulate(net, f, w)
    for i in range(head[FREE]):
        r[i] += stored[i] - base[i]


def accumulate(net: Any, f: Any, w: Any) -> None:
    """Add the oil in gas accumulators: V·(1 - (p0/p)^(1/n)) above the precharge, else none."""
    blad, p, stored, a = net[BLADDERS], w[P], w[STORED], w[A]
    for n in range(0, 3 * net[HEAD][BLADDER_COUNT], 3):
        node, c = blad[n], blad[n + 1]
        if p[node] > f[c + 1]:
            gas = f[c] * (f[c + 1] / p[node]) ** f[c + 2]
            stored[node] += f[c] - gas
            a[blad[n + 2]] += gas * f[c + 2] / p[node]


def press(net: Any, f: Any, w: Any, gh: float) -> None:
    """Let pistons and vanes couple pressures and bodies: forces, displaced volume, slopes."""
    head, pistons, vanes, p, v = net[HEAD], net[PISTONS], net[VANES], w[P], w[V]
    push, a, r, density = w[PUSH], w[A], w[R], w[DENSITY]
    for j in range(head[MOVING]):
        push[j] = f[head[BODY_COL] + BODY_COLUMNS * j + FORCE]
    for n in range(0, 5 * head[PISTON_COUNT], 5):
        node, area = pistons[n], f[pistons[n + 2]]
        push[pistons[n + 1]] += area * (p[node] - PA)
        if node < head[FREE]:
            a[pistons[n + 3]] += gh * area * density[node]
            a[pistons[n + 4]] -= area
    for n in range(0, 12 * head[VANE_COUNT], 12):
        i, k, j, d = vanes[n], vanes[n + 1], vanes[n + 2], f[vanes[n + 3]]
        up = i if d * v[j] >= 0.0 else k
        squeeze = p[up] / PA if vanes[n + 4] == 1 else 1.0
        push[j] += d * (p[i] - p[k])
        r[vanes[n + 5]] += gh * d * v[j] * squeeze
        r[vanes[n + 6]] -= gh * d * v[j] * squeeze
        a[vanes[n + 7]] += gh * d * squeeze
        a[vanes[n + 8]] -= gh * d * squeeze
        a[vanes[n + 9]] -= d
        a[vanes[n + 10]] += d


def flow_in(net: Any, f: Any, w: Any, gh: float, thin: float) -> None:
    """Add every law's flow to residual and matrix."""
    head, laws, p, opened, a, r, q = net[HEAD], net[LAWS], w[P], w[OPENED], w[A], w[R], w[Q]
    for n in range(head[FLOWS]):
        j = n * WIDTH
        if opened[n] > 0.0:
            flow, da, db, dg = evaluate(laws, j, f, laws[j + 9], p, opened[n], thin)
            q[n] = flow
            r[laws[j + 3]] += gh * flow
            r[laws[j + 4]] -= gh * flow
            a[laws[j + 5]] += gh * da
            a[laws[j + 6]] += gh * db
            a[laws[j + 7]] -= gh * da
            a[laws[j + 8]] -= gh * db
            if dg != 0.0:
                for k in range(laws[j + GATE]):
                    slope = gh * dg * f[laws[j + 9] + WEIGHTS + k]
                    a[laws[j + GATE + 2 + 3 * k]] += slope
                    a[laws[j + GATE + 3 + 3 * k]] -= slope
        else:
            q[n] = 0.0


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
    low, high = (-INWARD - x) / gh, (f[c + STROKE] + INWARD - x) / gh
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
    for n in range(0, 12 * head[VANE_COUNT], 12):
        if vanes[n + 2] == j:
            a[vanes[n + 9]] = a[vanes[n + 10]] = 0.0
    a[net[BODIES][j]] = 1.0


def factor(net: Any, w: Any) -> bool:
    """Factor the matrix in place, in the order worked out beforehand; False if it is singular."""
    todo, a = net[FACTOR], w[A]
    n, end = 0, len(todo)
    while n < end:
        pivot, rows = a[todo[n]], todo[n + 1]
        if not abs(pivot) > 1e-300:
            return False
        n += 2
        for _ in range(rows):
            part = a[todo[n]] / pivot
            a[todo[n]] = part
            last = n + 2 + 2 * todo[n + 1]
            n += 2
            if part != 0.0:
                while n < last:
                    a[todo[n + 1]] -= part * a[todo[n]]
                    n += 2
            n = last
    return True


def solve(net: Any, w: Any, b: Any) -> None:
    """Solve with the factored matrix, in place of the right-hand side."""
    fore, back, a = net[FORE], net[BACK], w[A]
    for n in range(0, len(fore), 3):
        b[fore[n]] -= a[fore[n + 1]] * b[fore[n + 2]]
    n, end = 0, len(back)
    while n < end:
        total = b[back[n]]
        last = n + 3 + 2 * back[n + 2]
        for k in range(n + 3, last, 2):
            total -= a[back[k]] * b[back[k + 1]]
        b[back[n]] = total / a[back[n + 1]]
        n = last


def shift_pressure(p: float, change: float) -> float:
    """Return p + change; below TAIL the step is taken in the logarithm, so p stays positive."""
    place = p if p >= TAIL else TAIL * (1.0 + log(p / TAIL))
    place += change if p >= TAIL else change * TAIL / p
    return place if place >= TAIL else TAIL * exp(max(place / TAIL - 1.0, -23.0))


def build(net: Any, f: Any, w: Any, gh: float, thin: float) -> int:
    """Write matrix and residual at the present guess; return how many bodies changed their hold."""
    head, a, r = net[HEAD], w[A], w[R]
    for k in range(head[FILLED] + 1):
        a[k] = 0.0
    for k in range(head[FREE] + head[MOVING] + 1):
        r[k] = 0.0
    for j in range(head[MOVING]):
        w[X][j] = w[BASE_X][j] + gh * w[V][j]
    store(net, f, w)
    flow_in(net, f, w, gh, thin)
    press(net, f, w, gh)
    return move(net, f, w, gh)


def take(net: Any, w: Any) -> float:
    """Take the solution over into pressures and speeds; return how large it was, 1 being fine."""
    p, v, r, free, size = w[P], w[V], w[R], net[HEAD][FREE], 0.0
    for k in range(free):
        size = max(size, abs(r[k]) * max(TAIL / p[k], 1.0) / (FINE_P + 1e-6 * p[k]))
        p[k] = min(shift_pressure(p[k], -r[k]), TOP)
    for j in range(net[HEAD][MOVING]):
        size = max(size, abs(r[free + j]) / (FINE_V + 1e-5 * abs(v[j])))
        v[j] -= r[free + j]
    return size


def newton(net: Any, f: Any, w: Any, gh: float, thin: float) -> int:
    """Solve one stage; return the number of iterations, 0 when it does not converge."""
    for n in range(ITERATIONS):
        changed = build(net, f, w, gh, thin)
        if not factor(net, w):
            return 0
        solve(net, w, w[R])
        size = take(net, w)
        if size < 1.0 and changed == 0:
            return n + 1
        if not size < 1e12:
            return 0
    return 0


def open_up(net: Any, f: Any, w: Any) -> None:
    """Work out what spools, handles and places of bodies leave open, for one stage."""
    head, laws, s, x, opened = net[HEAD], net[LAWS], w[SHIFT], w[BASE_X], w[OPENED]
    for n in range(head[FLOWS]):
        j = n * WIDTH
        opened[n] = constant_factor(laws, j, f, laws[j + 9], s, x)
