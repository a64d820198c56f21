"""Where labs lie: the notebooks of a course, and the scenarios that are its own.

A course is a folder with `notebooks/` and, for labs of its own, `scenarios/` beside it, each with a
folder for every area. A released lab carries its scenario beside the notebook.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from labsim.core.errors import LabsimError

__all__ = ["LAB_ID", "beside", "course_folders", "notebook_folders", "own_scenarios"]

LAB_ID = re.compile(r"[A-Z]{2,8}-\d{1,4}")
UP = 3  # folders above the working directory that may be the course's


def course_folders() -> Iterator[Path]:
    """Where notebooks may be: the folder the course was opened in, or this source tree."""
    for root in (os.environ.get("LABSIM_COURSE"), Path(__file__).parents[1] / "notebooks"):
        if root and Path(root).is_dir():
            yield Path(root)


def _courses() -> Iterator[Path]:
    """Yield folders with scenarios of their own: the course's, or those one works in or below."""
    here = Path.cwd()
    near = [here, *here.parents][: UP + 1]
    for root in dict.fromkeys([*(f.resolve().parent for f in course_folders()), *near]):
        if (root / "scenarios").is_dir() and (root / "notebooks").is_dir():
            yield root


def notebook_folders() -> list[Path]:
    """Return all folders that may hold notebooks, those of courses with own labs included."""
    found = [*course_folders(), *(root / "notebooks" for root in _courses())]
    return list(dict.fromkeys(path.resolve() for path in found))


def own_scenarios() -> dict[str, Path]:
    """Return the scenario files of a course's own labs by id; LabsimError when an id is doubled."""
    found: dict[str, Path] = {}
    for root in _courses():
        for path in sorted((root / "scenarios").glob("*/*.toml")):
            if not LAB_ID.fullmatch(path.stem):
                raise LabsimError(f"{path}: a scenario is named after its lab, as MY-01.toml")
            if path.stem in found:
                raise LabsimError(f"{path.stem} is there twice: {found[path.stem]} and {path}")
            found[path.stem] = path
    return found


def beside(lab_id: str) -> Path | None:
    """Return the scenario that came with a released notebook into the working directory."""
    path = Path(f"{lab_id}.toml").resolve()
    return path if LAB_ID.fullmatch(lab_id) and path.is_file() else None
