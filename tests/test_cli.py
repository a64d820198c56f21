"""The command line: help everywhere, errors in one sentence on stderr, status 0 only on success."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from labsim import cli
from tests.conftest import ROOT

COMMANDS = [
    "labs",
    "lab",
    "new-lab",
    "audit",
    "grade",
    "skills",
    "badge",
    "class",
    "next",
    "again",
    "warmup",
    "serve",
    "bench-service",
    "exam",
    "items",
    "screenshots",
    "course",
    "course init",
    "course key",
    "course key list",
    "course key rotate",
    "course key backup",
    "course key restore",
]


def labsim(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "labsim.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd)


def test_there_are_these_commands_and_no_others() -> None:
    commands = typer.main.get_command(cli.app).commands
    assert {*commands} == {command.split()[0] for command in COMMANDS}


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help(command: str) -> None:
    done = labsim(*command.split(), "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
    assert not done.stderr


def test_labs_lists_the_labs_for_people_and_for_programs() -> None:
    table, data = labsim("labs"), labsim("labs", "--json")
    assert table.returncode == data.returncode == 0
    rows = json.loads(data.stdout)
    assert {"ELE-01", "ELE-02", "ELE-03"} <= {row["id"] for row in rows}
    assert all(row["id"] in table.stdout for row in rows)
    starter = next(row for row in rows if row["id"] == "ELE-03")
    assert starter["prerequisites"] == ["ELE-02", "SAF-01"]
    assert starter["notebook"].endswith(".ipynb")


def test_an_unknown_lab_is_one_sentence_on_stderr_with_the_nearest_match() -> None:
    done = labsim("audit", "ELE-33")
    assert done.returncode == 1
    assert not done.stdout
    assert len(done.stderr.splitlines()) == 1
    assert "ELE-33" in done.stderr
    assert "Nearest: ELE-03" in done.stderr


def test_a_lab_that_the_course_lacks_is_not_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "source/ELE-03").mkdir(parents=True)
    done = labsim("grade", "ELE-33", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "labsim: The course has no lab ELE-33; it has ELE-03\n"


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    done = labsim("exam", "cat1", "--seed", "1", "--html", str(tmp_path / "gone" / "page.html"))
    assert done.returncode == 1
    assert done.stderr == f"labsim: {tmp_path}/gone/page.html: No such file or directory\n"


def test_an_unknown_command_fails_and_says_so() -> None:
    done = labsim("examen")
    assert done.returncode == 2
    assert "No such command 'examen'" in done.stderr


def test_lab_without_the_notebooks_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LABSIM_COURSE", str(tmp_path))
    done = labsim("lab", "--no-browser")
    assert done.returncode == 1
    assert "start-here.ipynb is not there" in done.stderr
