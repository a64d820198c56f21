"""Whether anything an apprentice gets tells the hidden fault: notebook, ticket, record, workbench.

What is the same for all may speak of faults. What differs from one apprentice to the next must not
name the own fault more often than another's files do; and two machines that look alike must be
sent to the browser alike.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearOutput

from grading.release import KeepAsWritten, ShowRubrics
from labsim.core.component import Fault
from labsim.core.errors import LabsimError
from labsim.course import attempt_file, begin
from labsim.hidden import draw, drawn
from labsim.seeds import TICKET_FILE, derive, ticket_of
from labsim.ui.workbench import Workbench

__all__ = ["leaks", "released", "student", "student_files"]

SEEDS = 4
MOST = 0.5  # of the draws: more than this named in a notebook, and the fault is as good as told
RELEASE = (ShowRubrics, KeepAsWritten, ClearOutput, ClearHiddenTests, ClearMarkScheme)


def leaks(lab: Any, report: Any) -> None:
    """Add to an audit's report whether any file an apprentice gets names the hidden fault."""
    if not lab.family or lab.kind == "exam":  # of an exam: labsim.study.proof
        return
    with tempfile.TemporaryDirectory() as folder:
        seeds = [derive(_ticket(lab), lab.id, _name(n)) for n in range(SEEDS)]
        faults = [draw(lab, seed.fault) for seed in seeds]
        files = [student_files(lab, n, Path(folder)) for n in range(SEEDS)]
    told = list(dict.fromkeys([*plain_words(lab), *singled_out(faults, files), *alike(lab)]))
    report.add("student files", not told, "; ".join(told) or
               f"{', '.join(files[0])} of {SEEDS} seeds: no fault is singled out")  # fmt: skip


def _ticket(lab: Any) -> str:
    return ticket_of("audit", "audit", lab.id)


def _name(n: int) -> str:
    return f"apprentice{n}"


@contextmanager
def student(name: str) -> Iterator[None]:
    """Be somebody, as far as labsim is concerned."""
    before = os.environ.get("LABSIM_STUDENT")
    os.environ["LABSIM_STUDENT"] = name
    try:
        yield
    finally:
        os.environ.pop("LABSIM_STUDENT")
        if before is not None:
            os.environ["LABSIM_STUDENT"] = before


def released(path: Path) -> Any:
    """Return a notebook as the apprentice gets it."""
    book, resources = nbformat.read(path, as_version=4), {"nbgrader": {"points": {}}}
    for step in RELEASE:
        book, resources = step().preprocess(book, resources)
    return book


def student_files(lab: Any, n: int, folder: Path) -> dict[str, str]:
    """Return what the n-th apprentice gets and makes by opening the lab, by name, as text."""
    home = folder / _name(n)
    home.mkdir()
    tickets = json.dumps({lab.id: _ticket(lab)})
    (home / TICKET_FILE).write_text(tickets)
    with student(_name(n)):
        bench = begin(lab, attempt_file(lab, home), home)
    found = {"ticket": tickets, "record": attempt_file(lab, home).read_text("utf-8")}
    found["workbench"] = shown(bench)
    with suppress(LabsimError):  # a scenario that is being tried has no notebook yet
        found["notebook"] = "\n".join(cell.source for cell in released(lab.notebook).cells)
    return found


def shown(bench: Any) -> str:
    """Return the state of the workbench that is sent to the browser."""
    state = Workbench(bench).get_state()
    kept = {k: v for k, v in state.items() if not k.startswith(("_", "layout", "comm"))}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str)


def plain_words(lab: Any) -> Iterator[str]:
    """Yield what the order or the notebook says of faults that may be drawn."""
    open_ = drawn(lab)
    order = f"{lab.title}\n{lab.scenario.complaint}".lower()
    for fault in open_:
        if named(fault, order):
            yield f"the work order names {fault.id}, which may be the hidden one"
    try:
        text = "\n".join(cell.source for cell in released(lab.notebook).cells).lower()
    except LabsimError:
        return
    inside = [fault for fault in open_ if fault.id.lower() in text]
    share = sum(f.rate for f in inside) / sum(f.rate for f in open_)
    if MOST < share < 1:
        yield f"the notebook names faults that make up {share:.0%} of the draws: {inside[0].id}, …"


def named(fault: Fault, text: str) -> bool:
    """Tell whether a text in small letters names a fault: by its id, or part and title."""
    words = text.replace(",", " ").replace(".", " ").split()
    parts = [(part.component.lower(), part.title.lower()) for part in fault.parts]
    return all(title in text and tag in words for tag, title in parts) or fault.id.lower() in text


def singled_out(faults: list[Fault], files: list[dict[str, str]]) -> Iterator[str]:
    """Yield the files that name their own fault more often than another apprentice's files do."""
    for mine, own in zip(faults, files, strict=True):
        for other, theirs in zip(faults, files, strict=True):
            if other.id == mine.id:
                continue
            for name in own:
                for words in (mine.id, mine.title):
                    if own[name].count(words) > theirs[name].count(words):
                        yield f"{name} of an apprentice names the hidden fault {mine.id}"


def alike(lab: Any) -> Iterator[str]:
    """Yield pairs of faults that look alike and yet reach the browser in different words."""
    seen: dict[str, tuple[str, str]] = {}
    faults = drawn(lab)
    for fault in faults[:: max(1, len(faults) // SEEDS)]:
        bench = lab.bench(fault, seed=0)
        sights, state = json.dumps(bench.sights()), shown(bench)
        first, before = seen.setdefault(sights, (fault.id, state))
        if before != state:
            yield f"the browser is sent other things with {fault.id} than with {first}"
