"""What the hydraulic tests share: hand formulas, and how a machine is run and read."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant

CD, RHO = 0.65, 870.0
WARM = {"start": 40.0, "ambient": 40.0}  # oil of 46 cSt, in a hall as warm


def edge_flow(area: float, bar: float) -> float:
    """Flow in L/min of a sharp edge of so many mm² at a drop in bar: Cd·A·√(2·Δp/ρ).

    Below 0.3 bar it is rather laminar: √Δp becomes Δp/(Δp² + 0.3²)^¼ (notes of fluid power §4.1).
    """
    return CD * area * 1e-6 * np.sqrt(2e5 / RHO) * 6e4 * bar / (bar**2 + 0.09) ** 0.25


def edge_drop(area: float, flow: float) -> float:
    """Drop in bar of a sharp edge of so many mm² at a flow in L/min: the inverse of the former."""
    square = (RHO / 2 * (flow / 6e4 / (CD * area * 1e-6)) ** 2 / 1e5) ** 2  # bar², turbulent
    return np.sqrt(square / 2 + np.sqrt(square**2 / 4 + square * 0.09))


def circle(mm: float) -> float:
    """Area in mm² of a diameter."""
    return np.pi / 4 * mm**2


def simulated(machine: Machine, *wrong: dict[str, Any]) -> Simulation:
    """Simulate a machine; with dicts {"R1.setting": 80.0}, a variant of it for each."""
    places = [{tuple(k.split(".", 1)): v for k, v in one.items()} for one in wrong or ({},)]
    return Simulation(machine, [Variant(place) for place in places])


def bar(sim: Simulation, port: str) -> np.ndarray:
    """Read a gauge at C1:A."""
    tag, _, mark = port.partition(":")
    return sim.views[tag].bar(mark)


def flow(sim: Simulation, law: str) -> np.ndarray:
    """Flow in L/min through a law, "R1:relief"."""
    tag, _, name = law.partition(":")
    return sim.views[tag].flow(name)


def near(got: Any, want: Any, part: float = 0.02, least: float = 0.3) -> bool:
    """Tell whether all are within a part of what is wanted, or within `least`."""
    return bool(np.all(np.abs(np.asarray(got) - want) <= np.maximum(part * np.abs(want), least)))
