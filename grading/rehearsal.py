"""A made-up class, to try grading on: apprentices of different ability hand in a lab.

They work at benches of their own as the coach's simulated apprentices do, answer some questions
right, write a few lines, run their notebook and save it with what it shows, as JupyterLab does.
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory

import labsim
from grading import answers, keys, ownlab
from grading import course as courses
from grading.farm.pool import Pool
from grading.farm.run import configuration
from grading.kernels.provisioner import use_mother
from grading.leaks import student
from grading.marking import Marker
from grading.work import Work
from labsim.coach import Coach, bots, tasks
from labsim.core.errors import LabsimError

__all__ = ["COURSE", "Apprentice", "hand_in", "make", "school"]

COURSE, KEY = "rehearsal", "5e" * 32  # a fixed key, so that every run hides the same faults
NAMES = ("ann", "ben", "cyd", "dan", "eve", "fay", "gus", "hal", "ida", "jon")
WORDS = "Found it by halving; readings are in the record. I would look at the lamps first."
# Share of questions answered right, and how the bench is worked.
ABLE: tuple[tuple[float, Callable[..., Any] | None], ...] = (
    (1.0, bots.optimal), (0.8, bots.half_splitter), (0.7, bots.serial_worker),
    (0.5, bots.random_prober), (0.4, bots.parts_swapper), (0.3, bots.guesser),
    (0.9, bots.unsafe_expert), (0.0, None),
)  # fmt: skip
STAMP = "2026-11-{day:02d} {hour:02d}:15:00.000000 UTC"


@dataclass
class Apprentice:
    """Hands in one lab as the n-th of a class; picklable, so that many can work at once."""

    course: Path
    name_of_course: str
    lab: str
    runs: bool = True  # the notebook is run before it is handed in

    def __call__(self, n: int) -> str:
        name = f"{NAMES[n % len(NAMES)]}{n:04d}"
        chance = random.Random(f"{self.lab} {n}")
        folder = self.course / "submitted" / name / self.lab
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.course / "release" / self.lab, folder)
        right, bot = ABLE[n % len(ABLE)]
        bench = self._work(name, folder, bot, n) if bot else None
        (path,) = folder.glob("*.ipynb")
        hand_in(path, self.lab, bench, self._answers(name, bench, right, chance), WORDS)
        if self.runs:
            self._run(path, name)
        stamp = STAMP.format(day=1 + n % 28, hour=8 + n % 9)
        (folder / "timestamp.txt").write_text(stamp)
        return name

    def _work(self, name: str, folder: Path, bot: Callable[..., Any], n: int) -> Any:
        found = labsim.lab(self.lab)
        with student(name):
            bench = labsim.open_lab(self.lab, directory=folder)
        task, coach = tasks.of(found), Coach.of(found)
        if task is not None:
            known = [made for made, *_ in task.BOTS.values()]
            bot = known[n % len(known)]
        if task is not None or found.kind == "diagnosis":
            with student(name):
                coach.told = bench._hidden.id if bench._hidden else ""
                bot(found, coach, bench, n)
        return bench

    def _answers(
        self, name: str, bench: Any, right: float, chance: random.Random
    ) -> dict[str, str]:
        work = Work(record=bench.attempt if bench else None)
        marker = Marker(self.lab, name, work, self.name_of_course, keys.load(self.name_of_course))
        known = [q for q in answers.questions(self.lab) if chance.random() < right]
        return {q: repr(answers.perfect(marker.expected(q))) for q in known}

    def _run(self, path: Path, name: str) -> None:
        book = nbformat.read(path, as_version=4)
        book.cells.append(new_code_cell("print('volts by hand:', 120 / 2)"))
        env = {**os.environ, "LABSIM_STUDENT": name}
        env.pop("NBGRADER_EXECUTION", None)
        resources = {"metadata": {"path": str(path.parent)}}
        client = NotebookClient(
            book, resources=resources, allow_errors=True, shutdown_kernel="immediate", timeout=120
        )
        client.execute(env=env)
        nbformat.write(book, path)


def hand_in(
    path: Path, lab: str, bench: Any, given: dict[str, str], written: str, sealed: bool = True
) -> None:
    """Fill in a notebook as an apprentice does: sign-off, answers by question, text."""
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        ours = cell.metadata.get("nbgrader", {})
        name = ours.get("grade_id", "").removeprefix(f"{lab.lower()}-")
        question = name.removesuffix("-answer")
        if name == "signoff" and bench is not None and sealed:
            cell.source = f'bench.sign_off("{bench.attempt.seal()}")'
        elif name.endswith("-answer") and question in given:
            cell.source = f"{question.replace('-', '_')} = {given[question]}"
        elif written and ours.get("grade") and ours.get("solution"):
            cell.source = written
    nbformat.write(book, path)


def make(
    course: Path, name_of_course: str, lab: str, who: Iterable[int] = range(40), jobs: int = 2,
    runs: bool = True,
) -> list[str]:  # fmt: skip
    """Have a class hand in a lab that the course has released; return the names."""
    with use_mother() if runs else nullcontext(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        done = Pool(Apprentice(course, name_of_course, lab, runs), jobs).run(list(who))
        return sorted(name for _, name in done if name)


def school(root: Path, labs: Iterable[str]) -> Path:
    """Make a course with a fixed key, with these labs released; return its directory."""
    shutil.copytree(courses.PROJECT / "notebooks", root / "notebooks")
    ring = root / "keys"
    ring.mkdir(mode=0o700)
    (ring / f"{COURSE}.key").write_text(KEY + "\n")
    (ring / f"{COURSE}.key").chmod(0o600)
    os.environ["LABSIM_KEYS"] = str(ring)
    # nbgrader starts a program of this environment by its bare name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    courses.init(root / "grading", COURSE)
    config = configuration(root / "grading")
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        for lab in labs:
            if lab == ownlab.OWN:
                ownlab.write(root / "grading")
            done = api.generate_assignment(lab)
            if not done["success"]:
                raise LabsimError(f"{lab} cannot be released: {done['log'][-300:]}")
    return root / "grading"
