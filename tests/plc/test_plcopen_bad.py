"""Files that are broken or cannot be executed: each says what is wrong, and where."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labsim.core.errors import LabsimError
from labsim.plc import Controller, ProgramError, read_ld, read_plcopen
from labsim.plc.program import Program
from tests.plc.drawings import block, coil, contact, inlet, ladder, outlet, pou, project
from tests.plc.test_openplc import RUNG, SECOND, ld
from tests.plc.test_plcopen import SEAL_IN, run, rungs

TAGS = "a b q: BOOL; n: INT; T1 T2: TON; C1: CTU"
ROW = (contact(1, "a", "0"), coil(2, "q", "1"))


def unit(*symbols: str, tags: str = TAGS) -> str:
    return project(pou("Main", tags, ladder(*symbols)))


BROKEN = {
    unit(*ROW, coil(1, "b", "0")): "localId 1 is used twice",
    unit(contact(1, "a", "7")): "line into contact a .1. has no source 7; it has 0, 1",
    unit(contact(1, "a", "0", "2"), coil(2, "q", "1")): "in a circle through .*coil q",
    unit(contact(1, "n", "0"), coil(2, "q", "1")): "contact n .1. needs a BOOL; n is INT",
    unit(contact(1, "a", "0"), coil(2, "TRUE", "1")): "coil TRUE .2. writes to a constant",
    unit(contact(1, "a +", "0"), coil(2, "q", "1")): "'a .' cannot be read",
    unit(*ROW, inlet(4, "n"), block(3, "TON", "T1", IN="1", PT="4")): "takes TIME, not n of type",
    unit(*ROW, block(3, "TON", "T1", IN="1", PP="1")): "no input PP; .* Nearest: PT",
    unit(*ROW, block(3, "TON", "T1", IN="1"), outlet(4, "n", "3.QQ")): "no output QQ",
    unit(*ROW, block(3, "TOF", "T1", IN="1")): "T1 is TON, the block drawn with it is TOF",
    unit(*ROW, '<jump localId="3" label="Ent"/><label localId="4" label="End"/>'): "no label Ent",
    unit(*ROW, '<label localId="3" label="E"/><label localId="4" label="E"/>'): "drawn twice",
    unit(*ROW, '<continuation localId="3" name="K"/>'): "no connector K",
    unit(coil(1, "q", "0", edge="sideways")): "edge of coil is sideways",
    unit(coil(1, "q", "0", x="east")): "x of position is east: no number",
    unit(*ROW, "<contact/>"): "contact has no localId",
    unit(*ROW, tags="a q A: BOOL"): "Main has two variables A",
    unit(*ROW, tags="a q: BOOL; t: TIME=5"): "5 is no time",
    project(pou("M", "", ladder()), pou("m", "", ladder())): "Two units are called m",
    project(pou("M", "", ladder(), kind="thing")): "pouType of M is thing",
    project(pou("M", "", ladder()), space="urn:other"): "Namespace urn:other is not",
    "<html><body/></html>": "no PLCopen project: its root is html",
}


@pytest.mark.parametrize("text", BROKEN, ids=list(BROKEN.values()))
def test_a_broken_file_is_told_with_its_place(text: str) -> None:
    with pytest.raises(ProgramError, match=BROKEN[text]) as caught:
        read_plcopen(text)
    assert caught.value.line >= 1


UNSUPPORTED = {
    unit(*ROW, block(3, "TONN", "T1", IN="1")): "unknown block TONN. Nearest: TON",
    unit(contact(1, "aa", "0"), coil(2, "q", "1")): "variable aa is not declared. Nearest: a",
    unit(contact(1, "a"), coil(2, "q", "1")): "contact a (1) is not connected",
    unit(contact(1, "???", "0"), coil(2, "q", "1")): "contact ??? (1) has no variable",
    unit(*ROW, block(3, "TON", IN="1")): "block TON (3) has no instance",
    unit(*ROW, "<actionBlock/>"): "element actionBlock",
    unit(*ROW, tags=TAGS + "; v: Valve"): "unknown type Valve",
    project(pou("Main", "", "<body><SFC/></body>")): "its body is SFC",
    project(pou("Main", "", "<body><ST><p>a := b;</p></ST></body>")): "its body is ST",
}


@pytest.mark.parametrize("text", UNSUPPORTED, ids=list(UNSUPPORTED.values()))
def test_what_cannot_be_executed_is_listed_and_refused(text: str) -> None:
    program = read_plcopen(text)
    assert any(what.startswith(UNSUPPORTED[text]) for _, what in program.unsupported)
    with pytest.raises(LabsimError, match="cannot be executed"):
        Controller(program)


def test_a_circle_through_a_timer_takes_its_output_of_the_scan_before() -> None:
    # IEC 61131-3 lets a line lead back: the timer restarts itself, a pulse every third scan
    program = read_plcopen(
        unit(
            block(1, "NOT", y=10, IN="2.Q"),
            *(inlet(4, "T#20ms"), block(2, "TON", "T1", y=50, IN="1.OUT", PT="4")),
            coil(3, "q", "2.Q", y=50),
        )
    )
    assert program.unsupported == []
    assert "T1.Q" in rungs(program)[0]
    scans = [(at, {}) for at in range(0, 70, 10)]
    assert run(program, *scans, of="q") == [False, False, True, False, False, False, True][:7]


def test_a_drawing_of_twenty_thousand_parts_is_refused() -> None:
    many = "".join(f'<comment localId="{k}"/>' for k in range(20_001))
    with pytest.raises(ProgramError, match="more than 20000 parts"):
        read_plcopen(unit(many))


def test_a_drawing_of_a_thousand_crossing_lines_is_read_in_time() -> None:
    crossing = [
        contact(k, "a", *(str(j) for j in range(max(0, k - 3), k)), x=k) for k in range(1, 400)
    ]
    program = read_plcopen(unit(*crossing, coil(500, "q", "399")))
    assert run(program, (0, {"a": True}), (1, {"a": False}), of="q") == [True, False]


# any change to a good file gives a program or an error of ours -----------------------------------
GOOD = unit(
    *SEAL_IN,
    *(inlet(10, "T#1s"), block(11, "TON", "T1", IN="4", PT="10"), coil(12, "a", "11.Q")),
    *('<comment localId="13"><content>x</content></comment>', outlet(14, "n", "11.ET")),
    tags="Start Stop Motor a: BOOL; n: TIME; T1: TON",
)
DRAWN = ld(RUNG, SECOND)
WORDS = ["0", "1", "-1", "99999999999", '"', "<", ">", "TON", "true", "\0", "é", "/", ".", "{", "["]


def mutated(text: str, data: st.DataObject) -> str:
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        new = data.draw(st.sampled_from(["", *WORDS, text[at : at + 40], text[-200:]]))
        text = text[:at] + new + text[at + cut :]
    return text


def survives(read, text: str) -> None:
    with contextlib.suppress(LabsimError):
        assert isinstance(read(text), Program)


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_any_change_to_a_plcopen_file_gives_a_program_or_an_error_of_ours(data) -> None:
    survives(read_plcopen, mutated(GOOD, data))


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(st.data())
def test_any_change_to_an_openplc_file_gives_a_program_or_an_error_of_ours(data) -> None:
    survives(read_ld, mutated(DRAWN, data).encode())
