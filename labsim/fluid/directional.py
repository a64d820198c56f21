"""Directional valves: ways by boxes as ISO 1219-1 draws them; worked by lever, solenoids or pilots.

The spool stands at 1 in the left box, at 0 in the middle one, at -1 in the right one. Solenoid `a`
sits at the left, `b` at the right; what actuates a side pushes the spool into the box of that side.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from labsim.core.component import Component, Fault, Param, State, texts
from labsim.core.errors import unknown
from labsim.core.view import View
from labsim.fluid.hydraulic import OilPart

__all__ = [
    "CENTRES", "DirectionalValve", "PilotedDirectionalValve", "Valve22", "Valve32", "Valve42",
    "Ways", "ways",
]  # fmt: skip

CENTRES = {
    "closed": "closed", "open": "P-A-B-T", "tandem": "P-T", "float": "A-B-T",
    "regenerative": "P-A-B",
}  # fmt: skip
WORDS = {"parallel": "P>A B>T", "crossed": "P>B A>T", **CENTRES}


def ways(box: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of ports that a box joins: "P>A B>T" gives P-A and B-T."""
    for group in WORDS.get(box, box).split():
        marks = group.replace("<>", "-").replace(">", "-").split("-")
        if group != "closed":
            yield from (tuple(sorted(pair, key="PABTXY".index)) for pair in combinations(marks, 2))


class Ways(OilPart):
    """Edges of a spool in a bore: open by the boxes, leak between the ports, move with a lag."""

    symbol, price, swap = "DirectionalValve", 130.0, 20.0
    boxes: tuple[str, ...] = ()
    area = Param(32.0, "mm²", "of an edge wide open (40 L/min at 5 bar)")
    overlap = Param(0.1, "", "part of its way the spool moves before an edge opens (assumed)")
    tau = Param(0.02, "s", "the spool takes for most of its way (switches in 25 to 60 ms)")
    clearance = Param(5e-5, "L/min/bar", "past each land at 46 cSt (assumed, 5 cm³/min at 100 bar)")
    free = Param(1.0, "", "1: the spool moves")
    reach = Param(1.0, "", "part of its way that the spool comes")
    held = Param(0.0, "", "where it is stuck, -1 right to 1 left")
    slow = Fault("spool gummed up, slow", 0.8, tau=(0.6, 2.0))
    worn = Fault("spool worn, leaks", 1.0, clearance=(5e-3, 2e-2))

    resting = 0.0  # where springs put the spool

    def laws(self, net: Any) -> None:
        self.spool(net)
        sides = {3: (1, 0, -1), 2: (1, -1)}[len(self.boxes)]
        joined = [(pair, side) for box, side in zip(self.boxes, sides, strict=True)
                  for pair in ways(box)]  # fmt: skip
        for (a, b), side in joined:
            net.orifice(f"{a}{b}{'-0+'[side + 1]}", a, b, lambda c, p=a + b: self.edge(c, p),
                        edge=("spool", side, lambda c: c.overlap))  # fmt: skip
        for a, b in sorted({pair for pair, _ in joined}):
            net.leak(f"land {a}{b}", a, b, lambda c: c.clearance)

    def edge(self, c: View, pair: str) -> np.ndarray:
        """Area in mm² of the edge between two ports, wide open."""
        return c.area * c[f"edge_{pair}"] if f"edge_{pair}" in self.params else c.area

    def spool(self, net: Any) -> None:
        """Say what moves the spool."""
        net.spool("spool", self.target, lambda c: c.tau)

    def target(self, c: View) -> np.ndarray:
        """Return where the spool goes: where it should, unless it is stuck."""
        rest = self.resting
        return np.where(c.free > 0, rest + (self.wanted(c) - rest) * c.reach, c.held)


def stands(c: View, what: str) -> np.ndarray | None:
    """Tell in which of its positions a lever or an override is; None if the part has none."""
    names = enumerate(c.part.positions)
    cases = [(c.position == n, f"{what}: {name}") for n, name in names]
    return texts(c, "", *cases) if cases else None


class _Coils(Ways):
    """Follows solenoids, `a` at the left, `b` at the right, their manual overrides, or a lever."""

    a: Component | None = None
    b: Component | None = None
    position = State(0, "of lever or manual override; 1: to the left box, 2: to the right one")
    on_a = State(False, "solenoid a pulls")
    on_b = State(False, "solenoid b pulls")

    def rules(self, c: View) -> None:
        for state, coil in (("on_a", self.a), ("on_b", self.b)):
            if coil is not None:
                c.follow(state, c.sim.views[coil.tag].active)

    def wanted(self, c: View) -> np.ndarray:
        """Return where lever, solenoids and springs would have the spool."""
        left, right = (c.position == 1) | c.on_a, (c.position == 2) | c.on_b
        return 1.0 * left - right if len(self.boxes) == 3 else 2.0 * left - 1.0


