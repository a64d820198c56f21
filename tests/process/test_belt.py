"""A belt with products: where they are, when an eye sees them, where they end up."""

from __future__ import annotations

import time

import numpy as np
import pytest

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.process.goods import BOX, CAN, Goods
from tests.process.plants import Sorter, edges, looks, reach, started


def broken(fault: str) -> list[Variant]:
    return [Variant(), *variants_of(Sorter().fault(fault))]


def test_a_box_of_200_mm_at_250_mm_per_s_covers_the_eye_for_0_8_s() -> None:
    # At the infeed at 0.5 s; 1000 mm to the eye: 4.0 s. Then its own 200 mm: 0.8 s more.
    # What happens at a moment is seen on the next tick at the latest.
    assert edges(started(), ("B1", "position"), 6.0) == [4.5, 5.3]


def test_the_output_of_the_eye_follows_one_tick_after_the_product() -> None:
    assert edges(started(), ("B1", "on"), 6.0) == [4.51, 5.31]


def test_a_belt_that_starts_in_0_4_s_loses_half_of_that_way() -> None:
    # From rest: 0.2 s late. The contactor pulls in 0.01 s after its coil is fed, and is seen then.
    sim = reach(Simulation(Sorter(G2={"first": 0.0})), ("S2", "1"), ("S1", "1"))
    first = edges(sim, ("B1", "position"), 6.0)[0]
    assert first == pytest.approx(0.02 + 0.2 + 4.0, abs=0.021)


def test_a_belt_coasts_half_of_0_3_s_when_its_contactor_drops() -> None:
    sim = started().advance(3.0)
    run = sim.networks[1].models["G1"]
    reach(sim, ("S1", "0")).advance(2.0)
    # 250 mm/s · 3.0 s from the start of the feeder, and about 250 · (0.15 + 0.02) mm after it.
    went = run.queue.fronts(run.carry.at(sim.now))[0, 0]
    assert went == pytest.approx(250 * 2.5 + 250 * 0.17, abs=5.0)


def test_the_metal_sensor_sees_cans_only() -> None:
    # The can is the second product: at the infeed at 3.5 s, 1500 mm to B2: 6 s.
    assert edges(started(), ("B2", "position"), 11.0) == [9.5, 10.3]


def test_a_pulse_wheel_gives_a_pulse_every_50_mm() -> None:
    # 250 mm/s: five pulses in a second, ten edges.
    assert len(edges(started(), ("B3", "position"), 2.0)) == 20


def test_products_fall_into_the_bin_when_their_middle_is_past_the_end() -> None:
    # 3000 + 100 mm at 250 mm/s: 12.4 s after 0.5 s.
    sim = started().advance(12.85)
    assert looks(sim, "C1")[0] == "empty"
    assert looks(sim.advance(0.1), "C1")[0] == "box: 1"


def test_a_pusher_takes_what_is_before_its_plate_and_only_that() -> None:
    # The first box is before the plate (middle at 1800) 1900 mm / 250 = 7.6 s after 0.5 s.
    sim = started().advance(8.0)
    reach(sim, ("S3", "1")).advance(0.6)
    assert looks(sim, "C2")[0] == "box: 1"
    assert looks(sim, "C3")[0] == "rod out"
    reach(sim, ("S3", "0")).advance(20.0)
    assert looks(sim, "C2")[0] == "box: 1"
    assert "can" in looks(sim, "C1")[0]


@pytest.mark.parametrize("early", [7.2, 8.9])
def test_a_pusher_that_comes_too_early_or_too_late_takes_nothing(early: float) -> None:
    sim = started().advance(early)
    reach(sim, ("S3", "1")).advance(0.4)
    reach(sim, ("S3", "0")).advance(0.5)
    assert looks(sim, "C2")[0] == "empty"


def test_a_rod_switch_makes_when_the_pusher_is_out() -> None:
    # Valve 0.03 s, then 240 of 250 mm in 0.24 s: 0.27 s; seen a tick later at most.
    sim = reach(started(), ("S3", "1"))
    assert edges(sim, ("B4", "on"), 1.0)[0] == pytest.approx(0.28, abs=0.021)


def test_low_air_makes_the_pusher_slow() -> None:
    sim = Simulation(Sorter(), broken("C3: air pressure low, slow"))
    reach(sim, ("S3", "1")).advance(0.5)
    assert list(looks(sim, "C3")) == ["rod out", "rod half out", "rod half out"]


def test_products_back_up_behind_the_plate_and_go_on_after_it() -> None:
    sim = reach(started(), ("S3", "1")).advance(25.0)
    run = sim.networks[1].models["G1"]
    fronts = run.queue.fronts(run.carry.at(sim.now))[0]
    # The plate begins at 1710 mm; each product of 200 mm stands against the one before it.
    assert fronts[:4] == pytest.approx([1710, 1510, 1310, 1110])
    assert looks(sim, "G1")[0] == "runs, products stand on it"
    reach(sim, ("S3", "0")).advance(1.0)
    assert looks(sim, "G1")[0] == "runs"
    assert run.queue.fronts(run.carry.at(sim.now))[0][0] > 1800


