"""A class graded at once: the same marks as nbgrader's own, again where it stopped."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbclient
import pytest
import small
from classroom import COURSE, KEY
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from grading import autograde, course, rehearsal
from grading.farm.ledger import MARKS, Ledger
from grading.kernels.lifeline import LINUX
from grading.kernels.provisioner import Mother, use_mother
from labsim import store
from labsim.core.errors import LabsimError
from tests.conftest import DEEP

pytestmark = [
    pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(3600 if DEEP else 600),
    pytest.mark.filterwarnings("ignore"),  # nbgrader's and its database's own
]  # fmt: skip

LAB = "ELE-03"
CLASS = (1, 7, 15)  # one who halves, two who hand in nothing of the bench: quick to mark
SIZE = len(CLASS)


class Undisturbed(NamedTuple):
    marks: list[tuple[Any, ...]]
    said: str
    seconds: float


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
        rehearsal.make(root / "grading", COURSE, LAB, CLASS, runs=False)
    return root


@pytest.fixture(scope="module")
def undisturbed(collected: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """What a run that nothing disturbs gives, by the command and with a mother of its own."""
    root = tmp_path_factory.mktemp("undisturbed") / "school"
    shutil.copytree(collected, root, symlinks=True)
    began = time.monotonic()
    done = run(root, "labsim.cli", "grade", LAB, "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    return Undisturbed(marks(root), done.stdout, time.monotonic() - began)


@pytest.fixture
def school(collected: Path, tmp_path: Path) -> Path:
    """A copy of the course that a test may grade."""
    root = tmp_path / "school"
    shutil.copytree(collected, root, symlinks=True)
    return root


@pytest.fixture(scope="module")
def mother() -> Iterator[Mother | None]:
    """One for all runs in this process; those of the command have their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LABSIM_CACHE", str(store.folder()))
        with use_mother() if LINUX else contextlib.nullcontext() as one:
            yield one


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the course directory."""
    path = os.pathsep.join([str(course.PROJECT), os.environ.get("PYTHONPATH", "")])
    env = {**os.environ, **QUIET, "PYTHONPATH": path, "LABSIM_KEYS": str(root / "keys")}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=root / "grading", env=env, capture_output=True, text=True)


@pytest.fixture
def grade(
    school: Path,
    mother: Mother | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., str]:
    """Grade the lab in this process, which has everything loaded; return what was said."""
    monkeypatch.setattr(autograde, "_kernels", lambda _: contextlib.nullcontext(mother))
    monkeypatch.chdir(school / "grading")
    monkeypatch.setenv("LABSIM_KEYS", str(school / "keys"))
    monkeypatch.setenv("LABSIM_CACHE", str(store.folder()))

    def graded(**options: Any) -> str:
        autograde.grade([LAB], **options)
        return capsys.readouterr().out

    return graded


def marks(root: Path) -> list[tuple[Any, ...]]:
    """Return every mark of the gradebook with what waits for a person."""
    wanted = MARKS.replace("g.auto_score", "g.auto_score, g.manual_score, g.needs_manual_grade")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Ledger(coursedir(root), LAB)._rows(wanted, student=None)


def coursedir(root: Path) -> CourseDirectory:
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root / "grading")).load_config()
    return CourseDirectory(config=config)


def test_marks_are_those_of_nbgraders_own_autograde(school: Path, undisturbed: Undisturbed) -> None:
    assert run(school, "nbgrader", "autograde", LAB).returncode == 0
    assert undisturbed.marks == marks(school)
    assert len({row[0] for row in undisturbed.marks}) == SIZE
    assert re.search(rf"\[{SIZE}/{SIZE}\] {LAB} \w+ [\d.]+ s, 0 s left", undisturbed.said)
    assert f"{LAB}: {SIZE} graded in" in undisturbed.said


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
    with contextlib.closing(sqlite3.connect(school / "grading/gradebook.db")) as book:
        book.execute("update grade set auto_score = 0.5")
        book.commit()
    ledger = Ledger(coursedir(school), LAB)
    assert len(ledger.waiting(["ben0001"])) == 1, "an older gradebook came back"


def test_a_lab_that_was_not_generated_is_one_sentence(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (school / "grading/source/ELE-09").mkdir()
    monkeypatch.chdir(school / "grading")
    monkeypatch.setenv("LABSIM_KEYS", str(school / "keys"))
    with pytest.raises(LabsimError, match="run `nbgrader generate_assignment ELE-09` first"):
        autograde.grade(["ELE-09"])


def test_a_course_without_its_key_is_one_sentence(school: Path, grade: Callable[..., str]) -> None:
    shutil.rmtree(school / "keys")
    with pytest.raises(LabsimError, match=r"has no key in .*: run `labsim course init`"):
        grade()
    assert not (school / "grading/autograded").exists()


@pytest.mark.skipif(not LINUX, reason="elsewhere kernels are started one by one")
def test_a_kernel_that_starts_loaded_shows_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """What shows them belongs to a kernel: one the mother had loaded would show nothing."""
    monkeypatch.delenv("MPLBACKEND")  # the tests' own
    lesson = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    book = new_notebook(cells=[new_code_cell(f"{lesson}\nimport os\nprint(os.getppid())")])
    with use_mother() as mother:
        mother.warm(["matplotlib.pyplot"], "", [lesson])
        nbclient.NotebookClient(book).execute()
        told = {out.output_type: out for out in book.cells[0].outputs}
        assert int(told["stream"].text) == mother.process.pid
    assert "image/png" in told["display_data"].data


def processes(pid: int) -> dict[int, str]:
    """Return a process's children with their command lines."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        with contextlib.suppress(OSError):
            found[int(child)] = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
    return found


