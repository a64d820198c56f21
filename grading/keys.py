"""Master keys: one file for each course, outside the course, readable by its owner only."""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path

from labsim.core.errors import LabsimError

__all__ = ["create", "directory", "load", "path"]


def directory() -> Path:
    """Where keys are kept: LABSIM_KEYS, else `labsim/keys` in the user's configuration."""
    named = os.environ.get("LABSIM_KEYS")
    if named:
        return Path(named).expanduser()
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "labsim" / "keys"


def path(course: str) -> Path:
    """Return the key file of a course."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", course):
        raise LabsimError(f"{course!r} is no name for a course: use letters, figures, . - _")
    return directory() / f"{course}.key"


def create(course: str) -> Path:
    """Make the key of a course if it has none; return its file (mode 0600)."""
    file = path(course)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        load(course)
        return file
    with os.fdopen(handle, "w") as out:
        out.write(secrets.token_hex(32) + "\n")
    return file


def load(course: str) -> str:
    """Return the key of a course, 64 hexadecimal figures.

    LabsimError when there is none, it is damaged, or others could have read it.
    """
    file = path(course)
    if not file.exists():
        where = file.parent
        raise LabsimError(
            f"course {course} has no key in {where}: run `labsim course init`, "
            "or put the key there that the course was made with"
        )
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise LabsimError(f"{file} can be read by others: chmod 600 it, and think about a new key")
    key = file.read_text(encoding="utf-8", errors="replace").strip()
    if not re.fullmatch("[0-9a-f]{64}", key):
        raise LabsimError(f"{file} is not a key: it must hold 64 hexadecimal figures")
    return key
