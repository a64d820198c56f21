"""A program put on file: the text an apprentice wrote, as it stands, on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from labsim.attempt import Attempt
from labsim.core.errors import LabsimError
from labsim.plc.parts.processor import Operated

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = ["Filing", "filed", "may_file"]

LONGEST = 20_000  # characters of a program


def filed(attempt: Attempt) -> str:
    """Return the program that is on file, the latest one; nothing if there is none."""
    events = attempt.of("file")
    return str(events[-1]["text"]) if events else ""


def may_file(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Refuse what is too long, or for a part that takes no program. What it says is not read."""
    part = bench.machine.component(event["tag"])
    if not (isinstance(part, Operated) or getattr(part, "files", False)):
        raise LabsimError(f"{part.tag} is a {part.title}: it takes no program")
    if len(event["text"]) > LONGEST:
        raise LabsimError(f"a program on file has at most {LONGEST} characters")


class Filing:
    """The part of a bench that takes programs."""

    attempt: Attempt
    _act: Any

    def file(self, tag: str, text: str) -> Self:
        """Put the text of a program on file for a controller: `file("A1", program)`.

        The latest is what counts. Nothing happens at the machine, nobody reads it now. An empty
        text, and one that is on file already, change nothing, so a notebook may be run from top to
        bottom; what is signed off stays as it is.
        """
        given = str(text or "")
        if given.strip() and given != filed(self.attempt) and not self.attempt.signed_off:
            self._act("file", tag=str(tag), text=given)
        return self
