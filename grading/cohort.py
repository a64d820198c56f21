"""A class: every hand-in with its marks from the gradebook and its facts from record and notebook.

Facts are remembered by content (`grading.factbook`): marking leaves them there, having worked out
nearly all of them anyway; only what is not there, or has changed since, is worked out here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat

from grading import gradebook, insight, intake, keys, papers, sealed
from grading.factbook import FILE, Factbook, content
from grading.gradebook import Result
from grading.keys import Key
from grading.marking import Marker
from grading.work import read_work
from labsim.core.errors import LabsimError

__all__ = ["Cohort", "HandIn", "benches", "facts_of", "gather", "remember"]

FEW = 8  # hand-ins that one process works out sooner than several have begun
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class HandIn:
    """One lab handed in by one apprentice: what the gradebook says, and what the work tells."""

    student: str
    lab: str
    result: Result
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def part(self) -> str:
        """The bench of an exam it is, "" if it is a hand-in of its own."""
        return self.lab.partition("/")[2]

    @property
    def bench(self) -> float | None:
        """Share of the points for the work at the bench, None without such a cell."""
        name = f"{self.lab.lower()}-bench"
        return next((c.points / c.most for c in self.result.cells if c.name == name and c.most),
                    None)  # fmt: skip


@dataclass
class Cohort:
    """Everybody of a course: apprentices, their hand-ins, where the course lives."""

    course: str
    students: list[str]
    handed_in: list[HandIn]
    names: dict[str, str] = field(default_factory=dict)  # of those the class list names

    def name(self, student: str) -> str:
        """Return how somebody is called: "Ann Lee (ann)", or the id alone."""
        return f"{self.names[student]} ({student})" if student in self.names else student

    @property
    def labs(self) -> list[str]:
        return sorted({each.lab for each in self.handed_in})


def gather(
    root: Path, course: str, file: Path | None = None, tell: Tell | None = None,
    jobs: int | None = None,
) -> Cohort:  # fmt: skip
    """Read gradebook and hand-ins of a course; `tell` is told (done, of) of what is worked out."""
    found_book = gradebook.find(file or root / "gradebook.db")
    results = gradebook.read(found_book)
    ring, book = keys.ring(course), Factbook(root / FILE)
    known, found, fresh = book.all(), {}, []
    for student, lab in ((s, r.lab) for s, done in results.items() for r in done):
        folder = root / "submitted" / student / lab
        now = content(_files(root, student, lab), student, ring) if folder.is_dir() else ""
        before, facts = known.get((student, lab), ("", {}))
        if now and before == now:
            found[student, lab] = facts
        elif now:
            fresh.append((student, lab, now))
    rows = []
    for student, lab, now, made in _worked_out(root, course, ring, fresh, tell, jobs):
        found[student, lab] = _either(known.get((student, lab), ("", {})), now, made)
        rows.append((student, lab, now, found[student, lab]))
    book.keep(rows)
    made = [HandIn(s, r.lab, r, found.get((s, r.lab), {}))
            for s, done in results.items() for r in done]  # fmt: skip
    made += [bench for each in made for bench in benches(each)]
    return Cohort(course, list(results), made, gradebook.names(found_book))


def _either(before: tuple[str, dict[str, Any]], now: str, made: dict[str, Any]) -> dict[str, Any]:
    """Return what is known of a hand-in: of before, where this labsim cannot judge it any more.

    A machine that has changed since gives other readings; the marks are of the labsim of then, too.
    """
    same = before[0].partition(" ")[0] == now.partition(" ")[0]
    return before[1] if same and before[1].get("worked") and not made.get("worked") else made


def benches(exam: HandIn) -> Iterator[HandIn]:
    """Yield the benches of an exam that was handed in, each like a lab: "INT-02/plc"."""
    for name, facts in exam.facts.get("benches", {}).items():
        cell = f"{exam.lab.lower()}-{name}"
        mine = [c for c in exam.result.cells if c.name == cell]
        done = [c for c in mine if not c.waits]
        points, most = sum(c.points for c in done), sum(c.most for c in done)
        own = f"{exam.lab}/{name}"
        result = Result(own, points, most, len(mine) - len(done), exam.result.when)
        yield HandIn(exam.student, result.lab, result, facts)


def _files(root: Path, student: str, lab: str) -> list[Path]:
    """Return the files that the facts of a hand-in follow from."""
    folder, found = root / "submitted" / student / lab, sealed.of_course(root)
    sealed_here = found is not None and lab in found.labs
    copy = [found.copy(lab, student, n) for n in sealed.numbers(lab)] if sealed_here else []
    copy = [file for n, file in enumerate(copy) if not n or file.is_file()]
    own = (root.parent / "scenarios").glob(f"*/{lab}.toml")
    said = root / intake.ASIDE / student / lab / intake.WHY
    handed_in = [*folder.glob("*.attempt.jsonl"), *folder.glob("*.ipynb")]
    return sorted([*handed_in, *copy, *own, *([said] if said.is_file() else [])])


def remember(root: Path, course: str, lab: str, marker: Marker, marked: list[Any]) -> None:
    """Keep the facts of a hand-in that has just been marked; `marked` are its cells."""
    ring, root = keys.ring(course), Path(root)
    now = content(_files(root, marker.student, lab), marker.student, ring)
    facts = _looked(insight.of(marker), marked)
    Factbook(root / FILE).keep([(marker.student, lab, now, facts)])


def _looked(facts: dict[str, Any], marked: list[Any]) -> dict[str, Any]:
    """Add what the marks themselves ask somebody to look at: a notebook that stopped, say."""
    lines = [line for cell in marked for line in cell.get("metadata", {}).get("labsim", {})
             .get("look", ())]  # fmt: skip
    return facts | {"look": list(dict.fromkeys([*facts["look"], *lines]))}


def _worked_out(
    root: Path, course: str, ring: list[Key], fresh: list[tuple[str, str, str]],
    tell: Tell | None, jobs: int | None,
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:  # fmt: skip
    """Yield student, lab, content and facts of hand-ins, labs together: a coach is made once."""
    todo = sorted(fresh, key=lambda row: (row[1], row[0]))
    jobs = min(jobs or os.cpu_count() or 1, 1 + len(todo) // FEW)
    calls = [(root, course, ring, student, lab) for student, lab, _ in todo]
    if jobs < 2:
        made: Iterator[dict[str, Any]] = map(_one, calls)
        yield from _told(todo, made, tell)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from _told(todo, pool.map(_one, calls, chunksize=FEW), tell)


def _told(
    todo: list[tuple[str, str, str]], made: Iterator[dict[str, Any]], tell: Tell | None
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for number, ((student, lab, now), facts) in enumerate(zip(todo, made, strict=True), 1):
        if tell is not None:
            tell(number, len(todo))
        yield student, lab, now, facts


def _one(call: tuple[Path, str, list[Key], str, str]) -> dict[str, Any]:
    return facts_of(*call)


def facts_of(root: Path, course: str, ring: list[Key], student: str, lab: str) -> dict[str, Any]:
    """Work out the facts of one hand-in; one that cannot be read says so, and stops nobody."""
    folder = root / "submitted" / student / lab
    try:
        cells = _cells(folder)
        work = read_work(lab, folder, cells, cells)
        work.look += [each.text for each in intake.notes(root, lab, student) if each.look]
        if (found := sealed.of_course(root)) and lab in found.labs:
            sealed.copied(found, course, lab, student, work, [key.text for key in ring])
        marker = papers.marker(lab, student, work, course, ring[0].text, ring[1:])
        return _looked(insight.of(marker), _cells(root / "autograded" / student / lab))
    except LabsimError as error:
        return {"worked": False, "look": [str(error)], "answers": {}}
    except Exception as error:  # one hand-in that breaks must not hide the class
        return {"worked": False, "look": [f"{type(error).__name__}: {error}"], "answers": {}}


def _cells(folder: Path) -> list[Any]:
    for path in sorted(folder.glob("*.ipynb")):
        try:
            return list(nbformat.read(path, as_version=4).cells)
        except Exception:  # whatever is wrong with it: the record is left
            continue
    return []
