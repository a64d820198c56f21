"""First scan, modes, starts, forces and faults.

RM003 is Rockwell 1756-RM003N (2011); 1762 the MicroLogix 1200 manual 1762-RM001C p. 1-14; 9323 the
PLC-5 software manual 9323-S5500D p. 18-19; PM014 the Logix fault codes 1756-PM014.
"""

from __future__ import annotations

import pytest

from labsim import plc
from labsim.core.errors import LabsimError
from tests.plc.tables import Case, check, counter, timer

MODES = [
    Case("S:FS is on in the first scan of a run", "RM003 S:FS", "ab", "XIC(S:FS)OTE(Q);", {}, """
       t | Q
       0 | 1
      10 | 0
    ! program
    ! run
      20 | 1
      30 | 0
    """),
    Case("program to run: coils, timers and edges prescan, latches and counts stay", "RM003 p. 20",
         "ab", "XIC(A)OTL(L); XIC(A)RTO(T); XIC(A)CTU(C); XIC(A)ONS(S)OTE(P); XIC(A)TON(U);",
         {"T": timer(100), "U": timer(100), "C": counter(5)}, """
       t  A | L T.ACC C.ACC P U.ACC
       0  0 | 0     0     0 0     0
      10  1 | 1     0     1 1     0
      30  1 | 1    20     1 0    20
    ! program
    ! run
      90  1 | 1    20     1 0     0
     100  1 | 1    30     1 0    10
     110  0 | 1    30     1 0     0
     120  1 | 1    30     2 1     0
    """),
    Case("program to run: an OTE that is never called again is off all the same", "RM003 p. 20",
         "ab", """
         ROUTINE Main
         XIC(A)JSR(Sub,0);
         ROUTINE Sub
         XIC(B)OTE(Q);
         """, {}, """
       t  A  B | Q
       0  1  1 | 1
      10  0  1 | 1
    ! program
    ! run
      20  0  1 | 0
    """),
    Case("in program mode nothing is worked", "1756-UM001 keyswitch", "ab", "XIC(A)OTL(L);", {}, """
       t  A | L
       0  0 | 0
    ! program
      10  1 | 0
    ! run
      20  . | 1
    """),
    Case("cold start: everything as downloaded; warm start keeps what retains", "-3: cold, warm",
         "iec", "NO(A)CTU(C,R,5); NO(A)OTL(L); NO(A)OTL(K);",
         {"R": "BOOL", "K": {"type": "BOOL", "retain": 1}, "C": {"type": "CTU", "retain": 1}}, """
       t  A | C.CV L K
       0  1 |    1 1 1
      10  0 |    1 1 1
    ! warm
      20  0 |    1 0 1
    ! cold
      30  0 |    0 0 0
    """),
    Case("a warm start makes edges of IEC new: what is on rises again", "-3: not retained", "iec",
         "P(A)OTE(Q); NO(A)R_TRIG(E)OTE(R);", {}, """
       t  A | Q R
       0  1 | 1 1
      10  1 | 0 0
    ! warm
      20  1 | 1 1
    """),
    Case("program to run in IEC: everything stays as it was", "choice: no start was asked for",
         "iec", "NO(A)OTL(L); NO(A)CTU(C,R,5); P(A)OTE(Q);", {"R": "BOOL"}, """
       t  A | L C.CV Q
       0  1 | 1    1 1
    ! program
    ! run
      20  1 | 1    1 0
    """),
    Case("warm start in AB keeps tags and prescans", "OTL survives a power dip (notes §6, 5)", "ab",
         "XIC(A)OTL(L); XIC(A)CTU(C); XIC(A)OTE(Q);", {"C": counter(5)}, """
       t  A | L C.ACC Q
       0  0 | 0     0 0
      10  1 | 1     1 1
    ! warm
      20  1 | 1     1 1
      30  0 | 1     1 0
    """),
]  # fmt: skip

