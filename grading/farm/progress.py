"""What a run of grading says while it goes on: how far, who, how long still; then a table."""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

__all__ = ["Done", "Progress"]


@dataclass(frozen=True)
class Done:
    """One submission that was graded, or could not be."""

    student: str
    seconds: float
    error: str = ""
    said: tuple[str, ...] = ()  # what the instructor ought to read, a sentence each
    wanted: str = ""  # what has to be run on another machine first


@dataclass
class Progress:
    """Tells how the submissions of a lab come along: one line on a terminal, else a line each."""

    lab: str
    total: int
    before: int = 0  # graded already and unchanged
    out: TextIO = field(default_factory=lambda: sys.stdout)
    began: float = field(default_factory=time.monotonic)
    done: list[Done] = field(default_factory=list)
    stopped: bool = False  # by whoever started it

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds until the end, if the rest takes as long as what is done."""
        return self.elapsed / max(len(self.done), 1) * (self.total - len(self.done))

    @property
    def rest(self) -> int:
        return self.total - len(self.done)

    def add(self, done: Done) -> None:
        """Say that one more is graded, and what the instructor ought to know of it."""
        self.done.append(done)
        said = [*done.said, *([f"NOT GRADED: {done.error}"] if done.error else [])]
        for line in said:
            self._clear()
            print(f"  {done.student}: {line}", file=self.out)
        where = f"[{len(self.done)}/{self.total}] {self.lab} {done.student} {done.seconds:.1f} s"
        self._line(f"{where}, {_span(self.left)} left")

    def _line(self, text: str) -> None:
        if self.out.isatty():
            self._clear()
            room = shutil.get_terminal_size().columns - 1
            print(text[:room], end="\r", file=self.out, flush=True)
        else:
            print(text, file=self.out, flush=True)

    def _clear(self) -> None:
        if self.out.isatty():
            print("\x1b[2K", end="\r", file=self.out)

    def end(self) -> None:
        """Say what came of the lab."""
        self._clear()
        failed = [done for done in self.done if done.error]
        good = [done.seconds for done in self.done if not done.error]
        parts = [f"{len(good)} graded"]
        if good:
            parts[0] += f" in {_span(self.elapsed)}"
            parts.append(f"{statistics.median(good):.1f} s each (median), {max(good):.1f} at most")
        parts += [f"{self.before} graded before and unchanged"] if self.before else []
        parts += [f"{len(failed)} not graded"] if failed else []
        parts += [f"{self.rest} still to do: run it again"] if self.rest else []
        print(f"{self.lab}: {'; '.join(parts)}", file=self.out, flush=True)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min"
