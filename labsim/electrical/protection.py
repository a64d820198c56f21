"""Protection: fuses by I²t, thermal overload relays by a time-current curve."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.contacts import Contacts
from labsim.electrical.network import ElectricalNetwork

__all__ = ["Fuse", "OverloadRelay"]


class Fuse(Component):
    """Fuse: heat follows the square of current; melts at 1.5 × rating held long, I²t when hard.

    A first-order thermal model (assumed): melting at heat 2.25 with time constant `tau` gives
    I²t = 2.25 · tau · rating² for short, heavy currents.
    """

    title, letter, symbol, price, swap = "fuse", "F", "Fuse", 4.0, 4.0
    network = ElectricalNetwork
    marks = ("1", "2")
    rating = Param(3.0, "A", "rated current")
    tau = Param(2.0, "s", "thermal time constant (assumed)")
    resistance = Param(0.01, "Ω", "cold (assumed)")
    warm = State(0.0, "heat of the element, 1 at rated current held")
    melted = State(False, "element gone")
    blown = Fault("blown", 3.0, resistance=OPEN)
    too_small = Fault("wrong fuse, far too small", 0.4, rating=0.063, tau=0.01)  # 63 mA, quick

    def laws(self, net: Any) -> None:
        net.branch("element", "1", "2", lambda c: np.where(c.melted, OPEN, c.resistance))

    def rules(self, c: View) -> None:
        heat = (np.abs(c.amps("element")) / c.rating) ** 2
        c.lag("warm", heat, c.tau, 2.25)
        c.follow("melted", c.melted | (c.warm >= 2.25))


class OverloadRelay(Contacts):
    """Thermal overload relay: trips in about 8 s at 6 × its setting (class 10, IEC 60947-4-1)."""

    title, letter, symbol, price, swap = "overload relay", "F", "Overload", 60.0, 15.0
    base_marks = ("1", "2", "3", "4", "5", "6")
    setting = Param(10.0, "A", "full-load current it is set to")
    tau = Param(200.0, "s", "thermal time constant (assumed; 6 × trips in 7.5 s)")
    heater = Param(0.01, "Ω", "of one heater element (assumed)")
    self_reset = Param(0.0, "", "1: resets by itself when cold")
    heat = State(0.0, "heat of the bimetal, 1 at the setting held")
    tripped = State(False, "latched out")
    positions = ("free", "reset")
    momentary = True
    position = State(0, "1: the reset button is held")
    rate_of_contact = 0.7
    set_low = Fault("set far too low", 0.6, setting=2.0)

    def __init__(self, *pairs: str, **params: Any) -> None:
        super().__init__(*(pairs or ("95-96", "97-98")), **params)

    def laws(self, net: Any) -> None:
        super().laws(net)
        for a, b in (("1", "2"), ("3", "4"), ("5", "6")):
            net.branch(f"heater{a}", a, b, lambda c: c.heater)

    def rules(self, c: View) -> None:
        worst = np.max([np.abs(c.amps(f"heater{a}")) for a in "135"], axis=0)
        toward = (worst / c.setting) ** 2
        limit = np.where(c.tripped, 0.5, 1.21)  # must trip above 1.2 × setting, hold at 1.05 ×
        c.lag("heat", toward, c.tau, limit)
        may_reset = (c.heat < 0.5) & ((c.position == 1) | (c.self_reset > 0.5))
        c.follow("tripped", (c.heat >= 1.21) | (c.tripped & ~may_reset))

    def active(self, c: View) -> np.ndarray:
        return c.tripped

    def look(self, c: View) -> np.ndarray:
        return texts(c, "flag in, not tripped", (c.tripped, "flag out, tripped"))
