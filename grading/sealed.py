"""Sealed labs: their records are the measurement service's, whatever an apprentice hands in.

A course that has sealed labs says so in `sealed.json`: which, and where the service listens. The
grader asks the service, checks every line with the course's key, and keeps a copy in `records/`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grading.work import Work
from labsim.attempt import Attempt
from labsim.core.errors import LabsimError
from labsim.course import lab as lab_of
from labsim.retake import attempt_file
from labsim.sealed.client import Link
from labsim.sealed.log import CUT, Logged, file_of, log_key, name_of, parse
from labsim.sealed.which import refusal
from labsim.seeds import SEALED, TICKET_FILE, sealing_key

__all__ = ["Sealing", "copied", "of_course", "seal", "show", "state", "take"]

FILE, COPIES = "sealed.json", "records"
SHORT = 1.0  # s to wait for a service that is being started again; a class has many hand-ins


@dataclass(frozen=True)
class Sealing:
    """What of a course is sealed, and the socket of its service."""

    home: Path
    labs: tuple[str, ...]
    socket: Path

    def copy(self, lab: str, student: str, number: int = 1) -> Path:
        """Return where the copy of the log of an attempt lies."""
        return file_of(self.home / COPIES, lab, student, number)


def of_course(home: str | Path) -> Sealing | None:
    """Return what is sealed in the course of a directory, None if nothing is."""
    path = Path(home) / FILE
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Sealing(Path(home), tuple(map(str, found["labs"])), Path(found["socket"]))
    except (ValueError, KeyError, TypeError) as error:
        raise LabsimError(f"{path} does not say which labs are sealed: {error}") from error


def seal(home: str | Path, labs: Sequence[str], socket: str | Path) -> Sealing:
    """Say that labs of a course are sealed; their tickets are taken out of what is released."""
    home = Path(home)
    for lab in labs:
        if why := refusal(lab_of(lab)):
            raise LabsimError(f"{lab} cannot be sealed: {why}")
        ticket = home / "source" / lab / TICKET_FILE
        if not ticket.parent.is_dir():
            raise LabsimError(
                f"{lab} is no lab of the course in {home}: `labsim course init` first"
            )
        ticket.write_text(json.dumps({lab: SEALED}) + "\n", encoding="utf-8")
    text = json.dumps({"labs": list(labs), "socket": str(socket)}, indent=1)
    (home / FILE).write_text(text + "\n", encoding="utf-8")
    return Sealing(home, tuple(labs), Path(socket))


def take(
    sealing: Sealing | None, course: str, lab: str, student: str, work: Work, ring: Sequence[str]
) -> None:
    """Put the service's record in the place of what was handed in, where a lab is sealed."""
    if sealing is None or lab not in sealing.labs:
        return
    work.sealed, work.record, work.parts = True, None, {}
    work.notes[:] = [note for note in work.notes if "record" not in note.lower()]
    try:
        raw = {n: _asked(sealing, lab, student, work, n) for n in numbers(lab)}
    except LabsimError as error:
        work.unread = f"{lab} is sealed, and its record cannot be read: {error}"
        return
    if not raw[1]:
        work.notes.append("The measurement service has no record: the lab was not opened there.")
        return
    _put(raw, course, lab, student, work, ring)


def _put(
    raw: dict[int, bytes], course: str, lab: str, student: str, work: Work, ring: Sequence[str]
) -> None:
    """Put the records of logs, by the number of the attempt, where those handed in would be."""
    work.record = _checked(raw[1], course, lab, student, work, ring)
    for number, text in raw.items():
        if number > 1 and text:
            part = work.parts[str(number)] = Work(sealed=True)
            part.record = _checked(text, course, lab, student, part, ring, number)


def numbers(lab: str) -> range:
    """Return the numbers of the attempts a lab allows."""
    return range(1, int(lab_of(lab).scenario.attempts) + 1)


def copied(
    sealing: Sealing, course: str, lab: str, student: str, work: Work, ring: Sequence[str]
) -> None:
    """Put the copy that grading has kept in the place of what was handed in; nobody is asked."""
    work.sealed, work.record, work.parts = True, None, {}
    files = {number: sealing.copy(lab, student, number) for number in numbers(lab)}
    raw = {number: file.read_bytes() if file.is_file() else b"" for number, file in files.items()}
    if raw[1]:
        _put(raw, course, lab, student, work, ring)


def state(home: str | Path, lab: str, student: str) -> str:
    """Return a hash of a sealed log, for who asks whether it has changed; "" if none is sealed."""
    sealing = of_course(home)
    if sealing is None or lab not in sealing.labs:
        return ""
    try:
        raw = [_asked(sealing, lab, student, Work(), number) for number in numbers(lab)]
    except LabsimError as error:
        return f"not read: {error}"
    return hashlib.sha256(b"".join(raw)).hexdigest()


def _asked(sealing: Sealing, lab: str, student: str, work: Work, attempt: int = 1) -> bytes:
    """Return an attempt's log as the service has it, or the copy when the service is silent.

    In the place of the socket may be the folder of the logs, where pods share no sockets.
    """
    copy = sealing.copy(lab, student, attempt)
    try:
        raw = _fetched(sealing.socket, lab, student, attempt)
    except LabsimError as error:
        if not copy.is_file() and attempt > 1 and sealing.copy(lab, student).is_file():
            return b""  # none was begun when the first was copied
        if not copy.is_file():
            raise
        work.look.append(f"Marked from the copy in {COPIES}, for the service said: {error}.")
        return copy.read_bytes()
    if raw:
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(number, "wb") as out:
            out.write(raw)
    return raw


def _fetched(place: Path, lab: str, student: str, attempt: int) -> bytes:
    if place.is_dir():
        found = sorted(place.rglob(f"{lab}/{student}.{attempt}.jsonl"))
        return found[0].read_bytes() if found else b""
    link = Link(place, comes_back=SHORT)
    try:
        which = {"number": attempt} if attempt > 1 else {}
        return str(link.ask("logs", lab=lab, student=student, **which)["log"]).encode()
    finally:
        link.close()


def _checked(
    raw: bytes, course: str, lab: str, student: str, work: Work, ring: Sequence[str],
    attempt: int = 1,
) -> Attempt | None:  # fmt: skip
    """Return the record of a log as far as it was written by the service of this course."""
    name, best = (
        name_of(course, lab, student, attempt),
        (list[dict[str, Any]](), "no key of the course fits"),
    )
    for key in ring:
        events, trouble, _, _ = parse(raw, log_key(sealing_key(key, course)), name)
        best = max(best, (events, trouble), key=lambda found: len(found[0]))
        if not trouble:
            break
    events, trouble = best
    if trouble and CUT not in trouble:
        work.look.append(f"The service's log does not check: {trouble}. Look at it before marking.")
    return Logged.from_events(events) if events else None


def show(work: Work, folder: str | Path, lab: str) -> None:
    """Lay the record where the notebook, run again for its outputs, looks for it."""
    if not work.sealed:
        return
    for number in numbers(lab):
        own = work if number == 1 else work.parts.get(str(number), Work())
        path = attempt_file(lab_of(lab), folder, number)
        if own.record is not None:
            path.unlink(missing_ok=True)
            path.write_text(own.record._text(), encoding="utf-8")
