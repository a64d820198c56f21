"""Coils: contactors, relays, timers. It is current that pulls, not voltage."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import OPEN, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.contacts import Contacts

__all__ = ["Contactor", "DCContactor", "OffDelayTimer", "OnDelayTimer", "Relay"]


class _Magnet(Contacts):
    """A winding that pulls an armature: open, it has little reactance; closed, much."""

    letter, symbol = "K", "Coil"
    base_marks = ("A1", "A2")
    rated = Param(120.0, "V", "rated coil voltage")
    resistance = Param(
        150.0, "Ω", "of the copper, as an ohmmeter reads it (120 V, 7.5 VA coil)", spread=0.01
    )
    sealed = Param(1794.0, "Ω", "reactance with the armature closed", spread=0.01)
    inrush = Param(140.0, "Ω", "reactance with the armature open", spread=0.01)
    force = Param(1.0, "", "pull of the magnet against springs and friction")
    turns = Param(1.0, "", "part of the turns that is not shorted")
    pulled = State(False, "armature closed")
    burnt_open = Fault("coil burnt open", 3.0, resistance=OPEN)
    # The current in the shorted turns opposes the magnet: it burns instead of pulling (assumed).
    shorted_turns = Fault("coil has shorted turns", 1.0, turns=0.08, force=0.5)
    jammed = Fault("armature jammed open", 1.0, force=0.0)

    def laws(self, net: Any) -> None:
        super().laws(net)
        net.branch("coil", "A1", "A2", self.winding, henries=self.henries)

    def winding(self, c: View) -> np.ndarray:
        """Copper falls with the turns left, reactance with their square."""
        reactance = np.where(c.pulled, c.sealed, c.inrush)
        return c.resistance * c.turns + 1j * reactance * c.turns**2

    henries: Any = None  # of an AC coil its reactance tells

    def needs(self, name: str) -> float:
        """Healthy impedance in Ω at "inrush" or "sealed"."""
        return abs(self.values["resistance"] + 1j * self.values[name])


class Contactor(_Magnet):
    """AC contactor: picks up above 0.85 Un (IEC 60947-4-1), drops out below 0.5 Un (assumed).

    Open armature: low reactance, inrush current. Closed: high reactance, holding current.
    """

    title, price, swap = "contactor", 85.0, 15.0
    obvious = True
    pick_up = Param(0.85, "", "part of rated voltage that surely pulls in")
    drop_out = Param(0.50, "", "part of rated voltage that no longer holds (assumed)")
    delay_on = Param(0.02, "s", "from current to closed contacts")
    delay_off = Param(0.02, "s", "from no current to open contacts")

    def rules(self, c: View) -> None:
        open_amps = c.pick_up * c.rated / self.needs("inrush")
        held_amps = c.drop_out * c.rated / self.needs("sealed")
        pull = np.abs(c.amps("coil")) * c.turns * c.force
        # A hair of grace: pick-up exactly at 0.85 Un must not hang on the last bit.
        want = pull >= np.where(c.pulled, held_amps, open_amps) * (1 - 1e-6)
        c.follow("pulled", want, np.where(want, c.delay_on, c.delay_off))

    def active(self, c: View) -> np.ndarray:
        return c.pulled

    def look(self, c: View) -> np.ndarray:
        strong = np.abs(c.amps("coil")) > 0.5 * c.rated / abs(self.values["inrush"])
        humming = ~c.pulled & strong
        return texts(
            c,
            "dropped out",
            (c.sim.chatters(self.tag, "pulled"), "chatters"),
            (c.pulled, "pulled in"),
            (humming, "dropped out, hums loudly"),
        )


class Relay(Contactor):
    """24 V DC relay: no inrush, its reactance plays no part."""

    title, price, swap = "relay", 12.0, 6.0
    obvious = False
    rated = Param(24.0, "V", "rated coil voltage")
    resistance = Param(650.0, "Ω", "of the coil (24 V, 0.9 W)", spread=0.01)
    sealed = Param(0.0, "Ω", "reactance; none at DC")
    inrush = Param(0.0, "Ω", "reactance; none at DC")
    inductance = Param(2.0, "H", "of the coil, for what moves (650 Ω: 3 ms; assumed)")
    pick_up = Param(0.75, "", "part of rated voltage that pulls in (IEC 61810-1: ≤ 0.8)")
    drop_out = Param(0.10, "", "part of rated voltage that lets go (IEC 61810-1: ≥ 0.05)")
    delay_on = Param(0.01, "s", "from current to closed contacts")
    delay_off = Param(0.01, "s", "from no current to open contacts")

    def henries(self, c: View) -> np.ndarray:
        """Return the inductance of the turns that are left."""
        return c.inductance * c.turns**2

    def look(self, c: View) -> np.ndarray:
        return texts(c, "dropped out", (c.pulled, "pulled in"))


class DCContactor(Relay):
    """Contactor with a DC coil, 24 V: no inrush (as IEC 60947-4-1 has it for DC)."""

    title, price, swap = "DC contactor", 110.0, 15.0
    obvious = True
    resistance = Param(96.0, "Ω", "of the coil (24 V, 6 W; assumed)", spread=0.01)


class OnDelayTimer(Relay):
    """On-delay timer relay: contacts follow `delay` seconds after the supply comes."""

    title, symbol, price = "on-delay timer", "TimerOn", 45.0
    delay_on = Param(3.0, "s", "set time")
    misset = Fault("time set far too long", 0.5, delay_on=60.0)


class OffDelayTimer(Relay):
    """Off-delay timer relay: contacts fall back `delay` seconds after the supply goes."""

    title, symbol, price = "off-delay timer", "TimerOff", 45.0
    delay_off = Param(3.0, "s", "set time")
    misset = Fault("time set far too short", 0.5, delay_off=0.05)
