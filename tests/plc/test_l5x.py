"""Rockwell L5X: what comes out of an export, what is listed as not executed, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labsim.core.errors import LabsimError
from labsim.plc import Controller, ProgramError, read_l5x, read_rungs, write_rungs
from labsim.plc.operands import parse_path
from tests.plc.l5x_text import PROJECT, project


@pytest.fixture(scope="module")
def press():
    return read_l5x(PROJECT)


def test_tags_come_with_their_types_and_data(press) -> None:
    tags = press.tags
    assert (tags["Stop"].type, tags["Stop"].initial, tags["Stop"].comment) == (
        "BOOL", True, "Stop button",
    )  # fmt: skip
    assert tags["T1"].initial == {"PRE": 5000, "ACC": 0, "EN": False}
    assert tags["Count"].initial == {
        "CU": False, "CD": False, "DN": True, "OV": False, "UN": False, "PRE": 12, "ACC": 12,
    }  # fmt: skip
    assert tags["Title"].initial == "Pr$s1"
    assert (tags["Grid"].dims, tags["Grid"].initial) == (((0, 1), (0, 1)), [15, -3])


def test_bits_of_a_structure_are_its_own_bools(press) -> None:
    cell = press.types["Cell"]
    assert [(one.name, one.type, one.dims) for one in cell.members] == [
        ("Run", "BOOL", ()),
        ("Jam", "BOOL", ()),
        ("Speed", "REAL", ()),
        ("Times", "DINT", ((0, 2),)),
    ]
    assert press.tags["Line"].initial == [
        {"Run": False, "Jam": True, "Speed": 1.5, "Times": [1, 2, 3]},
        {"Run": True, "Jam": False, "Speed": -2.0, "Times": [0, 0, 0]},
    ]


def test_aliases_and_modules_are_tags(press) -> None:
    assert press.tags["Start"].alias == parse_path("Local:1:I.Data.4")
    assert press.tags["Local:1:I"].initial == {"Fault": 0, "Data": 16}
    assert press.types["AB:1756_DI:I:0"].members[1].name == "Data"
    assert "Idle" not in press.tags  # a MESSAGE no rung uses


def test_programs_run_one_after_the_other_and_keep_their_names_apart(press) -> None:
    assert list(press.routines) == ["Press:Main", "Pump", "Belt:Main", "~schedule"]
    assert (press.main, press.interval) == ("~schedule", 20)
    ops = [op for rung in press.routines["Press:Main"].rungs for op in rung.ops()]
    by_name = {op.name: op for op in ops}
    assert by_name["GRT"].args[0].root == r"\Press.Step"
    assert by_name["MOV"].args[1].root == r"\Belt.Step"
    assert by_name["JSR"].args[0].root == "Pump"
    assert press.tags[r"\Press.Step"].initial == 7


def test_comments_and_names_of_version_36_are_kept(press) -> None:
    rungs = press.routines["Press:Main"].rungs
    assert rungs[0].comment == "Guard shut\nand start"
    assert [op.spelling for op in rungs[1].ops()] == ["GT", "MOVE", ""]
    assert not press.unsupported


def test_an_add_on_is_a_block_whose_required_parameters_come_first(press) -> None:
    block = press.blocks["Debounce"]
    assert [(tag.name, tag.usage) for tag in block.tags] == [
        ("Raw", "in"), ("Clean", "out"), ("EnableIn", "in"), ("EnableOut", "out"), ("Delay", "in"),
        ("T", ""),
    ]  # fmt: skip
    assert block.tags[5].initial["PRE"] == 20
    assert block.kind == "AOI"
    call = next(press.routines["Press:Main"].rungs[2].ops())
    assert (call.name, call.spelling) == ("CALL", "Debounce")
    assert [arg.root for arg in call.args] == ["D1", "Start", "Clean"]


def test_its_rungs_come_back_from_neutral_text(press) -> None:
    assert read_rungs(write_rungs(press), like=press).routines == press.routines


def test_an_exported_rung_alone_is_a_program() -> None:
    program = read_l5x(project("XIC(a)OTE(b);\nNOP();"))
    assert (program.main, len(program.routines["Main"].rungs)) == ("Main", 2)


def test_what_is_not_executed_is_listed() -> None:
    other = "".join(f'<Routine Name="R{kind}" Type="{kind}"/>' for kind in ("ST", "FBD", "SFC"))
    event = """<Tasks><Task Name="E" Type="EVENT"><ScheduledPrograms><ScheduledProgram Name="P"/>
        </ScheduledPrograms></Task></Tasks>"""
    secret = '<EncodedData EncodedType="AddOnInstructionDefinition" Name="Secret"/>'
    program = read_l5x(
        project(
            "XIC(a)FOO(a)OTE(b);\nGSV(Task,,x);\nXIC(a,b);\nXIC(a[);\nMSG(M1);".replace("a[", "a+"),
            '<Tag Name="M1" DataType="MESSAGE"/>',
            other,
            f"<AddOnInstructionDefinitions>{secret}</AddOnInstructionDefinitions>{event}",
        )
    )
    said = dict(program.unsupported)
    assert said["RST"] == "is structured text: only ladder is executed"
    assert {"RFBD", "RSFC", "Secret", "task E"} <= set(said)
    assert said["Main, rung 0"] == "FOO is no instruction. Nearest: FOR"
    assert said["Main, rung 1"] == "GSV is not executed"
    assert "XIC takes 1 operand (Bit), not 2" in said["Main, rung 2"]
    assert "an operand is missing" in said["Main, rung 3"]
    assert said["tag M1"] == "is a MESSAGE, which nobody declares"


@pytest.mark.parametrize(
    ("was", "wrong", "mark", "says"),
    [
        ("XIO(Stop) ]", "XIO(Stop) ", "[XIC(Line", "not closed by ]"),
        ("GT(Step,5)", "GT(Step,5", "(Step,5MOVE", "a bracket is not closed"),
        ('Value="5000"', 'Value="fast"', '<DataValueMember Name="PRE"', "'fast' is no value for"),
        ('Rate="20"', 'Rate="soon"', '<Task Name="Fast"', "no number of ms"),
        ('AliasFor="Local', 'AliasFor="[Local', '<Tag Name="Start"', "no operand"),
        ("</Controller>", "", "RSLogix5000Content>", "not well-formed"),
        ("<RSLogix5000Content Sch", "<Project/><a Sch", "<a Sch", "not well-formed"),
    ],
)
def test_a_malformed_export_is_refused_with_its_place(was, wrong, mark, says) -> None:
    text = PROJECT.replace(was, wrong)
    before = text[: text.index(mark)]
    with pytest.raises(ProgramError) as refused:
        read_l5x(text)
    assert says in str(refused.value)
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert (refused.value.line, refused.value.column) == place


def test_a_value_in_letters_is_a_number() -> None:
    data = '<Data Format="Decorated"><DataValue DataType="DINT" Value="{}"/></Data>'
    tag = '<Tag Name="{}" DataType="DINT">' + data + "</Tag>"
    program = read_l5x(project("NOP();", tag.format("a", "'$00$00$01A'") + tag.format("b", "8#17")))
    assert [program.tags[name].initial for name in "ab"] == [0x0141, 15]


def test_it_runs_as_it_was_written(press) -> None:
    c = Controller(press)
    c.scan(0, {"Start": True, "Stop": False})
    assert (c["Line[1].Run"], c[r"\Belt.Step"], c["Moved"]) == (True, 7, True)
    assert c["T1.ACC"] == 0
    c.scan(5000)
    assert (c["T1.DN"], c["Local:2:O.Data.0"], c["Clean"]) == (True, True, True)


PARTIAL = """<DataTypes><DataType Name="BOOL" Class="ProductDefined" Family="NoFamily"/>
<DataType Name="Name16" Class="User" Family="StringFamily"/>
<DataType Name="Drive" Class="User" Family="NoFamily"><Members>
<Member Name="Out" DataType="AB:Drive:O:0" Dimension="0"/>
<Member Name="Name" DataType="Name16" Dimension="0"/>
<Member Name="Limit" DataType="REAL" Dimension="0"/>
</Members></DataType></DataTypes><AddOnInstructionDefinitions>
<AddOnInstructionDefinition Name="Wrap"><Parameters><Parameter Name="In" DataType="DINT"
 Usage="Input" Required="true"/>
