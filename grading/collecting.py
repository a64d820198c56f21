"""Collecting hand-ins from the exchange without following where they lead.

Apprentices write into the inbound folder themselves; nbgrader copies what it finds there with the
instructor's rights. A link in it would bring the instructor's own files into a submission, and
with the feedback to the apprentice.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import ignore_patterns

__all__ = ["Collect"]


class Collect(ExchangeCollect):
    """nbgrader's own, but a link stays a link, and what is no file or folder stays where it is."""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        if os.path.islink(src):
            self.log.error("%s is a link, no hand-in: it was not collected", src)
            return
        limit = 1000 * self.coursedir.max_dir_size
        if (size := _size(src)) > limit:
            self.log.error("%s has %.1f MB: it was not collected", src, size / 1e6)
            return
        unwanted = ignore_patterns(
            self.coursedir.ignore, self.coursedir.include, self.coursedir.max_file_size, self.log
        )

        def ignore(folder: str, names: list[str]) -> set[str]:
            return {n for n in names if _odd(os.path.join(folder, n))} | {*unwanted(folder, names)}

        shutil.copytree(src, dest, symlinks=True, ignore=ignore, copy_function=_copy)


def _odd(path: str) -> bool:
    kind = os.lstat(path).st_mode
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind) or stat.S_ISLNK(kind))


def _size(folder: str) -> int:
    return sum(
        os.lstat(os.path.join(place, name)).st_size
        for place, _, names in os.walk(folder)
        for name in names
    )


def _copy(source: str, place: str) -> str:
    """Copy a file that is still one: links are not followed, even those made this instant."""
    with (
        open(os.open(source, os.O_RDONLY | os.O_NOFOLLOW), "rb") as there,
        open(place, "wb") as here,
    ):
        shutil.copyfileobj(there, here)
    Path(place).chmod(0o644)
    return place
