"""Grading from the shell: nbgrader's own autograde, lab by lab, in the course directory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from labsim.core.errors import LabsimError, unknown

__all__ = ["grade", "home"]

CONFIG = "nbgrader_config.py"


def home() -> Path:
    """Return the course directory: the working directory, its `grading`, or the project's."""
    for place in (Path(), Path("grading"), Path(__file__).parent):
        if (place / CONFIG).is_file() and (place / "source").is_dir():
            return place.resolve()
    raise LabsimError("there is no course here: run `labsim course init` first")


def grade(labs: Sequence[str]) -> None:
    """Autograde what was collected for these labs; LabsimError when nbgrader fails on one."""
    place = home()
    known = sorted(path.name for path in (place / "source").iterdir() if path.is_dir())
    for lab in labs:
        if lab not in known:
            raise unknown("The course", "lab", lab, known)
    command = [sys.executable, "-m", "nbgrader", "autograde"]
    failed = [lab for lab in labs if subprocess.run([*command, lab], cwd=place).returncode]
    if failed:
        raise LabsimError(f"nbgrader could not grade all of {', '.join(failed)}: see above")
