"""Each kind of bad hand-in: its own message, no marks won by it, none lost by anybody else."""

from __future__ import annotations

import pytest
from bad_input import CASES

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(1200)]

ZERO = {
    "x-edited", "x-forged", "x-shortcut", "x-foreign", "x-other-lab", "x-own-ticket",
    "x-corrupt", "x-second-try", "x-nothing", "x-opened", "x-broken-book",
}  # fmt: skip
SAID = {
    "x-half-line": "is cut short or not JSON",
    "x-edited": "it was edited, or lines are missing",
    "x-forged": "does not come out when it is done again",
    "x-shortcut": "recorded breaches",
    "x-foreign": "This record belongs to another apprentice. It was not marked.",
    "x-other-lab": "This is a record of ELE-02, not of ELE-03.",
    "x-own-ticket": "This record was made without this course's ticket",
    "x-second-try": "This is attempt 2; the lab allows 1. It was not marked.",
    "x-corrupt": "The record cannot be used",
    "x-no-attempt": "No record of work at the bench was handed in: nothing to mark.",
    "x-nothing": "No record of work at the bench was handed in: nothing to mark.",
    "x-opened": "The bench was opened, but nothing was done: nothing to mark.",
    "x-deleted": "This check was deleted from the notebook; it was put back.",
    "x-doubled": "This answer cell was there twice; the last one was marked.",
    "x-broken-book": "The notebook handed in cannot be read. Only the record of the bench counts.",
}
LOOK = {
    "x-edited",
    "x-forged",
    "x-shortcut",
    "x-foreign",
    "x-other-lab",
    "x-own-ticket",
    "x-corrupt",
    "x-second-try",
    "killer",
}


@pytest.fixture
def score(classroom):
    """Return the points of every student."""
    return {name: float(row.score) for name, row in classroom.grades().items()}


@pytest.mark.parametrize("case", sorted(SAID))
def test_each_case_has_its_own_message(classroom, case):
    assert SAID[case] in classroom.notes(case)


@pytest.mark.parametrize("case", sorted(ZERO))
def test_what_cannot_be_trusted_or_was_not_done_scores_zero(score, case):
    assert score[case] == 0


def test_doing_nothing_scores_zero(score):
    assert score["x-nothing"] == score["x-opened"] == 0


def test_the_whole_class_is_graded_all_the_same(classroom):
    for name in ("autograde", "grade"):
        assert classroom.status[name] == 0, classroom.logs[name][-3000:]
    assert set(CASES) <= set(classroom.grades())


def test_record_survives_on_file_or_cell_alone(score):
    """The same work by everybody; the faults differ, so the evidence does, but none is lost."""
    assert min(score["x-sound"], score["x-file-only"], score["x-cell-only"]) > 0


def test_half_written_last_line_costs_that_line_only(classroom, score):
    assert score["x-half-line"] > 0
    assert "The order was never signed off." in classroom.notes("x-half-line")


def test_killed_kernel_does_not_cost_the_record(classroom, score):
    assert score["killer"] > 0
    assert "The notebook stopped while running" in classroom.logs["autograde"]


def test_deleted_cells_cost_the_answers_and_not_the_record(classroom, score):
    assert score["x-deleted"] > 0
    assert "is missing: nothing to mark" not in classroom.notes("x-sound")


def test_doubled_cells_count_once(classroom, score):
    """The first copies say 1/0; the last ones are marked, and full."""
    assert score["x-doubled"] > score["x-no-attempt"] > 0


@pytest.mark.parametrize("case", sorted(LOOK))
def test_instructor_is_told_who_to_look_at(classroom, case):
    said = classroom.logs["autograde"] + classroom.logs["grade"]
    assert f"{case}, ele-03-bench: " in said


def test_another_apprentices_name_is_not_shown_to_the_apprentice(classroom):
    assert "somebody-else" in classroom.logs["grade"]
    assert "somebody-else" not in classroom.feedback("x-foreign")
