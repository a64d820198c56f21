"""Multimeter, clamp and insulation tester: they load the circuit, err, and can be broken."""

from __future__ import annotations

import math

import numpy as np
import pytest

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation, Variant
from labsim.electrical.loads import Resistor
from labsim.electrical.sources import DCSupply
from labsim.hands import Hands
from labsim.instruments.base import digits
from labsim.instruments.multimeter import ohms_text
from labsim.machines.lamp_string import LampString
from labsim.machines.motor_starter import MotorStarter
from tests.bench.small import SmallStarter


class Divider(Machine):
    """Two resistors of 10 MΩ and one of 100 Ω across 24 V DC."""

    G1 = DCSupply()
    R1, R2 = Resistor(resistance=10e6), Resistor(resistance=10e6)
    R3 = Resistor(resistance=100.0)

    sheet = Ladder("Divider", G1["+"], G1["-"], Rung(R1, R2), Rung(R3))


def told(text: str, bench: Bench) -> str:
    return next(s["text"] for s in bench.sights() if s["tag"] == text)


# loading --------------------------------------------------------------------------------
def test_ten_megohms_load_a_divider_of_ten_megohms() -> None:
    # R2 with the meter beside it is 5 MΩ: 24 V · 5 / (10 + 5) = 8 V instead of 12 V.
    bench = Bench(Divider())
    assert bench.measure("V", "R2:1", "R2:2").value == pytest.approx(8.0, abs=0.06)
    assert bench.measure("V", "G1:+", "G1:-").text == "23.99 V DC"


def test_low_impedance_loads_it_almost_to_nothing() -> None:
    # 3 kΩ beside 10 MΩ: 24 V · 3e3 / 10e6 = 7.2 mV.
    assert Bench(Divider()).measure("V LoZ", "R2:1", "R2:2").value == pytest.approx(0.007, abs=2e-3)


@pytest.mark.parametrize("machine", [SmallStarter, MotorStarter])
def test_a_ghost_voltage_in_the_station_cable_collapses_at_low_impedance(machine: type) -> None:
    # Behind an open coil the conductor to the start button floats. 25 m · 100 pF/m to each of two
    # live neighbours is 5 nF: 530 kΩ at 60 Hz, so 10 MΩ still see most of 120 V and 3 kΩ see
    # 120 V · 3e3 / 530e3 = 0.68 V. (The 1 GΩ of insulation takes the rest.)
    bench = Bench(machine(), "K1: coil burnt open")
    ghost = bench.measure("V", "K1:A1", "K1:A2").value
    assert 60 < ghost < 120
    assert bench.measure("V LoZ", "K1:A1", "K1:A2").value == pytest.approx(0.68, abs=0.03)


def test_an_open_return_shows_full_voltage_that_low_impedance_does_not_hold() -> None:
    # With S1 held the coil is fed and its return is open: A2 floats at 120 V through the coil and
    # stays there against 3 kΩ, because a coil of 150 Ω is no weak coupling: a true fault, no ghost.
    bench = Bench(SmallStarter(), "K1: terminal A2 open")
    bench.press("S1")
    assert bench.measure("V", "K1:A2", "X1:X2").value == pytest.approx(120, abs=1)
    assert bench.measure("V LoZ", "K1:A2", "X1:X2").value > 100
    # At rest nothing feeds A2 but the capacitance of the cable: there it is a ghost.
    bench.release("S1")
    assert bench.measure("V", "K1:A2", "X1:X2").value > 60
    assert bench.measure("V LoZ", "K1:A2", "X1:X2").value < 1


@pytest.mark.parametrize("function", ["A in line", "mA"])
def test_an_ammeter_across_the_open_start_button_pulls_the_contactor_in(function: str) -> None:
    bench = Bench(SmallStarter())
    bench.measure(function, "S1:13", "S1:14")
    assert told("K1", bench) == "pulled in"  # and it seals in when the leads are off again


