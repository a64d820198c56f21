"""An exam being sat: answers, flags, the clock; interrupted and resumed without loss.

The clock runs while the paper is open: whoever shows it calls `spend` now and then. Time that
passes while the laptop is shut does not count, as no invigilator sits there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from labsim.core.errors import LabsimError
from labsim.study.form import Form, form
from labsim.study.page import report_html
from labsim.study.progress import Progress
from labsim.study.report import report

__all__ = ["Sitting"]


class Sitting:
    """One learner at one form. `start` opens it again where it was left, until it is handed in."""

    def __init__(self, paper: Form, progress: Progress, number: int) -> None:
        self.form, self.progress, self.number = paper, progress, number

    @classmethod
    def start(cls, exam: str, seed: int, progress: Progress) -> Sitting:
        """Sit a form; one that was begun and not handed in goes on."""
        paper = form(exam, seed)
        found = progress.rows(
            "SELECT id FROM sitting WHERE exam = ? AND seed = ? AND handed_in = 0", exam, seed
        )
        if found:
            return cls(paper, progress, found[0]["id"])
        number = progress.write("INSERT INTO sitting (exam, seed) VALUES (?, ?)", exam, seed)
        return cls(paper, progress, number)

    begun, rules = True, ()  # its clock runs as soon as it is shown

    @property
    def title(self) -> str:
        """Which form it is, in words."""
        return f"{self.form.blueprint.title}, form {self.form.seed}"

    def begin(self) -> None:
        """Start the clock: it runs already."""

    def late(self) -> set[int]:
        """Return the places answered after the time: none, as it is handed in then."""
        return set()

    def outcome(self) -> str:
        """Return the report as HTML."""
        return report_html(report(self.form, self.answers()), self.seconds())

    def _row(self) -> dict[str, Any]:
        return self.progress.rows("SELECT * FROM sitting WHERE id = ?", self.number)[0]

    @property
    def handed_in(self) -> bool:
        """Whether it is over."""
        return bool(self._row()["handed_in"])

    @property
    def left(self) -> float:
        """Seconds left."""
        return max(self.form.blueprint.minutes * 60.0 - self._row()["spent"], 0.0)

    def spend(self, seconds: float) -> float:
        """Let time pass; return what is left. At 0 the paper is handed in by itself."""
        if not 0 <= seconds < 86_400:
            raise LabsimError(f"time passes forward and within a day, not by {seconds} s")
        self.progress.write(
            "UPDATE sitting SET spent = spent + ? WHERE id = ? AND handed_in = 0",
            seconds,
            self.number,
        )
        if self.left == 0:
            self.hand_in()
        return self.left

    def answer(self, place: int, chosen: int | None, seconds: float = 0.0) -> None:
        """Choose an option (from 0) of the item at a place (from 0); None takes it back."""
        item = self._item(place)
        if chosen is not None and not 0 <= chosen < len(item.options):
            raise LabsimError(f"item {place + 1} has options 0 to {len(item.options) - 1}")
        mistake = "" if chosen is None else item.options[chosen].mistake
        self._change(place, "chosen = ?, mistake = ?, seconds = seconds + ?",
                     chosen, mistake, seconds)  # fmt: skip

    def flag(self, place: int, on: bool = True) -> None:
        """Mark an item to come back to, or unmark it."""
        self._item(place)
        self._change(place, "flagged = ?", int(on))

    def _item(self, place: int) -> Any:
        if self.handed_in:
            raise LabsimError("this paper is handed in; sit another form")
        if not 0 <= place < len(self.form.items):
            raise LabsimError(f"the form has items 0 to {len(self.form.items) - 1}, no {place}")
        return self.form.items[place]

    def _change(self, place: int, what: str, *values: Any) -> None:
        item = self.form.items[place]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self.progress.open() as base:
            base.execute(
                "INSERT OR IGNORE INTO answer (sitting, place, generator, instance, key, at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (self.number, place, item.generator, item.instance, item.key, now),
            )
            base.execute(
                f"UPDATE answer SET {what}, at = ? WHERE sitting = ? AND place = ?",
                (*values, now, self.number, place),
            )

    def answers(self) -> dict[int, int]:
        """Return place -> option, of what is answered."""
        return {row["place"]: row["chosen"] for row in self._answered()}

    def flags(self) -> set[int]:
        """Return the places that are flagged."""
        return {
            row["place"]
            for row in self.progress.rows(
                "SELECT place FROM answer WHERE sitting = ? AND flagged = 1", self.number
            )
        }

    def seconds(self) -> dict[int, float]:
        """Return place -> seconds spent, of what is answered."""
        return {row["place"]: row["seconds"] for row in self._answered()}

    def _answered(self) -> list[dict[str, Any]]:
        return self.progress.rows(
            "SELECT * FROM answer WHERE sitting = ? AND chosen IS NOT NULL", self.number
        )

    def hand_in(self) -> None:
        """End it. What is not answered counts as wrong."""
        self.progress.write("UPDATE sitting SET handed_in = 1 WHERE id = ?", self.number)
