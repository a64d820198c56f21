"""The online monitor without a browser: intents in, what is shown out."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.plc import read_rungs
from labsim.plc.controller import Controller
from labsim.plc.program import Block, Program, Routine, Tag
from labsim.ui.monitor import Monitor
from labsim.ui.rungview import packed

TEXT = """[XIC(Start),XIC(Run)]XIO(Stop)OTE(Run);
XIC(Run)TON(T1,50,0);
XIC(T1.DN)[OTE(Lamp),MOV(Setpoint,Speed)];
GRT(Speed,3)XIC(Eye)ONS(Store)CTU(Parts,10,0);
XIC(Lamp)JSR(Sub,0);
ROUTINE Sub
XIC(Start)OTE(Horn);
END_ROUTINE
"""


@pytest.fixture
def monitor() -> Monitor:
    return Monitor(Controller(read_rungs(TEXT, tags={"Setpoint": "DINT"})))


def send(monitor: Monitor, do: str, **given: object) -> Monitor:
    """Send an intent as the browser does."""
    monitor._intent(monitor, {"do": do, **given}, [])
    return monitor


def lit(monitor: Monitor) -> list[int]:
    """Return the numbers of the bits that are lit."""
    bits = np.unpackbits(np.frombuffer(monitor.lit, dtype=np.uint8), bitorder="little")
    return np.flatnonzero(bits).tolist()


def value_of(monitor: Monitor, name: str) -> str:
    """Return what stands at the first place of a live value."""
    names = [text for text, _ in monitor.drawn.places.values]
    return monitor.values[names.index(name)]


def test_inputs_are_what_the_program_reads_and_never_writes(monitor):
    assert [name for name, *_ in monitor.plc["bits"]] == ["Start", "Stop", "Eye"]
    assert [name for name, *_ in monitor.plc["numbers"]] == ["Setpoint"]


def test_a_single_scan_runs_the_rung_and_says_what_changed(monitor):
    send(send(monitor, "toggle", tag="Start"), "step")
    # Start 0, Run 1, Stop 2 (XIO), OTE Run 3; rung 1 begins with XIC Run as element 4.
    assert lit(monitor)[:5] == [0, 1, 2, 3, 4]
    assert monitor.clock == {"scans": 1, "ms": 10}
    assert monitor.said == "Run on"


def test_values_in_boxes_follow_the_timer_and_only_changes_travel(monitor):
    send(send(monitor, "toggle", tag="Start"), "step", count=3)
    # The first true scan starts the clock; two more of 10 ms make 20 ms.
    assert value_of(monitor, "T1.ACC") == "20"
    assert value_of(monitor, "T1.PRE") == "50"
    sent = []
    monitor.observe(lambda change: sent.append(change.name))
    send(monitor, "step")
    assert list(monitor.live.values()) == ["30"]
    assert "ladder" not in sent and "values" not in sent


def test_studio_and_power_tell_different_truths(monitor):
    """The eye is made, so its contact is true; but no power comes to it while the speed is low."""
    send(send(monitor, "toggle", tag="Eye"), "step")
    eye = next(n for n, op in enumerate(monitor.drawn.elements) if op.args[0].root == "Eye")
    assert eye in lit(monitor)
    send(monitor, "view", mode="power")
    assert eye not in lit(monitor)


def test_a_routine_that_is_not_called_has_no_power_at_its_rail(monitor):
    send(send(monitor, "toggle", tag="Start"), "step")
    send(send(monitor, "view", mode="power"), "routine", name="Sub")
    assert lit(monitor) == []
    send(monitor, "step", count=8)  # 50 ms are over: Lamp on, Sub is called
    # XIC Start, OTE Horn, and the net of the rail.
    assert lit(monitor) == [0, 1, 2]


def test_a_forced_tag_bears_a_badge_wherever_it_stands(monitor):
    send(monitor, "force", tag="Stop", value=True)
    assert monitor.forced == {"2": "F1"}
    assert monitor.plc["forces"] == [["Stop", "1"]]
    send(send(monitor, "toggle", tag="Start"), "step")
    assert 3 not in lit(monitor)
    assert monitor.notice["kind"] == "done"
    send(send(monitor, "unforce", tag="Stop"), "step")
    assert monitor.forced == {} and 3 in lit(monitor)


def test_the_element_in_hand_tells_where_its_tag_is_used(monitor):
    send(monitor, "select", n=3)
    about = monitor.about
    assert (about["tag"], about["what"], about["value"]) == ("Run", "output coil", "0")
    ways = [(use["rung"], use["op"], use["way"]) for use in about["uses"]]
    assert ways == [(0, "XIC", "reads"), (0, "OTE", "writes"), (1, "XIC", "reads")]
    assert about["may"]["force"]
    send(monitor, "hover", n=0)
    assert (monitor.pointed["tag"], monitor.about["tag"]) == ("Start", "Run")
    assert send(monitor, "select", n=-1).about["n"] == -1


def test_a_tag_with_two_coils_is_warned_of():
    shown = Monitor(Controller(read_rungs("XIC(A)OTE(Lamp); XIC(B)OTE(Lamp);")))
    send(shown, "select", n=1)
    assert shown.about["warning"].startswith("Lamp has 2 coils")


def test_why_is_said_in_words(monitor):
    send(send(monitor, "step"), "why", tag="Run")
    assert "Start" in monitor.notice["text"] and monitor.notice["kind"] == "seen"


def valve() -> Monitor:
    """Return a monitor of a program that calls a block with rungs of its own."""
    text = "XIC(Open)XIO(Shut)OTE(Coil); XIC(Coil)TON(T,100,0);"
    rungs = read_rungs(text).routines["Main"].rungs
    pins = [Tag("Open", "BOOL", usage="in"), Tag("Shut", "BOOL", usage="in")]
    tags = (*pins, Tag("Coil", "BOOL", usage="out"), Tag("T", "TIMER"))
    block = Block("Valve", tags, {"Logic": Routine("Logic", rungs)}, kind="AOI")
    bits = {name: Tag(name, "BOOL") for name in ("Go", "Cmd", "Lock", "Y1")}
    like = Program(blocks={"Valve": block}, tags={"V1": Tag("V1", "Valve"), **bits})
    return Monitor(Controller(read_rungs("XIC(Go)Valve(V1,Cmd,Lock,Y1);", like=like)))


def test_the_logic_of_a_block_is_opened_with_the_values_of_its_call():
    shown = valve()
    for tag in ("Go", "Cmd"):
        send(shown, "toggle", tag=tag)
    send(send(shown, "step", count=5), "select", n=1)
    assert shown.about["may"]["enter"]
    send(shown, "enter", n=1)
    assert (shown.ladder["inside"], shown.ladder["program"]) == ("V1", "Valve")
    # Open, not Shut, Coil, and XIC Coil of the next rung; T has run 40 ms, and its EN is on.
    assert lit(shown)[:4] == [0, 1, 2, 3]
    assert value_of(shown, "T.ACC") == "40"
    send(shown, "select", n=2)
    assert (shown.about["tag"], shown.about["value"]) == ("V1.Coil", "1")
    assert "no power flow" in send(shown, "view", mode="power").notice["text"]
    send(shown, "leave")
    assert (shown.ladder["inside"], shown.drawn.routine) == ("", "Main")
    assert "no inside" in send(shown, "leave").notice["text"]
    assert "no rungs of its own" in send(shown, "enter", n=0).notice["text"]


def test_why_is_off_where_the_author_says_so(monitor):
    graded = Monitor(monitor.desk.controller, why=False)
    send(graded, "select", n=3)
    assert not graded.about["may"]["why"]
    assert "nobody tells why" in send(graded, "why", tag="Run").notice["text"]


def test_finding_a_tag_goes_from_use_to_use_and_into_other_routines(monitor):
    rungs = []
    for _ in range(3):
        send(monitor, "find", text="start")
        rungs.append((monitor.drawn.routine, monitor.about["n"]))
    assert rungs[0] == ("Main", 0)
    send(monitor, "go", routine="Sub", rung=0)
    assert (monitor.drawn.routine, monitor.about["tag"]) == ("Sub", "Start")
    assert monitor.ladder["routine"] == "Sub"


def test_program_mode_scans_nothing_and_run_prescans(monitor):
    send(send(monitor, "toggle", tag="Start"), "step")
    send(send(monitor, "mode", to="program"), "step")
    assert "program mode" in monitor.notice["text"]
    assert monitor.plc["mode"] == "program"
    send(monitor, "mode", to="run")
    # Prescan of Allen-Bradley clears OTE.
    assert not monitor.desk.controller["Run"]


def test_it_plays_only_while_it_is_told_and_a_beat_is_a_tenth_of_a_second(monitor):
    send(monitor, "push")
    assert monitor.clock["ms"] == 0
    send(send(monitor, "play", on=True), "push")
    assert monitor.clock["ms"] == 100
    send(send(monitor, "step"), "push")  # a single scan holds it
    assert (monitor.playing, monitor.clock["ms"]) == (False, 110)


def test_a_trend_holds_every_scan_of_what_is_picked(monitor):
    for tag in ("Run", "T1.ACC"):
        send(monitor, "trend", tag=tag)
    send(send(monitor, "toggle", tag="Start"), "step", count=12)
    assert monitor.trend["picked"] == ["Run", "T1.ACC"]
    assert "<svg" in monitor.trend["svg"]
    # ACC stops at the first value at or beyond 50.
    assert "T1.ACC" in monitor.trend["words"] and "highest 50" in monitor.trend["words"]
    assert "Run: off at first, on at 0 s" in monitor.trend["words"]
    assert "<td>0.010</td><td>Run</td><td>1</td>" in monitor.trend["table"]
    send(monitor, "trend", tag="Run", on=False)
    assert monitor.trend["picked"] == ["T1.ACC"]


def test_a_major_fault_stops_it_and_program_mode_clears_it():
    shown = Monitor(Controller(read_rungs("XIC(A)MOV(L[i],B);", tags={
        "L": "DINT[4]", "i": "DINT"})))  # fmt: skip
    send(send(send(shown, "put", tag="i", value=9), "toggle", tag="A"), "step")
    assert "4:20" in shown.plc["fault"] and shown.plc["mode"] == "fault"
    assert value_of(shown, "L[i]") == "?"
    send(shown, "step")
    assert "major fault" in shown.notice["text"]
    send(shown, "mode", to="program")
    assert shown.plc["fault"] == ""


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ({"do": "view", "mode": "magic"}, "no view magic"),
        ({"do": "select", "n": 999}, "no element 999"),
        ({"do": "select", "n": "x"}, "no element x"),
        ({"do": "routine", "name": "Subb"}, "Nearest: Sub"),
        ({"do": "find", "text": "Motr"}, "no tag Motr"),
        ({"do": "go", "routine": "Main", "rung": 77}, "rungs 0 to 4"),
        ({"do": "toggle", "tag": "T1.ACC"}, "only a bit"),
        ({"do": "put", "tag": "Setpoint", "value": "five"}, "give a number"),
        ({"do": "force", "tag": "T1", "value": True}, "TIMER"),
        ({"do": "why", "tag": "Nobody"}, "Nobody"),
        ({"do": "unforce", "tag": "Start"}, "not forced"),
        ({"do": "trend", "tag": "T1"}, "nothing to draw"),
        ({"do": "mode", "to": "remote"}, "no position remote"),
        ({"do": "fly"}, "no action fly"),
        ({"do": "step", "by": 1}, "something is missing"),
        ("text", "does not know"),
    ],
)
def test_what_cannot_be_done_is_said(monitor, intent, said):
    monitor._intent(monitor, intent, [])
    assert said in monitor.notice["text"]
    assert monitor.notice["kind"] == "error"


def test_the_picture_that_stays_needs_no_script(monitor):
    send(send(monitor, "toggle", tag="Start"), "step")
    html = monitor._repr_mimebundle_()["text/html"]
    assert 'class="true" data-el="3"' in html and "<script" not in html
    assert "rung 0: (Start or Run) and not Stop set Run" in html


def test_bits_are_packed_lowest_first():
    assert packed([True, False, False, False, False, False, False, False, True]) == b"\x01\x01"