<Parameter Name="Other" TagType="Alias" AliasFor="In" Usage="Input"/></Parameters>
<Routines><Routine Name="Logic" Type="RLL"/></Routines></AddOnInstructionDefinition>
</AddOnInstructionDefinitions>"""
DATA = """<Tag Name="D" DataType="Drive"><Data Format="Decorated"><Structure DataType="Drive">
<StructureMember Name="Name" DataType="Name16">
<DataValueMember Name="LEN" DataType="DINT" Value="2"/>
<DataValueMember Name="DATA" DataType="Name16" Radix="ASCII">'M1'</DataValueMember>
</StructureMember><DataValueMember Name="Limit" DataType="REAL" Value="1.$"/>
</Structure></Data></Tag>
<Tag Name="Card" TagType="Alias" AliasFor="Rack:3:I"/>
<Tag Name="W" DataType="Wrap" Dimensions="2"><Data Format="Decorated"><Array DataType="Wrap">
<Element Index="[1]"><Structure DataType="Wrap">
<DataValueMember Name="In" DataType="DINT" Value="4"/>
<DataValueMember Name="Other" DataType="DINT" Value="4"/>
</Structure></Element></Array></Data></Tag>"""


def test_an_export_without_its_module_types_runs_as_far_as_it_is_declared() -> None:
    """Exports of one program leave out the types of modules and the modules themselves."""
    rungs = "GRT(D.Limit,.5)XIC(Card.Pt03.Data)OTE(Q);"
    c = Controller(read_l5x(project(rungs, DATA, sections=PARTIAL)))
    c.scan(0, {"Rack:3:I.Pt03.Data": True})
    assert (c["Q"], c["D.Name"], c["W[0].In"]) == (True, "M1", 4)
    wrong = read_l5x(project("XIC(D.Out.Start)OTE(Q);", DATA, sections=PARTIAL))
    with pytest.raises(ProgramError, match=r"D.Out.Start: nobody declares the type AB:Drive:O:0"):
        Controller(wrong)


def test_what_is_no_export_is_refused() -> None:
    with pytest.raises(ProgramError, match="no L5X"):
        read_l5x("<Project/>")
    with pytest.raises(ProgramError, match="entit"):
        read_l5x('<!DOCTYPE a [<!ENTITY b "c">]>' + PROJECT.partition("?>")[2])


@settings(max_examples=120, deadline=None)
@given(
    st.integers(0, len(PROJECT) - 1), st.integers(0, 40),
    st.sampled_from(["", "<", ">", "]", "[", "(", '"', "Data", "&", "-1", "99999999999", "?", ";"]),
)  # fmt: skip
def test_any_damage_to_an_export_gives_a_program_or_is_refused(at, gone, put) -> None:
    try:
        program = read_l5x(PROJECT[:at] + put + PROJECT[at + gone :])
    except LabsimError:
        return
    assert program.main in {"", *program.routines}
    assert write_rungs(program).count(";") >= sum(len(r.rungs) for r in program.routines.values())