def struck(root: Path, target: str, moment: float) -> bool:
    """Run and SIGKILL something at a moment; return whether the run came to its end."""
    env = {**os.environ, **QUIET, "PYTHONPATH": str(course.PROJECT)}
    env |= {"LABSIM_KEYS": str(root / "keys")}
    command = [sys.executable, "-m", "labsim.cli", "grade", LAB, "--jobs", "2"]
    with open(root / "said", "w") as said:
        going = subprocess.Popen(command, cwd=root / "grading", env=env, stdout=said, stderr=said)
        time.sleep(moment)
        known = processes(going.pid)
        mothers = {pid for pid, line in known.items() if "grading.kernels.mother" in line}
        chosen = {"run": [going.pid], "worker": [*known.keys() - mothers], "mother": [*mothers]}
        for pid in chosen[target][:1]:
            os.kill(pid, signal.SIGKILL)
        status = going.wait(300)
    if target == "run":
        until = time.monotonic() + 5
        while time.monotonic() < until and any(map(alive, known)):
            time.sleep(0.02)
        assert not [pid for pid in known if alive(pid)], "something outlives the run"
    return status == 0


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.skipif(not LINUX, reason="elsewhere nothing ends processes with their parent")
def test_killed_at_any_moment_the_rerun_gives_the_same_gradebook(
    collected: Path, school: Path, grade: Callable[..., str], undisturbed: Undisturbed
) -> None:
    """The run, one of its workers, or the mother of kernels; all fifty with LABSIM_DEEP=1."""
    chance = random.Random(19)
    for number in range(50 if DEEP else 3):
        shutil.rmtree(school)
        shutil.copytree(collected, school, symlinks=True)
        target = ("run", "worker", "mother")[number % 3]
        ended = struck(school, target, chance.uniform(0.2, undisturbed.seconds))
        os.chdir(school / "grading")
        said = grade(jobs=2)
        assert marks(school) == undisturbed.marks, f"{number}: {target} killed"
        assert ended is False or target == "run" or "0 graded" in said, "it did not go on by itself"
        assert len(list((school / "grading/autograded").glob(f"*/{LAB}/*.ipynb"))) == SIZE
