"""Practice cards in a notebook: an item, how sure you are, then the reason and when it returns.

`PracticeCards("cmrt")` at the end of a cell; `topics` narrows it down.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from labsim.core.errors import LabsimError
from labsim.study.item import LETTERS, Item
from labsim.study.practice import SURE, Practice, Told
from labsim.study.progress import Progress
from labsim.ui.exam import STUDY_FILE, shown_item
from labsim.ui.files import script, style
from labsim.ui.intents import Intents

__all__ = ["PracticeCards"]


class PracticeCards(Intents, anywidget.AnyWidget):
    """`PracticeCards(exam)`: what is due, else something new; kept in the learner's file."""

    _esm = script("tools.js", "item.js", "drill.js")
    _css = style()
    who = "Practice"

    about = traitlets.Dict({}).tag(sync=True)
    item = traitlets.Dict({}).tag(sync=True)
    told = traitlets.Dict({}).tag(sync=True)

    def __init__(
        self, exam: str, topics: Sequence[str] = (), study: str | Path = STUDY_FILE
    ) -> None:
        super().__init__()
        self.practice = Practice(exam, Progress(study), topics)
        self.about = {"title": f"Practice toward {exam.upper()}", "sure": list(SURE)}
        self.asked, self.open = 0, None
        self.next()
        self.on_msg(self._intent)

    open: Item | None

    def _table(self) -> dict[str, Callable[..., Any]]:
        return {"next": self.next, "answer": self.answer}

    def next(self) -> None:
        """Turn to the next card; say so when nothing is due."""
        self.open, self.told = self.practice.next(), {}
        if self.open is None:
            self.item = {}
            return
        self.asked += 1
        self.item = shown_item(self.open, self.asked)

    def answer(self, option: int, sure: int, seconds: float = 0.0) -> None:
        """Answer the open card: option from 0, `sure` 0 to 2."""
        if self.open is None or self.told:
            raise LabsimError("this card is answered; take the next")
        told = self.practice.answer(self.open, option, sure, seconds=float(seconds))
        self.told = self._told(self.open, told)

    def _told(self, item: Item, told: Told) -> dict[str, Any]:
        head = "Right." if told.right else f"Not right: {told.mistake}."
        if told.misconception:
            head += " You were certain of it: worth a second look."
        where = f" Practise in {', '.join(item.repair)}." if item.repair and not told.right else ""
        return {
            "right": told.right,
            "head": head,
            "key": f"{LETTERS[item.key]}: {item.options[item.key].text}.",
            "because": item.because + where,
            "due": f"Comes back {told.due:%d %B %Y}.",
        }
