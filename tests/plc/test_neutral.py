"""Ladder as text: what is read, that it comes back letter for letter, and what is refused where."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labsim.core.errors import LabsimError
from labsim.plc import ProgramError, read_rungs, write_rungs
from labsim.plc.formats.rungtext import UNKNOWN
from labsim.plc.operands import parse_path
from labsim.plc.program import Block, Literal, Op, Parallel, Path, Program, Routine, Rung, Series
from tests.plc.random_programs import Maker

CANONICAL = """\
// Start and stop, with seal-in
// of the contactor
XIC(Start)[XIC(Q1),XIO(Jog)[,XIC(Auto)]]XIO(Stop)OTE(Q1);
XIC(Q1)TON(T1,?,?)TON(T4:0,5000,0)CTU(C5:1,?,?);
;
[[XIC(a),XIC(b)]OTE(c),MOV(16#FF,Arr[i + 1].W)OTL(Local:1:O.Data.3)];
XIC(T1.DN)CPT(x,(a + b) * SQR(c))EQ(x,-1.5)LIM(0,x,10)OTU(W.[i]);
LBL(here)XIC(S:FS)JSR(Pump,0)COP(Src[0],Dst[0],4);
// the end
XIC(a)JMP(here);
"""
IEC = """\
NO(a)NC(b)TON(T1,T#5s)COIL(Q1);
again: XIC(a)P(b)S(m)R(n);
XIC(up)CTU(C1,reset,10)OTE(full);
XIC(a)CTU(C1,CU:=*,R:={XIC(z)[XIC(y),XIO(w)]},PV:=5,CV=>n,Q=>*)S(d);
ADD(a,b,c)GT(x,5)R_TRIG(x1)OTE(%QX0.3);
"""


def body(text: str, dialect: str = "ab") -> Series:
    return read_rungs(text, dialect).routines["Main"].rungs[0].body


def op(name: str, *paths: str, spelling: str = "") -> Op:
    return Op(name, tuple(parse_path(path) for path in paths), spelling=spelling)


def op_of(name: str, path: str, *numbers: int) -> Op:
    return Op(name, (parse_path(path), *(Literal(n, "", str(n)) for n in numbers)))


def series(*items: object) -> Series:
    return Series(items)


@pytest.mark.parametrize(("text", "dialect"), [(CANONICAL, "ab"), (IEC, "iec")])
def test_a_text_comes_back_letter_for_letter(text: str, dialect: str) -> None:
    program = read_rungs(text, dialect)
    assert write_rungs(program) == text
    assert not program.unsupported


def test_branches_are_read_in_both_manners() -> None:
    expected = series(
        op("XIC", "I:0/0"),
        Parallel((series(op("XIC", "a")), series(op("XIO", "b"), op("XIC", "c")), series())),
        op("OTE", "d"),
    )
    for text in (
        "XIC(I:0/0)[XIC(a),XIO(b)XIC(c),]OTE(d);",
        "XIC(I:0/0)[XIC(a) ,XIO(b)  XIC(c) , ]\n  OTE(d);",
        "SOR XIC I:0/0 BST XIC a NXB XIO b XIC c NXB BND OTE d EOR",
        "XIC(I:0/0) BST XIC(a) NXB XIO(b) XIC(c) NXB BND OTE(d)",
        "SOR XIC I:0/0\nBST XIC a\nNXB XIO b XIC c\nNXB BND\nOTE d\nEOR",
    ):
        assert body(text) == expected


def test_blanks_separate_the_operands_of_rslogix_500() -> None:
    assert body("CPT N7:0 (N7:1 * 2) + N7:3") == body("CPT(N7:0,(N7:1 * 2) + N7:3)")
    assert body("XIC I:0/1 CTU C5:0 10 0 GRT N7:0 5 OTE O:0/1") == body(
        "XIC(I:0/1)CTU(C5:0,10,0)GRT(N7:0,5)OTE(O:0/1)"
    )


def test_a_timer_of_rslogix_500_counts_in_ms() -> None:
    text = "XIC I:0/0 TON T4:0 0.01 500 0;\n"
    program = read_rungs(text)
    assert body(text).items[1] == op_of("TON", "T4:0", 5000, 0)
    assert write_rungs(program) == text
    assert not program.unsupported
    read = read_rungs(text + "GRT(T4:0.ACC,250)OTE(O:0/1);")
    assert read.unsupported[0][0] == "T4:0"
    assert read_rungs("TON T4:0 1.0 ? ?;").unsupported


def test_a_rung_of_either_blanks_or_brackets_keeps_its_own_spelling() -> None:
    for text in ("XIC(a)[XIC(b) ,XIC(c) ]OTE(d);\n", "XIC I:0/0 BST XIC a NXB XIC b BND OTE c;\n"):
        assert write_rungs(read_rungs(text)) == text


def test_a_changed_rung_is_written_as_it_is_now() -> None:
    program = read_rungs("XIC(a) XIC(b) OTE(c);")
    rung = program.routines["Main"].rungs[0]
    less = Rung(Series(rung.body.items[1:]), text=rung.text)
    program.routines["Main"] = Routine("Main", (less,))
    assert write_rungs(program) == "XIC(b)OTE(c);\n"


def test_names_of_version_36_and_of_iec_mean_the_same_instructions() -> None:
    old = "MOV EQU GRT GEQ LEQ LES NEQ LIM"
    new = "MOVE EQ GT GE LE LT NE LIMIT"
    ab = body("MOVE(a,b)EQ(a,b)GT(a,b)GE(a,b)LE(a,b)LT(a,b)NE(a,b)LIMIT(a,b,c)")
    assert [(one.name, one.spelling) for one in ab.items] == list(
        zip(old.split(), new.split(), strict=True)
    )
    iec = body("NO(a)NC(b)P(c)N(d)S(e)R(f)SET(e)RESET(f)COIL(g)R_TRIG(h)", "iec")
    assert [one.name for one in iec.items] == [
        *["XIC", "XIO", "XICP", "XICN", "OTL", "OTU", "OTL", "OTU", "OTE", "R_TRIG"]
    ]
    assert body("xic(a)OTE(b)").items[0] == op("XIC", "a", spelling="xic")


def test_comments_labels_and_numbers_stand_before_a_rung() -> None:
    text = """
    RC: "Guard $Qfront$Q$N" "and rear";
    N: XIC(a)OTE(b); // shown behind it
    (* two
       lines *) 1: XIC(b)OTE(c);
    again: XIC(c)JMP(again);
    IR: ;
    """
    rungs = read_rungs(text).routines["Main"].rungs
    assert [rung.comment for rung in rungs[:1]] == ['Guard "front"\nand rear\nshown behind it']
    assert rungs[1].comment.split() == ["two", "lines"]
    assert [rung.label for rung in rungs] == ["", "", "again", ""]
    assert rungs[3].body == Series()
    assert rungs[0].body.items[0].at == "line 3, column 8"


def test_a_line_is_a_rung_where_no_semicolon_is() -> None:
    text = "XIC(a)OTE(b)\n\nXIC(b)[XIC(c),\n  XIC(d)]OTE(e) // why\n"
    rungs = read_rungs(text).routines["Main"].rungs
    assert [len(list(rung.ops())) for rung in rungs] == [2, 4]
    assert rungs[1].comment == "why"


def test_a_program_of_several_routines_comes_back() -> None:
    text = "ROUTINE Main\nJSR(Pump);\nEND_ROUTINE\nROUTINE Pump\nXIC(a)OTE(b);\nEND_ROUTINE\n"
    program = read_rungs(text)
    assert (list(program.routines), program.main) == (["Main", "Pump"], "Main")
    assert write_rungs(program) == text


def test_what_is_not_executed_is_listed_and_kept() -> None:
    text = "XIC(a)XICC(b)OTE(c);\nMSG(Read,?)Motor_AOI(M1,a,b);\n"
    program = read_rungs(text)
    assert program.unsupported == [
        ("Main, rung 0", "XICC is no instruction. Nearest: XIC"),
        ("Main, rung 1", "MSG is not executed"),
        ("Main, rung 1", program.unsupported[2][1]),
    ]
    assert program.unsupported[2][1].startswith("Motor_AOI is no instruction")
    assert write_rungs(program) == text
    assert program.routines["Main"].rungs[0].body.items[1].name == "XICC"


def test_a_question_mark_leaves_the_value_to_the_tag() -> None:
    timer = body("TON(T1,?,?)").items[0]
    assert timer.args == (Path("T1"), UNKNOWN, UNKNOWN)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("XIC(a)OTE(b);\nXIC(a)[XIC(b)OTE(c);", (2, 7), "not closed by ]"),
        ("XIC(a)]OTE(b);", (1, 7), "begins no instruction"),
        ("XIC(a)\n  OTE(b,c);", (2, 3), "OTE takes 1 operand (Bit), not 2"),
        ("TON(T1,1,2,3,4);", (1, 1), "TON takes 1 to 4 operands"),
        ("XIC();", (1, 1), "takes 1 operand"),
        ("XIC(a;", (1, 4), "a bracket is not closed"),
        ("XIC(a[);", (1, 7), "closes nothing"),
        ("MOV('x,b);", (1, 5), "a text in quotes is not closed"),
        ("XIC(a) 5 OTE(b);", (1, 8), "'5 OTE(b)' is no instruction"),
        ("XIC(a+);", (1, 7), "an operand is missing"),
        ("BST XIC a NXB XIC b OTE c;", (1, 1), "not closed by BND"),
        ("XIC a BND OTE b;", (1, 7), "BND without its BST"),
        ("(* open\nXIC(a)", (1, 1), "not closed by *)"),
        ("ROUTINE A\nNOP();\nROUTINE A\nNOP();", (3, 9), "there twice"),
        ("[" * 200 + "]" * 200, (1, 61), "nested deeper"),
        ("XIC(" + "[" * 200 + "a" + "]" * 200 + ")", (1, 64), "nested deeper"),
    ],
)
def test_a_malformed_text_is_refused_with_its_place(text, place, says) -> None:
    with pytest.raises(ProgramError) as refused:
        read_rungs(text)
    assert says in str(refused.value)
    assert (refused.value.line, refused.value.column) == place


def test_a_wrong_dialect_and_a_huge_text_are_refused() -> None:
    with pytest.raises(LabsimError, match='"ab" or "iec", not \'st\''):
        read_rungs("XIC(a)", "st")
    with pytest.raises(ProgramError, match="at most"):
        read_rungs(" " * (2**24 + 1))


def test_tags_are_declared_in_words() -> None:
    tags = read_rungs(
        "NOP();",
        tags={
            "A": "BOOL", "T1": {"type": "TIMER", "PRE": 30}, "Arr": "DINT[10]", "M": "INT[2, 3]",
            "X": "ARRAY[1..3] OF int", "L": {"type": "REAL", "value": 4.5}, "Step": 3,
            "t": {"type": "TON", "PT": "T#5s"}, "on": True, "N7:2": {"type": "INT", "value": 4},
            "I:0/4": True, "D": "TIME := T#2s",
        },
    ).tags  # fmt: skip
    assert {name: (tag.type, tag.dims, tag.initial) for name, tag in tags.items()} == {
        "A": ("BOOL", (), None), "T1": ("TIMER", (), {"PRE": 30}), "Arr": ("DINT", ((0, 9),), None),
        "M": ("INT", ((0, 1), (0, 2)), None), "X": ("INT", ((1, 3),), None),
        "L": ("REAL", (), 4.5), "Step": ("DINT", (), 3), "t": ("TON", (), {"PT": 5000}),
        "on": ("BOOL", (), True), "N7": ("INT", ((0, 255),), [None, None, 4]),
        "I:0": ("INT", (), 16), "I:0/4": ("BOOL", (), None), "D": ("TIME", (), 2000),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tags", "says"),
    [
        ({"A": "DINT[0]"}, "no element"),
        ({"A": "DINT[x]"}, "no size of an array"),
        ({"A": "DINT[9999,9999]"}, "at most"),
        ({"A": {"PRE": 3}}, 'no "type"'),
        ({"A": "BOOL", "a": "BOOL"}, "declared twice"),
        ({"A": None}, "neither a type nor a value"),
        (["A"], "a mapping"),
    ],
)
def test_a_declaration_that_means_nothing_is_refused(tags, says: str) -> None:
    with pytest.raises(LabsimError, match=says):
        read_rungs("NOP();", tags=tags)


OPERANDS = st.sampled_from(["a", "T1.DN", "Arr[i + 1].5", "Local:1:I.Data.4"]).map(parse_path)
VALUES = OPERANDS | st.sampled_from([5, -3]).map(lambda value: Literal(value, "", str(value)))
OPS = st.one_of(
    st.builds(lambda n, a: Op(n, (a,)), st.sampled_from(["XIC", "XIO", "OTE", "ONS"]), OPERANDS),
    st.builds(
        lambda n, a, b: Op(n, (a, b)), st.sampled_from(["MOV", "EQU", "NEQ"]), VALUES, VALUES
    ),
    st.builds(lambda a: Op("TON", (a, UNKNOWN, UNKNOWN)), OPERANDS),
    st.builds(lambda a, b: Op("CALL", (a, b), spelling="Valve"), OPERANDS, VALUES),
    st.just(Op("AFI")),
)
NODES = st.recursive(
    OPS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: Series(tuple(items))),
        st.lists(st.lists(inner, max_size=3), min_size=1, max_size=3).map(
            lambda rows: Parallel(tuple(Series(tuple(row)) for row in rows))
        ),
    ),
    max_leaves=10,
)  # fmt: skip
COMMENTS = st.sampled_from(["", "Start", "two\nlines", " // odd (*", "\n\nlate; XIC(a)"])
RUNGS = st.builds(
    lambda nodes, comment, label: Rung(Series(tuple(nodes)), comment, label),
    st.lists(NODES, max_size=4), COMMENTS, st.sampled_from(["", "again", "N7"]),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(RUNGS, max_size=4))
def test_every_tree_comes_back_from_its_text(rungs) -> None:
    program = Program(blocks={"Valve": Block("Valve", (), {})})
    program.routines["Main"] = Routine("Main", tuple(rungs))
    assert read_rungs(write_rungs(program), like=program).routines == program.routines


WORDS = """XIC(a) XIO( OTE(b) TON(T1,?,?) BST NXB BND SOR EOR [ ] , ; { } ( ) " ' // (* *) RC: N: x:
    ROUTINE END_ROUTINE := => MOV(1,c) CPT(a,b*2) $ . \\ FOO(1) CTU(C5:0,1,2) é # % 5"""
PIECES = st.sampled_from([*WORDS.split(), "\n"])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=14), st.sampled_from(["", " "]), st.sampled_from(["ab", "iec"]))
def test_any_text_is_a_program_or_refused(pieces, between: str, dialect: str) -> None:
    try:
        program = read_rungs(between.join(pieces), dialect)
    except LabsimError:
        return
    text = write_rungs(program)
    again = read_rungs(text, dialect)
    assert again.routines == program.routines
    assert write_rungs(again) == text


@pytest.mark.parametrize("dialect", ["ab", "iec"])
def test_random_programs_come_back_from_their_text(dialect: str) -> None:
    for seed in range(25):
        program = Maker(seed, dialect).program()
        again = read_rungs(write_rungs(program), dialect, like=program)
        assert again.routines == program.routines
