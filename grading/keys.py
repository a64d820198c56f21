"""Master keys: one file for each course, outside the course, readable by its owner only.

The first line of a file is the key in use; keys that were used before follow, newest first. Records
made under an old key are still marked. A key goes by its id, which is public and tells nothing.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from labsim.core import whole
from labsim.core.errors import LabsimError

__all__ = ["Key", "create", "directory", "load", "path", "ring", "write"]

LINE = re.compile(r"([0-9a-f]{64})((?: (?:since|until)=\d{4}-\d{2}-\d{2}| leaked)*)")


@dataclass(frozen=True)
class Key:
    """A key of a course: 64 hexadecimal figures, the days it was used, whether others had it."""

    text: str
    since: str = ""
    until: str = ""
    leaked: bool = False

    @property
    def id(self) -> str:
        """A short public name: a hash, from which the key cannot be found."""
        return hashlib.sha256(b"labsim key id " + self.text.encode()).hexdigest()[:8]

    @property
    def line(self) -> str:
        days = [f"{name}={day}" for name in ("since", "until") if (day := getattr(self, name))]
        return " ".join([self.text, *days, *(["leaked"] if self.leaked else [])])

    @classmethod
    def read(cls, line: str) -> Key | None:
        """Return the key of a line of a key file, None when it is none."""
        found = LINE.fullmatch(line.strip())
        if found is None:
            return None
        words = dict(w.split("=") for w in found[2].split() if "=" in w)
        return cls(found[1], words.get("since", ""), words.get("until", ""), "leaked" in found[2])


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
    """Return the key a course uses now, 64 hexadecimal figures; LabsimError as `ring`."""
    return ring(course)[0].text


def ring(course: str) -> list[Key]:
    """Return the keys of a course: the one in use, and those before it, newest first.

    LabsimError when there is none, one is damaged, or others could have read them.
    """
    file = path(course)
    if not file.exists():
        where = file.parent
        raise LabsimError(
            f"course {course} has no key in {where}: run `labsim course init`, "
            "or put the key there that the course was made with (`labsim course key restore`)"
        )
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise LabsimError(
            f"{file} can be read by others: chmod 600 it, and think about a new key "
            "(`labsim course key rotate --leaked`)"
        )
    lines = file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    found = [Key.read(line) for line in lines if line.strip()]
    if not found or None in found:
        raise LabsimError(f"{file} is not a key: it must hold 64 hexadecimal figures")
    return [key for key in found if key is not None]


def write(course: str, found: list[Key]) -> Path:
    """Put keys in the place of a course's key file, all of them or nothing (mode 0600)."""
    file = path(course)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = "".join(f"{key.line}\n" for key in found)
    try:
        whole.put(file, text.encode())
    except OSError as error:
        raise LabsimError(f"{file} cannot be written, the keys are as before: {error}") from error
    return file
