"""What the course adds to nbgrader's steps. Marks come from `Score`; nothing else is replaced."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import (
    ClearSolutions,
    Execute,
    NbGraderPreprocessor,
    OverwriteCells,
    SaveAutoGrades,
)
from traitlets import Unicode

from grading import keys, pages, rubrics
from grading.marking import Mark, Marker
from grading.work import read_work
from labsim.core.errors import LabsimError

__all__ = ["KeepAsWritten", "ReadWork", "RestoreCells", "RunNotebook", "SaveMarks", "Score", "ShowRubrics"]


# making the release -------------------------------------------------------------------------------
class KeepAsWritten(ClearSolutions):
    """Release solution cells as they stand; only marked BEGIN/END SOLUTION regions are cleared."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        if self.begin_solution_delimeter in cell.source:
            return super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


class ShowRubrics(NbGraderPreprocessor):
    """Put the rubric, locked, above each cell that a person marks."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        cells = []
        for cell in nb.cells:
            name = cell.metadata.get("labsim", {}).get("rubric")
            if name:
                cells.append(self._table(cell, name))
            cells.append(cell)
        nb.cells = cells
        return nb, resources

    @staticmethod
    def _table(cell: Any, name: str) -> Any:
        ours = cell.metadata.nbgrader
        table = new_markdown_cell(rubrics.markdown(name, float(ours["points"])))
        table.id = f"{cell.get('id', ours['grade_id'])[:56]}-rubric"
        table.metadata.nbgrader = {
            "schema_version": 3, "grade_id": f"{ours['grade_id']}-rubric",
            "grade": False, "solution": False, "locked": True, "task": False,
        }  # fmt: skip
        return table


# cleaning a submission ----------------------------------------------------------------------------
class RestoreCells(OverwriteCells):
    """Put back every cell of the course that is missing, at its place or else at the end."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        nb, resources = super().preprocess(nb, resources)
        ours = resources["nbgrader"]
        with Gradebook(ours["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(ours["notebook"], ours["assignment"])
            graded = {cell.name: cell for cell in (*notebook.grade_cells, *notebook.task_cells)}
            solutions = {cell.name for cell in notebook.solution_cells}
            tasks = {cell.name for cell in notebook.task_cells}
            here = {c.metadata.get("nbgrader", {}).get("grade_id") for c in nb.cells}
            for source in notebook.source_cells:
                if source.name in graded and source.name not in here:
                    self.log.warning("%s was deleted by the student; put back", source.name)
                    most = graded[source.name].max_score
                    name = source.name
                    cell = self.missing_cell_transform(source, most, name in solutions, name in tasks)
                    cell.source = source.source
                    nb.cells.append(cell)
        return nb, resources


# marking ------------------------------------------------------------------------------------------
class ReadWork(NbGraderPreprocessor):
    """Read what was handed in before any of it runs; only this reading is marked."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        ours = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        folder = Path(
            coursedir.format_path(
                coursedir.submitted_directory, ours["student"], ours["assignment"]
            )
        )
        try:
            handed_in = nbformat.read(folder / f"{ours['notebook']}.ipynb", as_version=4).cells
        except Exception:  # whatever is wrong with it, nbgrader has made a sound notebook of it
            handed_in = nb.cells
        resources["labsim"] = {
            "work": read_work(ours["assignment"], folder, nb.cells, handed_in),
            "course": coursedir.course_id,
            "stopped": "",
        }
        return nb, resources


class RunNotebook(Execute):
    """Run the notebook as its student; one that kills its kernel is marked all the same."""

    def preprocess(self, nb: Any, resources: Any, **kwargs: Any) -> tuple[Any, Any]:
        student = resources["nbgrader"]["student"]
        try:
            with _environment(LABSIM_STUDENT=student, LABSIM_KEYS=os.devnull):
                return super().preprocess(nb, resources, **kwargs)
        except Exception as error:
            self.log.warning("%s: the notebook stopped: %s", student, error)
            resources["labsim"]["stopped"] = str(error).strip().splitlines()[-1][:200]
            return nb, resources


@contextmanager
def _environment(**values: str) -> Any:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class Score(NbGraderPreprocessor):
    """Write mark and sentences into the output of each grade cell, where nbgrader looks for them."""

    course = Unicode("", help="Name of the course, as its key is named.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        ours, found = resources["nbgrader"], resources["labsim"]
        course = self.course or found["course"]
        self.marker = Marker(
            ours["assignment"], ours["student"], found["work"], course, keys.load(course)
        )
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        if cell.cell_type != "code" or not utils.is_grade(cell) or utils.is_solution(cell):
            return cell, resources
        ours, cell_id = resources["nbgrader"], cell.metadata.nbgrader["grade_id"]
        try:
            mark = self.marker.mark(cell_id)
        except Exception as error:  # one mark that fails must not cost the others
            if not isinstance(error, LabsimError):
                self.log.exception("%s, %s: no mark could be made", ours["student"], cell_id)
            mark = Mark(notes=["The instructor marks this one."], look=[str(error)], by_hand=True)
        if mark is not None:
            stopped = resources["labsim"]["stopped"]
            mark.look += [f"The notebook stopped while running: {stopped}"] if stopped else []
            self._write(cell, mark)
        return cell, resources

    def _write(self, cell: Any, mark: Mark) -> None:
        most = float(cell.metadata.nbgrader["points"])
        points = round(min(max(mark.share, 0.0), 1.0) * most, 2)
        for line in mark.look:
            self.log.warning("%s, %s: %s", self.marker.student, cell.metadata.nbgrader.grade_id, line)
        page = {
            "text/plain": "\n".join(mark.notes),
            "text/html": pages.page(mark.notes, mark.html, mark.look, points, most),
        }
        count = cell.execution_count
        cell.outputs = [
            new_output("display_data", page),
            new_output("execute_result", {"text/plain": repr(points)}, execution_count=count),
        ]
        cell.metadata.labsim = {**cell.metadata.get("labsim", {}), "look": mark.look}
        cell.metadata.labsim["by_hand"] = mark.by_hand


class SaveMarks(SaveAutoGrades):
    """Save the marks; what the marker set aside needs the instructor's eye in the formgrader."""

    def _add_score(self, cell: Any, resources: Any) -> None:
        super()._add_score(cell, resources)
        if cell.metadata.get("labsim", {}).get("look"):
            ours = resources["nbgrader"]
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader["grade_id"], ours["notebook"], ours["assignment"],
                ours["student"],
            )  # fmt: skip
            grade.needs_manual_grade = True
            self.gradebook.db.commit()
