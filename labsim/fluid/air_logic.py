"""Speed controller, silencer, quick exhaust, and logic: OR, AND, two hands."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.air import AirPart
from labsim.fluid.network import ATMOSPHERE

__all__ = ["DualPressure", "QuickExhaust", "Shuttle", "Silencer", "SpeedController", "TwoHandBlock"]


class Silencer(AirPart):
    """Silencer in an exhaust port: sintered bronze, clogged in time by oil, dust and ice."""

    title, letter, symbol, price, swap = "silencer", "Z", "Silencer", 6.0, 4.0
    marks = ("1",)
    conductance = Param(2.5, "L/(s·bar)", "C of ISO 6358, new")
    clogged = Fault("clogged", 1.2, conductance=(0.1, 0.06))
    escapes = {"body": "1"}

    def laws(self, net: Any) -> None:
        net.sonic("body", "1", ATMOSPHERE, lambda c: c.conductance)

    def look(self, c: View) -> np.ndarray:
        return texts(c, "quiet", (self.hisses(c), "air blows out"))


class SpeedController(AirPart):
    """One-way flow control: free from 1 to 2, throttled from 2 to 1 by a screw.

    Its port 2 toward the cylinder it throttles the exhaust (meter-out), as a speed controller
    screwed into a cylinder port does.
    """

    title, letter, symbol, price, swap = "speed controller", "R", "OneWayFlow", 14.0, 10.0
    looking = 1.5  # the screw is turned in, counted, and turned back
    marks, menu = ("2", "1"), {"setting": "setting"}
    setting = Param(2.0, "", "turns open")
    turn = Param(0.06, "L/(s·bar)", "of the needle for each turn (assumed)")
    clear = Param(1.0, "", "part of the needle passage that is clear")
    conductance = Param(0.8, "L/(s·bar)", "of the open check valve")
    passing = Param(0.0, "", "part of the check valve that stays open")
    shut = Fault("turned nearly closed", 1.0, setting=(0.9, 0.4))
    wide = Fault("turned wide open", 0.6, setting=9.0)
    fouled = Fault("needle fouled", 0.6, clear=(0.42, 0.2))
    check = Fault("check valve does not close", 0.5, passing=(0.3, 1.0))

    def laws(self, net: Any) -> None:
        net.sonic("needle", "2", "1", lambda c: c.turn * c.setting * c.clear)
        net.sonic("check", "1", "2", lambda c: c.conductance, opens={"1": 1, "2": -1}, crack=0.02,
                  span=0.15, least=lambda c: c.passing)  # fmt: skip

    def look(self, c: View) -> np.ndarray:
        return self.told(c, np.char.mod("screw %.1f turns open", c.setting))


class QuickExhaust(AirPart):
    """Quick exhaust valve: 1 fills 2; when 1 is vented 2 blows straight out at 3."""

    title, letter, symbol, price, swap = "quick exhaust", "V", "QuickExhaust", 18.0, 10.0
    marks, vented = ("1", "2", "3"), ("3",)
    conductance = Param(1.0, "L/(s·bar)", "from 1 to 2")
    out = Param(2.4, "L/(s·bar)", "from 2 to 3")
    seat = Param(0.0, "", "part of the exhaust seat that stays open")
    worn = Fault("lip seal worn, blows at 3", 0.5, seat=(0.02, 0.08))
    stuck = Fault("lip seal stuck to the exhaust", 0.4, out=0.002)

    def laws(self, net: Any) -> None:
        # The lip seal stands with the higher pressure; a few hundredths of a bar turn it (assumed).
        net.sonic("in", "1", "2", lambda c: c.conductance, opens={"1": 1, "2": -1}, span=0.1)
        net.sonic("out", "2", "3", lambda c: c.out, opens={"2": 1, "1": -1}, crack=0.05, span=0.2,
                  least=lambda c: c.seat)  # fmt: skip


class _TwoWays(AirPart):
    """Ways from X and Y to A; what the higher of the two pushes shuts one of them."""

    letter, marks = "K", ("X", "Y", "A")
    conductance = Param(0.8, "L/(s·bar)", "of each way")
    free = Param(1.0, "", "1: what shuts the ways moves")
    opens = 1  # 1: the higher pressure opens its own way; -1: the other's

    def laws(self, net: Any) -> None:
        at_y = lambda c: np.where(c.free > 0, 0.0, 1.0)  # noqa: E731
        push = lambda c: 10.0 * c.free  # noqa: E731
        net.spool("ball", at_y, 0.005, pilots={"X": push, "Y": lambda c: -push(c)},
                  band=lambda c: 0.5 * c.free)  # fmt: skip
        for mark, side in (("X", self.opens), ("Y", -self.opens)):
            net.sonic(mark, mark, "A", lambda c: c.conductance, edge=("ball", side, 0.1))


class Shuttle(_TwoWays):
    """Shuttle valve, OR: whichever of X and Y has pressure feeds A; the ball shuts the other."""

    title, symbol, price, swap = "shuttle valve", "Shuttle", 16.0, 10.0
    stuck = Fault("ball stuck at Y", 0.4, free=0.0)


class DualPressure(_TwoWays):
    """Dual-pressure valve, AND: A has pressure when X and Y both have; it passes on the lower one.

    The higher pressure pushes the piston so that it shuts its own way and opens the other's.
    """

    title, symbol, price, swap = "dual-pressure valve", "TwinPressure", 19.0, 10.0
    opens = -1
    stuck = Fault("piston stuck, Y passes", 0.4, free=0.0)


class TwoHandBlock(AirPart):
    """Two-hand block: A has pressure when both hands come within 0.5 s (ISO 13851, type III A).

    Either hand let go takes it away, and both must be let go before it comes again: a button tied
    down gives nothing. Fed by its inputs X and Y.
    """

    title, letter, symbol, price, swap = "two-hand block", "K", "TwoHand", 145.0, 25.0
    marks, vented, senses = ("X", "Y", "A", "R"), ("R",), True
    conductance = Param(0.4, "L/(s·bar)", "of each way")
    least = Param(2.5, "bar", "at an input that counts as a hand (assumed)")
    window = Param(0.5, "s", "between the two hands at most (ISO 13851)")
    late = State(False, "one hand came alone, or was let go: both must be let go first")
    given = State(False, "A has pressure")
    slow = Fault("restrictor wide open, hands may come late", 0.3, window=8.0)
    dead = Fault("restrictor clogged, never in time", 0.6, window=0.0)

    def laws(self, net: Any) -> None:
        net.spool("spool", lambda c: np.where(c.given, 1.0, -1.0), 0.01)
        net.inner("~both", 0.002)
        for mark in ("X", "Y"):
            net.sonic(mark, mark, "~both", lambda c: c.conductance, opens={mark: 1, "~both": -1},
                      span=0.1)  # fmt: skip
        net.sonic("give", "~both", "A", lambda c: c.conductance, edge=("spool", 1, 0.1))
        net.sonic("vent", "A", "R", lambda c: c.conductance, edge=("spool", -1, 0.1))

    def rules(self, c: View) -> None:
        first, second = c.bar("X") > c.least, c.bar("Y") > c.least
        both, some = first & second, first | second
        c.follow("late", some & (c.late | ~both), np.where(c.given | ~some, 0.0, c.window))
        c.follow("given", both & (c.given | ~c.late))