def test_low_impedance_volts_across_it_do_not() -> None:
    # 3 kΩ in series with 205 Ω of coil: 37 mA, and 0.85 · 120 V / 205 Ω = 497 mA are needed.
    bench = Bench(SmallStarter())
    assert bench.measure("V LoZ", "S1:13", "S1:14").value == pytest.approx(112, abs=4)
    assert told("K1", bench) == "dropped out"


# amps -----------------------------------------------------------------------------------
def test_current_in_line_with_the_burden_of_the_jack() -> None:
    # 24 V / (100 + 0.05 + 2 Ω) = 235.2 mA in line of R3, its conductor off.
    bench = Bench(Divider()).isolate("G1").lift("R3:1").restore("G1")
    assert bench.measure("mA", "G1:+", "R3:1").value == pytest.approx(235.2, abs=0.3)
    assert bench.measure("A in line", "G1:+", "R3:1").value == pytest.approx(0.24, abs=0.005)


def test_across_a_source_the_fuse_blows_and_stays_blown_until_it_is_mended() -> None:
    bench = Bench(Divider())
    reading = bench.measure("mA", "G1:+", "G1:-")
    assert reading.value == 0
    assert "fuse of the multimeter blew" in reading.warnings[0]
    assert [b["rule"] for b in bench.attempt.breaches] == ["amps-short"]
    bench.isolate("G1").lift("R3:1").restore("G1")
    again = bench.measure("mA", "G1:+", "R3:1")
    assert (again.value, again.warnings) == (0, ())  # a blown fuse reads nothing and says nothing
    assert bench.measure("A in line", "G1:+", "R3:1").value > 0.2  # the other jack has its own
    bench.mend("multimeter")
    assert bench.cost == 8.0
    assert bench.measure("mA", "G1:+", "R3:1").value == pytest.approx(235.2, abs=0.3)


def test_more_than_the_jack_carries_for_long_blows_it_without_being_a_short() -> None:
    # 24 V / (36 + 2 Ω) = 0.63 A: 1.4 times 440 mA, far from a short circuit.
    bench = Bench(Divider(R3={"resistance": 36.0})).isolate("G1").lift("R3:1").restore("G1")
    before = len(bench.attempt.breaches)
    assert "0.63" in bench.measure("mA", "G1:+", "R3:1").warnings[0]
    assert "amps-short" not in [b["rule"] for b in bench.attempt.breaches[before:]]


def test_the_inrush_of_a_coil_leaves_the_fuse_whole() -> None:
    # 120 V / |150 + 140j| Ω = 0.58 A for 20 ms, then 67 mA.
    bench = Bench(SmallStarter()).isolate("X1").lift("K1:A2").restore("X1").press("S1")
    assert bench.measure("mA", "K1:A2", "X1:X2").value == pytest.approx(66.6, abs=1)


def test_the_clamp_reads_without_opening_the_circuit() -> None:
    # 120 V / |150 + 1794j| Ω = 66.7 mA: five counts of a clamp that counts in 10 mA.
    bench = Bench(SmallStarter()).press("S1")
    assert bench.measure("A", "K1:A1").text == "0.07 A"
    assert bench.measure("A", "X1:X1").value == pytest.approx(0.09, abs=0.02)


# display --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ohms", "text"),
    [
        (0.0, "0.0 Ω"), (150.24, "150.2 Ω"), (599.9, "599.9 Ω"), (1802.0, "1.802 kΩ"),
        (18020.0, "18.02 kΩ"), (180200.0, "180.2 kΩ"), (2.205e6, "2.205 MΩ"),
        (22.05e6, "22.05 MΩ"), (41e6, "OL Ω"), (math.inf, "OL Ω"),
    ],
)  # fmt: skip
def test_ohms_are_written_with_four_digits_and_a_prefix(ohms: float, text: str) -> None:
    assert ohms_text(ohms) == text


