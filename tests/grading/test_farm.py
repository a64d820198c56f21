"""A class graded at once: the same marks as nbgrader's own, again where it stopped."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import small
from classroom import COURSE, KEY
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from grading import autograde, course, rehearsal
from grading.farm.ledger import MARKS, Ledger
from labsim import store
from labsim.core.errors import LabsimError

pytestmark = [
    pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(600),
    pytest.mark.filterwarnings("ignore"),  # nbgrader's and its database's own
]  # fmt: skip

LAB, SIZE = "ELE-03", 3
QUIET = {"PYTHONWARNINGS": "ignore", "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with a short lab, handed in by a class and not graded."""
    root = tmp_path_factory.mktemp("farm")
    small.write(root)
    keys = root / "keys"
    keys.mkdir(mode=0o700)
    (keys / f"{COURSE}.key").write_text(KEY + "\n")
    (keys / f"{COURSE}.key").chmod(0o600)
    logging.getLogger("traitlets").setLevel(logging.WARNING)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("LABSIM_KEYS", str(keys))
        course.init(root / "grading", COURSE)
        loader = PyFileConfigLoader("nbgrader_config.py", path=str(root / "grading"))
        config = loader.load_config()
        done = NbGraderAPI(CourseDirectory(config=config), config=config).generate_assignment(LAB)
        assert done["success"], done
        rehearsal.make(root / "grading", COURSE, LAB, SIZE, runs=False)
    return root


@pytest.fixture
def school(collected: Path, tmp_path: Path) -> Path:
    """A copy of the course that a test may grade."""
    root = tmp_path / "school"
    shutil.copytree(collected, root, symlinks=True)
    return root


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the course directory."""
    path = os.pathsep.join([str(course.PROJECT), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, **QUIET, "PYTHONPATH": path, "LABSIM_KEYS": str(root / "keys")}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=root / "grading", env=env, capture_output=True, text=True)


@pytest.fixture
def grade(
    school: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Grade the lab in this process, which has everything loaded; return what was said."""
    monkeypatch.chdir(school / "grading")
    monkeypatch.setenv("LABSIM_KEYS", str(school / "keys"))
    monkeypatch.setenv("LABSIM_CACHE", str(store.folder()))

    def graded(**options: Any) -> str:
        autograde.grade([LAB], **options)
        return capsys.readouterr().out

    return graded


def marks(root: Path) -> list[tuple[Any, ...]]:
    """Return every mark of the gradebook with what waits for a person."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root / "grading")).load_config()
    config.CourseDirectory.root = str(root / "grading")
    config.CourseDirectory.db_url = f"sqlite:///{root}/grading/gradebook.db"
    wanted = MARKS.replace("g.auto_score", "g.auto_score, g.manual_score, g.needs_manual_grade")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Ledger(CourseDirectory(config=config), LAB)._rows(wanted, student=None)


def test_marks_are_those_of_nbgraders_own_autograde(
    school: Path, grade: Callable[..., str], tmp_path: Path
) -> None:
    stock = tmp_path / "stock"
    shutil.copytree(school, stock, symlinks=True)
    assert run(stock, "nbgrader", "autograde", LAB).returncode == 0
    said = grade(jobs=2)
    assert marks(school) == marks(stock)
    assert len({row[0] for row in marks(school)}) == SIZE
    assert re.search(rf"\[{SIZE}/{SIZE}\] {LAB} \w+ [\d.]+ s, 0 s left", said)
    assert f"{LAB}: {SIZE} graded in" in said


def test_what_is_graded_and_unchanged_is_left_alone(
    school: Path, grade: Callable[..., str]
) -> None:
    grade()
    assert f"0 graded; {SIZE} graded before and unchanged" in grade()
    record = next((school / "grading/submitted").glob(f"*/{LAB}/*.jsonl"))
    record.write_text(record.read_text("utf-8")[:-40], "utf-8")
    said = grade()
    assert f"; {SIZE - 1} graded before and unchanged" in said
    assert f"[1/1] {LAB} {record.parts[-3]}" in said
    assert f"{SIZE} graded in" in grade(force=True)


def test_a_submission_that_was_left_half_graded_is_graded(
    school: Path, grade: Callable[..., str]
) -> None:
    """nbgrader would take the folder for graded work and skip it."""
    ben = school / "grading/autograded/ben0001" / LAB
    ben.mkdir(parents=True)
    (ben / "timestamp.txt").write_text("2026-11-02 09:15:00.000000 UTC")
    assert f"{SIZE} graded in" in grade()
    assert list(ben.glob("*.ipynb"))
    (school / "grading/gradebook.db").unlink()
    assert run(school, "nbgrader", "generate_assignment", LAB, "--force").returncode == 0
    assert f"{SIZE} graded in" in grade(), "the gradebook was lost, and with it the marks"


def test_a_lab_that_was_not_generated_is_one_sentence(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (school / "grading/source/ELE-09").mkdir()
    monkeypatch.chdir(school / "grading")
    with pytest.raises(LabsimError, match="run `nbgrader generate_assignment ELE-09` first"):
        autograde.grade(["ELE-09"])
