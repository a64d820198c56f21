"""A fitting undone: which lines that opens, what is under pressure there, what gets out."""

from __future__ import annotations

import numpy as np

from labsim.core.circuit import Circuit
from labsim.core.machine import Machine
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation
from labsim.instruments.base import domain_of

__all__ = ["PRESSURE", "connected", "opened", "piped", "spill"]

PRESSURE = 2.0  # bar; more at a loosened fitting sprays (assumed)
GAP = 20.0  # mm² of a fitting that is undone (assumed)
# s between looks at what gets out, until the fitting is off.
MOMENTS = (0.01, 0.02, 0.03, *(0.06,) * 4, *(0.2,) * 14, *(1.0,) * 6, 10.0)


def piped(machine: Machine) -> list[tuple[Port, ...]]:
    """Return the lines of a machine's circuits, those that end at a single port too."""
    lines = [net for net in machine.nets if domain_of(net[0]) == "fluid"]
    joined = {port for net in lines for port in net}
    circuits = [sheet for sheet in machine.sheets if isinstance(sheet, Circuit)]
    alone = [line.ports for sheet in circuits for line in sheet.lines]
    return lines + [ports for ports in alone if not joined & set(ports)]


def connected(machine: Machine, port: Port) -> tuple[Port, ...]:
    """Return the ports on the line of a port, itself among them."""
    return next((net for net in machine.nets if port in net), (port,))


def opened(sim: Simulation, where: str) -> list[Port]:
    """Return the fluid ports that are opened at a port or a part: those that are on lines."""
    tag, colon, _ = where.rpartition(":")
    if (tag if colon else where) not in sim.machine.components:
        return []  # an instrument
    part = sim.machine.component(tag if colon else where)
    if domain_of(part) != "fluid":
        return []
    ports = [sim.machine.port(where)] if colon else [part.port(mark) for mark in part.marks]
    on = {port for line in piped(sim.machine) for port in line}
    return [port for port in ports if port in on]


def spill(sim: Simulation, where: str) -> np.ndarray | None:
    """Undo the fittings at a port or a part; return what got out of each variant in L.

    None where no variant has pressure there: what runs out then moves nothing.
    """
    ports = opened(sim, where)
    pressed = [np.abs(sim.views[p.component.tag].bar(p.mark)) > PRESSURE for p in ports]
    if not np.any(pressed):
        return None
    sim.gaping = {(p.component.tag, f"{p.mark}.weep"): GAP for p in ports}
    litres = np.zeros(sim.count)
    for moment in MOMENTS:
        sim.touch()
        sim.solve()
        began = escaping(sim, ports)
        sim.advance(float(moment))
        litres += 0.5 * (began + escaping(sim, ports)) * moment / 60.0
    sim.gaping = {}
    sim.touch()
    sim.solve()
    return litres


def escaping(sim: Simulation, ports: list[Port]) -> np.ndarray:
    """Return what gets out at these fittings now, in L/min."""
    return sum((np.abs(sim.network_of(p.component).weep(p)) for p in ports), np.zeros(sim.count))
