"""Every lab's answer key against its notebook: full marks can be had, a release earns none."""

from __future__ import annotations

import nbformat
import pytest

import labsim
from grading import answers
from grading.course import notebooks
from grading.marking import Marker
from grading.work import Work, literal

KEY = "5e" * 32
ASKED = [(lab, question) for lab in notebooks() for question in answers.questions(lab)]


def marker(lab: str, student: str) -> Marker:
    own = Marker(lab, student, Work(), "maint", KEY)
    own.work.record = answers.worked(answers.Ask(labsim.lab(lab), student, own._seed(1)))
    return own


def released(lab: str, question: str) -> object:
    """Return the answer as the notebook has it for everybody to fill in."""
    book = nbformat.read(notebooks()[lab], as_version=4)
    wanted = f"{lab.lower()}-{question}-answer"
    cell = next(c for c in book.cells if c.metadata.get("nbgrader", {}).get("grade_id") == wanted)
    return literal(cell.source, question.replace("-", "_"))


@pytest.mark.parametrize(("lab", "question"), ASKED)
def test_the_right_answer_earns_full_marks_and_the_release_none(lab, question):
    own = marker(lab, "ann")
    expected = own.expected(question)
    own.work.answers[question] = answers.perfect(expected)
    assert own.question(question).share == pytest.approx(1)
    own.work.answers[question] = released(lab, question)
    assert own.question(question).share == 0


@pytest.mark.parametrize(("lab", "question"), ASKED)
def test_the_notebook_asks_for_the_places_the_key_expects(lab, question):
    right = answers.perfect(marker(lab, "bob").expected(question))
    given = released(lab, question)
    assert isinstance(given, dict) == isinstance(right, dict)
    if isinstance(right, dict):
        assert list(given) == list(right)
