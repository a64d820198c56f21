"""Projects of OpenPLC's editor are read: folders, old single files, one drawing alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labsim.plc import ProgramError, read_ld, read_plcopen, write_plcopen
from tests.plc.test_plcopen import run, rungs, written

HEAD = """PROGRAM main
  VAR
    Start AT %IX0.0 : BOOL; (* green button *)
    Stop : BOOL AT %IX0.1;
    Motor, Late : bool;  // both spellings are in use
    T1 : TON;
    Times : ARRAY [1..3] OF INT := [2(5), 7];
  END_VAR
  VAR RETAIN
    Count : DINT := 16#10;
  END_VAR

"""


def node(name: str, kind: str, variable: str = "", x: float = 0, y: float = 0, **data) -> dict:
    data["variable"] = {"name": variable}
    return {"id": name, "type": kind, "position": {"x": x, "y": y}, "data": data}


def edge(line: str) -> dict:
    """Read "a.output b.input"."""
    (source, out), (target, into) = (end.split(".") for end in line.split())
    return {"source": source, "sourceHandle": out, "target": target, "targetHandle": into}


def timer(variable: str) -> dict:
    handles = [{"id": name, "relPosition": {"x": 0, "y": 36}} for name in ("IN", "PT")]
    variant = {"name": "TON", "type": "function-block"}
    return node("t", "block", variable, 100, variant=variant, inputHandles=handles)


RUNG = {
    "id": "r1",
    "comment": "Motor runs until it is stopped",
    "nodes": [
        node("left", "powerRail", variant="left"),
        node("open", "parallel", type="open"),
        node("a", "contact", "Start", 50, variant="default"),
        node("b", "contact", "Motor", 50, 80, variant="default"),
        node("close", "parallel", type="close"),
        node("c", "contact", "Stop", 90, variant="negated"),
        node("d", "coil", "Motor", 150, variant="default"),
        node("right", "powerRail", variant="right"),
    ],
    "edges": [
        edge(line)
        for line in (
            *("left.left-rail open.input", "open.output-right a.input", "a.output close.input"),
            *("open.output-down b.input", "b.output close.input-bottom"),
            *("close.output-right c.input", "c.output d.input", "d.output right.right-rail"),
        )
    ],
}
SECOND = {
    "id": "r2",
    "comment": "",
    "nodes": [
        node("left", "powerRail", variant="left"),
        node("a", "contact", "Motor", 50, variant="default"),
        timer("T1"),
        node("v", "variable", "T#50ms", variant="input", block={"id": "t", "handleId": "PT"}),
        node("w", "variable", "", variant="output", block={"id": "t", "handleId": "ET"}),
        node("d", "coil", "Late", 150, variant="set"),
    ],
    "edges": [edge("left.left-rail a.input"), edge("a.output t.IN"), edge("t.Q d.input")],
}


def ld(*drawn: dict, head: str = HEAD) -> str:
    return f"{head}{json.dumps({'name': 'main', 'rungs': list(drawn)}, indent=1)}\nEND_PROGRAM"


def test_a_drawing_alone_is_read_with_its_declarations() -> None:
    program = read_ld(ld(RUNG, SECOND))
    assert program.unsupported == []
    assert rungs(program) == [
        "[XIC(Start) | XIC(Motor)] XIO(Stop) OTE(Motor)",
        "XIC(Motor) TON(T1 PT=T#50ms) OTL(Late)",
    ]
    tags = program.tags
    assert (tags["Start"].address, tags["Stop"].address) == ("%IX0.0", "%IX0.1")
    assert (tags["Start"].comment, tags["Late"].type) == ("green button", "BOOL")
    assert (tags["Times"].dims, tags["Times"].initial) == (((1, 3),), [5, 5, 7])
    assert (tags["Count"].initial, tags["Count"].retain) == (16, True)
    assert program.routines["main"].rungs[0].comment == "Motor runs until it is stopped"
    on, off = {"Start": True, "Stop": False}, {"Start": False, "Stop": False}
    scans = [(0, on), (40, off), (50, off), (60, {"Stop": True})]
    assert run(program, *scans, of="Motor Late") == [
        [True, False],
        [True, False],
        [True, True],
        [False, True],
    ]


def test_branches_of_one_rung_stay_one_rung() -> None:
    both = {
        "id": "r",
        "nodes": [
            node("left", "powerRail", variant="left"),
            *(node("a", "contact", "Start", 9), node("b", "coil", "Motor", 50)),
            *(node("c", "contact", "Stop", 9, 60), node("d", "coil", "Late", 50, 60)),
        ],
        "edges": [
            *(edge("left.out a.input"), edge("a.output b.input")),
            *(edge("left.out c.input"), edge("c.output d.input")),
        ],
    }
    program = read_ld(ld(both))
    assert rungs(program) == ["[XIC(Start) OTE(Motor) | XIC(Stop) OTE(Late)]"]
    assert rungs(read_plcopen(write_plcopen(program))) == rungs(program)


TIMER_AT = ld(SECOND).partition('"id": "t"')[0].count("\n") + 1

RESOURCE = {
    "tasks": [{"name": "t", "triggering": "Cyclic", "interval": "T#20ms", "priority": 1}],
    "instances": [{"name": "i0", "task": "t", "program": "main"}],
    "globalVariables": [
        {
            "name": "Level",
            "type": {"definition": "base-type", "value": "INT"},
            "location": "%IW0",
            "initialValue": "3",
        }
    ],
}


def project(folder: Path, **data: object) -> Path:
    whole = {"meta": {"name": "plant", "type": "plc-project"}}
    whole["data"] = {"configuration": {"resource": RESOURCE}, **data}
    (folder / "project.json").write_text(json.dumps(whole))
    return folder


def test_a_project_folder_has_tasks_globals_types_and_units_of_other_languages(
    tmp_path: Path,
) -> None:
    types = [
        {"name": "Colour", "derivation": "enumerated", "values": [{"description": "red"}]},
        {
            "name": "Pair",
            "derivation": "structure",
            "variable": [{"name": "x", "type": {"definition": "base-type", "value": "real"}}],
        },
    ]
    folder = project(tmp_path, dataTypes=types)
    for kind, name, text in (
        ("programs", "main.ld", ld(RUNG)),
        ("functions", "f.st", "FUNCTION f : INT\nVAR_INPUT\n a : INT;\nEND_VAR\nf := a;\n"),
    ):
        (folder / "pous" / kind).mkdir(parents=True)
        (folder / "pous" / kind / name).write_text(text)
    program = read_ld(folder)
    assert (program.name, program.main, program.interval) == ("plant", "main", 20)
    assert (program.tags["Level"].address, program.tags["Level"].initial) == ("%IW0", 3)
    assert [m.type for m in program.types["Pair"].members] == ["REAL"]
    assert program.unsupported == [("f", "its body is ST")]
    assert [(t.name, t.usage) for t in program.blocks["f"].tags] == [("f", "out"), ("a", "in")]
    assert read_ld(folder / "project.json") == program


def test_a_project_of_the_first_releases_has_its_units_inside(tmp_path: Path) -> None:
    bit = {"definition": "base-type", "value": "bool"}
    variables = [{"name": n, "class": "local", "type": bit} for n in ("Start", "Stop", "Motor")]
    body = {"language": "ld", "value": {"name": "main", "rungs": [RUNG]}}
    unit = {"type": "program", "data": {"name": "main", "variables": variables, "body": body}}
    program = read_ld(project(tmp_path, pous=[unit]))
    assert rungs(program) == ["[XIC(Start) | XIC(Motor)] XIO(Stop) OTE(Motor)"]


def test_a_block_of_another_file_is_listed_with_the_nearest() -> None:
    drawn = json.loads(json.dumps(SECOND).replace('"TON"', '"TONE"'))
    program = read_ld(ld(drawn, head=HEAD.replace("TON;", "TONE;")))
    (where, what) = next(one for one in program.unsupported if "block" in one[1])
    assert what == "unknown block TONE. Nearest: TON"
    assert where == f"main, line {TIMER_AT}"
    assert "TONE(T1" in written(program.routines["main"].rungs[0].body)


BROKEN = {
    "PROGRAM main\nVAR\n a : BOOL\nEND_VAR\n{}": (3, "semicolon is missing"),
    "PROGRAM main\nVAR\n a = BOOL;\nEND_VAR\n{}": (3, "declares no variable"),
    "PROGRAM main\nVAR\n a : ARRAY[1..x] OF INT;\nEND_VAR\n{}": (3, "limits are whole numbers"),
    "PROGRAM main\n": (2, "has no drawing"),
    "nothing\nat all": (1, "begins with PROGRAM"),
    'PROGRAM main\n{"rungs": [\n{,}]}': (3, "no JSON"),
    'PROGRAM main\n{"rungs": 3}': (0, "rungs is int, not list"),
    'PROGRAM main\n{"rungs": [{"nodes": [\n{"id": "a", "type": "lamp"}]}]}': (3, "node lamp"),
    'PROGRAM main\n{"rungs": [{"nodes": [{"id": "a"}, {"id": "a"}]}]}': (0, "two nodes of one id"),
    ld(SECOND).replace('"source": "a"', '"source": "gone"'): (TIMER_AT, "has no source gone"),
    "PROGRAM main\n" + '{"rungs": ' + "[" * 100_000 + "}": (2, "cannot be read"),
}


@pytest.mark.parametrize("text", BROKEN, ids=[why for _, why in BROKEN.values()])
def test_a_broken_drawing_is_told_with_its_line(text: str) -> None:
    line, why = BROKEN[text]
    with pytest.raises(ProgramError, match=why) as caught:
        read_ld(text)
    assert caught.value.line == line


def test_a_folder_without_project_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProgramError, match="no file"):
        read_ld(tmp_path)
    with pytest.raises(ProgramError, match="not UTF-8"):
        read_ld(b"PROGRAM \xff\n")
