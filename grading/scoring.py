"""Steps of nbgrader that mark: read, score, save. Marks come from `Score` and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from grading import cohort, intake, keys, pages, papers, sealed
from grading.cleaning import cells_of
from grading.marking import Mark
from grading.patience import within
from grading.words import clean
from grading.words import plain as plain_text
from grading.work import Work, read_work
from labsim.core.errors import LabsimError
from labsim.seeds import TICKET_FILE, ticket_of

__all__ = ["ReadWork", "SaveMarks", "Score", "plain"]

SECONDS = 200.0  # of computing for one mark (assumed: far more than any honest record needs)


class ReadWork(NbGraderPreprocessor):
    """Read what was handed in before any of it runs; only this reading is marked."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        ours, coursedir = resources["nbgrader"], self.parent.parent.coursedir
        who = ours["student"], ours["assignment"]
        folder = Path(coursedir.format_path(coursedir.submitted_directory, *who))
        try:
            handed_in, unread = self._cells(folder / f"{ours['notebook']}.ipynb"), ""
        except Exception:  # whatever is wrong with it, a sound one has taken its place
            handed_in, unread = nb.cells, "The notebook handed in cannot be read."
        work = read_work(ours["assignment"], folder, nb.cells, handed_in)
        said = intake.notes(coursedir.root, ours["assignment"], ours["student"])
        work.notes += [each.text for each in said]
        work.look += [each.text for each in said if each.look]
        home, lab, course = coursedir.root, ours["assignment"], coursedir.course_id
        ring = [key.text for key in keys.ring(course)]
        sealed.take(sealed.of_course(home), course, lab, ours["student"], work, ring)
        sealed.show(work, resources["metadata"]["path"], lab)
        _own_ticket(work, {ticket_of(key, course, lab) for key in ring}, lab, resources)
        work.look += [unread] if unread else []
        work.notes += [f"{unread} Only the record of the bench counts."] if unread else []
        resources["labsim"] = {
            "work": work, "course": course, "root": home, "stopped": "", "cells": handed_in,
        }  # fmt: skip
        return nb, resources

    @staticmethod
    def _cells(path: Path) -> list[Any]:
        return cells_of(nbformat.read(path, as_version=4))


def _own_ticket(work: Work, known: set[str], lab: str, resources: Any) -> None:
    """Let the notebook run under the ticket it was worked under.

    nbgrader puts the course's own in its place; after a new key that one hides another fault, and
    the page would show figures nobody was asked about.
    """
    if work.ticket in known and not work.sealed:
        file = Path(resources["metadata"]["path"]) / TICKET_FILE
        file.unlink(missing_ok=True)
        file.write_text(json.dumps({lab: work.ticket}) + "\n", encoding="utf-8")


class Score(NbGraderPreprocessor):
    """Write mark and sentences into the output of each grade cell, where nbgrader looks."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        ours, found = resources["nbgrader"], resources["labsim"]
        course = found["course"]
        key, *older = keys.ring(course)
        self.marker = papers.marker(
            ours["assignment"], ours["student"], found["work"], course, key.text, older
        )
        nb, resources = super().preprocess(nb, resources)
        self._remember(nb, resources)
        return nb, resources

    def _remember(self, nb: Any, resources: Any) -> None:
        """Keep for the class page what has been worked out; no mark depends on it."""
        found = resources["labsim"]
        try:
            with within(SECONDS, "facts"):
                lab = resources["nbgrader"]["assignment"]
                cohort.remember(found["root"], found["course"], lab, self.marker, nb.cells)
        except Exception as error:  # the class page works it out anew
            self.log.info("%s: nothing is remembered: %s", self.marker.student, error)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        if cell.cell_type != "code" or not utils.is_grade(cell) or utils.is_solution(cell):
            return cell, resources
        ours, cell_id = resources["nbgrader"], cell.metadata.nbgrader["grade_id"]
        try:
            with within(SECONDS, "marking this"):
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
        points = plain(mark.share, most)
        name = cell.metadata.nbgrader["grade_id"]
        mark.notes = [clean(note) for note in mark.notes]
        mark.look = [" ".join(clean(line).split("\n")) for line in mark.look]
        for line in mark.look:
            self.log.warning("%s, %s: %s", self.marker.student, name, line)
        page = {
            "text/plain": "\n".join(mark.notes),
            "text/html": pages.page(mark.notes, plain_text(mark.html), mark.look, points, most),
        }
        count = cell.execution_count
        cell.outputs = [
            new_output("display_data", page),
            new_output("execute_result", {"text/plain": repr(points)}, execution_count=count),
        ]
        cell.metadata.labsim = {**cell.metadata.get("labsim", {}), "look": mark.look}
        cell.metadata.labsim["by_hand"] = mark.by_hand


def plain(share: Any, most: float) -> float:
    """Return points as a plain float between 0 and most.

    nbgrader reads them from the text of the output: what is no figure there, NaN or a number of
    numpy's, counts as full marks; too many points stop the whole submission.
    """
    number = float(share)
    return round(min(max(number, 0.0), 1.0) * most, 2) if number == number else 0.0


class SaveMarks(SaveAutoGrades):
    """Save the marks; what the marker set aside needs the instructor's eye in the formgrader."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Save the marks of a notebook all together: a disk is waited for once, not for each."""
        ours = resources["nbgrader"]
        self.notebook_id, self.assignment_id = ours["notebook"], ours["assignment"]
        self.student_id, self.db_url = ours["student"], ours["db_url"]
        with Gradebook(self.db_url) as self.gradebook:
            book = self.gradebook.db
            commit, book.commit = book.commit, book.flush
            nb, resources = NbGraderPreprocessor.preprocess(self, nb, resources)
            commit()
        return nb, resources

    def _add_score(self, cell: Any, resources: Any) -> None:
        super()._add_score(cell, resources)
        if cell.metadata.get("labsim", {}).get("look"):
            ours = resources["nbgrader"]
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader["grade_id"], ours["notebook"], ours["assignment"],
                ours["student"],
            )  # fmt: skip
            grade.needs_manual_grade = True