class _Switched(_Coils):
    """Worked by lever (no `a`), by solenoids `a` and `b`, or by pilots X and Y (`pilot=True`).

    Of a solenoid valve the positions are its manual overrides, pushed with a thin tool.
    """

    lever: tuple[str, ...] = ("neutral", "out", "in")
    least = Param(5.0, "bar", "of pilot pressure that moves the spool all the way (assumed)")
    piloting = Param(1.0, "", "part of the pilot pressure that reaches the spool")

    def __init__(self, a: Component | None = None, b: Component | None = None,
                 pilot: bool = False, **params: Any) -> None:  # fmt: skip
        self.a, self.b, self.pilot = a, b, pilot
        sides = len(self.boxes) - 1
        hand = self.lever if a is None else ("free", "override a", "override b")[: 1 + sides]
        self.positions = () if pilot else hand
        works = "pilot" if pilot else "lever" if a is None else "solenoid"
        both = (works if works == "lever" else works + "+spring", works + "+spring")
        self.actuators = both if sides == 2 else (works, "spring")
        pilots = ("X", "Y")[:sides] if pilot else ()
        super().__init__(marks=params.pop("marks", type(self).marks + pilots), **params)

    def pilots(self, c: View) -> np.ndarray:
        """Return what a bar at a pilot port moves the spool."""
        return (1.0 - self.resting) / c.least * c.free * c.piloting

    def spool(self, net: Any) -> None:
        ends = {"X": self.pilots, "Y": lambda c: -self.pilots(c)} if self.pilot else {}
        mine = {end: push for end, push in ends.items() if end in self.marks}
        net.spool("spool", self.target, lambda c: c.tau, pilots=mine)

    def look(self, c: View) -> np.ndarray | None:
        return stands(c, "lever" if self.a is None else "manual override")


class DirectionalValve(_Switched):
    """4/3 directional valve: lever, `DirectionalValve(a=Y1, b=Y2)`, or `pilot=True`.

    `centre`: closed, open, tandem, float, regenerative.
    """

    title = "4/3 directional valve"
    marks = ("P", "A", "B", "T")
    edge_AT = Param(1.0, "", "part of edge A-T that is clear")
    edge_BT = Param(1.0, "", "part of edge B-T that is clear")
    stuck = Fault("spool stuck in the middle", 0.7, free=0.0)
    left = Fault("spool stuck in the left box", 0.6, free=0.0, held=1.0)
    right = Fault("spool stuck in the right box", 0.6, free=0.0, held=-1.0)
    short = Fault("spool does not come all the way", 0.6, reach=(0.2, 0.13))
    blocked_b = Fault("edge B-T blocked", 0.3, edge_BT=(0.03, 0.0))
    blocked_a = Fault("edge A-T blocked", 0.3, edge_AT=(0.03, 0.0))

    def __init__(self, a: Component | None = None, b: Component | None = None,
                 centre: str = "closed", pilot: bool = False, **params: Any) -> None:  # fmt: skip
        if centre not in CENTRES:
            raise unknown(f"a {self.title}", "centre", centre, CENTRES)
        self.centre, self.boxes = centre, ("P>A B>T", CENTRES[centre], "P>B A>T")
        super().__init__(a, b, pilot=pilot, **params)


class PilotedDirectionalValve(DirectionalValve):
    """4/3 valve, its main spool shifted by solenoid pilots with oil from P: no oil, no shift.

    With an open or tandem centre a check valve in the return must keep the pilot pressure up.
    """

    title, price, swap = "4/3 pilot-operated directional valve", 620.0, 40.0
    area = Param(120.0, "mm²", "of an edge wide open (150 L/min at 5 bar)")
    tau = Param(0.06, "s", "the main spool takes for most of its way (assumed)")
    dirty = Fault("pilot clogged by dirt", 1.0, piloting=0.0)

    def spool(self, net: Any) -> None:
        push = lambda c: self.wanted(c) * c.reach / c.least * c.free * c.piloting  # noqa: E731
        still = lambda c: np.where(c.free > 0, 0.0, c.held)  # noqa: E731
        net.spool("spool", still, lambda c: c.tau, pilots={"P": push})


class _Two(_Switched):
    """Two boxes: at rest by its spring, and worked."""

    lever = ("rest", "worked")
    resting = -1.0
    held = Param(-1.0, "", "where it is stuck, -1 at rest, 1 worked")
    stuck = Fault("spool stuck at rest", 0.8, free=0.0)
    over = Fault("spool stuck worked", 0.6, free=0.0, held=1.0)
    short = Fault("spool does not come all the way", 0.5, reach=(0.6, 0.565))


class Valve42(_Two):
    """4/2 directional valve: P to B and A to T at rest, P to A and B to T when worked."""

    title = "4/2 directional valve"
    marks, boxes = ("P", "A", "B", "T"), ("P>A B>T", "P>B A>T")


class Valve32(_Two):
    """3/2 directional valve: A to T at rest, P to A when worked."""

    title = "3/2 directional valve"
    marks, boxes = ("P", "A", "T"), ("P>A", "A>T")


class Valve22(_Two):
    """2/2 directional valve: closed at rest, P to A when worked; `opens=False`: the other way."""

    title = "2/2 directional valve"
    marks, boxes = ("P", "A"), ("P>A", "closed")

    def __init__(self, a: Component | None = None, opens: bool = True, **params: Any) -> None:
        self.boxes = ("P>A", "closed") if opens else ("closed", "P>A")
        super().__init__(a, **params)
