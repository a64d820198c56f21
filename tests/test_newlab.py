"""A new lab from the template: it loads, keeps the convention, and is found where it lies."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import nbformat
import pytest

import labsim.machines
from grading import lint
from grading.course import init
from labsim import scenario
from labsim.coach.audit import audit
from labsim.core.errors import LabsimError
from labsim.newlab import new_lab
from tests.conftest import ROOT

SIMPLE = ["LampString", "MotorStarter", "SensorPanel"]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a course's folder one works in."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("machine", SIMPLE)
def test_a_new_lab_loads_and_its_notebook_keeps_the_convention(course: Path, machine: str) -> None:
    toml, book = new_lab("MY-01", machine, 'A "quoted" title, 5 °C \\ more', "It {does} not start.")
    lab = labsim.lab("MY-01")
    assert lab.title == 'A "quoted" title, 5 °C \\ more'
    assert lab.scenario.complaint == "It {does} not start."
    assert lab.notebook == book.resolve()
    assert len(lab.family) > 10
    assert lint.lint(book) == []
    first = nbformat.read(book, as_version=4).cells[0].source
    assert lab.title in first and "**SM02** Electrical Circuit Troubleshooting" in first
    assert toml.read_text("utf-8").count("\n#   ") == len(lab.family)


def test_own_labs_come_after_those_of_labsim(course: Path) -> None:
    before = [lab.id for lab in labsim.labs()]
    new_lab("MY-01", "LampString")
    assert [lab.id for lab in labsim.labs()] == [*before, "MY-01"]
    assert labsim.lab("my-01") is labsim.lab("MY-01")


def test_a_changed_scenario_is_read_again(course: Path) -> None:
    toml, _ = new_lab("MY-01", "LampString", "First")
    assert labsim.lab("MY-01").title == "First"
    toml.write_text(toml.read_text("utf-8").replace("First", "Second title"), "utf-8")
    assert labsim.lab("MY-01").title == "Second title"


def test_a_broken_scenario_of_ones_own_does_not_keep_others_from_their_labs(course: Path) -> None:
    toml, _ = new_lab("MY-01", "LampString")
    toml.write_text("title = ", "utf-8")
    assert labsim.lab("ELE-03").id == "ELE-03"
    with pytest.raises(LabsimError, match=r"MY-01\.toml: cannot be read as TOML"):
        labsim.lab("MY-01")


def test_an_id_of_labsim_is_no_id_for_ones_own(course: Path) -> None:
    toml, _ = new_lab("MY-01", "LampString")
    shutil.copy(toml, toml.with_name("ELE-03.toml"))
    with pytest.raises(LabsimError, match="ELE-03 is a lab of labsim; give your own another id"):
        labsim.labs()


def test_a_released_lab_brings_its_scenario_along(course: Path, monkeypatch, tmp_path) -> None:
    toml = new_lab("MY-01", "LampString")[0].resolve()
    elsewhere = tmp_path / "a/b/c/d/home"
    elsewhere.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    with pytest.raises(LabsimError, match="no lab MY-01"):
        labsim.lab("MY-01")
    shutil.copy(toml, elsewhere)
    assert labsim.lab("MY-01").title == scenario.load(toml).title


def test_a_course_takes_the_scenario_into_the_release(course: Path, monkeypatch) -> None:
    toml, book = new_lab("MY-01", "LampString")
    monkeypatch.setenv("LABSIM_KEYS", str(course / "keys"))
    init(course / "grading", "mine")
    there = course / "grading" / "source" / "MY-01"
    assert (there / toml.name).read_text("utf-8") == toml.read_text("utf-8")
    assert (there / book.name).resolve() == book.resolve()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("my 1", "LampString"), "is no lab id: capitals, a dash, a number"),
        (("MY-01", "LampSting"), "Nearest: LampString"),
        (("ELE-03", "LampString"), "is there already: part of labsim"),
        (("MY-01", "LampString", "", "", "../up"), "area '../up': small letters"),
    ],
)
def test_what_cannot_be_made_is_said(course: Path, given: tuple, says: str) -> None:
    with pytest.raises(LabsimError, match=says):
        new_lab(*given)
    assert not (course / "scenarios").exists()


def test_nothing_is_overwritten(course: Path) -> None:
    new_lab("MY-01", "LampString", "One")
    with pytest.raises(LabsimError, match="MY-01 is there already"):
        new_lab("MY-01", "LampString", "Two")


def test_the_machine_of_the_guide_becomes_a_lab_that_passes_its_audit(course: Path, monkeypatch):
    """The class body of docs/how-to/new-lab.md, put where machines lie, and a lab on it."""
    guide = (ROOT / "docs/how-to/new-lab.md").read_text("utf-8")
    (body,) = (b for b in re.findall(r"```python\n(.*?)```", guide, re.S) if "(Machine)" in b)
    (course / "machines").mkdir()
    (course / "machines/gate_control.py").write_text(body, "utf-8")
    monkeypatch.setattr(labsim.machines, "__path__", [*labsim.machines.__path__, "machines"])
    scenario.machines.cache_clear()
    try:
        new_lab("MY-03", "GateControl", "The gate does not open")
        (report,) = audit([labsim.lab("MY-03")], sample=2, seeds=4)
        assert not report.failed
    finally:
        scenario.machines.cache_clear()
