"""One implicit stage: stored oil and gas, flows, bodies, Newton. Kernel: compiled or plain.

Unknowns are node pressures (absolute, Pa) and body speeds. Residual of a node: what it stores less
what it held at the base of the stage less `gh` times what flows in; of a body: force and inertia.
See labsim.fluid.layout for what stands where.
"""

from __future__ import annotations

from math import exp, log
from typing import Any

# ruff: noqa: I001  (the names of places in tables stand side by side)
from labsim.fluid.layout import (
    A, AIR, BACK, BACKS, BASE_M, BASE_X, BLADDERS, BLADDER_COUNT, BODY_COL, BODY_COLUMNS,
    DENSITY, FACTOR, FACTORS, FILLED, FLOWS, FORE, FORES, FREE, GAS, HEAD, LAWS, MEDIA, MOVING,
    NODE_COL, OPENED, P, PISTONS, PISTON_COUNT, Q, R, SHIFT, STORED, STROKE, V, VOLUME, X,
)  # fmt: skip
from labsim.fluid.bodies import move, press
from labsim.fluid.flows import (
    CRACK, EJECTOR, FROM, GATE, LEAST, OVERLAP, SECOND, SHUT, SPAN, TO, WEIGHTS, WIDTH, base_flow,
    edge, gate, reach,
)  # fmt: skip
from labsim.fluid.oil import BULK, POLYTROPE
from labsim.fluid.units import PA

__all__ = ["contents", "flow_in", "newton", "open_up", "shift_pressure", "solve"]

ITERATIONS, FLIPS = 14, 6
TAIL = 2e4  # Pa, below it Newton works with the logarithm of the pressure, so it stays positive
FINE_P, FINE_V = 300.0, 1e-6  # Pa, m/s: the change at which Newton is content
HARD = 2e8  # Pa, above which oil goes on getting denser in a straight line


def contents(net: Any, f: Any, w: Any) -> None:
    """Work out volume, density and what every node stores."""
    head, media, x, p = net[HEAD], net[MEDIA], w[X], w[P]
    volume, stored, density, pistons = w[VOLUME], w[STORED], w[DENSITY], net[PISTONS]
    for i in range(head[FREE]):
        volume[i] = f[head[NODE_COL] + i]
    for n in range(0, 5 * head[PISTON_COUNT], 5):
        if pistons[n] < head[FREE]:
            area, body = f[pistons[n + 2]], pistons[n + 1]
            end = f[head[BODY_COL] + BODY_COLUMNS * body + STROKE] if area < 0.0 else 0.0
            volume[pistons[n]] += area * (x[body] - end)
    for i in range(head[FREE]):
        if media[2 * i] == 0:
            bubbles = f[AIR] * (PA / p[i]) ** (1.0 / POLYTROPE)
            density[i] = 1.0 / (1.0 + bubbles - min(p[i], HARD) / BULK)
            if p[i] > HARD:
                density[i] *= 1.0 + density[i] * (p[i] - HARD) / BULK
        else:
            density[i] = (p[i] / PA) ** (f[GAS] if media[2 * i] == 1 else 1.0)
        stored[i] = volume[i] * density[i]
    blad = net[BLADDERS]
    for n in range(0, 3 * head[BLADDER_COUNT], 3):
        node, c = blad[n], blad[n + 1]
        if p[node] > f[c + 1]:
            stored[node] += f[c] - f[c] * (f[c + 1] / p[node]) ** f[c + 2]


def store(net: Any, f: Any, w: Any) -> None:
    """Work out what is stored; add its slopes and its residual to the rows of the nodes."""
    contents(net, f, w)
    head, media, p, a, blad = net[HEAD], net[MEDIA], w[P], w[A], net[BLADDERS]
    for i in range(head[FREE]):
        d = w[DENSITY][i]
        if media[2 * i] == 0:
            q = min(p[i], HARD)
            if p[i] > HARD:
                d = 1.0 / (1.0 - HARD / BULK)
            slope = d * d * ((1.0 / d - 1.0 + q / BULK) / (POLYTROPE * q) + 1.0 / BULK)
        else:
            slope = d * (f[GAS] if media[2 * i] == 1 else 1.0) / p[i]
        a[media[2 * i + 1]] += w[VOLUME][i] * slope
        w[R][i] += w[STORED][i] - w[BASE_M][i]
    for n in range(0, 3 * head[BLADDER_COUNT], 3):
        node, c = blad[n], blad[n + 1]
        if p[node] > f[c + 1]:
            gas = f[c] * (f[c + 1] / p[node]) ** f[c + 2]
            a[blad[n + 2]] += gas * f[c + 2] / p[node]


