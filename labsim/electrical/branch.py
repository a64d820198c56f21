"""Branches of an electrical network, and how a component declares them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.component import OPEN, Component
from labsim.core.view import View

if TYPE_CHECKING:
    from labsim.electrical.network import ElectricalNetwork

__all__ = ["EARTH", "LEAK", "LEAST", "Branch", "Part"]

LEAK = 1e-9  # S, insulation of every node to earth
LEAST = 1e-6  # Ω, of any branch: two parallel paths of 0 Ω would share current in no definite way
EARTH = -1  # index of the reference node


@dataclass
class Branch:
    """v(a) - v(b) - Z·i = E, with Z and E functions of the component's view."""

    name: str
    a: int
    b: int
    view: View | None
    ohms: Callable[[Any], Any]
    volts: Callable[[Any], Any] | None = None
    kind: str = "resistance"  # or "source", "diode"; "store": a source only while it is charged
    source: str = ""  # "ac" or "dc" for sources
    dc: Callable[[Any], Any] | None = None  # Z at DC, where it is not the real part of Z
    farads: Callable[[Any], Any] | None = None  # in series with Z, in the transient engine
    henries: Callable[[Any], Any] | None = None
    wave: Callable[[Any, Any], Any] | None = None  # E at times in s: (variants, times)
    gate: Callable[[Any, Any], Any] | None = None  # whether it can conduct, at times in s
    when: str = ""  # "still": in the steady state only; "moving": in the transient engine only

    @property
    def title(self) -> str:
        """Where the branch is: "K1 coil"; a wire has the names of its ends."""
        return f"{self.view.tag} {self.name}" if self.view else self.name


class Part:
    """What a component's `laws` sees of the network: its own terminals by mark."""

    def __init__(self, net: ElectricalNetwork, component: Component) -> None:
        self.net, self.component = net, component
        self.view = net.sim.views[component.tag]

    def node(self, mark: str | int) -> int:
        """Return the node of a terminal, of an inner point ("~name"), or EARTH."""
        if mark == EARTH:
            return EARTH
        if isinstance(mark, str) and mark.startswith("~"):
            return self.net.inner(f"{self.component.tag}{mark}")
        return self.net.node_of[self.component.port(mark)]

    def branch(self, name: str, a: Any, b: Any, ohms: Any, volts: Any = None, **kinds: Any) -> None:
        """Add a branch from a to b; `ohms` and `volts` are numbers or functions of the view."""
        law = ohms if callable(ohms) else lambda c: ohms
        push = volts if callable(volts) or volts is None else lambda c: volts
        self.net.add(Branch(name, self.node(a), self.node(b), self.view, law, push, **kinds))

    def passes(self, a: Any, b: Any) -> None:
        """Say that energy gets from a to b without a common circuit (rectifier, inverter)."""
        self.net.links.append((self.node(a), self.node(b)))

    def diode(
        self, name: str, anode: Any, cathode: Any, volts: Any, ohms: Any, **kinds: Any
    ) -> None:
        """Add a piecewise-linear diode: `volts` + `ohms`·i when conducting, else nothing."""
        self.branch(name, anode, cathode, ohms, volts, kind="diode", **kinds)

    def capacitor(self, name: str, a: Any, b: Any, farads: Any, ohms: Any, **kinds: Any) -> None:
        """Add a capacitor with `ohms` in series (ESR): open at DC, 1 / (jωC) at mains frequency."""
        size = farads if callable(farads) else lambda c: farads
        esr = ohms if callable(ohms) else lambda c: ohms
        law = lambda c: esr(c) + 1 / (2j * np.pi * self.net.hertz * size(c))  # noqa: E731
        self.branch(name, a, b, law, dc=lambda c: OPEN, farads=size, **kinds)

    def couple(self, first: str, second: str, ohms: Callable[[View], Any]) -> None:
        """Add Z·i(second) to the voltage of the first branch (windings on one core)."""
        tag = self.component.tag
        index = self.net.index
        self.net.couplings.append((index[tag, first], index[tag, second], self.view, ohms))
