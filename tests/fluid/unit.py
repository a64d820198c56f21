"""A small press with everything that stores: accumulator, raised load, lever valve; bench of it."""

from __future__ import annotations

from labsim.bench import Bench
from labsim.core.circuit import Circuit, Line
from labsim.core.component import State
from labsim.core.machine import Machine
from labsim.fluid.accumulators import Accumulator
from labsim.fluid.cylinders import VerticalCylinder
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.drives import Drive
from labsim.fluid.lines import BleedValve, PressureTap
from labsim.fluid.nonreturn import CheckValve
from labsim.fluid.pressure import ReliefValve
from labsim.fluid.pumps import PistonPump
from labsim.fluid.tanks import Tank

CASE = ("pressure gauge", "flow meter", "measuring jug", "thermometer", "tachometer", "stopwatch",
        "dial indicator", "oil sample")  # fmt: skip


class Switched(Drive):
    """Electric drive with a motor switch that takes a lock."""

    positions, isolates = ("off", "on"), True
    position = State(1, "1: on")


class Lift(Machine):
    """Lift: piston pump, accumulator behind a check valve, lever valve, 2.5 t on a cylinder."""

    pause = 3.0
    M1, T1 = Switched(), Tank()
    P1, R1, V2 = PistonPump(M1), ReliefValve(), CheckValve()
    Q2 = BleedValve()
    C2 = Accumulator(Q2)
    V1 = DirectionalValve()
    C1 = VerticalCylinder(mass=2500.0, bore=80.0, rod=45.0)
    M2, M3 = PressureTap(), PressureTap()

    oil = Circuit(
        "Hydraulic circuit",
        Line("T", P1["S"], P1["L"], T1, R1["T"], V1["T"], Q2["B"]),
        Line("P0", P1["P"], V2["A"]),
        Line("P", V2["B"], R1["P"], V1["P"], C2, Q2["A"], M2),
        Line("A", V1["A"], C1["A"], M3),
        Line("B", V1["B"], C1["B"]),
    )


class Case:
    """Stands for a scenario: it says what is in the case."""

    instruments, before, id, conditions = CASE, (), "trial", {}


def lift(fault: str | None = None, **changes: dict[str, float]) -> Bench:
    """Return a lift as it is found: the pump runs, the load is down."""
    return Bench(Lift(**changes), fault, scenario=Case())


def raised(fault: str | None = None) -> Bench:
    """Return a lift with its load up and the valve in neutral, the pump still running."""
    return lift(fault).wait(10).operate("V1", "out").wait(15).operate("V1", "neutral").wait(5)
