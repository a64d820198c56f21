"""What nbgrader's gradebook knows, read from its SQLite file: marks, cells, comments.

It is read by plain SQL, in three questions whatever the size of the class, and never written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from labsim.core.errors import LabsimError

__all__ = ["Cell", "Comment", "Result", "comments", "find", "names", "read"]

HERE = Path(__file__).resolve().parent
PATIENCE = 20.0  # s to wait while another program writes
NAMES = "SELECT id, first_name, last_name FROM student"
STUDENTS = "SELECT id FROM student ORDER BY id"
HANDED_IN = """
SELECT s.student_id, a.name, s.timestamp, s.id
FROM submitted_assignment s JOIN assignment a ON a.id = s.assignment_id
ORDER BY s.student_id, a.name"""
GRADES = """
SELECT sn.assignment_id, c.name, g.auto_score, g.manual_score, g.extra_credit,
       COALESCE(gc.max_score, tc.max_score, 0.0), g.needs_manual_grade
FROM grade g
JOIN submitted_notebook sn ON sn.id = g.notebook_id
JOIN base_cell c ON c.id = g.cell_id
LEFT JOIN grade_cells gc ON gc.id = g.cell_id
LEFT JOIN task_cells tc ON tc.id = g.cell_id"""
COMMENTS = """
SELECT s.student_id, a.name, c.name, m.manual_comment
FROM comment m
JOIN submitted_notebook sn ON sn.id = m.notebook_id
JOIN submitted_assignment s ON s.id = sn.assignment_id
JOIN assignment a ON a.id = s.assignment_id
JOIN base_cell c ON c.id = m.cell_id
WHERE m.manual_comment IS NOT NULL AND TRIM(m.manual_comment) != ''
ORDER BY a.name, c.name, s.student_id"""


@dataclass(frozen=True)
class Cell:
    """One marked cell of a hand-in: points earned and possible, whether a person must look."""

    name: str
    points: float
    most: float
    waits: bool = False


@dataclass(frozen=True)
class Result:
    """One lab of one apprentice: points earned and possible in settled cells, cells that wait."""

    lab: str
    points: float
    most: float
    waiting: int = 0
    when: datetime | None = None  # of the hand-in, UTC
    cells: tuple[Cell, ...] = field(default=())

    @property
    def share(self) -> float | None:
        """Part of the settled points that was earned, 0 to 1; None when nothing is settled."""
        return self.points / self.most if self.most else None


@dataclass(frozen=True)
class Comment:
    """What an instructor wrote at a cell of a hand-in."""

    student: str
    lab: str
    cell: str
    text: str


def find(file: str | Path | None = None) -> Path:
    """Return the gradebook: the one named, the working directory's, or the project's."""
    places = [Path(file)] if file else [Path("gradebook.db"), Path("grading/gradebook.db")]
    places += [] if file else [HERE / "gradebook.db"]
    for place in places:
        if place.is_file():
            return place.resolve()
    raise LabsimError(
        f"there is no gradebook at {places[0]}: run this in the course directory, "
        "after `nbgrader autograde`"
    )


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a gradebook for reading; LabsimError when it is locked or none."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as db:
            yield db
    except sqlite3.OperationalError as error:
        held = "locked" in str(error) or "busy" in str(error)
        why = (
            "another program is writing to it: close the formgrader, or try again"
            if held
            else error
        )
        raise LabsimError(f"the gradebook {file} cannot be read: {why}") from error
    except sqlite3.DatabaseError as error:
        raise LabsimError(f"{file} is no gradebook: {error}") from error


def read(file: Path) -> dict[str, list[Result]]:
    """Return the results of every apprentice by name; without a hand-in there is no result."""
    with _opened(Path(file)) as db:
        found: dict[str, list[Result]] = {name: [] for (name,) in db.execute(STUDENTS)}
        cells: dict[str, list[Cell]] = {}
        for of, name, auto, manual, extra, most, waits in db.execute(GRADES):
            points = float(manual if manual is not None else auto or 0.0) + float(extra or 0.0)
            cells.setdefault(of, []).append(Cell(name, points, float(most), bool(waits)))
        for student, lab, when, number in db.execute(HANDED_IN):
            found.setdefault(student, []).append(_result(lab, when, cells.get(number, [])))
    return found


def _result(lab: str, when: str | None, cells: list[Cell]) -> Result:
    settled = [cell for cell in cells if not cell.waits]
    return Result(
        lab=lab,
        points=sum(cell.points for cell in settled),
        most=sum(cell.most for cell in settled),
        waiting=len(cells) - len(settled),
        when=datetime.fromisoformat(when) if when else None,
        cells=tuple(sorted(cells, key=lambda cell: cell.name)),
    )


def names(file: Path) -> dict[str, str]:
    """Return first and last name by student, of those the class list gives them to."""
    with _opened(Path(file)) as db:
        rows = {key: " ".join(filter(None, rest)).strip() for key, *rest in db.execute(NAMES)}
    return {key: name for key, name in rows.items() if name}


def comments(file: Path) -> list[Comment]:
    """Return every comment an instructor wrote."""
    with _opened(Path(file)) as db:
        return [Comment(*row) for row in db.execute(COMMENTS)]
