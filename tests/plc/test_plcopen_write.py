"""What is written as PLCopen XML comes back as the same trees, tags and tasks."""

from __future__ import annotations

import pytest

from labsim.plc import ProgramError, read_plcopen, read_rungs, write_plcopen
from labsim.plc.program import Program
from tests.plc.drawings import block, coil, contact, inlet, ladder, outlet, pou, project
from tests.plc.test_drawn_random import drawing
from tests.plc.test_plcopen import SEAL_IN, rungs


def parts(program: Program) -> tuple:
    program_ = vars(program)
    return tuple(
        program_[name]
        for name in ("name", "dialect", "routines", "blocks", "tags", "types", "main", "interval")
    )


def comes_back(program: Program) -> None:
    again = read_plcopen(write_plcopen(program))
    assert again.unsupported == []
    assert parts(again) == parts(program)


def test_random_drawings_come_back_with_their_wires() -> None:
    for seed in range(60):
        comes_back(read_plcopen(drawing(seed)[1]))


TYPES = (
    '<dataType name="Recipe"><baseType><struct><variable name="speed"><type><REAL/></type>'
    '</variable><variable name="times"><type><array><dimension lower="1" upper="3"/><baseType>'
    "<TIME/></baseType></array></type></variable></struct></baseType></dataType>"
)
GLOBALS = (
    '<configuration name="c"><resource name="r"><task name="t" interval="T#20ms" priority="0">'
    '<pouInstance name="one" typeName="Main"/><pouInstance name="two" typeName="Second"/></task>'
    '<globalVars retain="true"><variable name="Shared" address="%QX0.1"><type><BOOL/></type>'
    "<documentation><p>lamp &amp; horn</p></documentation></variable></globalVars>"
    "</resource></configuration>"
)


def test_blocks_types_globals_tasks_labels_and_comments_come_back() -> None:
    double = pou(
        *("Twice", "in v: INT"),
        ladder(inlet(1, "v"), block(2, "ADD", IN1="1", IN2="1"), outlet(3, "Twice", "2.OUT")),
        *("function", "INT"),
    )
    inside = ladder(contact(1, "Go", "0"), coil(2, "Shared", "1"), coil(3, "Q", "1", y=50))
    flash = pou("Flash", "in Go: BOOL; out Q: BOOL; t: TON", inside, "functionBlock")
    jump = (
        '<comment localId="90"><position x="0" y="0"/><content><p>first, a &lt; b</p></content>'
        '</comment><jump localId="91" label="Far"><position x="90" y="10"/><connectionPointIn>'
        '<connection refLocalId="1"/></connectionPointIn></jump>'
        '<label localId="92" label="Far"><position x="0" y="90"/></label>'
    )
    first = ladder(
        *(jump, contact(1, "A", "0", y=10), contact(2, "A", "0", y=100, edge="falling")),
        *(block(3, "Flash", "F1", y=100, Go="2"), coil(4, "Shared", "3.Q", y=100, storage="set")),
        *(inlet(5, "n", y=150), block(6, "Twice", y=150, v="5"), outlet(7, "n", "6.OUT", y=150)),
    )
    tags = "A: BOOL; F1: Flash; n: INT=3; r: Recipe; w: TIME=T#1m"
    second = ladder(contact(1, "Shared", "0"), '<return localId="2"><connectionPointIn>'
                    '<connection refLocalId="1"/></connectionPointIn></return>')  # fmt: skip
    program = read_plcopen(
        project(
            *(pou("Main", tags, first), pou("Second", "B: BOOL", second), flash, double),
            types=TYPES,
            instances=GLOBALS,
        )
    )
    assert program.unsupported == []
    assert [rung.label for rung in program.routines["Main"].rungs] == ["", "Far", ""]
    assert program.routines["Main"].rungs[0].comment == "first, a < b"
    assert rungs(program) == ["JSR(Main)", "JSR(Second)"]
    shared = program.tags["Shared"]
    assert (shared.retain, shared.address, shared.comment) == (True, "%QX0.1", "lamp & horn")
    comes_back(program)


def test_text_becomes_a_drawing_with_operands_at_their_pins() -> None:
    text = "XIC(a)[XIO(b),XIC(c)]TON(T1,T#5s)OTE(d);\nXIC(a)CTU(C1,r,5)OTL(e);\n"
    again = read_plcopen(write_plcopen(read_rungs(text, dialect="iec")))
    assert again.unsupported == []
    assert rungs(again) == [
        "XIC(a) [XIO(b) | XIC(c)] TON(T1 PT=T#5s) OTE(d)",
        "XIC(a) CTU(C1 R=r PV=5) OTL(e)",
    ]


def test_places_lead_from_left_to_right_and_from_top_to_bottom() -> None:
    text = write_plcopen(
        read_plcopen(project(pou("M", "Start Stop Motor: BOOL", ladder(*SEAL_IN))))
    )
    assert text.count("<contact ") == 3
    for ahead, behind in (('"Start', '"Stop'), ('"Stop', '"Motor')):
        assert text.index(ahead[1:]) < text.index(behind[1:])
    assert '<position x="120" y="50"/>' in text and '<position x="240" y="50"/>' in text


REFUSED = {
    "XIC(a)TON(T1,5000,0);": "T1 is a TIMER: PLCopen has none",
    "XIC(a)MCR();": "MCR is no part of a PLCopen drawing",
    "XIC(a)ONS(b)OTE(c);": "ONS is no part of a PLCopen drawing",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_only_rockwell_has_is_refused(text: str) -> None:
    with pytest.raises(ProgramError, match=REFUSED[text]):
        write_plcopen(read_rungs(text))


def test_a_program_that_was_not_read_whole_is_not_written() -> None:
    program = read_plcopen(project(pou("M", "", "<body><ST><p>x := 1;</p></ST></body>")))
    with pytest.raises(ProgramError, match="its body is ST"):
        write_plcopen(program)
