"""What a lab's notebook loads, read from the release: the mother of kernels has it ready."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grading.farm.lesson import Lesson
from grading.farm.need import before_the_own, why

__all__ = ["Warmth", "imported", "warmth"]


@dataclass
class Warmth:
    """What kernels of an assignment load and go through, and whether each hand-in needs one."""

    modules: list[str] = field(default_factory=list)
    lesson: list[str] = field(default_factory=list)
    runs: bool = False


def warmth(coursedir: Any, lab: str) -> Warmth:
    """Read the modules that an assignment's released notebooks import, and their lessons.

    A lesson is what comes before the apprentice's own; there is one where a bench is opened.
    """
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", lab))
    found, modules = Warmth(), {}
    for path in sorted(folder.glob("*.ipynb")):
        cells = Lesson(coursedir, lab, path.stem).cells()
        code = [cell for cell in cells if cell.cell_type == "code"]
        modules |= dict.fromkeys(name for cell in code for name in imported(cell.source))
        if any("open_lab(" in cell.source for cell in code):
            common = cells[: before_the_own(lab, cells, cells)]
            found.lesson += [cell.source for cell in common if cell.cell_type == "code"]
        found.runs |= bool(why(lab, cells))
    found.modules = list(modules)
    return found


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
