"""Facts about hand-ins, remembered in SQLite under the content of the files they come from.

One row a hand-in, replaced when its files, the key or labsim's sources change. The file may be
deleted at any time: everything in it is worked out again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from grading.keys import Key
from labsim.store import sources

__all__ = ["FILE", "Factbook", "content"]

FILE = "facts.sqlite"
TABLE = """CREATE TABLE IF NOT EXISTS fact
 (student TEXT, lab TEXT, content TEXT, body TEXT, PRIMARY KEY (student, lab)) WITHOUT ROWID"""


@cache
def _own() -> str:
    """Return the hash of the sources a fact depends on, scenarios and rubrics among them."""
    known, here = hashlib.sha256(sources().encode()), Path(__file__).parent
    scenarios = (here.parent / "labsim" / "scenarios").rglob("*.toml")
    for path in sorted([*here.rglob("*.py"), *scenarios]):
        known.update(path.name.encode() + path.read_bytes())
    return known.hexdigest()


def content(files: list[Path], student: str, ring: list[Key]) -> str:
    """Return two hashes of what the facts of a hand-in follow from.

    The first is that of files, apprentice and keys, the second that of labsim's sources.
    """
    known = hashlib.sha256()
    known.update(" ".join([student, *(f"{key.text}{key.leaked}" for key in ring)]).encode())
    for path in files:
        with suppress(OSError):
            known.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return f"{known.hexdigest()} {_own()}"


class Factbook:
    """The facts of a course; without a file that can be written they are not remembered."""

    def __init__(self, file: Path) -> None:
        self.file = Path(file)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=10)) as base:
            base.execute(TABLE)
            yield base

    def all(self) -> dict[tuple[str, str], tuple[str, dict[str, Any]]]:
        """Return content and facts by student and lab; nothing when the file is damaged."""
        try:
            with self._open() as base:
                rows = base.execute("SELECT student, lab, content, body FROM fact").fetchall()
            return {(s, lab): (known, json.loads(body)) for s, lab, known, body in rows}
        except sqlite3.OperationalError:  # locked, or nowhere to write
            return {}
        except (sqlite3.DatabaseError, ValueError):
            with suppress(OSError):
                self.file.unlink()
            return {}

    def keep(self, rows: list[tuple[str, str, str, dict[str, Any]]]) -> None:
        """Remember student, lab, content and facts of hand-ins."""
        with suppress(sqlite3.Error), self._open() as base, base:
            base.executemany(
                "INSERT OR REPLACE INTO fact VALUES (?, ?, ?, ?)",
                [(s, lab, known, json.dumps(facts)) for s, lab, known, facts in rows],
            )
