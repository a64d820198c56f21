"""What the stand of MEC-05 is: what is left at its coupling, what its pump set then shakes like."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.hands import Hands
from labsim.machines.pump_set import PumpSet
from labsim.mechanical.alignment import Tolerance, tolerance

__all__ = [
    "AFTER", "BEFORE", "FEET", "FIGURES", "HUBS", "RUN", "SPEED", "foreseen", "limits", "named",
    "shaken",
]  # fmt: skip

FEET, HUBS = "U5", "W1"
SPEED = 1780.0  # rpm, name-plate of the motor
RUN = ("A1", "60 Hz", 10.0)  # control, position, s until it runs steadily
FIGURES = {"2X at B3:V": ("mm/s 2X", "B3:V"), "1X at B3:A": ("mm/s 1X", "B3:A")}
BEFORE, AFTER = "as found", "as left"


def named(figure: str, when: str) -> str:
    """Return a figure as the sheet of predictions has it: "2X at B3:V, as found (mm/s)"."""
    return f"{figure}, {when} (mm/s)"


def limits() -> Tolerance:
    """Return the tolerance of the stand's speed class."""
    return tolerance(SPEED)


@cache
def shaken(offset: float, slope: float, soft: float = 0.0) -> dict[str, float]:
    """Return what the pump set reads with so much left hot: mm, mm on 100 mm, mm under a foot."""
    left = {("X1", "parallel"): offset, ("X1", "angular"): slope, ("U1", "soft"): soft}
    sim = Simulation(PumpSet(), [Variant({k: max(v, 1e-6) for k, v in left.items()})])
    control, position, seconds = RUN
    sim.operate(control, position).advance(seconds)
    hands = Hands(sim, titles=("vibration analyser",))
    read = {name: hands.measure_many(function, [[pad]])[0]
            for name, (function, pad) in FIGURES.items()}  # fmt: skip
    return {name: float(measured.value[0]) for name, measured in read.items()}


def foreseen(machine: Machine, sim: Simulation, when: str) -> dict[str, float]:
    """Return what the stand would read, run as it stands now, by the names of the sheet."""
    hubs, feet = (machine.component(machine.numbered(tag)) for tag in (HUBS, FEET))
    offset, slope = (float(np.hypot(*both)[0]) for both in hubs.hot(sim.views[hubs.tag]))
    gap = float(feet.rises(sim.views[feet.tag]).max())
    read = shaken(round(offset, 4), round(slope, 4), round(gap, 4))
    return {named(name, when): value for name, value in read.items()}


def state(machine: Machine, sim: Simulation) -> dict[str, Any]:
    """Return what counts of a stand as it is: hot offset and slope each way, gap, bolts."""
    hubs, feet = (machine.component(machine.numbered(tag)) for tag in (HUBS, FEET))
    offset, slope = hubs.hot(sim.views[hubs.tag])
    gap = float(feet.rises(sim.views[feet.tag]).max())
    tight = bool(sim.states[feet.tag, "position"][0] == 0)
    return {"offset": offset[:, 0], "slope": slope[:, 0], "gap": gap, "tight": tight}


__all__ += ["state"]
