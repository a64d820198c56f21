"""What reading a rung needs beside the reader: places in a text, numbers of operands."""

from __future__ import annotations

import re
from bisect import bisect_right

from labsim.plc import instructions
from labsim.plc.errors import ProgramError

__all__ = ["Source", "counts", "sample"]


class Source:
    """A text with its lines, to say where something is."""

    def __init__(self, text: str, line: int = 1, column: int = 1) -> None:
        self.text, self.line, self.column = text, line, column
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column, from 1, of a place in the text."""
        row = bisect_right(self.starts, at) - 1
        column = at - self.starts[row] + (self.column if row == 0 else 1)
        return self.line + row, column

    def error(self, text: str, at: int) -> ProgramError:
        """Build the error that something is wrong at a place."""
        return ProgramError(text, *self.place(at))


def counts(spelling: str, dialect: str, kind: str) -> tuple[int, int]:
    """Return how few and how many operands an instruction takes; nearly any number of a call."""
    if kind in ("", "foreign", "call"):
        return 0, 500
    form = instructions.find(spelling, dialect).form(dialect)
    takes = form.positional
    least = sum(one.way != "setting" for one in takes)
    if form.memory and form.enter:
        least = 1  # pins of a block that are left out keep their values
    if spelling.upper() == "JSR":
        least = 1
    slc = 1 if dialect == "ab" and form.memory == "TIMER" else 0  # the time base of RSLogix 500
    return least, 500 if form.more else len(takes) + slc


def sample(text: str, at: int, end: int) -> str:
    """Return the next few letters of a text, for an error."""
    return text[at : min(at + 20, end)].split("\n")[0]
