"""What the lesson of a lab shows, run once for the whole class and kept beside the course."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

import labsim
from grading.farm.need import before_the_own

__all__ = ["Lesson", "run_in", "sources"]


class Lesson:
    """The released notebook of a lab, and what its cells show up to the apprentice's own."""

    def __init__(self, coursedir: Any, lab: str, notebook: str) -> None:
        self.lab, self.kept = lab, Path(coursedir.root) / ".labsim" / "lessons" / lab
        folder = coursedir.format_path(coursedir.release_directory, ".", lab)
        self.path = Path(folder) / f"{notebook}.ipynb"

    def cells(self) -> list[Any]:
        """Return the released cells, none when there is no release."""
        try:
            return list(nbformat.read(self.path, as_version=4).cells)
        except (OSError, ValueError):
            return []

    def outputs(self, run: Callable[[Any, str], None]) -> dict[int, list[Any]]:
        """Return by place what the cells of the lesson show; `run` runs a notebook in a folder.

        Only one process runs it; the others wait for what it finds.
        """
        digest = hashlib.sha256(self.path.read_bytes() + sources().encode()).hexdigest()[:24]
        self.kept.mkdir(parents=True, exist_ok=True)
        file = self.kept / f"{self.path.stem}-{digest}.json"
        with open(file.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not file.exists():
                new = file.with_suffix(".new")
                new.write_text(json.dumps(self._run(run)))
                new.replace(file)
        found = json.loads(file.read_text())
        return {int(place): [nbformat.from_dict(o) for o in made] for place, made in found.items()}

    def _run(self, run: Callable[[Any, str], None]) -> dict[int, list[Any]]:
        book = nbformat.read(self.path, as_version=4)
        book.cells = book.cells[: before_the_own(self.lab, book.cells, book.cells)]
        with tempfile.TemporaryDirectory(prefix="labsim-") as folder:
            work = Path(folder) / self.lab
            shutil.copytree(self.path.parent, work)
            run(book, str(work))
        code = [(n, cell) for n, cell in enumerate(book.cells) if cell.cell_type == "code"]
        return {n: cell.outputs for n, cell in code}


@cache
def sources() -> str:
    """Return the hash of labsim's sources: what a lesson shows follows from them."""
    known = hashlib.sha256()
    root = Path(labsim.__file__).parent
    for path in sorted(root.rglob("*.py")):
        known.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return known.hexdigest()


def run_in(book: Any, folder: str, **more: Any) -> None:
    """Run a notebook in a folder, errors and all."""
    NotebookClient(
        book, resources={"metadata": {"path": folder}}, allow_errors=True, timeout=60,
        shutdown_kernel="immediate", **more,
    ).execute()  # fmt: skip
