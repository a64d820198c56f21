"""A controller in a machine: scans in machine time, memory, power, forces, edited programs."""

from __future__ import annotations

import time

import numpy as np
import pytest

from labsim.core.machine import Machine
from labsim.core.sheet import Ladder, Rung
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.electrical.contacts import PushButton
from labsim.electrical.loads import PilotLight
from labsim.electrical.sources import DCSupply
from labsim.plc.parts.cards import InputCard, OutputCard
from labsim.plc.parts.plc import PLC
from tests.plc.cell import Cell, held, push, same, seen


def with_fault(*titles: str) -> Simulation:
    machine = Cell()
    return Simulation(machine, [v for t in titles for v in variants_of(machine.fault(f"A1: {t}"))])


# running -----------
def test_start_seals_in_and_stop_lets_go() -> None:
    sim = Simulation(Cell())
    assert seen(sim, "A1") == "RUN; lit: I0.1"
    push(sim, "S1")
    assert (seen(sim, "A1"), seen(sim, "P1")) == ("RUN; lit: I0.1 Q0.0", "lit")
    push(sim, "S0")
    assert (seen(sim, "A1"), seen(sim, "P1")) == ("RUN; lit: I0.1", "dark")


def test_an_output_follows_its_input_by_filter_scan_and_a_tick() -> None:
    """Pressed at 3.00 s; past the filter of 6.4 ms and scanned at 3.01; at the terminal 3.02."""
    sim = Simulation(Cell())
    sim.operate("S1", "pressed")
    lit = []
    for _ in range(4):
        lit.append(seen(sim, "P1"))
        sim.advance(0.01)
    assert lit == ["dark", "dark", "lit", "lit"]
    sim = Simulation(Cell(A1={"filter": 0.035, "scan": 0.05}))
    sim.operate("S1", "pressed").advance(0.05)  # through at 3.04 s, scanned at 3.05
    assert seen(sim, "P1") == "dark"
    sim.advance(0.01)
    assert seen(sim, "P1") == "lit"


def test_a_timer_is_due_on_its_tick_though_nobody_looks_before() -> None:
    """Sealed in at the scan of 3.01 s: 2000 ms later the lamp is told, a tick later it is lit."""
    sim = Simulation(Cell())
    sim.operate("S1", "pressed").advance(2.01)
    assert seen(sim, "P2") == "dark"
    sim.advance(0.01)
    assert seen(sim, "P2") == "lit"


def test_nothing_is_scanned_while_nothing_can_change() -> None:
    sim = Simulation(Cell())
    before = sim.states["A1", "core"][0]
    sim.advance(600.0)
    assert sim.states["A1", "core"][0] is before
    assert sim.machine.A1.logic.look(before, 0, {}).scans < 5


def test_the_tool_shows_a_timer_between_two_scans_and_makes_none() -> None:
    sim = Simulation(Cell())
    push(sim, "S1", 1.0)
    core = sim.states["A1", "core"][0]
    assert held(sim, "T1.ACC") == [pytest.approx(1090, abs=11)]
    sim.advance(0.5)
    assert held(sim, "T1.ACC", "Run", "Lamp") == [pytest.approx(1590, abs=11), 1.0, 0.0]
    assert sim.states["A1", "core"][0] is core


def test_a_pulse_shorter_than_filter_and_scan_is_not_counted() -> None:
    """Ten parts, each 40 ms before the sensor, 60 ms apart: a scan of 0.2 s misses most."""
    machine = Cell()
    slow = {("A1", "scan"): 0.2}
    lazy = {("A1", "filter"): 0.1}
    sim = Simulation(machine, [Variant(), Variant(slow), Variant(lazy)])
    for _ in range(10):
        sim.operate("S2", "pressed").advance(0.04)
        sim.operate("S2", "released").advance(0.06)
    counted = [held(sim, "C1.ACC", n=n)[0] for n in range(3)]
    assert counted[0] == 10
    assert counted[1] < 10
    assert counted[2] == 0


# time back and forth, variants beside each other ------------------------------------------------
def test_a_rewind_brings_memory_and_timers_back() -> None:
    sim = Simulation(Cell())
    push(sim, "S1", 1.0)
    then = sim.snapshot()
    sim.advance(2.0)
    first = (held(sim, "T1.ACC", "Lamp"), seen(sim, "A1"))
    push(sim, "S0")
    sim.rewind(then)
    assert held(sim, "Lamp") == [0.0]
    sim.advance(2.0)
    assert (held(sim, "T1.ACC", "Lamp"), seen(sim, "A1")) == first


def day(sim: Simulation) -> Simulation:
    push(sim, "S1").advance(1.13)
    push(sim, "S2")
    sim.advance(1.4)
    sim.operate("G1", "off").advance(0.7)
    sim.operate("G1", "on").advance(0.7)
    return push(sim, "S1").advance(0.63)


