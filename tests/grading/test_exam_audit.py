"""What the audit proves of every exam, and figures of items from collected papers."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from test_exam_marks import COURSE, KEY, LAB, sat

import labsim
from grading import itemfigures
from grading.course import CONFIG
from grading.examproof import exams
from labsim.coach.audit.report import Report
from labsim.core.errors import LabsimError

EXAMS = [lab for lab in labsim.labs() if lab.kind == "exam"]


@pytest.mark.parametrize("lab", EXAMS, ids=lambda lab: lab.id)
def test_an_exam_is_proved_fair_by_its_audit(lab: labsim.Lab) -> None:
    report = Report(lab.id)
    exams(lab, report)
    assert not report.failed, report.failed
    names = {found.what for found in report.findings}
    assert {"blueprint", "own forms", "student files", "bot: guesser"} <= names


def test_a_bench_of_a_lab_that_is_not_there_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    lab = EXAMS[-1]
    stations = {"plc": ["PLC-01", "PLC-99"], "task": ["VIB-01"]}
    fake = SimpleNamespace(id=lab.id, kind="exam", scenario=SimpleNamespace(
        exam="cat1", attempts=1, stations=stations))  # fmt: skip
    report = Report(lab.id)
    exams(fake, report)
    assert len(report.failed) == 1
    assert "PLC-99 is not there yet; VIB-01 hides no fault" in report.failed[0]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a course with four papers of two apprentices and one that cannot be marked."""
    home, held = tmp_path / "grading", tmp_path / "keys"
    for folder in (home / "source", held):
        folder.mkdir(parents=True, mode=0o700)
    (home / "nbgrader_config.py").write_text(CONFIG.format(course=COURSE))
    (held / f"{COURSE}.key").write_text(KEY + "\n")
    (held / f"{COURSE}.key").chmod(0o600)
    monkeypatch.setenv("LABSIM_KEYS", str(held))
    for who, right in (("ann", 50), ("ben", 20), ("cyd", 60)):
        (home / "submitted" / who).mkdir(parents=True)
        sat(home / "submitted" / who / "VIB-05", right, who)
    sat(home / "submitted" / "ann" / "VIB-05", 60, "ann", sitting=2)
    (home / "submitted" / "cyd" / "VIB-05").rename(home / "submitted" / "dee")
    (home / "submitted" / "dee").rename(home / "submitted" / "VIB-05")
    (home / "submitted" / "dee").mkdir()
    (home / "submitted" / "VIB-05").rename(home / "submitted" / "dee" / "VIB-05")
    return home


def test_items_are_counted_from_collected_papers(course: Path) -> None:
    papers = list(itemfigures.collected("VIB-05", course))
    assert [p.report.total.right for p in papers] == [50, 60, 20], "dee's paper is cyd's"
    found = itemfigures.figures(papers)
    assert sum(one.answers for one in found) == 180
    assert sum(one.answers * one.difficulty for one in found) == pytest.approx(130)
    wrong = sum(n for one in found for n in one.mistakes.values())
    assert wrong == 50 and all("" not in one.mistakes for one in found)
    said = "\n".join(itemfigures.lines(found, 3))
    assert "3 papers" in said and "too few to judge" in said
    page = itemfigures.page(found, "VIB-05", 3)
    assert page.count("<tr>") == len(found) + 1 and "<script" not in page
    assert json.loads(json.dumps(itemfigures.data(found)))[0]["title"]


def test_a_lab_without_items_has_no_figures(course: Path) -> None:
    with pytest.raises(LabsimError, match="ELE-03 is no exam"):
        list(itemfigures.collected("ELE-03", course))
    assert LAB.kind == "exam"
