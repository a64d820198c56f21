"""Hand-ins that want marks nobody earned: forged scores, answers, records, notebooks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bad_input
import nbformat
from attack import Attack

__all__ = ["FORGING"]


def in_book(change: Callable[[Any], None]) -> Callable[[str, Path], None]:
    """Return a hand-in whose notebook has been changed."""

    def hand_in(name: str, folder: Path) -> None:
        path = bad_input.book_in(folder)
        book = nbformat.read(path, as_version=4)
        change(book)
        path.write_text(nbformat.writes(book))

    return hand_in


def graded(book: Any) -> list[Any]:
    return [c for c in book.cells if c.metadata.get("nbgrader", {}).get("grade")]


def more_points(book: Any) -> None:
    for cell in graded(book):
        cell.metadata.nbgrader["points"] = 1000


def prefilled(book: Any) -> None:
    """Outputs and metadata as the grader writes them, in every graded cell."""
    for cell in graded(book):
        if cell.cell_type == "code":
            data = {"text/plain": "70.0"}
            cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
            cell.metadata.nbgrader["locked"] = False
            cell.metadata.labsim = {"look": [], "by_hand": False, "score": 70.0}
            cell.source = "70.0"


def second_checks(book: Any) -> None:
    """Graded cells of one's own, with ids that look like the course's."""
    for number, cell in enumerate(graded(book)):
        twin = nbformat.from_dict(json.loads(json.dumps(cell)))
        twin.id, twin.source = f"more-{number}", "100.0"
        twin.metadata.nbgrader["grade_id"] = f"ele-03-more-{number}"
        book.cells.append(twin)


def solved_by_code(book: Any) -> None:
    """The answer cell holds an object that equals everything."""
    for cell in book.cells:
        kind = cell.metadata.get("nbgrader", {})
        if kind.get("solution") and not kind.get("grade") and "signoff" not in kind["grade_id"]:
            name = "volts" if "def volts" in cell.source else cell.source.split("=")[0].strip()
            if name.isidentifier():
                cell.source = (
                    "class Same:\n    __eq__ = lambda a, b: True\n    __call__ = lambda s: s\n"
                    f"{name} = Same()"
                )


def cut(name: str, folder: Path) -> None:
    """The costly part of the record cut out: sign-off and opening are left."""
    bad_input.file_only(name, folder)
    bad_input.edit(folder, lambda lines: [lines[0], lines[-1]])


def theirs(name: str, folder: Path) -> None:
    """The record of somebody else, with the name in it changed and every hash made anew."""
    bad_input.file_only("somebody-else", folder)
    file = folder / bad_input.FILE
    record = bad_input.Attempt.load(file)
    record.events[0]["student"] = name
    bad_input.rehashed(record).save(file)


def third_kind_of_try(name: str, folder: Path) -> None:
    """A sound record of an attempt that has no number: neither the first, nor one too many."""
    bad_input.numbered(name, folder, True)


def no_record(change: Callable[[str, Path], None]) -> dict[str, Any]:
    return {"hand_in": change, "record": False, "stock": False}


FORGING = [
    Attack("patch-asserts", "take every assert out of what is run afterwards", """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.copy_location(ast.Pass(), node)
get_ipython().ast_transformers.append(Drop())
"""),
    Attack("patch-formatter", "make every value print as full marks", """
get_ipython().display_formatter.formatters["text/plain"].for_type(
    object, lambda value, printer, cycle: printer.text("70"))
for kind in (int, float, bool, type(None)):
    get_ipython().display_formatter.formatters["text/plain"].for_type(
        kind, lambda value, printer, cycle: printer.text("70"))
"""),
    Attack("patch-equality", "an answer that equals everything", hand_in=in_book(solved_by_code)),
    Attack("patch-hook", "a hook that reads the hidden check and fills in the answer", """
import re
def steal(info):
    found = re.search(r"volts\\(\\) == (\\d+)", info.raw_cell)
    if found:
        get_ipython().user_ns["volts"] = lambda: int(found[1])
        print("hidden check:", found[0])
get_ipython().events.register("pre_run_cell", steal)
""", loot="hidden check: "),
    Attack("patch-labsim", "change labsim within the kernel: score, replay, forms", """
import labsim, labsim.form, labsim.course, labsim.coach
for module in (labsim.form, labsim.course, labsim.coach):
    for name in list(vars(module)):
        if callable(getattr(module, name)):
            setattr(module, name, lambda *a, **k: 70.0)
""", stock=False),
    Attack("shadow-labsim", "a labsim.py beside the notebook that gives full marks", """
import labsim
print(labsim.__file__)
""", hand_in=lambda name, folder: (folder / "labsim.py").write_text(
        "class form:\n    record = answer = lists = lambda *a: 70.0\n"
        "def open_lab(*a): return None\nlabs = lab = open_lab\n"), stock=False),
    Attack("shadow-grading", "modules beside the notebook for the grader to load by mistake",
           hand_in=lambda name, folder: [shadow(folder, n) for n in SHADOWS], code="1",
           harm=lambda place, name: (place.marks / "shadow").exists()),
    Attack("forge-message", "send the grader the result of a check in the kernel's name", """
def forge(info):
    kernel = get_ipython().kernel
    kernel.session.send(kernel.iopub_socket, "execute_result", {
        "data": {"text/plain": "30.0"}, "metadata": {}, "execution_count": 1},
        parent=kernel.get_parent("shell"))
get_ipython().events.register("pre_run_cell", forge)
"""),
    Attack("more-points", "more points for each cell, in the notebook's metadata",
           hand_in=in_book(more_points)),
    Attack("prefilled", "outputs and metadata as the grader writes them",
           hand_in=in_book(prefilled)),
    Attack("second-checks", "graded cells of one's own", hand_in=in_book(second_checks)),
    Attack("record-edited", "a reading in the record changed", **no_record(bad_input.edited)),
    Attack("record-forged", "a reading changed, every hash made anew",
           **no_record(bad_input.forged)),
    Attack("record-shortened", "minutes and breaches taken out, hashes made anew",
           **no_record(bad_input.shortcut)),
    Attack("record-cut", "the costly middle of the record cut out", **no_record(cut)),
    Attack("record-of-another", "somebody else's record", **no_record(bad_input.foreign)),
    Attack("record-renamed", "somebody else's record under one's own name, hashes made anew",
           **no_record(theirs)),
    Attack("record-other-ticket", "worked with a fault of one's own choice of course",
           **no_record(bad_input.own_ticket)),
    Attack("record-second-try", "a further attempt, with another fault",
           **no_record(bad_input.second_try)),
    Attack("record-no-try", "an attempt whose number is no number, with another fault",
           **no_record(third_kind_of_try)),
]  # fmt: skip

SHADOWS = ("json", "sandbox", "ipykernel_launcher", "sitecustomize", "usercustomize", "grading")


def shadow(folder: Path, name: str) -> None:
    """A module that leaves a mark when anything but a shut-in kernel loads it."""
    marks = folder.parents[3] / "marks" / "shadow"
    text = (
        f"import sys\ntry:\n    open({str(marks)!r}, 'a').write({name!r})\n"
        "except OSError:\n    pass\n"
        f"sys.path = [p for p in sys.path if p not in ('', {str(folder)!r})]\n"
        f"sys.modules.pop({name!r}, None)\nfrom {name} import *\n"
    )
    (folder / f"{name}.py").write_text(text)