def test_a_variant_alone_equals_the_same_variant_among_all() -> None:
    machine = Cell()
    every = [Variant(), *(v for fault in machine.faults for v in variants_of(fault))]
    together = day(Simulation(machine, every))
    for k in range(0, len(every), 9):
        alone = day(Simulation(machine, [every[k]]))
        for place, value in alone.states.items():
            assert same(value[0], together.states[place][k]), (every[k].name, place)


def test_sixty_variants_live_through_five_seconds_in_no_time() -> None:
    machine = Cell()
    every = [Variant(), *(v for fault in machine.faults for v in variants_of(fault))][:60]
    sim = Simulation(machine, every)
    took = []
    for _ in range(3):  # best of three: the machine is shared
        start = time.perf_counter()
        push(sim, "S1").advance(3.0)
        push(sim, "S0").advance(1.2)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.5


def test_two_machines_of_one_kind_share_the_program_and_nothing_else() -> None:
    one, other = Simulation(Cell()), Simulation(Cell())
    push(one, "S1")
    assert one.machine.A1.logic is other.machine.A1.logic
    assert held(one, "Run") == [1.0]
    assert held(other, "Run") == [0.0]
    push(other, "S2")
    assert held(other, "C1.ACC") == [1.0]
    assert held(one, "C1.ACC") == [0.0]


# power -----------
def test_a_seal_in_drops_with_the_power_and_counts_are_kept() -> None:
    sim = Simulation(Cell())
    push(sim, "S1")
    push(sim, "S2")
    sim.operate("G1", "off").advance(1.0)
    assert seen(sim, "A1") == "all LEDs dark"
    assert np.isnan(held(sim, "Run")[0])
    sim.operate("G1", "on").advance(1.0)
    assert seen(sim, "A1") == "RUN; lit: I0.1"
    assert held(sim, "Run", "C1.ACC") == [0.0, 1.0]


def test_a_flat_battery_shows_and_loses_the_program_with_the_power() -> None:
    sim = with_fault("battery empty")
    assert seen(sim, "A1") == "RUN, BATT; lit: I0.1"
    sim.operate("G1", "off").advance(1.0)
    sim.operate("G1", "on").advance(1.0)
    assert seen(sim, "A1") == "FLT, BATT; lit: I0.1"
    sim.enter("A1", "edit", 0.0).advance(0.5)  # a download
    assert seen(sim, "A1") == "RUN, BATT; lit: I0.1"


def test_a_controller_that_is_dead_or_scans_too_long_works_no_output() -> None:
    sim = with_fault("processor dead", "scan overrun")
    push(sim, "S1")
    assert [seen(sim, "A1", n) for n in range(3)] == [
        "all LEDs dark", "RUN; lit: I0.1 Q0.0", "FLT; lit: I0.1",
    ]  # fmt: skip


# programs that somebody has changed -------------------------------------------------------------
def test_an_edited_program_runs_as_it_was_edited_until_the_download() -> None:
    titles = ("preset of T1 changed", "seal-in contact taken out", "contact of Stop swapped",
              "lamp on the wrong bit", "double coil")  # fmt: skip
    sim = with_fault(*titles)
    sim.operate("S1", "pressed").advance(1.0)
    told = [held(sim, "Run", "Lamp", n=n) for n in range(5)]
    assert told == [[1, 1], [1, 0], [0, 0], [1, 1], [0, 0]]
    sim.operate("S1", "released").advance(0.3)
    assert [held(sim, "Run", n=n)[0] for n in range(5)] == [1, 0, 0, 1, 0]
    sim.replace("A1").advance(0.5)  # a new one gets the same memory card
    push(sim, "S1")
    assert [held(sim, "Run", n=n)[0] for n in range(5)] == [1, 0, 0, 1, 0]
    sim.enter("A1", "edit", 0.0).advance(0.5)
    push(sim, "S1", 1.0)
    assert [held(sim, "Run", "Lamp", n=n) for n in range(5)] == [[1, 0]] * 5
    assert not any(sim.wrong)


def test_a_double_coil_works_the_terminal_as_the_last_rung_says() -> None:
    sim = with_fault("double coil")
    push(sim, "S2", 0.5)
    sim.operate("S2", "pressed").advance(0.5)
    assert seen(sim, "P1") == "lit"


# forces -----------
def test_a_forced_input_is_read_and_a_forced_output_only_shows_at_the_terminal() -> None:
    sim = Simulation(Cell())
    part, view = sim.machine.A1, sim.views["A1"]
    part.force(view, "I0.0", True)
    sim.advance(0.3)
    assert seen(sim, "A1") == "RUN, FORCE; lit: I0.1 Q0.0"  # the LED of I0.0 is dark
    assert held(sim, "I0.0", "Run") == [1.0, 1.0]
    part.force(view, "I0.0", None)
    part.force(view, "Q0.1", True)
    sim.advance(0.3)
    assert (seen(sim, "P2"), held(sim, "Q0.1")) == ("lit", [0.0])
    part.force(view, "Q0.0", False)
    sim.advance(0.3)
    assert (seen(sim, "P1"), held(sim, "Q0.0")) == ("dark", [1.0])
    part.force(view, "Q0.0", None)
    sim.advance(0.3)
    assert seen(sim, "P1") == "lit"


