"""Scenario files: each error names file, key, what was given, and what is allowed or nearest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from labsim import scenario
from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.course import Lab

GOOD = """
title     = "Twelve lamps, one open"
machine   = "LampString"
complaint = "The string is dark."
minutes   = 20
skills    = ["SM02", "TS02"]
prerequisites = ["ELE-01"]
tier      = "junior"
guided    = "E9: lamp burnt out"

[symptom]
do   = []
look = "E1"

[marks]
evidence = 30
path     = 40
safety   = 10
repair   = 10
report   = 10
"""


def written(folder: Path, text: str, name: str = "ELE-99.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def changed(key: str, line: str) -> str:
    """Return the good file with the line of a key replaced, or a line added at its head."""
    pattern = re.compile(rf"^{key}\s*=.*$", re.MULTILINE)
    return pattern.sub(lambda _: line, GOOD) if pattern.search(GOOD) else line + "\n" + GOOD


def test_a_good_file_becomes_a_lab_with_a_bench(tmp_path: Path) -> None:
    found = scenario.load(written(tmp_path, GOOD))
    assert (found.id, found.kind, found.area) == ("ELE-99", "diagnosis", tmp_path.name)
    assert sum(found.marks.values()) == 100
    lab = Lab(found)
    assert len(lab.family) > 12
    assert lab.bench("E3: lamp burnt out").look("E1").text == "dark"


def test_marks_may_be_left_out(tmp_path: Path) -> None:
    found = scenario.load(written(tmp_path, GOOD.split("[marks]")[0]))
    assert found.marks == scenario.MARKS


WRONG = [
    ("coach", "coach = 5", r"coach = 5: must be a table"),
    ("coach", "coach.pannel = true", r"coach.pannel = True: no such key; .*Nearest: panel"),
    ("coach", 'coach.replay = "yes"', r"coach.replay = 'yes': must be true or false"),
    ("coach", "coach.hints = [2, 3]", r"coach.hints = \[2, 3\]: must be three prices"),
    ("coach", "coach.hints = [2, 3, -1]", r"must be three prices in points"),
    ("titel", 'titel = "x"', r"titel = 'x': no such key; allowed: title, .*Nearest: title"),
    ("source", 'source = "x"', r"source = 'x': no such key"),
    ("title", "", r'title is missing; write title = "…"'),
    ("title", 'title = ""', r"title is missing"),
    ("complaint", "", r"complaint is missing"),
    ("machine", "", r"machine is missing"),
    ("title", "title = 5", r"title = 5: must be a text in quotes"),
    ("machine", 'machine = "LampStrin"',
     r"machine = 'LampStrin': unknown machine; allowed: .*LampString.*Nearest: LampString"),
    ("tier", 'tier = "juniour"',
     r"tier = 'juniour': unknown tier; allowed: junior, technician, senior, lead. Nearest: junior"),
    ("kind", 'kind = "riddle"', r"kind = 'riddle': unknown kind; allowed: diagnosis, task, exam"),
    ("skills", 'skills = ["SM99"]', r"skills = 'SM99': unknown skill; allowed: SM01.*Nearest: SM"),
    ("skills", 'skills = "SM02"', r"skills = 'SM02': must be a list of texts"),
    ("skills", "skills = [2]", r"skills = \[2\]: must be a list of texts"),
    ("prerequisites", 'prerequisites = ["ELE-1"]', r"prerequisites = 'ELE-1': unknown prereq"),
    ("minutes", 'minutes = "long"', r"minutes = 'long': must be a number above 0"),
    ("minutes", "minutes = 0", r"minutes = 0: must be a number above 0"),
    ("minutes", "minutes = nan", r"minutes = nan: must be a number above 0"),
    ("minutes", "minutes = true", r"minutes = True: must be a number"),
    ("faults", "faults = 3", r'faults = 3: must be "all" or a list of fault ids'),
    ("faults", "faults = []", r"faults = \[\]: must be"),
    ("faults", 'faults = "most"', r"faults = 'most': must be"),
    ("faults", 'faults = ["E9: lamp burned out"]',
     r"faults: LampString has no fault E9: lamp burned out; .*Nearest: E9: lamp burnt out"),
    ("guided", 'guided = "E13: lamp burnt out"', r"guided: LampString has no fault E13"),
    ("before", 'before = "press S1"', r"before = 'press S1': must be a list of texts"),
    ("before", 'before = ["pres E1"]', r"before = 'pres E1': no such step; .*Nearest: press"),
    ("before", 'before = ["press"]', r'before = \'press\': must be whole: "press …"'),
    ("before", 'before = ["press S1"]', r"before: LampString has no part S1; it has G1"),
    ("before", 'before = ["press E1"]', r"before: E1 is a lamp: nobody can press it"),
    ("before", 'before = ["isolate E1"]', r"before: E1 is a lamp: it isolates nothing"),
    ("before", 'before = ["wait long"]', r"before = 'wait long': must be \"wait\" and a number"),
    ("look", 'look = "E13"', r"symptom: LampString has no part E13; .*Nearest: E"),
    ("look", "look = 1", r"symptom\.look is missing"),
    ("look", 'lok = "E1"', r"symptom\.lok = 'E1': no such key; allowed: do, look. Nearest: look"),
    ("do", 'do = "press"', r"symptom\.do = 'press': must be a list of steps"),
    ("do", 'do = ["kick E1"]', r"symptom\.do = 'kick E1': no such step; allowed: press"),
    ("evidence", "evidence = 31", r"marks add up to 101, not to 100"),
    ("evidence", "evidence = -30", r"marks\.evidence = -30: must be a number from 0 up"),
    ("evidence", 'evidence = "30"', r"marks\.evidence = '30': must be a number"),
    ("evidence", "evidnce = 30", r"marks\.evidnce = 30: no such part .*Nearest: evidence"),
    ("sheets", 'sheets = ["Lamps"]', r"sheets: LampString has no sheet Lamps; it has Lamp string"),
    ("changes", 'changes = "none"', r"changes = 'none': must be a table: write \[changes\]"),
    ("changes", "changes.E1 = 5", r"changes\.E1 = 5: must be a table of parameters"),
    ("changes", 'changes.E1.rated = "24"', r"changes\.E1\.rated = '24': must be a number"),
    ("changes", "changes.E1.ratd = 24", r"changes: E1 has no parameter ratd; .*Nearest: rated"),
    ("changes", "changes.Q1.rated = 24", r"changes: LampString has no part Q1"),
    ("units", "units.two = {}", r"units\.two: a unit is a number from 1 up"),
    ("units", 'units.2.machine = "Press"', r"units\.2\.machine = 'Press': unknown machine; a"),
    ("units", 'units.2.E1 = "dark"', r"units\.2\.E1 = 'dark': must be a table of parameters"),
    ("id", 'id = "ELE-98"', r"id = 'ELE-98': the file is named ELE-99"),
    ("title", 'title = "x', r"cannot be read as TOML: "),
    ("title", 'title = "a"\ntitle = "b"', r"cannot be read as TOML: "),
]  # fmt: skip


@pytest.mark.parametrize(("key", "line", "message"), WRONG)
def test_what_is_wrong_is_named_by_file_and_key(
    tmp_path: Path, key: str, line: str, message: str
) -> None:
    with pytest.raises(LabsimError, match=r"ELE-99\.toml: .*" + message):
        scenario.load(written(tmp_path, changed(key, line)))


@pytest.mark.parametrize("table", ["symptom", "marks"])
def test_a_table_written_as_something_else_is_refused(tmp_path: Path, table: str) -> None:
    text = GOOD.split("[symptom]")[0] + f'{table} = "E1"\n'
    with pytest.raises(LabsimError, match=rf"{table} = 'E1': must be a table: write \[{table}\]"):
        scenario.load(written(tmp_path, text))


def test_a_diagnosis_without_a_symptom_is_refused_and_a_task_is_not(tmp_path: Path) -> None:
    bare = GOOD.split("[symptom]")[0]
    with pytest.raises(LabsimError, match=r"symptom is missing; write \[symptom\] with do"):
        scenario.load(written(tmp_path, bare))
    task = 'kind = "task"\nfaults = ["E9: lamp burnt out"]\n' + bare
    assert scenario.load(written(tmp_path, task)).symptom == {}


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"title = \xc3\x28"])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ELE-99.toml"
    path.write_bytes(content)
    with pytest.raises(LabsimError, match=r"ELE-99\.toml: cannot be read as TOML"):
        scenario.load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabsimError, match=r"ELE-77\.toml: cannot be read"):
        scenario.load(tmp_path / "ELE-77.toml")


def test_steps_before_the_apprentice_comes_are_done_and_not_on_record(tmp_path: Path) -> None:
    text = changed("machine", 'machine = "MotorStarter"').replace('look = "E1"', 'look = "K1"')
    text = text.replace('guided    = "E9: lamp burnt out"', 'before = ["press S1", "release S1"]')
    found = scenario.load(written(tmp_path, text))
    bench = Bench(found.build(), scenario=found)
    assert {s["tag"]: s["text"] for s in bench.sights()}["K1"] == "pulled in"
    assert not bench.attempt.worked


def test_the_machine_may_be_changed(tmp_path: Path) -> None:
    text = GOOD + "\n[changes.G1]\nvoltage = 12\n"
    found = scenario.load(written(tmp_path, text))
    assert Bench(found.build()).measure("V", "G1:+", "G1:-").value == pytest.approx(12, abs=0.05)
