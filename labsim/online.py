"""What hands do at a controller: force, change the mode, download, back up, look up a tag."""

from __future__ import annotations

from typing import Self

from labsim.core.errors import LabsimError
from labsim.lockout import LockoutHands
from labsim.lookup import places

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

    def backup(self, tag: str) -> Self:
        """Upload what is in a controller and keep it, dated, with comments: `backup("A1")`.

        It changes nothing. Once before a change and once after the last one is good practice.
        """
        self._act("backup", tag=str(tag))
        return self

    def look_up(self, point: str) -> tuple[str, ...]:
        """Return the cross reference of a tag, of the program on file: `look_up("A1:Ready")`.

        One line a place, "PERM1, rung 12: OTE writes it"; the writers first. It takes half a
        minute, the jump there and the reading of the rung included, and stands in the record.
        """
        self._act("look_up", point=str(point))
        return places(self.machine, str(point))

    def download(self, tag: str) -> Self:
        """Load the program on file into a controller: what was edited in it is as it should be."""
        self._act("set", tag=str(tag), parameter="program", value=0.0)
        return self
