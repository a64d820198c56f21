"""Operands and expressions: what a text says, that it comes back, and what is refused where."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labsim.core.errors import LabsimError
from labsim.plc.errors import ProgramError
from labsim.plc.operands import file_type, parse_operand, parse_path, write_operand
from labsim.plc.program import Bit, Expr, Index, Literal, Member, Path

AB_CONSTANTS = {
    "5": (5, ""), "-7": (-7, ""), "1_000": (1000, ""), "16#FF": (255, ""), "2#1010_0101": (165, ""),
    "8#17": (15, ""), "16#FFFF_FFFF": (-1, ""), "1.5": (1.5, "REAL"), "-2.5E-3": (-0.0025, "REAL"),
    "1.": (1.0, "REAL"), "2e3": (2000.0, "REAL"), "TRUE": (True, "BOOL"), "false": (False, "BOOL"),
    "0FFFFh": (-1, ""), "00FFh": (255, ""), "T#1h2m3s4ms": (3_723_004, "TIME"),
    "'a$'b'": ("a'b", "STRING"), "'$41$N'": ("A\n", "STRING"), "1.#INF": (math.inf, "REAL"),
}  # fmt: skip
IEC_CONSTANTS = {
    "16#FFFF_FFFF": (4294967295, ""), "T#5s": (5000, "TIME"), "TIME#1.5s": (1500, "TIME"),
    "t#-250ms": (-250, "TIME"), "T#1d_2h": (93_600_000, "TIME"), "T#90m": (5_400_000, "TIME"),
    "INT#5": (5, "INT"), "BYTE#16#1F": (31, "BYTE"), "BOOL#1": (True, "BOOL"),
    "REAL#2": (2.0, "REAL"), "T#500us": (0, "TIME"), "D#2026-01-31": ("D#2026-01-31", "DATE"),
}  # fmt: skip


def number(value: int) -> Literal:
    return Literal(value, "", str(value))


def steps(text: str, dialect: str = "ab") -> tuple[object, ...]:
    path = parse_path(text, dialect)
    return (path.root, *path.steps)


@pytest.mark.parametrize(("dialect", "table"), [("ab", AB_CONSTANTS), ("iec", IEC_CONSTANTS)])
def test_constants_have_the_value_and_type_they_are_written_with(dialect, table) -> None:
    for text, (value, kind) in table.items():
        assert parse_operand(text, dialect) == Literal(value, kind, text)


def test_a_path_goes_through_arrays_members_and_bits() -> None:
    i = Path("i")
    assert steps("Line[i].Cell.Timer.DN") == (
        "Line", Index((i,)), Member("Cell"), Member("Timer"), Member("DN"),
    )  # fmt: skip
    assert steps("W.5") == ("W", Bit(number(5)))
    assert steps("W.[i]") == ("W", Bit(i))
    assert steps("M[2,i]") == ("M", Index((number(2), i)))
    assert steps("A[B[1] + 2]") == (
        "A", Index((Expr("+", (Path("B", (Index((number(1),)),)), number(2))),)),
    )  # fmt: skip
    assert steps("Local:1:I.Data.4") == ("Local:1:I", Member("Data"), Bit(number(4)))
    assert steps("Rack:2:O.Data[3].1") == (
        "Rack:2:O", Member("Data"), Index((number(3),)), Bit(number(1)),
    )  # fmt: skip
    assert steps("S:FS") == ("S:FS",)
    assert steps(r"\Press.Start.DN") == (r"\Press.Start", Member("DN"))
    assert steps("w.%X3", "iec") == ("w", Bit(number(3)))


def test_an_slc_file_is_an_array_and_an_io_word_one_tag() -> None:
    assert steps("N7:3/5") == ("N7", Index((number(3),)), Bit(number(5)))
    assert steps("T4:0/DN") == steps("T4:0.DN") == ("T4", Index((number(0),)), Member("DN"))
    assert steps("#N7:10") == ("N7", Index((number(10),)))
    assert steps("N7:[N7:0]") == ("N7", Index((parse_path("N7:0"),)))
    assert steps("B3/17") == steps("B3:1/1") == ("B3", Index((number(1),)), Bit(number(1)))
    assert steps("I:0/4") == steps("I:0.0/4") == ("I:0", Bit(number(4)))
    assert steps("O:3.1/15") == ("O:3.1", Bit(number(15)))
    assert steps("S:1/15") == steps("S2:1/15") == ("S", Index((number(1),)), Bit(number(15)))
    assert [file_type(root) for root in ("T4", "N7", "I:0.1", "Motor")] == [
        "TIMER", "INT", "INT", "",
    ]  # fmt: skip


def test_direct_addresses_have_one_spelling_in_the_tree() -> None:
    assert steps("%IX0.4", "iec") == steps("%i0.4", "iec") == ("%IX0.4",)
    assert steps("%QW2", "iec") == ("%QW2",)
    assert steps("%MD4", "iec") == ("%MD4",)
    assert steps("%MW4.3", "iec") == ("%MW4", Bit(number(3)))


def value(operand: object) -> float:
    """Work a sum of constants out; the operators mean what Python means by them."""
    if isinstance(operand, Literal):
        return operand.value
    args = [value(arg) for arg in operand.args]
    if len(args) == 1:
        return {"-": lambda a: -a, "NOT": lambda a: ~a, "SQR": math.sqrt, "ABS": abs}[operand.op](
            *args
        )
    return {
        "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
        "/": lambda a, b: a / b, "MOD": lambda a, b: a % b, "**": lambda a, b: a**b,
        "AND": lambda a, b: a & b, "OR": lambda a, b: a | b, "XOR": lambda a, b: a ^ b,
        "=": lambda a, b: a == b, "<": lambda a, b: a < b, ">=": lambda a, b: a >= b,
        "<>": lambda a, b: a != b,
    }[operand.op](*args)  # fmt: skip


def test_operators_bind_as_the_manual_says() -> None:
    hand = {
        "2 + 3 * 4": 14, "(2 + 3) * 4": 20, "10 - 4 - 3": 3, "2 ** 3 ** 2": 64, "-2 ** 2": -4,
        "7 MOD 4 * 2": 6, "1 OR 2 AND 6": 3, "6 XOR 3 AND 1": 7, "2 + 3 >= 4": True, "-(2 + 3)": -5,
        "SQR(16) + ABS(-3)": 7, "NOT 0 AND 5": 5, "8 / 2 / 2": 2, "2*-3": -6, "3 - -2": 5,
        "12 | 4": 3, "1 < 2 = 1": True, "(2+3)MOD 3": 2,
    }  # fmt: skip
    assert {text: value(parse_operand(text)) for text in hand} == hand
    assert value(parse_operand("-2 ** 2", "iec")) == 4  # the sign binds first there


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ("", 1, "missing"),
        ("a +", 4, "missing"),
        ("a[1", 4, "expected ']' at the end"),
        ("a[]", 3, "no operand"),
        ("a b", 3, "'b' behind 'a'"),
        ("a..b", 3, "a member or a bit"),
        ("SQRR(2)", 1, "no function SQRR. Nearest: SQR"),
        ("(a", 3, "expected ')'"),
        ("(" * 99 + "a" + ")" * 99, 31, "nested deeper"),
        ("-" * 5000 + "a", 31, "nested deeper"),
        ("1.5.2", 2, "behind"),
        ("'open", 1, "no operand"),
        ("a MOD MOD b", 7, "'MOD' is no operand"),
    ],
)
def test_a_malformed_operand_is_refused_with_its_place(text: str, column: int, says: str) -> None:
    with pytest.raises(ProgramError, match=r"line 4, column") as refused:
        parse_operand(text, line=4)
    assert says in str(refused.value)
    assert (refused.value.line, refused.value.column) == (4, column)


def test_a_path_is_written_as_read_until_its_way_changes() -> None:
    path = parse_path("T4:0/DN")
    assert write_operand(path) == "T4:0/DN"
    assert write_operand(Path("N7", path.steps, path.text)) == "N7[0].DN"
    assert write_operand(Path("I:0", (Bit(number(4)),))) == "I:0/4"


NAMES = st.sampled_from(["a", "B2", "Line.Cell", "W.3", "Arr[i]", "Local:1:I.Data.4"])
OPS = ["+", "-", "*", "/", "MOD", "**", "AND", "OR", "XOR", "=", "<>", "<", ">="]
LEAVES = NAMES.map(parse_path) | st.sampled_from(["5", "-3", "1.5"]).map(parse_operand)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda op, a, b: Expr(op, (a, b)), st.sampled_from(OPS), inner, inner),
        st.builds(lambda op, a: Expr(op, (a,)), st.sampled_from(["-", "NOT", "SQR"]), inner),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(TREES, st.sampled_from(["ab", "iec"]))
def test_every_expression_comes_back_from_its_text(tree, dialect: str) -> None:
    assert parse_operand(write_operand(tree), dialect) == tree


@settings(max_examples=120, deadline=None)
@given(st.text(st.sampled_from("aT1:/.[]()#%'\"$*+-<>=&|~\\,x_ ?é٣"), max_size=30))
def test_any_text_is_an_operand_or_refused(text: str) -> None:
    for dialect in ("ab", "iec"):
        try:
            found = parse_operand(text, dialect)
        except LabsimError:
            continue
        assert parse_operand(write_operand(found), dialect) == found
