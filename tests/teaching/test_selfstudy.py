"""Self-study: one's own signed-off records are scored here, a course's are not; what comes next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import labsim
from labsim.coach.tasks import saf_01
from labsim.core.errors import LabsimError
from labsim.seeds import TICKET_FILE
from labsim.skillmodel import Evidence
from labsim.teaching import selfstudy

pytestmark = pytest.mark.usefixtures("anna")


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LABSIM_RECORDS", str(tmp_path))
    return tmp_path


def worked(bot: str) -> None:
    """Work one's own press as a simulated apprentice does."""
    saf_01.BOTS[bot][0](labsim.lab("SAF-01"), None, labsim.open_lab("SAF-01"), 0)


def test_without_records_the_first_lab_of_the_course_comes_first(records: Path) -> None:
    assert selfstudy.evidence() == []
    assert selfstudy.suggestions()[0].lab == "SAF-01"
    assert "SAF-01" in selfstudy.next_steps().words


def test_a_signed_off_record_is_scored_for_the_learners_eyes(records: Path) -> None:
    worked("expert")
    assert selfstudy.evidence() == [Evidence("SAF-01", 1.0, selfstudy.BENCH)]
    assert "SAF-01" not in {s.lab for s in selfstudy.suggestions()}


def test_a_lab_that_went_wrong_may_come_again(records: Path) -> None:
    worked("careless")
    assert selfstudy.evidence() == [Evidence("SAF-01", 0.0, selfstudy.BENCH)]
    assert [(s.lab, s.again) for s in selfstudy.suggestions()] == [("SAF-01", True)]


def test_a_record_with_a_courses_ticket_is_left_to_its_grader(records: Path) -> None:
    (records / TICKET_FILE).write_text(json.dumps({"SAF-01": "5e" * 32}), encoding="utf-8")
    worked("expert")
    assert selfstudy.evidence() == []
    assert "SAF-01" not in {s.lab for s in selfstudy.suggestions()}, "its marks are to come"


def test_what_is_not_signed_off_or_cannot_be_read_says_nothing(records: Path) -> None:
    labsim.open_lab("SAF-01").notify()
    assert selfstudy.evidence() == []
    (records / "SAF-01.attempt.jsonl").write_text("scribble", encoding="utf-8")
    assert selfstudy.evidence() == []
    assert selfstudy.suggestions()[0].lab == "SAF-01"


def test_another_learners_record_is_not_ones_own_seed(records: Path) -> None:
    """A record whose seed was edited does not come out: it is no evidence."""
    worked("expert")
    path = records / "SAF-01.attempt.jsonl"
    path.write_text(path.read_text("utf-8").replace('"anna"', '"annb"'), encoding="utf-8")
    assert selfstudy.evidence() == []


def test_an_exam_that_was_handed_in_counts_with_its_better_paper(records: Path) -> None:
    for number, right in ((1, 15), (2, 45)):
        paper = labsim.open_lab("VIB-05", attempt=number)
        paper.begin()
        for place, item in enumerate(paper.form.items):
            paper.answer(place, (item.key + (place >= right)) % 4, 40.0)
        paper.hand_in()
    assert selfstudy.evidence() == [Evidence("VIB-05", 0.75, selfstudy.BENCH)]
    with pytest.raises(LabsimError, match="may be sat 2 times, not 3"):
        labsim.open_lab("VIB-05", attempt=3)
