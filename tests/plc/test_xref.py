"""Cross reference: every place of a tag, coils that are there twice, tags nobody uses, forces."""

from __future__ import annotations

from labsim.plc import Controller, read_rungs
from labsim.plc.program import Block, Path, Program, Tag
from labsim.plc.reasons.xref import Use, double_coils, forces, of, unused, uses, writers

TEXT = """
ROUTINE Main
XIC(Start)[XIC(Motor),XIC(Jog)]XIO(Stop)OTE(Motor);
XIC(Motor)TON(T1,?,?)JSR(Pump,1,Speed,Answer);
XIC(T1.DN)MOV(Speed,Recipe[i].Rate)COP(Recipe[0],Store[4],3)RES(T1);
CPT(Sum,Speed * (Sum + W.5))FLL(0,List[2],2);
END_ROUTINE
ROUTINE Pump
XIC(Jog)OTE(Motor);
XIC(Jog)OTL(Lamp);
XIO(Jog)OTU(Lamp);
END_ROUTINE
"""


def places(program: Program, name: str) -> list[str]:
    return [_sign(use) for use in of(program, name)]


def _sign(use: Use) -> str:
    return f"{use.op.name}{'>' if use.writes else '<'}{'' if use.sure else '?'}"


def test_every_place_of_a_tag_is_found_with_what_it_does() -> None:
    program = read_rungs(TEXT)
    assert places(program, "Motor") == ["XIC<", "OTE>", "XIC<", "OTE>"]
    assert places(program, "T1.DN") == ["TON<", "TON>", "XIC<", "RES>"]
    assert places(program, "Speed") == ["JSR<", "MOV<", "CPT<"]
    assert places(program, "Answer") == ["JSR>"]
    assert places(program, "Recipe[2].Rate") == ["MOV>?", "COP<"]
    assert places(program, "i") == ["MOV<"]
    assert places(program, "Sum") == ["CPT>", "CPT<"]
    assert places(program, "W") == ["CPT<"]
    assert str(writers(program, "Recipe[2]")[0]) == "Recipe[i].Rate: Main, rung 2: MOV may write it"


def test_copy_and_fill_write_as_many_elements_as_they_say() -> None:
    program = read_rungs(TEXT)
    found = {k: bool(writers(program, f"Store[{k}]")) for k in range(3, 8)}
    assert found == {3: False, 4: True, 5: True, 6: True, 7: False}
    assert [bool(writers(program, f"List[{k}]")) for k in (1, 2, 3, 4)] == [
        False,
        True,
        True,
        False,
    ]


def test_two_coils_are_warned_of_a_latch_and_its_unlatch_are_not() -> None:
    assert double_coils(read_rungs(TEXT)) == [
        "Motor has 2 coils: Main, rung 0 (OTE) and Pump, rung 0 (OTE); the last worked wins"
    ]
    assert double_coils(read_rungs("XIC(a)OTE(W.1);XIC(a)OTE(W.2);XIC(b)OTE(Arr[i]);")) == []
    assert len(double_coils(read_rungs("XIC(a)OTE(N7:0/3);XIC(b)OTL(N7:0/3);"))) == 1


def test_an_alias_is_the_tag_behind_it() -> None:
    tags = {"Go": {"type": "BOOL", "alias": "Local:1:I.Data.4"}, "A": "BOOL", "B": "BOOL"}
    program = read_rungs("XIC(Go)XIC(Local:1:I.Data.4)OTE(a);", tags=tags)
    assert places(program, "Go") == places(program, "Local:1:I.Data.4") == ["XIC<", "XIC<"]
    assert places(program, "A") == ["OTE>"]
    assert unused(program) == ["B"]


def test_parameters_of_a_block_are_read_and_written_as_they_are_declared() -> None:
    tags = (Tag("In", "BOOL", usage="in"), Tag("Out", "BOOL", usage="out"))
    like = Program(blocks={"Filter": Block("Filter", tags, {})})
    program = read_rungs("Filter(F1,Raw,Clean);", like=like)
    assert [(u.path, u.writes) for u in uses(program)] == [
        (Path("F1"), False), (Path("F1"), True), (Path("Raw"), False), (Path("Clean"), True),
    ]  # fmt: skip


def test_forces_are_listed() -> None:
    c = Controller(read_rungs("XIC(a)OTE(b);"))
    c.force("a", False)
    c.force("b", True)
    assert forces(c) == ["a is forced off", "b is forced on"]
