"""The log of an attempt: append-only, each line with a MAC over all before it.

The MAC key stays with service and grader. A line that was changed, left out, put in, moved or
taken from another log shows; a half-written last line (power cut) is told from that.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from labsim.attempt import Attempt, AttemptError
from labsim.recordfile import BIGGEST

__all__ = ["CUT", "Log", "Logged", "file_of", "log_key", "name_of", "parse", "student_ok"]

CUT = "is cut short"
STUDENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}")


def student_ok(name: str) -> bool:
    """Tell whether a name may be that of a file."""
    return STUDENT.fullmatch(name) is not None


def name_of(course: str, lab: str, student: str, number: int = 1) -> str:
    """Return what a log is called in its MACs: no line fits into another log."""
    return f"{course}|{lab}|{student}|{number}"


def file_of(folder: Path, lab: str, student: str, number: int = 1) -> Path:
    """Return where the log of an attempt lies."""
    return folder / lab / f"{student}.{number}.jsonl"


def log_key(sealing: str) -> bytes:
    """Return the key of a course's logs, from the key of its sealed labs."""
    return hmac.new(sealing.encode(), b"log", hashlib.sha256).digest()


def _mac(key: bytes, before: str, event: Mapping[str, Any]) -> str:
    body = json.dumps(event, sort_keys=True)
    return hmac.new(key, f"{before}|{body}".encode(), hashlib.sha256).hexdigest()


def parse(raw: bytes, key: bytes, name: str) -> tuple[list[dict[str, Any]], str, str, int]:
    """Return the events of a log up to what is wrong with it, that, the last MAC, sound bytes."""
    events, before, size = list[dict[str, Any]](), name, 0
    *lines, rest = raw.split(b"\n")
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            event, mac = row["event"], row["mac"]
            sound = hmac.compare_digest(_mac(key, before, event), mac)
        except (ValueError, KeyError, TypeError, RecursionError):
            return events, f"line {number} is no line of a log", before, size
        if not sound:
            return events, f"line {number} was not written by the service", before, size
        events.append(event)
        before, size = mac, size + len(line) + 1
    return events, f"line {len(lines) + 1} {CUT}" if rest else "", before, size


class Log:
    """The file of one attempt, open to append to."""

    def __init__(self, path: Path, key: bytes, before: str) -> None:
        self.path, self.key, self.before, self.dirty = path, key, before, False
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        self.number = os.open(path, flags, 0o600)

    def append(self, event: Mapping[str, Any]) -> None:
        """Write an event; AttemptError when it cannot be, and then nothing is written."""
        mac = _mac(self.key, self.before, event)
        line = json.dumps({"event": event, "mac": mac}, ensure_ascii=False) + "\n"
        data, size = line.encode(), os.fstat(self.number).st_size
        if size + len(data) > BIGGEST:
            most = f"{BIGGEST // 1_000_000} MB"
            raise AttemptError(f"the record is full, {most}: tell the instructor")
        try:
            if os.write(self.number, data) != len(data):
                raise OSError("the disk is full")
        except OSError as error:
            os.ftruncate(self.number, size)
            raise AttemptError(f"the service cannot write its log: {error}") from error
        self.before, self.dirty = mac, True

    def sync(self) -> None:
        """See to the disk what was written."""
        if self.dirty:
            os.fdatasync(self.number) if hasattr(os, "fdatasync") else os.fsync(self.number)
            self.dirty = False

    def close(self) -> None:
        self.sync()
        os.close(self.number)


class Logged(Attempt):
    """An attempt whose every event is in a log before it counts."""

    log: Log | None = None

    @classmethod
    def from_events(cls, events: list[dict[str, Any]]) -> Logged:
        """Return an attempt with these events, checked as those of a file are."""
        text = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
        return cls._parse(text, "the log", strict=True)  # type: ignore[return-value]

    def kept(self, log: Log, whole: bool) -> Logged:
        """Write to a log from now on; `whole`: also what there is already."""
        for event in self.events if whole else ():
            log.append(event)
        self.log = log
        return self

    def add(self, event: Mapping[str, Any]) -> dict[str, Any]:
        sound = super().add(event)
        if self.log is not None:
            try:
                self.log.append(sound)
            except AttemptError:
                self.events.pop()
                raise
        return sound
