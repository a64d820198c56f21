"""Feedback an apprentice can read offline: no hidden tests, no scripts, formulas drawn."""

from __future__ import annotations

import base64
import html
import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_output
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor

from grading import comments
from grading import gradebook as gradebooks
from grading.gradebook import Comment

__all__ = ["DrawFormulas", "FeedbackPage", "HideTests", "Titles"]

HEADING = re.compile(r"^#{1,3} +(.+)$", re.MULTILINE)
FORMULA = re.compile(r"(?<!\\)(\$\$.+?\$\$|\$(?!\s)[^$\n]+?(?<![\s\\])\$(?!\d))", re.DOTALL)
CODE = re.compile(r"(```.*?```|`[^`\n]+`)", re.DOTALL)


class FeedbackPage(HTMLExporter):
    """The page an apprentice gets back; its template is `templates/labsim-feedback`."""


class HideTests(ClearHiddenTests):
    """Leave out hidden tests, and errors that would quote them; say plainly that a check failed."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell):
            hidden = self.begin_test_delimeter in cell.source
            cell.outputs = [self._plain(output, hidden) for output in cell.outputs]
        return super().preprocess_cell(cell, resources, cell_index)

    @staticmethod
    def _plain(output: Any, hidden: bool) -> Any:
        if output.output_type != "error":
            return output
        what = "" if hidden else f": {output.ename}: {output.evalue}"
        return new_output("stream", name="stdout", text=f"This check did not pass{what}\n")


class Titles(NbGraderPreprocessor):
    """Give every graded cell a name in words, and drop what a page without a kernel cannot show."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        ours = resources["nbgrader"]
        self.phrases = comments.bank(_comments(ours["db_url"]))
        with Gradebook(ours["db_url"]) as gradebook:
            book = gradebook.find_submission_notebook(
                ours["notebook"], ours["assignment"], ours["student"]
            )
            waiting = [grade for grade in book.grades if grade.needs_manual_grade]
            self.waiting = {grade.name for grade in waiting}
            resources["labsim"] = {"waiting": sum(grade.max_score for grade in waiting)}
        resources["labsim"]["title"] = _heading(nb) or ours["notebook"]
        nb, resources = super().preprocess(nb, resources)
        _fold(nb.cells)
        return nb, resources

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        ours = cell.metadata.get("nbgrader", {})
        if ours.get("comment"):
            ours["comment"] = comments.spelt(ours["comment"], self.phrases)
        if ours.get("grade") or ours.get("task"):
            known = {"title": self._title(cell), **cell.metadata.get("labsim", {})}
            cell.metadata.labsim = {**known, "waits": ours["grade_id"] in self.waiting}
        if str(ours.get("grade_id", "")).endswith("-signoff") and len(cell.source) > 200:
            cell.source = 'bench.sign_off("… the record …")'
            cell.outputs = []
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            data.pop("application/vnd.jupyter.widget-view+json", None)
            data.pop("application/javascript", None)
        return cell, resources

    @staticmethod
    def _title(cell: Any) -> str:
        words = cell.metadata.nbgrader["grade_id"].split("-")[2:]
        text = " ".join(words).capitalize()
        return {"Bench": "Work at the bench"}.get(text, text) or "Question"


def _heading(nb: Any) -> str:
    """Return the notebook's own first heading, without marks of markdown."""
    texts = (cell.source for cell in nb.cells if cell.cell_type == "markdown")
    found = next((HEADING.search(text) for text in texts if HEADING.search(text)), None)
    return found[1].replace("*", "").replace("`", "").strip() if found else ""


def _fold(cells: list[Any]) -> None:
    """Mark runs of cells that carry no marks, to be folded: a page of marks, not of the lab.

    The two before a marked cell stay: they ask the question, and hold the answer.
    """
    run: list[Any] = []
    for cell in [*cells, None]:
        ours = cell.metadata.get("nbgrader", {}) if cell is not None else {}
        if cell is not None and not (ours.get("grade") or ours.get("task")):
            run.append(cell)
            continue
        hidden = run[:-2] if cell is not None else run
        if len(hidden) > 1:
            heads = [found[1] for each in hidden if (found := HEADING.search(each.source))]
            about = f": {', '.join(heads[:3])}" if heads else ""
            _labsim(hidden[0])["opens"] = f"Your notebook, {len(hidden)} cells{about}"
            _labsim(hidden[-1])["closes"] = True
        run = []


def _labsim(cell: Any) -> Any:
    cell.metadata.setdefault("labsim", {})
    return cell.metadata["labsim"]


def _comments(url: str) -> list[Comment]:
    """Return the comments of a gradebook by its address; none where it is no file of ours."""
    file = Path(url.removeprefix("sqlite:///").partition("?")[0])
    return gradebooks.comments(file) if file.is_file() else []


class DrawFormulas(NbGraderPreprocessor):
    """Turn TeX formulas in text cells into pictures within the page; the TeX is the alt text."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        if cell.cell_type == "markdown" and "$" in cell.source:
            parts = CODE.split(cell.source)
            parts[::2] = [FORMULA.sub(lambda m: _picture(m.group(0)), part) for part in parts[::2]]
            cell.source = "".join(parts)
        return cell, resources


@lru_cache(maxsize=500)
def _picture(formula: str) -> str:
    """Return an <img> of a formula, or the TeX as code when it cannot be drawn."""
    from matplotlib.mathtext import math_to_image

    display = formula.startswith("$$")
    tex = formula.strip("$").strip()
    out = io.BytesIO()
    try:
        depth = math_to_image(f"${' '.join(tex.split())}$", out, format="svg", dpi=72)
    except ValueError:
        return f"<code>{html.escape(tex)}</code>"
    data = base64.b64encode(out.getvalue()).decode()
    style = "display:block;margin:.5em auto" if display else f"vertical-align:-{depth:.1f}px"
    alt = html.escape(tex, quote=True)
    return f'<img alt="{alt}" style="{style}" src="data:image/svg+xml;base64,{data}">'
