"""A small lab notebook with every kind of cell that carries marks, for tests of the grading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.answers import questions

QUESTION = questions("ELE-03")[0]
VARIABLE = QUESTION.replace("-", "_")

KINDS = {
    "locked": {"locked": True},
    "answer": {"solution": True},
    "check": {"grade": True, "locked": True},
    "written": {"grade": True, "solution": True},
    "task": {"task": True, "locked": True},
}
NONE = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}


def cell(kind: str, grade_id: str, source: str, points: float | None = None, **labsim: Any) -> Any:
    """Return a cell with the metadata of its kind."""
    make = new_markdown_cell if kind in ("written", "task") else new_code_cell
    made = make(source)
    made.metadata.nbgrader = {**NONE, **KINDS[kind], "grade_id": grade_id}
    if points is not None:
        made.metadata.nbgrader["points"] = points
    if labsim:
        made.metadata.labsim = labsim
    return made


def notebook() -> Any:
    """Return the notebook of ELE-03 in short: bench, one question, one written answer."""
    book = new_notebook()
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book.cells = [
        new_markdown_cell("# Motor starter will not pull in\nOhm's law: $U = R \\cdot I$."),
        new_code_cell("import labsim\nfrom labsim import form"),
        cell("locked", "ele-03-open", 'bench = labsim.open_lab("ELE-03")'),
        cell("answer", "ele-03-signoff", 'bench.sign_off("")'),
        cell("check", "ele-03-bench", "form.record(bench)", 70, title="Find the fault"),
        cell("answer", f"ele-03-{QUESTION}-answer", f"{VARIABLE} = None"),
        cell("check", f"ele-03-{QUESTION}", f"form.answer({VARIABLE})", 15),
        cell("written", "ele-03-reflection", "Look back.", 15, rubric="reflection"),
    ]
    for number, each in enumerate(book.cells):
        each.id = f"cell-{number}"
    return book


def write(directory: Path) -> Path:
    """Write the notebook as a course has it; return its path."""
    path = directory / "notebooks" / "electrical" / "ELE-03-small.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook(), path)
    return path
