"""The controller: scans, modes, forces, faults, in both dialects and both compiled forms."""

import pytest

from labsim import plc
from labsim.core.errors import LabsimError
from labsim.plc.program import Op, Path, Program, Routine, Rung, Series, Tag


def controller(text, dialect="ab", **tags):
    return plc.Controller(plc.read_rungs(text, dialect=dialect, tags=tags or None))


def run(c, *steps, tag="Q"):
    """Scan with (ms, inputs) and return what a tag was after each."""
    seen = []
    for at, inputs in steps:
        c.scan(at, inputs)
        seen.append(c[tag])
    return seen


def test_a_program_built_by_hand_runs_as_one_that_was_read():
    bit = [Path(name) for name in "ABQ"]
    body = Series((Op("XIC", (bit[0],)), Op("XIO", (bit[1],)), Op("OTE", (bit[2],))))
    tags = {name: Tag(name, "BOOL") for name in "ABQ"}
    program = Program("p", tags=tags, routines={"Main": Routine("Main", (Rung(body),))})
    c = plc.Controller(program)
    assert run(c, (0, {"A": True}), (10, {"B": True}), (20, {"B": False})) == [True, False, True]
    assert list(c.flow) == [True, True, True]


def test_a_logix_timer_only_starts_its_clock_in_the_first_true_scan_and_overshoots():
    c = controller("XIC(A)TON(T1,100,0);XIC(T1.DN)OTE(Q);")
    steps = [(0, {"A": True}), (65, {}), (130, {}), (200, {})]
    assert run(c, *steps, tag="T1.ACC") == [0, 65, 130, 130]
    assert c["Q"]
    c.scan(210, {"A": False})
    assert (c["T1.ACC"], c["T1.DN"], c["Q"]) == (0, False, False)


def test_an_iec_timer_is_done_at_its_preset_and_shows_no_more_than_that():
    c = controller("XIC(A)TON(T1,T#100ms)OTE(Q);", "iec")
    assert run(c, (0, {"A": True}), (99, {}), (100, {}), (300, {})) == [False, False, True, True]
    assert c["T1.ET"] == 100


def test_presets_can_be_changed_online():
    c = controller("XIC(A)TON(T1,100,0)XIC(T1.DN)OTE(Q);")
    c.scan(0, {"A": True})
    c["T1.PRE"] = 20
    assert run(c, (10, {}), (20, {})) == [False, True]


def test_an_edge_is_looked_at_even_without_power_before_it():
    for traced in (False, True):
        c = controller("XIC(A)XICP(B)OTL(Q);", "iec")
        c.traced = traced
        c.scan(0, {"A": False, "B": True})
        assert run(c, (10, {"A": True}), (20, {"B": False}), (30, {"B": True}))[-2:] == [
            False,
            True,
        ]


def test_an_output_in_one_branch_is_seen_by_the_next_branch():
    c = controller("[XIC(A)OTE(M),XIC(M)OTE(Q)];")
    assert run(c, (0, {"A": True})) == [True]


def test_an_input_force_is_in_the_data_and_an_output_force_only_at_the_terminal():
    c = controller("XIC(A)OTE(Q);")
    c.force("Q", True)
    c.scan(0, {"A": False})
    assert (c["Q"], c.terminal("Q")) == (False, True)
    c.unforce()
    c.force("A", True)
    c.scan(10, {"A": False})
    assert (c["A"], c["Q"], c.terminal("Q")) == (True, True, True)
    c.mode("program")
    assert not c.terminal("Q")


def test_going_to_run_prescans_in_logix_and_leaves_latches():
    c = controller("XIC(A)OTE(Q);XIC(A)OTL(L);XIC(A)CTU(C1,5,0);XIC(A)ONS(s)OTL(P);")
    c.scan(0, {"A": True})
    assert (c["C1.ACC"], c["P"]) == (0, False), "prescan has taken the level as seen"
    c.mode("program")
    c.mode("run")
    assert (c["Q"], c["L"]) == (False, True)


def test_a_counter_in_iec_counts_a_level_that_is_there_on_the_first_scan():
    c = controller("XIC(A)CTU(C1,Rst,3)OTE(Q);", "iec", A="BOOL", Rst="BOOL", C1="CTU", Q="BOOL")
    c.scan(0, {"A": True})
    assert c["C1.CV"] == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MOV(Arr[i],x);", "4:20"),
        ("TON(T1,100,0);", "4:34"),
        ("LBL(back)NOP();JMP(back);", "6:1"),
    ],
)
def test_a_major_fault_stops_the_program_with_the_code_of_a_real_controller(text, code):
    c = controller(f"OTE(Q);{text}", Q="BOOL", Arr="DINT[5]", i="DINT", x="DINT", T1="TIMER")
    c["i"], c["T1.PRE"] = 7, -1
    c.scan(0)
    assert [(fault.code, fault.rung) for fault in c.faults] == [(code, 1 if code != "6:1" else 2)]
    assert (c.mode(), c["Q"], c.terminal("Q")) == ("fault", True, False)
    with pytest.raises(LabsimError, match="clear faults"):
        c.mode("run")


def test_a_program_with_parts_that_cannot_be_executed_refuses_to_run():
    program = plc.read_rungs("XIC(A)OTE(Q);")
    program.unsupported.append(("Main, rung 3", "PID"))
    with pytest.raises(LabsimError, match="rung 3: PID"):
        plc.Controller(program)


def test_an_unknown_tag_names_the_nearest():
    with pytest.raises(LabsimError, match="Nearest: Motor"):
        controller("XIC(Start)OTE(Motor);")["Moter"]


def test_state_comes_back_and_two_controllers_do_not_share_it():
    c, other = (controller("XIC(A)TON(T1,100,0);") for _ in range(2))
    c.scan(0, {"A": True})
    state = c.recall()
    c.scan(50)
    assert (c["T1.ACC"], other["A"]) == (50, False)
    c.restore(state)
    c.scan(50)
    assert c["T1.ACC"] == 50
    assert hash(state)


@pytest.mark.parametrize(("looked_at", "rests"), [("C1.ACC", True), ("T1.ACC", False)])
def test_a_count_that_is_read_changes_nothing_while_a_timer_runs_and_a_time_does(looked_at, rests):
    c = controller(f"XIC(A)TON(T1,5000,0); XIC(B)CTU(C1,10,0); MOV({looked_at},X);")
    for at in (0, 10, 20, 30):
        c.scan(at, {"A": True})
        found = c.at_rest
    assert found == rests
