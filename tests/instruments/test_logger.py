"""The event logger: leads stay on, time passes, and it tells what happened meanwhile."""

from __future__ import annotations

import pytest

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.instruments.logger import trace
from labsim.machines.compressor_bay import CompressorBay
from labsim.scenario import Scenario

CASE = Scenario("X", "trap", "CompressorBay", "stops", instruments=("multimeter", "event logger"))
FERRULE = "X1: terminal 2b opens when shaken"


def bench(fault: str | None = FERRULE) -> Bench:
    return Bench(CompressorBay(), fault, scenario=CASE)


def trap(bench: Bench, *ports: str) -> Bench:
    """Set the trap with the start button held, start the compressor, wait."""
    bench.press("S1").arm(*ports)
    return bench.press("S3").wait(20)


def test_it_tells_how_long_the_voltage_was_away() -> None:
    # The compressor shakes for 3 s; behind the ferrule there is nothing in that time.
    caught = trap(bench(), "K4:13", "G1:N").measure("trap", "K4:13", "G1:N")
    assert caught.value == pytest.approx(3.0, abs=0.05)
    assert caught.text == "3.0 s off; 1 event, from 30 s on; min 0.0 V, max 120.0 V"


def test_before_the_weak_place_nothing_happens() -> None:
    caught = trap(bench(), "X1:2a", "G1:N").measure("trap", "X1:2a", "G1:N")
    assert caught.value == 0.0
    assert caught.text.startswith("0.0 s off; no event in")


def test_across_the_open_place_it_catches_the_rise() -> None:
    caught = trap(bench(), "X1:2b", "K4:13").measure("trap", "X1:2b", "K4:13")
    assert caught.value == pytest.approx(3.0, abs=0.05)
    assert "min 0.0 V, max 120.0 V" in caught.text


def test_a_voltmeter_afterwards_finds_nothing() -> None:
    assert trap(bench(), "K4:13", "G1:N").measure("V", "K4:13", "G1:N").value > 115


def test_the_trap_must_be_set_where_it_is_read() -> None:
    with pytest.raises(LabsimError, match=r"not on K4:13 and G1:N: arm\('K4:13', 'G1:N'\)"):
        bench().measure("trap", "K4:13", "G1:N")
    with pytest.raises(LabsimError, match="it is on X1:1a and G1:N"):
        bench().arm("X1:1a", "G1:N").measure("trap", "K4:13", "G1:N")


def test_only_a_case_with_a_logger_can_set_a_trap() -> None:
    plain = Bench(CompressorBay())
    with pytest.raises(LabsimError, match="no function trap"):
        plain.arm("K4:13", "G1:N")


def test_setting_the_trap_anew_forgets_what_was_before() -> None:
    hands = trap(bench(), "K4:13", "G1:N").arm("K4:13", "G1:N")
    assert hands.measure("trap", "K4:13", "G1:N").value == 0.0


def test_a_trap_on_record_comes_out_again() -> None:
    first = trap(bench(), "K4:13", "G1:N")
    told = first.measure("trap", "K4:13", "G1:N")
    second = bench()
    for event in first.attempt.events[1:]:
        second.again(event)
    assert second.attempt.of("measure")[0]["text"] == told.text
    assert second.clock == first.clock


def test_the_heat_gun_and_the_trap_take_their_minutes() -> None:
    hands = bench(None)
    assert hands.warm("K2").clock == pytest.approx(2.0)
    assert hands.arm("K4:13", "G1:N").clock == pytest.approx(2.5)


def test_the_tape_holds_every_change_of_voltage() -> None:
    hands = trap(bench(), "K4:13", "G1:N")
    sim = hands.sim
    net = sim.networks[0]
    times, volts = trace(sim, net, [sim.machine.port(p) for p in ("K4:13", "G1:N")])
    assert list(times) == sorted(times)
    low = volts[:, 0] < 60
    assert low.any() and not low[0] and not low[-1]
