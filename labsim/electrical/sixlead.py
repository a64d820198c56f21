"""The three-phase motor with six leads: shorted turns, earth fault, broken bars, heat, sound."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.fandrive import JOINT, LEAKS, Fan
from labsim.electrical.motors import TURN, InductionMotor

__all__ = ["SixLeadMotor"]

SHORTS = (0.018, 0.04)  # parts of the turns (assumed)
FED = 1.0  # A in a winding above which the motor is fed


class _SixLeads(InductionMotor):
    """Both ends of every winding lead to a terminal of the box; the star is a link there.

    Shorted turns are a loaded transformer: stator / part of the turns, in Ω, beside the winding.
    """

    marks = ("U1", "V1", "W1", "U2", "V2", "W2", "PE")
    loose, pace = JOINT, (10, 100)
    short_u = Param(0.0, "", "part of the turns of winding U that is shorted")
    short_v = Param(0.0, "", "part of the turns of winding V that is shorted")
    short_w = Param(0.0, "", "part of the turns of winding W that is shorted")
    absorb = Param(40e-9, "S", "absorption of the insulation one minute after the test begins")
    shorted_turn = Fault("shorted turns in winding U", 0.6, short_u=SHORTS)
    shorted_v = Fault("shorted turns in winding V", 0.6, short_v=SHORTS)
    shorted_w = Fault("shorted turns in winding W", 0.6, short_w=SHORTS)
    earth_fault = Fault("winding earthed to frame", 0.8, insulation=LEAKS[1:])
    damp = Fault("winding damp", 0.6, insulation=LEAKS[:2])

    def laws(self, net: Any) -> None:
        for name in "uvw":
            self._winding(net, name, f"{name.upper()}1", f"{name.upper()}2")
        for n, name in enumerate("uvw"):
            for k in (1, 2):
                net.couple(name, "uvw"[(n + k) % 3], lambda c, k=k: c.once(self.circulant)[k])
        net.branch("frame", "U1", "PE", lambda c: c.insulation)

    def _winding(self, net: Any, name: str, a: str, b: str) -> None:
        added, short = f"winding_{name}", f"short_{name}"
        own = lambda c: c.once(self.circulant)[0] + c[added]  # noqa: E731
        copper = lambda c: c.stator * (1 - c[short]) + c[added]  # noqa: E731
        net.branch(name, a, b, own, dc=copper)
        # At DC nothing is induced in the shorted turns: they are only missing.
        net.branch(f"turns_{name}", a, b, lambda c: self.turns(c, name), dc=lambda c: OPEN)

    def turns(self, c: View, name: str) -> np.ndarray:
        """Resistance in Ω of the shorted turns, referred to the whole winding."""
        short = c[f"short_{name}"]
        return np.where(short > 0, c.stator / np.maximum(short, 1e-9), OPEN)


class SixLeadMotor(_SixLeads):
    """Three-phase motor, 4 kW, 480 V star, that drives a fan; broken bars make its current swing.

    It swings at twice slip frequency, by about the part of the bars that is broken.
    """

    title = "three-phase motor"
    inertia = Param(0.06, "kg·m²", "motor and fan, referred (assumed; small, to be up in 2 s)")
    broken = Param(0.0, "", "part of the rotor bars that is broken")
    iron_loss = Param(120.0, "W", "of core and windage (assumed)")
    cooling = Param(0.13, "K/W", "rise of the frame for each watt lost (assumed)")
    speed = State(0.18, "part of synchronous speed")
    bars_broken = Fault("rotor bars broken", 0.5, broken=(0.08, 0.18))

    def __init__(self, drives: Fan, **params: Any) -> None:
        self.drives = drives
        super().__init__(**params)

    def bars(self, c: View) -> np.ndarray:
        return c.rotor / (1 - c.broken)

    def brake(self, c: View, speed: np.ndarray) -> np.ndarray:
        return self.drives.brake(c.sim.views[self.drives.tag], speed)

    def current_swing(self, c: View) -> np.ndarray:
        """Part of the line current that comes and goes, bars and load together."""
        return c.broken + c.sim.views[self.drives.tag].swing

    def kelvin(self, c: View) -> np.ndarray:
        """Rise of the frame above ambient in K once it has settled under the present load."""
        return c.cooling * (copper_loss(c) + rotor_loss(c) + c.iron_loss * fed(c))

    def look(self, c: View) -> np.ndarray:
        runs, (with_it, against) = fed(c), (np.abs(amps) for amps in sequences(c))
        return texts(
            c,
            "stands still",
            (runs & (np.abs(c.speed) < 0.05), "stands still, hums loudly"),
            (runs & (self.current_swing(c) > 0.05), "turns, its hum swells and fades"),
            (runs & (against > 0.1 * with_it), "turns, growls"),
            (runs, "turns"),
            (np.abs(c.speed) > 0.22, "runs down"),
            (np.abs(c.speed) > 0.02, "turns slowly in the draught"),
        )


def fed(c: View) -> np.ndarray:
    """Tell for every variant whether a winding carries current."""
    return np.max([np.abs(c.amps(name)) for name in "uvw"], axis=0) > FED


def sequences(c: View) -> tuple[np.ndarray, np.ndarray]:
    """Return the positive and negative sequence current of the windings in A."""
    u, v, w = (c.amps(name) for name in "uvw")
    return (u + TURN * v + TURN**2 * w) / 3, (u + TURN**2 * v + TURN * w) / 3


def copper_loss(c: View) -> np.ndarray:
    """Return the loss of the stator windings in W, shorted turns included."""
    total = sum(np.abs(c.amps(name)) ** 2 for name in "uvw") * c.stator
    for name in "uvw":
        ohms = c.part.turns(c, name)
        short = np.where(np.isfinite(ohms), ohms, 0.0)
        total = total + np.abs(c.amps(f"turns_{name}")) ** 2 * short
    return total


def rotor_loss(c: View) -> np.ndarray:
    """Return the loss of the rotor in W: slip times what crosses the gap, in both sequences."""
    total = np.zeros(c.count)
    for amps, slip in zip(sequences(c), (1 - c.speed, 1 + c.speed), strict=True):
        gap = c.part.sequence(c, slip) - c.stator - 0.5j * c.leak
        total = total + 3 * np.abs(amps) ** 2 * gap.real * slip
    return total