def test_a_force_that_was_left_goes_with_the_last_of_its_points() -> None:
    sim = with_fault("input I0.1 left forced off", "output Q0.1 left forced on")
    assert [seen(sim, "A1", n) for n in range(2)] == [
        "RUN, FORCE; lit: I0.1", "RUN, FORCE; lit: I0.1 Q0.1",
    ]  # fmt: skip
    push(sim, "S1")
    assert [held(sim, "Run", n=n)[0] for n in range(2)] == [0, 1]
    sim.machine.A1.force(sim.views["A1"], "I0.1", None)
    assert [bool(w) for w in sim.wrong] == [False, True]
    sim.machine.A1.force(sim.views["A1"], "Q0.1", None)
    assert not any(sim.wrong)
    push(sim, "S1")
    assert [seen(sim, "A1", n) for n in range(2)] == ["RUN; lit: I0.1 Q0.0"] * 2


def test_program_mode_takes_the_outputs_away_and_run_gives_them_back_unsealed() -> None:
    sim = Simulation(Cell())
    push(sim, "S1")
    part, view = sim.machine.A1, sim.views["A1"]
    part.switch(view, "program")
    sim.advance(0.3)
    assert (seen(sim, "A1"), seen(sim, "P1")) == ("RUN dark; lit: I0.1", "dark")
    part.switch(view, "run")
    sim.advance(0.3)
    assert seen(sim, "A1") == "RUN; lit: I0.1"  # the prescan has cleared the coil


# cards of their own -----------------------------------------------------------------------------
class Rack(Machine):
    """A controller without channels of its own, one card of inputs, one of relay outputs."""

    G1 = DCSupply()
    S1 = PushButton("NO")
    A2, A3 = InputCard("I1.0"), OutputCard("Q1.0", relay=True)
    A1 = PLC("XIC(I1.0)OTE(Q1.0);", cards=(A2, A3), dialect="iec")
    P1 = PilotLight(rated=24.0, resistance=288.0)
    wiring = Ladder("24 V", G1["+"], G1["-"],
        Rung(S1[13, 14], A2["I1.0", "I1.0M"]), Rung(A3["Q1.0L", "Q1.0"], P1),
    )  # fmt: skip


def test_cards_of_a_rack_show_and_fail_by_themselves() -> None:
    machine = Rack()
    ids = ["A2: input I1.0 dead", "A3: output contact Q1.0 does not make"]
    wrong = [v for name in ids for v in variants_of(machine.fault(name))]
    frozen = Variant({("A1", "stale"): 1.0})
    sim = Simulation(machine, [Variant(), *wrong, frozen])
    sim.operate("S1", "pressed").advance(0.5)
    told = [tuple(seen(sim, tag, n) for tag in ("A1", "A2", "A3", "P1")) for n in range(4)]
    run, on = "RUN; no I/O LED lit", ("lit: I1.0", "no I/O LED lit")
    assert told == [
        (run, "lit: I1.0", "lit: Q1.0", "lit"),
        (run, *on, "dark"),
        (run, "lit: I1.0", "lit: Q1.0", "dark"),
        (run, *on, "dark"),  # its inputs keep what they were when the network was cut
    ]


# errors ------------------------------------------------------------------------------------
def test_names_that_are_not_there_are_refused_with_the_nearest() -> None:
    machine = Cell()
    with pytest.raises(ValueError, match=r"A1 has no terminal or variable Strat; .*Nearest: Start"):
        machine.port("A1:Strat")

    class Wrong(Rack):
        """A card whose input the program does not know."""

        A1 = PLC("XIC(I2.0)OTE(Q1.0);", cards=(Rack.A2, Rack.A3), dialect="iec")

    with pytest.raises(ValueError, match=r"has no input I1\.0; it has I2\.0"):
        Simulation(Wrong())
    with pytest.raises(ValueError, match=r"has no program press\.xm; it has"):
        Simulation(type("Lost", (Rack,), {"A1": PLC("press.xm", cards=(Rack.A2, Rack.A3))})())


def test_an_edit_that_changes_nothing_is_refused() -> None:
    from labsim.plc.parts import edits

    program = Cell().A1.logic.program
    for edit in (
        edits.removed("Strat"),
        edits.swapped("Part", rung=0),
        edits.readdressed("X", "Y"),
    ):
        with pytest.raises(ValueError, match="has no place for the edit"):
            edit(program)
    with pytest.raises(ValueError, match=r"has no rung Main 9"):
        edits.swapped("Part", rung="Main 9")(program)
    with pytest.raises(ValueError, match="gives T9 no preset"):
        edits.preset("T9", 5)(program)
