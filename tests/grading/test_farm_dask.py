"""Notebooks run on other machines: a real scheduler and workers, one of them killed on the way."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grading import ownlab, rehearsal
from grading.course import PROJECT
from grading.kernels.lifeline import LINUX

pytest.importorskip("distributed", reason="dask is not installed: pip install 'labsim[farm]'")
pytestmark = [
    pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(600),
    pytest.mark.skipif(not LINUX, reason="kernels are started one by one there"),
    pytest.mark.filterwarnings("ignore"),  # nbgrader's and its database's own
]  # fmt: skip

CLASS = (0, 1, 3, 10, 11)  # 10 and 11 hand in what 0 and 1 did
DIFFERENT = 3
MARKS = """
select u.student_id, b.name, g.auto_score, g.needs_manual_grade from grade g
join base_cell b on b.id = g.cell_id join submitted_notebook m on m.id = g.notebook_id
join submitted_assignment u on u.id = m.assignment_id order by 1, 2
"""


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A course with an instructor's own assignment, handed in by five."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LABSIM_KEYS", "")
        patch.setenv("PATH", os.environ["PATH"])
        made = rehearsal.school(tmp_path_factory.mktemp("farm") / "school", [ownlab.OWN])
        for n in CLASS:
            ownlab.hand_in(made, n)
        yield made


@pytest.fixture
def course(handed_in: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may grade."""
    return copied(handed_in, tmp_path / "school")


def copied(course: Path, place: Path) -> Path:
    return Path(shutil.copytree(course.parent, place, symlinks=True)) / course.name


def started(*words: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(PROJECT), "DASK_DISTRIBUTED__DASHBOARD__LINK": ""}
    quiet = subprocess.DEVNULL
    code = f"import sys; from distributed.cli.dask_{words[0]} import main; main()"
    command = [sys.executable, "-c", code, *words[1:]]
    return subprocess.Popen(command, env=env, stdout=quiet, stderr=quiet)


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers on loopback; yields the address and the workers."""
    file, local = tmp_path / "scheduler.json", "--host=127.0.0.1"
    near = [local, f"--scheduler-file={file}", "--no-dashboard"]
    running = [started("scheduler", *near, "--port=0")]
    try:
        one = ["--nthreads=1", "--no-nanny", f"--local-directory={tmp_path}"]
        running += [started("worker", *near, *one) for _ in range(2)]
        until = time.monotonic() + 120
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"], running[1:]
    finally:
        for process in running:
            process.kill()
            process.wait()


def command(course: Path, *words: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "ignore"}
    return subprocess.Popen(
        [sys.executable, "-m", *words], cwd=course, env=env, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def marks(course: Path) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as book:
        return book.execute(MARKS).fetchall()


def test_a_farm_gives_the_same_marks_runs_nothing_twice_and_survives_a_dead_worker(
    course: Path, tmp_path: Path, farm: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    other = copied(course, tmp_path / "stock")
    stock = command(other, "nbgrader", "autograde", ownlab.OWN)
    address, workers = farm
    going, said = command(course, "labsim.cli", "grade", ownlab.OWN, "--dask", address), []
    for line in going.stdout:
        said.append(line)
        if "to be run on the farm" in line or ("run on the farm" in line and len(workers) == 2):
            time.sleep(1.0)
            os.kill(workers.pop().pid, signal.SIGKILL) if len(workers) == 2 else None
    assert going.wait(300) == 0, "".join(said)
    text = "".join(said)
    assert f"{DIFFERENT} notebooks to be run" in text
    assert f"{len(CLASS)} graded" in text
    assert len(list((course / ".labsim/executed").glob("*.json"))) == DIFFERENT
    ours = marks(course)
    assert {row[2] for row in ours if row[1] == "charge-test"} == {0.0, 2.0}
    again = command(course, "labsim.cli", "grade", ownlab.OWN, "--dask", address, "--force")
    text, _ = again.communicate(timeout=300)
    assert again.returncode == 0, text
    assert "to be run" not in text, "what has been run is not run again"
    assert ours == marks(course)
    text, _ = stock.communicate(timeout=300)
    assert stock.returncode == 0, text
    assert ours == marks(other)


def test_without_a_scheduler_nothing_is_graded_and_it_is_said(course: Path) -> None:
    done = command(course, "labsim.cli", "grade", ownlab.OWN, "--dask", "tcp://127.0.0.1:9")
    text, _ = done.communicate(timeout=300)
    assert "there is no dask scheduler at tcp://127.0.0.1:9" in text
    assert f"{len(CLASS)} still to do" in text
    assert not marks(course) or {row[2] for row in marks(course)} == {None}
