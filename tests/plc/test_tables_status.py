"""Status bits, copies between types of different size, strings, and operands that cannot be meant.

RM003 is Rockwell 1756-RM003N; PM020 1756-PM020, the layout of data.
"""

from __future__ import annotations

import pytest

from labsim import plc
from labsim.core.errors import LabsimError
from tests.plc.tables import Case, check

DINT = {"N": "DINT", "M": "DINT", "D": "DINT"}
STATUS = [
    Case("S:V, S:Z, S:N and S:C follow the last sum", "RM003 arithmetic status flags", "ab",
         "ADD(N,M,D)XIC(S:V)OTE(V); XIC(S:Z)OTE(Z); XIC(S:N)OTE(G); XIC(S:C)OTE(C);", DINT, """
       t           N  M |           D V Z G C
       0  2147483647  1 | -2147483648 1 0 1 0
      10          -1  1 |           0 0 1 0 1
      20           2  3 |           5 0 0 0 0
      30          -2 -3 |          -5 0 0 1 1
    """, walked=False),
    Case("a borrow is a carry, also into the operand itself", "RM003 SUB", "ab",
         "SUB(N,M,N)XIC(S:C)OTE(C);", DINT, """
       t  N  M |  N C
       0  1  2 | -1 1
      10  2  1 |  1 0
    """, walked=False),
    Case("a sum that is not worked leaves the flags alone", "RM003: rung false, no action", "ab",
         "MOV(0,D); XIC(A)MOV(N,M); XIC(S:Z)OTE(Z);", DINT, """
       t  A  N | Z
       0  0  5 | 1
      10  1  5 | 0
    """, walked=False),
    Case("nobody looks at S:V: it tells of the scan, S:MINOR of all since", "status bits", "ab",
         "ADD(N,1,D);", DINT, """
       t           N | S:V S:MINOR
       0  2147483647 |   1       1
      10           1 |   0       1
    """, walked=False),
]  # fmt: skip

BYTES = [
    Case("COP of INTs into a DINT: the lower half first", "RM003 COP: bytes, no conversion", "ab",
         "COP(A[0],B[0],2); COP(B[1],C[0],2);",
         {"A": {"type": "INT[4]", "value": [1, 2, -1, 4]}, "B": "DINT[2]", "C": "INT[2]"}, """
       t |   B[0]   B[1] C[0] C[1]
       0 | 131073 327679   -1    4
    """, walked=False),
    Case("COP of a REAL into a DINT: the pattern of bits", "IEEE 754", "ab", "COP(R,D,1);",
         {"R": {"type": "REAL", "value": 1.0}, "D": "DINT"}, """
       t |          D
       0 | 1065353216
    """, walked=False),
    Case("COP of three SINTs leaves the upper byte", "RM003: as far as the source goes", "ab",
         "COP(A[1],D,1);", {"A": {"type": "SINT[4]", "value": [9, 3, 2, 1]},
                            "D": {"type": "DINT", "value": -1}}, """
       t |         D
       0 | -16711165
    """, walked=False),
    Case("COP of a timer into words and back", "RM003: EN, TT, DN are bits 31, 30, 29", "ab",
         "COP(T,W[0],3); COP(X[0],U,1);",
         {"T": {"type": "TIMER", "PRE": 5, "ACC": 3, "DN": True}, "U": "TIMER", "W": "DINT[3]",
          "X": {"type": "DINT[3]", "value": [-2147483648, 100, 7]}}, """
       t |      W[0] W[1] W[2] U.EN U.DN U.PRE U.ACC
       0 | 536870912    5    3    1    0   100     7
    """, walked=False),
    Case("FLL with 0 clears structures, presets too", "RM003 FLL", "ab", "FLL(0,T[0],2);",
         {"T": {"type": "TIMER[3]", "value": [{"PRE": 5}, {"PRE": 6}, {"PRE": 7}]}}, """
       t | T[0].PRE T[1].PRE T[2].PRE
       0 |        0        0        7
    """, walked=False),
    Case("SWPB: the three orders", "RM003 SWPB: ABCD to DCBA, CDAB, BADC", "ab",
         "SWPB(N,REVERSE,D); SWPB(N,WORD,M); SWPB(N,HIGH/LOW,E);", {**DINT, "E": "DINT"}, """
       t         N |        D        M        E
       0  16909060 | 67305985 50594050 33620995
    """, walked=False),
    Case("SIZE of one dimension", "RM003 SIZE", "ab", "SIZE(A,1,D); SIZE(B[0],0,M);",
         {"A": "INT[3,7]", "B": "DINT[4]", **DINT}, """
       t | D M
       0 | 7 4
    """, walked=False),
]  # fmt: skip

