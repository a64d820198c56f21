"""The four lines and four states of HYD-01: where a gauge goes, how a unit gets there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from labsim.core.machine import Machine
from labsim.core.sheet import Port
from labsim.core.simulation import Simulation

__all__ = [
    "LINES",
    "STATES",
    "figure",
    "gauge_at",
    "line_of",
    "meant",
    "probe",
    "state_of",
    "truth",
    "visit",
]

# Line of the print: where a gauge reads it, where its flow goes through.
LINES = {
    "P": ("M2:M", "P1:P"), "A": ("M3:M", "C1:A"), "B": ("C1:B", "C1:B"), "T": ("M4:M", "Z1:A"),
}  # fmt: skip
# State: positions of the lever, each with the seconds that it is left there.
STATES = {
    "idle": (("neutral", 6.0),),
    "extending": (("out", 6.0),),
    "at the stop": (("out", 40.0),),
    "retracting": (("out", 40.0), ("in", 6.0)),
}
STILL = 1.0  # mm/s below which a rod stands


def figure(line: str, state: str, unit: str) -> str:
    """Return what a figure is called in the notebook: "P, idle (bar)"."""
    return f"{line}, {state} ({unit})"


def gauge_at(machine: Machine, line: str) -> str:
    """Return the port where a gauge reads a line."""
    return machine.numbered(LINES[line][0])


def line_of(machine: Machine, port: str) -> str:
    """Return the line that a gauge at a port reads, "" if it is none of the four."""
    near = next((net for net in machine.nets if machine.port(port) in net), ())
    names = {p.name for p in near}
    return next((line for line in LINES if gauge_at(machine, line) in names), "")


def probe(machine: Machine, line: str) -> tuple[Port, Callable[[Simulation], float]]:
    """Return the port where a line is read, and what tells the flow in it in L/min."""
    gauge, meter = (machine.port(machine.numbered(name)) for name in LINES[line])
    return gauge, lambda sim: float(sim.network_of(meter.component).through(meter)[0])


def visit(sim: Simulation, state: str) -> None:
    """Bring a unit that stands in neutral, rod in, into a state."""
    lever = sim.machine.numbered("V1")
    for position, seconds in STATES[state]:
        sim.operate(lever, position)
        sim.advance(seconds)


def state_of(sim: Simulation) -> str:
    """Return the state that a unit is in, "" if it is none of the four."""
    tag: Any = sim.machine.numbered
    drive, lever = (int(sim.states[tag(t), "position"][0]) for t in ("M1", "V1"))
    rod = sim.views[tag("C1")]
    moves = float(np.asarray(rod.pace("rod"))[0])
    out = float(np.asarray(rod.travel("rod"))[0]) > rod.part.values["stroke"] - 2.0
    if not drive:
        return ""
    if lever == 0:
        return "idle"
    if abs(moves) < STILL:
        return "at the stop" if lever == 1 and out else ""
    return {(1, True): "extending", (2, False): "retracting"}.get((lever, moves > 0), "")


@cache
def truth(machine: Machine) -> Mapping[str, float]:
    """Return what a sound unit shows, by place and state, as the notebook names them."""
    found: dict[str, float] = {}
    for state in STATES:
        sim = Simulation(machine)
        visit(sim, state)
        for line in LINES:
            port, flows = probe(machine, line)
            bar, flow = sim.views[port.component.tag].bar(port.mark)[0], flows(sim)
            found[figure(line, state, "bar")] = round(float(bar), 1)
            found[figure(line, state, "L/min")] = round(abs(float(flow)), 2)
    return found


def meant(machine: Machine) -> float:
    """Return what the data sheet wants line P to read at the stop, in bar."""
    return float(np.round(truth(machine)[figure("P", "at the stop", "bar")]))
