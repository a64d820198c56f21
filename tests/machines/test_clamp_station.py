"""The clamp station: its cycle, and what stops it: hands, overload, guard, broken wires, welds."""

from __future__ import annotations

import pytest

from labsim.core.simulation import Simulation, Variant
from labsim.machines.clamp_station import ClampStation


def station(*faults: str) -> Simulation:
    machine = ClampStation()
    every = [machine.fault(name) for name in faults]
    return Simulation(
        machine, [Variant(f.places()[-1], f.when, f.id) for f in every] or [Variant()]
    )


def push(sim: Simulation, tag: str, seconds: float = 0.3) -> Simulation:
    sim.operate(tag, "pressed").advance(seconds)
    return sim.operate(tag, "released").advance(0.5)


def looks(sim: Simulation, *tags: str) -> list[str]:
    return [str(sim.machine.component(tag).look(sim.views[tag])[0]) for tag in tags]


def tags(sim: Simulation, *names: str) -> list[float]:
    return sim.machine.A1.shown(sim.views["A1"], list(names))[0].tolist()


def test_six_blocks_are_stamped_and_carried_on_and_then_it_stops_by_itself() -> None:
    sim = push(station(), "S1").advance(62.0)
    assert looks(sim, "C3", "C1", "C2", "P1", "P2") == [
        "block: 6", "rod in", "rod in", "dark", "dark",
    ]  # fmt: skip
    assert tags(sim, "C_Parts.ACC", "Fault") == [6.0, 0.0]


def test_the_clamp_shuts_on_a_standing_block_and_the_stamp_comes_after_it() -> None:
    sim = push(station(), "S1")
    seen = []
    for _ in range(200):
        sim.advance(0.05)
        seen.append((sim.now, *looks(sim, "G3", "C1", "C2")))
    shut = next(row for row in seen if row[2] == "rod out")
    stamped = next(row for row in seen if row[3] == "rod out")
    # Started at 3.0 s; feeder 0.5 s, 1000 mm at 0.966 · 200 mm/s, 0.5 s to stand, 0.43 s to shut.
    assert shut[0] == pytest.approx(3.0 + 0.5 + 5.18 + 0.5 + 0.43, abs=0.15)
    assert shut[1] == "stands still"
    # Pressure for 0.2 s, then 0.2 s for its stroke.
    assert stamped[0] - shut[0] == pytest.approx(0.45, abs=0.08)
    assert all(row[1] == "stands still" for row in seen if row[2] != "rod in")


@pytest.mark.parametrize(
    ("tag", "does", "undoes"),
    [("S0", "pressed", "released"), ("S2", "in", "out"), ("B9", "open", "shut"),
     ("G2", "off", "on")],
)  # fmt: skip
def test_what_stops_it_and_that_it_does_not_start_again_by_itself(
    tag: str, does: str, undoes: str
) -> None:
    sim = push(station(), "S1")
    assert looks(sim, "M1") == ["turns"]
    sim.operate(tag, does).advance(1.0)
    assert looks(sim, "M1") == ["stands still"]
    sim.operate(tag, undoes).advance(1.0)
    assert looks(sim, "M1") == ["stands still"]
    assert looks(push(sim, "S1"), "M1") == ["turns"]


def test_a_start_button_that_is_held_starts_once() -> None:
    sim = station()
    sim.operate("S1", "pressed").advance(1.0)
    sim.operate("S0", "pressed").advance(1.0)
    sim.operate("S0", "released").advance(1.0)
    assert looks(sim, "M1") == ["stands still"]


def test_jog_runs_while_it_is_held_and_no_longer() -> None:
    sim = station()
    sim.operate("S4", "pressed").advance(1.0)
    assert looks(sim, "M1", "P1") == ["turns", "dark"]
    assert looks(push(sim, "S1"), "P1") == ["dark"]  # start while jogging does nothing
    sim.operate("S4", "released").advance(1.0)
    assert looks(sim, "M1") == ["stands still"]


@pytest.mark.parametrize(
    "name", ["S0: terminal 22 open", "S2: contact 11-12 does not make", "F7: terminal 95 open",
             "B9: actuator tongue bent", "A1: terminal I0.1M open"],
)  # fmt: skip
def test_a_broken_wire_of_a_permissive_stops_like_the_device(name: str) -> None:
    sim = push(station(name), "S1")
    assert looks(sim, "M1", "P1") == ["stands still", "dark"]
    assert tags(sim, "Ready") == [0.0]


def test_emergency_stop_stops_past_a_shorted_output() -> None:
    sim = station("A1: output transistor Q0.0 shorted")
    assert looks(sim, "M1") == ["turns"]  # nobody has started it
    assert tags(sim, "Motor", "Fault") == [0.0, 1.0]  # but the contactor tells on it
    sim.operate("S2", "in").advance(1.0)
    assert looks(sim, "M1") == ["stands still"]


def test_a_blocked_motor_trips_its_overload_and_the_program_knows() -> None:
    sim = push(station("M1: shaft blocked"), "S1").advance(12.0)
    assert looks(sim, "F7", "P2", "P1") == ["flag out, tripped", "lit", "dark"]
    assert tags(sim, "Overload_OK", "Motor") == [0.0, 0.0]


@pytest.mark.parametrize(
    "name", ["Y1: coil burnt open", "C1: rod stuck", "B3: slipped on the tube"]
)
def test_a_clamp_that_does_not_answer_is_a_fault_after_a_second_and_a_half(name: str) -> None:
    sim = push(station(name), "S1").advance(14.0)
    assert tags(sim, "Fault", "Auto", "C_Parts.ACC") == [1.0, 0.0, 0.0]
    assert looks(sim, "P2", "C2") == ["lit", "rod in"]


def test_stop_while_clamped_keeps_the_clamp_and_reset_opens_it() -> None:
    sim = push(station(), "S1")
    sim.advance(6.9)
    assert looks(sim, "C1") == ["rod out"]
    push(sim, "S0")
    assert looks(sim, "C1", "P1") == ["rod out", "dark"]
    assert looks(push(sim, "S3").advance(1.0), "C1") == ["rod in"]
