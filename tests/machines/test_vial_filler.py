"""The stopper station of INT-03: one chain through 24 V and air, as a technician walks it."""

from __future__ import annotations

import pytest

import labsim
from labsim.bench import Bench

SWITCHES = ("S1", "S2", "S3")


def running(fault: str | None) -> Bench:
    bench = labsim.lab("INT-03").bench(fault)
    for tag in SWITCHES:
        bench.press(tag)
    return bench.wait(5)


def test_a_sound_station_comes_ready() -> None:
    bench = running(None)
    seen = {tag: bench.look(tag).text for tag in ("C1", "C2", "U1", "B1", "B2", "B3", "P4")}
    assert seen["C1"] == "extended" and seen["C2"] == "on the work"
    assert seen["U1"] == "holds a stopper" and seen["P4"] == "lit"
    assert {seen[tag] for tag in ("B1", "B2", "B3")} == {"LED lit"}


@pytest.mark.parametrize("fault", [f.id for f in labsim.lab("INT-03").family])
def test_every_fault_keeps_the_station_from_coming_ready(fault: str) -> None:
    assert running(fault).look("P4").text == "dark"


@pytest.mark.parametrize(
    ("fault", "moves"), [("Y2: coil burnt open", True), ("V2: spool stuck at rest", False)]
)
def test_the_override_parts_coil_from_spool(fault: str, moves: bool) -> None:
    bench = running(fault)
    assert (bench.look("P2").text, bench.look("C2").text) == ("lit", "retracted")
    for tag in SWITCHES:
        bench.release(tag)
    bench.wait(2).press("V2").wait(2)
    assert (bench.look("C2").text == "on the work") == moves


def test_lockout_leaves_neither_volts_nor_air() -> None:
    bench = running(None)
    for tag in SWITCHES:
        bench.release(tag)
    bench.notify()
    for tag in ("G1", "Q1"):
        bench.isolate(tag).lock(tag)
    bench.prove()
    assert bench.measure("V", "G1:+", "G1:-").value == pytest.approx(0.0, abs=0.1)
    for tap in ("M2", "M3", "M4", "M5", "M6"):
        assert bench.measure("bar", f"{tap}:M").value == pytest.approx(0.0, abs=0.2), tap
    bench.prove().repair("V2")
    assert not bench.attempt.breaches


def breaches(bench: Bench) -> set[str]:
    return {found["rule"] for found in bench.attempt.breaches}


@pytest.mark.parametrize("place", ["U1", "W3", "V1", "C2:A", "Y2", "B1", "P4"])
def test_every_part_can_be_fed_by_volts_air_or_vacuum_until_both_are_locked(place: str) -> None:
    bench = labsim.lab("INT-03").bench()
    bench.repair(place)
    assert "work-live" in breaches(bench)


def test_the_cup_is_safe_with_the_air_locked_off_and_zero_read_at_it() -> None:
    """24 V does not reach the cup: only what feeds it has to be off."""
    bench = labsim.lab("INT-03").bench().notify().isolate("Q1").lock("Q1").wait(5)
    assert bench.measure("bar", "M7:M").value == pytest.approx(0.0, abs=0.2)
    bench.repair("U1")
    assert not bench.attempt.breaches


def test_the_clock_counts_euros() -> None:
    """250 € a minute of standstill."""
    bench = running(None)
    assert bench.standstill == pytest.approx(250.0 * bench.clock)
