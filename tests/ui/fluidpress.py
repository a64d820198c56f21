"""A small press for tests of the workbench: pump, relief valve, lever valve, cylinder, gauge."""

from __future__ import annotations

from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.core.circuit import Circuit, Line
from labsim.core.machine import Machine
from labsim.fluid.cylinders import Cylinder
from labsim.fluid.directional import DirectionalValve
from labsim.fluid.drives import Drive
from labsim.fluid.lines import Gauge, PressureTap
from labsim.fluid.pressure import ReliefValve
from labsim.fluid.pumps import Pump
from labsim.fluid.tanks import Tank, TankReturn
from labsim.ui import Workbench

__all__ = ["LAYOUT", "Press", "graded", "opened", "send"]

LAYOUT = """
              C1
              V1
         =====P=====
      P1  M1   P2    R1
         =====T=====
      T1       T2
"""


class Press(Machine):
    """Press cylinder on a lever valve with a relief valve at 160 bar."""

    T1, T2 = Tank(), TankReturn()
    D1 = Drive()
    P1 = Pump(drive=D1, displacement=8, speed=1450)
    R1 = ReliefValve(setting=160)
    M1, P2 = PressureTap(), Gauge()
    V1 = DirectionalValve()
    C1 = Cylinder(bore=63, rod=36, stroke=300, load=20)

    hydraulics = Circuit(
        "Hydraulic circuit",
        Line("P", P1["P"], R1["P"], M1["M"], P2["P"], V1["P"]),
        Line("A", V1["A"], C1["A"]),
        Line("B", V1["B"], C1["B"]),
        Line("T", V1["T"], R1["T"], T2["T"]),
        Line("S", P1["S"], T1["T"]),
        layout=LAYOUT,
    )


def opened(fault: str | None = None) -> Workbench:
    """Return the workbench of a press in a lab's text."""
    return Workbench(Bench(Press(), fault))


def graded(fault: str | None = None) -> Workbench:
    """Return the workbench of a press whose record is handed in: it commits to a seed."""
    return Workbench(Bench(Press(), fault, attempt=Attempt(lab="", seed="0" * 16)))


def send(bench: Workbench, do: str, **given: object) -> Workbench:
    """Send an intent as the browser does."""
    bench._intent(bench, {"do": do, **given}, [])
    assert not bench.notice["text"], bench.notice["text"]
    return bench