FILES = [
    Case("FFU takes the first out, LFU the last", "RM003 FFL, FFU, LFL, LFU", "ab",
         "XIC(A)FFL(N,F[0],C,3,0); XIC(A)LFL(N,L[0],D,3,0); XIC(B)FFU(F[0],E,C,3,0);"
         "XIC(B)LFU(L[0],G,D,3,0);",
         {"N": "DINT", "F": "DINT[3]", "L": "DINT[3]", "C": "CONTROL", "D": "CONTROL", "E": "DINT",
          "G": "DINT"}, """
       t  A  B  N | C.POS D.POS E G F[0] L[0] L[1]
       0  0  0  0 |     0     0 0 0    0    0    0
      10  1  0  5 |     1     1 0 0    5    5    0
      20  0  0  6 |     1     1 0 0    5    5    0
      30  1  0  6 |     2     2 0 0    5    5    6
      40  0  1  6 |     1     1 5 6    6    5    0
      50  0  0  6 |     1     1 5 6    6    5    0
      60  0  1  6 |     0     0 6 5    0    0    0
    """, walked=False),
]  # fmt: skip

LOOP = """
    ROUTINE Main
    XIC(A)FOR(Each,i,0,3,N); XIC(A)OTE(Q);
    END_ROUTINE
    ROUTINE Each
    ADD(D,i,D); GEQ(D,M)BRK(); ADD(K,1,K);
    END_ROUTINE"""
FOR = {**DINT, "K": "DINT", "i": "DINT", "A": "BOOL", "Q": "BOOL"}
LOOPS = [
    Case("FOR calls a routine until the index is past its end", "RM003 FOR", "ab", LOOP, FOR, """
       t  A  N   M | D K  i Q
       0  0  1  99 | 0 0  0 0
      10  1  1  99 | 6 4  4 1
      20  1  2  99 | 8 6  4 1
    """, walked=False),
    Case("BRK leaves the routine and the loop", "RM003 BRK", "ab", LOOP, FOR, """
       t  A  N  M | D K i Q
       0  1  1  3 | 3 2 2 1
    """, walked=False),
]  # fmt: skip

IEC = [
    Case("INT and INT give an INT, whatever it goes into", "types of the standard's functions",
         "iec", "ADD(N,M,D); SUB(Z,M2,E);",
         {"N": "INT", "M": "INT", "D": "DINT", "Z": "UINT", "M2": "UINT", "E": "DINT"}, """
       t      N  M  Z  M2 |      D     E
       0  32767  1  1   2 | -32768 65535
    """, walked=False),
    Case("MUX counts its inputs from 0", "table of selection functions", "iec",
         "MUX(K,N,M,D,E);", {"K": "INT", "N": "INT", "M": "INT", "D": "INT", "E": "INT"}, """
       t  K  N  M  D | E
       0  0  7  8  9 | 7
      10  1  7  8  9 | 8
      20  2  7  8  9 | 9
    """),
    Case("a TIMER and a COUNTER in IEC: ET = PT, Q goes on, a level counts at once",
         "the dialect decides, not the names of the members", "iec",
         "NO(A)TON(T)OTE(Q); NO(A)CTU(C)OTE(R);",
         {"T": {"type": "TIMER", "PRE": 30}, "C": {"type": "COUNTER", "PRE": 1}}, """
       t  A | T.ACC T.DN Q C.ACC R
       0  1 |     0    0 0     1 1
      45  1 |    30    1 1     1 1
      50  0 |     0    0 0     1 1
    """, walked=False),
    Case("a pin that is wired by name is not the rail's", "LD: the left rail is TRUE", "iec",
         "TON(T,IN:=A,PT:=T#30ms,Q=>Q);", {}, """
       t  A | T.ET Q
       0  1 |    0 0
      30  1 |   30 1
      40  0 |    0 0
    """, walked=False),
]  # fmt: skip


@pytest.mark.parametrize("case", STATUS + BYTES + FILES + LOOPS + IEC, ids=lambda case: case.title)
def test_it_comes_out_as_the_books_say(case: Case) -> None:
    check(case)


