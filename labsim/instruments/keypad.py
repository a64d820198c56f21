"""The keypad of a drive: what its display shows when you ask for a value or a parameter.

It is the drive that reads here, not a meter: a drive that measures its bus wrong shows it wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.sheet import Port
from labsim.core.view import View
from labsim.electrical.drives import MENU, Drive, inputs, ripple
from labsim.instruments.base import Function, Instrument, Measured, Places

__all__ = ["VALUES", "Keypad"]

# Code: unit, decimal places, what it is, how the drive knows it.
VALUES: dict[str, tuple[str, int, str, Any]] = {
    "d.01": ("Hz", 1, "output frequency", lambda c: c.hertz),
    "d.02": ("A", 1, "output current, highest phase", lambda c: c.out),
    "d.03": ("V", 0, "bus voltage", lambda c: c.bus * c.gain),
    "d.04": ("V", 1, "ripple of the bus voltage", lambda c: ripple(c)),
    "d.05": ("V", 0, "highest bus voltage since the run command", lambda c: c.peak),
    "d.06": ("s", 2, "when that was, after the stop command", lambda c: c.peak_at),
    "d.07": ("A", 1, "highest motoring current since the run command", lambda c: c.surge),
    "d.08": ("A", 1, "highest braking current since the run command", lambda c: c.braking),
    "d.09": ("", 0, "chopper: 0 off, 1 ready, 2 blocked",
             lambda c: np.where(c.chopper < 0.5, 0.0, 1.0 + c.blocked)),
    "d.10": ("", 0, "inputs: tens DI1, units DI2", lambda c: inputs(c)),
}  # fmt: skip
PLACES = {"s": 1, "A": 1, "Hz": 1, "V": 0, "": 0}


class Keypad(Instrument):
    """Display and keys of the drive on the machine: parameters (P) and values (d)."""

    title = "keypad"
    standard, exact = False, True
    functions = {
        **{code: Function(u, (0,), 0.2, False, text) for code, (u, _, text, _) in VALUES.items()},
        **{code: Function(u, (0,), 0.2, False, text) for code, (_, u, text) in MENU.items()},
    }

    @classmethod
    def plan(cls, places: Places, dead: bool) -> list[tuple[str, list[tuple[Port, ...]]]]:
        return [] if dead else [(code, [()]) for code in cls.functions]

    def network(self, ports: Sequence[Port]) -> object:
        """Return the drive: no lead is put anywhere."""
        for view in self.sim.views.values():
            if isinstance(view.part, Drive):
                return view
        raise LabsimError("this machine has no drive: there is no keypad to press")

    def measure(self, function: str, ports: Sequence[Port]) -> Measured:
        self.sim.solve()
        c: View = self.network(ports)
        unit = self.functions[function].unit
        if function in MENU:
            places, true = PLACES[unit], c[MENU[function][0]]
        else:
            _, places, _, rule = VALUES[function]
            true = rule(c)
        awake = c.part.awake(c)
        value = np.where(awake, np.round(np.broadcast_to(true, awake.shape) + 0.0, places), np.nan)
        last = 0.6 * 10.0**-places if unit else 0.05  # a number that is a code is read or not
        sigma = np.where(awake, last + (0.004 * np.abs(value) if function in VALUES else 0), 1.0)
        text = lambda n: f"{value[n]:.{places}f} {unit}".strip() if awake[n] else "----"  # noqa: E731
        return Measured(value, np.where(np.isfinite(sigma), sigma, 1.0), unit, text)
