"""A course of nbgrader as it comes: hidden tests, partial credit, marks made in the kernel."""

from __future__ import annotations

from pathlib import Path

import nbformat
import small
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

__all__ = ["make", "solve"]

CONFIG = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.CourseDirectory.course_id = "maint"
c.CourseDirectory.db_url = "sqlite:///{root}/gradebook.db?timeout=60"
"""
SOLUTION = "def volts():\n    ### BEGIN SOLUTION\n    return 4711\n    ### END SOLUTION"
HIDDEN = (
    "assert callable(volts)\n### BEGIN HIDDEN TESTS\nassert volts() == 4711\n### END HIDDEN TESTS"
)
PARTIAL = "### BEGIN HIDDEN TESTS\n70 if volts() == 4711 else 0\n### END HIDDEN TESTS\n"


def make(root: Path) -> None:
    """Write configuration and source of the course."""
    folder = root / "source" / "ELE-03"
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG.format(root=str(root)))
    book = new_notebook()
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book.cells = [
        new_markdown_cell("# How many volts?"),
        _cell("answer", "ele-03-volts-answer", SOLUTION),
        _cell("check", "ele-03-volts", HIDDEN, 30),
        _cell("check", "ele-03-partial", PARTIAL, 70),
        small.cell("written", "ele-03-reflection", "Look back.", 15),
    ]
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number}"
    nbformat.write(book, folder / "ELE-03-small.ipynb")


def _cell(kind: str, name: str, source: str, points: float | None = None) -> object:
    made = new_code_cell(source)
    made.metadata = small.cell(kind, name, source, points).metadata
    return made


def solve(path: Path, value: int = 4711) -> None:
    """Write an answer into a notebook; the right one by default."""
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "ele-03-volts-answer":
            cell.source = f"def volts():\n    return {value}"
    nbformat.write(book, path)
