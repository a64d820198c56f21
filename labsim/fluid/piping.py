"""From drawn lines to nodes: every line is one pressure, a port off its line has its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from labsim.core.component import Component
from labsim.core.sheet import Port
from labsim.fluid.part import FluidPart
from labsim.fluid.tables import Node, Tables
from labsim.fluid.units import ATMOSPHERE

if TYPE_CHECKING:
    from labsim.core.simulation import Simulation

__all__ = ["Piping"]

LITRES = {"oil": 0.5, "air": 0.05}  # in a line of which nothing is said (assumed)
STUB = {"oil": 0.02, "air": 0.005}  # L in a fitting on no line (assumed)
WIDE = 500.0  # mm², a fitting screwed on, where some variants have it off
SONIC = 0.2  # L/(s·bar) for a mm² of hole (ISO 6358, sharp edge: about 0.16 to 0.2)


class Piping:
    """Nodes of lines, parted lines, leaking fittings."""

    sim: Simulation
    tables: Tables
    parts: list[Component]
    inner: dict[tuple[str, str], Node]
    node_of: dict[Port, Node]
    outside: Node
    medium_at: dict[Port, str]
    parted: frozenset[Port]
    undone: frozenset[tuple[str, str]]

    def _media(self) -> dict[Port, str]:
        """Return what is in every port: what its circuit holds, or that of its part's others."""
        found = {
            port: sheet.medium
            for sheet in self.sim.machine.sheets
            for port in (sheet.ports if hasattr(sheet, "medium") else ())
        }
        for part in self.parts:
            mine = [found[part.port(m)] for m in part.marks if part.port(m) in found]
            for mark in part.marks:
                found.setdefault(part.port(mark), mine[0] if mine else "oil")
        return found

    def medium_of_part(self, part: Component) -> str:
        """Return "oil" or "air": what is in the first port of a part."""
        if not part.marks:
            return next(iter(self.medium_at.values()), "oil")
        return self.medium_at[part.port(part.marks[0])]

    def _parted(self) -> frozenset[Port]:
        """Return the ports that are off their line in some variant."""
        off = set()
        for port in self.medium_at:
            joint = self.sim.effective.get((port.component.tag, f"{port.mark}.joint"))
            if joint is not None and not np.isfinite(joint).all():
                off.add(port)
        return frozenset(off)

    def _undone(self) -> frozenset[tuple[str, str]]:
        """Return the fittings that a hand has undone, as parameters."""
        return frozenset(self.sim.gaping)

    def _lines(self) -> None:
        """Make a node of every line; a port on no line has one of its own."""
        litres = {}
        for sheet in self.sim.machine.sheets:
            for line in sheet.lines if hasattr(sheet, "medium") else ():
                litres[line.ports[0]] = line.name, sheet.litres(line)
        groups = [net for net in self.sim.machine.nets if net[0] in self.medium_at]
        grouped = {port for net in groups for port in net}
        groups += [(port,) for port in self.medium_at if port not in grouped]
        for group in groups:
            node = self._line(group, [litres[p] for p in group if p in litres])
            for port in group:
                self.node_of[port] = self._stub(port, node) if port in self.parted else node

    def _line(self, ports: tuple[Port, ...], said: list[tuple[str, float]]) -> Node:
        medium = self.medium_at[ports[0]]
        one = ports[0]
        if not said and one.mark in getattr(one.component, "vented", ()):
            return self.outside
        name = f"line {said[0][0]} ({one.name})" if said else one.name
        node = Node(name, medium)
        self.tables.nodes.append(node)
        volume = sum(v for _, v in said) or (LITRES if len(ports) > 1 else STUB)[medium]
        node.volumes.append(self.tables.columns.add(None, volume, "volume", "L", 1e-3))
        return node

    def _stub(self, port: Port, line: Node) -> Node:
        """Return the node of a port that is off its line, where some variants still have it on."""
        node = Node(f"{port.name} off its line", line.medium)
        self.tables.nodes.append(node)
        node.volumes.append(self.tables.columns.add(None, STUB[line.medium], "volume", "L", 1e-3))
        joint = self.sim.effective[port.component.tag, f"{port.mark}.joint"]
        if np.isfinite(joint).any():
            part = FluidPart(self, port.component)
            self.inner[part.tag, f"~line of {port.mark}"] = line
            self.node_of[port] = node
            on = lambda c: np.isfinite(c[f"{port.mark}.joint"]) * 1.0  # noqa: E731
            self._hole(
                part, f"joint {port.mark}", port.mark, f"~line of {port.mark}", WIDE, shut=on
            )
        return node

    def _hole(self, part: FluidPart, name: str, a: str, b: str, area: Any, **gate: Any) -> None:
        """Add an opening of some mm² in whatever medium is there."""
        if part.node(a).medium == "oil":
            part.orifice(name, a, b, area, **gate)
        elif callable(area):
            part.sonic(name, a, b, lambda c: SONIC * area(c), **gate)
        else:
            part.sonic(name, a, b, SONIC * area, **gate)

    def _fittings(self, part: Component) -> None:
        """Add the leak of every fitting that leaks in some variant."""
        for mark in part.marks:
            place = (part.tag, f"{mark}.weep")
            leaks = np.any(self.sim.nominal[place] != 0) or place in self.undone
            leaks = leaks or any(place in w for w in self.sim.wrong)
            if leaks and self.node_of[part.port(mark)].held is None:
                rule = lambda c, name=place[1]: c[name]  # noqa: E731
                self._hole(FluidPart(self, part), f"weep {mark}", mark, ATMOSPHERE, rule)
