"""What somebody has answered, when, how sure: one SQLite file, written answer by answer.

A crash or a closed laptop loses nothing that was answered. `export` gives it all as JSON lines.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError

__all__ = ["Progress"]

VERSION = 1
TABLES = """
CREATE TABLE IF NOT EXISTS sitting (
    id INTEGER PRIMARY KEY, exam TEXT NOT NULL, seed INTEGER NOT NULL,
    spent REAL NOT NULL DEFAULT 0, handed_in INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS answer (
    id INTEGER PRIMARY KEY, sitting INTEGER REFERENCES sitting(id), place INTEGER,
    generator TEXT NOT NULL, instance TEXT NOT NULL, chosen INTEGER, key INTEGER NOT NULL,
    mistake TEXT NOT NULL DEFAULT '', sure INTEGER, seconds REAL NOT NULL DEFAULT 0,
    flagged INTEGER NOT NULL DEFAULT 0, at TEXT NOT NULL, UNIQUE (sitting, place));
CREATE TABLE IF NOT EXISTS card (generator TEXT PRIMARY KEY, state TEXT NOT NULL, due TEXT NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0);
"""


class Progress:
    """The file of one learner. LabsimError when it is no such file; the file stays as it is."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            with self.open() as base:
                version = base.execute("PRAGMA user_version").fetchone()[0]
                if version > VERSION:
                    raise LabsimError(
                        f"{self.path} was written by a newer labsim (format {version}, this one"
                        f" reads {VERSION})"
                    )
                base.executescript(TABLES)
                base.execute(f"PRAGMA user_version = {VERSION}")
        except sqlite3.DatabaseError as error:
            raise LabsimError(
                f"{self.path} cannot be used as a study file: {error}. Move it away; a new one is"
                " made by itself"
            ) from error

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction: all of it happens, or nothing."""
        with closing(sqlite3.connect(self.path, timeout=10)) as base:
            base.row_factory = sqlite3.Row
            with base:
                yield base

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Return the rows of a query as dictionaries."""
        with self.open() as base:
            return [dict(row) for row in base.execute(query, values)]

    def write(self, query: str, *values: Any) -> int:
        """Carry out one change; return the number of the row that was made."""
        with self.open() as base:
            return base.execute(query, values).lastrowid or 0

    def answers(self) -> list[dict[str, Any]]:
        """Return all answers given, oldest first."""
        return self.rows("SELECT * FROM answer WHERE chosen IS NOT NULL ORDER BY id")

    def export(self, path: str | Path) -> int:
        """Write everything as JSON lines, for an instructor or another machine; return how many."""
        lines = [
            json.dumps({"table": table, **row}, ensure_ascii=False)
            for table in ("sitting", "answer", "card")
            for row in self.rows(f"SELECT * FROM {table}")
        ]
        Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
        return len(lines)
