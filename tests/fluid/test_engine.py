"""What the engine promises: the same figures compiled, plain and again; nothing lost; no creep."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, Variant
from labsim.fluid import warm
from labsim.fluid.layout import STEPS, STORED
from labsim.fluid.units import ATMOSPHERE
from tests.fluid.primitives import Block, Lift, Pneumatic, machine

LEGS = [("0", 0.5), ("1", 2.0), ("0", 1.0), ("2", 1.5)]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABSIM_NUMBA", "off")
    monkeypatch.setattr(warm, "_found", {})


def work(sim: Simulation) -> Simulation:
    for position, seconds in LEGS:
        sim.operate("V1", position).advance(seconds)
    return sim


def state(sim: Simulation) -> list[np.ndarray]:
    return [a.copy() for a in sim.networks[0].state]


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("build", [Lift, Pneumatic])
def test_compiled_and_plain_give_the_same_figures_to_the_last_bit(
    build: Callable[[], Machine], plain: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = state(work(Simulation(build())))
    monkeypatch.undo()
    assert warm.compiled(wait=True) is not None, "numba belongs to the dependencies"
    assert same(slow, state(work(Simulation(build()))))


def test_the_same_work_gives_the_same_figures_again(plain: None) -> None:
    assert same(state(work(Simulation(Lift()))), state(work(Simulation(Lift()))))


def test_a_variant_does_what_it_does_alone(plain: None) -> None:
    worn = Variant({("C1", "size"): 20.0}, name="worn")
    both = work(Simulation(Lift(), [Variant(), worn])).networks[0]
    alone = work(Simulation(Lift(), [worn])).networks[0]
    assert np.array_equal(both.p[1], alone.p[0])
    assert np.array_equal(both.x[1], alone.x[0])


def test_a_snapshot_brings_everything_back(plain: None) -> None:
    sim = Simulation(Lift()).operate("V1", "1").advance(1.0)
    before = sim.snapshot()
    first = state(sim.advance(0.7).operate("V1", "0").advance(0.5))
    again = state(sim.rewind(before).advance(0.7).operate("V1", "0").advance(0.5))
    for a, b in zip(first, again, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6, atol=1e-9)


def test_oil_that_is_shut_in_stays_as_much_as_it_was(plain: None) -> None:
    # Two vessels of 1 L at 100 and 0 bar, a valve opens between them: nothing comes, nothing goes.
    def vessel(net: object) -> None:
        net.begin("A", 100.0)

    def valve(net: object) -> None:
        net.orifice("way", "A", "B", lambda c: 3.0 * (c.position == 1))

    def body(net: object) -> None:
        net.body("mass", 20.0, 100.0, 50.0, coulomb=100.0)
        net.piston("one", "A", "mass", 5.0)
        net.piston("other", "B", "mass", -5.0)

    parts = {"C1": Block("A", vessel), "Q1": Block("AB", valve), "C2": Block("AB", body)}
    lines = {"A": ("C1:A", "Q1:A", "C2:A"), "B": ("Q1:B", "C2:B")}
    sim = Simulation(machine("oil", {"A": 1.0, "B": 1.0}, lines, **parts))
    net = sim.networks[0]

    def oil() -> float:
        net._run(0.0, now=True)
        net.work.flows(net.tables.columns.table, net.state)
        return sum(net.work.plain[1][STORED][: net.tables.free])

    before = oil()
    sim.operate("Q1", "1").advance(20.0)
    assert abs(sim.views["C1"].bar("A")[0] - sim.views["C2"].bar("B")[0]) < 1.0
    assert oil() == pytest.approx(before, rel=2e-6)


def test_a_held_load_does_not_creep(plain: None) -> None:
    # Friction 500 N carries a weight of 400 N: it moves 0.00 mm in an hour.
    def load(net: object) -> None:
        net.body("rod", 40.0, 200.0, 100.0, force=-400.0, coulomb=500.0)
        net.piston("cap", "A", "rod", 10.0)

    parts = {"T1": Block("T", lambda net: net.fixed("T")), "C1": Block("A", load)}
    sim = Simulation(machine("oil", None, {"T": ("T1:T", "C1:A")}, **parts))
    sim.advance(3600.0)
    assert sim.views["C1"].travel("rod")[0] == 100.0
    assert sim.views["C1"].pace("rod")[0] == 0.0


def test_a_machine_at_rest_costs_next_to_nothing(plain: None) -> None:
    sim = Simulation(Lift()).advance(120.0)
    before = sim.networks[0].misc[0, STEPS]
    began = time.process_time()
    for _ in range(60):
        sim.advance(10.0)
    assert sim.networks[0].misc[0, STEPS] - before < 150
    assert time.process_time() - began < 1.0


def test_a_stroke_is_timed(plain: None) -> None:
    sim = Simulation(Lift())
    assert np.isnan(sim.views["C1"].stroke_time("rod", 1)[0])
    sim.operate("V1", "1").advance(5.0)
    # 23.2 L/min less 0.4 L/min of slip at 54 bar over 31.17 cm² is 122 mm/s: 450 mm in 3.7 s.
    assert sim.views["C1"].stroke_time("rod", 1)[0] == pytest.approx(3.7, abs=0.1)


def test_a_line_taken_off_is_plugged_at_both_ends_and_put_back(plain: None) -> None:
    sim = Simulation(Lift()).operate("V1", "1").advance(1.0)
    sim.lift("C1:A").advance(1.0)
    stood = sim.views["C1"].travel("rod")[0]
    sim.advance(1.0)
    assert sim.views["C1"].travel("rod")[0] == pytest.approx(stood, abs=0.5)
    assert sim.views["P1"].bar("P")[0] > 115.0  # all of the pump's oil goes over the relief valve
    sim.land("C1:A").advance(1.0)
    assert sim.views["C1"].travel("rod")[0] > stood + 50.0


def test_a_chart_is_taped_as_time_passes(plain: None) -> None:
    sim = Simulation(Lift())
    net = sim.networks[0]
    net.record(0.05)
    sim.operate("V1", "1").advance(1.0)
    times, bar = net.trace(sim.machine.port("C1:A"))
    assert len(times) == 21 and bar.shape == (1, 21)
    assert bar[0, -1] == pytest.approx(49.8, abs=2.0)


# Bad input -------------------------------------------------------------------------------
def fixed_pump(net: object) -> None:
    net.pump("flow", "S", "P", 20.0)


def test_a_pump_without_a_tank_is_refused() -> None:
    parts = {"P1": Block("SP", fixed_pump), "T1": Block("T", lambda net: net.fixed("T"))}
    with pytest.raises(LabsimError, match="P1: no tank feeds its port S; put a Tank"):
        Simulation(machine("oil", None, {"S": ("P1:S",), "P": ("P1:P", "T1:T")}, **parts))


def test_a_pump_that_nothing_limits_is_told_to_the_author() -> None:
    parts = {"P1": Block("SP", fixed_pump), "T1": Block("T", lambda net: net.fixed("T"))}
    bench = machine("oil", None, {"S": ("P1:S", "T1:T"), "P": ("P1:P",)}, **parts)
    with pytest.warns(UserWarning, match="P1: nothing limits the pressure at its port P"):
        sim = Simulation(bench)
    assert sim.networks[0].peak_at("P1", "P")[0] > 1000.0  # till something gives way


@pytest.mark.parametrize(
    ("laws", "text"),
    [
        (lambda net: net.orifice("way", "A", "B", -3.0), "X1: area of way is -3 mm²"),
        (lambda net: net.body("rod", 1.0, 0.0), "X1: stroke of rod is 0 mm"),
        (lambda net: net.body("rod", -1.0, 9.0), "X1: mass of rod is -1 kg"),
        (lambda net: net.leak("gap", "A", "B", float("nan")), "X1: conductance of gap is nan"),
        (lambda net: net.inner("~in", 0.0), "X1~in has no volume"),
        (lambda net: net.orifice("way", "A", "B", 1.0, open=1), "no gate open; it has"),
        (lambda net: net.orifice("way", "A", "~b", 1.0), "X1 has no inner node ~b"),
        (lambda net: net.piston("cap", "A", "rod", 1.0), "X1 has no body rod"),
        (
            lambda net: net.orifice("relief", "A", "B", 9.0, opens={"A": 1, "B": -1}, crack=-5.0),
            "X1: setting of relief is -5 bar",
        ),
    ],
)
def test_what_cannot_be_names_part_and_cure(laws: Callable, text: str) -> None:
    parts = {"X1": Block("AB", laws), "T1": Block("T", lambda net: net.fixed("T"))}
    with pytest.raises(LabsimError, match=text):
        Simulation(machine("oil", None, {"A": ("X1:A",), "B": ("X1:B", "T1:T")}, **parts))


def test_atmosphere_stays_what_it_is(plain: None) -> None:
    sim = Simulation(Pneumatic())
    work(sim)
    assert np.all(sim.networks[0].bar_at("C1", ATMOSPHERE) == 0.0)
