"""The whole round through nbgrader's own commands, with apprentices of different ability."""

from __future__ import annotations

import re
import stat

import pytest
from apprentices import SKILLS
from classroom import ABSENT

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(1200)]


def test_scores_order_as_ability_does(classroom):
    """ELE-03: 60 points for the bench, 15 for questions, 25 marked by hand later.

    The expert earns nearly all of 75. Working live caps the bench at 40 %: 24 points, and sums for
    answers earn nothing. A guess earns at most a quarter of the bench: 15.
    """
    score = {name: float(row.score) for name, row in classroom.grades().items()}
    assert score["elsa"] >= 0.95 * 60 + 15
    assert score["hugo"] >= 0.85 * 60 + 15
    assert score["elsa"] + 3 >= score["hugo"] > score["cal"] > score["gus"] >= score[ABSENT] == 0
    assert score["cal"] <= 0.40 * 60
    assert score["gus"] <= 0.25 * 60


def test_absent_apprentice_has_no_submission_and_zero_points(classroom):
    row = classroom.grades()[ABSENT]
    assert (row.timestamp, float(row.score), float(row.max_score)) == ("", 0.0, 100.0)
    assert not (classroom.course / "submitted" / ABSENT).exists()
    assert not (classroom.course / "feedback" / ABSENT).exists()


def test_export_has_a_row_for_every_apprentice(classroom):
    assert {*SKILLS, ABSENT} <= set(classroom.grades())
    assert all(classroom.grades()[name].timestamp for name in SKILLS)


def test_feedback_shows_drawing_notes_and_replay_table(classroom):
    page, notes = classroom.feedback("elsa"), classroom.notes("elsa")
    assert page.count("<svg") >= 3
    assert "right, and your readings prove it" in notes
    assert "Score by parts" in notes
    assert re.search(r"actions in \d+ min", notes)
    assert "How this is marked: looking back" in notes
    assert "Rings mark where you measured." in notes


def test_feedback_says_which_rule_was_broken(classroom):
    assert "Hands on a part that can be fed" in classroom.notes("cal")
    assert "critical safety rule" in classroom.notes("cal")


def test_feedback_needs_no_network_and_runs_nothing(classroom):
    page = classroom.feedback("elsa")
    assert not re.findall(r"<script|(?:src|href)=[\"']?(?:https?:)?//", page)


def test_feedback_tells_nothing_of_other_apprentices(classroom):
    """The bench page of each names what was its own fault, and not another's."""
    for mine, other in (("elsa", "hugo"), ("hugo", "elsa")):
        page = classroom.notes(mine).partition("Score by parts")[0]
        assert f"{SKILLS[mine][1]}: right" in page
        assert f"{SKILLS[other][1]}: right" not in page


def test_feedback_travels_back_through_the_exchange(classroom):
    classroom.must("fetch_feedback", "ELE-03", who=classroom.who["elsa"])
    pages = list((classroom.home(classroom.who["elsa"]) / "ELE-03" / "feedback").rglob("*.html"))
    assert len(pages) == 1


def test_release_holds_no_fault_key_or_answer(classroom):
    key = (classroom.root / "keys" / "maint.key").read_text().strip()
    for file in (classroom.root / "exchange").rglob("outbound/**/*"):
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            assert key not in text
            assert not re.search(r"SOLUTION|answers\.|grading|score\(|perfect", text)


def test_kernel_of_a_submission_is_told_whose_it_is_and_not_where_keys_are(classroom):
    assert "cannot be done" not in classroom.logs["autograde"]
    place = f"{classroom.who['elsa']}/ELE-03/ELE-03.attempt.jsonl"
    record, submitted = (classroom.course / step / place for step in ("autograded", "submitted"))
    assert record.read_bytes() == submitted.read_bytes()  # running it again added nothing


def test_course_and_key_are_closed_to_others(classroom):
    assert stat.S_IMODE(classroom.course.stat().st_mode) == 0o700
    assert stat.S_IMODE((classroom.root / "keys" / "maint.key").stat().st_mode) == 0o600
