"""Dual-channel guard monitoring: safety relay, door switch, its cable, contactors with mirrors.

Two channels tell the same thing. Where they disagree for longer than the discrepancy time, one of
them is faulty, and the relay locks: the other one alone would not be safe (EN ISO 13849-1,
category 3 and 4; contacts after IEC 60947-5-1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.component import OPEN, Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.electrical.coils import DCContactor
from labsim.electrical.contacts import Contacts, PushButton
from labsim.electrical.network import ElectricalNetwork
from labsim.electrical.switches import GuardSwitch

__all__ = ["DoorSwitch", "GuardCable", "ResetButton", "SafetyContactor", "SafetyRelay"]

SENSED = 6e-3  # A through an input from which it counts as on (assumed; 10 mA when closed)
SHORT = 0.5  # A at which the electronic fuse goes (assumed)
LOWEST = 18.0  # V from which the relay works (assumed; 20.4 V is rated)


class _Inputs(Contacts):
    """Supply behind an electronic fuse, two channels at opposite potentials, loop and reset.

    S11 is on plus and S22 looks for minus: cores that touch each other between the channels are a
    short from plus to minus, and the fuse takes the relay off.
    """

    letter, symbol, price, swap = "K", "Box", 240.0, 20.0
    base_marks = ("A1", "A2", "S11", "S12", "S21", "S22", "S33", "S34", "Y1", "Y2")
    load = Param(240.0, "Ω", "of its own electronics (24 V, 0.1 A; assumed)")
    one = Param(2400.0, "Ω", "of the input of channel 1 (24 V, 10 mA; assumed)")
    two = Param(2400.0, "Ω", "of the input of channel 2 (24 V, 10 mA; assumed)")
    sense = Param(2400.0, "Ω", "of the inputs for reset and loop (24 V, 10 mA; assumed)")
    tripped = State(False, "electronic fuse open until the supply goes")
    dead_one = Fault("input of channel 1 burnt open", 0.3, one=OPEN)
    dead_two = Fault("input of channel 2 burnt open", 0.3, two=OPEN)

    def laws(self, net: Any) -> None:
        super().laws(net)
        net.branch("fuse", "A1", "~P", lambda c: np.where(c.tripped, 1e5, 1.0))
        net.branch("electronics", "~P", "A2", lambda c: c.load)
        for mark in ("S11", "S33", "Y1"):
            net.branch(f"feed {mark}", "~P", mark, 0.1)
        net.branch("feed S21", "S21", "A2", 0.1)
        net.branch("one", "S12", "A2", lambda c: c.one)
        net.branch("two", "~P", "S22", lambda c: c.two)
        net.branch("reset", "S34", "A2", lambda c: c.sense)
        net.branch("loop", "Y2", "A2", lambda c: c.sense)

    def powered(self, c: View) -> np.ndarray:
        """Follow the fuse; tell whether the electronics have supply."""
        comes = c.volts("A1", "A2").real >= 0.25 * LOWEST
        c.follow("tripped", comes & (c.tripped | (np.abs(c.amps("fuse")) > SHORT)))
        return np.abs(c.amps("electronics")) * self.values["load"] >= LOWEST

    def closed(self, c: View, name: str) -> np.ndarray:
        """Tell whether an input has its current."""
        return np.abs(c.amps(name)) >= SENSED


class _Monitor(_Inputs):
    """What watches the two channels: discrepancy, fault lock, monitored reset."""

    window = Param(0.5, "s", "discrepancy time: longest that the channels may differ")
    fed = State(False, "has its supply")
    locked = State(False, "fault lock: the channels differed too long")
    seen = State(False, "both channels have been open together since")
    idle = State(False, "the reset button has been seen released")
    armed = State(False, "the reset button is pressed and may be")
    on = State(False, "outputs closed")
    ready = State(False, "a reset would be taken")
    began = State(-1.0, "s, when the channels began to differ; -1: they do not")
    apart = State(np.nan, "s, by which they differed the last time")
    hasty = Fault("discrepancy time set too short", 0.4, window=0.02)

    def rules(self, c: View) -> None:
        fed = self.powered(c)
        one, two = self.closed(c, "one") & fed, self.closed(c, "two") & fed
        pressed, loop = self.closed(c, "reset") & fed, self.closed(c, "loop")
        off = fed & ~one & ~two
        ready = fed & one & two & loop & c.seen & c.idle & ~c.locked & ~c.on
        c.follow("fed", fed)
        c.follow("seen", fed & (c.seen | off))
        differs = (one != two) | (c.locked & ~off)
        c.follow("locked", fed & differs, np.where(fed & (one != two), c.window, 0.0))
        self.timed(c, fed & (one != two), fed)
        c.remember("ready", ready)
        c.follow("idle", fed & (c.idle | ~pressed))
        c.follow("armed", ready & pressed)
        c.follow("on", ((c.on & ~c.locked) | (c.armed & ready & ~pressed)) & one & two)

    def timed(self, c: View, differs: np.ndarray, fed: np.ndarray) -> None:
        """Time by how much the channels are apart; what it knows goes with the supply."""
        over = ~differs & (c.began >= 0)
        c.remember("apart", np.where(fed, np.where(over, c.now - c.began, c.apart), np.nan))
        c.remember("began", np.where(differs, np.where(c.began < 0, c.now, c.began), -1.0))


class SafetyRelay(_Monitor):
    """Safety relay with two channels, monitored reset and feedback loop; outputs 13-14, 23-24.

    It waits for the button S33-S34 to be pressed and let go while both channels are closed, both
    have been open before, and the loop Y1-Y2 tells that the contactors have dropped out. The lock
    goes when both channels have been open together; a supply that comes back forgets.
    """

    title = "safety relay"
    rate_of_contact = 0.6
    worth = ("discrepancy",)  # ms, at its service plug

    def __init__(self, *pairs: str, **params: Any) -> None:
        super().__init__(*(pairs or ("13-14", "23-24", "41-42")), **params)

    def shown(self, c: View, names: Sequence[str]) -> np.ndarray:
        """Return the discrepancy in ms, (variants, 1): 9999 as long as they differ, -1 for none."""
        known = np.where(c.began >= 0, 9999.0, np.nan_to_num(1e3 * c.apart, nan=-1.0))
        return np.where(c.fed, known, -1.0)[:, None].repeat(len(names), axis=1)

    def told(self, name: str, value: float) -> str:
        """Say the discrepancy in words."""
        return {-1.0: "none known", 9999.0: "they differ"}.get(value, f"{value:.0f} ms")

    def active(self, c: View) -> np.ndarray:
        return c.on

    def look(self, c: View) -> np.ndarray:
        fed = c.fed
        named = (("CH1", self.closed(c, "one")), ("CH2", self.closed(c, "two")), ("OUT", c.on),
                 ("FAULT", c.locked))  # fmt: skip
        text = np.full(c.count, "lit: POWER", dtype="<U40")
        for name, lit in named:
            text = np.where(lit & fed, np.char.add(text, f" {name}"), text)
        return np.where(fed, text, "all LEDs dark")


class DoorSwitch(GuardSwitch):
    """Guard switch with a channel on each contact, `DoorSwitch("13-14", "23-24")`; found open.

    The second contact comes a little after the first; how far apart they come tells of wear.
    """

    title = "door switch"
    positions = ("open", "shut")
    position = State(0, "1: the door is shut")
    slow = Param(0.0, "s", "by which the first contact comes and goes later")
    late = Param(0.03, "s", "by which the second contact comes and goes later (assumed)")
    first = State(False, "first contact actuated")
    second = State(False, "second contact actuated")
    gummed = Fault("second contact slow, gummed up", 1.2, late=(0.8, 1.4))

    def active(self, c: View) -> np.ndarray:
        return (c.position == 1) & (c["travel"] > 0.5)

    def rules(self, c: View) -> None:
        shut = self.active(c)
        c.follow("first", shut, c.slow)
        c.follow("second", shut, c.late)

    def is_made(self, c: View, pair: tuple[str, str]) -> np.ndarray:
        return c.second if pair == tuple(self.contacts)[-1] else c.first

    def look(self, c: View) -> np.ndarray:
        return texts(c, "door open", (c.position == 1, "door shut"))


class GuardCable(Component):
    """Cable from a guard switch to its relay: the return cores of both channels, 1 and 2.

    A door that squeezes it joins the two; a is the end at the switch, b the end at the relay.
    """

    title, letter, symbol, price, swap = "guard cable", "W", "Terminal", 35.0, 25.0
    network = ElectricalNetwork
    marks = ("1a", "1b", "2a", "2b")
    core = Param(0.2, "Ω", "of each core (10 m of 1 mm²)")

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self.params["1b-2b.bridge"] = Param(OPEN, "Ω", "between the two cores")
        self.values["1b-2b.bridge"] = OPEN
        wrong = {"1b-2b.bridge": 0.2}
        self.faults.append(Fault("cores 1 and 2 squeezed together", 0.8, wrong=wrong))

    def laws(self, net: Any) -> None:
        net.branch("core1", "1a", "1b", lambda c: c.core)
        net.branch("core2", "2a", "2b", lambda c: c.core)
        net.branch("bridge", "1b", "2b", lambda c: c["1b-2b.bridge"])


class ResetButton(PushButton):
    """Reset button beside the guard, where the whole danger zone is in sight (ISO 13849-1, 5.2.2).

    A relay that is monitored answers when it is let go, so a button that sticks resets nothing.
    """

    title = "reset button"


class SafetyContactor(DCContactor):
    """Contactor with mirror contacts (IEC 60947-4-1, annex F): no break contact closes on a weld.

    A main contact that has welded holds the armature: the break contacts stay open.
    """

    title, price = "safety contactor", 130.0
    weld = Param(0.0, "", "1: a main contact has welded and holds the armature")
    welded = Fault("main contact welded", 1.0, weld=1.0)

    def active(self, c: View) -> np.ndarray:
        return c.pulled | (c.weld > 0.5)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "dropped out", (self.active(c), "pulled in"))
