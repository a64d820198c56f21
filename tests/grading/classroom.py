"""A course in a temporary directory, its exchange, and nbgrader's own commands run in it."""

from __future__ import annotations

import contextlib
import csv
import logging
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import apprentices
import bad_input
import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from grading import answers, course
from grading.marking import Marker
from grading.work import Work

KEY = "5e" * 32  # a fixed key, so that every run hides the same faults
COURSE = "maint"
ABSENT = "abby"
LAB = "ELE-03"
KNOWS = {"elsa", "hugo"}  # who answers the questions as the key has it; cal writes sums instead

# jsonschema reads a grammar of addresses, which takes longer than the rest and which nobody asks.
NBGRADER = """
import sys
sys.modules["rfc3987_syntax"] = None
sys.argv[0] = "nbgrader"
from nbgrader.apps.nbgraderapp import main
main()
"""

STUDENT_CONFIG = """
c = get_config()
c.Exchange.root = {exchange!r}
c.Exchange.cache = {cache!r}
c.CourseDirectory.course_id = {course!r}
"""


@dataclass
class Classroom:
    """Where everything is, and what the commands said."""

    root: Path
    logs: dict[str, str] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    who: dict[str, str] = field(default_factory=dict)  # first name: the name of the student

    @property
    def course(self) -> Path:
        return self.root / "grading"

    @property
    def notebook(self) -> str:
        return next((self.root / "notebooks").glob(f"*/{LAB}-*.ipynb")).stem

    def home(self, name: str) -> Path:
        return self.root / "homes" / name

    def environment(self, name: str) -> dict[str, str]:
        """Return an environment with nothing of the person who runs the tests in it."""
        home = self.home(name)
        config = home / ".jupyter"
        config.mkdir(parents=True, exist_ok=True)
        exchange, cache = str(self.root / "exchange"), str(home / "cache")
        text = STUDENT_CONFIG.format(exchange=exchange, cache=cache, course=COURSE)
        (config / "nbgrader_config.py").write_text(text)
        wanted = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "LABSIM"))}
        path = os.pathsep.join([str(course.PROJECT), os.environ.get("PYTHONPATH", "")])
        return wanted | {
            "HOME": str(home), "JUPYTER_CONFIG_DIR": str(config), "PYTHONPATH": path,
            "JUPYTER_DATA_DIR": str(home / "data"), "LABSIM_KEYS": str(self.root / "keys"),
            "JUPYTER_PLATFORM_DIRS": "1", "PYTHONWARNINGS": "ignore",
        }  # fmt: skip

    def nbgrader(self, *words: str, who: str = "instructor", log: str = "") -> int:
        """Run an nbgrader command as somebody; keep what it said under its name and who."""
        with self.going(*words, who=who, log=log):
            pass
        return self.status[log or (words[0] if who == "instructor" else f"{words[0]} {who}")]

    @contextlib.contextmanager
    def going(self, *words: str, who: str = "instructor", log: str = "") -> Iterator[None]:
        """Run an nbgrader command beside a block."""
        running = subprocess.Popen(
            [sys.executable, "-c", NBGRADER, *words],
            cwd=self.course if who == "instructor" else self.home(who),
            env=self.environment(who), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        with ThreadPoolExecutor(1) as listener:  # or it would wait for a full pipe to be read
            said = listener.submit(running.communicate, timeout=600)
            yield
        name = log or (words[0] if who == "instructor" else f"{words[0]} {who}")
        self.logs[name] = said.result()[0]
        self.status[name] = running.returncode

    def grade_without_running(self) -> None:
        """Mark the x-… cases in this process, which knows the lab by now, and without kernels.

        The steps are nbgrader's and the course's own but for `RunNotebook`: that is the slow one.
        """
        config = PyFileConfigLoader("nbgrader_config.py", path=str(self.course)).load_config()
        config.Execute.enabled = False
        logging.getLogger("traitlets").setLevel(logging.WARNING)
        names = sorted(folder.name for folder in (self.course / "submitted").glob("x-*"))
        with keys_in(self.root / "keys"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nbgrader = NbGraderAPI(CourseDirectory(config=config), config=config)
            done = [nbgrader.autograde(LAB, name) for name in names]
        self.logs["grade"] = "".join(result["log"] for result in done)
        self.status["grade"] = 0 if all(result["success"] for result in done) else 1

    def must(self, *words: str, who: str = "instructor") -> None:
        """Run an nbgrader command that has to work."""
        name = words[0] if who == "instructor" else f"{words[0]} {who}"
        assert self.nbgrader(*words, who=who) == 0, self.logs[name]

    def grades(self) -> dict[str, SimpleNamespace]:
        """Return the exported table of the lab by student; apprentices by their first names."""
        first = {name: short for short, name in self.who.items()}
        with open(self.course / "grades.csv", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["assignment"] == LAB]
        return {first.get(r["student_id"], r["student_id"]): SimpleNamespace(**r) for r in rows}

    def feedback(self, student: str) -> str:
        """Return the feedback page of a student, or of an apprentice by first name."""
        student = self.who.get(student, student)
        page = self.course / "feedback" / student / "ELE-03" / f"{self.notebook}.html"
        return page.read_text(encoding="utf-8")

    def notes(self, student: str) -> str:
        """Return the feedback page as plain words."""
        page = re.sub(r"<style.*?</style>|<svg.*?</svg>", " ", self.feedback(student), flags=re.S)
        return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@contextlib.contextmanager
def keys_in(directory: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LABSIM_KEYS", str(directory))
        yield


def build(root: Path) -> Classroom:
    """Make the course with its fixed key."""
    room = Classroom(root)
    shutil.copytree(source := course.PROJECT / "notebooks", root / "notebooks")
    assert list(source.glob(f"*/{LAB}-*.ipynb"))
    keys = root / "keys"
    keys.mkdir(mode=0o700)
    (keys / f"{COURSE}.key").write_text(KEY + "\n")
    (keys / f"{COURSE}.key").chmod(0o600)
    with keys_in(keys):
        room.logs["init"] = course.init(room.course, COURSE)
    exchange = root / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    return room


def asked(lab: str = LAB) -> list[str]:
    return answers.questions(lab)


def sums() -> dict[str, str]:
    """Return answers that are no literals."""
    return dict.fromkeys(asked(), "1 + 1")


def right_answers(name: str, bench: Any = None, lab: str = LAB) -> dict[str, str]:
    """Return what the key expects of an apprentice, as literals."""
    work = Work(record=bench.attempt if bench else None)
    marker = Marker(lab, name, work, COURSE, KEY)
    return {q: repr(answers.perfect(marker.expected(q))) for q in asked(lab)}


def whole_round(room: Classroom) -> None:
    """Generate, release, fetch, work, submit, collect, autograde, feedback, export."""
    room.must("generate_assignment", LAB)
    room.must("release_assignment", LAB)
    room.must("db", "student", "add", ABSENT)
    for first in apprentices.SKILLS:
        attend(room, first)
    room.must("collect", LAB)
    release, submitted = room.course / "release" / LAB, room.course / "submitted"
    for name, case in bad_input.CASES.items():
        bad_input.hand_in_case(name, case, release, submitted, right_answers(name))
    with room.going("autograde", LAB, "--student=[!x]*"):
        room.grade_without_running()
    room.must("generate_feedback", LAB)
    room.must("release_feedback", LAB)
    room.must("export")


def attend(room: Classroom, first: str) -> None:
    """Fetch, work and submit as one of the apprentices."""
    name = room.who[first] = apprentices.named(first, KEY, COURSE)
    room.environment(name)
    room.must("fetch_assignment", LAB, who=name)
    folder = room.home(name) / LAB
    bench = apprentices.work(first, name, folder)
    apprentices.hand_in(
        folder / f"{room.notebook}.ipynb",
        bench,
        answers=right_answers(name, bench) if first in KNOWS else sums(),
        written="I would look at the lamps first.",
    )
    room.must("submit", LAB, f"--student={name}", who=name)
