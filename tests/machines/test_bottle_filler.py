"""The bottle filler: what lies in the bins after a minute, and what the tank and its loop say."""

from __future__ import annotations

import pytest

from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.machines.bottle_filler import BottleFiller

NAMES = (
    "Q1: nozzle clogged",
    "A1: preset of T_Fill changed",
    "B6: loop open inside",
    "B6: sensor failed, sends 21 mA",
    "B6: output frozen",
    "P3: sucks air, delivers nothing",
    "A1: output Q0.1 left forced off",
    "C1: drain valve passes",
    "C3: rod stuck",
    "B1: no output",
    "A1: contact Level_Low swapped",
)


@pytest.fixture(scope="module")
def minute() -> Simulation:
    machine = BottleFiller()
    faults = [machine.fault(name) for name in NAMES]
    sim = Simulation(machine, [Variant(), *(variants_of(f)[-1] for f in faults)])
    sim.operate("S1", "pressed").advance(0.5)
    return sim.operate("S1", "released").advance(70.0)


def seen(sim: Simulation, tag: str, name: str = "healthy") -> str:
    at = [variant.name for variant in sim.variants].index(name)
    return str(sim.machine.component(tag).look(sim.views[tag])[at])


def tags(sim: Simulation, name: str, *names: str) -> list[float]:
    at = [variant.name for variant in sim.variants].index(name)
    return sim.machine.A1.shown(sim.views["A1"], list(names))[at].tolist()


def litres(sim: Simulation, name: str = "healthy") -> float:
    at = [variant.name for variant in sim.variants].index(name)
    return float(sim.networks[1].models["C1"].content(sim.now)[at])


def test_a_bottle_takes_five_seconds_and_half_a_litre(minute: Simulation) -> None:
    # 200 mm at 120 mm/s with ramps 2.0 s, settling 0.3 s, filling 2.5 s, dripping 0.3 s: 5.1 s.
    # The first is under the nozzle 0.5 + 835/120 = 7.5 s after the start.
    filled = tags(minute, "healthy", "C_All.ACC")[0]
    assert filled == pytest.approx((70.5 - 7.5) / 5.1 - 1, abs=1.0)
    assert seen(minute, "C4") == "empty"
    assert seen(minute, "Q1") in ("closed", "fills a bottle")  # nothing on the floor
    run = minute.networks[1].models["G2"].queue
    full = run.load[0][(run.load[0] > 0) & (run.number[0] < filled)]
    assert full == pytest.approx(0.5, abs=0.003)


def test_the_pump_comes_on_below_80_L(minute: Simulation) -> None:
    # 85 L less half a litre a bottle: below 80 L after ten bottles, about a minute.
    assert tags(minute, "healthy", "Pump") == [1.0]
    assert tags(minute, "healthy", "Level")[0] == pytest.approx(litres(minute), abs=1.3)


@pytest.mark.parametrize("name", ["Q1: nozzle clogged", "A1: preset of T_Fill changed"])
def test_bottles_that_are_not_full_are_pushed_off(minute: Simulation, name: str) -> None:
    assert seen(minute, "C2", name) == "empty"
    assert seen(minute, "C4", name).startswith("bottle: ")


def test_a_pusher_that_does_not_come_is_told_only_when_it_is_needed(minute: Simulation) -> None:
    assert tags(minute, "C3: rod stuck", "Fault") == [0.0]  # all bottles are full


@pytest.mark.parametrize("name", ["B6: loop open inside", "B6: sensor failed, sends 21 mA"])
def test_a_level_that_cannot_be_is_an_alarm_and_nothing_is_filled(
    minute: Simulation, name: str
) -> None:
    assert tags(minute, name, "Level_Bad", "Level_Low", "Pump") == [1.0, 1.0, 0.0]
    assert seen(minute, "P2", name) == "lit"
    assert litres(minute, name) == 85.0


def test_a_frozen_transmitter_says_the_same_whatever_the_tank_holds(minute: Simulation) -> None:
    # 11.2 mA: 7.2 of 16 mA of 200 L are 90 L, and stay 90 L.
    assert tags(minute, "B6: output frozen", "Level")[0] == pytest.approx(90, abs=1)
    assert litres(minute, "B6: output frozen") < 80.0  # and the pump never comes
    assert seen(minute, "P3", "B6: output frozen") == "stands still"


@pytest.mark.parametrize(
    "name", ["P3: sucks air, delivers nothing", "A1: output Q0.1 left forced off"]
)
def test_told_to_pump_and_no_litre_more(minute: Simulation, name: str) -> None:
    assert tags(minute, name, "Pump") == [1.0]
    assert litres(minute, name) < 80.0
    runs = "runs" if name.startswith("P3") else "stands still"
    assert seen(minute, "P3", name) == runs


def test_a_drain_that_passes_lets_the_pump_come_sooner(minute: Simulation) -> None:
    # 0.6 L/s out, 0.8 L/s in: it comes up again, slowly, 0.2 L/s.
    assert tags(minute, "C1: drain valve passes", "Pump") == [1.0]
    assert litres(minute, "C1: drain valve passes") < litres(minute) + 10


def test_without_the_eye_at_the_nozzle_bottles_run_through_empty(minute: Simulation) -> None:
    assert seen(minute, "C2", "B1: no output") == "empty"
    assert seen(minute, "C4", "B1: no output").startswith("bottle: ")
    assert litres(minute, "B1: no output") == 85.0


def test_a_permissive_that_is_swapped_never_fills(minute: Simulation) -> None:
    name = "A1: contact Level_Low swapped"
    assert litres(minute, name) == 85.0
    assert tags(minute, name, "Run", "At_Nozzle", "Fill_Valve") == [1.0, 1.0, 0.0]
