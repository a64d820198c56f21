"""A practice exam in a notebook: one item at a time, a clock, flags, a review, a report.

`ExamPaper("cat1", seed=1)` at the end of a cell, or `ExamPaper(paper)` with the paper of a lab.
Every answer is written to the learner's file when it is given: an interrupted paper goes on where
it was left.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from labsim.core.errors import LabsimError
from labsim.study.desk import Desk
from labsim.study.item import LETTERS, Item
from labsim.study.progress import Progress
from labsim.study.sitting import Sitting
from labsim.ui.files import script, style
from labsim.ui.intents import Intents

__all__ = ["STUDY_FILE", "ExamPaper", "shown_item"]

STUDY_FILE = "study.sqlite"  # beside the notebook
LONGEST = 60.0  # s the browser may report at once: a laptop that slept did not think


def shown_item(item: Item, place: int) -> dict[str, Any]:
    """Return what the browser needs of an item; nothing of it tells the right answer."""
    picture = item.show() if item.show else None
    return {
        "place": place,
        "stem": item.stem,
        "svg": picture.svg if picture else "",
        "words": picture.words if picture else "",
        "options": [[LETTERS[n], option.text] for n, option in enumerate(item.options)],
    }


class ExamPaper(Intents, anywidget.AnyWidget):
    """`ExamPaper(exam, seed)`: a form to sit; `study` is the learner's file.

    `ExamPaper(paper)` shows what `labsim.open_lab` gives of an exam: it is begun by a button.
    """

    _esm = script("tools.js", "item.js", "exam.js")
    _css = style()
    who = "The paper"

    about = traitlets.Dict({}).tag(sync=True)
    item = traitlets.Dict({}).tag(sync=True)
    state = traitlets.Dict({}).tag(sync=True)
    outcome = traitlets.Unicode("").tag(sync=True)

    def __init__(self, exam: str | Desk, seed: int = 0, study: str | Path = STUDY_FILE) -> None:
        super().__init__()
        own = isinstance(exam, Desk)
        self.sitting = exam if own else Sitting.start(exam, seed, Progress(study))
        plan = self.sitting.form.blueprint
        self.about = {
            "title": self.sitting.title,
            "rules": list(self.sitting.rules),
            "items": plan.items,
            "minutes": plan.minutes,
            "caveat": plan.caveat,
        }
        self._turn()
        self.show()
        self.on_msg(self._intent)

    def _turn(self) -> None:
        """Open the first item that is not answered; before the beginning none is shown."""
        answered, items = self.sitting.answers(), len(self.sitting.form.items)
        if self.sitting.begun:
            self.go(next((n for n in range(items) if n not in answered), 0))

    def _table(self) -> dict[str, Callable[..., Any]]:
        return {
            "begin": self.begin, "go": self.go, "choose": self.choose, "flag": self.flag,
            "spend": self.spend, "hand_in": self.hand_in,
        }  # fmt: skip

    def begin(self) -> None:
        """Start the clock and show the first item."""
        self.sitting.begin()
        self._turn()

    def go(self, place: int) -> None:
        """Turn to an item, from 0."""
        items = self.sitting.form.items
        if not self.sitting.begun:
            raise LabsimError("begin the paper first: its clock runs from then on")
        if not isinstance(place, int) or not 0 <= place < len(items):
            raise LabsimError(f"the form has items 1 to {len(items)}")
        self.item = shown_item(items[place], place)

    def choose(self, option: int | None, seconds: float = 0.0) -> None:
        """Answer the item that is open; None takes the answer back."""
        self.sitting.answer(self._open(), option, min(max(float(seconds), 0.0), 7200.0))

    def flag(self, on: bool) -> None:
        """Flag the item that is open, to come back to it."""
        self.sitting.flag(self._open(), bool(on))

    def _open(self) -> int:
        if not self.item:
            raise LabsimError("no item is open: begin the paper first")
        return int(self.item["place"])

    def spend(self, seconds: float) -> None:
        """Let the clock run by what the browser has measured."""
        self.sitting.spend(min(max(float(seconds), 0.0), LONGEST))

    def hand_in(self) -> None:
        """End the paper and show its report."""
        self.sitting.hand_in()

    def show(self) -> None:
        """Bring answers, flags and clock up to date; after the end, the report."""
        over = self.sitting.handed_in
        self.state = {
            "answers": {str(k): v for k, v in self.sitting.answers().items()},
            "flags": sorted(self.sitting.flags()),
            "late": sorted(self.sitting.late()),
            "begun": self.sitting.begun,
            "left": self.sitting.left,
            "over": over,
        }
        if over and not self.outcome:
            self.outcome = self.sitting.outcome()
