"""Lint: what would go wrong at marking is said before the release."""

from __future__ import annotations

import nbformat
import numpy as np
import pytest
import small

from grading.lint import lint, main
from grading.scoring import plain
from tests.conftest import ROOT


def find(book, name):
    return next(c for c in book.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


@pytest.fixture
def check(tmp_path):
    """Return a function: change the small notebook, lint it."""

    def run(change=lambda book: None):
        path = small.write(tmp_path)
        book = nbformat.read(path, as_version=4)
        change(book)
        nbformat.write(book, path)
        return lint(path)

    return run


def test_sound_notebook_passes(check):
    assert check() == []


def change_meta(name, **changes):
    return lambda book: find(book, name).metadata.nbgrader.update(changes)


def change_source(name, source):
    def change(book):
        find(book, name).source = source

    return change


def twin(book):
    book.cells.append(nbformat.from_dict({**find(book, CHECK), "id": "twin"}))


def task(book):
    book.cells.append(small.cell("task", "ele-03-hands", "Show me.", 5, rubric="hands-on"))
    find(book, "ele-03-hands").metadata.nbgrader.locked = False
    find(book, "ele-03-reflection").metadata.nbgrader.points = 10


def output(book):
    book.cells[1].outputs = [nbformat.v4.new_output("stream", text="old")]


BENCH, CHECK = "ele-03-bench", f"ele-03-{small.QUESTION}"
ANSWER, NAME = f"{CHECK}-answer", small.VARIABLE


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (twin, f"{CHECK} occurs 2 times"),
        (task, "a task cell must be locked"),
        (output, "1 cells carry outputs"),
        (change_meta(BENCH, points=60), "points add up to 90, not to 100"),
        (change_meta(BENCH, points=True), "points must be a number above 0"),
        (change_meta(BENCH, locked=False), "a grade cell must be locked"),
        (change_meta(BENCH, grade_id="ELE_bench"), "grade id 'ELE_bench' must be ele-03-"),
        (change_meta(BENCH, extra=1), "metadata must have exactly"),
        (change_source(BENCH, "import numpy\nnumpy.float64(0.5)"), "must be form.record(bench)"),
        (change_source(CHECK, "float(0.5)"), f"must be form.answer({NAME})"),
        (change_source(ANSWER, f"{NAME} = 230 / 2"), f"must be one literal, {NAME} ="),
        (change_source(ANSWER, "amps = None"), f"must assign {NAME} once"),
        (change_meta(ANSWER, grade_id="ele-03-amps-answer"), "there is no grade cell ele-03-amps"),
        (change_meta(ANSWER, grade_id="ele-03-amps-answer"), "has no question amps"),
        (change_meta("ele-03-signoff", grade_id="ele-03-x"), "ele-03-signoff is missing"),
        (lambda b: find(b, "ele-03-reflection").metadata.pop("labsim"), "must name a rubric"),
    ],
)
def test_trouble_is_named(check, change, said):
    assert any(said in line for line in check(change)), check


def test_stray_file_beside_a_notebook_is_named(tmp_path):
    path = small.write(tmp_path)
    (path.parent / "answers.yaml").write_text("volts: 0")
    assert lint(path) == ["ELE-03-small.ipynb: stray file answers.yaml would be released"]


@pytest.mark.parametrize("text", ["", "{", '{"cells": 3}'])
def test_file_that_is_no_notebook_is_named(tmp_path, text):
    path = tmp_path / "ELE-03-x.ipynb"
    path.write_text(text)
    assert len(lint(path)) == 1


def test_command_returns_1_when_something_is_wrong(tmp_path, capsys):
    path = small.write(tmp_path)
    assert main([str(path)]) == 0
    path.rename(path.with_name("motor.ipynb"))
    assert main([str(path.with_name("motor.ipynb"))]) == 1
    assert "does not begin with the id of a lab" in capsys.readouterr().out


def test_all_lab_notebooks_of_the_project_pass():
    odd = [line for path in sorted(ROOT.glob("notebooks/[!.]*/*.ipynb")) for line in lint(path)]
    assert odd == []


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.5, "5.0"), (np.float64(0.5), "5.0"), (np.array(0.25), "2.5"), (True, "10.0"), (7, "10.0"),
     (-1, "0.0"), (float("nan"), "0.0"), (np.float64("nan"), "0.0"), (float("inf"), "10.0")],
)  # fmt: skip
def test_mark_reaches_nbgrader_as_a_plain_clamped_float_whatever_a_judge_returns(share, text):
    """What is no plain figure in the output counts as full marks there; too many stop it all."""
    assert repr(plain(share, 10.0)) == text
