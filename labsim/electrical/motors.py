"""Three-phase induction motor by sequence components, with its load and speed."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.simulation import View
from labsim.electrical.network import ElectricalNetwork

__all__ = ["InductionMotor"]

TURN = np.exp(2j * np.pi / 3)
SUBSTEP = 0.005  # s, of the speed equation
SETTLED = 2e-3  # per-unit torque below which the speed counts as steady


class InductionMotor(Component):
    """Star-connected squirrel-cage motor, 4 kW class; per-phase circuit at 480 V, 60 Hz.

    Positive sequence sees slip s, negative sequence 2 - s; no neutral, so no zero sequence
    (Fitzgerald, Electric Machinery, ch. 6). Single-phasing, unbalance and shorted turns follow.
    """

    title, letter, symbol, price, swap = "motor", "M", "Motor", 420.0, 45.0
    network = ElectricalNetwork
    marks = ("U1", "V1", "W1")
    obvious = True
    stator = Param(1.6, "Ω", "stator resistance of one phase (assumed)")
    rotor = Param(1.4, "Ω", "rotor resistance, referred (assumed)")
    leak = Param(4.6, "Ω", "stator and rotor leakage reactance together (assumed)")
    iron = Param(75.0, "Ω", "magnetising reactance (assumed)")
    load = Param(22.0, "N·m", "torque of the driven machine at full speed")
    poles = Param(4.0, "", "number of poles")
    inertia = Param(0.05, "kg·m²", "motor and load (assumed)")
    winding_u = Param(0.0, "Ω", "added in winding U")
    winding_v = Param(0.0, "Ω", "added in winding V")
    winding_w = Param(0.0, "Ω", "added in winding W")
    turn_u = Param(OPEN, "Ω", "across winding U, OPEN when no turn is shorted")
    insulation = Param(5e8, "Ω", "winding to frame")
    free = Param(1.0, "", "0: the shaft is blocked")
    speed = State(0.0, "part of synchronous speed")
    open_u = Fault("winding U open", 0.5, winding_u=OPEN)
    open_v = Fault("winding V open", 0.5, winding_v=OPEN)
    open_w = Fault("winding W open", 0.5, winding_w=OPEN)
    shorted_turn = Fault("shorted turn in winding U", 0.6, turn_u=(60.0, 12.0))
    earth_fault = Fault("winding earthed to frame", 0.6, insulation=(2e4, 1.0))
    blocked = Fault("shaft blocked", 0.6, free=0.0)

    def laws(self, net: Any) -> None:
        for n, (mark, name) in enumerate(zip(self.marks, "uvw", strict=True)):
            added = f"winding_{name}"
            own = lambda c, a=added: self.circulant(c)[0] + c[a]  # noqa: E731
            copper = lambda c, a=added: c.stator + c[a]  # noqa: E731
            net.branch(name, mark, "~star", own, dc=copper)
        for n, name in enumerate("uvw"):
            for k in (1, 2):
                other = "uvw"[(n + k) % 3]
                net.couple(name, other, lambda c, k=k: self.circulant(c)[k])
        net.branch("turn", "U1", "~star", lambda c: c.turn_u)
        net.branch("frame", "~star", -1, lambda c: c.insulation)

    def sequence(self, c: View, slip: np.ndarray) -> np.ndarray:
        """Impedance of one phase at a slip, in Ω."""
        rotor = c.rotor / np.maximum(np.abs(slip), 1e-4) * np.sign(slip + 1e-12)
        rotor = rotor + 0.5j * c.leak
        iron = 1j * c.iron
        return c.stator + 0.5j * c.leak + rotor * iron / (rotor + iron)

    def circulant(self, c: View) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Impedance matrix of the phases as its first row: own, to the next, to the one after."""
        slip = 1 - c.speed
        z1, z2 = self.sequence(c, slip), self.sequence(c, 2 - slip)
        z0 = c.stator + 0.5j * c.leak
        own = (z0 + z1 + z2) / 3
        after = (z0 + TURN * z1 + TURN**2 * z2) / 3
        last = (z0 + TURN**2 * z1 + TURN * z2) / 3
        return own, after, last

    def torque(self, c: View, slip: np.ndarray, v1: np.ndarray, v2: np.ndarray) -> np.ndarray:
        """Air-gap torque in N·m: positive sequence drives, negative sequence brakes."""
        sync = 2 * np.pi * 60.0 / (c.poles / 2)

        def power(volts: np.ndarray, s: np.ndarray) -> np.ndarray:
            amps = volts / self.sequence(c, s)
            gap = self.sequence(c, s) - c.stator - 0.5j * c.leak
            return 3 * np.abs(amps) ** 2 * gap.real

        return (power(v1, slip) - power(v2, 2 - slip)) / sync

    def load_torque(self, c: View, speed: np.ndarray) -> np.ndarray:
        """Fan-like load with a little friction, in N·m."""
        return c.load * (0.1 * (speed > 0) + 0.9 * np.maximum(speed, 0) ** 2)

    def rules(self, c: View) -> None:
        volts = [c.sim.network_of(self)._at(n) for n in self._nodes(c)]
        va, vb, vc = (v - volts[3] for v in volts[:3])
        v1 = (va + TURN * vb + TURN**2 * vc) / 3
        v2 = (va + TURN**2 * vb + TURN * vc) / 3
        sync = 2 * np.pi * 60.0 / (c.poles / 2)
        net = self.torque(c, 1 - c.speed, v1, v2) - self.load_torque(c, c.speed)
        rate = np.where(c.free > 0.5, net / (c.inertia * sync), -20.0 * c.speed)
        rate = np.where((c.speed <= 0) & (rate < 0), 0.0, rate)
        # Near balance the speed is stiff: step no further than half the way to the next zero.
        nudge = 1e-3
        there = self.torque(c, 1 - c.speed - nudge, v1, v2) - self.load_torque(c, c.speed + nudge)
        stiff = np.maximum((net - there) / nudge / (c.inertia * sync), 0.0)
        rate = np.where(stiff * 0.05 > 0.5, rate * 0.5 / np.maximum(stiff * 0.05, 0.5), rate)
        c.integrate("speed", np.where(np.abs(rate) < SETTLED, 0.0, rate))

    def _nodes(self, c: View) -> list[int]:
        net = c.sim.network_of(self)
        return [*(net.node_of[self.port(m)] for m in self.marks), net.inner(f"{self.tag}~star")]

    def look(self, c: View) -> np.ndarray:
        pulls = np.max([np.abs(c.amps(name)) for name in "uvw"], axis=0) > 3.0
        return texts(
            c,
            "stands still",
            ((c.speed > 0.9) & pulls, "turns"),
            ((c.speed > 0.05) & pulls, "turns slowly, growls"),
            (c.speed > 0.05, "runs down"),
            (pulls, "stands still, hums loudly"),
        )
