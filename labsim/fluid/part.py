"""What a fluid part's `laws` sees of the network: its own ports, and the laws it can declare.

Units are the trade's: bar above the air, L/min, L, mm, mm², cm², kg, N, s, °C. Any number may be a
rule `lambda c: …` of parameters and states. An end is a port's mark, "~name" of an inner node of
the part, or ATMOSPHERE.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import TYPE_CHECKING, Any

from labsim.core.errors import LabsimError, unknown
from labsim.fluid.flows import COMPRESSOR, EJECTOR, ENDS, LEAK, ORIFICE, PUMP, SONIC
from labsim.fluid.tables import Body, Flow, Node, Piston, Spool
from labsim.fluid.units import ATMOSPHERE, BAR, CM2, LITRE, LMIN, MM, MM2, NORMAL, PA, RHO

if TYPE_CHECKING:
    from labsim.core.component import Component
    from labsim.fluid.network import FluidNetwork

__all__ = ["FluidPart"]

FAR = 1e12  # m or rad: no stop (see ROUND in labsim.fluid.layout)
NONE = float("-inf")
# A body's columns in the kernel's order: what, unit, SI in one of it, least.
MASS_UNITS = (
    ("mass", "kg", 1.0, 1e-3), ("stroke", "mm", MM, 0.1), ("force", "N", 1.0, NONE),
    ("friction", "N", 1.0, 0.0), ("breakaway friction", "N", 1.0, 0.0),
    ("viscous friction", "N·s/mm", 1 / MM, 0.0), ("place of contact", "mm", MM, NONE),
    ("stiffness at contact", "N/mm", 1 / MM, 0.0),
)  # fmt: skip
ROTOR_UNITS = (
    ("inertia", "kg·m²", 1e-6), ("stroke", "rad", 0.0), ("torque", "N·m", NONE),
    ("friction", "N·m", 0.0), ("breakaway friction", "N·m", 0.0),
    ("viscous friction", "N·m·s", 0.0), ("contact", "rad", NONE), ("stiffness", "N·m", 0.0),
)  # fmt: skip
GATES = ("opens", "crack", "span", "least", "edge", "shut", "near")


class FluidPart:
    """A part as its laws are declared."""

    def __init__(self, net: FluidNetwork, component: Component) -> None:
        self.net, self.component = net, component
        self.tables = net.tables
        self.view, self.tag = net.sim.views[component.tag], component.tag

    # nodes --------------------------------------------------------------------------------
    def node(self, end: str) -> Node:
        """Return the node of an end."""
        if end == ATMOSPHERE:
            return self.net.outside
        if end.startswith("~"):
            inner = self.net.inner.get((self.tag, end))
            if inner is None:
                made = [name for tag, name in self.net.inner if tag == self.tag]
                raise unknown(self.tag, "inner node", end, made)
            return inner
        return self.net.node_of[self.component.port(end)]

    def _col(self, said: Any, what: str, unit: str, *numbers: float, **more: float) -> int:
        return self.tables.columns.add(self.view, said, what, unit, *numbers, **more)

    def _bar(self, said: Any, what: str) -> int:
        return self._col(said, what, "bar", BAR, PA, low=-1.0133)

    def fixed(self, end: str, bar: Any = 0.0) -> None:
        """Hold a node at a pressure: a tank, a compressed-air main."""
        self.node(end).held = self._bar(bar, f"pressure held at {end}")

    def begin(self, end: str, bar: Any) -> None:
        """Let a node start at a pressure: a receiver that is full."""
        self.node(end).begin = self._bar(bar, f"pressure at the start at {end}")

    def inner(self, name: str, litres: Any, medium: str | None = None) -> str:
        """Make an inner node of the part with its own dead volume; return its name."""
        if not name.startswith("~"):
            raise LabsimError(f"{self.tag}: call the inner node ~{name}; {name} would be a port")
        kind = medium or self.net.medium_of_part(self.component)
        node = Node(f"{self.tag}{name}", kind)
        self.tables.nodes.append(node)
        self.net.inner[self.tag, name] = node
        self.volume(name, litres)
        return name

    def volume(self, end: str, litres: Any) -> None:
        """Add volume to a node."""
        col = self._col(litres, f"volume of {end}", "L", LITRE, low=0.0)
        self.node(end).volumes.append(col)

    # flows --------------------------------------------------------------------------------
    def orifice(self, name: str, a: str, b: str, area: Any, cd: Any = 0.65, **gate: Any) -> None:
        """Add a turbulent orifice of `area` mm², laminar in its core; in air by ISO 6358."""
        size = (area, "area", "mm²", MM2, 0.0, 0.0)
        if self.node(a).medium == "air" and self.node(b).medium == "air":
            raise LabsimError(
                f"{self.tag} {name}: an orifice is for oil; declare net.sonic for air"
            )
        self._flow(
            name, ORIFICE, a, b, size, (cd, "discharge coefficient", "", sqrt(2 / RHO)), gate
        )

    def leak(self, name: str, a: str, b: str, conductance: Any, **gate: Any) -> None:
        """Add a laminar gap: L/min per bar at 46 mm²/s, more as the oil gets thinner."""
        size = (conductance, "conductance", "L/min per bar", LMIN / BAR, 0.0, 0.0)
        self._flow(name, LEAK, a, b, size, (0.0, "", "", 1.0), gate)

    def sonic(
        self, name: str, a: str, b: str, conductance: Any, critical: Any = 0.3, **gate: Any
    ) -> None:
        """Add a pneumatic resistance by ISO 6358: C in L/(s·bar), critical pressure ratio b."""
        size = (conductance, "sonic conductance", "L/(s·bar)", NORMAL, 0.0, 0.0)
        second = (critical, "critical pressure ratio", "", 1.0, 0.0, 0.0, 0.95)
        self._flow(name, SONIC, a, b, size, second, gate)

    def pump(
        self, name: str, s: str, p: str, flow: Any, limit: Any = None, span: Any = 4.0,
        fill: Any = -0.3, controls: bool = True, **gate: Any,
    ) -> None:  # fmt: skip
        """Add an ideal flow s to p in L/min, cut back from `limit` bar to none `span` bar above.

        `controls` false: at that limit its drive stalls, so that it needs a relief valve. `fill` is
        the suction pressure in bar down to which it fills wholly. In air it is a
        compressor: its flow is free air at an intake at 0 bar.
        """
        size = (flow, "flow", "L/min", LMIN, 0.0, 0.0)
        second = (fill, "suction pressure that still fills", "bar", BAR, PA, -0.9)
        kind = COMPRESSOR if self.node(s).medium == self.node(p).medium == "air" else PUMP
        if limit is not None:
            top = limit, span
            crack = lambda c: -_value(top[0], c) - _value(top[1], c)  # noqa: E731
            gate = {"opens": {p: -1.0}, "crack": crack, "span": span} | gate
        self._flow(name, kind, s, p, size, second, gate)
        self.tables.pumps.append((self.tables.flows[-1], limit is None or not controls))

    def ejector(
        self, name: str, supply: str, vacuum: str, exhaust: str, nozzle: Any, suction: Any,
        deepest: Any,
    ) -> None:  # fmt: skip
        """Add a vacuum generator: nozzle C in L/(s·bar), suction in NL/min, `deepest` bar gauge.

        The pull grows from 1 bar to 4.5 bar of supply (assumed); without supply the way is open.
        """
        self.sonic(f"{name} nozzle", supply, exhaust, nozzle, 0.5)
        pull = lambda c: _value(suction, c) / -_value(deepest, c)  # noqa: E731
        deep = lambda c: -_value(deepest, c)  # noqa: E731
        size = (pull, "suction per bar", "L/min per bar", LMIN / BAR, 0.0, 0.0)
        second = (deep, "deepest vacuum", "bar", BAR, 0.0, 0.01, 1.0)
        gate = {"opens": {supply: 1.0}, "crack": 1.0, "span": 3.5}
        self._flow(name, EJECTOR, vacuum, exhaust, size, second, gate)

    def _flow(
        self, name: str, kind: int, a: str, b: str, size: tuple, second: tuple, gate: dict[str, Any]
    ) -> None:
        ends, known = gate.get("opens", {}), {*GATES}
        for word in gate:
            if word not in known:
                raise unknown(f"{self.tag} {name}", "gate", word, sorted(known))
        if len(ends) > ENDS:
            raise LabsimError(f"{self.tag} {name}: {len(ends)} ends open it; {ENDS} is most")
        col = self._limited(name, *size)
        self._limited(name, *second)
        spool, side, overlap = gate.get("edge", ("", 0, 0.0))
        body, start, stop = gate.get("near", ("", 1.0, 0.0))
        self._col(gate.get("crack", 0.0), f"setting of {name}", "bar", BAR)
        self._gate_columns(name, gate, overlap, start, stop, list(ends.values()))
        flow = Flow(self.tag, name, kind, self.node(a), self.node(b), col,
                    [self.node(end) for end in ends], (a, b))  # fmt: skip
        flow.side, flow.relieves = side, _relieves(ends.get(a, 0.0))
        flow.spool = self.net.spool_number(self.tag, spool) if spool else -1
        flow.body = self.net.body_number(self.tag, body) if body else -1
        self.tables.flows.append(flow)

    def _limited(
        self, name: str, said: Any, what: str, unit: str, scale: float, offset: float = 0.0,
        low: float | None = None, high: float | None = None,
    ) -> int:  # fmt: skip
        limits = {k: v for k, v in (("low", low), ("high", high)) if v is not None}
        return self._col(said, f"{what} of {name}", unit, scale, offset, **limits)

    def _gate_columns(
        self, name: str, gate: Mapping[str, Any], overlap: Any, start: Any, stop: Any, weights: list
    ) -> None:
        """Add the columns after the crack, in the order of labsim.fluid.flows."""
        own = f"of {name}"
        self._col(gate.get("span", 1.0), f"span {own}", "bar", BAR, low=1e-3)
        self._col(gate.get("least", 0.0), f"least opening {own}", "", low=0.0, high=1.0)
        self._col(overlap, f"overlap {own}", "", low=-0.9, high=0.95)
        self._col(gate.get("shut", 1.0), f"opening {own}", "", low=0.0, high=1.0)
        self._col(start, f"place from which on {own}", "mm", MM)
        self._col(stop, f"place up to which {own}", "mm", MM)
        for weight in [*weights, *[0.0] * (ENDS - len(weights))]:
            self._col(weight, f"weight {own}", "")

    # what moves ---------------------------------------------------------------------------
    def spool(
        self, name: str, target: Any, tau: Any, pilots: Mapping[str, Any] | None = None,
        band: Any = 0.0,
    ) -> None:  # fmt: skip
        """Add a spool, -1 to 1, that follows `target` with lag tau in s.

        `pilots` {end: weight per bar} add to the target. With a `band` it is bistable: it keeps
        its side until the sum is beyond the band.
        """
        numbers = [
            (self.view, target, f"target of {name}"),
            (self.view, tau, f"lag of {name}", "s", 1.0, 0.0, 1e-4),
            (self.view, band, f"band of {name}", "", 1.0, 0.0, 0.0),
        ]
        ends = [
            (self.node(end), self._col(weight, f"weight of {end} on {name}", "per bar", 1 / BAR))
            for end, weight in (pilots or {}).items()
        ]
        self.tables.spools.append(Spool(self.tag, name, numbers, ends))

    def body(
        self, name: str, mass: Any, stroke: Any, start: Any = 0.0, force: Any = 0.0,
        coulomb: Any = 0.0, breakaway: Any = None, viscous: Any = 0.0,
        contact: tuple[Any, Any] | None = None,
    ) -> None:  # fmt: skip
        """Add a mass in kg with hard stops at 0 and `stroke` mm.

        Force in N pushes toward the far stop; friction `coulomb` in N when moving, `breakaway` in
        N after a second at rest (at least coulomb), `viscous` in N·s/mm; `contact` is the place in
        mm from which a workpiece pushes back, and its stiffness in N/mm.
        """
        touch, spring = contact or (FAR, 0.0)
        first = self._col(start, f"start of {name}", "mm", MM, low=0.0)
        numbers = [
            (self.view, said, f"{what} of {name}", unit, scale, 0.0, low)
            for said, (what, unit, scale, low) in zip(
                (mass, stroke, force, coulomb, breakaway or 0.0, viscous, touch, spring),
                MASS_UNITS,
                strict=True,
            )
        ]
        self.tables.bodies.append(Body(self.tag, name, numbers, first, False))

    def shaft(
        self, name: str, inertia: Any, torque: Any = 0.0, coulomb: Any = 0.0, viscous: Any = 0.0
    ) -> None:
        """Add a rotor: inertia in kg·m², `torque` in N·m in its sense, viscous in N·m·s/rad."""
        first = self._col(0.0, f"start of {name}", "rad")
        numbers = [
            (self.view, said, f"{what} of {name}", unit, 1.0, 0.0, low)
            for said, (what, unit, low) in zip(
                (inertia, FAR, torque, coulomb, 0.0, viscous, FAR, 0.0), ROTOR_UNITS, strict=True
            )
        ]
        self.tables.bodies.append(Body(self.tag, name, numbers, first, True))

    def piston(self, name: str, end: str, body: str, area: Any) -> None:
        """Let a node push a body with `area` cm²: positive, its volume grows as the body moves out.

        On a shaft give cm³/rad, once with + where the fluid comes in and once with - where it goes.
        """
        number = self.net.body_number(self.tag, body)
        if self.tables.bodies[number].turns:
            col = self._col(area, f"displacement of {name}", "cm³/rad", 1e-6)
            self.tables.displace(self.tag, end, self.node(end), number, col)
            return
        col = self._col(area, f"area of {name}", "cm²", CM2)
        self.tables.pistons.append(Piston(self.tag, end, self.node(end), number, col))

    def bladder(
        self, name: str, end: str, litres: Any, precharge: Any, exponent: Any = 1.2
    ) -> None:
        """Add a gas accumulator to a node: shell in L, precharge in bar, polytropic exponent."""
        col = self._col(litres, f"shell of {name}", "L", LITRE, low=0.0)
        self._col(precharge, f"precharge of {name}", "bar", BAR, PA, low=0.0)
        self._col(
            lambda c: 1.0 / _value(exponent, c), f"1/exponent of {name}", "", low=0.5, high=1.0
        )
        self.tables.bladders.append((self.node(end), col))

    def medium(
        self, grade: Any = 46, air: Any = 0.003, litres: Any = 40.0, cooling: Any = 15.0,
        ambient: Any = 25.0, start: Any = 45.0,
    ) -> None:  # fmt: skip
        """Say what the oil is: ISO VG, share of entrained air, L in the tank, W/K, °C.

        The first tank of a machine says it; others (drawn for their return lines) are the same one.
        """
        self.tables.set_medium(self.view, (air, grade, litres, cooling, ambient, start))


def _relieves(weight: Any) -> bool:
    """Tell whether pressure at a law's own inlet opens it: its setting cannot be below nothing."""
    return not callable(weight) and weight > 0


def _value(said: Any, c: Any) -> Any:
    return said(c) if callable(said) else said
