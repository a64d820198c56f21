"""Grading from the shell: nbgrader's own autograde, lab by lab, in the course directory."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError, unknown

__all__ = ["grade", "home"]

CONFIG = "nbgrader_config.py"


def home() -> Path:
    """Return the course directory: the working directory, its `grading`, or the project's."""
    for place in (Path(), Path("grading"), Path(__file__).parent):
        if (place / CONFIG).is_file() and (place / "source").is_dir():
            return place.resolve()
    raise LabsimError("there is no course here: run `labsim course init` first")


def grade(labs: Sequence[str], **options: Any) -> None:
    """Autograde what was collected for these labs; LabsimError when that fails for somebody."""
    place = home()
    known = sorted(path.name for path in (place / "source").iterdir() if path.is_dir())
    for lab in labs:
        if lab not in known:
            raise unknown("The course", "lab", lab, known)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # a process for each processor: threads would only wait
    from grading.farm import run  # nbgrader takes a second to load

    failed = run.run(place, labs, run.Options(**options))
    names = [f"{done.student} ({lab})" for lab, some in failed.items() for done in some]
    if names:
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        raise LabsimError(f"not graded: {', '.join(names[:5])}{more}; logs in {place}/.labsim/logs")
