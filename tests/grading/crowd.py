"""A class that never was: records made at real benches by people of known habits, and its marks.

Nothing runs through nbgrader here: marks are those its step would write, put into a gradebook by
SQL, so that a class of forty is there in the time its benches take.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
import warnings
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from apprentices import bench_in, hand_in, student

import labsim
from grading import answers, papers
from grading.course import CONFIG, notebooks
from grading.scoring import plain
from grading.work import Work, read_work
from labsim.coach import Coach, bots
from labsim.core.errors import LabsimError
from labsim.seeds import TICKET_FILE, ticket_of

KEY, COURSE = "5e" * 32, "crowd"
FIRST = ("ada", "ben", "cleo", "dirk", "eva", "finn", "gabi", "hans", "ida", "jens", "kim", "lea",
         "max", "nora", "olaf", "pia", "quin", "rita", "sven", "tina")  # fmt: skip


@dataclass(frozen=True)
class Habit:
    """How somebody works: at the bench, and the part of questions they have right."""

    work: Callable[[Any, Coach, Any, int], None]
    knows: float


def misreader(lab: Any, coach: Coach, bench: Any, seed: int) -> None:
    """Measures well and draws the wrong conclusion: names the likeliest fault that is excluded."""
    bots.symptom(lab, bench)
    truth = bots.work_off(bots.best_check, lab, coach, bench)
    group = coach.dictionary.group_of
    start = {f.id: f.rate for f in lab.family if group[f.id] != group[truth]}
    near = [n for n in start if n.partition(":")[0] == truth.partition(":")[0]] or list(start)
    claim = max(near, key=lambda n: (start[n], n))
    bench.diagnose(*claim.split(": ", 1))
    bench.sign_off(f"{claim}. Replaced.")


def tipped(lab: Any, coach: Coach, bench: Any, seed: int) -> None:
    """Has been told the fault: one reading for show, then names it, repairs it by the book."""
    bots.symptom(lab, bench)
    meters = bots.probes(coach)
    bench.do(meters[seed % len(meters)].id)
    bots.finish(lab, coach, bench, [part.id for part in bench._hidden.parts])
    bots.hand_in(bench)


def absent(lab: Any, coach: Coach, bench: Any, seed: int) -> None:
    """Opens the lab and leaves it."""


HABITS = {
    "expert": Habit(bots.optimal, 0.95),
    "splitter": Habit(bots.half_splitter, 0.8),
    "plodder": Habit(bots.serial_worker, 0.65),
    "misreader": Habit(misreader, 0.5),
    "guesser": Habit(bots.guesser, 0.3),
    "careless": Habit(bots.unsafe_expert, 0.75),
    "tipped": Habit(tipped, 0.4),
    "absent": Habit(absent, 0.0),
}
SPREAD = ("splitter", "plodder", "misreader", "splitter", "expert", "guesser", "plodder",
          "careless", "misreader", "splitter", "plodder", "expert", "tipped", "misreader",
          "plodder", "splitter", "guesser", "plodder", "expert", "absent")  # fmt: skip


def name_of(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]}{number // len(FIRST) + 1}"


def habit_of(number: int) -> str:
    return SPREAD[number % len(SPREAD)]


def build(root: Path, labs: Sequence[str], count: int, seed: int = 1) -> Path:
    """Make a course with so many hand-ins of each lab, and its gradebook; return its directory."""
    course = root / "course"
    (keys := root / "keys").mkdir(parents=True, mode=0o700)
    (keys / f"{COURSE}.key").write_text(KEY + "\n")
    (keys / f"{COURSE}.key").chmod(0o600)
    course.mkdir(mode=0o700)
    (course / "nbgrader_config.py").write_text(CONFIG.format(course=COURSE))
    rows = []
    for lab in labs:
        for number in range(count):
            folder = handed_in(course, lab, number, seed)
            rows.append((name_of(number), lab, marks(folder, lab, number, seed)))
    gradebook(course / "gradebook.db", rows, [name_of(n) for n in range(count)])
    return course


def handed_in(course: Path, lab_id: str, number: int, seed: int) -> Path:
    """Work one lab as one of the class; return what was handed in."""
    name, habit, lab = name_of(number), HABITS[habit_of(number)], labsim.lab(lab_id)
    (folder := course / "submitted" / name / lab_id).mkdir(parents=True)
    ticket = {lab_id: ticket_of(KEY, COURSE, lab_id)}
    (folder / TICKET_FILE).write_text(json.dumps(ticket))
    book = folder / notebooks()[lab_id].name
    book.write_bytes(notebooks()[lab_id].read_bytes())
    bench = bench_in(name, folder, lab_id)
    with student(name):
        coach = Coach.of(lab)
        coach.told = bench._hidden.id if bench._hidden else ""
        habit.work(lab, coach, bench, seed * 1000 + number)
    hand_in(book, bench, sealed=False, answers=given(lab_id, name, habit, bench, seed + number))
    return folder


def given(lab_id: str, name: str, habit: Habit, bench: Any, seed: int) -> dict[str, str]:
    """Return the answers of somebody who knows so much; what is wrong is wrong in the same way."""
    dice = np.random.default_rng(seed)
    marker = papers.marker(lab_id, name, Work(record=bench.attempt), COURSE, KEY)
    found = {}
    for question in answers.questions(lab_id) if habit.knows else ():
        with suppress(LabsimError):
            right = answers.perfect(marker.expected(question))
            found[question] = repr(_spoilt(right, dice, habit.knows))
    return found


def _spoilt(right: Any, dice: Any, knows: float) -> Any:
    if isinstance(right, dict):
        return {place: _spoilt(value, dice, knows) for place, value in right.items()}
    if dice.random() < knows:
        return right
    if isinstance(right, float):
        return 0.0 if right else 120.0
    return right[:1] if isinstance(right, list) else "supply"


def marks(folder: Path, lab: str, number: int, seed: int) -> list[tuple[str, str, float, Any, str]]:
    """Return cell, type, most points, points or None, and comment, as they stand when all is done.

    Written answers are marked by hand in part.
    """
    (file,) = folder.glob("*.ipynb")
    cells = nbformat.read(file, as_version=4).cells
    work = read_work(lab, folder, cells, cells)
    marker = papers.marker(lab, name_of(number), work, COURSE, KEY)
    dice, found = np.random.default_rng([seed, number, len(lab)]), []
    for cell in cells:
        ours = cell.metadata.get("nbgrader", {})
        if not (ours.get("grade") or ours.get("task")):
            continue
        most, name = float(ours["points"]), ours["grade_id"]
        if cell.cell_type == "code":
            points = plain(marker.mark(name).share, most)
            found.append((name, "code", most, points, ""))
            continue
        knows = HABITS[habit_of(number)].knows
        done = dice.random() < 0.8
        points = round(most * float(np.clip(dice.normal(knows, 0.1), 0, 1)), 1) if done else None
        said = "evidence: Name the reading and its terminals." if done and knows < 0.6 else ""
        found.append((name, "task" if ours.get("task") else "markdown", most, points, said))
    return found


def gradebook(file: Path, rows: Sequence[tuple[str, str, list]], students: Sequence[str]) -> None:
    """Write a gradebook as nbgrader does: its own schema, the rows by SQL."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{file}", COURSE):
            pass
    with closing(sqlite3.connect(file)) as db, db:
        db.executemany("INSERT INTO student (id) VALUES (?)", [(name,) for name in students])
        cells: dict[str, dict[str, str]] = {}
        for name, lab, found in rows:
            if lab not in cells:
                cells[lab] = _assignment(db, lab, found)
            _submission(db, name, lab, found, cells[lab])


