"""A practice exam in a notebook: one item at a time, a clock, flags, a review, a report.

`ExamPaper("cat1", seed=1)` at the end of a cell. Every answer is written to the learner's study
file when it is given: an interrupted paper goes on where it was left.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from labsim.core.errors import LabsimError
from labsim.study.item import LETTERS, Item
from labsim.study.page import report_html
from labsim.study.progress import Progress
from labsim.study.report import report
from labsim.study.sitting import Sitting
from labsim.ui.files import script, style
from labsim.ui.intents import carry_out

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


class ExamPaper(anywidget.AnyWidget):
    """`ExamPaper(exam, seed)`: a form to sit; `study` is the learner's file."""

    _esm = script("tools.js", "item.js", "exam.js")
    _css = style()

    about = traitlets.Dict({}).tag(sync=True)
    item = traitlets.Dict({}).tag(sync=True)
    state = traitlets.Dict({}).tag(sync=True)
    outcome = traitlets.Unicode("").tag(sync=True)
    notice = traitlets.Dict({"n": 0, "text": "", "kind": ""}).tag(sync=True)

    def __init__(self, exam: str, seed: int = 0, study: str | Path = STUDY_FILE) -> None:
        super().__init__()
        self.sitting = Sitting.start(exam, seed, Progress(study))
        plan = self.sitting.form.blueprint
        self.about = {
            "title": f"{plan.title}, form {seed}",
            "items": plan.items,
            "minutes": plan.minutes,
            "caveat": plan.caveat,
        }
        answered = self.sitting.answers()
        first = next((n for n in range(plan.items) if n not in answered), 0)
        self.go(first)
        self.on_msg(self._intent)

    def _intent(self, _: Any, intent: Any, __: Any) -> None:
        """Carry out what the browser asks; what cannot be done is said, never raised."""
        table = {
            "go": self.go, "choose": self.choose, "flag": self.flag,
            "spend": self.spend, "hand_in": self.hand_in,
        }  # fmt: skip
        with self.hold_sync():
            try:
                carry_out("The paper", intent, table)
            except LabsimError as error:
                number = self.notice["n"] + 1
                self.notice = {"n": number, "text": str(error), "kind": "error"}

    def go(self, place: int) -> None:
        """Turn to an item, from 0."""
        items = self.sitting.form.items
        if not isinstance(place, int) or not 0 <= place < len(items):
            raise LabsimError(f"the form has items 1 to {len(items)}")
        self.item = shown_item(items[place], place)
        self._show()

    def choose(self, option: int | None, seconds: float = 0.0) -> None:
        """Answer the item that is open; None takes the answer back."""
        self.sitting.answer(self.item["place"], option, min(max(float(seconds), 0.0), 7200.0))
        self._show()

    def flag(self, on: bool) -> None:
        """Flag the item that is open, to come back to it."""
        self.sitting.flag(self.item["place"], bool(on))
        self._show()

    def spend(self, seconds: float) -> None:
        """Let the clock run by what the browser has measured."""
        self.sitting.spend(min(max(float(seconds), 0.0), LONGEST))
        self._show()

    def hand_in(self) -> None:
        """End the paper and show its report."""
        self.sitting.hand_in()
        self._show()

    def _show(self) -> None:
        over = self.sitting.handed_in
        self.state = {
            "answers": {str(k): v for k, v in self.sitting.answers().items()},
            "flags": sorted(self.sitting.flags()),
            "left": self.sitting.left,
            "over": over,
        }
        if over and not self.outcome:
            result = report(self.sitting.form, self.sitting.answers())
            self.outcome = report_html(result, self.sitting.seconds())
