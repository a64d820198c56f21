"""Blocks with a body, subroutines, copies, strings: what goes beyond one rung."""

import random

import pytest

from labsim import plc
from labsim.core.errors import LabsimError
from labsim.plc.program import Block, Op, Path, Program, Routine, Rung, Series, Tag


def rungs(text, dialect="ab"):
    """Return the rungs of a text."""
    return next(iter(plc.read_rungs(text, dialect=dialect).routines.values())).rungs


def block(name, tags, kind="AOI", main="Logic", dialect="ab", **routines):
    """Return a block: tags as "in A BOOL", routines as text."""
    words = [tag.split() for tag in tags]
    made = tuple(Tag(n, t, usage="" if way == "local" else way) for way, n, t in words)
    bodies = {key: Routine(key, rungs(text, dialect)) for key, text in routines.items()}
    return Block(name, made, bodies, main, kind)


def program(body, tags, *blocks, dialect="ab"):
    """Return a program with one rung."""
    made = {name: Tag(name, kind) for name, kind in tags.items()}
    main = Routine("Main", (Rung(Series(body)),))
    return Program("p", dialect, made, {}, {b.name: b for b in blocks}, {"Main": main}, "Main")


def call(spelling, *names, **more):
    return Op("CALL", tuple(map(Path, names)), spelling=spelling, **more)


BOX = block(
    "Box",
    ["in Go BOOL", "out N DINT", "inout Sum DINT", "local Store BOOL", "local Off DINT"],
    Logic="XIC(Go)ONS(Store)ADD(N,1,N)ADD(Sum,10,Sum);",
    EnableInFalse="ADD(Off,1,Off);",
    Prescan="MOV(77,N);",
)


def test_an_add_on_instruction_has_a_memory_of_its_own_and_takes_and_gives_parameters():
    tags = {"A": "BOOL", "x": "Box", "y": "Box", "N": "DINT", "S": "DINT", "Go": "BOOL"}
    body = (
        Op("XIC", (Path("A"),)),
        call("Box", "x", "Go", "N", "S"),
        call("Box", "y", "Go", "N", "S"),
    )
    c = plc.Controller(program(body, tags, BOX))
    c.scan(0, {"A": True, "Go": True})
    assert (c["N"], c["S"]) == (77, 0), "prescan took the level as seen, its own routine ran"
    c.scan(10, {"Go": False})
    c.scan(20, {"Go": True})
    assert (c["x.N"], c["y.N"], c["N"], c["S"]) == (78, 78, 78, 20)
    c.scan(30, {"A": False})
    assert (c["x.Off"], c["N"], list(c.flow)) == (1, 78, [False] * 3)


def test_a_function_block_runs_in_every_scan_and_its_edges_belong_to_the_instance():
    count = block(
        "Count",
        ["in Go BOOL", "out N INT"],
        "FB",
        "Count",
        "iec",
        Count="P(Go)ADD(N,1,N);",
    )
    tags = {"x": "Count", "y": "Count", "A": "BOOL", "B": "BOOL", "N": "INT"}
    body = (
        Op("XIC", (Path("A"),)),
        call("Count", "x", enter="Go", leave="", outs={"N": Path("N")}),
        call("Count", "y", pins={"Go": Path("B")}),
    )
    c = plc.Controller(program(body, tags, count, dialect="iec"))
    for k in range(6):
        c.scan(10 * k, {"A": k % 2 == 0, "B": k == 3})
    assert (c["x.N"], c["N"], c["y.N"]) == (3, 3, 1)


def test_a_function_starts_afresh_in_every_call_and_gives_its_own_name():
    double = block("Double", ["in X INT", "out Double INT", "local L INT"], "FUN", "Double", "iec",
                   Double="ADD(L,1,L); ADD(X,X,Double); ADD(Double,L,Double);")  # fmt: skip
    made = Op("CALL", (), {"X": Path("N"), "EN": Path("A")}, {"OUT": Path("R")}, spelling="Double")
    tags = {"A": "BOOL", "N": "INT", "R": "INT"}
    c = plc.Controller(program((made,), tags, double, dialect="iec"))
    c.scan(0, {"N": 5})
    assert c["R"] == 0, "EN is off"
    c.scan(10, {"A": True})
    c.scan(20)
    assert c["R"] == 11


def test_a_block_is_not_called_with_what_it_does_not_have():
    tags = {"x": "Box", "A": "BOOL"}
    with pytest.raises(LabsimError, match=r"rung 0.*Box has no parameter Gone"):
        plc.Controller(program((call("Box", "x", pins={"Gone": Path("A")}),), tags, BOX))


def controller(text, **tags):
    return plc.Controller(plc.read_rungs(text, tags=tags or None))


def test_subroutines_take_and_give_parameters_and_must_agree():
    text = """ROUTINE Main
        JSR(Sub,2,N,3,R);
        END_ROUTINE
        ROUTINE Sub
        SBR(X,Y)MUL(X,Y,Z);
        RET({});
        END_ROUTINE"""
    tags = dict.fromkeys(("N", "R", "X", "Y", "Z"), "DINT")
    c = controller(text.format("Z"), **tags)
    c.scan(0, {"N": 4})
    assert c["R"] == 12
    c = controller(text.format(""), **tags)
    c.scan(0, {"N": 4})
    assert c.faults[0].code == "4:31"


