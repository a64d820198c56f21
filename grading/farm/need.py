"""Which notebooks need a kernel, when marks come from the record and from literals.

Marks never come from what a notebook shows; its outputs are for whoever reads the page. So where
nobody's mark hangs on them, the page shows what the apprentice's own notebook showed when it was
handed in, and the lesson, where it was not run, as one run of the release shows it. A kernel is
needed only when something would be missing on the page, or when a cell is graded by running it.
"""

from __future__ import annotations

import ast
import json
from collections import defaultdict, deque
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode, ValidationError, validate
from nbgrader import utils

__all__ = ["before_the_own", "fill", "silent", "why"]

LONGEST = 2_000_000  # characters a cell may show; more is left out
LEFT_OUT = "… what this cell showed is left out: more than 2 MB\n"
MAKERS = (ast.Import, ast.ImportFrom)
Outputs = list[Any]


def why(lab: str, cells: list[Any]) -> str:
    """Return why a kernel has to run cells for somebody's mark; empty when none has to."""
    for cell in cells:
        if cell.cell_type == "code" and utils.is_grade(cell):
            name = cell.metadata.nbgrader["grade_id"]
            if utils.is_solution(cell):
                return f"{name} is code that a person marks"
            if not name.startswith(f"{lab.lower()}-"):
                return f"{name} is marked by running it"
    return ""


def silent(source: str) -> bool:
    """Tell whether a cell can show nothing: comments, imports, names given to literals."""
    try:
        return all(_silent(statement) for statement in ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _silent(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Assign):
        try:
            ast.literal_eval(statement.value)
        except (ValueError, TypeError, RecursionError, MemoryError, SyntaxError):
            return False
        return all(isinstance(target, ast.Name) for target in statement.targets)
    return isinstance(statement, MAKERS)


def before_the_own(lab: str, cells: list[Any], released: list[Any]) -> int:
    """Return how many cells there are before the first that is the apprentice's own.

    Up to there every notebook shows the same. The own begin with a cell that was changed or added,
    or that opens the bench.
    """
    for place, cell in enumerate(cells):
        same = place < len(released) and released[place].source == cell.source
        opens = _grade_id(cell) == f"{lab.lower()}-open" or "open_lab(" in cell.source
        if cell.cell_type == "code" and (not same or opens):
            return place
        if not same and cell.cell_type != "markdown":
            return place
    return len(cells)


def fill(
    lab: str, cells: list[Any], handed_in: list[Any], released: list[Any],
    lesson: Callable[[], dict[int, Outputs]],
) -> str:  # fmt: skip
    """Give every cell what it showed; return what is missing, and then nothing is changed."""
    saved, made = _saved(handed_in), {}
    common = before_the_own(lab, cells, released)
    for place, cell in enumerate(cells):
        if cell.cell_type != "code" or _marked(cell) or not cell.source.strip():
            continue
        own = saved[cell.source].popleft() if saved[cell.source] else None
        if own is not None and _was_run(own):
            made[place] = _sound(own.outputs), own.execution_count
        elif silent(cell.source):
            continue
        elif place < common:
            made[place] = lesson().get(place, []), None
        else:
            return f"cell {place + 1} was not run before it was handed in"
    for place, (outputs, count) in made.items():
        cells[place].outputs, cells[place].execution_count = outputs, count
    return ""


def _saved(handed_in: list[Any]) -> dict[str, deque[Any]]:
    found: dict[str, deque[Any]] = defaultdict(deque)
    for cell in handed_in:
        if cell.get("cell_type") == "code":
            found[cell.source].append(cell)
    return found


def _marked(cell: Any) -> bool:
    return utils.is_grade(cell) and not utils.is_solution(cell)


def _was_run(cell: Any) -> bool:
    return bool(cell.get("outputs")) or cell.get("execution_count") is not None


def _sound(outputs: Any) -> Outputs:
    """Return the outputs of a handed-in cell that are outputs; too large ones give way."""
    kept, size = [], 0
    for output in outputs if isinstance(outputs, list) else []:
        try:
            validate(output, ref="output", version=4, version_minor=5)
            size += len(json.dumps(output))
        except (ValidationError, TypeError, ValueError, RecursionError):
            continue
        if size > LONGEST:
            return [NotebookNode(output_type="stream", name="stdout", text=LEFT_OUT)]
        kept.append(deepcopy(output))
    return kept


def _grade_id(cell: Any) -> str:
    found = cell.metadata.get("nbgrader")
    return str(found.get("grade_id") or "") if isinstance(found, dict) else ""
