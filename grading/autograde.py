"""`labsim grade`: nbgrader's own autograding of whole labs, several submissions at a time."""

from __future__ import annotations

import logging
import multiprocessing
import os
import warnings
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError

__all__ = ["grade"]

CONFIG = "nbgrader_config.py"


def grade(
    labs: Iterable[str],
    jobs: int = 1,
    course: str | Path | None = None,
    execute: bool = True,
    students: str = "*",
) -> int:
    """Mark what was handed in for these labs; return 0 when every submission could be marked.

    What was marked before and has not changed is left alone. `execute=False` does not run the
    notebooks: marks are the same, feedback lacks the outputs of their cells.
    """
    home, failed = find_course(course), 0
    for lab in labs:
        handed_in = sorted((home / "submitted").glob(f"{students}/{lab.upper()}"))
        if not handed_in:
            print(f"{lab.upper()}: nothing was handed in.")
            continue
        names = [folder.parent.name for folder in handed_in]
        done = _all(home, lab.upper(), names, jobs, execute)
        failed += sum(not good for good in done)
        print(f"{lab.upper()}: {sum(done)} of {len(done)} submissions marked.")
    return 1 if failed else 0


def find_course(course: str | Path | None = None) -> Path:
    """Return the course directory: the one named, the working directory, or the project's."""
    here = Path(__file__).resolve().parent
    places = [Path(course)] if course else [Path.cwd(), Path.cwd() / "grading", here]
    for place in places:
        if (place / CONFIG).exists():
            return place.resolve()
    raise LabsimError(f"there is no {CONFIG} in {places[0]}: run `labsim course init` there first")


def _all(home: Path, lab: str, names: list[str], jobs: int, execute: bool) -> list[bool]:
    if jobs == 1:
        return [_one(home, lab, name, execute) for name in names]
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=fork) as pool:
        return list(pool.map(_one, *zip(*((home, lab, n, execute) for n in names), strict=True)))


def _one(home: Path, lab: str, name: str, execute: bool) -> bool:
    """Mark one submission; say in a line how it went."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = _nbgrader(home, execute).autograde(lab, name, force=False, create=True)
    for line in result["log"].splitlines():
        if "WARNING" in line or "ERROR" in line:
            print(line)
    print(f"{lab} {name}: {'marked' if result['success'] else 'could not be marked'}")
    return bool(result["success"])


def _nbgrader(home: Path, execute: bool) -> Any:
    """Return nbgrader's own interface to a course."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader(CONFIG, path=str(home)).load_config()
    config.Execute.enabled = execute
    logging.getLogger("traitlets").setLevel(logging.WARNING)
    os.chdir(home)
    return NbGraderAPI(CourseDirectory(config=config), config=config)
