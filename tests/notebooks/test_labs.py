"""Every lab notebook: well formed, closed before release (that it runs: notebooks/conftest.py)."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearOutput

import labsim
from grading import lint
from grading.course import lab_of
from grading.release import KeepAsWritten, ShowRubrics
from tests.conftest import ROOT

FOLDER = ROOT / "notebooks"
LABS = sorted(FOLDER.glob("[!.]*/*.ipynb"))
RELEASE = (ShowRubrics, KeepAsWritten, ClearOutput, ClearHiddenTests, ClearMarkScheme)


def name(path: Path) -> str:
    return path.stem


def released(path: Path) -> Any:
    """Return the notebook as the apprentice gets it."""
    book, resources = nbformat.read(path, as_version=4), {"nbgrader": {"points": {}}}
    for step in RELEASE:
        book, resources = step().preprocess(book, resources)
    return book


def code(book: Any) -> list[str]:
    return [cell.source for cell in book.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", LABS, ids=name)
def test_a_lab_notebook_keeps_the_convention(path: Path) -> None:
    assert lint.lint(path) == []


@pytest.mark.parametrize("lab", labsim.labs(), ids=lambda lab: lab.id)
def test_every_lab_has_a_notebook_that_opens_it(lab: Any) -> None:
    source = "\n".join(code(nbformat.read(lab.notebook, as_version=4)))
    assert f'labsim.open_lab("{lab.id}")' in source
    assert lab.title in nbformat.read(lab.notebook, as_version=4).cells[0].source


@pytest.mark.parametrize("path", LABS, ids=name)
def test_a_released_notebook_holds_no_answer_and_no_score(path: Path) -> None:
    book = released(path)
    text = "\n".join(cell.source for cell in book.cells)
    for word in ("BEGIN SOLUTION", "HIDDEN TESTS", "MARK SCHEME", "import grading", "coach.score"):
        assert word not in text
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith("-answer"):
            given = ast.literal_eval(ast.parse(cell.source).body[0].value)
            places = given.values() if isinstance(given, dict) else [given]
            assert all(place in (None, "", []) for place in places)


@pytest.mark.parametrize("path", LABS, ids=name)
def test_an_apprentices_own_fault_is_asked_for_nowhere(path: Path) -> None:
    for source in code(nbformat.read(path, as_version=4)):
        named = {n.attr for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Attribute)}
        assert not named & {"_hidden", "_variant", "reveal", "sim", "seed", "fault", "faults"}


@pytest.mark.parametrize("path", LABS, ids=name)
def test_no_text_is_left_to_be_written(path: Path) -> None:
    texts = [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type != "code"]
    assert not [text for text in texts if len(text.split()) < 2]


@pytest.mark.parametrize("path", LABS, ids=name)
def test_skills_of_the_scenario_are_named_in_the_aims(path: Path) -> None:
    first = nbformat.read(path, as_version=4).cells[0].source
    skills = [s for s in labsim.lab(lab_of(path)).skills if s.startswith("SM")]
    assert skills
    assert all(f"**{skill}**" in first for skill in skills)
