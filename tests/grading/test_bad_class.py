"""A class with every kind of trouble in it: each is told in a line, and the rest are graded."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import warnings
from contextlib import nullcontext
from pathlib import Path

import pytest
import small
from classroom import COURSE, KEY, keys_in
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import OperationalError
from traitlets.config.loader import PyFileConfigLoader
from troubles import NAME, SAID

from grading import autograde, course
from grading.farm import run
from grading.farm.worker import Grader
from labsim.core.errors import LabsimError

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(300),
              pytest.mark.filterwarnings("ignore")]  # fmt: skip

LAB, SOUND, STRANGER = "ELE-03", ("ann", "zoe"), "mallory"


def config_of(root, timeout=60):
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.Execute.enabled = False  # what runs in kernels is told elsewhere
    config.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db?timeout={timeout}"
    return config


def made(base):
    """Make a course with a short lab, generated, and sound hand-ins of two."""
    small.write(base)
    keys = base / "keys"
    keys.mkdir(mode=0o700)
    (keys / f"{COURSE}.key").write_text(KEY + "\n")
    (keys / f"{COURSE}.key").chmod(0o600)
    root = base / "grading"
    with keys_in(keys), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        course.init(root, COURSE)
        config = config_of(root)
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        assert api.generate_assignment(LAB)["success"]
        with api.gradebook as book:
            for name in (*SOUND, *(case.__name__ for case in SAID)):
                book.add_student(name)
    for name in SOUND:
        handed(root, name)
    return root


def handed(root, name):
    folder = root / "submitted" / name / LAB
    shutil.copytree(root / "release" / LAB, folder)
    (folder / "timestamp.txt").write_text("2026-01-05 10:00:00.000000 UTC")
    return folder


def grade(root, who, timeout=60):
    """Grade some in this process; return by name what was said, and what went wrong."""
    with keys_in(root.parent / "keys"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        grader = Grader(config_of(root, timeout), LAB)
        return {name: grader(name) for name in who}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return made(tmp_path_factory.mktemp("badclass"))


@pytest.fixture(scope="module")
def told(root):
    """Grade a class in which everybody but two has a trouble of their own."""
    for trouble in SAID:
        trouble(handed(root, trouble.__name__))
    handed(root, STRANGER)
    return grade(root, (*SOUND, *(case.__name__ for case in SAID), STRANGER))


def test_everybody_is_graded_and_nobody_stops_it(told, root):
    assert {name: done.error for name, done in told.items() if done.error} == {}
    graded = {path.parent.name for path in (root / "autograded").glob(f"*/{LAB}")}
    assert graded == set(told)
    assert all((root / "autograded" / name / LAB / NAME).is_file() for name in told)


@pytest.mark.parametrize("trouble", SAID, ids=lambda case: case.__name__)
def test_each_trouble_is_a_line_the_instructor_reads(told, trouble):
    assert any(SAID[trouble] in line for line in told[trouble.__name__].said), told


def test_nothing_is_said_twice_of_a_hand_in(told):
    for name, done in told.items():
        sentences = [line.rpartition("-bench: ")[2] for line in done.said]
        assert len(set(sentences)) == len(sentences), (name, done.said)


def test_of_the_sound_nothing_is_said(told):
    assert [told[name].said for name in SOUND] == [(), ()]


def test_nothing_outside_a_hand_in_came_in_by_a_link(told, root):
    inside = [path for path in (root / "autograded").rglob("*") if path.is_symlink()]
    assert inside == []
    assert not (root / "autograded" / "link" / LAB / "notes.txt").exists()
    assert not (root / "autograded" / "linked_folder" / LAB / "deep").exists()
    assert not (root / "autograded" / "all_a_link" / LAB / LAB).exists()


def test_who_is_not_on_the_class_list_is_named(root):
    strangers = handed(root, "trudy")
    directory = CourseDirectory(config=config_of(root))
    try:
        assert run._strangers(directory, ["ann", "trudy"]) == ["trudy"]
    finally:
        shutil.rmtree(strangers.parent)


def test_gradebook_another_program_holds_is_said_and_the_next_run_goes_on(root, told):
    shutil.rmtree(root / "autograded" / "zoe")
    with sqlite3.connect(root / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        held = grade(root, ["zoe"], timeout=0)["zoe"]
        other.execute("ROLLBACK")
    assert held.error == "another program holds the gradebook: close it, and run this again"
    assert grade(root, ["zoe"])["zoe"].error == ""


def test_lock_that_stops_the_run_is_one_sentence_too(root, monkeypatch):
    monkeypatch.chdir(root)
    locked = OperationalError("SELECT name", {}, Exception("database is locked"))
    monkeypatch.setattr(autograde, "_kernels", lambda _: nullcontext())
    monkeypatch.setattr(run, "run", lambda *_: (_ for _ in ()).throw(locked))
    with pytest.raises(LabsimError, match=r"^another program holds the gradebook: close it"):
        autograde.grade([LAB])


FULL = """
import os, sqlite3, sys
sys.path[:0] = [{here!r}]
from contextlib import suppress
from pathlib import Path
import test_bad_class as t
root = Path({root!r})
for name in ("ann", "zoe"):
    print(name, "|", t.grade(root, [name])[name].error, flush=True)
    if name == "ann":
        filler = root / "filler"
        number = os.open(filler, os.O_WRONLY | os.O_CREAT)
        with suppress(OSError):
            while os.write(number, b"0" * 4096):
                pass
        os.close(number)
filler.unlink()
print("again |", t.grade(root, ["zoe"])["zoe"].error, flush=True)
base = sqlite3.connect(root / "gradebook.db")
print("sound |", *base.execute("PRAGMA integrity_check").fetchone())
rows = base.execute(
    "SELECT s.student_id, COUNT(*) FROM grade g JOIN submitted_notebook n ON n.id = g.notebook_id"
    " JOIN submitted_assignment s ON s.id = n.assignment_id GROUP BY 1 ORDER BY 1").fetchall()
print("rows |", rows)
"""


def small_disk(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run Python with a file system of 24 MB of its own over a folder."""
    inside = 'cp -a "$1" "$2" && mount -t tmpfs -o size=24m tmpfs "$1" && cp -a "$2"/. "$1"/ && '
    command = ["unshare", "-Urm", "sh", "-c", inside + 'exec "$3" -c "$4"', "sh",
               str(folder), f"{folder}-copy", sys.executable, script]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(course.PROJECT), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=200)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a mount of its own")
def test_full_disk_is_said_and_the_next_run_goes_on_with_a_sound_gradebook(tmp_path):
    base = tmp_path / "disk"
    base.mkdir()
    probe = small_disk(base, "print('mounted')")
    if "mounted" not in probe.stdout:
        pytest.skip(f"no mount of one's own is permitted here: {probe.stderr.strip()}")
    shutil.rmtree(f"{base}-copy")
    root = made(base)
    done = small_disk(base, FULL.format(here=str(Path(__file__).parent), root=str(root)))
    said = dict(line.split(" | ", 1) for line in done.stdout.splitlines() if " | " in line)
    assert said.get("ann") == "", done.stdout + done.stderr[-3000:]
    assert said["zoe"] == "the disk is full: make room, and run this again"
    assert said["again"] == ""
    assert said["sound"] == "ok"
    assert said["rows"] == "[('ann', 3), ('zoe', 3)]"
