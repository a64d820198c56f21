"""How much faster than nbgrader is a class graded? `python benchmarks/grading`.

A made-up class hands in a lab, and an assignment of an instructor's own that is graded by running
tests. Both are graded by `nbgrader autograde` as it is, kernels unshielded, and by `labsim grade`:
every notebook run, and only those that a mark or a page needs. One goes after the other, each on a
fresh copy of the course, round by round; the gradebooks are compared row by row. Processor time is
that of everything the command started, kernels and what they leave behind included.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from grading import ownlab, rehearsal
from grading.course import PROJECT
from grading.kernels.lifeline import LINUX

__all__ = ["main", "marks", "run", "timed"]

STOCK = ["nbgrader", "autograde", "--RunNotebook.sandbox=off"]
OURS = ["labsim.cli", "grade"]
ADOPT = 36  # of prctl: PR_SET_CHILD_SUBREAPER
MARKS = """
select u.student_id, b.name, g.auto_score, g.manual_score, g.needs_manual_grade from grade g
join base_cell b on b.id = g.cell_id join submitted_notebook m on m.id = g.notebook_id
join submitted_assignment u on u.id = m.assignment_id join assignment a on a.id = u.assignment_id
where a.name = ? order by 1, 2
"""


def run(course: Path, words: list[str]) -> None:
    """Run a command in the course directory; what it says is shown only when it fails."""
    path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    env = {**os.environ, "PYTHONPATH": path, "LABSIM_KEYS": str(course.parent / "keys")}
    env["PYTHONWARNINGS"] = "ignore"
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=course, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])


def marks(course: Path, lab: str) -> list[tuple]:
    with sqlite3.connect(course / "gradebook.db") as book:
        return book.execute(MARKS, (lab,)).fetchall()


def adopt() -> None:
    """Be the parent of whatever loses its own: a killed kernel's time would be nobody's."""
    if LINUX:
        ctypes.CDLL(None).prctl(ADOPT, ctypes.c_ulong(1), 0, 0, 0)


def used() -> float:
    """Return the processor seconds of all processes that were started from here and have ended."""
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def timed(root: Path, lab: str, words: list[str]) -> tuple[float, float, list[tuple]]:
    """Grade a fresh copy of the course; return seconds, processor seconds and marks."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "school"
        shutil.copytree(root, copy, symlinks=True)
        before, began = used(), time.perf_counter()
        run(copy / "grading", words)
        took = time.perf_counter() - began
        return took, used() - before, marks(copy / "grading", lab)


def ways(lab: str, jobs: int) -> dict[str, list[str]]:
    ours = [*OURS, lab, "--jobs", str(jobs)]
    return {
        "nbgrader autograde": [*STOCK, lab],
        "labsim grade --run-all": [*ours, "--run-all"],
        "labsim grade": ours,
    }


def compared(root: Path, lab: str, size: int, rounds: int, jobs: int) -> dict:
    """Grade one lab every way, round by round; return seconds, ratios, and whether marks agree."""
    seconds: dict[str, list[float]] = {}
    work: dict[str, list[float]] = {}
    found: dict[str, list[tuple]] = {}
    for _ in range(rounds):
        for name, words in ways(lab, jobs).items():
            took, spent, found[name] = timed(root, lab, words)
            seconds.setdefault(name, []).append(took)
            work.setdefault(name, []).append(spent)
    first = found["nbgrader autograde"]
    return {
        name: {
            "each": statistics.median(took) / size,
            "ratio": ratio(seconds["nbgrader autograde"], took),
            "work": statistics.median(work[name]) / size,
            "less": ratio(work["nbgrader autograde"], work[name]),
            "same": found[name] == first and len({row[0] for row in first}) == size,
        }
        for name, took in seconds.items()
    }


def ratio(stock: list[float], ours: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(stock, ours, strict=True))


def told() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--lab", default="ELE-03")
    options.add_argument("--size", type=int, default=40, help="apprentices of the class")
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--json", action="store_true", help="print JSON")
    return options.parse_args()


def measured(lab: str, size: int, rounds: int, jobs: int) -> dict[str, dict]:
    """Make the class and grade it; return the rows of the lab and of the own assignment."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "school"
        course = rehearsal.school(root, [lab, ownlab.OWN])
        rehearsal.make(course, rehearsal.COURSE, lab, range(size), jobs)
        for n in range(size):
            ownlab.hand_in(course, n)
        return {one: compared(root, one, size, rounds, jobs) for one in (lab, ownlab.OWN)}


def main() -> None:
    """Print a row for each lab and way of grading."""
    asked = told()
    adopt()
    found = measured(asked.lab, asked.size, asked.rounds, asked.jobs)
    if asked.json:
        print(json.dumps(found))
        return
    print(f"{asked.size} submissions, {asked.jobs} processes, median of {asked.rounds} rounds")
    for lab, rows in found.items():
        for name, row in rows.items():
            said = "same marks" if row["same"] else "OTHER MARKS"
            wall = f"{row['each']:6.2f} s each {row['ratio']:6.2f} x"
            work = f"{row['work']:6.2f} s of a processor {row['less']:6.2f} x"
            print(f"{lab:10} {name:24} {wall} {work}  {said}")
    if not all(row["same"] for rows in found.values() for row in rows.values()):
        sys.exit(1)


if __name__ == "__main__":
    main()
