"""Parts that store energy and parts that move by themselves: capacitor, choke, rectifier supply."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.network import EARTH, ElectricalNetwork

__all__ = ["Capacitor", "Choke", "Rectifier"]


class Capacitor(Component):
    """Electrolytic capacitor: capacitance and the resistance in series with it (ESR)."""

    title, letter, symbol, price, swap = "capacitor", "C", "Capacitor", 14.0, 15.0
    network = ElectricalNetwork
    marks = ("+", "-")
    capacitance = Param(2.2e-3, "F", "of a new one")
    esr = Param(0.03, "Ω", "in series with the capacitance (assumed)")
    short = Param(OPEN, "Ω", "across the foils; OPEN when it is whole")
    # Dried out: a quarter, an eighth of the capacitance is left, and the ESR has grown.
    aged = Fault("dried out, capacitance lost", 3.0, capacitance=(5.5e-4, 2.7e-4), esr=(0.2, 0.4))
    open = Fault("lead broken inside", 0.6, esr=OPEN)

    def laws(self, net: Any) -> None:
        net.capacitor("foils", "+", "-", lambda c: c.capacitance, lambda c: c.esr)
        net.branch("short", "+", "-", lambda c: c.short)


class Choke(Component):
    """Choke: inductance and the resistance of its copper."""

    title, letter, symbol, price = "choke", "R", "Coil", 30.0
    network = ElectricalNetwork
    marks = ("1", "2")
    inductance = Param(0.1, "H", "of the winding")
    resistance = Param(1.0, "Ω", "of the copper")
    burnt = Fault("winding open", 1.0, resistance=OPEN)

    def laws(self, net: Any) -> None:
        ohms = lambda c: c.resistance + 2j * np.pi * net.net.hertz * c.inductance  # noqa: E731
        net.branch("winding", "1", "2", ohms, dc=lambda c: c.resistance,
                   henries=lambda c: c.inductance)  # fmt: skip


class Rectifier(Component):
    """Control transformer and bridge rectifier in one housing: 24 V DC, to be smoothed outside.

    The meter's steady state knows its mean; half waves and diodes are the transient engine's.
    """

    title, letter, symbol, price, swap = "rectifier supply", "T", "PowerSupply", 95.0, 25.0
    network = ElectricalNetwork
    marks = ("L", "N", "+", "-")
    winding = Param(18.5, "V", "rms of the secondary at rated mains voltage", spread=0.01)
    mains = Param(120.0, "V", "rated mains voltage, rms")
    copper = Param(0.5, "Ω", "of the secondary (assumed)")
    input = Param(300.0, "Ω", "load on the mains (assumed)")
    drop = Param(0.8, "V", "threshold of each diode (silicon, some amperes)")
    first = Param(0.03, "Ω", "of the first diode above its threshold (assumed)")
    others = Param(0.03, "Ω", "of the other three")
    converts = ("L", "+")
    running = State(False, "mains at its terminals")
    half = Fault("a diode of the bridge open", 1.0, first=OPEN)
    dead = Fault("secondary winding open", 0.5, copper=OPEN)

    def laws(self, net: Any) -> None:
        net.branch("input", "L", "N", lambda c: c.input)
        net.branch("bond", "-", EARTH, 0.0)
        mean = lambda c: (1.41 * c.winding - 2 * c.drop) * lit(c)  # noqa: E731
        net.branch("output", "+", "-", 1.0, mean, kind="source", source="dc", when="still")
        net.branch("winding", "~a", "~b", lambda c: c.copper, wave=self.wave, when="moving")
        bridge = (("~a", "+"), ("-", "~b"), ("~b", "+"), ("-", "~a"))
        for n, (anode, cathode) in enumerate(bridge):
            which = "others" if n else "first"
            ohms = lambda c, name=which: c[name]  # noqa: E731
            net.diode(f"diode{n}", anode, cathode, lambda c: c.drop, ohms, when="moving")

    def wave(self, c: View, time: np.ndarray) -> np.ndarray:
        """Voltage of the winding at times in s, (variants, times)."""
        turn = 2 * np.pi * c.sim.network_of(self).hertz * time
        return np.outer(np.sqrt(2) * c.winding * np.abs(c.volts("L", "N")) / c.mains, np.sin(turn))

    def rules(self, c: View) -> None:
        c.follow("running", np.abs(c.volts("L", "N")) >= 0.5 * c.mains, 0.02)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "DC lamp dark", (lit(c), "DC lamp lit"))


def lit(c: View) -> np.ndarray:
    """Tell whether a rectifier has mains at its terminals and a whole winding."""
    return c.running & np.isfinite(c.copper)
