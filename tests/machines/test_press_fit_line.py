"""The press-fit line: its cycle, its interlocks, and what a stall at step 7 looks like online."""

from __future__ import annotations

import pytest

import labsim
from labsim.core.simulation import Simulation, Variant
from labsim.machines.press_fit_line import EDITS, PressFitLine
from labsim.machines.press_fit_rungs import rungs
from labsim.plc import Controller, read_rungs
from labsim.plc.reasons import xref
from labsim.plc.reasons.compare import compared
from labsim.states import act

LAB = labsim.lab("PLC-04")
NAMES = ["SQ1", "PM1_07", "PM1_7A", "PM1_7B", "PM1_7C", "AG1_PR", "OU_PR"]
# What the tool shows four seconds after Start: step, permissive, its three parts, alarms, output.
# By hand from the rungs: 7A clamp and slide, 7B bush, tool, lubricant, recipe, 7C outfeed, panel.
ONLINE = {
    "B7: no output": "7 0 1 0 1 0 0",
    "B8: float stuck down": "7 0 1 0 1 0 0",
    "B11: output stuck on": "7 0 1 1 0 0 0",
    "A1: input I1.2 left forced off": "7 0 1 0 1 0 0",
    "A1: output Q0.2 left forced off": "7 1 1 1 1 0 1",
    "A1: preset of TM_OUT changed to 1 h": "7 0 1 1 0 0 0",
    "A1: preset of TM1_W05 changed to 30 ms": "7 0 1 1 1 1 0",
    "A1: call of OUTF taken out": "7 0 1 1 0 0 0",
    "A1: second coil of MD_OK added": "7 0 1 0 1 0 0",
    "A1: contact AG1_PR swapped": "7 0 1 1 1 0 0",
    "A1: HM1_PLK left on": "7 0 1 1 0 0 0",
    "Y3: coil burnt open": "7 1 1 1 1 0 1",
    "B6: slipped on the tube": "7 1 1 1 1 0 1",
}


def read(bench, *names: str) -> list[float]:
    return [bench.measure("online", f"A1:{name}").value for name in names]


def test_the_program_has_five_hundred_rungs_and_is_the_same_at_every_making() -> None:
    rungs.cache_clear()
    first = rungs()
    rungs.cache_clear()
    assert rungs() == first
    program = read_rungs(first)
    assert 500 <= sum(len(r.rungs) for r in program.routines.values()) <= 520
    assert program.unsupported == []
    assert xref.double_coils(program) == []


def test_the_program_rests_and_its_scan_is_quick_enough_for_hundreds_of_variants() -> None:
    controller = Controller(read_rungs(rungs()))
    controller.traced = False
    given = dict.fromkeys(("IN_STP", "IN_GRD", "IN_CLB", "IN_SLB", "IN_PRU", "IN_LUB"), True)
    assert controller.at_rest in (True, False)  # asked once, it watches from then on
    for ms in range(0, 2000, 10):
        controller.scan(ms, given)
    assert controller.at_rest and controller.due() is None


def test_a_sound_line_goes_through_its_twelve_steps_while_start_is_held() -> None:
    bench = LAB.bench().press("S1").wait(4)
    assert read(bench, "SQ1") == [12]
    assert [bench.look(t).text for t in ("P2", "C1", "C2", "C3")] == ["lit", *["rod in"] * 3]
    bench.release("S1").wait(1)
    assert read(bench, "SQ1", "CN1_PRT") == [0, 1]


def test_letting_go_of_start_or_stop_or_the_guard_sends_everything_home() -> None:
    for tag in ("S0", "B9"):
        bench = LAB.bench("B6: slipped on the tube").press("S1").wait(3)
        assert bench.look("C3").text == "rod out"
        bench.press(tag).wait(1)
        assert read(bench, "SQ1") == [0], tag
        assert [bench.look(t).text for t in ("C1", "C2", "C3")] == ["rod in"] * 3


def test_the_guard_cuts_the_wire_of_the_press_valve_past_program_and_force() -> None:
    bench = LAB.bench().notify().force("A1:Q0.2", True).wait(1)
    assert bench.look("C3").text == "rod out"
    bench.press("B9").wait(1)
    assert bench.look("C3").text == "rod in"
    assert "Q0.2" in bench.look("A4").text


def test_online_every_stall_shows_what_the_rungs_say() -> None:
    machine = PressFitLine()
    faults = [machine.fault(name) for name in ONLINE]
    sim = Simulation(machine, [Variant(f.places()[0], name=f.id) for f in faults])
    act(sim, [("press", "S1")], 4.0)
    shown = machine.A1.shown(sim.views["A1"], NAMES)
    found = {f.id: " ".join(f"{v:g}" for v in row) for f, row in zip(faults, shown, strict=True)}
    assert found == ONLINE
    assert set(machine.P2.look(sim.views["P2"])) == {"dark"}


def test_a_watchdog_set_too_short_comes_back_after_every_reset() -> None:
    bench = LAB.bench("A1: preset of TM1_W05 changed to 30 ms").press("S1").wait(4)
    assert read(bench, "AL_105") == [1]
    bench.release("S1").press("S3").release("S3").wait(1)
    assert read(bench, "AL_105", "AG1_PR") == [0, 0]
    bench.press("S1").wait(4)
    assert read(bench, "SQ1", "AL_105") == [7, 1]


def test_each_edit_is_found_by_comparing_and_put_right_by_the_file() -> None:
    logic = LAB.machine.A1.logic
    lists = [compared(logic.edited(0), logic.edited(n)) for n in range(1, len(EDITS) + 1)]
    assert all(lists) and len(set(lists)) == len(EDITS)
    bench = LAB.bench("A1: AL_110 held, its reset at the wrong address")
    bench.press("S3").release("S3").press("S1").wait(4)
    assert read(bench, "SQ1") == [7]
    bench.release("S1").download("A1").press("S1").wait(4)
    assert read(bench, "SQ1", "AL_110") == [12, 0]


@pytest.mark.parametrize("point", ["A1:I1.2", "A1:Q0.2"])
def test_forcing_an_interlock_on_is_critical_and_taking_a_left_force_out_is_not(point: str) -> None:
    bench = LAB.bench("B7: no output").notify().force(point, True)
    assert [(b["rule"], b["critical"]) for b in bench.attempt.breaches] == [
        ("force-interlock", True)
    ]
    other = LAB.bench("A1: input I1.2 left forced off").notify().unforce("A1:I1.2")
    assert other.attempt.breaches == []
    off = LAB.bench().notify().force(point, False)
    assert off.attempt.breaches == []