def _assignment(db: sqlite3.Connection, lab: str, found: list) -> dict[str, str]:
    """Write a lab and its cells; return the cells' numbers by name."""
    db.execute("INSERT INTO assignment (id, name, course_id) VALUES (?, ?, ?)", (lab, lab, COURSE))
    db.execute(
        "INSERT INTO notebook (id, name, assignment_id) VALUES (?, ?, ?)", (lab, f"{lab}-x", lab)
    )
    made = {}
    for name, kind, most, *_ in found:
        made[name] = number = uuid.uuid4().hex
        task = kind == "task"
        db.execute("INSERT INTO base_cell (id, name, notebook_id, type) VALUES (?, ?, ?, ?)",
                   (number, name, lab, "TaskCell" if task else "GradeCell"))  # fmt: skip
        table = "task_cells" if task else "grade_cells"
        cell = "code" if kind == "code" else "markdown"
        db.execute(f"INSERT INTO {table} (id, max_score, cell_type) VALUES (?, ?, ?)",
                   (number, most, cell))  # fmt: skip
    return made


def _submission(
    db: sqlite3.Connection, name: str, lab: str, found: list, cells: dict[str, str]
) -> None:
    one, two = uuid.uuid4().hex, uuid.uuid4().hex
    db.execute(
        "INSERT INTO submitted_assignment (id, assignment_id, student_id, timestamp)"
        " VALUES (?, ?, ?, '2026-05-01 08:30:00.000000')", (one, lab, name))  # fmt: skip
    db.execute(
        "INSERT INTO submitted_notebook (id, assignment_id, notebook_id) VALUES (?, ?, ?)",
        (two, one, lab),
    )
    for cell, kind, _, points, said in found:
        auto, manual = (points, None) if kind == "code" else (None, points)
        db.execute(
            "INSERT INTO grade (id, notebook_id, cell_id, auto_score, manual_score,"
            " needs_manual_grade) VALUES (?, ?, ?, ?, ?, ?)",
            (uuid.uuid4().hex, two, cells[cell], auto, manual, points is None),
        )
        if said:
            db.execute(
                "INSERT INTO comment (id, notebook_id, cell_id, manual_comment)"
                " VALUES (?, ?, ?, ?)", (uuid.uuid4().hex, two, cells[cell], said))  # fmt: skip
