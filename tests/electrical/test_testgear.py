"""Instruments on test: what a technician sees of each defect, by hand calculation."""

from __future__ import annotations

from labsim.bench import Bench
from labsim.electrical.testgear import OHMS, OUTPUTS, VOLTS, Scale, shown
from labsim.machines.meter_case import MeterCase
from labsim.states import operating_states

MACHINE = MeterCase()


def at(position: str, tag: str, fault: str | None = None, seed: int = 0) -> str:
    bench = Bench(MACHINE, fault, seed)
    if position != "standby":
        bench.operate("G2", position)
    return bench.look(tag).text


def test_a_sound_meter_errs_within_its_accuracy_and_not_by_nothing() -> None:
    # P2 reads 0.3 % low: 5 V · 0.997 = 4.985 V; ±(0.5 % + 2) of 5.000 V is ±0.027 V.
    assert at("5 V DC", "P2") == "4.985 V"
    assert at("100 V AC", "P2") == "99.7 V"  # ±(1 % + 3) is ±1.3 V
    assert at("leads together", "P2") == "0.2 Ω"
    assert at("10 mA DC", "P2") == "9.97 mA"


def test_low_battery_reads_high_because_the_meters_own_reference_sags() -> None:
    # P1 with 5.8 V: 5 V · 1.002 · 6.5 / 5.8 = 5.615 V, and 6.2 V: 5.252 V. Ohms compare with a
    # resistor and stay right.
    assert at("5 V DC", "P1", "P1: battery low", seed=1) == "5.615 V, battery sign"
    assert at("5 V DC", "P1", "P1: battery low", seed=0) == "5.252 V, battery sign"
    assert at("100 Ω", "P1", "P1: battery low") == "100.1 Ω, battery sign"


def test_a_cracked_lead_of_eight_ohms_shows_in_ohms_and_not_in_volts() -> None:
    assert at("leads together", "P3", "P3: test lead cracked") == "8.1 Ω"
    assert at("100 Ω", "P3", "P3: test lead cracked") == "108.1 Ω"
    assert at("5 V DC", "P3", "P3: test lead cracked") == at("5 V DC", "P3")


def test_a_blown_fuse_reads_no_current_and_all_else_right() -> None:
    assert at("10 mA DC", "P1", "P1: mA fuse blown") == "0.00 mA"
    assert at("5 V DC", "P1", "P1: mA fuse blown") == at("5 V DC", "P1")


def test_a_range_switch_stuck_in_the_highest_range_shows_too_few_figures() -> None:
    # 600 V range of 6000 counts: 0.1 V; 40 MΩ range: 0.01 MΩ.
    fault = "P1: range switch stuck"
    assert at("5 V DC", "P1", fault) == "5.0 V"
    assert at("100 V AC", "P1", fault) == "100.2 V"
    assert at("100 Ω", "P1", fault) == "0.00 MΩ"


def test_out_of_calibration_is_wrong_without_a_sign_on_the_display() -> None:
    # 5 V · 1.02 = 5.100 V, four times its ±0.027 V; 0.96 reads 4.800 V.
    assert [at("5 V DC", "P3", "P3: out of calibration", s) for s in (0, 1)] == [
        "5.100 V",
        "4.800 V",
    ]


def test_the_label_is_read_with_the_instrument_off() -> None:
    assert at("standby", "P4") == "off; label CAT III 600 V, calibration due 2026-09"
    assert "CAT II 300 V" in at("standby", "P4", "P4: rating label too low for the job")


def test_a_voltage_tester_knows_steps_and_a_buzzer_only() -> None:
    assert [at(p, "P6") for p in ("5 V DC", "100 V AC", "leads together", "1 MΩ")] == [
        "no lamp lit", "50 V lamp lit", "buzzes", "has no such function",
    ]  # fmt: skip
    assert at("100 V AC", "P6", "P6: test lead broken") == "no lamp lit"
    assert at("5 V DC", "P6", "P6: 50 V lamp always lit") == "50 V lamp lit"
    assert at("leads together", "P6", "P6: battery flat") == "silent"


def test_the_station_is_red_for_every_defect_and_tells_of_none_which() -> None:
    tags = {f"P{n}" for n in range(1, 7)}
    own = [f for f in MACHINE.faults if f.component in tags]
    assert len(own) == 32
    said = {Bench(MACHINE, f, seed).look("P7").text for f in own for seed in (0, 1)}
    assert said == {"red: case held"}
    assert Bench(MACHINE).look("P7").text == "green: case released"


def test_every_defect_shows_somewhere_at_the_reference() -> None:
    def all_of(fault: str | None, seed: int) -> list[str]:
        bench, found = Bench(MACHINE, fault, seed), []
        for position in OUTPUTS:
            bench.operate("G2", position)
            found += [bench.look(f"P{n}").text for n in range(1, 7)]
        return found

    sound = all_of(None, 0)
    for fault in MACHINE.faults:
        if fault.component in {f"P{n}" for n in range(1, 7)}:
            assert all_of(fault.id, 0) != sound, fault.id


def test_unplugged_it_gives_nothing_and_the_station_is_dark() -> None:
    bench = Bench(MACHINE).operate("G2", "5 V DC").isolate("G1")
    assert bench.look("P1").text.startswith("off; label")
    assert bench.look("P7").text == bench.look("G2").text == "dark"


def test_an_instrument_opened_with_its_leads_in_a_live_reference_is_work_on_a_live_part() -> None:
    bench = Bench(MACHINE).repair("P3")
    assert [b["rule"] for b in bench.attempt.breaches] == ["work-live"]


def test_figures_of_a_display() -> None:
    volts, ohms = Scale(VOLTS, 0.005, 2), Scale(OHMS, 0.009, 2)
    assert [shown(volts, 0, v) for v in (5.0, 59.99, 600.0, 601.0)] == [
        "5.000 V", "59.99 V", "600.0 V", "OL V",
    ]  # fmt: skip
    assert [shown(ohms, 0, v) for v in (0.0, 1500.0, 2.2e6)] == ["0.0 Ω", "1.500 kΩ", "2.20 MΩ"]


def test_a_control_of_many_positions_gives_a_state_for_each() -> None:
    states = operating_states(MACHINE)
    assert [s.label for s in states] == [
        "at rest", *(f"G2 at {name}" for name in list(OUTPUTS)[1:]), "locked out",
    ]  # fmt: skip
    state = states[4]
    assert state.there == (("operate", "G2", "leads together"),)
    assert state.back == (("operate", "G2", "standby"),)
    bench = Bench(MACHINE)
    bench.bring(state.label)
    assert bench.look("G2").text == "leads together"
    bench.bring("locked out").bring("G2 at 100 Ω")
    assert bench.look("G2").text == "100 Ω"
    assert not bench.attempt.breaches
