"""The instructor's view: nbgrader's formgrader in a real server and browser."""

from __future__ import annotations

import re
import sqlite3

import pytest

from labsim.core.errors import LabsimError
from labsim.ui import browser as drive

pytestmark = [
    pytest.mark.browser, pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(1200),
]  # fmt: skip


@pytest.fixture(scope="module")
def page(classroom, tmp_path_factory):
    """Return a browser page, and serve the course directory as an instructor would."""
    pytest.importorskip("playwright", reason="playwright is not installed")
    try:
        with (
            drive.server(classroom.course, tmp_path_factory.mktemp("home")) as address,
            drive.browser() as chromium,
        ):
            shown = chromium.new_page(base_url=address)
            shown.set_default_timeout(60_000)
            yield shown
    except LabsimError as error:
        pytest.skip(str(error))


def submission_of(classroom, first: str) -> str:
    """Return formgrader's id of a submitted notebook."""
    query = (
        "select n.id from submitted_notebook n join submitted_assignment a"
        " on n.assignment_id = a.id where a.student_id = ?"
    )
    with sqlite3.connect(classroom.course / "gradebook.db") as book:
        return book.execute(query, (classroom.who[first],)).fetchone()[0]


def test_formgrader_lists_each_submission_with_its_score(page, classroom):
    page.goto("/formgrader/manage_submissions/ELE-03")
    row = page.locator("tr", has_text=classroom.who["elsa"])
    row.wait_for()
    points = float(classroom.grades()["elsa"].score)
    assert re.search(rf"\b{points:g} / 100", row.inner_text()), row.inner_text()


def test_formgrader_shows_mark_notes_and_drawing_of_a_submission(page, classroom):
    page.goto(f"/formgrader/submissions/{submission_of(classroom, 'elsa')}/")
    marks = page.locator("input#ele-03-bench")
    marks.wait_for()
    page.wait_for_function("document.querySelector('#ele-03-bench').placeholder !== ''")
    assert float(marks.get_attribute("placeholder")) >= 0.95 * 60
    text = page.locator(".ls-mark").first.locator("xpath=ancestor::body").inner_text()
    assert "right, and your readings prove it" in text
    assert page.locator(".ls-mark svg").count() >= 3


def test_rubric_stands_above_the_cell_marked_by_hand(page, classroom):
    page.goto(f"/formgrader/submissions/{submission_of(classroom, 'elsa')}/")
    page.locator("input#ele-03-work-order").wait_for()
    assert page.get_by_text("How this is marked: work order").count() == 1
