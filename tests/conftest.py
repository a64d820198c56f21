"""What all tests share: a quiet surrounding, the project's files, every class of the package."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import labsim

ROOT = Path(__file__).resolve().parents[1]
# LABSIM_DEEP=1 works the slow batteries in full; without it a part of each, so that all of the
# tests end within twenty minutes on two cores.
DEEP = bool(os.environ.get("LABSIM_DEEP"))

# Set before any kernel or server of the tests starts; they inherit it.
os.environ["MPLBACKEND"] = "Agg"
os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
# nbgrader starts programs of this environment by bare names, activated or not.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def tracked(*patterns: str) -> list[Path]:
    """List the project's own files, as git has them, that match glob patterns."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.splitlines() if (ROOT / name).is_file()]


def modules(package: str = "labsim") -> list[str]:
    """List the modules of a package by name, without loading them."""
    folder = ROOT / package
    found = [info.name for info in pkgutil.walk_packages([str(folder)], f"{package}.")]
    return [package, *found]


def load_all() -> None:
    """Load every module of labsim, so that the class tree is whole."""
    for name in modules():
        importlib.import_module(name)


def tree(base: type) -> Iterator[type]:
    """Yield every class of labsim below a class."""
    for cls in base.__subclasses__():
        if cls.__module__.startswith(f"{labsim.__name__}."):
            yield cls
        yield from tree(cls)


@pytest.fixture
def anna(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work as the apprentice anna, records beside the notebook, not in nbgrader's hands."""
    monkeypatch.setenv("LABSIM_STUDENT", "anna")
    monkeypatch.delenv("LABSIM_RECORDS", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