def test_a_range_of_6000_counts_rounds_to_powers_of_ten() -> None:
    true = np.array([5.99949, 6.0, 6.004, 59.994, 600.4, 2000.0])
    value, places = digits(true, (6, 60, 600, 1000), 6000)
    assert value.tolist() == [5.999, 6.0, 6.0, 59.99, 600.0, math.inf]
    assert places.tolist()[:5] == [3, 3, 2, 2, 0]


@pytest.mark.parametrize(
    ("function", "held", "text"),
    [
        ("V", None, "24.00 V DC"), ("V", 60, "24.00 V DC"), ("V", 600, "24.0 V DC"),
        ("V", 1000, "24 V DC"), ("V", 6, "OL V DC"), ("Ω", 600, "320.2 Ω"), ("Ω", 6e3, "0.320 kΩ"),
        ("Ω", 4e7, "0.00 MΩ"),
    ],
)  # fmt: skip
def test_a_range_held_by_hand_reads_coarser_or_over(
    function: str, held: float | None, text: str
) -> None:
    bench = Bench(LampString())
    ports = ("G1:+", "G1:-") if function == "V" else ("E1:1", "E8:2")
    if function == "Ω":
        bench.isolate("G1")
    assert bench.measure(function, *ports, range=held).text == text
    assert bench.attempt.events[-1].get("range") == held
    fresh = Bench(LampString())
    for event in bench.attempt.events[1:]:
        fresh.again(event)
    assert fresh.attempt.events == bench.attempt.events
    assert bench.measure("V", "E1:1", "E1:2").text != "OL V DC"  # it ranges itself again


def test_a_range_it_does_not_have_is_refused() -> None:
    with pytest.raises(LabsimError, match="V has no range 50; it has 6, 60, 600, 1000"):
        Bench(LampString()).measure("V", "G1:+", "G1:-", range=50)


def test_a_zero_says_what_kind_of_circuit_it_is() -> None:
    lamps = Bench(LampString()).isolate("G1")
    assert lamps.measure("V", "E1:1", "E1:2").text == "0.000 V DC"
    starter = Bench(MotorStarter()).isolate("Q1")
    assert starter.measure("V", "K1:A1", "K1:A2").text == "0.000 V AC"


def test_polarity_shows_on_dc() -> None:
    assert Bench(LampString()).measure("V", "G1:-", "G1:+").text == "-24.00 V DC"


def test_one_lead_measures_to_earth() -> None:
    assert Bench(LampString()).measure("V", "G1:+").value == pytest.approx(24, abs=0.01)
    assert Bench(LampString()).measure("V", "G1:-").value == pytest.approx(0, abs=0.01)


def test_an_open_circuit_reads_ol_and_a_closed_one_reads_its_ohms() -> None:
    # Eleven lamps of 40 Ω, and the leads.
    bench = Bench(LampString(), "E9: lamp burnt out").isolate("G1")
    assert bench.measure("Ω", "E9:1", "E9:2").text == "OL Ω"
    assert bench.measure("Ω", "E1:1", "E8:2").text == "320.2 Ω"


def test_an_earth_fault_shows_on_the_insulation_tester() -> None:
    bench = Bench(SmallStarter(), "S0: terminal 22 earthed").isolate("X1")
    assert bench.measure("MΩ", "S0:22").value < 0.01
    sound = Bench(SmallStarter()).isolate("X1")
    assert sound.measure("MΩ", "S0:22").value > 20


# errors of the specimen -------------------------------------------------------------------
def volts(seed: int | None) -> float:
    return Bench(LampString(), seed=seed).measure("V", "G1:+", "G1:-").value


def test_each_specimen_errs_a_little_and_always_the_same() -> None:
    read = [volts(seed) for seed in range(30)]
    assert read == [volts(seed) for seed in range(30)]
    assert len(set(read)) > 10
    assert all(abs(value - 24.0) <= 0.01 * 24.0 / 2 + 0.01 for value in read)
    assert volts(None) == 24.0