def flow_in(net: Any, f: Any, w: Any, gh: float, thin: float) -> None:
    """Add every law's flow to residual and matrix."""
    laws, p, opened, a, r = net[LAWS], w[P], w[OPENED], w[A], w[R]
    for n in range(net[HEAD][FLOWS]):
        j, part = n * WIDTH, opened[n]
        w[Q][n] = 0.0
        if part > 0.0:
            c, kind = laws[j + 9], laws[j]
            one, two = p[laws[j + 1]], p[laws[j + 2]]
            q, da, db = base_flow(kind, one, two, f[c], f[c + SECOND], thin)
            if laws[j + GATE] > 0:
                total = -f[c + CRACK]
                for k in range(laws[j + GATE]):
                    total += f[c + WEIGHTS + k] * (p[laws[j + GATE + 1 + 3 * k]] - PA)
                q, part = gated(net, f, w, gh, j, q, part, gate(total, f[c + SPAN], f[c + LEAST]))
            w[Q][n] = q * part
            r[laws[j + 3]] += gh * q * part
            r[laws[j + 4]] -= gh * q * part
            a[laws[j + 5]] += gh * da * part
            a[laws[j + 6]] += gh * db * part
            a[laws[j + 7]] -= gh * da * part
            a[laws[j + 8]] -= gh * db * part


def gated(
    net: Any, f: Any, w: Any, gh: float, j: int, q: float, part: float, gate: tuple[float, float]
) -> tuple[float, float]:
    """Write the slopes over the pressures that work a gate; return flow and opening with it."""
    laws, a, (opened, slope) = net[LAWS], w[A], gate
    c = laws[j + 9]
    pull = f[c] * f[c + SECOND] if laws[j] == EJECTOR else q
    if slope != 0.0:
        for k in range(laws[j + GATE]):
            rise = gh * pull * slope * part * f[c + WEIGHTS + k]
            a[laws[j + GATE + 2 + 3 * k]] += rise
            a[laws[j + GATE + 3 + 3 * k]] -= rise
    if laws[j] == EJECTOR:  # its drive pulls the vacuum deeper; without it the way is open
        return q + pull * opened, part
    return q, part * opened


def factor(net: Any, w: Any) -> bool:
    """Factor the matrix in place, in the order worked out beforehand; False if it is singular."""
    todo, a = net[FACTOR], w[A]
    n, end = 0, net[HEAD][FACTORS]
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
    for n in range(0, net[HEAD][FORES], 3):
        b[fore[n]] -= a[fore[n + 1]] * b[fore[n + 2]]
    n, end = 0, net[HEAD][BACKS]
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
        size = max(size, abs(r[k]) / (FINE_P * min(p[k] / TAIL, 1.0) + 1e-6 * p[k]))
        p[k] = shift_pressure(p[k], -r[k])
    for j in range(net[HEAD][MOVING]):
        size = max(size, abs(r[free + j]) / (FINE_V + 1e-5 * abs(v[j])))
        v[j] -= r[free + j]
    return size


def arrive(net: Any, f: Any, w: Any, gh: float) -> None:
    """Bring places and contents in line with the last pressures and speeds of a stage."""
    for j in range(net[HEAD][MOVING]):
        w[X][j] = w[BASE_X][j] + gh * w[V][j]
    contents(net, f, w)


def newton(net: Any, f: Any, w: Any, gh: float, thin: float) -> int:
    """Solve one stage; return the number of iterations, 0 when it does not converge."""
    for n in range(ITERATIONS):
        changed = build(net, f, w, gh, thin)
        if not factor(net, w):
            return 0
        solve(net, w, w[R])
        size = take(net, w)
        if size < 1.0 and changed == 0:
            arrive(net, f, w, gh)
            return n + 1
        if not size < 1e12:
            return 0
    return 0


def open_up(net: Any, f: Any, w: Any) -> None:
    """Work out what spools, handles and places of bodies leave open, for one stage."""
    laws, s, x, opened = net[LAWS], w[SHIFT], w[BASE_X], w[OPENED]
    for n in range(net[HEAD][FLOWS]):
        j = n * WIDTH
        c, spool, body = laws[j + 9], laws[j + 10], laws[j + 12]
        part = f[c + SHUT]
        if spool >= 0:
            part *= edge(s[spool], laws[j + 11], f[c + OVERLAP])
        if body >= 0:
            part *= reach(x[body], f[c + FROM], f[c + TO])
        opened[n] = part