FORCES = [
    Case("a forced input is in the data table", "1762; 9323", "ab", "XIC(A)OTE(Q);",
         {"A": {"type": "BOOL", "address": "I:0/0"}, "Q": {"type": "BOOL", "address": "O:0/0"}}, """
       t  A | Q A
       0  0 | 0 0
    ! force A 1
      10  0 | 1 1
    ! unforce A
      20  0 | 0 0
    """),
]  # fmt: skip


@pytest.mark.parametrize("case", MODES + FORCES, ids=lambda case: case.title)
def test_modes_and_starts(case: Case) -> None:
    check(case)


FAULTS = [
    ("array index out of range", "4:20", "MOV(A[i],D);", {"A": "DINT[4]", "i": "DINT", "D": "DINT"},
     {"i": 4}),
    ("negative index", "4:20", "MOV(5,A[i]);", {"A": "DINT[4]", "i": "DINT"}, {"i": -1}),
    ("bit number out of range", "4:20", "XIC(W.[i])OTE(Q);", {"W": "DINT", "i": "DINT"}, {"i": 32}),
    ("negative preset", "4:34", "XIC(A)TON(T);", {"T": timer(-5)}, {"A": 1}),
    ("negative accumulator", "4:34", "XIC(A)RTO(T);", {"T": timer(5)}, {"A": 1, "T.ACC": -1}),
    ("endless loop", "6:1", "LBL(x)XIC(A)JMP(x);", {}, {"A": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "code", "rungs", "tags", "wrong"), FAULTS, ids=lambda x: str(x))
def test_a_major_fault_stops_the_controller_with_its_code(what, code, rungs, tags, wrong) -> None:
    for traced in (False, True):
        c = plc.Controller(plc.read_rungs(rungs + "OTE(Z);", "ab", tags))
        c.traced = traced
        if "preset" not in what:
            c.scan(0, {})
            assert not c.faults, what
        c.scan(10, wrong)
        assert [fault.code for fault in c.faults] == [code]
        assert c.faults[0].text
        c.scan(20, {})
        assert len(c.faults) == 1, "it stands still"


def test_a_math_overflow_is_a_minor_fault_and_the_scan_goes_on() -> None:
    """PM014: type 4 code 4; it goes on the list of minor faults and the controller runs."""
    c = plc.Controller(plc.read_rungs("ADD(N,1,D); OTE(Z);", "ab", {"N": "DINT", "D": "DINT"}))
    c.scan(0, {"N": 5})
    assert not c.minor
    c.scan(10, {"N": 2**31 - 1})
    assert not c.faults
    assert list(c.minor) == ["4:4"]
    assert c["Z"]


def test_division_by_zero_is_a_minor_fault() -> None:
    c = plc.Controller(plc.read_rungs("DIV(N,M,D);", "ab", dict.fromkeys("NMD", "DINT")))
    c.scan(0, {"N": 5, "M": 0})
    assert list(c.minor) == ["4:4"] and not c.faults


def test_a_forced_output_is_seen_at_the_terminal_and_not_by_the_program() -> None:
    """1762 p. 1-14, 9323 p. 18-19: data table and rung do not show it."""
    tags = {"Q": {"type": "BOOL", "address": "O:0/0"}, "A": {"type": "BOOL", "address": "I:0/0"}}
    c = plc.Controller(plc.read_rungs("XIC(A)OTE(Q); XIC(Q)OTE(R);", "ab", tags))
    c.force("Q", True)
    c.scan(0, {"A": False})
    assert (c["Q"], c["R"]) == (False, False)
    assert c.forces == {"Q": True}


def test_a_program_that_is_not_supported_refuses_to_run() -> None:
    program = plc.read_rungs("XIC(A)PID(x,1,2); XIC(A)OTE(Q);", "ab")
    assert program.unsupported
    with pytest.raises(LabsimError, match="PID"):
        plc.Controller(program)


def test_an_unknown_tag_names_the_nearest() -> None:
    c = plc.Controller(plc.read_rungs("XIC(Start)OTE(Motor);", "ab"))
    with pytest.raises(LabsimError, match="Motor"):
        c["Motr"]
