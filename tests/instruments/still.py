"""A stand whose network stands still: parts say in parameters what is at their ports."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.bench import Bench
from labsim.core.circuit import Circuit, Line
from labsim.core.component import Component, Param, State
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Port, Rung
from labsim.core.simulation import Simulation, Variant
from labsim.electrical.contacts import PushButton
from labsim.electrical.loads import PilotLight
from labsim.electrical.sources import Supply
from labsim.hands import Hands

CASE = (
    "pressure gauge", "flow meter", "measuring jug", "thermometer", "tachometer", "stopwatch",
    "dial indicator", "oil sample", "leak detector", "multimeter",
)  # fmt: skip


class Still:
    """A network that stands still: parts say in parameters what is at their ports."""

    domain, stale = "fluid", False

    def __init__(self, sim: Simulation) -> None:
        self.sim, self.celsius = sim, np.full(sim.count, 45.0)

    @staticmethod
    def port_params(mark: str) -> dict[str, Param]:
        names = {"joint": 0.0, "weep": 0.0, "bar": 0.0, "peak": 0.0, "in": 0.0}
        return {f"{mark}.{name}": Param(value, "", "of this test") for name, value in names.items()}

    @staticmethod
    def port_faults(mark: str, loose: Any) -> list:
        return []

    def solve(self) -> None:
        """Nothing moves."""

    def _of(self, tag: str, name: str) -> np.ndarray:
        return np.asarray(self.sim.views[tag][name], dtype=float)

    def bar_at(self, tag: str, mark: str) -> np.ndarray:
        return self._of(tag, f"{mark}.bar")

    def peak_at(self, tag: str, mark: str) -> np.ndarray:
        late = self._of(tag, f"{mark}.peak") * (self.sim.now > 30.0)  # it comes while a gauge is on
        return np.maximum(late, self.bar_at(tag, mark))

    def through(self, port: Port) -> np.ndarray:
        return self._of(port.component.tag, f"{port.mark}.in")

    @property
    def flow_at(self) -> dict[tuple[str, str], int]:
        return {(p.component.tag, f"weep {p.mark}"): 0 for p in self.sim.machine.ports.values()}

    def weep(self, port: Port) -> np.ndarray:
        return self.flow(port.component.tag, f"weep {port.mark}")

    def flow(self, tag: str, name: str) -> np.ndarray:
        return self._of(tag, f"{name.partition(' ')[2]}.weep")

    def medium_of(self, port: Port) -> str:
        return "air" if port.component.tag.startswith("Z") else "oil"

    def feeds(self, port: Port, still: Any = ()) -> bool:
        return False

    def stroke(self, tag: str, body: str, way: int) -> np.ndarray:
        return np.where(self._of(tag, "took") > 0, self._of(tag, "took") * way, np.nan)

    def travel(self, tag: str, body: str) -> np.ndarray:
        return 100.0 - self.sim.now / 60.0 * self._of(tag, "drift")

    def pace(self, tag: str, body: str) -> np.ndarray:
        return np.zeros(self.sim.count)


class Valve(Component):
    title, letter, network, marks = "relief valve", "R", Still, ("P", "T")


class Tap(Component):
    title, letter, network, marks, tap = "test coupling", "M", Still, ("M",), True


class Ram(Component):
    title, letter, network, marks = "cylinder", "C", Still, ("A", "B")
    stroke = Param(300.0, "mm", "stop to stop")
    took = Param(0.0, "s", "last stroke")
    drift = Param(0.0, "mm/min", "inward")


class Wheel(Component):
    title, letter, network, marks = "pump", "P", Still, ("S", "P")
    turning = Param(1450.0, "rpm", "of its shaft")

    def rpm(self, c: Any) -> np.ndarray:
        return c.turning


class Switch(Component):
    title, letter, isolates = "main switch", "Q", True
    positions = ("off", "on")
    position = State(1, "1: on")


class Fitting(Component):
    title, letter, network, marks = "air fitting", "Z", Still, ("1", "2")


class Stand(Machine):
    """Stand of a test."""

    Q1, P1, M1, R1, C1, Z1 = Switch(), Wheel(), Tap(), Valve(), Ram(), Fitting()
    G1, S1, H1 = Supply(marks=("L", "N")), PushButton("NO"), PilotLight()
    oil = Circuit(
        "Oil",
        Line("P", P1["P"], M1, R1["P"], C1["A"]),
        Line("T", R1["T"], P1["S"]),
        Line("B", C1["B"], Z1["1"]),
        Line("Z", Z1["2"]),
    )
    wiring = Ladder("Wiring", G1["L"], G1["N"], Rung(S1[13, 14], H1))


def hands(*variants: dict[str, float], **changes: dict[str, float]) -> Hands:
    made = [Variant({tuple(k.split(" ")): v for k, v in one.items()}) for one in variants or [{}]]
    return Hands(Simulation(Stand(**changes), made), titles=CASE)


def bench(**changes: dict[str, float]) -> Bench:
    class Case:
        instruments, before, id, conditions = CASE, (), "trial", {}

    return Bench(Stand(**changes), scenario=Case())


def locked(**changes: dict[str, float]) -> Bench:
    """Return a stand that is switched off, locked and read at zero."""
    made = bench(**changes).notify().isolate("Q1").lock("Q1")
    made.measure("bar", "M1:M")
    return made


def read(function: str, port: str, **changes: dict[str, float]) -> Any:
    return hands(**changes).measure_many(function, [[port]])[0]
