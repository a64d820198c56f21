"""A small sorter to test the process with: hands work the motor, the feeder and the pusher."""

from __future__ import annotations

import itertools

import numpy as np

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation, Variant
from labsim.electrical.coils import DCContactor, Relay
from labsim.electrical.contacts import Selector
from labsim.electrical.eyes import BeltSensor, PhotoEye, PulseWheel
from labsim.electrical.loads import Solenoid
from labsim.electrical.sources import DCSupply
from labsim.electrical.switches import RodSwitch
from labsim.process.belt import Belt, Bin
from labsim.process.feeder import Feeder
from labsim.process.goods import BOX, CAN, Goods
from labsim.process.pusher import Pusher

__all__ = ["Sorter", "edges", "reach", "started"]


class Sorter(Machine):
    """A belt with an eye, a metal sensor, a pulse wheel and a pusher that a selector works."""

    G9 = DCSupply()
    S1, S2, S3 = Selector(label="Belt"), Selector(label="Feed"), Selector(label="Push")
    K1, K2, K3, K4 = DCContactor("13-14"), Relay("13-14"), Relay("13-14"), Relay("13-14")
    Y1 = Solenoid()
    C1, C2 = Bin(), Bin()
    G1 = Belt(K1, Goods({BOX: 1, CAN: 1}, order="box, can, box"), into=C1)
    G2 = Feeder(G1, follows=S2)
    C3 = Pusher(Y1, on=G1, into=C2, at=1800.0)
    B1 = PhotoEye(of=G1, at=1000.0)
    B2 = BeltSensor(of=G1, target="metal", at=1500.0)
    B3 = PulseWheel(of=G1)
    B4 = RodSwitch("13-14", of=C3, point=240.0)

    control = Ladder(
        "Control circuit",
        G9["+"],
        G9["-"],
        Rung(S1[13, 14], K1["A1", "A2"]),
        Rung(S3[13, 14], Y1),
        Rung(B1["BN", "BU"]),
        Rung(B2["BN", "BU"]),
        Rung(B3["BN", "BU"]),
        Rung(B1["BN", "BK"], K2["A1", "A2"]),
        Rung(B2["BN", "BK"], K3["A1", "A2"]),
        Rung(B4[13, 14], K4["A1", "A2"]),
    )


def reach(sim: Simulation, *moves: tuple[str, str]) -> Simulation:
    """Work controls of a machine, without letting time pass."""
    for tag, position in moves:
        sim.operate(tag, position)
    return sim


def started(*variants: Variant, machine: Machine | None = None) -> Simulation:
    """Return a sorter whose belt has run for a second and whose feeder has just been started."""
    sim = Simulation(machine or Sorter(), variants or (Variant(),))
    return reach(reach(sim, ("S1", "1")).advance(1.0), ("S2", "1"))


def edges(sim: Simulation, place: tuple[str, str], seconds: float) -> list[float]:
    """Return when a state of the first variant changed, in s from now."""
    begin, seen = sim.now, [(0.0, sim.states[place][0])]
    sim.note = lambda: seen.append((round(sim.now - begin, 2), sim.states[place][0]))
    sim.advance(seconds)
    del sim.note
    return [t for (_, was), (t, now) in itertools.pairwise(seen) if now != was]


def looks(sim: Simulation, tag: str) -> np.ndarray:
    """Return what an eye sees of a part, for every variant."""
    return sim.machine.component(tag).look(sim.views[tag])


__all__ += ["looks"]