def test_a_subroutine_that_calls_itself_overflows_the_stack():
    c = controller("ROUTINE Main\nJSR(Main,0);\nEND_ROUTINE")
    c.scan(0)
    assert c.faults[0].code in ("4:84", "6:1")


def test_copies_and_fills_stop_at_the_end_of_the_array():
    tags = {"A": "DINT[5]", "B": "DINT[3]", "i": "DINT", "C": "DINT[4]", "T": "TIMER[3]"}
    c = controller("FLL(7,A[2],99); COP(A[i],B[0],99); FLL(1,C,2); COP(T[0],T[1],2);", **tags)
    c["i"], c["T[0].PRE"] = 3, 50
    c.scan(0)
    assert (c["A"], c["B"], c["C"]) == ([0, 0, 7, 7, 7], [7, 7, 0], [1, 1, 0, 0])
    assert c["T[2].PRE"] == 50
    c["i"] = 5
    c.scan(10)
    assert c.faults[0].code == "4:20"


def test_numbers_become_strings():
    tags = {"S": "STRING", "T": "STRING", "N": "DINT", "R": "REAL"}
    c = controller("DTOS(N,S)RTOS(R,T)CONCAT(S,T,S)MID(S,2,1,T);", **tags)
    c.scan(0, {"N": -42, "R": 1.5})
    assert (c["S"], c["T"]) == ("-421.5", "-4")


def test_a_shift_register_moves_one_place_for_each_rise():
    tags = {"W": "DINT[2]", "R": "CONTROL", "In": "BOOL", "A": "BOOL"}
    c = controller("XIC(A)BSL(W[0],R,In,33);", **tags)
    c.scan(0, {"In": True})
    for k in range(33):
        c.scan(10 * k, {"A": True})
        c.scan(10 * k + 5, {"A": False, "In": False})
        assert c["R.UL"] is False
    assert c["W"] == [0, 1]
    c.scan(400, {"A": True})
    assert (c["W"], c["R.UL"]) == ([0, 0], True)


def test_first_in_first_out():
    tags = {"F": "INT[4]", "R": "CONTROL", "In": "INT", "Out": "INT", "L": "BOOL", "U": "BOOL"}
    c = controller("XIC(L)FFL(In,F[0],R,3,0);XIC(U)FFU(F[0],Out,R,3,0);", **tags)
    for k in range(1, 5):
        c.scan(20 * k, {"L": False})
        c.scan(20 * k + 10, {"L": True, "In": k})
    assert (c["F"], c["R.POS"], c["R.DN"]) == ([1, 2, 3, 0], 3, True)
    c.scan(200, {"U": False})
    c.scan(210, {"U": True})
    assert (c["Out"], c["F"], c["R.POS"], c["R.DN"]) == (1, [2, 3, 0, 0], 2, False)


def test_overflow_wraps_and_is_a_minor_fault():
    c = controller("ADD(N,1,N);", N="DINT")
    c.scan(0, {"N": 2**31 - 1})
    assert (c["N"], c.minor, c.mode()) == (-(2**31), ["4:4"], "run")


def test_bits_of_words_and_module_points_need_no_declaration():
    c = controller("XIC(Local:1:I.Data.4)OTE(Local:2:O.Data.31);XIC(N7:0/3)OTE(B3:1/15);")
    c.scan(0, {"Local:1:I.Data.4": True, "N7[0].3": True})
    assert (c["Local:2:O.Data"], c["B3[1]"]) == (-(2**31), -32768)
    assert c.is_output("Local:2:O.Data.31")
    c.force("Local:1:I.Data.4", False)
    c.scan(10, {"Local:1:I.Data.4": True})
    assert not c["Local:2:O.Data.31"]


REST = """XIC(A)TON(T1,70,0);XIC(T1.DN)TOF(T2,45,0);XIC(T2.DN)XIO(B)OTE(Q);XIO(A)CTU(C1,3,0);
    XIC(B)RTO(T3,200,0);XIC(C1.DN)OTL(L);XIC(T3.DN)RES(T3);"""


@pytest.mark.parametrize("seed", range(5))
def test_scans_left_out_at_rest_change_nothing(seed):
    every, lazy = controller(REST), controller(REST)
    lazy.traced = False
    rnd = random.Random(seed)
    wake, left_out = 0, 0
    for at in range(0, 4000, 10):
        change = {rnd.choice("AB"): rnd.random() < 0.5} if rnd.random() < 0.06 else {}
        every.scan(at, change)
        if change or at >= wake:
            lazy.scan(at, change)
            due = lazy.due()
            wake = due if due is not None else 10**9
            for tag in ("Q", "L", "C1", "T1.DN", "T2.DN", "T3.DN", "T3.TT"):
                assert every[tag] == lazy[tag], (at, tag)
        else:
            left_out += 1
    assert left_out > 50
    for c in (every, lazy):
        c.scan(4000)
    assert every.memory == lazy.memory
