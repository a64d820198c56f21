"""The project as a whole: what is shipped, what the two commands set up, what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import labsim
from tests.conftest import ROOT, tracked

TOOLS = ("sh", "cat", "cksum", "cut", "dirname", "grep", "id", "rm")


def test_the_readme_opens_with_the_picture_of_the_workbench() -> None:
    first = (ROOT / "README.md").read_text("utf-8").splitlines()[0]
    assert re.fullmatch(r"!\[\w.{40,}\]\(docs/workbench\.png\)", first), "a picture with its text"


def test_ci_runs_what_a_developer_runs() -> None:
    lines = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert lines[-1] == "exec make test"


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    ours = {str(path.relative_to(ROOT)) for path in tracked("labsim/*", "grading/*")}
    assert {name for name in ours if not name.startswith("grading/source/")} <= inside
    assert any(name.endswith("labconfig/default_setting_overrides.json") for name in inside)


# scripts/setup.sh in a surrounding of our own making -----------------------------------------
def script(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a project with nothing but the script, on a machine with nothing but a shell."""
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / tool).symlink_to(found)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/setup.sh", tmp_path / "scripts/setup.sh")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def setup(place: Path, purpose: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": str(place / "bin")}
    command = [str(place / "bin/sh"), str(place / "scripts/setup.sh"), purpose]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def installed(place: Path, answer_to_scripts: int) -> None:
    """Pretend that labsim is installed; scripts on standard input end with the given status."""
    wanted = subprocess.run(
        "cksum < pyproject.toml | cut -d' ' -f1", shell=True, cwd=place, capture_output=True
    ).stdout.decode()
    body = f'[ "$1" = - ] && {{ cat >/dev/null; exit {answer_to_scripts}; }}; exit 0'
    script(place / ".venv/bin/python", body)
    script(place / ".venv/bin/playwright", "exit 1")
    (place / f".venv/labsim-test-{wanted.strip()}").touch()


def test_without_a_new_enough_python_it_says_which_is_needed_and_how_to_get_it(
    place: Path,
) -> None:
    script(place / "bin/python3", "exit 1")
    done = setup(place, "lab")
    assert done.returncode == 1
    assert "labsim needs Python 3.11 or newer" in done.stderr
    assert not (place / ".venv").exists()


def test_without_the_venv_module_and_rights_it_says_what_to_run(place: Path) -> None:
    script(place / "bin/python3", 'case "$*" in *print*) echo 3.11;; *venv*) exit 1;; esac')
    done = setup(place, "lab")
    assert done.returncode == 1
    assert "sudo apt-get install python3.11-venv" in done.stderr


def test_without_ngspice_the_course_opens_all_the_same(place: Path) -> None:
    installed(place, answer_to_scripts=1)
    done = setup(place, "lab")
    assert done.returncode == 0
    assert "libngspice is missing" in done.stderr
    assert "Every lab opens without it" in done.stderr


def test_without_ngspice_the_tests_do_not_start(place: Path) -> None:
    installed(place, answer_to_scripts=1)
    done = setup(place, "test")
    assert done.returncode == 1
    assert "brew install libngspice" in done.stderr


def test_without_a_browser_it_names_the_tests_that_need_none(place: Path) -> None:
    installed(place, answer_to_scripts=1)
    body = (place / ".venv/bin/python").read_text("utf-8")
    once = 'read -r first; cat >/dev/null; case "$first" in "import ctypes"*) exit 0;; esac'
    (place / ".venv/bin/python").write_text(body.replace("cat >/dev/null", once), "utf-8")
    done = setup(place, "test")
    assert done.returncode == 1
    assert "pytest -m 'not browser'" in done.stderr


def test_with_everything_there_it_says_nothing(place: Path) -> None:
    installed(place, answer_to_scripts=0)
    script(place / "bin/chromium", "exit 0")
    for purpose in ("lab", "test"):
        done = setup(place, purpose)
        assert (done.returncode, done.stderr) == (0, "")


def test_the_readme_names_every_lab_there_is() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    missing = [lab.id for lab in labsim.labs() if lab.id not in text]
    assert not missing, "give the lab its place in the table of README.md"
