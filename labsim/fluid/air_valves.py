"""Pneumatic directional valves, 3/2 and 5/2, by hand, by air or by solenoid (ports: ISO 11727).

1 is the supply, 2 and 4 the outlets, 3 and 5 the exhausts; 14 and 12 shift the spool to where 1
feeds 4 and 2. A spool stands at -1 at rest and at 1 when shifted.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.view import View
from labsim.fluid.air import AirPart

__all__ = [
    "ButtonValve32", "ButtonValve52", "LeverValve32", "LeverValve52", "PilotValve32",
    "PilotValve52", "SolenoidValve32", "SolenoidValve52",
]  # fmt: skip


class _Ways(AirPart):
    """What all spool valves share: the ways through them, a spool that can be slow, stuck, worn."""

    letter, symbol, price, swap = "V", "DirectionalValve", 64.0, 15.0
    boxes: tuple[str, ...] = ()
    actuators: tuple[str, ...] = ()
    resting: tuple[str, ...] = ()  # ways open at rest, "1-2"
    shifted: tuple[str, ...] = ()
    conductance = Param(1.2, "L/(s·bar)", "of each way, C of ISO 6358 (valve of size 1/8)")
    tau = Param(0.012, "s", "the spool takes for most of its way (assumed)")
    free = Param(1.0, "", "1: the spool moves")
    jam = Param(0.0, "", "where the spool is stuck, -1 at rest to 1 shifted")
    worn = Param(0.0, "L/(s·bar)", "past the lands that should close")
    slow = Fault("spool gummed up, slow", 0.8, tau=(0.25, 0.6))
    stuck = Fault("spool stuck at rest", 0.8, free=0.0, jam=-1.0)
    seized = Fault("spool stuck shifted", 0.5, free=0.0, jam=1.0)
    halfway = Fault("spool seals worn, blows through", 0.7, worn=(0.05, 0.2))

    def laws(self, net: Any) -> None:
        self.spool(net)
        for side, ways in ((-1, self.resting), (1, self.shifted)):
            for way in ways:
                a, b = way.split("-")
                net.sonic(way, a, b, lambda c: c.conductance, edge=("spool", side, 0.1))
                if a == "1":
                    net.sonic(f"{way} worn", a, b, lambda c: c.worn)

    def spool(self, net: Any) -> None:
        """Say what shifts the spool."""
        raise NotImplementedError

    def held(self, c: View, want: Any) -> np.ndarray:
        """Return where the spool goes: where it should, unless it is stuck."""
        return np.where(c.free > 0, want, c.jam)


class _Three(_Ways):
    """Three ports: 2 is vented at 3 at rest, fed from 1 when shifted."""

    marks, vented = ("1", "2", "3"), ("3",)
    resting, shifted, boxes = ("2-3",), ("1-2",), ("1>2", "2>3")


class _Five(_Ways):
    """Five ports: 1 feeds 2 at rest and 4 when shifted; the other is vented."""

    marks, vented = ("1", "2", "3", "4", "5"), ("3", "5")
    resting, shifted = ("1-2", "4-5"), ("1-4", "2-3")
    boxes = ("1>4 2>3", "1>2 4>5")


class _Hand(_Ways):
    """Worked by hand; `positions` are what its label says of rest and shifted."""

    positions = ("off", "on")
    position = State(0, "1: worked by hand")

    def __init__(self, positions: tuple[str, str] = (), **params: Any) -> None:
        self.positions = positions or type(self).positions
        super().__init__(**params)

    def spool(self, net: Any) -> None:
        net.spool("spool", lambda c: self.held(c, 2.0 * c.position - 1.0), lambda c: c.tau)

    def look(self, c: View) -> np.ndarray:
        off, on = self.positions
        return self.told(c, texts(c, off, (c.position == 1, on)))


class LeverValve32(_Hand, _Three):
    """3/2 valve with a lever that stays; at rest 2 is vented."""

    title, actuators = "3/2 lever valve", ("lever", "detent")


class LeverValve52(_Hand, _Five):
    """5/2 valve with a lever that stays."""

    title, actuators = "5/2 lever valve", ("lever", "detent")


class ButtonValve32(_Hand, _Three):
    """3/2 valve with a push button and a spring; at rest 2 is vented."""

    title, momentary = "3/2 push-button valve", True
    actuators = ("button", "spring")
    positions = ("released", "pressed")


class ButtonValve52(_Hand, _Five):
    """5/2 valve with a push button and a spring."""

    title, momentary = "5/2 push-button valve", True
    actuators = ("button", "spring")
    positions = ("released", "pressed")


class _Pilot(_Ways):
    """Shifted by air at 14 against a spring; `double=True`: by air at 12 back, and it stays."""

    least = Param(2.0, "bar", "pilot pressure that shifts it all the way (assumed)")
    piloting = Param(1.0, "", "part of the pilot air that reaches the piston")
    pilot_stuck = Fault("pilot piston stuck", 0.6, piloting=0.0)

    def __init__(self, double: bool = False, **params: Any) -> None:
        self.double = double
        self.actuators = ("pilot", "pilot" if double else "spring")
        pilots = ("14", "12") if double else ("14",)
        super().__init__(marks=(*type(self).marks, *pilots), **params)

    def spool(self, net: Any) -> None:
        push = lambda c: (1.0 if self.double else 2.0) / c.least * c.free * c.piloting  # noqa: E731
        pilots = {"14": push}
        if self.double:
            pilots["12"] = lambda c: -push(c)
        spring = 0.0 if self.double else -1.0
        net.spool("spool", lambda c: self.held(c, spring), lambda c: c.tau, pilots=pilots,
                  band=lambda c: float(self.double) * c.free)  # fmt: skip


class PilotValve32(_Pilot, _Three):
    """3/2 valve shifted by air."""

    title = "3/2 pilot valve"


class PilotValve52(_Pilot, _Five):
    """5/2 valve shifted by air."""

    title = "5/2 pilot valve"


class _Solenoid(_Ways):
    """Shifted by solenoid `a` with pilot air from 1, back by a spring, or by solenoid `b`.

    With two solenoids it stays where it is when both are off. The manual override on the pilot does
    what solenoid a does.
    """

    positions, momentary = ("released", "pressed"), True
    price = 118.0
    least = Param(2.0, "bar", "at 1 that shifts it all the way (assumed; makers say 1.5 to 2.5)")
    piloting = Param(1.0, "", "part of the pilot air that reaches the piston")
    position = State(0, "1: manual override pressed")
    forth = State(False, "solenoid a pulls")
    back = State(False, "solenoid b pulls")
    pilot_stuck = Fault("pilot clogged", 0.8, piloting=0.0)

    def __init__(self, a: Component, b: Component | None = None, **params: Any) -> None:
        self.a, self.b = a, b
        self.actuators = ("solenoid/pilot", "solenoid/pilot" if b is not None else "spring")
        super().__init__(**params)

    def rules(self, c: View) -> None:
        c.follow("forth", c.sim.views[self.a.tag].active)
        if self.b is not None:
            c.follow("back", c.sim.views[self.b.tag].active)

    def pushes(self, c: View) -> np.ndarray:
        """Return which way the pilots push: 1 toward shifted, -1 back, 0 not at all."""
        return 1.0 * (c.forth | (c.position == 1)) - 1.0 * c.back

    def spool(self, net: Any) -> None:
        double = self.b is not None
        push = lambda c: (1.0 if double else 2.0) / c.least * c.free * c.piloting  # noqa: E731
        net.spool("spool", lambda c: self.held(c, 0.0 if double else -1.0), lambda c: c.tau,
                  pilots={"1": lambda c: push(c) * self.pushes(c)},
                  band=lambda c: float(double) * c.free)  # fmt: skip

    def look(self, c: View) -> np.ndarray:
        return self.told(c, texts(c, "override out", (c.position == 1, "override pressed")))


class SolenoidValve32(_Solenoid, _Three):
    """3/2 solenoid valve; at rest 2 is vented."""

    title = "3/2 solenoid valve"


class SolenoidValve52(_Solenoid, _Five):
    """5/2 solenoid valve."""

    title = "5/2 solenoid valve"
