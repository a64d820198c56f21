"""The practice board of INS-01 against hand calculation."""

from __future__ import annotations

import math

import pytest

import labsim
from labsim.bench import Bench
from labsim.machines.meter_board import MeterBoard

OPEN = {"Q1": {"6.joint": math.inf}}


def volts(bench: Bench, *ports: str) -> float:
    return abs(float(bench.measure("V", *ports).value))


def test_with_a_sound_neutral_each_heater_has_its_leg() -> None:
    bench = Bench(MeterBoard())
    assert volts(bench, "E1:1", "E1:2") == pytest.approx(120, abs=0.3)
    assert volts(bench, "E2:1", "E2:2") == pytest.approx(120, abs=0.3)
    assert volts(bench, "X3:1a", "X4:1b") < 0.2
    assert bench.measure("A", "E1:1").value == pytest.approx(2.0, abs=0.03)  # 120 V / 60 Ω
    assert bench.measure("A", "Q1:6").value == pytest.approx(4.0, abs=0.03)  # 6 A - 2 A


def test_with_an_open_neutral_voltages_rise_and_sink_with_unequal_loads() -> None:
    # 240 V / (60 + 20 Ω) = 3 A through both: 180 V on the small load, 60 V on the large one;
    # the bar stands 180 - 120 = 60 V from earth, and the legs still have 240 V.
    bench = Bench(MeterBoard(**OPEN))
    assert volts(bench, "E1:1", "E1:2") == pytest.approx(180, rel=0.002)
    assert volts(bench, "E2:1", "E2:2") == pytest.approx(60, rel=0.002)
    assert volts(bench, "X3:1a", "X4:1b") == pytest.approx(60, rel=0.002)
    assert volts(bench, "Q1:2", "Q1:4") == pytest.approx(240, rel=0.002)
    assert bench.measure("A", "E1:1").value == pytest.approx(3.0, abs=0.02)
    assert bench.measure("A", "Q1:6").value == 0.0
    assert volts(bench, "Q1:2", "Q1:6") == pytest.approx(120, abs=0.3)  # before the break: sound


def test_a_bad_joint_in_the_neutral_shifts_less_and_carries_current() -> None:
    # Bar v: (120 - v)/24 - (120 + v)/72 = v/15, so v = 3.333/0.1222 = 27.3 V; 27.3/15 = 1.82 A.
    machine = labsim.lab("INS-01").scenario.build("3")
    bench = Bench(machine)
    assert volts(bench, "X33:1a", "X34:1b") == pytest.approx(27.3, abs=0.2)
    assert volts(bench, "E31:1", "E31:2") == pytest.approx(92.7, abs=0.4)
    assert volts(bench, "E32:1", "E32:2") == pytest.approx(147.3, abs=0.4)
    assert bench.measure("A", "Q31:6").value == pytest.approx(1.82, abs=0.02)


def test_ten_megohms_pull_a_high_divider_down() -> None:
    # Seen from R2 the source has 1.1 MΩ: 11.93 V · 10 / (10 + 1.1) = 10.74 V.
    assert volts(Bench(MeterBoard()), "R2:1", "R2:2") == pytest.approx(10.74, abs=0.03)


def test_burden_of_an_ammeter_in_line() -> None:
    # 23.85 V / (1200 + 2 Ω) = 19.84 mA; without the meter's 2 Ω it is 19.88 mA.
    bench = Bench(MeterBoard()).operate("X1", "open")
    assert bench.measure("mA", "X1:21", "X1:22").value == pytest.approx(19.9, abs=0.1)
    bench.operate("X1", "closed")  # the knife closed: current goes by the meter
    assert bench.measure("mA", "X1:21", "X1:22").value < 0.1


def test_the_small_jack_in_the_load_circuit_blows_its_fuse() -> None:
    # 24 V / (8 + 2 Ω) = 2.4 A through a fuse of 440 mA.
    bench = Bench(MeterBoard()).operate("X2", "open")
    assert "mA fuse of the multimeter blew" in bench.measure("mA", "X2:21", "X2:22").warnings[0]
    assert bench.measure("A in line", "X2:21", "X2:22").value == pytest.approx(2.97, abs=0.03)


def test_the_spare_core_is_a_ghost() -> None:
    # 50 m · 100 pF/m = 5 nF to the live core and to earth: half of 120 V, behind 10 nF, 265 kΩ at
    # 60 Hz. 10 MΩ see 60 V; 3 kΩ see 60 V · 3 / 265 = 0.68 V.
    bench = Bench(MeterBoard())
    assert volts(bench, "X6:1b", "X4:1b") == pytest.approx(60, abs=0.2)
    assert bench.measure("V LoZ", "X6:1b", "X4:1b").value == pytest.approx(0.68, abs=0.01)
    assert not bench.live("X6:1b")


def test_the_main_switch_makes_panel_and_cable_dead() -> None:
    bench = Bench(MeterBoard(**OPEN)).notify().isolate("Q1").lock("Q1").prove()
    assert volts(bench, "Q1:2", "Q1:4") == 0
    bench.prove()
    assert bench.measure("Ω", "E2:1", "E2:2").value == pytest.approx(20.2, abs=0.1)
    assert not bench.attempt.breaches
