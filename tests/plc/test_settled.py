"""The settled form: the same memory as the fast form, whoever looks, forces, restores, and when."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest

from labsim import plc
from tests.plc.random_programs import Maker, inputs

CELL = """
[XIC(Start),XIC(Run)]XIC(Stop)OTE(Run);
XIC(Run)TON(T1,2000,0);
XIC(T1.DN)OTE(O:2/0);
XIC(Run)ADD(N7:0,7,N7:0);
XIC(Run)ONS(Once)[OTL(Odd),XIC(Start)OTU(Odd)];
"""


def made(program: Any, settles: int, compat: str = "") -> Any:
    found = plc.Controller(program, program.dialect, compat or None)
    found.traced, found.settles = False, settles
    return found


def cell(settles: int = 0) -> Any:
    return made(plc.read_rungs(CELL), settles)


def straight(program: Any) -> Any:
    """Return a program of one routine: the rungs of another's that can be in the settled form."""
    name, routine = next(iter(program.routines.items()))

    def of(rungs: tuple) -> Any:
        return replace(program, routines={name: replace(routine, rungs=rungs)}, main=name)

    plain = [rung for rung in routine.rungs if not rung.label
             and not {op.name for op in rung.ops()} & {"JMP", "JSR", "LBL"}]  # fmt: skip
    kept = [rung for rung in plain if made(of((rung,)), 0)._shared.settled is not None]
    return of(tuple(kept))


def alike(seed: int, dialect: str, compat: str = "") -> bool:
    """Run a random program in both forms, looked at now and then; tell whether it has both."""
    program = straight(Maker(seed, dialect).program())
    fast, settled = made(program, 10**9, compat), made(program, 0, compat)
    for k, (at, change) in enumerate(inputs(seed, 30)):
        for one in (fast, settled):
            one.scan(at, change)
        said = f"{dialect} {seed} {compat} at {at} ms\n{plc.write_rungs(program)}"
        assert [str(f) for f in fast.faults] == [str(f) for f in settled.faults], said
        if k % 4 == 3 or fast.faults:
            assert fast.memory == settled.memory, said
            assert fast.minor == settled.minor, said
    return settled._shared.settled is not None


@pytest.mark.parametrize("dialect", ["ab", "iec"])
def test_random_programs_do_the_same_in_both_forms(dialect):
    settled = sum(alike(seed, dialect) for seed in range(60))
    if dialect == "iec":
        settled += sum(alike(seed, dialect, "matiec") for seed in range(20))
    assert settled > 35


def test_it_settles_after_so_many_scans_in_which_nobody_looks():
    c = cell(settles=10)
    for k in range(10):
        c.scan(10 * k)
    assert c._running is None
    c.scan(100)
    assert c._running is not None
    assert c["Run"] is False
    assert c._running is None  # somebody looked


def test_a_tag_that_is_read_in_every_scan_is_right_and_disturbs_only_once():
    c, plain = cell(settles=10), cell(10**9)
    running = []
    for k in range(60):
        for one in (c, plain):
            one.scan(100 * k, {"Start": k % 7 == 0, "Stop": True})
        assert c["Run"] is plain["Run"], k
        running.append(c._running is not None)
    assert all(running[12:])  # "Run" was asked for before it settled: the form keeps it in memory
    assert c["T1.ACC"] == plain["T1.ACC"]  # asked for now: everything is put back
    assert c._running is None
    assert c.memory == plain.memory


def test_inputs_and_outputs_are_looked_at_without_disturbing_it():
    c = cell()
    c.scan(0, {"Start": True, "Stop": True})
    for k in range(1, 31):
        c.scan(100 * k, {"Start": False})
        assert c.terminal("O:2/0") is (k >= 20)
        assert c["Stop"] is True
    assert c._running is not None
    assert c["N7:0"] == 31 * 7


def test_what_is_put_into_a_variable_or_forced_is_there_in_the_next_scan():
    fast, settled = cell(10**9), cell()
    for c in (fast, settled):
        c.scan(0, {"Start": True, "Stop": True})
        c["T1.PRE"] = 300
        c.scan(100, {"Start": False})
        c.scan(400, {"Run": False})
        c.force("Start", True)
        c.scan(500, {"Start": False})
        c.scan(600, {"Start": False})
        c.unforce()
        c.scan(700)
    assert fast.memory == settled.memory
    assert settled["T1.DN"] is False
    assert settled["T1.ACC"] == 200


def test_recall_and_restore_bring_everything_back():
    c = cell()
    c.scan(0, {"Start": True, "Stop": True})
    c.scan(500, {"Start": False})
    then = c.recall()
    for k in range(6, 40):
        c.scan(100 * k)
    assert c["T1.DN"] is True
    c.restore(then)
    assert c["T1.DN"] is False
    c.scan(600)
    assert c["T1.ACC"] == 600


def test_a_copy_runs_on_by_itself():
    c = cell()
    c.scan(0, {"Start": True, "Stop": True})
    c.scan(100)
    twin = copy.deepcopy(c)
    c.scan(200, {"Stop": False})
    twin.scan(200)
    assert (c["Run"], twin["Run"]) == (False, True)


def test_a_fault_stops_it_at_the_instruction_and_leaves_what_was_done():
    program = plc.read_rungs("OTE(Lamp);ADD(N7:0,1,N7:0);XIC(On)TON(T1,500,0);OTE(Late);")
    for settles in (0, 10**9):
        c = made(program, settles)
        c["T1.PRE"] = -1
        c.scan(0)
        c.scan(10, {"On": True})
        assert [str(f)[:4] for f in c.faults] == ["4:34"]
        assert c.faults[0].rung == 2
        assert c["N7:0"] == 2
        assert c.mode() == "fault"
        c["T1.PRE"] = 100
        c.clear_faults()
        c.mode("run")
        c.scan(200)
        assert c["N7:0"] == 3


def test_a_program_that_reaches_through_an_index_keeps_the_fast_form():
    c = made(plc.read_rungs("MOV(5,N7[N7:0]);"), 0)
    c.scan(0)
    assert c._running is None


def test_traced_scans_are_made_by_the_traced_form():
    c = cell()
    c.scan(0, {"Start": True, "Stop": True})
    c.traced = True
    c.scan(10)
    assert c.flow["Main", 0][-1]
    c.traced = False
    c.scan(20)
    assert c["N7:0"] == 21
