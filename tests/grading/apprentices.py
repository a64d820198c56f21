"""Simulated apprentices: the coach's bots at their own bench, handing in as people do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

import labsim
from grading.course import lab_of
from grading.leaks import student
from labsim.bench import Bench
from labsim.coach import Coach, bots, suspects
from labsim.course import draw
from labsim.seeds import derive, ticket_of

LAB = "ELE-03"
LISTED = "ELE-02"  # where lists of suspects are marked
EVERYWHERE = ["G1", *(f"E{n}" for n in range(1, 13))]  # all parts of its string
SKILLS = {
    "elsa": (bots.optimal, "F5: blown"),
    "hugo": (bots.half_splitter, "S0: contact 21-22 does not make"),
    "gus": (bots.guesser, "K1: armature jammed open"),
    "cal": (bots.unsafe_expert, "F4: blown"),  # careless about lockout
}


def named(first: str, key: str, course: str) -> str:
    """Return a name that begins so and whose hidden fault is the one in SKILLS."""
    ticket, lab = ticket_of(key, course, LAB), labsim.lab(LAB)
    names = (f"{first}{n}" for n in range(10_000))
    wanted = SKILLS[first][1]
    return next(n for n in names if draw(lab, derive(ticket, LAB, n).fault).id == wanted)


def bench_in(name: str, folder: Path, lab: str = LAB) -> Any:
    with student(name):
        return labsim.open_lab(lab, directory=folder)


def work(first: str, name: str, folder: Path) -> Any:
    """Open the lab in the fetched folder and work it as well as one can."""
    lab, bench = labsim.lab(LAB), bench_in(name, folder)
    with student(name):
        SKILLS[first][0](lab, Coach.of(lab), bench, 1)
    return bench


def sit(name: str, paper: Any) -> Any:
    """Sit an exam knowing every answer, and find what is wrong at each of its benches."""
    paper.begin()
    for place, item in enumerate(paper.form.items):
        paper.answer(place, item.key, 40.0)
    with student(name):
        for station in paper.scenario.stations:
            bench = paper.station(station)
            lab = labsim.lab(bench.attempt.header["at"])
            bots.optimal(lab, Coach.of(lab), bench, 1)
    return paper.sign_off("All answered.")


def hand_in(
    path: Path,
    bench: Any = None,
    sealed: bool = True,
    answers: dict[str, Any] | None = None,
    written: str = "",
) -> None:
    """Fill in the notebook as an apprentice does: sign-off, answers by question, text."""
    book, lab = nbformat.read(path, as_version=4), lab_of(path)
    for cell in book.cells:
        ours = cell.metadata.get("nbgrader", {})
        name = ours.get("grade_id", "").removeprefix(f"{lab.lower()}-")
        question = name.removesuffix("-answer")
        if name == "signoff" and bench is not None and sealed:
            name = cell.source.partition(".")[0]
            cell.source = f'{name}.sign_off("{bench.attempt.seal()}")'
        elif name.endswith("-answer") and question in (answers or {}):
            cell.source = f"{question.replace('-', '_')} = {answers[question]}"
        elif written and ours.get("grade") and ours.get("solution"):
            cell.source = written
    nbformat.write(book, path)


def diligent(bench: Bench) -> Bench:
    """Work as the coach would, with a list before and after every reading."""
    lab, coach = labsim.lab(LISTED), Coach.of(labsim.lab(LISTED))

    def note() -> None:
        held = suspects.one(coach, bench.suspect(EVERYWHERE).attempt, bench.attempt.events[-1])
        bench.suspect([tag for tag in EVERYWHERE if tag not in held.excess])

    def choose(coach: Any, bench: Bench) -> str | None:
        note()
        return bots.best_check(coach, bench)

    note()
    bots.work(choose, lab, coach, bench)
    return bench
