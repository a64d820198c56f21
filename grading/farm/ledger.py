"""What is graded already: for each submission what was handed in, and what the gradebook got.

nbgrader takes a submission for graded as soon as its folder is there, even one that was left half
done. Here it is graded when a note says so that was written last, and hand-in, release and
gradebook are still what they were then.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from sqlalchemy import text

from grading import sealed

__all__ = ["Ledger", "content"]

RELEASED = """
select n.name, b.name, s.source, s.checksum from source_cell s
join base_cell b on b.id = s.id join notebook n on n.id = b.notebook_id
join assignment a on a.id = n.assignment_id where a.name = :lab order by 1, 2
"""
MARKS = """
select u.student_id, b.name, g.auto_score from grade g
join base_cell b on b.id = g.cell_id
join submitted_notebook m on m.id = g.notebook_id
join submitted_assignment u on u.id = m.assignment_id
join assignment a on a.id = u.assignment_id where a.name = :lab
and u.student_id = coalesce(:student, u.student_id) order by 1, 2
"""
PIECE = 1 << 20  # bytes read at a time


class Ledger:
    """The notes of one lab, one small file for each apprentice."""

    def __init__(self, coursedir: Any, lab: str) -> None:
        self.coursedir, self.lab = coursedir, lab
        self.folder = Path(coursedir.root) / ".labsim" / "graded" / lab
        self.released = _hash(map(repr, self._rows(RELEASED)))

    def _rows(self, query: str, **asked: str | None) -> list[tuple[Any, ...]]:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            rows = gradebook.db.execute(text(query), {"lab": self.lab, **asked})
            return [tuple(row) for row in rows]

    def place(self, step: str, student: str) -> Path:
        """Return the folder of a submission in a step, "submitted" or "autograded"."""
        directory = getattr(self.coursedir, f"{step}_directory")
        return Path(self.coursedir.format_path(directory, student, self.lab))

    def handed_in(self, student: str) -> str:
        """Return the hash of what decides a submission's marks: hand-in, release, a sealed log."""
        log = sealed.state(self.coursedir.root, self.lab, student)
        found = [self.released, content(self.place("submitted", student))]
        return _hash([*found, log] if log else found)

    def marks(self, student: str | None = None) -> dict[str, str]:
        """Return, by student, the hash of the marks that the gradebook has from grading."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, cell, score in self._rows(MARKS, student=student):
            found[name].append(f"{cell} {score}")
        return {name: _hash(lines) for name, lines in found.items()}

    def waiting(self, students: Iterable[str]) -> list[str]:
        """Return those whose submission is new, changed, or was not graded to its end."""
        marks = self.marks()
        return [student for student in students if not self._done(student, marks.get(student))]

    def _done(self, student: str, marks: str | None) -> bool:
        try:
            note = json.loads(self._file(student).read_text("utf-8"))
        except (OSError, ValueError):
            return False
        graded = any(self.place("autograded", student).glob("*.ipynb"))
        known = {"handed_in": self.handed_in(student), "marks": marks}
        return graded and note == known

    def note(self, student: str, handed_in: str) -> None:
        """Note that a submission is graded to its end. A note is there whole or not at all."""
        known = {"handed_in": handed_in, "marks": self.marks(student).get(student)}
        file = self._file(student)
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(known))
        new.replace(file)

    def forget(self, student: str) -> None:
        """Take the note back, before a submission is graded anew."""
        self._file(student).unlink(missing_ok=True)

    def _file(self, student: str) -> Path:
        return self.folder / f"{student}.json"


def content(folder: Path) -> str:
    """Return the hash of a folder: names, bytes, where links point; never what they point to."""
    lines = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            lines.append(f"{name} -> {os.readlink(path)}")
        elif path.is_file():
            lines.append(f"{name} {_bytes(path)}")
    return _hash(lines)


def _bytes(path: Path) -> str:
    known = hashlib.sha256()
    with suppress(OSError), open(path, "rb") as file:
        while piece := file.read(PIECE):
            known.update(piece)
    return known.hexdigest()


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode(errors="surrogateescape")).hexdigest()
