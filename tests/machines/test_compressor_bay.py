"""The palletiser box beside the compressor: what fails there fails under its condition only."""

from __future__ import annotations

import math

import pytest

from labsim.core.errors import LabsimError
from labsim.core.sheet import Weak
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.machines.compressor_bay import CompressorBay
from tests.electrical.benchtop import amps, look, moment, state

WEAK = [fault.id for fault in CompressorBay().faults if fault.when]


def running(fault: str | None = None) -> Simulation:
    """Start the palletiser; the compressor stands still."""
    machine = CompressorBay()
    variants = variants_of(machine.fault(fault)) if fault else [Variant()]
    sim = Simulation(machine, variants)
    sim.operate("S1", "pressed").settle()
    return sim.operate("S1", "released").settle()


def provoked(sim: Simulation, when: str) -> Simulation:
    """Run the compressor as far as a condition needs it."""
    sim.operate("S3", "1").advance(10)
    if when in ("load", "heat"):
        sim.operate("S4", "1").advance(10)
    return sim.advance(480) if when == "heat" else sim


def test_the_healthy_palletiser_runs_through_start_load_and_heat() -> None:
    assert look(provoked(running(), "heat"), "K2") == "pulled in"


@pytest.mark.parametrize("fault", WEAK)
def test_a_weak_place_holds_while_the_compressor_stands(fault: str) -> None:
    assert look(running(fault).advance(600), "K2") == "pulled in"


@pytest.mark.parametrize("fault", WEAK)
def test_a_weak_place_stops_the_palletiser_under_its_own_condition(fault: str) -> None:
    when = str(CompressorBay().fault(fault).when)
    before = {"vibration": [], "load": ["vibration"], "heat": ["vibration", "load"]}[when]
    for earlier in before:
        assert look(provoked(running(fault), earlier), "K2") == "pulled in"
    assert look(provoked(running(fault), when), "K2") == "dropped out"


def test_knocking_shakes_the_part_knocked_on_and_no_other() -> None:
    ferrule = "X1: terminal 2b opens when shaken"
    assert look(running(ferrule).tap("X1").advance(2), "K2") == "dropped out"
    assert look(running(ferrule).tap("K4").advance(2), "K2") == "pulled in"


def test_the_heat_gun_needs_a_minute_and_warms_one_part() -> None:
    hot = "F3: contact 95-96 opens when hot"
    assert look(running(hot).warm("F3").advance(55), "K2") == "pulled in"
    assert look(running(hot).warm("F3").advance(65), "K2") == "dropped out"
    assert look(running(hot).warm("X1").advance(120), "K2") == "pulled in"


def test_a_warmed_part_is_cold_again_five_minutes_after_the_gun_was_put_on() -> None:
    sim = running("K2: coil opens when hot").warm("K2").advance(240)
    sim.operate("S1", "pressed").settle()
    assert look(sim, "K2") == "dropped out"
    sim.advance(65)
    assert look(sim, "K2") == "pulled in"


def test_the_compressor_shakes_three_seconds_on_its_way_up_and_on_its_way_down() -> None:
    sim = running().operate("S3", "1")
    assert moment(sim, "M1", "up", 5.0) == pytest.approx(3.0, abs=0.03)
    assert look(sim.settle(), "M1") == "runs unloaded"
    sim.operate("S3", "0").advance(1.0)
    assert look(sim, "M1") == "shakes on its frame"
    assert look(sim.advance(3.0), "M1") == "stands still"


def test_the_bay_is_warm_after_seven_minutes_of_load() -> None:
    # 1 - exp(-t / 600 s) = 0.5 at t = 600 s · ln 2 = 416 s.
    sim = running().operate("S4", "1").operate("S3", "1").advance(3.1)
    sim.advance(600 * math.log(2) - 5)
    assert state(sim, "M1", "heat") < 0.5
    assert state(sim.advance(10), "M1", "heat") > 0.5


def test_the_compressor_draws_what_its_plate_says() -> None:
    # 240 V on 24 Ω and 0.2 Ω of the feeder, its fuse 0.01 Ω: 9.9 A; on 18 Ω: 13.2 A.
    sim = running().operate("S3", "1").advance(10)
    assert amps(sim, "M1", "motor") == pytest.approx(9.91, abs=0.02)
    sim.operate("S4", "1").advance(10)
    assert amps(sim, "M1", "motor") == pytest.approx(13.18, abs=0.02)


def test_a_weak_place_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(LabsimError, match=r"moisture.*vibration, heat, load"):
        Weak(CompressorBay().K2["A1"], "moisture")
