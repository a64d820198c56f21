"""The centrifuge on its drive: energy of the stop, trip levels, chopper, codes; by hand."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, Variant
from labsim.course import lab
from labsim.electrical import dcbus
from labsim.machines.centrifuge import Centrifuge
from tests.electrical.benchtop import broken, look, state, volts

OMEGA = 188.5  # rad/s at 60 Hz, four poles
GOOD = "ready, last run ended on the ramp"


def run_up(sim: Simulation) -> Simulation:
    return sim.operate("S1", "1").advance(9.0)


def stop(sim: Simulation) -> Simulation:
    return sim.operate("S1", "0").advance(9.0)


class _Box:
    """Just what the bus needs to know of a drive."""

    farads, gain, threshold = np.array([1.5e-3]), np.array([1.0]), np.array([780.0])


def bus_after(power: float, seconds: float, ohms: float = 1e9, ready: bool = False) -> dcbus.Bus:
    zero = np.zeros(1)
    start = dcbus.Bus(np.array([700.0]), zero, np.array([700.0]), zero)
    args = np.array([power]), np.array([679.0]), np.array([ohms]), np.array([ready]), seconds
    return dcbus.drift(start, _Box(), *args)


def test_the_bus_at_rest_is_the_peak_of_the_mains() -> None:
    # √2 · 480 V = 679 V
    sim = Simulation(Centrifuge())
    assert volts(sim, "T1:DC+", "T1:DC-") == pytest.approx(np.sqrt(2) * 480, rel=0.003)


def test_a_capacitor_takes_in_half_c_u_squared() -> None:
    # 2 kW for 40 ms are 80 J; √(700² + 2 · 80 J / 1.5 mF) = 772.1 V
    after = bus_after(2000.0, 0.040)
    assert after.volts[0] == pytest.approx(np.sqrt(700**2 + 2 * 80 / 1.5e-3), rel=1e-6)


def test_without_a_chopper_the_bus_is_at_its_trip_within_a_sixteenth_of_a_second() -> None:
    # From 700 to 820 V: ½ · 1.5 mF · (820² - 700²) = 137 J, at 3 kW in 46 ms; then no more comes.
    assert bus_after(3000.0, 0.040).peak[0] < dcbus.TRIP
    late = bus_after(3000.0, 0.200).peak[0]
    assert dcbus.TRIP <= late < dcbus.TRIP + 3000 * dcbus.SLICE / (1.5e-3 * 820) + 0.1


def test_the_chopper_holds_what_its_resistor_can_turn_into_heat_and_no_more() -> None:
    # 780 V across 75 Ω are 8.1 kW; at the trip 820² / 75 = 9.0 kW.
    assert bus_after(8000.0, 1.0, 75.0, ready=True).peak[0] < dcbus.TRIP
    assert bus_after(9500.0, 1.0, 75.0, ready=True).peak[0] >= dcbus.TRIP


def test_a_good_stop_takes_the_set_time_and_brings_back_the_energy_of_the_load() -> None:
    # P = J·ω·dω/dt = 1 · 188.5 · 37.7 = 7.1 kW at full speed, less drag 12 N·m · 188.5 = 2.3 kW.
    sim = run_up(Simulation(Centrifuge()))
    assert look(sim, "T1") == "running"
    sim.operate("S1", "0").advance(1.0)
    net, speed = sim.networks[0], state(sim, "M1", "speed")
    torque = 1.0 * OMEGA / 5.0 - (4 + 8 * speed**2)
    amps = [complex(net.amps("M1", f"w{n}")[0]) for n in range(3)]
    emf = 480 / np.sqrt(3) * speed * np.exp(-2j * np.pi * np.arange(3) / 3)
    back = -sum((e * np.conj(i)).real for e, i in zip(emf, amps, strict=True))
    assert back == pytest.approx(torque * OMEGA * speed, rel=0.07)
    sim.advance(4.3)
    assert look(sim, "T1") == GOOD
    assert 780 < state(sim, "T1", "peak") < dcbus.TRIP
    # The braking current is that of the bus through the resistor.
    assert state(sim, "T1", "braking") == pytest.approx(state(sim, "T1", "peak") / 75.05, rel=0.03)


@pytest.mark.parametrize(("seconds", "trips"), [(5.0, False), (3.7, False), (2.0, True)])
def test_the_shortest_ramp_follows_from_the_energy_balance(seconds: float, trips: bool) -> None:
    # J·ω²/t - drag < 820²/75 (9.0 kW): t > 35.5 kJ / 11.3 kW = 3.1 s if full braking power came at
    # full speed. It builds up within the slip, when speed is some per cent lower.
    sim = run_up(Simulation(Centrifuge(T1={"decel": seconds})))
    assert (look(stop(sim), "T1") == "F07 bus over-voltage") == trips


@pytest.mark.parametrize("fault", lab("ELE-07").scenario.faults)
def test_each_fault_of_the_lab_trips_on_over_voltage_at_the_stop_and_not_before(fault: str) -> None:
    sim = run_up(broken(Centrifuge(), fault, 0))
    assert look(sim, "T1") == "running"
    assert look(stop(sim), "T1") == "F07 bus over-voltage"


def test_a_run_command_clears_the_fault_and_catches_the_turning_basket() -> None:
    sim = stop(run_up(broken(Centrifuge(), "R1: burnt open")))
    assert state(sim, "M1", "speed") > 0.4, "it coasts: nothing brakes it any more"
    sim.operate("S1", "1").advance(0.5)
    assert look(sim, "T1") == "running up"
    assert state(sim, "T1", "hertz") > 25
    assert look(sim.advance(9.0), "T1") == "running"


def test_mains_on_the_wrong_tap_and_a_wrong_bus_sense_look_alike_on_the_keypad_only() -> None:
    # Tap 540 V on 600 V mains: 480 · 600/540 = 533 V, bus 754 V. Sense 10 % high: 679 shown as 747.
    high = broken(Centrifuge(), "T2: connected to the 540 V tap")
    wrong = broken(Centrifuge(), "T1: bus sense reads too high", 0)
    assert volts(high, "T1:DC+", "T1:DC-") == pytest.approx(np.sqrt(2) * 533, rel=0.003)
    assert volts(wrong, "T1:DC+", "T1:DC-") == pytest.approx(679, rel=0.003)
    for sim in (high, wrong):
        assert state(run_up(sim), "T1", "blocked")


def test_the_drive_keeps_a_trickle_in_a_sound_resistor() -> None:
    # 679 V through 100 kΩ inside: 6.8 mA, 0.51 V on 75 Ω. Open, the resistor has the whole bus.
    assert volts(Simulation(Centrifuge()), "R1:1", "R1:2") == pytest.approx(0.509, rel=0.02)
    assert volts(broken(Centrifuge(), "R1: burnt open"), "R1:1", "R1:2") > 670


def test_other_troubles_have_other_codes() -> None:
    earth = broken(Centrifuge(), "M1: winding earthed to frame")
    assert look(run_up(earth), "T1") == "F11 earth fault at the output"
    phase = broken(Centrifuge(), "M1: terminal V1 open")
    assert look(run_up(phase), "T1") == "F12 output phase missing"
    mains = run_up(Simulation(Centrifuge()))
    mains.operate("Q1", "off").advance(0.5)
    assert look(mains, "T1") == "F05 bus under-voltage"
    assert look(broken(Centrifuge(), "T1: pre-charge resistor open"), "T1") == "display dark"


def test_set_to_coast_it_neither_brakes_nor_trips() -> None:
    sim = stop(run_up(broken(Centrifuge(), "T1: stop mode set to coast")))
    assert look(sim, "T1") == "ready"
    assert state(sim, "M1", "speed") > 0.4


def test_a_current_limit_too_low_makes_the_start_slow() -> None:
    sim = Simulation(Centrifuge(T1={"limit": 6.0})).operate("S1", "1").advance(9.0)
    assert look(sim, "T1") == "running up"


def test_the_bus_outlives_the_display() -> None:
    # Electronics (40 W) take it to 250 V in ½ · 1.5 mF · (679² - 250²) / 40 W = 7.5 s; then
    # 120 kΩ · 1.5 mF = 180 s: 60 V after 180 s · ln(250/60) = 257 s more. The label says 300 s.
    sim = Simulation(Centrifuge()).operate("Q1", "off").advance(20.0)
    assert look(sim, "T1") == "display dark"
    assert volts(sim, "T1:DC+", "T1:DC-") > 200
    port = sim.machine.port("T1:DC+")
    assert sim.networks[0].feeds(port)
    assert sim.networks[0].feeds(sim.machine.port("M1:U1"))
    assert not sim.networks[0].feeds(sim.machine.port("T2:X1"))
    sim.advance(280.0)
    assert volts(sim, "T1:DC+", "T1:DC-") == pytest.approx(250 * np.exp(-292 / 180), rel=0.1)
    assert not sim.networks[0].feeds(port)


def test_hands_before_the_charge_is_gone_are_a_critical_breach() -> None:
    bench = lab("ELE-07").bench("R1: burnt open")
    bench.wait(60).notify().isolate("Q1").lock("Q1")
    assert bench.measure("Ω", "R1:1", "R1:2").text == "----"
    bench.lift("R1:1")
    rules = [breach["rule"] for breach in bench.attempt.breaches]
    assert rules == ["ohms-live", "not-waited"]
    assert any(b["critical"] for b in bench.attempt.breaches)


def test_waiting_is_not_measuring() -> None:
    bench = lab("ELE-07").bench("R1: burnt open")
    bench.wait(60).notify().isolate("Q1").lock("Q1").wait(300).prove()
    bench.measure("V", "Q1:2", "Q1:4")
    bench.prove()
    bench.repair("T2:H1")  # on the mains side no capacitor is near
    assert bench.attempt.breaches == []
    bench.lift("R1:1")
    assert [breach["rule"] for breach in bench.attempt.breaches] == ["not-measured"]
    assert bench.measure("V", "T1:DC+", "T1:DC-").value < 60
    bench.land("R1:1")
    assert len(bench.attempt.breaches) == 1


def test_the_trained_hand_waits_and_measures() -> None:
    bench = lab("ELE-07").bench("R1: burnt open")
    bench.bring("locked out")
    assert [e["dt"] for e in bench.attempt.of("wait")][-1] == 300
    bench.repair("R1")
    assert bench.attempt.breaches == []


def test_a_parameter_is_read_set_and_recorded() -> None:
    bench = lab("ELE-07").bench("T1: deceleration time set too short", seed=0)
    assert bench.measure("P1.02").text == "2.0 s"
    bench.set("T1", "P1.02", 5)
    assert bench.measure("P1.02").text == "5.0 s"
    assert bench.attempt.of("set")[0]["value"] == 5.0
    assert bench.sim.wrong == [{}]
    bench.set("T1", "P1.01", 8)
    assert bench.sim.wrong == [{("T1", "accel"): 8.0}]


def test_a_new_drive_brings_no_new_parameters() -> None:
    sim = broken(Centrifuge(), "T1: deceleration time set too short")
    assert sim.replace("T1").wrong[0]
    assert not broken(Centrifuge(), "T1: chopper transistor dead").replace("T1").wrong[0]


def test_what_cannot_be_set_is_refused_in_words() -> None:
    bench = lab("ELE-07").bench()
    with pytest.raises(LabsimError, match=r"R1 is a braking resistor, without a keypad; .* T1"):
        bench.set("R1", "P1.02", 5)
    with pytest.raises(LabsimError, match=r"T1 has no parameter P1.20; it has P1.01"):
        bench.set("T1", "P1.20", 5)
    with pytest.raises(LabsimError, match="is not from 0 to 9999"):
        bench.set("T1", "P1.02", float("nan"))
    with pytest.raises(LabsimError, match="a keypad takes a number"):
        bench.set("T1", "P1.02", "long")
    bench.notify().isolate("Q1").wait(60)
    with pytest.raises(LabsimError, match="the display of T1 is dark"):
        bench.set("T1", "P1.02", 5)
    assert bench.measure("d.03").text == "----"


def test_variants_side_by_side_stop_as_each_does_alone() -> None:
    machine = Centrifuge()
    names = ("R1: burnt open", "T1: bus capacitors dried out", "S2: contact 13-14 welded")
    some = [Variant()]
    for name in names:
        fault = machine.fault(name)
        wrong = {(fault.component, k): v for k, v in fault.severities()[0].items()}
        some.append(Variant(wrong, None, name))
    together = stop(run_up(Simulation(machine, some)))
    for k, variant in enumerate(some):
        alone = stop(run_up(Simulation(machine, [variant])))
        for place, value in alone.states.items():
            assert value[0] == pytest.approx(together.states[place][k], rel=1e-7, abs=1e-7), place
