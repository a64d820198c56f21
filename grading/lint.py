"""Lint for lab notebooks: what nbgrader would only tell at marking, or never.

Run `python -m grading.lint notebooks/electrical/*.ipynb`; status 1 when something is wrong.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat

import labsim
from grading import answers, rubrics
from grading.course import lab_of
from labsim.core.errors import LabsimError

__all__ = ["lint", "main"]

KEYS = {"schema_version", "grade_id", "grade", "solution", "locked", "task"}
MAIN = ("bench", "paper")  # what the sign-off cell of a lab is of
FORM = re.compile(r"form\.(record\(\w+\)|lists\(bench\)|answer\((\w+)\))")


def lint(path: str | Path) -> list[str]:
    """Return a sentence for each thing wrong with a lab notebook."""
    path = Path(path)
    try:
        lab = lab_of(path)
        cells = nbformat.read(path, as_version=4).cells
    except LabsimError as error:
        return [str(error)]
    except Exception as error:  # nbformat raises whatever its readers stumble over
        return [f"{path.name} is no notebook: {str(error).splitlines()[0]}"]
    ours = [c for c in cells if "nbgrader" in c.metadata]
    ids = [str(c.metadata.nbgrader.get("grade_id", "")) for c in ours]
    odd = [f"{name} occurs {n} times" for name, n in Counter(ids).items() if n > 1]
    odd += [trouble for cell in ours for trouble in _cell(lab, cell, set(ids))]
    odd += _sum(ours) + _pair(lab, set(ids)) + _outputs(cells)
    odd += [f"stray file {f.name} would be released" for f in _stray(path)]
    return [f"{path.name}: {trouble}" for trouble in odd]


def _cell(lab: str, cell: Any, ids: set[str]) -> list[str]:
    meta = cell.metadata.nbgrader
    name, odd = str(meta.get("grade_id", "")), []
    if set(meta) - {"points", "cell_type", "checksum"} != KEYS or meta.get("schema_version") != 3:
        odd.append(f"{name}: metadata must have exactly {', '.join(sorted(KEYS))}; schema 3")
    if not re.fullmatch(rf"{lab.lower()}-[a-z0-9-]+", name):
        odd.append(
            f"grade id {name!r} must be {lab.lower()}-… in small letters, figures and dashes"
        )
    points = meta.get("points")
    if (meta.get("grade") or meta.get("task")) and not (_real(points) and points > 0):
        odd.append(f"{name}: points must be a number above 0, not {points!r}")
    if meta.get("task") and not meta.get("locked"):
        odd.append(f"{name}: a task cell must be locked, or no submission can be marked")
    if meta.get("grade") and not meta.get("solution"):
        odd += _check(lab, cell, name, ids)
    elif meta.get("grade") or meta.get("task"):
        odd += _by_hand(cell, name)
    elif meta.get("solution") and name.endswith("-answer"):
        odd += _answer(lab, cell, name, ids)
    return odd


def _real(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check(lab: str, cell: Any, name: str, ids: set[str]) -> list[str]:
    """A grade cell in the notebook: locked, and the form check and nothing else."""
    odd = [] if cell.metadata.nbgrader.get("locked") else [f"{name}: a grade cell must be locked"]
    code = [line for line in cell.source.splitlines() if line.strip() and line.strip()[0] != "#"]
    found = FORM.fullmatch(code[0].strip()) if len(code) == 1 and cell.cell_type == "code" else None
    question = name.removeprefix(f"{lab.lower()}-")
    by_record = {part: f"record({part})" for part in recorded(lab)}
    by_record |= dict.fromkeys(answers.recorded(lab), "lists(bench)")
    wanted = by_record.get(question, f"answer({question.replace('-', '_')})")
    if not found or found.group(1) != wanted:
        odd.append(f"{name}: its only line of code must be form.{wanted}")
    if question not in by_record and f"{name}-answer" not in ids:
        odd.append(f"{name}: there is no cell {name}-answer to mark")
    return odd


def _answer(lab: str, cell: Any, name: str, ids: set[str]) -> list[str]:
    """An answer cell: one empty literal, a check, and a key."""
    check = name.removesuffix("-answer")
    question = check.removeprefix(f"{lab.lower()}-")
    odd = [] if check in ids else [f"{name}: there is no grade cell {check}"]
    wanted = question.replace("-", "_")
    try:
        body = ast.parse(cell.source).body
        names = [t.id for s in body if isinstance(s, ast.Assign) for t in s.targets]
        literal = [ast.literal_eval(s.value) for s in body if isinstance(s, ast.Assign)]
    except (SyntaxError, ValueError, AttributeError):
        return [*odd, f"{name}: must be one literal, {wanted} = …"]
    if names != [wanted] or len(literal) != 1:
        odd.append(f"{name}: must assign {wanted} once, and nothing else")
    try:
        answers.key_of(lab, question)
    except LabsimError as error:
        odd.append(f"{name}: {error}")
    return odd


def _by_hand(cell: Any, name: str) -> list[str]:
    rubric = cell.metadata.get("labsim", {}).get("rubric")
    if rubric not in rubrics.load():
        known = ", ".join(rubrics.load())
        return [f"{name}: marked by hand, so its metadata must name a rubric: {known}"]
    return []


def _sum(ours: list[Any]) -> list[str]:
    points = [c.metadata.nbgrader.get("points") for c in ours]
    total = sum(p for p in points if _real(p))
    return [] if total == 100 else [f"points add up to {total:g}, not to 100"]


def recorded(lab: str) -> list[str]:
    """Return what a lab has records of: its bench, or of an exam the paper and its benches."""
    try:
        found = labsim.lab(lab)
    except LabsimError:
        return ["bench"]
    return ["paper", *found.scenario.stations] if found.kind == "exam" else ["bench"]


def _pair(lab: str, ids: set[str]) -> list[str]:
    odd, low = [], lab.lower()
    for part in recorded(lab):
        pair = {f"{low}-{part}", f"{low}-signoff" if part in MAIN else f"{low}-{part}-signoff"}
        missing = pair - ids
        odd += [f"{missing.pop()} is missing: it goes with the other"] if len(missing) == 1 else []
    return odd


def _outputs(cells: list[Any]) -> list[str]:
    kept = sum(bool(cell.get("outputs")) for cell in cells)
    return [f"{kept} cells carry outputs: strip them"] if kept else []


def _stray(path: Path) -> list[Path]:
    """Return files beside a notebook that would be released with it.

    A release is made from a link, so one's own records below `notebooks/` stay at home.
    """
    suffixes = {".ipynb", ".md"}
    files = [f for f in sorted(path.parent.iterdir()) if f.is_file() and f.suffix not in suffixes]
    at_home = path.parent.parent.name == "notebooks"
    return [f for f in files if not (at_home and ".attempt." in f.name)]


def main(paths: list[str]) -> int:
    """Lint notebooks; print what is wrong; return the exit status."""
    odd = [trouble for path in paths for trouble in lint(path)]
    print("\n".join(odd) or f"{len(paths)} notebooks: nothing wrong.")
    return 1 if odd else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
