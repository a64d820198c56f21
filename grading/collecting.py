"""Collecting hand-ins from the exchange without following where they lead.

Apprentices write into the inbound folder themselves, also while it is being read; nbgrader copies
what it finds there with the instructor's rights. A link in it would bring the instructor's own
files into a submission, and with the feedback to the apprentice.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Callable
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns, parse_utc

try:
    import pwd
except ImportError:  # Windows, where nbgrader's exchange does not run either
    pwd = None  # type: ignore[assignment]

__all__ = ["Collect"]

DEEPEST, MOST = 20, 5000  # folders in each other, files and folders of a hand-in
PIECE = 1 << 20  # bytes read at a time
NOBODY = "\0"  # who hands in what is no hand-in
NAME = re.compile(r"[^./\x00-\x1f\x7f][^/\x00-\x1f\x7f]*")
FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
# A pipe put in the place of a file would keep us waiting for its writer.
FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Collect(ExchangeCollect):
    """nbgrader's own, but a link stays a link, and nobody hands in for others or stops the rest."""

    def init_src(self) -> None:
        super().init_src()
        self.src_records = [r for r in self.src_records if r["username"] != NOBODY]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        why = _no_hand_in(path, self.check_owner)
        if why:
            self.log.error("%r was not collected: %s", path, why)
            return {"username": NOBODY, "filename": "", "timestamp": datetime.min}
        return dict(super()._path_to_record(path))

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        if os.path.islink(src):
            self.log.error("%s is a link, no hand-in: it was not collected", src)
            return
        unwanted = ignore_patterns(
            self.coursedir.ignore, self.coursedir.include, self.coursedir.max_file_size, self.log
        )
        copier = Copier(unwanted, 1000 * self.coursedir.max_dir_size)
        try:
            with _open(src, FOLDER) as number:
                copier.owner = os.fstat(number).st_uid
                copier.folder(number, str(src), str(dest))
        except (OSError, TooMuch) as error:  # the others are to be collected all the same
            self.log.error("%r was not collected: %s", src, error)
            shutil.rmtree(dest, ignore_errors=True)
        for name, why in copier.left:
            self.log.error("%r was left out: %s", name, why)


def _no_hand_in(path: str, check_owner: bool) -> str:
    """Say why something in the inbound folder is nobody's hand-in; nothing if it may be one."""
    who, *rest = os.path.basename(path).rsplit("+", 3)
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode):
        return "it is no folder"
    if len(rest) < 2 or not NAME.fullmatch(who):
        return "its name does not say whose it is"
    try:
        parse_utc(rest[1])
    except Exception:  # dateutil raises whatever it stumbles over
        return "its name does not say when it was handed in"
    if check_owner and pwd is not None:
        with suppress(KeyError):  # no login of that name: then the owner tells nothing
            if pwd.getpwnam(who).pw_uid != found.st_uid:
                return f"it says {who}, and somebody else has put it there"
    return ""


class TooMuch(ValueError):
    """A hand-in has more of something than is copied."""


@contextmanager
def _open(name: str, flags: int, folder: int | None = None) -> Any:
    number = os.open(name, flags, dir_fd=folder)
    try:
        yield number
    finally:
        os.close(number)


class Copier:
    """Copies a folder that somebody may change meanwhile: each step goes by what is open."""

    def __init__(self, unwanted: Callable[[str, list[str]], Any], most: float) -> None:
        self.unwanted, self.most, self.size, self.count = unwanted, most, 0, 0
        self.owner = -1  # whose the hand-in is; a file of another's got in by a hard link
        self.left: list[tuple[str, str]] = []

    def folder(self, number: int, place: str, dest: str, depth: int = 0) -> None:
        """Copy the folder that is open as `number`; `place` is its name, for what is said."""
        if depth > DEEPEST:
            raise TooMuch(f"its folders lie more than {DEEPEST} deep in each other")
        os.mkdir(dest)
        names = sorted(os.listdir(number))
        unwanted = set(self.unwanted(place, names))
        for name in names:
            there, here = os.path.join(place, name), os.path.join(dest, name)
            try:
                kind = self._counted(os.stat(name, dir_fd=number, follow_symlinks=False))
                if name not in unwanted:
                    self._one(number, name, kind, there, here, depth)
            except OSError as error:
                self.left.append((there, str(error.strerror)))

    def _counted(self, found: os.stat_result) -> int:
        self.count, self.size = self.count + 1, self.size + found.st_size
        if self.count > MOST:
            raise TooMuch(f"it has more than {MOST} files")
        if self.size > self.most:
            raise TooMuch(f"it has {self.size / 1e6:.1f} MB")
        return found.st_mode

    def _one(
        self, number: int, name: str, kind: int, place: str, dest: str, depth: int
    ) -> None:  # fmt: skip
        if stat.S_ISLNK(kind):
            os.symlink(os.readlink(name, dir_fd=number), dest)
        elif stat.S_ISDIR(kind):
            with _open(name, FOLDER, number) as inner:
                self.folder(inner, place, dest, depth + 1)
        elif stat.S_ISREG(kind):
            with _open(name, FILE, number) as file:
                self._file(file, os.fstat(file), place, dest)

    def _file(self, number: int, found: os.stat_result, place: str, dest: str) -> None:
        if not stat.S_ISREG(found.st_mode) or found.st_uid != self.owner:
            self.left.append((place, "it is somebody else's, or no plain file"))
            return
        left = int(min(found.st_size, self.most))  # it may be growing
        with open(dest, "wb") as here:
            while left > 0 and (piece := os.read(number, min(PIECE, left))):
                here.write(piece)
                left -= len(piece)
        Path(dest).chmod(0o644)
