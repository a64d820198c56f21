"""The press cell: one stroke with the real program, and the same complaint from four places."""

from __future__ import annotations

import time
from types import SimpleNamespace

import numpy as np
import pytest

from labsim.bench import Bench
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.machines.press_cell import PressCell

CASE = SimpleNamespace(
    id="",
    before=(),
    instruments=("multimeter", "clamp meter", "pressure gauge", "engineering tool"),
)


def pump_on(sim: Simulation) -> Simulation:
    sim.operate("S3", "pressed").advance(0.3)
    return sim.operate("S3", "released").advance(0.7)


def start(sim: Simulation, seconds: float) -> Simulation:
    sim.operate("S1", "pressed").advance(0.3)
    return sim.operate("S1", "released").advance(seconds - 0.3)


def out(sim: Simulation) -> np.ndarray:
    return sim.views["press.C1"].travel("rod")


def test_a_stroke_goes_down_on_the_work_and_back_up_by_the_program() -> None:
    """11 L/min on 31.2 cm² make 59 mm/s: 240 mm in 4.1 s. Up on the ring of 21 cm²: 2.8 s."""
    sim = pump_on(Simulation(PressCell()))
    part, view = sim.machine.A1, sim.views["A1"]
    assert part.look(view)[0] == "RUN; lit: I0.1 I0.2 I0.3 Q0.2 Q0.3"
    start(sim, 3.0)
    assert out(sim)[0] == pytest.approx(59.0 * 2.95, rel=0.1)
    highest, there, back = 0.0, None, None
    for _ in range(120):
        sim.advance(0.1)
        highest = max(highest, float(sim.views["press.C1"].bar("A")[0]))
        there = sim.now if there is None and out(sim)[0] > 250 else there
        back = sim.now if back is None and there and out(sim)[0] < 1 else back
    assert highest == pytest.approx(160, abs=12)  # half a second longer than 120 bar: relief
    assert back - there == pytest.approx(0.5 + 2.8, abs=0.8)
    assert part.look(view)[0] == "RUN; lit: I0.1 I0.2 I0.3 Q0.2 Q0.3 Q0.4"


def test_who_holds_start_gets_one_stroke_and_the_done_lamp_stays_until_the_next() -> None:
    sim = pump_on(Simulation(PressCell()))
    sim.operate("S1", "pressed").advance(20.0)
    assert out(sim)[0] < 1
    assert sim.machine.P2.look(sim.views["P2"])[0] == "lit"
    sim.operate("S1", "released").advance(0.2)
    start(sim, 2.0)
    assert sim.machine.P2.look(sim.views["P2"])[0] == "dark"


def test_stop_and_an_open_guard_hold_the_rod_where_it_is() -> None:
    for tag, position in (("S0", "pressed"), ("B9", "open")):
        sim = start(pump_on(Simulation(PressCell())), 2.0)
        sim.operate(tag, position).advance(0.5)
        held = out(sim)[0]
        sim.advance(3.0)
        assert 60 < held < 160
        assert out(sim)[0] == pytest.approx(held, abs=1.0)


FAULTS = {
    # what is found: LED of I0.0, bit I0.0, LED of Q0.0, V and A at Y1, bar at the pump
    "A1: input I0.0 dead": (True, 0, False, 0.0, 0.0, 0.0),
    "S1: contact 13-14 does not make": (False, 0, False, 0.0, 0.0, 0.0),
    "A1: output transistor Q0.0 open": (True, 1, True, 0.0, 0.0, 0.0),
    "press.Y1: coil burnt open": (True, 1, True, 24.0, 0.0, 0.0),
    "press.V1: spool stuck in the middle": (True, 1, True, 24.0, 0.8, 0.0),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rod_that_does_not_move_reads_otherwise_for_every_cause(fault: str) -> None:
    """24 V on 29 Ω of coil: 0.83 A."""
    bench = Bench(PressCell(), fault, scenario=CASE)
    bench.press("S3").release("S3").press("S1").wait(1.0)
    assert bench.look("press.C1").text == "in"
    led_in, bit, led_out, volts, amps, bar = FAULTS[fault]
    lamps = bench.look("A1").text.split("lit: ")[1].split()
    assert ("I0.0" in lamps, "Q0.0" in lamps) == (led_in, led_out)
    assert bench.measure("online", "A1:I0.0").value == bit
    assert bench.measure("V", "press.Y1:1", "press.Y1:2").value == pytest.approx(volts, abs=0.5)
    assert bench.measure("A", "press.Y1:1").value == pytest.approx(amps, abs=0.1)
    assert bench.measure("bar", "press.M2:M").value == pytest.approx(bar, abs=6.0)


def test_with_the_override_the_rod_moves_unless_it_is_the_spool() -> None:
    for fault, moves in (("press.Y1: coil burnt open", True),
                         ("press.V1: spool stuck in the middle", False)):  # fmt: skip
        bench = Bench(PressCell(), fault)
        bench.press("S3").release("S3").operate("press.V1", "override a").wait(2.0)
        assert (bench.look("press.C1").text != "in") == moves


def sixty() -> list[Variant]:
    parts = ("A1", "press.Y1", "press.V1", "press.C1", "S1", "B1", "B2", "B9", "press.B3")
    every = [f for f in PressCell().faults if f.component in parts and "terminal" not in f.title]
    return [Variant(), *(v for fault in every for v in variants_of(fault))][:60]


def test_sixty_variants_live_through_a_stroke_of_five_seconds_together() -> None:
    """The PLC, the wiring and the oil of all of them, for a fault dictionary."""
    Simulation(PressCell()).advance(1.0)  # warmed up
    took = []
    for _ in range(2):
        sim = pump_on(Simulation(PressCell(), sixty()))
        begun = time.perf_counter()
        start(sim, 5.0)
        took.append(time.perf_counter() - begun)
    assert sim.count == 60
    assert out(sim)[0] > 235
    assert min(took) < 4.0  # 0.3 s on a quiet machine with the compiled kernel


def test_a_variant_of_the_cell_does_alone_what_it_does_among_others() -> None:
    some = sixty()
    for k in (0, 7, 23, 41):
        alone = start(pump_on(Simulation(PressCell(), [some[k]])), 4.0)
        together = start(pump_on(Simulation(PressCell(), [some[k], *some[10:14]])), 4.0)
        assert alone.machine.A1.look(alone.views["A1"])[0] == together.machine.A1.look(
            together.views["A1"]
        )[0]  # fmt: skip
        assert out(alone)[0] == pytest.approx(out(together)[0], abs=3.0)
