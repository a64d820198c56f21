"""The sorting conveyor: one batch of twelve, healthy and with faults from roller to rung."""

from __future__ import annotations

import pytest

from labsim.core.simulation import Simulation, Variant
from labsim.machines.sorting_conveyor import SortingConveyor

RIGHT = ("box: 7", "short box: 2", "can: 3")
ALL = "box: 7, short box: 2, can: 3"
# What lies in the three bins after the batch; a belt that a fault has stopped shows its alarm lamp.
BATCHES = {
    # 25 % of travel lost: everything has passed the pushers late, and nothing was before a plate.
    "G2: belt slips on its drive roller": (ALL, "empty", "empty"),
    # Nothing is weighed, and after 20 s the program thinks that the batch is through.
    "B1: no output": ("box: 2", "empty", "can: 1"),
    "B2: target out of reach, bracket bent": ("box: 7, can: 3", "short box: 2", "empty"),
    "B3: output stuck on": (ALL, "empty", "empty"),
    "B4: sensor failed, sends 3.6 mA": ("empty", ALL, "empty"),
    "B4: sensor failed, sends 21 mA": ("box: 7, short box: 2", "empty", "can: 3"),
    "A1: input I0.4 dead": ("box: 2", "empty", "can: 1"),
    "A1: LED of I0.5 failed": RIGHT,
    # Two places are 100 mm: the can's edge is before the plate, its middle is not.
    "A1: track of cans read two places late": ("box: 7, can: 3", "short box: 2", "empty"),
}
STOPPED = (
    "Y1: coil burnt open",
    "A1: output transistor Q0.2 open",
    "B5: slipped on the tube",
    "B1: output stuck on",
    "A1: input I0.7 dead",
    "C1: rod stuck",
)


@pytest.fixture(scope="module")
def batch() -> Simulation:
    machine = SortingConveyor()
    faults = [machine.fault(name) for name in (*BATCHES, *STOPPED)]
    sim = Simulation(machine, [Variant(), *(Variant(f.places()[0], f.when, f.id) for f in faults)])
    sim.operate("S1", "pressed").advance(0.5)
    return sim.operate("S1", "released").advance(56.0)


def seen(sim: Simulation, tag: str, name: str = "healthy") -> str:
    at = [variant.name for variant in sim.variants].index(name)
    return str(sim.machine.component(tag).look(sim.views[tag])[at])


def bins(sim: Simulation, name: str = "healthy") -> tuple[str, ...]:
    return tuple(seen(sim, tag, name) for tag in ("C3", "C4", "C5"))


def test_a_batch_is_sorted_and_the_counters_say_so(batch: Simulation) -> None:
    assert bins(batch) == RIGHT
    names = ["C_All.ACC", "C_Light.ACC", "C_Can.ACC", "Fault"]
    assert batch.machine.A1.shown(batch.views["A1"], names)[0].tolist() == [12, 2, 3, 0]
    assert seen(batch, "P1") == "lit"
    assert seen(batch, "G3") == "magazine empty"


@pytest.mark.parametrize("name", BATCHES)
def test_a_fault_leaves_its_mark_in_the_bins(batch: Simulation, name: str) -> None:
    assert bins(batch, name) == BATCHES[name]


@pytest.mark.parametrize("name", STOPPED)
def test_a_fault_that_the_program_sees_stops_the_belt(batch: Simulation, name: str) -> None:
    assert seen(batch, "G2", name) == "stands still"
    assert seen(batch, "P2", name) == "lit"
    assert seen(batch, "P1", name) == "dark"


def test_a_batch_that_is_through_stops_by_itself_and_a_new_one_is_sorted_alike() -> None:
    sim = Simulation(SortingConveyor())
    for _ in range(2):
        sim.operate("G3", "new batch").advance(0.1)
        assert bins(sim) == ("empty", "empty", "empty")
        sim.operate("G3", "as it is").operate("S1", "pressed").advance(0.5)
        sim.operate("S1", "released").advance(SortingConveyor.pause)
        assert bins(sim) == RIGHT
        assert seen(sim, "G2") == "stands still"


def test_the_raw_counts_of_a_box_are_its_kilograms() -> None:
    # 1.2 kg of 3 kg: 0.4 of 27648 counts are 11059, and 1199 g; scatter of 2 % is 24 g.
    sim = Simulation(SortingConveyor())
    sim.operate("S1", "pressed").advance(0.2)
    sim.operate("S1", "released")
    # The first front is at 740 mm, wholly on the platform, 0.5 + 740/250 + 0.2 s after the start.
    sim.advance(3.6)
    raw, grams = sim.machine.A1.shown(sim.views["A1"], ["Weight_Raw", "Weight"])[0]
    mass = sim.machine.G2.goods.mass[0]
    assert mass == pytest.approx(1.2, rel=0.06)
    assert raw == pytest.approx(27648 * mass / 3.0, abs=25)
    assert grams == pytest.approx(1000 * mass, abs=3)


def test_a_jam_before_the_eye_stops_the_belt_after_two_seconds() -> None:
    sim = Simulation(SortingConveyor(), [Variant({("G2", "snag"): 900.0})])
    sim.operate("S1", "pressed").advance(0.2)
    sim.operate("S1", "released")
    # At the eye (840 mm) about 0.2 + 0.5 + 3.4 s after the start; 2 s later it is a jam.
    sim.advance(5.7)
    assert sim.machine.G2.look(sim.views["G2"])[0] == "runs, products stand on it"
    sim.advance(1.0)
    assert sim.machine.G2.look(sim.views["G2"])[0] == "stands still"
    assert sim.machine.P2.look(sim.views["P2"])[0] == "lit"


@pytest.mark.parametrize(("tag", "position"), [("S0", "pressed"), ("S2", "in"), ("B9", "open")])
def test_stop_emergency_stop_and_guard_stop_the_belt_for_good(tag: str, position: str) -> None:
    sim = Simulation(SortingConveyor())
    sim.operate("S1", "pressed").advance(0.5)
    sim.operate("S1", "released").advance(0.5)
    assert sim.states["G2", "speed"][0] == 1.0
    sim.operate(tag, position).advance(0.5)
    assert sim.states["G2", "speed"][0] == 0.0
    sim.operate(tag, sim.machine.component(tag).positions[0]).advance(0.5)
    assert sim.states["G2", "speed"][0] == 0.0  # it does not start again by itself
