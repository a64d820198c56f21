"""The controller that holds labels in register: it counts, and stops when its signals are bad."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, texts
from labsim.core.view import View
from labsim.electrical.network import ElectricalNetwork
from labsim.electrical.shape import edges, lag, share_above, swing

__all__ = ["RegistrationController"]

ON, OFF = 15.0, 5.0  # V, an input of 24 V is surely on above, surely off below (IEC 61131-2)
LOWEST = 19.2  # V, 24 V less 20 % (IEC 61131-2)


class RegistrationController(Component):
    """Counts teeth on Z, lines on A and B, reads 0 to 10 V on U; in doubt it stops the labels."""

    title, letter, symbol, price, swap = "registration control", "A", "Box", 640.0, 45.0
    network = ElectricalNetwork
    marks = ("+", "Z", "A", "B", "U", "-")
    obvious = True
    supply = Param(36.0, "Ω", "with what it drives (24 V, 0.65 A; assumed)")
    input = Param(22e3, "Ω", "of each counting input (assumed)")
    analogue = Param(100e3, "Ω", "of the analogue input (assumed)")
    teeth = Param(8.0, "", "it expects in a turn")
    lines = Param(100.0, "", "it expects in a turn")
    quiet = Param(0.6, "V", "peak to peak it takes for noise at most (assumed)")
    dead = Fault("supply input open", 0.3, supply=1e6)

    def laws(self, net: Any) -> None:
        net.branch("supply", "+", "-", lambda c: c.supply)
        for mark in "ZAB":
            net.branch(f"in{mark}", mark, "-", lambda c: c.input)
        net.branch("inU", "U", "-", lambda c: c.analogue)

    def look(self, c: View) -> np.ndarray:
        net = c.sim.network_of(self)
        return net.cycle.once(self.tag, lambda: lamp(self, c, net.cycle.now()))


def lamp(part: RegistrationController, c: View, waves: Any) -> np.ndarray:
    """Return what its lamp shows of one cycle of the voltages at its terminals."""
    w = {m: waves.volts(part.port(m), part.port("-")) for m in part.marks[:-1]}
    alive = (w["+"].max(axis=1) > 10.0) & (c.supply < 1e4)
    return texts(c, "dark", (alive & content(w, c), "RUN lit"), (alive, "ERR lit, labels stopped"))


def content(w: dict[str, np.ndarray], c: View) -> np.ndarray:
    """Tell for every variant whether all signals are as they should be."""
    fine = w["+"].min(axis=1) >= LOWEST
    fine &= edges(w["Z"], OFF, ON) == c.teeth
    fine &= np.abs(share_above(w["Z"], OFF, ON) - 0.5) < 0.2
    for mark in "AB":
        fine &= edges(w[mark], OFF, ON) == c.lines
        fine &= np.abs(share_above(w[mark], OFF, ON) - 0.5) < 0.15
    fine &= np.abs(lag(w["A"], w["B"], OFF, ON) - 0.25) < 0.1
    return fine & (swing(w["U"]) < c.quiet) & (w["U"].mean(axis=1) > 1.0)
