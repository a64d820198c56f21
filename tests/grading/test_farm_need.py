"""Which notebooks have to be run, and what the page shows of those that are not."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import small
from nbformat.v4 import new_code_cell, new_output

from grading.farm.need import before_the_own, fill, silent, why

LAB = "ELE-03"
LESSON = {2: [new_output("stream", name="stdout", text="the lesson\n")]}


@pytest.fixture
def book() -> list[Any]:
    """The small lab with a lesson of one cell: it comes before anything of the apprentice's own."""
    cells = small.notebook().cells
    cells.insert(2, new_code_cell('print("the lesson")'))
    return cells


def shown(cells: list[Any], text: str) -> list[Any]:
    """Return the cells as they are handed in by somebody who ran them all."""
    made = deepcopy(cells)
    for number, cell in enumerate(cell for cell in made if cell.cell_type == "code"):
        cell.execution_count = number + 1
        cell.outputs = [new_output("stream", name="stdout", text=text)]
    return made


def filled(cells: list[Any], handed_in: list[Any], released: list[Any]) -> str:
    return fill(LAB, cells, handed_in, released, lambda: LESSON)


def texts(cells: list[Any]) -> list[str]:
    return [o.text for cell in cells if cell.cell_type == "code" for o in cell.outputs]


def test_a_lab_that_is_marked_from_its_record_needs_no_kernel(book: list[Any]) -> None:
    assert why(LAB, book) == ""


def test_a_cell_marked_by_running_it_or_by_a_person_needs_one(book: list[Any]) -> None:
    tested = [*book, small.cell("check", "own-test", "assert volts == 24", 5)]
    assert why(LAB, tested) == "own-test is marked by running it"
    program = small.cell("written", "ele-03-program", "", 5)
    written = [*book, new_code_cell("x = 1", metadata=program.metadata)]
    assert why(LAB, written) == "ele-03-program is code that a person marks"


def test_the_page_shows_what_the_apprentice_saw_and_never_in_a_graded_cell(
    book: list[Any],
) -> None:
    cells = deepcopy(book)
    assert filled(cells, shown(book, "as I saw it"), book) == ""
    assert set(texts(cells)) == {"as I saw it"}
    graded = [c for c in cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert graded and not any(c.get("outputs") for c in graded)


def test_the_lesson_comes_from_the_release_where_it_was_not_run(book: list[Any]) -> None:
    cells, mine = deepcopy(book), shown(book, "as I saw it")
    mine[2].outputs, mine[2].execution_count = [], None
    assert filled(cells, mine, book) == ""
    assert texts(cells)[1] == "the lesson\n"


def test_a_bench_that_was_not_run_has_to_be(book: list[Any]) -> None:
    cells, mine = deepcopy(book), shown(book, "as I saw it")
    mine[3].outputs, mine[3].execution_count = [], None
    assert filled(cells, mine, book) == "cell 4 was not run before it was handed in"
    assert not texts(cells), "nothing is changed by halves"


def test_a_cell_that_was_changed_after_it_ran_has_to_be_run(book: list[Any]) -> None:
    mine = shown(book, "as I saw it")
    cells = deepcopy(book)
    cells[2].source = 'print("another lesson")'
    assert filled(cells, mine, book) == "cell 3 was not run before it was handed in"


def test_what_is_no_output_or_too_much_of_it_is_not_shown(book: list[Any]) -> None:
    cells, mine = deepcopy(book), shown(book, "x")
    mine[2].outputs = [{"output_type": "nonsense"}, {"output_type": "stream", "name": 7}]
    mine[3].outputs = [new_output("stream", name="stdout", text="x" * 3_000_000)]
    assert filled(cells, mine, book) == ""
    assert cells[2].outputs == []
    assert "more than 2 MB" in cells[3].outputs[0].text


@pytest.mark.parametrize(
    ("source", "none"),
    [
        ("import labsim\nfrom labsim import form", True),
        ("# nothing\n", True),
        ("volts = {'K1:A1 (V)': 120, 'S1': None}", True),
        ("volts = 230 / 2", False),
        ("volts", False),
        ("volts = {", False),
        ("x[0] = 1", False),
    ],
)
def test_a_cell_that_can_show_nothing_needs_nothing(source: str, none: bool) -> None:
    assert silent(source) is none


def test_the_own_begins_where_a_cell_was_changed_or_the_bench_is_opened(book: list[Any]) -> None:
    assert before_the_own(LAB, book, book) == 3
    mine = deepcopy(book)
    mine[1].source += "\nimport numpy"
    assert before_the_own(LAB, mine, book) == 1
