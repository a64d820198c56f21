"""Looking after the keys of a course: a new one, a copy in a safe place, and back from there."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path

from grading import keys
from grading.keys import Key
from labsim.core.errors import LabsimError

__all__ = ["backup", "restore", "rotate", "table"]

KIND = "labsim course key 1"


def table(course: str) -> list[tuple[str, ...]]:
    """Return id, use, days and remarks of every key of a course; never a key."""
    found = keys.ring(course)
    rows = []
    for number, key in enumerate(found):
        until = f" until {key.until or 'some day'}" if number else ""
        used = f"since {key.since or 'the beginning'}{until}"
        rows.append((key.id, "old" if number else "in use", used, "leaked" if key.leaked else ""))
    return rows


def rotate(course: str, leaked: bool = False, today: str = "") -> tuple[Key, Key]:
    """Give a course a new key; return the new and the old one. The old one still marks.

    `leaked` notes that others may have the old key: what was made under it is marked, and the
    instructor is told to look at it.
    """
    day = today or date.today().isoformat()
    old, *rest = keys.ring(course)
    new = Key(secrets.token_hex(32), since=day)
    old = replace(old, until=day, leaked=leaked or old.leaked)
    keys.write(course, [new, old, *rest])
    return new, old


def _sum(course: str, lines: list[str]) -> str:
    return hashlib.sha256("\n".join([KIND, course, *lines]).encode()).hexdigest()


def backup(course: str, file: Path, home: Path | None = None) -> Path:
    """Write all keys of a course to a new file (mode 0600), with a sum that shows damage.

    LabsimError when the file is there already, or lies in the course, from where it would be
    handed on with it.
    """
    file = Path(file).expanduser()
    if home is not None and file.resolve().is_relative_to(Path(home).resolve()):
        raise LabsimError(f"{file} lies in the course: a key is kept away from it, on a stick, say")
    lines = [key.line for key in keys.ring(course)]
    body = {"kind": KIND, "course": course, "keys": lines, "sum": _sum(course, lines)}
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise LabsimError(f"{file} is there already: name another file") from error
    except OSError as error:
        raise LabsimError(f"{file} cannot be written: {error}") from error
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(body, out, indent=1)
        out.write("\n")
    return file


def restore(file: Path) -> tuple[str, int]:
    """Take the keys of a copy back; return the course and how many were new here.

    Nothing is lost: a key that is in use stays in use, and those of the copy that are not known
    here join the old ones.
    """
    course, saved = _read(Path(file).expanduser())
    here = keys.ring(course) if keys.path(course).exists() else []
    known = {key.text for key in here}
    fresh = [key for key in saved if key.text not in known]
    if fresh:
        keys.write(course, [*here, *fresh])
    return course, len(fresh)


def _read(file: Path) -> tuple[str, list[Key]]:
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        course, lines = str(body["course"]), [str(line) for line in body["keys"]]
        sound = body["kind"] == KIND and body["sum"] == _sum(course, lines)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LabsimError(f"{file} is no copy of a course's keys: {error}") from error
    found = [Key.read(line) for line in lines]
    if not sound or not found or None in found:
        raise LabsimError(f"{file} is damaged: its sum does not fit what it holds")
    return course, [key for key in found if key is not None]
