"""Hydraulic machines whole: the design's press on its solenoids, what bursts, what is stored."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.bench import Bench
from labsim.core.circuit import Circuit, Line
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation
from labsim.electrical.contacts import PushButton
from labsim.electrical.loads import PilotLight, Solenoid
from labsim.electrical.sources import DCSupply
from labsim.electrical.switches import ProcessContacts
from labsim.fluid.accumulators import Accumulator
from labsim.fluid.cylinders import Cylinder, VerticalCylinder
from labsim.fluid.directional import DirectionalValve, PilotedDirectionalValve
from labsim.fluid.drives import Drive
from labsim.fluid.flow import Throttle
from labsim.fluid.lines import BallValve, BleedValve, Hose, PressureTap
from labsim.fluid.nonreturn import CheckValve
from labsim.fluid.pressure import ReliefValve
from labsim.fluid.pumps import Pump
from labsim.fluid.sensors import LimitSwitch, PressureSwitch
from labsim.fluid.tanks import Cooler, Tank, TankReturn
from labsim.zero import sources
from tests.fluid.oilbench import WARM, bar, near, simulated


class HydraulicPress(Machine):
    """Press cylinder on a 4/3 valve with a relief valve at 160 bar."""

    T1, T2 = Tank(), Tank()
    P1 = Pump(displacement=8, speed=1450)
    R1 = ReliefValve(setting=160)
    M1 = PressureTap()
    Y1, Y2 = Solenoid(), Solenoid()
    V1 = DirectionalValve(a=Y1, b=Y2)
    C1 = Cylinder(bore=63, rod=36, stroke=300, load=20)

    hydraulics = Circuit(
        "Hydraulic circuit",
        Line("P", P1["P"], R1["P"], M1["M"], V1["P"]),
        Line("A", V1["A"], C1["A"]),
        Line("B", V1["B"], C1["B"]),
        Line("T", V1["T"], R1["T"], T2["T"]),
        Line("S", P1["S"], T1["T"]),
        layout="""
                    C1
                    V1
               =====P=====
            P1  M1       R1
               =====T=====
            T1       T2
        """,
    )


class PressCell(HydraulicPress):
    """The press with two push buttons and the end lamp of a limit switch."""

    G1 = DCSupply()
    S1, S2 = PushButton("NO"), PushButton("NO")
    B1 = LimitSwitch(HydraulicPress.C1, at=300.0)
    B2 = PressureSwitch(setting=120)
    S3, S4 = ProcessContacts(B1, "13-14"), ProcessContacts(B2, "13-14")
    P2, P3 = (PilotLight(rated=24.0, resistance=288.0) for _ in range(2))
    wiring = Ladder(
        "24 V wiring", G1["+"], G1["-"],
        Rung(S1[13, 14], HydraulicPress.Y1), Rung(S2[13, 14], HydraulicPress.Y2),
        Rung(S3[13, 14], P2), Rung(S4[13, 14], P3),
    )  # fmt: skip
    switches = Circuit("Pressure switch", Line("BP", B2["P"]))


def test_the_press_of_the_design_extends_when_its_solenoid_is_fed() -> None:
    # 11 L/min over 31.17 cm²: 60 mm/s; at the load 20 400 N / 31.17 cm² = 65.5 bar and a little.
    sim = simulated(PressCell())
    sim.operate("S1", "pressed").advance(2.0)
    assert near(sim.views["C1"].pace("rod"), 60.0, 0.05)
    assert near(bar(sim, "C1:A"), 65.9, 0.02)
    sim.advance(5.0)
    assert near(sim.views["C1"].travel("rod"), 300.0, 0, 0.5)
    assert sim.machine.component("P2").look(sim.views["P2"])[0] == "lit"  # the limit switch made


def test_with_a_coil_burnt_open_the_manual_override_still_moves_the_rod() -> None:
    sim = simulated(PressCell(), {"Y1.resistance": np.inf})
    sim.operate("S1", "pressed").advance(2.0)
    assert near(sim.views["C1"].travel("rod"), 0.0, 0, 0.5)
    sim.operate("S1", "released").operate("V1", "override a").advance(2.0)
    assert sim.views["C1"].travel("rod")[0] > 80


def test_a_relief_valve_set_low_is_cured_by_its_screw_at_the_bench() -> None:
    bench = Bench(HydraulicPress(), "R1: set far too low")
    low = float(bar(bench.sim, "M1:M")[0])
    for _ in range(40):
        if float(bar(bench.sim, "M1:M")[0]) > 163.0:
            break
        bench.turn("R1", "setting", 0.5).wait(1)
    assert low < 130
    assert near(bar(bench.sim, "M1:M"), 163.6, 0, 9.0)


class OnHose(Machine):
    """Pump into a hose to a cylinder, with a relief valve at 140 bar."""

    T1, T2 = Tank(**WARM), TankReturn()
    M2 = Drive()
    P1 = Pump(M2, stall=600.0)
    R1 = ReliefValve(setting=140)
    W1 = Hose(rated=100.0)
    V1 = DirectionalValve()
    C1 = Cylinder(stroke=50)

    hydraulics = Circuit(
        "Hose",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], W1["A"]),
        Line("V", W1["B"], V1["P"]),
        Line("A", V1["A"], C1["A"]),
        Line("B", V1["B"], C1["B"]),
        Line("T", R1["T"], V1["T"], T2),
    )


def test_a_hose_bursts_when_the_relief_valve_is_stuck_closed_and_not_before() -> None:
    # Burst pressure 4 · 100 bar (ISO 18752); the drive would push to 600 bar.
    sim = simulated(OnHose(), {}, {"R1.setting": 1e4}).operate("M2", "running").advance(4.0)
    sim.advance(2.0)  # a hose notices at the next event what pressure it had
    looks = list(sim.machine.component("W1").look(sim.views["W1"]))
    assert looks == ["dry", "burst, oil everywhere"]
    assert near(bar(sim, "P1:P")[0], 143.0, 0.03) and bar(sim, "P1:P")[1] < 5.0


class Stored(Machine):
    """Accumulator and raised load, held when the pump stands."""

    T1, T2 = Tank(**WARM), TankReturn()
    M2 = Drive()
    P1 = Pump(M2, displacement=16)
    R1 = ReliefValve(setting=140)
    V2 = CheckValve()
    Q1 = BleedValve()
    C2 = Accumulator(Q1)
    V1 = DirectionalValve()
    C1 = VerticalCylinder(mass=800.0)

    hydraulics = Circuit(
        "Stored energy",
        Line("S", P1["S"], T1),
        Line("P", P1["P"], R1["P"], V2["A"]),
        Line("C", V2["B"], C2, Q1["A"], V1["P"]),
        Line("A", V1["A"], C1["A"]),
        Line("B", V1["B"], C1["B"]),
        Line("T", R1["T"], V1["T"], Q1["B"], T2),
    )


def raised() -> Simulation:
    sim = simulated(Stored()).operate("M2", "running").advance(8.0)
    sim.operate("V1", "out").advance(6.0).operate("V1", "neutral").operate("M2", "stopped")
    return sim.advance(3.0)


def test_a_stopped_pump_leaves_an_accumulator_and_a_raised_load() -> None:
    stores = {s.tag: s for s in sources(Stored()) if s.kind == "store"}
    assert set(stores) == {"C1", "C2"}
    assert stores["C2"].release == "Q1" and stores["C1"].blocks
    sim = raised()
    joules = {tag: float(sim.machine.component(tag).stored(sim.views[tag])[0]) for tag in stores}
    assert near(joules["C1"], 800 * 9.81 * 0.3, 0.01)  # 2.4 kJ
    assert joules["C2"] > 5e3


def test_the_oil_of_the_accumulator_can_be_let_off_and_the_load_be_propped() -> None:
    sim = raised()
    for tag in ("C1", "C2"):
        part, view = sim.machine.component(tag), sim.views[tag]
        part.discharge(view)
        if part.blocks:
            part.block(view, True)
    sim.advance(90.0)
    assert all(sim.machine.component(t).stored(sim.views[t])[0] == 0 for t in ("C1", "C2"))
    assert sim.machine.component("C1").look(sim.views["C1"])[0].endswith("prop in")
    sim.operate("V1", "in").advance(5.0)
    assert sim.views["C1"].travel("rod")[0] > 290  # the prop carries it with the oil let off


def test_without_prop_the_load_comes_down_when_the_lever_is_moved() -> None:
    sim = raised().operate("Q1", "open").advance(60.0).operate("V1", "in").advance(5.0)
    assert sim.views["C1"].travel("rod")[0] < 2.0
    assert sim.machine.component("C1").stored(sim.views["C1"])[0] == 0.0


class Piloted(Machine):
    """A pilot-operated valve gets its pilot oil from P."""

    T1, T2 = Tank(**WARM), TankReturn()
    M2, M3, M4 = Drive(), Drive(), Drive()  # M3 and M4 play the solenoids
    P1 = Pump(M2, displacement=16)
    R1 = ReliefValve(setting=100)
    V1 = PilotedDirectionalValve(a=M3, b=M4)
    C1 = Cylinder()
    hydraulics = Circuit(
        "Piloted",
        Line("S", P1["S"], T1), Line("P", P1["P"], R1["P"], V1["P"]),
        Line("A", V1["A"], C1["A"]), Line("B", V1["B"], C1["B"]),
        Line("T", R1["T"], V1["T"], T2),
    )  # fmt: skip


def test_a_pilot_operated_valve_does_not_shift_without_pilot_pressure() -> None:
    sim = simulated(Piloted(), {}, {"V1.piloting": 0.0}).operate("M3", "running").advance(1.0)
    assert near(sim.views["V1"].shift("spool"), 0.0, 0, 0.05)
    sim.operate("M2", "running").advance(3.0)
    assert sim.views["C1"].travel("rod")[0] > 100 and sim.views["C1"].travel("rod")[1] < 1


class Cooled(Machine):
    """A throttle that heats the oil, a cooler in the return line."""

    T1, T2 = Tank(start=45.0), TankReturn()
    P1 = Pump(displacement=16)
    R1 = ReliefValve(setting=160)
    R2 = Throttle(opening=0.5, area=8.0)
    Z1 = Cooler()
    hydraulics = Circuit(
        "Cooled",
        Line("S", P1["S"], T1), Line("P", P1["P"], R1["P"], R2["A"]),
        Line("R", R1["T"], R2["B"], Z1["A"]), Line("T", Z1["B"], T2),
    )  # fmt: skip


def test_a_fouled_cooler_lets_the_oil_run_hot() -> None:
    # In balance losses = (15 + 120) W/K · (ϑ - 25 °C); p·q near 80 bar · 23 L/min = 3.1 kW: 48 °C.
    sim = simulated(Cooled(), {}, {"Z1.cooling": 6.0}).advance(3 * 3600.0)
    watts = bar(sim, "P1:P") * 1e5 * 23.2 / 6e4
    assert near(sim.views["T1"].celsius[0], 25 + watts[0] / 135, 0, 2.0)
    assert sim.views["T1"].celsius[1] > 75
    assert "too hot to touch" in sim.machine.component("T1").look(sim.views["T1"])[1]


def test_a_port_on_no_line_is_named_with_its_cure() -> None:
    class Loose(Machine):
        """A ball valve with one end on nothing."""

        T1 = Tank()
        Q1 = BallValve()
        sheet = Circuit("Loose", Line("T", T1, Q1["A"]))

    with pytest.raises(LabsimError, match=r"Q1:B of the ball valve is on no line: put it on"):
        Simulation(Loose())


class Deadhead(Machine):
    """A gear pump into a ball valve, and no relief valve."""

    T1, T2 = Tank(**WARM), TankReturn()
    P1 = Pump()
    V1 = DirectionalValve()
    C1 = Cylinder()
    sheet = Circuit(
        "Deadhead", Line("S", P1["S"], T1), Line("P", P1["P"], V1["P"]),
        Line("A", V1["A"], C1["A"]), Line("B", V1["B"], C1["B"]), Line("T", V1["T"], T2),
    )  # fmt: skip


def test_a_pump_without_relief_valve_is_told_to_the_author() -> None:
    with pytest.warns(UserWarning, match=r"P1: nothing limits the pressure at its port P; put a"):
        Simulation(Deadhead())
