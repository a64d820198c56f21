"""The PLC page of the workbench without a browser: live in practice, by readings in graded work."""

from __future__ import annotations

import numpy as np

import labsim
from labsim.ui import Workbench
from tests.ui.plcstand import graded, opened, send


def lit(bench: Workbench) -> list[int]:
    """Return the numbers of the bits that are lit."""
    bits = np.unpackbits(np.frombuffer(bench.lit, dtype=np.uint8), bitorder="little")
    return np.flatnonzero(bits).tolist()


def push(bench: Workbench, tag: str) -> Workbench:
    return send(send(bench, "press", tag=tag), "release", tag=tag)


def test_a_machine_without_a_controller_has_no_page():
    bench = Workbench(labsim.lab("ELE-03").bench())
    assert bench.plc == {"offer": []}
    assert "no action online" in send(bench, "online").notice["text"]


def test_rungs_come_when_one_goes_online_and_follow_the_machine():
    bench = opened()
    assert "Seal-in" in bench.ladder["page"]
    # Elements: Start 0, Run 1, Stop 2, OTE Run 3; Stop is a break contact: its input is on.
    assert lit(bench) == [2]
    push(bench, "S1")
    assert set(lit(bench)) >= {1, 2, 3}
    assert bench.said == "Run on"
    send(bench, "wait", seconds=30)
    assert bench.values == ["20000", "20000"]  # preset, and ACC stops there
    assert "Lamp on" in bench.said


def test_a_single_scan_lets_its_time_pass_on_the_machine():
    bench = push(opened(), "S1")
    before, now = int(bench.values[1]), bench.bench.sim.now
    send(bench, "step")
    assert bench.bench.sim.now == now + 0.01
    assert int(bench.values[1]) == before + 10


def test_power_flow_is_that_of_the_controller():
    bench = send(push(opened(), "S1"), "view", mode="power")
    # Start is let go: no power behind it, the seal-in carries it.
    assert 0 not in lit(bench) and {1, 2, 3} <= set(lit(bench))


def test_a_force_is_set_by_the_name_in_the_program_and_is_on_record():
    bench = send(opened(), "force", tag="Lamp", value=True)
    assert bench.bench.attempt.events[-1]["point"] == "A1:Q0.1"
    assert bench.plc["forces"] == [["Lamp", "1"]]
    assert list(bench.forced.values()) == ["F1"]
    send(bench, "unforce", tag="Lamp")
    assert bench.plc["forces"] == []
    send(bench, "force", tag="T1.DN", value=True)
    assert "no input or output" in bench.notice["text"]


def test_the_key_switch_is_a_verb_of_the_bench():
    bench = send(push(opened(), "S1"), "mode", to="program")
    assert bench.plc["mode"] == "program"
    assert bench.bench.attempt.events[-1]["do"] == "mode"


def test_in_practice_the_program_that_runs_is_drawn_and_a_download_brings_the_right_one():
    bench = opened("A1: seal-in contact taken out")
    assert "or Run" not in bench.ladder["page"]
    send(bench, "download")
    assert "(Start or Run)" in bench.ladder["page"]


def test_graded_work_shows_the_program_on_file_and_nothing_that_was_not_read():
    bench = send(graded("A1: seal-in contact taken out"), "online", tag="A1")
    assert "(Start or Run)" in bench.ladder["page"]
    assert lit(bench) == [] and bench.forced == {}
    assert set(bench.values) == {"–"}
    send(bench, "hover", n=2)
    assert bench.pointed["value"] == "not read"


def test_graded_work_reads_bits_one_by_one_and_each_is_on_record():
    bench = send(graded(), "online", tag="A1")
    send(bench, "read_bits", rung=0)
    read = [e["ports"] for e in bench.bench.attempt.of("measure")]
    assert read == [["A1:I0.0"], ["A1:Q0.0"], ["A1:I0.1"]]
    assert lit(bench) == [2]
    assert bench.forced == {"0": "0", "1": "0", "2": "1", "3": "0", "4": "0"}
    assert send(bench, "select", n=2).about["forced"] == ""
    send(bench, "read_bits", n=2)
    assert "was read" in bench.notice["text"]
    assert len(bench.bench.attempt.of("measure")) == 3


def test_a_box_is_read_whole():
    bench = send(send(graded(), "online", tag="A1"), "read_bits", n=5)
    read = [e["ports"][0] for e in bench.bench.attempt.of("measure")]
    assert read == ["A1:T1.PRE", "A1:T1.ACC", "A1:T1.EN", "A1:T1.DN"]
    assert bench.values == ["20000", "0"]


def test_a_bit_that_was_read_is_void_once_the_machine_is_worked():
    bench = send(send(graded(), "online", tag="A1"), "read_bits", n=2)
    assert lit(bench) == [2]
    assert lit(send(bench, "look", tag="A1")) == [2]
    assert lit(push(bench, "S1")) == []


def test_graded_work_has_no_power_flow_no_why_and_no_trend():
    bench = send(graded(), "online", tag="A1")
    assert "not shown in graded work" in send(bench, "view", mode="power").notice["text"]
    assert "nobody tells" in send(bench, "why", tag="Run").notice["text"]
    send(bench, "select", n=3)
    assert not bench.about["may"]["trend"] and bench.about["may"]["force"]
    send(bench, "trend", tag="Run")
    assert bench.trend["picked"] == []


def test_graded_work_shows_only_the_forces_one_has_set_oneself():
    bench = send(graded("A1: input I0.1 left forced off"), "online", tag="A1")
    assert bench.plc["forces"] == [] and bench.forced == {}
    send(bench, "force", tag="Lamp", value=True)
    assert bench.plc["forces"] == [["Lamp", "1"]]


def test_graded_work_without_the_engineering_tool_has_no_page():
    assert graded(tools=None).plc == {"offer": []}


def test_the_page_wants_to_be_opened_first():
    bench = graded()
    assert "go online first" in send(bench, "select", n=1).notice["text"]


def test_a_dark_controller_shows_nothing():
    bench = opened("A1: processor dead")
    assert bench.plc["dark"] and lit(bench) == []


def test_the_trend_sees_what_came_and_went_while_time_passed():
    page = send(opened(), "trend", tag="Lamp")
    send(page, "trend", tag="T1.ACC")
    send(page, "press", tag="S1")
    send(page, "release", tag="S1")
    send(page, "wait", seconds=30)
    times, lamp = zip(*page.samples["Lamp"], strict=True)
    first = times[lamp.index(1.0)]
    begun = next(t for t, acc in page.samples["T1.ACC"] if acc > 0)
    assert 19.8 < first - begun < 20.2  # a timer of 20 s, seen to a tenth of a second
    send(page, "trend", tag="Lamp", on=False)
    send(page, "trend", tag="T1.ACC", on=False)
    assert page.bench.sim.heard is None


def test_no_power_flows_in_program_mode():
    bench = send(push(opened(), "S1"), "view", mode="power")
    assert len(lit(bench)) > 4
    # What is left is EN at the timer's box: no power, but a value, as the last scan left it.
    assert lit(send(bench, "mode", to="program")) == [12]
    assert len(lit(send(send(bench, "mode", to="run"), "wait", seconds=1))) > 1
