"""Shaft lines for tests: a machine with some parameters wrong, and what its pads do."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.machines.pump_set import PumpSet
from labsim.vibration.features import phasor
from labsim.vibration.signature import Signature

__all__ = ["Train", "turn"]


class Train:
    """A machine that runs, with wrong parameters: `Train({("M1", "heavy"): 400})`."""

    def __init__(
        self, wrong: dict[tuple[str, str], float] | None = None, machine: Machine | None = None,
        **controls: str,
    ) -> None:  # fmt: skip
        self.machine = machine or PumpSet()
        controls = controls or {"A1": "60 Hz"}
        self.sim = Simulation(self.machine, [Variant(wrong or {})])
        for tag, position in controls.items():
            if tag in self.machine.components:
                self.sim.operate(tag, position)
        self.sim.advance(4.0)
        pad = next(p for p in self.machine.ports.values() if p.mark == "H")
        self.sig: Signature = self.sim.network_of(pad.component).signature(pad)

    def fr(self, shaft: int = 0) -> float:
        return self.sig.turns[shaft]

    def rows(self, *pads: str) -> list[int]:
        return [self.sig.layout.row(pad) for pad in pads]

    def line(self, pad: str, hertz: float) -> complex:
        """Return the velocity phasor of a line at a pad, mm/s peak."""
        return complex(phasor(self.sig, hertz)[self.sig.layout.row(pad)])

    def order(self, pad: str, order: float) -> float:
        """Return the size of a line at a pad, mm/s rms."""
        return abs(self.line(pad, order * self.fr())) / np.sqrt(2)

    def angle(self, one: str, other: str, order: float = 1.0) -> float:
        """Return the phase between two pads in °, 0 to 180."""
        return turn(self.line(one, order * self.fr()), self.line(other, order * self.fr()))


def turn(one: complex, other: complex) -> Any:
    """Return the angle between two phasors in °, 0 to 180."""
    return float(np.degrees(np.abs(np.angle(other * np.conj(one)))))
