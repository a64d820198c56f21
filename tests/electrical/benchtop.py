"""Small machines and small helpers for tests of parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation, Variant
from labsim.electrical.coils import Contactor
from labsim.electrical.contacts import Selector
from labsim.electrical.loads import PilotLight
from labsim.electrical.sources import Supply


class CoilRung(Machine):
    """A selector switches a contactor, its contact a lamp."""

    G1 = Supply()
    S1 = Selector()
    K1 = Contactor("13-14", "21-22")
    P1 = PilotLight()
    control = Ladder("Control", G1["L1"], G1["N"], Rung(S1, K1["A1", "A2"]), Rung(K1[13, 14], P1))


def broken(machine: Machine, fault_id: str, severity: int = -1) -> Simulation:
    """Return a simulation of the machine with one of its faults, the most severe by default."""
    fault = machine.fault(fault_id)
    wrong = {(fault.component, k): v for k, v in fault.severities()[severity].items()}
    return Simulation(machine, [Variant(wrong, fault.when, fault.id)])


def turn(sim: Simulation, tag: str, name: str, value: float) -> Simulation:
    """Change a parameter while the machine runs, as a variable supply does."""
    sim.nominal[tag, name] = np.full(sim.count, value)
    sim._effective_key = None
    return sim


def volts(sim: Simulation, a: str, b: str) -> float:
    net = sim.networks[0]
    return float(abs(net.volts(sim.machine.port(a), sim.machine.port(b))[0]))


def amps(sim: Simulation, tag: str, branch: str) -> float:
    return float(abs(sim.networks[0].amps(tag, branch)[0]))


def state(sim: Simulation, tag: str, name: str) -> Any:
    return sim.states[tag, name][0]


def look(sim: Simulation, tag: str) -> str:
    sim.solve()
    return str(sim.machine.component(tag).look(sim.views[tag])[0])


def moment(sim: Simulation, tag: str, name: str, longest: float, step: float = 0.01) -> float:
    """Return after how many seconds a yes/no state changes; `longest` if it does not."""
    start, begin = state(sim, tag, name), sim.now
    while sim.now - begin < longest - 1e-9:
        sim.advance(step)
        if state(sim, tag, name) != start:
            return round(sim.now - begin, 6)
    return longest