def test_a_number_before_a_rung_means_nothing() -> None:
    program = plc.read_rungs("Rung 0: XIC(A)OTE(Q); Rung 1: XIC(B)OTE(R); 2: XIC(C)OTE(S);")
    assert [next(rung.ops()).name for rung in program.routines["Main"].rungs] == ["XIC"] * 3
    assert not program.unsupported


def test_a_number_is_no_value_for_a_timer() -> None:
    program = plc.read_rungs("XIC(A)TON(T);", tags={"T": {"type": "TIMER", "value": 5}})
    with pytest.raises(LabsimError, match="5 is no value for a TIMER"):
        plc.Controller(program)


def text(value: str = "") -> dict[str, str]:
    return {"type": "STRING", "value": value}


def test_a_loop_that_does_not_get_on_is_stopped_by_the_watchdog() -> None:
    c = plc.Controller(plc.read_rungs(LOOP, "ab", FOR))
    c["A"], c["M"] = True, 99
    c.scan(0)  # the step, N, is 0
    assert [fault.code for fault in c.faults] == ["6:1"]


@pytest.mark.parametrize(
    ("dialect", "rung", "result"),
    [
        ("ab", "FIND(S,T,1,N)", 3),
        ("ab", "FIND(S,T,4,N)", 0),
        ("ab", "INSERT(S,T,2,D)", "acdbcdef"),  # before the second letter
        ("iec", "INSERT(S,T,2,D)", "abcdcdef"),  # behind it
        ("ab", "DELETE(S,2,2,D)", "adef"),
        ("iec", "REPLACE(S,T,3,2,D)", "acdef"),
        ("iec", "FIND(S,T,N)", 3),
        ("ab", "UPPER(S,D)", "ABCDEF"),
        ("iec", "STRING_TO_INT(X,N)", 42),
        ("iec", "STRING_TO_BOOL(Y,B)", True),
        ("iec", "SEL(Y2,S,T,D)", "cd"),
    ],
)
def test_strings_are_cut_and_joined_as_each_dialect_does(dialect, rung, result) -> None:
    tags = {"S": text("abcdef"), "T": text("cd"), "X": text("42"), "Y": text("true"), "D": text()}
    tags |= {"N": "DINT", "B": "BOOL", "Y2": {"type": "BOOL", "value": True}}
    c = plc.Controller(plc.read_rungs(rung + ";", dialect, tags))
    c.scan(0)
    assert c[rung.rstrip(")").rpartition(",")[2]] == result


@pytest.mark.parametrize(
    ("dialect", "rung", "says"),
    [
        ("iec", "TON(T,A,T#30ms)", "T#30ms is no variable for ET"),
        ("iec", "CTU(C,3)", "3 is no BOOL for R"),
        ("iec", "NO(B)TON(T,IN:=A)", "power before it, and IN by name"),
        ("iec", "LIMIT(N,MN:=0,IN:=N,MX:=9,OUT=>D)", "MN twice"),
        ("iec", "GT(N,D,B)OTE(Q)", "cannot compare a DINT and a BOOL"),
        ("ab", "EQU(S,5)OTE(Q)", "cannot compare a STRING and a number"),
        ("ab", "ADD(S,5,D)", "does not work on a text"),
        ("ab", "FLL(1,T2[0],2)", "1 is no variable"),
        ("ab", "SWPB(D,SIDEWAYS,N)", "no order SIDEWAYS"),
        ("ab", "COS(N,T2[1])", "a TIMER is not a single value"),
        ("ab", "MOV(5,T2)", "is not a single value"),
        ("ab", "BSL(N,T2[1],A,3)", "a TIMER has no EN|a TIMER has no UL|no memory for BSL"),
        ("ab", "MEQ(R,N,D)OTE(Q)", "MEQ does not work on a REAL"),
        ("ab", "AND(R,N,D)", "AND works on bits, not on a REAL"),
        ("ab", "MVM(S,N,D)", "a STRING is no number"),
        ("ab", "STOD(N,D)", "STOD does not work on a DINT"),
        ("iec", "LEN(N,D)", "LEN: a DINT where a STRING is wanted"),
        ("iec", "LEFT(S,S,S)", "LEFT: a STRING where a number is wanted"),
    ],
)
def test_what_cannot_be_meant_is_refused(dialect, rung, says) -> None:
    tags = {"A": "BOOL", "B": "BOOL", "N": "DINT", "D": "DINT", "S": "STRING", "T2": "TIMER[3]"}
    tags["R"] = "REAL"
    with pytest.raises(LabsimError, match=says):
        plc.Controller(plc.read_rungs(rung + ";", dialect, tags))
