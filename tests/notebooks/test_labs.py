"""Every lab notebook: well formed, closed before release, runs top to bottom, leaves no mark."""

from __future__ import annotations

import ast
import os
import shutil
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearOutput

import labsim
from grading import lint
from grading.course import lab_of
from grading.release import KeepAsWritten, ShowRubrics
from labsim.attempt import Attempt
from tests.conftest import ROOT

FOLDER = ROOT / "notebooks"
LABS = sorted(FOLDER.glob("[!.]*/*.ipynb"))
RELEASE = (ShowRubrics, KeepAsWritten, ClearOutput, ClearHiddenTests, ClearMarkScheme)
LIMIT = 180  # s, for one cell: a stuck one must not hold up the rest


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


def run(path: Path, where: Path, monkeypatch: pytest.MonkeyPatch, **environment: str) -> None:
    """Run a copy of a notebook from top to bottom in a directory of its own."""
    monkeypatch.delenv("LABSIM_RECORDS", raising=False)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    shutil.copy(path, where)
    book = nbformat.read(where / path.name, as_version=4)
    there = {"metadata": {"path": where}}
    nbclient.NotebookClient(book, timeout=LIMIT, resources=there).execute()


@pytest.mark.notebooks
@pytest.mark.parametrize("path", LABS, ids=name)
def test_a_lab_runs_untouched_and_that_is_no_work_at_the_bench(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As nbgrader runs it, with a record there: tests/grading/test_every_lab.py, for each lab."""
    run(path, tmp_path, monkeypatch, LABSIM_STUDENT="ann")
    record = tmp_path / f"{lab_of(path)}.attempt.jsonl"
    assert not Attempt.load(record).worked, "running the page is no work at the bench"
    left = {p.name for p in tmp_path.iterdir() if not p.name.startswith(f"{lab_of(path)}.")}
    assert left == {path.name}, "nothing is left but the records of the lab"


@pytest.mark.notebooks
def test_the_door_runs_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(FOLDER / "start-here.ipynb", tmp_path, monkeypatch)
    assert [p.name for p in tmp_path.iterdir()] == ["start-here.ipynb"]
