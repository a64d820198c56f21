"""One submission, graded by nbgrader's own Autograde in a process that has it loaded."""

from __future__ import annotations

import glob
import logging
import os
import re
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from grading import intake
from grading.farm import books
from grading.farm.ledger import Ledger
from grading.farm.progress import Done
from grading.farm.words import understood
from grading.kernels.provisioner import ADDRESS, KernelLost, MotherProvisioner

__all__ = ["Grader"]

TRIES = 2  # times a submission is graded whose kernel was lost
MOST = 5  # sentences about one submission; the rest is in its log
LONGEST = 200  # characters of one
RAISED = re.compile(r"^[A-Za-z_][\w.]*(Error|Exception|Entry|Exit|Interrupt)\b")
POSTPONED = re.compile(r"run elsewhere first: ([0-9a-f]{64})")
CELL = re.compile(r"^[a-z]+-\d+-[a-z0-9-]+: ")  # whose mark a warning is about
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")  # a name may try to write over the terminal


@dataclass
class Grader:
    """Grades submissions of one lab, each from its beginning to its note in the ledger."""

    config: Any
    lab: str

    def __call__(self, student: str) -> Done:
        began, error, wanted = time.monotonic(), "", None
        books.share()
        books.trust()
        coursedir = self._coursedir(student)
        with heard(log_of(coursedir, self.lab, student)) as said, _sockets():
            try:
                self._grade(coursedir, student)
            except Exception as problem:
                error = understood(_why(said) or f"{type(problem).__name__}: {problem}")
                wanted = POSTPONED.search("\n".join(text for _, text in said))
        if wanted is not None:
            return Done(student, time.monotonic() - began, wanted=wanted[1])
        return Done(student, time.monotonic() - began, _plain(error), _told(said, student))

    def _grade(self, coursedir: CourseDirectory, student: str) -> None:
        ledger = Ledger(coursedir, self.lab)
        ledger.forget(student)
        for said in intake.screen(coursedir.root, self.lab, student):
            logging.getLogger("traitlets").warning("%s: %s", student, said.text)
        handed_in = ledger.handed_in(student)
        for _ in range(TRIES):
            MotherProvisioner.lost = False
            Autograde(coursedir=coursedir, config=self.config, force=True).start()
            if not MotherProvisioner.lost:
                ledger.note(student, handed_in)
                return
        raise KernelLost("the mother of kernels died each time this was graded")

    def _coursedir(self, student: str) -> CourseDirectory:
        coursedir = CourseDirectory(config=self.config)
        coursedir.assignment_id = self.lab
        coursedir.student_id = glob.escape(student)  # nbgrader takes it for a pattern
        return coursedir


@contextmanager
def _sockets() -> Iterator[None]:
    """Give a kernel a folder for its sockets, and as its home, that no other kernel knows."""
    address = os.environ.get(ADDRESS)
    if not address:
        yield
        return
    with TemporaryDirectory(dir=Path(address).parent, ignore_cleanup_errors=True) as folder:
        os.environ["JUPYTER_RUNTIME_DIR"] = folder
        yield


def log_of(coursedir: Any, lab: str, student: str) -> Path:
    """Return where everything is kept that nbgrader says about a submission."""
    return Path(coursedir.root) / ".labsim" / "logs" / lab / f"{student}.log"


class _Ear(logging.Handler):
    """Keeps level and text of what is said; what it is about may be gone a moment later."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.said: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.said.append((record.levelno, record.getMessage()))
        except Exception as problem:
            self.said.append((record.levelno, f"{record.msg} ({problem})"))


@contextmanager
def heard(file: Path) -> Iterator[list[tuple[int, str]]]:
    """Collect what nbgrader says instead of printing it, and keep it in a file."""
    log, ear = logging.getLogger("traitlets"), _Ear()
    before, log.handlers, log.propagate = log.handlers, [ear], False
    log.setLevel(logging.INFO)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader's and its database's own
            yield ear.said
    finally:
        log.handlers = before
        lines = [f"{logging.getLevelName(level)} {text}\n" for level, text in ear.said]
        with suppress(OSError):  # a full disk is said elsewhere
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(lines), encoding="utf-8", errors="replace")


def _why(said: list[tuple[int, str]]) -> str:
    """Return the line that says why nbgrader gave up: what was raised, or its first complaint."""
    errors = [text for level, text in said if level >= logging.ERROR]
    lines = [line for text in errors for line in text.strip().splitlines()]
    raised = [line.strip() for line in lines if RAISED.match(line.strip())]
    return (raised or lines[:1] or [""])[-1]


def _told(said: list[tuple[int, str]], student: str) -> tuple[str, ...]:
    """Return the warnings that name the student, without the name, each once.

    What is said of the hand-in and again at each of its marks is said once.
    """
    names = (f"{student}: ", f"{student}, ")
    own = [text for level, text in said if level >= logging.WARNING and text.startswith(names)]
    told: dict[str, str] = {}
    for text in (_plain(text[len(names[0]) :]) for text in own):
        told.setdefault(CELL.sub("", text), text)
    return tuple(told.values())[:MOST]


def _plain(text: str) -> str:
    return CONTROL.sub(" ", text)[:LONGEST]
