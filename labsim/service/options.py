"""What the measurement service is told when it starts."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from labsim.core.errors import LabsimError, unknown
from labsim.sealed.client import WELL_KNOWN
from labsim.sealed.log import student_ok

__all__ = ["Options", "read_key", "read_options"]

MB = 1024 * 1024


@dataclass(frozen=True)
class Options:
    """Where the socket, the logs and the key are; who may read logs; what a worker may use."""

    course: str
    state: Path  # logs and caches; the service's own, mode 0700
    key: Path  # the course's sealing key; the service's own, mode 0600
    socket: Path = WELL_KNOWN
    instructors: tuple[str, ...] = ()  # login names that may read the logs
    labs: tuple[str, ...] = ()  # what is sealed; all that can be if none is named
    student: str = ""  # in one apprentice's container: who; "$NAME" is read from the environment
    memory: int = 1024 * MB  # bytes a worker may add to what it starts with
    seconds: float = 60.0  # of work one request may take
    idle: float = 900.0  # s without a connection after which a worker goes
    workers: int = 400
    connections: int = 16  # of one apprentice

    def check(self) -> Options:
        """Make the directories; LabsimError when something is not as it must be."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", self.course):
            raise LabsimError(f"{self.course!r} is no name for a course")
        if self.student and not student_ok(self.student):
            raise LabsimError(f"{self.student!r} is no name of a student")
        self.state.mkdir(parents=True, exist_ok=True, mode=0o700)
        mode = stat.S_IMODE(self.state.stat().st_mode)
        if mode & 0o077:
            raise LabsimError(f"{self.state} can be read by others: chmod 700 it")
        if not os.access(self.state, os.W_OK):
            raise LabsimError(f"{self.state} is not this user's to write")
        read_key(self.key)
        return self

    @property
    def attempts(self) -> Path:
        """The folder of the logs."""
        return self.state / "attempts" / self.course


def read_options(path: Path) -> Options:
    """Return what a TOML file says; LabsimError with the nearest name for one nobody knows."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LabsimError(f"{path}: {error}") from error
    kinds = {f.name: str(f.type) for f in fields(Options)}
    for name, value in given.items():
        if name not in kinds:
            raise unknown(str(path), "setting", name, kinds)
        if kinds[name].startswith("tuple"):
            given[name] = tuple(map(str, value))
        elif kinds[name] == "Path":
            given[name] = path.parent / str(value)
        elif not isinstance(value, str if kinds[name] == "str" else int | float):
            raise LabsimError(f"{path}: {name} = {value!r} is no {kinds[name]}")
    lacks = [name for name in ("course", "state", "key") if name not in given]
    if lacks:
        raise LabsimError(f"{path} does not say: {', '.join(lacks)}")
    if str(given.get("student", "")).startswith("$"):
        name = given["student"][1:]
        if not (value := os.environ.get(name)):
            raise LabsimError(f"{path}: the variable {name} is not set: whose bench is it?")
        given["student"] = value
    return Options(**given)


def read_key(path: Path) -> str:
    """Return the sealing key in a file: 64 hexadecimal figures that nobody else can read."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise LabsimError(f"no sealing key: {error}") from error
    if mode & 0o077:
        raise LabsimError(f"{path} can be read by others: chmod 600 it, and think about a new key")
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise LabsimError(f"{path} is no sealing key: it must hold 64 hexadecimal figures")
    return text