def test_functions_of_one_specimen_err_each_in_its_own_way() -> None:
    hands = Hands(Simulation(LampString()), seed=5)
    meter = hands.instrument("multimeter")
    assert meter.gain("V", 0.01) != meter.gain("Ω", 0.01)


def test_many_variants_read_each_for_itself() -> None:
    broken = Variant({("E9", "resistance"): math.inf}, name="E9")
    hands = Hands(Simulation(LampString(), [Variant(), broken]))
    reading = hands.measure_many("V", [("E9:1", "E9:2")])[0]
    assert reading.text(0) == "2.000 V DC"
    assert reading.text(1) == "24.00 V DC"
    assert reading.sigma.shape == (2,)


def test_an_ammeter_bridges_each_variant_for_itself() -> None:
    # Across the start button K1 pulls in, but not with its coil open; across the supply the fuse
    # blows in every variant that has its voltage.
    wrong = ({}, {("K1", "resistance"): math.inf}, {("X1", "voltage"): 0.0})
    sim = Simulation(SmallStarter(), [Variant(places) for places in wrong])
    hands = Hands(sim)
    hands.measure_many("mA", [("S1:13", "S1:14")])
    assert sim.states["K1", "pulled"].tolist() == [True, False, False]
    hands.measure_many("mA", [("X1:X1", "X1:X2")])
    assert hands.instrument("multimeter").flag("mA fuse blown").tolist() == [True, True, False]


def test_instruments_leave_the_machine_as_it_was() -> None:
    bench = Bench(SmallStarter(), "K1: coil burnt open")
    before = bench.measure("V", "K1:A1", "K1:A2").value
    for function in ("V LoZ", "mA", "A in line"):
        bench.measure(function, "K1:A1", "K1:A2")
    assert bench.measure("V", "K1:A1", "K1:A2").value == before
    assert bench.sim.networks[0].leads is None


# jacks ----------------------------------------------------------------------------------
def test_volts_with_the_lead_left_in_an_ampere_jack_are_a_short_and_blow_its_fuse() -> None:
    # 24 V / (0.05 + 0.03 Ω) = 300 A want to flow; the dial on V looks at an empty jack: 0 V.
    bench = Bench(Divider())
    reading = bench.measure("V", "G1:+", "G1:-", jack="10 A")
    assert reading.value == 0
    assert "fuse of the multimeter blew" in reading.warnings[0]
    assert reading.warnings[1] == "input alert: the red lead is in the 10 A jack"
    assert [b["rule"] for b in bench.attempt.breaches] == ["amps-short"]
    assert bench.attempt.events[-1]["jack"] == "10 A"


def test_amps_with_the_lead_left_in_the_volts_jack_read_nothing_and_break_nothing() -> None:
    bench = Bench(Divider()).isolate("G1").lift("R3:1").restore("G1")
    before = len(bench.attempt.breaches)
    assert bench.measure("mA", "G1:+", "R3:1", jack="VΩ").text == "0.00 mA"
    assert bench.measure("Ω", "R3:1", "R3:2", jack="mA").text in ("OL Ω", "----")
    assert [b["rule"] for b in bench.attempt.breaches[before:]] == ["ohms-live"]


def test_the_right_jack_is_not_worth_recording_and_an_unknown_one_is_refused() -> None:
    bench = Bench(Divider())
    bench.measure("V", "G1:+", "G1:-", jack="VΩ")
    assert "jack" not in bench.attempt.events[-1]
    with pytest.raises(LabsimError, match="V has no jack 20 A; it has VΩ, mA, 10 A"):
        bench.measure("V", "G1:+", "G1:-", jack="20 A")
    with pytest.raises(LabsimError, match="A has no jack VΩ; it has none"):
        bench.measure("A", "R3:1", jack="VΩ")


def test_a_zero_on_an_empty_jack_proves_nothing_dead() -> None:
    bench = Bench(Divider()).notify().isolate("G1").lock("G1").prove()
    bench.measure("V", "R3:1", "R3:2", jack="mA")
    bench.prove()
    assert bench.lockout.proof == "proved"
