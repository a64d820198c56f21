"""An exam that counts: the apprentice's own form, and every answer on record beside the notebook.

The form follows from the course's ticket, the apprentice and the number of the sitting, as the
fault of a bench does. The record is a chain of lines as a bench's is (labsim.attempt).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from labsim import cell
from labsim.attempt import Attempt, AttemptError
from labsim.core.errors import LabsimError
from labsim.study.form import PARALLEL, Form, form
from labsim.study.marked import marked
from labsim.study.marksheet import marksheet
from labsim.study.sheet import NOTHING, Sheet

__all__ = ["Desk", "fingerprint", "own_form"]

BEAT = 30.0  # s of the paper's clock between two lines that only tell the time
SOON = "Handed in. Answers and reasons come back with the marks, as each paper is its owner's own."


def own_form(exam: str, series: int, sitting: int) -> Form:
    """Return the form of a sitting (from 1): those of one series share no item."""
    return form(exam, series * PARALLEL + sitting - 1)


def fingerprint(paper: Form) -> str:
    """Return what changes when the items of a form do: 12 hexadecimal digits."""
    text = " ".join(item.identity for item in paper.items)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """One apprentice at one paper. `told`: the report may be seen here (self-study).

    `frozen` is the desk while a notebook is run again for marking: the record is shown, nothing
    is added. `now` is the wall clock.
    """

    def __init__(
        self, lab: Any, paper: Form, attempt: Attempt, told: bool = False, frozen: bool = False,
        now: Callable[[], datetime] = _now,
    ) -> None:  # fmt: skip
        self.lab, self.form, self.attempt = lab, paper, attempt
        self.told, self.frozen, self._now = told, frozen, now
        self.scenario = lab.scenario
        self.sheet = Sheet.of(attempt.events, paper.blueprint.minutes)
        self._spent = self.sheet.spent * 60.0
        self._told_at = now()

    # what it says -------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        """Whose paper it is, in words."""
        number, most = self.attempt.header.get("attempt", 1), self.scenario.attempts
        return f"{self.form.blueprint.title}, sitting {number} of {most}"

    @property
    def rules(self) -> tuple[str, ...]:
        """What to know before it is begun."""
        plan = self.form.blueprint
        back = "The report comes at once." if self.told else "The report comes back with the marks."
        return (
            f"{plan.items} items, {plan.minutes} minutes; one of four answers is right. No answer"
            " counts as a wrong one, so answer all.",
            "The clock runs while the paper is open. If the notebook closes or the computer stops,"
            " the clock stops too, and nothing is lost; breaks are on record.",
            "After the time the paper stays open: what you answer then is marked as late and"
            " earns nothing, but the report tells what it would have been.",
            f"It ends when you hand it in. {back}",
        )

    @property
    def begun(self) -> bool:
        """Whether the clock has been started."""
        return self.sheet.begun

    @property
    def handed_in(self) -> bool:
        """Whether it is over."""
        return self.attempt.signed_off

    @property
    def left(self) -> float:
        """Seconds left."""
        return max(self.form.blueprint.minutes * 60.0 - self._spent, 0.0)

    def answers(self) -> dict[int, int]:
        """Return place -> option, of what is answered, late or not."""
        return self.sheet.shown

    def flags(self) -> set[int]:
        """Return the places that are flagged."""
        return set(self.sheet.flags)

    def seconds(self) -> dict[int, float]:
        """Return place -> seconds spent, of what is answered."""
        return dict(self.sheet.seconds)

    def late(self) -> set[int]:
        """Return the places whose last answer came after the time."""
        return set(self.sheet.late)

    # what hands do --------------------------------------------------------------------------------
    def begin(self) -> None:
        """Start the clock; the items are seen from now on."""
        if not self.begun:
            self._told_at = self._now()
            self._add("begin")

    def answer(self, place: int, chosen: int | None, seconds: float = 0.0) -> None:
        """Choose an option (from 0) of the item at a place (from 0); None takes it back."""
        item = self._item(place)
        if chosen is not None and chosen not in range(len(item.options)):
            raise LabsimError(f"item {place + 1} has options 0 to {len(item.options) - 1}")
        option = NOTHING if chosen is None else int(chosen)
        self._add("choose", place=int(place), option=option, item=item.identity,
                  seconds=round(float(seconds), 1))  # fmt: skip

    def flag(self, place: int, on: bool = True) -> None:
        """Mark an item to come back to, or unmark it."""
        self._item(place)
        self._add("flag", place=int(place), on=bool(on))

    def spend(self, seconds: float) -> float:
        """Let the paper's clock run, never faster than the clock on the wall; return s left.

        At 0 the paper stays open: what is answered from then on is late.
        """
        if not 0 <= seconds < 86_400:
            raise LabsimError(f"time passes forward and within a day, not by {seconds} s")
        now = self._now()
        passed = max((now - self._told_at).total_seconds(), 0.0)
        self._told_at = now
        if self.begun and not self.handed_in and not self.frozen:
            self._spent += min(float(seconds), passed)
            if self._spent - 60.0 * self.sheet.spent >= BEAT:
                self._add("clock")
        return self.left

    def hand_in(self) -> None:
        """End it. What is not answered counts as wrong."""
        if not self.handed_in:
            self._open()
            self._add("sign_off", text="Handed in.")

    def sign_off(self, text: str = "") -> Desk:
        """Hand in with a remark; in a notebook the cell becomes a copy of the record.

        Without a text nothing is handed in: a notebook may be run from top to bottom.
        """
        text = str(text or "").strip()
        sealed = Attempt.sealed(text)
        if sealed is not None:
            self._adopt(sealed)
        elif text and not self.handed_in and not self.frozen:
            self._open()
            self._add("sign_off", text=text)
        if self.handed_in:
            cell.rewrite("sign_off", self.attempt.seal())
        return self

    def outcome(self) -> str:
        """Return the report as HTML, or in a class the word that it comes with the marks."""
        if not self.told:
            return f"<p>{SOON}</p>"
        return marksheet(marked(self.form, self.attempt))

    # the record -----------------------------------------------------------------------------------
    def _item(self, place: int) -> Any:
        self._open()
        if isinstance(place, bool) or place not in range(len(self.form.items)):
            raise LabsimError(f"the form has items 0 to {len(self.form.items) - 1}, no {place}")
        return self.form.items[place]

    def _open(self) -> None:
        if self.handed_in:
            raise LabsimError("this paper is handed in; sit another form")
        if not self.begun:
            raise LabsimError("the paper is not begun: begin it, and its clock runs")

    def _add(self, do: str, **fields: Any) -> None:
        """Put a line on record, after what another tab may have added meanwhile."""
        if self.frozen:
            raise LabsimError("this paper is being marked: nothing can be added to it")
        with self.attempt.held():
            for event in self.attempt.news():
                self.sheet.take(event)
            self._spent = max(self._spent, self.sheet.spent * 60.0)
            at = self._now().isoformat(timespec="seconds")
            self.sheet.take(self.attempt.append(do, t=round(self._spent / 60, 3), at=at, **fields))

    def _adopt(self, record: Attempt) -> None:
        """Go on with the record a sign-off cell carries, when it continues this one."""
        if self.handed_in:
            return
        if record.header != self.attempt.header or not record.starts_with(self.attempt):
            raise AttemptError("the record in this cell is not of this paper")
        if self.frozen:
            self.attempt = record
        else:
            with self.attempt.held():
                self.attempt.go_on(record)
        self.sheet = Sheet.of(self.attempt.events, self.form.blueprint.minutes)
        self._spent = self.sheet.spent * 60.0

    def __repr__(self) -> str:
        state = "handed in" if self.handed_in else "begun" if self.begun else "not begun"
        done, plan = len(self.answers()), self.form.blueprint
        return (
            f"<Paper {self.lab.id}: {plan.items} items, {plan.minutes} min; {state}, "
            f"{done} answered, {self._spent / 60:.0f} min on the clock>"
        )
