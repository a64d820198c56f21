"""Three-phase induction motor by sequence components, with its load and speed."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.clock import TICK
from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork

__all__ = ["GearMotor", "InductionMotor"]

TURN = np.exp(2j * np.pi / 3)
STEADY = 1e-5  # distance from the balance of torques below which the speed counts as steady


class InductionMotor(Component):
    """Star-connected squirrel-cage motor, 4 kW, 480 V, 60 Hz: 6.5 A, 1742 rpm, 40 A at start.

    Positive sequence sees slip s, negative sequence 2 - s; no neutral, so no zero sequence
    (Fitzgerald, Electric Machinery, ch. 6). Single-phasing, unbalance and shorted turns follow.
    """

    title, letter, symbol, price, swap = "motor", "M", "Motor", 420.0, 45.0
    network = ElectricalNetwork
    marks = ("U1", "V1", "W1")
    obvious, charges = True, True
    pace = (5, 25)  # ticks between changes of speed, fed and running down
    stator = Param(2.0, "Ω", "stator resistance of one phase (assumed)", spread=0.01)
    rotor = Param(1.5, "Ω", "rotor resistance, referred (assumed)")
    leak = Param(6.0, "Ω", "stator and rotor leakage reactance together (assumed)")
    iron = Param(80.0, "Ω", "magnetising reactance (assumed)", spread=0.01)
    load = Param(23.5, "N·m", "torque of the driven machine at full speed")
    poles = Param(4.0, "", "number of poles")
    inertia = Param(0.05, "kg·m²", "motor and load (assumed)")
    winding_u = Param(0.0, "Ω", "added in winding U")
    winding_v = Param(0.0, "Ω", "added in winding V")
    winding_w = Param(0.0, "Ω", "added in winding W")
    turn_u = Param(OPEN, "Ω", "across winding U, OPEN when no turn is shorted")
    insulation = Param(5e8, "Ω", "winding to frame, where coils fail most: at the line end")
    free = Param(1.0, "", "0: the shaft is blocked")
    speed = State(0.0, "part of synchronous speed")
    open_u = Fault("winding U open", 0.5, winding_u=OPEN)
    open_v = Fault("winding V open", 0.5, winding_v=OPEN)
    open_w = Fault("winding W open", 0.5, winding_w=OPEN)
    shorted_turn = Fault("shorted turn in winding U", 0.6, turn_u=(60.0, 12.0))
    earth_fault = Fault("winding earthed to frame", 0.6, insulation=(2e4, 1.0))
    blocked = Fault("shaft blocked", 0.6, free=0.0)

    def laws(self, net: Any) -> None:
        for mark, name in zip(self.marks, "uvw", strict=True):
            added = f"winding_{name}"
            own = lambda c, a=added: c.once(self.circulant)[0] + c[a]  # noqa: E731
            copper = lambda c, a=added: c.stator + c[a]  # noqa: E731
            net.branch(name, mark, "~star", own, dc=copper)
        for n, name in enumerate("uvw"):
            for k in (1, 2):
                other = "uvw"[(n + k) % 3]
                net.couple(name, other, lambda c, k=k: c.once(self.circulant)[k])
        net.branch("turn", "U1", "~star", lambda c: c.turn_u)
        net.branch("frame", "U1", -1, lambda c: c.insulation)

    def bars(self, c: View) -> np.ndarray:
        """Resistance of the rotor in Ω, referred."""
        return c.rotor

    def sequence(self, c: View, slip: np.ndarray) -> np.ndarray:
        """Impedance of one phase at a slip, in Ω."""
        rotor = self.bars(c) / np.where(np.abs(slip) < 1e-4, 1e-4, slip)
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

    def torque(self, c: View, speed: np.ndarray, v1: np.ndarray, v2: np.ndarray) -> np.ndarray:
        """Air-gap torque in N·m: the positive sequence drives, the negative sequence brakes."""

        def power(volts: np.ndarray, slip: np.ndarray) -> np.ndarray:
            whole = self.sequence(c, slip)
            gap = whole - c.stator - 0.5j * c.leak
            return 3 * np.abs(volts / whole) ** 2 * gap.real

        return (power(v1, 1 - speed) - power(v2, 1 + speed)) / self.synchronous(c)

    def synchronous(self, c: View) -> np.ndarray:
        """Synchronous speed in rad/s."""
        return 4 * np.pi * c.sim.network_of(self).hertz / c.poles

    def brake(self, c: View, speed: np.ndarray) -> np.ndarray:
        """Torque of the load in N·m: fan-like, 90 % with the square of speed, 10 % friction."""
        return c.load * (0.1 + 0.9 * speed**2)

    def acceleration(self, c: View, speed: np.ndarray, v1: Any, v2: Any) -> np.ndarray:
        """Change of speed per s."""
        drive = self.torque(c, speed, v1, v2)
        brake = self.brake(c, speed)
        stuck = np.sign(drive) * np.maximum(np.abs(drive) - brake, 0.0)
        net = np.where(speed == 0, stuck, drive - np.sign(speed) * brake)
        return net / (c.inertia * self.synchronous(c))

    def rules(self, c: View) -> None:
        """Step the speed by one linearly implicit Euler step: near balance it is stiff."""
        u, v, w = (c.amps(name) for name in "uvw")
        v1 = (u + TURN * v + TURN**2 * w) / 3 * self.sequence(c, 1 - c.speed)
        v2 = (u + TURN**2 * v + TURN * w) / 3 * self.sequence(c, 1 + c.speed)
        fed = np.maximum(np.abs(v1), np.abs(v2)) > 1.0
        every = np.where(fed, *self.pace)
        step = every * TICK
        now = self.acceleration(c, c.speed, v1, v2)
        nudge = np.where(c.speed < 0, -1e-3, 1e-3)
        slope = (self.acceleration(c, c.speed + nudge, v1, v2) - now) / nudge
        stiff = np.where(c.speed == 0, 0.0, np.maximum(-slope, 0.0))
        rate = now / (1 + step * stiff)
        stops = (c.speed != 0) & (c.speed * (c.speed + rate * step) < 0)
        rate = np.where(stops | (c.free < 0.5), -c.speed / step, rate)
        steady = np.abs(now) < STEADY * np.maximum(stiff, 1.0)
        c.integrate("speed", np.where(steady & (c.free > 0.5), 0.0, rate), every)

    def look(self, c: View) -> np.ndarray:
        pulls = np.max([np.abs(c.amps(name)) for name in "uvw"], axis=0) > 3.0
        return texts(
            c,
            "stands still",
            ((c.speed > 0.9) & pulls, "turns"),
            ((c.speed < -0.05) & pulls, "turns the wrong way"),
            ((c.speed > 0.05) & pulls, "turns slowly, growls"),
            (np.abs(c.speed) > 0.05, "runs down"),
            (pulls, "stands still, hums loudly"),
        )


class GearMotor(InductionMotor):
    """Motor with a worm gear on a belt: it stands 0.3 s after its contactor has dropped (assumed).

    Most of the load is friction, in gear and belt alike at every speed.
    """

    title, price = "gear motor", 560.0
    pace = (5, 5)
    inertia = Param(0.018, "kg·m²", "motor, gear and belt (assumed)")

    def brake(self, c: View, speed: np.ndarray) -> np.ndarray:
        """Torque of the load in N·m: half of it friction, half grows with speed (assumed)."""
        return c.load * (0.5 + 0.5 * np.abs(speed))
