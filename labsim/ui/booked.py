"""Looking up, backing up and comparing on the PLC page, each on record.

In graded work a program of several routines lies on more pages than one has eyes for: where else a
tag is used is told when it is looked up, and the record has the look-up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labsim.bench import Bench
from labsim.coach.keeping import TITLE
from labsim.core.errors import LabsimError
from labsim.drawing.rungs import Ladder
from labsim.plc.parts.processor import PROGRAM_MARK, Operated

__all__ = ["Booked"]


class Booked:
    """The intents of an engineering tool that keep a record of what was looked up and kept."""

    bench: Bench
    drawn: Ladder
    part: Operated
    graded: bool
    on: str
    find_tag: Callable[[str], None]
    to_writer: Callable[[str], None]
    _after: Callable[..., Any]
    _tell: Callable[..., None]

    def keeping(self) -> dict[str, Callable[..., Any]]:
        """Return the intents: look a tag up, back up, compare."""
        return {"writer": self.look_up, "backup": self.backup, "compare": self.compare}

    @property
    def keeps(self) -> bool:
        """Whether the case holds a backup of the program."""
        return "compare" in self.bench.functions()

    @property
    def books(self) -> bool:
        """Whether a look-up has to be on record before it is told."""
        return self.graded and len(self.part.logic.program.routines) > 1

    def noted(self) -> str:
        """Say what is drawn in graded work, and what the last comparison told."""
        drawn = "Program on file; bits as they were read." if self.graded else ""
        done = self.bench.attempt.of("measure", "set")
        told = done[-1] if done else {}
        for event in reversed(done):
            told = event
            if event["do"] == "set" or event["function"] == "compare":
                break
        if told.get("function") != "compare":
            return drawn
        return f"{drawn} Compared with the backup: {told['text']}.".strip()

    def known(self, tag: str) -> bool:
        """Tell whether the cross reference of a tag may be shown."""
        asked = {event["point"].casefold() for event in self.bench.attempt.of("look_up")}
        return not self.books or f"{self.on}:{tag}".casefold() in asked

    def hidden(self, about: dict[str, Any]) -> dict[str, Any]:
        """Return what is told of an element: without its cross reference while that is not read."""
        if not about.get("tag") or self.known(about["tag"]):
            return about
        return {**about, "uses": [], "warning": ""}

    def look_up(self, tag: str) -> None:
        """Look a tag up and go to the rung that writes it; again: to its next place."""
        if not self.known(tag):
            self._after(self.bench.look_up)(point=f"{self.part.tag}:{tag}")
        self.to_writer(tag)

    def backup(self) -> None:
        """Upload what is in the controller, and keep it."""
        self._after(self.bench.backup)(tag=self.part.tag)
        self._tell(f"What is in {self.part.tag} is backed up.", "done")

    def compare(self) -> None:
        """Say what is other than on file."""
        if not self.keeps:
            raise LabsimError(f"there is no {TITLE} in the case to compare with")
        told = self.bench.measure("compare", f"{self.part.tag}:{PROGRAM_MARK}")
        self._tell(f"Compared with the backup: {told}", "seen")