def test_a_full_belt_makes_the_feeder_wait() -> None:
    sim = reach(started(), ("S3", "1")).advance(40.0)
    laid = sim.networks[1].models["G2"].laid[0]
    # 1710 mm hold eight products of 200 mm and most of a ninth, which blocks the infeed.
    assert laid == 9


def test_a_slipping_belt_is_late_at_the_eye_and_the_wheel_does_not_tell() -> None:
    sim = Simulation(Sorter(), broken("G1: belt stretched, creeps under load"))
    reach(sim, ("S1", "1")).advance(1.0)
    reach(sim, ("S2", "1")).advance(4.6)
    assert list(sim.states["B1", "position"]) == [1, 0]
    run = sim.networks[1].models["G1"]
    roller, belt = run.roller.at(sim.now), run.carry.at(sim.now)
    assert roller[0] == roller[1]
    assert belt[1] == pytest.approx(0.95 * belt[0])


@pytest.mark.parametrize(
    ("fault", "sees"),
    [
        ("B1: lens dirty", [False, True]),
        ("B1: out of line with its reflector", [False, True]),
        ("B1: switch set to light on", [False, True]),
        ("B1: blinded by light from a window", [False, False]),
        ("B1: no output", [False, False]),
    ],
)
def test_what_an_eye_says_of_an_empty_belt(fault: str, sees: list[bool]) -> None:
    sim = Simulation(Sorter(), broken(fault))
    assert list(sim.states["B1", "on"]) == sees


def test_an_eye_that_flickers_loses_a_standing_product_every_0_7_s() -> None:
    sim = started(*variants_of(Sorter().fault("B1: shiny product flickers, filter missing")))
    reach(sim.advance(4.9), ("S1", "0")).advance(1.0)
    assert len(edges(sim, ("B1", "on"), 7.0)) == 20  # ten times lost, ten times found


def test_a_hub_that_slips_gives_fewer_pulses() -> None:
    sim = started(*variants_of(Sorter().fault("B3: hub loose, wheel lags"))[:1])
    assert len(edges(sim, ("B3", "position"), 2.0)) == 16  # 0.8 of twenty


def test_two_short_waits_are_one_long_wait() -> None:
    whole, halves = started().advance(10.0), started()
    for _ in range(1000):
        halves.advance(0.01)
    for place, value in whole.states.items():
        assert np.array_equal(halves.states[place], value), place
    one, other = (sim.networks[1].recall()["models"] for sim in (whole, halves))
    for tag, arrays in one.items():
        assert all(map(np.array_equal, arrays, other[tag])), tag


def test_a_variant_alone_equals_the_same_variant_among_all() -> None:
    every = [Variant()] + [v for f in Sorter().faults for v in variants_of(f)]
    together = Simulation(Sorter(), every)
    work(together)
    for k in range(5, len(every), 60):
        alone = Simulation(Sorter(), [every[k]])
        work(alone)
        for place, value in alone.states.items():
            assert value[0] == together.states[place][k], (every[k].name, place)
        for tag in ("C1", "C2"):
            assert looks(alone, tag)[0] == looks(together, tag)[k], every[k].name


def work(sim: Simulation) -> None:
    reach(sim, ("S1", "1"), ("S2", "1")).advance(8.0)
    reach(sim, ("S3", "1")).advance(0.8)
    reach(sim, ("S3", "0")).advance(5.0)


def test_coming_back_to_a_snapshot_and_doing_the_same_gives_the_same() -> None:
    sim = started().advance(5.0)
    begin = sim.snapshot()
    first = edges(sim, ("B1", "position"), 3.0)
    ends = looks(sim.advance(9.0), "C1")[0]
    sim.rewind(begin)
    assert edges(sim, ("B1", "position"), 3.0) == first
    assert looks(sim.advance(9.0), "C1")[0] == ends


def test_sixty_machines_for_twenty_seconds_take_less_than_a_second_of_work() -> None:
    every = [v for f in Sorter().faults for v in variants_of(f)][:60]
    sim = Simulation(Sorter(), every)
    reach(sim, ("S1", "1"), ("S2", "1"))
    solve, count = sim.solve, []
    sim.solve = lambda: (count.append(0), solve())  # the clock is stopped so often
    begin = time.process_time()
    sim.advance(20.0)
    assert time.process_time() - begin < 3.0  # 0.7 s on the machine it was written on
    assert len(count) < 1000  # 400 edges of the wheel and the tick after each; not 2000 ticks


def test_goods_are_the_same_for_the_same_seed_and_say_what_they_lack() -> None:
    one, two = Goods({BOX: 2, CAN: 1}, seed=5), Goods({BOX: 2, CAN: 1}, seed=5)
    assert np.array_equal(one.which, two.which)
    assert 0.55 < (one.which == 0).mean() < 0.78  # two thirds of 500
    with pytest.raises(LabsimError, match="goods have no kind tin; they have box, can"):
        Goods({BOX: 1, CAN: 1}, order="tin")
    with pytest.raises(LabsimError, match="goods need kinds"):
        Goods({})
