"""What a kernel and a hand-in bring along, made harmless before an instructor's browser shows it.

The formgrader shows a submission on its own pages, where a script may change any mark. So nothing
that runs gets that far: pictures and tables stay, scripts, frames, handlers and stray fields go.
"""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Set
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from grading.drawings import picture, svg
from grading.words import LEFT_OUT, html, latex, markdown, page, plain

__all__ = ["Disarm"]

MOST = 2_000_000  # characters of one output
ALL = 10_000_000  # of all outputs of a notebook
LINE = 100  # of a title
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
FIELDS = ("", "-comment", "_extra_credit")  # what the formgrader calls its fields after a cell
OF_THE_PAGE = {"notebook", "notebook-container", "statusmessage", "top"}
RUNS = re.compile(r"html|xml|svg|script|xsl", re.I)  # kinds of files a browser runs


class Disarm(NbGraderPreprocessor):
    """Keep of outputs, metadata and files what shows something and does nothing."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        kept = nb.metadata.get("kernelspec")
        nb.metadata.clear()
        nb.metadata.update({"kernelspec": kept} if kept else {}, language_info={"name": "python"})
        ids = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in nb.cells]
        self.room, self.taken = ALL, OF_THE_PAGE | {f"{i}{f}" for i in ids if i for f in FIELDS}
        for index, cell in enumerate(nb.cells):
            _only_ours(cell.metadata)
            if "id" in cell and not CELL_ID.fullmatch(str(cell.id)):
                cell.id = f"cell-{index}"
            if cell.cell_type == "code":
                self._code(cell)
            else:
                self._text(cell)
        if folder := resources.get("metadata", {}).get("path"):
            _at_rest(Path(folder))
        return nb, resources

    def _code(self, cell: Any) -> None:
        if not isinstance(cell.get("execution_count"), int):
            cell.execution_count = None
        outputs, cell.outputs = cell.outputs, []
        for output in outputs:
            try:
                made = _output(output, self.taken)
                size = len(repr(made))
            except Exception as error:  # whatever a kernel has made up
                made, size = _note(f"it is none ({type(error).__name__})"), 0
            if size > MOST or size > self.room:
                made, size = _note(f"it has {size / 1e6:.1f} MB"), 0
            self.room -= size
            cell.outputs.append(made)

    def _text(self, cell: Any) -> None:
        pictures = cell.get("attachments") or {}
        cell.pop("attachments", None)
        fit = {
            str(name): {kind: text for kind, text in found.items() if _picture(kind, text)}
            for name, found in (pictures.items() if isinstance(pictures, dict) else ())
            if isinstance(found, dict)
        }
        fit = {name: found for name, found in fit.items() if found}
        if fit:
            cell.attachments = fit
        if cell.metadata.get("nbgrader", {}).get("locked"):
            return  # as released
        marked = cell.cell_type == "markdown"
        cell.source = markdown(cell.source, fit, self.taken) if marked else html(cell.source)


def _at_rest(folder: Path) -> None:
    """Give files that a browser would run, opened in the formgrader, a name of plain text."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if RUNS.search(mimetypes.guess_type(name)[0] or "") and not path.is_symlink():
                path.replace(path.with_name(f"{name}.txt"))


def _only_ours(metadata: Any) -> None:
    """Keep nbgrader's fields, which are the gradebook's by now, and a title and rubric of ours."""
    graded, named = metadata.get("nbgrader"), metadata.get("labsim")
    named = named if isinstance(named, dict) else {}
    metadata.clear()
    if graded is not None:
        metadata.nbgrader = graded
    fit = {k: str(v)[:LINE] for k, v in named.items() if k in ("title", "rubric")}
    if fit:
        metadata.labsim = fit


def _note(why: str) -> Any:
    return new_output("stream", name="stderr", text=LEFT_OUT.format(why) + "\n")


def _output(output: Any, taken: Set[str]) -> Any:
    """Return an output made anew from what of it can be shown."""
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        return new_output(kind, name=name, text=plain(output["text"]))
    if kind == "error":
        lines = [plain(line) for line in output["traceback"]]
        return new_output(
            kind, ename=plain(output["ename"]), evalue=plain(output["evalue"]), traceback=lines
        )
    data = {k: _made(k, v, taken) for k, v in output["data"].items() if v is not None}
    data = {k: v for k, v in data.items() if v} or {"text/plain": ""}
    more = {"execution_count": None} if kind == "execute_result" else {}
    if more and isinstance(output.get("execution_count"), int):
        more["execution_count"] = output["execution_count"]
    return new_output("execute_result" if more else "display_data", data, **more)


def _made(kind: str, value: Any, taken: Set[str]) -> str:
    """Return what is shown of a kind of data; nothing of a kind nobody knows."""
    if kind == "text/markdown":
        return markdown(value, taken=taken)
    if kind == "text/html":
        return page(value, taken)
    if kind == "image/svg+xml":
        return svg(plain(value), taken)
    if kind in MAKE:
        return MAKE[kind](value)
    return _picture(kind, value)


def _picture(kind: str, text: Any) -> str:
    known = kind in ("image/png", "image/jpeg")
    return plain(text) if known and picture(f"data:{kind};base64,{plain(text)}") else ""


MAKE = {"text/plain": plain, "text/latex": latex}
