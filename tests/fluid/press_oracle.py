"""The lifting press as an ODE in its pressures, written from the equations, for scipy alone.

Nothing of the engine is used: pressures are the state (the engine's are stored masses), friction
is a steep tanh, stops are stiff springs, and the step is scipy's at a tight tolerance. Equations:
dp/dt = K/V·(q/g - A·v), g = 1/(1 + r - p/K0), r = α·(pa/p)^(1/n), K the bulk modulus of that.
Flows count oil without its bubbles, q/g is what they fill.
"""

from __future__ import annotations

from math import pi, sqrt, tanh

import numpy as np
from scipy.integrate import solve_ivp

__all__ = ["press"]

PA, BULK, N, ALPHA, RHO = 1.01325e5, 1.4e9, 1.3, 0.005, 870.0
CAP, RING, STROKE, MASS = 31.172e-4, 20.994e-4, 0.45, 1500.0
TAU, LAG = 1 / (2 * pi * 12), 0.05
LMIN_BAR = 1e-3 / 60 / 1e5


def orifice(mm2: float, dp: float) -> float:
    return 0.65 * mm2 * 1e-6 * sqrt(2 / RHO) * dp / (dp * dp + 0.3e5**2) ** 0.25


def clip(x: float) -> float:
    return min(max(x, 0.0), 1.0)


def rate(volume: float, p: float, q: float, swept: float) -> float:
    r = ALPHA * (PA / p) ** (1 / N)
    g = 1 / (1 + r - p / BULK)
    stiff = (1 + r - p / BULK) / (1 / BULK + r / (N * p))
    return stiff / volume * (q / g - swept)


def flows(pp: float, pv: float, pa: float, pb: float, s: float, thin: float) -> dict[str, float]:
    leak = 2e-4 * LMIN_BAR * thin
    out, back = clip((s - 0.08) / 0.92), clip((-s - 0.08) / 0.92)
    opened = clip((pa - PA + 4 * (pb - PA) - 90e5) / 40e5)
    return {
        "pump": 23.2e-3 / 60 - 0.008 * LMIN_BAR * thin * (pp - PA),
        "relief": orifice(60 * clip((pp - PA - 120e5) / 20e5), pp - PA),
        "PA": orifice(25 * out, pp - pv) + leak * (pp - pv),
        "BT": orifice(25 * out, pb - PA) + leak * (pb - PA),
        "PB": orifice(25 * back, pp - pb) + leak * (pp - pb),
        "AT": orifice(25 * back, pv - PA) + leak * (pv - PA),
        "check": orifice(40 * clip((pv - pa - 0.5e5) / 2e5), pv - pa),
        "main": orifice(40 * opened, pa - pv),
        "seal": 1e-3 * LMIN_BAR * thin * (pa - pb),
    }


def slope(y: np.ndarray, goal: float, thin: float) -> list[float]:
    pp, pv, pa, pb, x, v, s = (float(k) for k in y[:7])
    q = flows(*(max(p, 1.0) for p in (pp, pv, pa, pb)), s, thin)
    rod = 400.0 * tanh(v / 2e-5) + 1000.0 * v
    stop = 2e9 * (max(-x, 0.0) - max(x - STROKE, 0.0))
    stop -= 2e6 * v * (x < 0 or x > STROKE)
    force = CAP * (pa - PA) - RING * (pb - PA) - 14715.0 - rod + stop
    lines = [
        rate(1e-3, max(pp, 1.0), q["pump"] - q["relief"] - q["PA"] - q["PB"], 0.0),
        rate(0.5e-3, max(pv, 1.0), q["PA"] - q["AT"] - q["check"] + q["main"], 0.0),
        rate(0.7e-3 + CAP * x, max(pa, 1.0), q["check"] - q["main"] - q["seal"], CAP * v),
        rate(0.7e-3 + RING * (STROKE - x), max(pb, 1.0), q["PB"] - q["BT"] + q["seal"], -RING * v),
    ]
    gauges = [(p - g) / LAG for p, g in zip((pp, pv, pa, pb), y[7:], strict=True)]
    return [*lines, v, force / MASS, (goal - s) / TAU, *gauges]


def press(
    legs: list[tuple[float, float]], every: float, thin: float, rtol: float = 1e-7,
    loose: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return place in mm and the four damped gauges in bar, `every` so many s of the legs.

    A leg is (where the spool heads, s); `thin` is 46 mm²/s over the viscosity of the oil; `loose`
    multiplies the absolute tolerances.
    """
    y = np.array([PA] * 4 + [0.0] * 3 + [PA] * 4)
    scale = loose * np.array([1e2] * 4 + [1e-8, 1e-7, 1e-7] + [1e2] * 4)
    rows = []
    for goal, seconds in legs:
        times = np.linspace(0, seconds, round(seconds / every) + 1)
        found = solve_ivp(
            lambda t, y, goal=goal: slope(y, goal, thin), (0, seconds), y, "LSODA", times,
            rtol=rtol, atol=scale, max_step=0.05,
        )  # fmt: skip
        assert found.success, found.message
        rows.append(found.y[:, 1:].T)
        y = found.y[:, -1]
    whole = np.concatenate(rows)
    return whole[:, 4] * 1e3, (whole[:, 7:] - PA) / 1e5
