"""What a lab's notebook loads, read from the release: the mother of kernels has it ready."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

from grading.farm.lesson import Lesson
from grading.farm.need import before_the_own

__all__ = ["imported", "warmth"]


def warmth(coursedir: Any, lab: str) -> tuple[list[str], list[str]]:
    """Return the modules that an assignment's released notebooks import, and their lessons.

    A lesson is what comes before the apprentice's own; there is one where a bench is opened.
    """
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", lab))
    found: dict[str, None] = {}
    lessons: list[str] = []
    for path in sorted(folder.glob("*.ipynb")):
        cells = Lesson(coursedir, lab, path.stem).cells()
        code = [cell for cell in cells if cell.cell_type == "code"]
        found |= dict.fromkeys(name for cell in code for name in imported(cell.source))
        if any("open_lab(" in cell.source for cell in code):
            common = cells[: before_the_own(lab, cells, cells)]
            lessons += [cell.source for cell in common if cell.cell_type == "code"]
    return list(found), lessons


def imported(source: str) -> list[str]:
    """Return what a cell imports; of `from a import b` both a and a.b, whichever b may be."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):  # a magic, or no Python
        return []
    found = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found
