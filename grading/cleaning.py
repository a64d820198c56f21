"""Steps of nbgrader that clean a submission: the course's cells as they were released."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import OverwriteCells

from grading.words import plain

__all__ = ["RestoreCells", "SubmittedNotebook", "cells_of"]

MOST = 1000  # cells of a notebook that is looked at; the longest lab has 66


class SubmittedNotebook(NotebookExporter):
    """Reads a submitted notebook; one that is no notebook gives way to the released one."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> Any:
        for cell in cells_of(nb):
            cell.source = plain(cell.source)  # half a character would not go into any file
        return super().from_notebook_node(nb, resources=resources, **kwargs)

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> Any:
        try:
            return super().from_filename(filename, resources=resources, **kwargs)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            coursedir, ours = self.parent.coursedir, resources["nbgrader"]
            folder = coursedir.format_path(coursedir.release_directory, ".", ours["assignment"])
            released = Path(folder) / Path(filename).name
            if not released.exists() or Path(filename).samefile(released):
                raise
            said = (str(error).splitlines() or ["?"])[0]
            self.log.error("%s: not a notebook, only the record counts: %s", ours["student"], said)
            return super().from_filename(str(released), resources=resources, **kwargs)


def cells_of(nb: Any) -> list[Any]:
    """Return the cells of a notebook; ValueError when there are more than anybody writes."""
    if len(nb.cells) > MOST:
        raise ValueError(f"it has {len(nb.cells)} cells, and {MOST} are looked at")
    return list(nb.cells)


class RestoreCells(OverwriteCells):
    """Make the course's cells what they were released as, whatever was done to them.

    Their metadata come from the gradebook alone: a doubled cell counts once (the last), a foreign
    one not at all, a deleted one is put back. With nbgrader's own steps one apprentice's doubled
    cell stops the marking of the whole class ("old version of the metadata format").
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        ours = resources["nbgrader"]
        with Gradebook(ours["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(ours["notebook"], ours["assignment"])
            released = {cell.name: self._metadata(cell, notebook) for cell in notebook.source_cells}
            here: set[str] = set()
            for cell in reversed(nb.cells):
                name = _grade_id(cell)
                cell.metadata.pop("nbgrader", None)
                if name in released and name not in here:
                    cell.metadata.nbgrader = released[name]
                    here.add(name)
            lost = [source for source in notebook.source_cells if source.name not in here]
            nb.cells += [self._again(source, released[source.name]) for source in lost]
        if lost:
            names = ", ".join(source.name for source in lost[:4]) + " …" * (len(lost) > 4)
            said = "1 cell was" if len(lost) == 1 else f"{len(lost)} cells were"
            self.log.warning("%s: %s deleted, put back: %s", ours["student"], said, names)
        return super().preprocess(nb, resources)

    @staticmethod
    def _metadata(source: Any, notebook: Any) -> dict[str, Any]:
        """Return the metadata of a released cell."""
        graded = {c.name: c for c in (*notebook.grade_cells, *notebook.task_cells)}
        made = {
            "schema_version": 3, "grade_id": source.name, "locked": bool(source.locked),
            "grade": source.name in {c.name for c in notebook.grade_cells},
            "solution": source.name in {c.name for c in notebook.solution_cells},
            "task": source.name in {c.name for c in notebook.task_cells},
            "cell_type": source.cell_type, "checksum": source.checksum,
        }  # fmt: skip
        if source.name in graded:
            made["points"] = graded[source.name].max_score
        return made

    @staticmethod
    def _again(source: Any, metadata: dict[str, Any]) -> Any:
        make = new_code_cell if source.cell_type == "code" else new_markdown_cell
        cell = make(source.source)
        cell.metadata.nbgrader = metadata
        return cell


def _grade_id(cell: Any) -> str:
    found = cell.metadata.get("nbgrader")
    return str(found.get("grade_id", "")) if isinstance(found, dict) else ""
