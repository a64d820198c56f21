"""An independent tight solution of a pneumatic cylinder: pressures as state, scipy's Radau.

Written from the formulas (ISO 6358, polytropic chamber), not from the engine: the state is
pressure, friction a steep tanh, the stops are events.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.integrate import solve_ivp

ATM = 1.01325  # bar
N = 1.2  # polytropic exponent


def sonic(conductance: float, p1: float, p2: float, critical: float = 0.3) -> float:
    """Flow in NL/s from absolute p1 to p2 in bar, ISO 6358, C in L/(s·bar)."""
    if p1 < p2:
        return -sonic(conductance, p2, p1, critical)
    ratio = p2 / p1
    if ratio <= critical:
        return conductance * p1
    under = 1 - ((ratio - critical) / (1 - critical)) ** 2
    if ratio > 0.995:  # the linear core near equal pressures
        edge = np.sqrt(1 - ((0.995 - critical) / (1 - critical)) ** 2)
        return conductance * p1 * edge * (1 - ratio) / 0.005
    return conductance * p1 * np.sqrt(under)


@dataclass
class Station:
    """Main, 5/2 valve, cylinder with a meter-out needle at the rod end, silencer; bar, mm, L, s."""

    supply: float = 6.0
    pipe: float = 4.0
    valve: float = 1.2
    tau: float = 0.012
    overlap: float = 0.1
    needle: float = 0.12
    silencer: float = 2.5
    line: float = 0.01
    dead: float = 0.01
    bore: float = 32.0
    rod: float = 12.0
    stroke: float = 100.0
    mass: float = 1.0
    coulomb: float = 20.0
    viscous: float = 0.05  # N·s/mm
    bypass: float = 0.0

    def __post_init__(self) -> None:
        self.cap = np.pi / 4 * self.bore**2  # mm²
        self.ring = np.pi / 4 * (self.bore**2 - self.rod**2)

    def force(self, s: np.ndarray) -> float:
        """Return what the air pushes with in N: bar·mm²/10."""
        return ((s[1] - ATM) * self.cap - (s[2] - ATM) * self.ring) / 10

    def slopes(self, t: float, s: np.ndarray, free: bool) -> np.ndarray:
        """State: P, A, B, N (behind the needle), E, x mm, v mm/s, spool, damped A, damped B."""
        p, a, b, n, e, x, v, spool, _, _ = s
        out = np.clip((spool - self.overlap) / (1 - self.overlap), 0, 1)
        home = np.clip((-spool - self.overlap) / (1 - self.overlap), 0, 1)
        feed = sonic(self.pipe, self.supply + ATM, p)
        to_a = sonic(self.valve * out, p, a) if out else 0.0
        a_out = sonic(self.valve * home, a, ATM) if home else 0.0
        needle = sonic(self.needle, b, n)
        past = sonic(self.bypass, a, b) if self.bypass else 0.0
        to_e = sonic(self.valve * out, n, e) if out else 0.0
        to_n = sonic(self.valve * home, p, n) if home else 0.0
        lost = sonic(self.silencer, e, ATM)
        cap, ring = self.cap * 1e-6, self.ring * 1e-6  # L/mm
        va = self.line + self.dead + cap * x
        vb = self.line + self.dead + ring * (self.stroke - x)

        def rate(pressure: float, volume: float, flow: float, grows: float = 0.0) -> float:
            return N * pressure / volume * (flow * (ATM / pressure) ** (1 / N) - grows)

        rub = self.coulomb * np.tanh(v / 0.02) + self.viscous * v
        acceleration = (self.force(s) - rub) / self.mass * 1e3 if free else 0.0
        return np.array([
            rate(p, self.line, feed - to_a - to_n),
            rate(a, va, to_a - a_out - past, cap * v),
            rate(b, vb, past - needle, -ring * v),
            rate(n, self.line, needle + to_n - to_e),
            rate(e, self.line, to_e - lost),
            v, acceleration, (1.0 - spool) / self.tau,
            (a - ATM - s[8]) / 0.05, (b - ATM - s[9]) / 0.05,
        ])  # fmt: skip

    def extend(self, seconds: float, step: float = 0.01) -> tuple[np.ndarray, np.ndarray]:
        """Shift the valve at 0 and return times and states (rows) every step, tight."""
        full, empty = self.supply + ATM, ATM
        state = np.array([full, empty, full, full, empty, 0.0, 0.0, -1.0, 0.0, self.supply])
        ends = (
            (False, lambda t, s: self.force(s) - 1.5 * self.coulomb),  # it breaks away
            (True, lambda t, s: s[5] - self.stroke),  # it reaches the stop
            (False, lambda t, s: 1.0),
        )
        times, rows, now = [np.zeros(1)], [state[None, :]], 0.0
        for free, end in ends:
            end.terminal, end.direction = True, 1.0
            grid = np.arange(np.ceil(now / step + 1e-9), np.floor(seconds / step) + 1) * step
            found = solve_ivp(
                lambda t, s, free=free: self.slopes(t, s, free), (now, seconds), state,
                method="Radau", rtol=1e-8, atol=1e-9, t_eval=grid, events=end, max_step=0.02,
            )  # fmt: skip
            times.append(found.t)
            rows.append(found.y.T)
            if not found.t_events[0].size:
                break
            now, state = found.t_events[0][0], found.y_events[0][0].copy()
            state[6] = 0.0
            self.marks = [*getattr(self, "marks", []), now]
        return np.concatenate(times), np.concatenate(rows)
