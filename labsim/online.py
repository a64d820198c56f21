"""What hands do at a controller: force a point, take the force out, change the mode, download."""

from __future__ import annotations

from typing import Self

from labsim.core.errors import LabsimError
from labsim.lockout import LockoutHands

__all__ = ["OnlineHands"]


class OnlineHands(LockoutHands):
    """The verbs of the engineering tool; each returns the bench."""

    def force(self, point: str, on: bool) -> Self:
        """Force an input or output: `force("A1:Q0.1", True)`.

        A forced input is what the program reads; a forced output goes to the terminal alone, the
        program does not see it.
        """
        if on not in (True, False):
            raise LabsimError(f"force {point} to {on!r}: True or False")
        self._act("force", point=str(point), on=bool(on))
        return self

    def unforce(self, point: str) -> Self:
        """Take a force out, one's own or one that somebody has left: `unforce("A1:Q0.1")`."""
        self._act("unforce", point=str(point))
        return self

    def mode(self, tag: str, to: str) -> Self:
        """Put a controller into "run" or "program": `mode("A1", "program")`."""
        self._act("mode", tag=str(tag), to=str(to))
        return self

    def download(self, tag: str) -> Self:
        """Load the program on file into a controller: what was edited in it is as it should be."""
        self._act("set", tag=str(tag), parameter="program", value=0.0)
        return self
