"""The file of an attempt record: one writer at a time, whole lines only, nothing lost.

Two tabs may have the same record open. Each takes an advisory lock on the file (where the system
has one), reads what the other has added, and then writes its own line.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from labsim.core import whole
from labsim.core.errors import LabsimError

try:
    import fcntl
except ImportError:  # Windows: one tab at a time there
    fcntl = None  # type: ignore[assignment]

__all__ = ["BIGGEST", "AttemptError", "append", "aside", "held", "read", "replace"]

PATIENCE = 5.0  # s to wait for another tab that is writing
BIGGEST = 20_000_000  # bytes; a thousand hours of work


class AttemptError(LabsimError):
    """An attempt record cannot be used; the text says which line and why."""


@contextmanager
def held(path: Path | None) -> Iterator[None]:
    """Keep the file to ourselves for a moment; AttemptError when another tab does not let go."""
    if path is None or fcntl is None:
        yield
        return
    deadline = time.monotonic() + PATIENCE
    while True:
        with _opened(path) as file:
            if not _locked(file.fileno(), path, deadline):
                continue
            yield
            return


@contextmanager
def _opened(path: Path) -> Iterator[object]:
    try:
        file = open(path, "ab")  # noqa: SIM115
    except OSError as error:
        raise AttemptError(f"{path.name} cannot be written, nothing was done: {error}") from error
    with file:
        yield file


def _locked(number: int, path: Path, deadline: float) -> bool:
    """Lock an open file; False when the file at this path has become another one meanwhile."""
    while True:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise AttemptError(f"another tab holds {path.name}: close it and go on") from error
            time.sleep(0.01)
        except OSError:  # a file system without locks
            break
    with suppress(OSError):
        return os.fstat(number).st_ino == path.stat().st_ino
    return False


def read(path: Path) -> bytes:
    """Return what the file holds; AttemptError when it is missing, unreadable or far too large."""
    try:
        if path.stat().st_size > BIGGEST:
            most = f"{BIGGEST // 1_000_000} MB"
            raise AttemptError(f"{path.name} is larger than {most}: that is no attempt record")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise AttemptError(f"there is no attempt record {path.name}") from error
    except OSError as error:
        raise AttemptError(f"{path.name} cannot be read: {error}") from error


def append(path: Path, line: str) -> int:
    """Add one line, whole or not at all, and see it to the disk; return the file's size."""
    size = path.stat().st_size if path.exists() else 0
    try:
        with open(path, "ab") as file:
            file.write((b"" if _ends(path, size) else b"\n") + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return path.stat().st_size
    except OSError as error:
        with suppress(OSError):
            os.truncate(path, size)
        raise AttemptError(f"{path.name} cannot be written, nothing was done: {error}") from error


def _ends(path: Path, size: int) -> bool:
    """Tell whether the last line of a file has its end; an editor may have taken it off."""
    with open(path, "rb") as file:
        file.seek(max(0, size - 1))
        return file.read() in (b"", b"\n")


def replace(path: Path, text: str) -> int:
    """Put a text in the place of the file, all of it or nothing; return its size."""
    try:
        whole.put(path, text.encode(), mode=0o644)
        return path.stat().st_size
    except OSError as error:
        raise AttemptError(f"{path.name} cannot be written: {error}") from error


def aside(path: Path, move: bool = False) -> Path:
    """Keep a copy of a damaged file beside it, or the file itself; return its path."""
    number = 1
    while (copy := path.with_suffix(f".damaged-{number}")).exists():
        number += 1
    if move:
        path.replace(copy)
    else:
        shutil.copyfile(path, copy)
    return copy
