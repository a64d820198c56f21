"""What nbgrader's gradebook knows: for each apprentice and lab, the marks that are settled."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from labsim.core.errors import LabsimError

__all__ = ["Result", "find", "read"]

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Result:
    """One lab of one apprentice: points earned and possible in settled cells, cells that wait."""

    lab: str
    points: float
    most: float
    waiting: int = 0
    when: datetime | None = None  # of the hand-in, UTC

    @property
    def share(self) -> float | None:
        """Part of the settled points that was earned, 0 to 1; None when nothing is settled."""
        return self.points / self.most if self.most else None


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


def read(file: Path) -> dict[str, list[Result]]:
    """Return the results of every apprentice by name; without a hand-in there is no result."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{file}?timeout=60") as gradebook:
            students = sorted(gradebook.students, key=lambda s: s.id)
            return {s.id: [_result(sub) for sub in s.submissions] for s in students}


def _result(submission: object) -> Result:
    grades = [g for book in submission.notebooks for g in book.grades]
    settled = [g for g in grades if not g.needs_manual_grade]
    return Result(
        lab=submission.assignment.name,
        points=float(sum(g.score or 0 for g in settled)),
        most=float(sum(g.max_score for g in settled)),
        waiting=len(grades) - len(settled),
        when=submission.timestamp,
    )
