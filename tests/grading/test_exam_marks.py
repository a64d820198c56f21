"""Marks of an exam from what was handed in: sound, damaged, edited, foreign, sat twice."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import labsim
from grading import insight, papers
from grading.cohort import HandIn, benches
from grading.gradebook import Cell, Result
from grading.keys import Key
from grading.leaks import student
from grading.marking import Mark
from grading.work import read_work
from labsim.attempt import Attempt
from labsim.seeds import TICKET_FILE, ticket_of
from labsim.study.opening import open_exam

KEY, COURSE, WHO = "5e" * 32, "maint", "ann"
LAB = labsim.lab("VIB-05")
FILE = "VIB-05.attempt.jsonl"


def sat(
    folder: Path, right: int, who: str = WHO, sitting: int = 1, lab: Any = LAB, choose: Any = None
) -> Any:
    """Sit a paper in a folder with so many right answers, or as `choose` says; hand it in."""
    folder.mkdir(exist_ok=True)
    tickets = json.dumps({lab.id: ticket_of(KEY, COURSE, lab.id)})
    (folder / TICKET_FILE).write_text(tickets)
    with student(who):
        paper = open_exam(lab, sitting, folder)
        paper.begin()
        for place, item in enumerate(paper.form.items):
            own = choose(item) if choose else (item.key + (place >= right)) % 4
            paper.answer(place, own, 40.0)
        return paper.sign_off("Done.")


def marks(folder: Path, cells: tuple[Any, ...] = (), lab: str = "VIB-05", who: str = WHO) -> Mark:
    """Mark what lies in a folder as the work of somebody."""
    work = read_work(lab, folder, list(cells), list(cells))
    return papers.marker(lab, who, work, COURSE, KEY).mark(f"{lab.lower()}-paper")


def test_what_is_right_earns_its_share_and_says_what_mends_the_rest(tmp_path: Path) -> None:
    sat(tmp_path, right=45)
    mark = marks(tmp_path)
    said = " ".join(mark.notes)
    assert mark.share == 0.75 and not mark.by_hand
    assert "45 of 60" in said and "At or above the pass mark of 42" in said
    assert "VIB-01-collect-data-you-can-trust.ipynb" in mark.html and "<script" not in mark.html


def test_one_right_of_four_is_what_guessing_earns(tmp_path: Path) -> None:
    """Of 360 items guessed 90 are expected, give or take 2.6·√(360·¼·¾) = 21 in 99 of 100."""
    right = 0.0
    for n in range(6):
        who, dice, folder = f"guesser{n}", random.Random(n), tmp_path / str(n)
        sat(folder, 0, who, choose=lambda item, dice=dice: dice.randrange(4))
        right += 60 * marks(folder, who=who).share
    assert 69 <= right <= 111


def edited(folder: Path, change: Callable[[str], str]) -> None:
    file = folder / FILE
    file.write_text(change(file.read_text()))


def rehashed(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change events of a record and make every hash anew."""
    old = Attempt.load(folder / FILE)
    for event in old.events:
        change(event)
    bare = [{k: v for k, v in e.items() if k not in ("n", "h", "do", "t")} for e in old.events]
    made = Attempt(**bare[0])
    for event, fields in zip(old.events[1:], bare[1:], strict=True):
        made.append(event["do"], t=event["t"], **fields)
    made.save(folder / FILE)


def other_form(event: dict[str, Any]) -> None:
    if event["do"] == "choose":
        event["item"] = "0" * 16


CASES: dict[str, tuple[Callable[[Path], Any], float, str, bool]] = {
    "nothing": (lambda f: (f / FILE).unlink(), 0, "No record of the paper", False),
    "half a line": (lambda f: edited(f, lambda t: t[:-30]), 1, "cut short", False),
    "a line edited": (lambda f: edited(f, lambda t: t.replace('"option": ', '"option": 1', 1)),
                      0, "it was edited", True),
    "no record at all": (lambda f: (f / FILE).write_bytes(bytes(range(256))), 0,
                         "cannot be used", True),
    "of another form": (lambda f: rehashed(f, other_form), 0, "was another one", True),
    "somebody else's": (lambda f: rehashed(f, lambda e: e.update(student="ben")
                                           if e["do"] == "open" else None),
                        0, "belongs to another apprentice", True),
    "of another class": (lambda f: rehashed(f, lambda e: e.update(seed="0" * 16)
                                            if e["do"] == "open" else None),
                         0, "without this course's ticket", True),
    "items since changed": (lambda f: rehashed(f, lambda e: e.update(form="0" * 12)
                                               if e["do"] == "open" else None),
                            0, "items were others", True),
    "a third sitting": (lambda f: rehashed(f, lambda e: e.update(attempt=3)
                                           if e["do"] == "open" else None),
                        0, "attempt 3; the lab allows 2", True),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_bad_record_has_its_message_and_wins_no_marks(case: str, tmp_path: Path) -> None:
    make, share, said, told = CASES[case]
    sat(tmp_path, right=60)
    make(tmp_path)
    mark = marks(tmp_path)
    assert mark.share == pytest.approx(share, abs=0.02), mark.notes
    assert said in " ".join(mark.notes)
    assert bool(mark.look) == told or case == "half a line"


def test_a_record_of_a_bench_is_no_paper(tmp_path: Path) -> None:
    with student(WHO):
        labsim.open_lab("ELE-02", directory=tmp_path).look("E1")
    (tmp_path / "ELE-02.attempt.jsonl").rename(tmp_path / FILE)
    assert "a record of ELE-02, not of VIB-05" in " ".join(marks(tmp_path).notes)


def test_the_copy_in_the_sign_off_cell_stands_in_for_a_lost_file(tmp_path: Path) -> None:
    from nbformat.v4 import new_code_cell

    paper = sat(tmp_path, right=60)
    (tmp_path / FILE).unlink()
    cell = new_code_cell(f'paper.sign_off("{paper.attempt.seal()}")')
    cell.metadata.nbgrader = {"grade_id": "vib-05-signoff"}
    assert marks(tmp_path, (cell,)).share == 1


def test_the_better_sitting_counts(tmp_path: Path) -> None:
    sat(tmp_path, right=30)
    sat(tmp_path, right=54, sitting=2)
    mark = marks(tmp_path)
    assert mark.share == 0.9 and "Sitting 2 counts; sitting 1 came to 50 %" in mark.notes[-1]
    (tmp_path / FILE).replace(tmp_path / "VIB-05.2.attempt.jsonl")
    again = marks(tmp_path)
    assert again.share == 0, "the first paper in the place of the second is neither"


def test_a_paper_not_handed_in_counts_as_far_as_it_goes(tmp_path: Path) -> None:
    sat(tmp_path, right=60)
    edited(tmp_path, lambda text: text[: text.rstrip().rindex("\n") + 1])
    mark = marks(tmp_path)
    assert mark.share == 1 and "never handed in" in " ".join(mark.notes)


def test_time_at_a_bench_is_that_of_working_and_not_of_fitting() -> None:
    record = Attempt(lab="INT-02/plc")
    for t, do, dt in ((12.0, "notify", 720.0), (72.0, "repair", 3600.0), (89.9, "notify", 1074.0),
                      (90.2, "notify", 18.0)):  # fmt: skip
        record.append(do, t=t, dt=dt, **({"what": "K1"} if do == "repair" else {}))
    assert papers.in_time(record) == 4, "12 + 17.9 min of work; with 0.3 more it is over"


def test_a_bench_is_marked_from_its_own_record_only(tmp_path: Path) -> None:
    exam = labsim.lab("INT-02")
    paper = sat(tmp_path, right=110, lab=exam)
    with student(WHO):
        bench = paper.station("electrical")
        bench.look(
            "K1" if "K1" in bench.machine.components else next(iter(bench.machine.components))
        )
    work = read_work("INT-02", tmp_path, [], [])
    assert set(work.parts) == {"electrical"}
    own = papers.marker("INT-02", WHO, work, COURSE, KEY)
    assert own.mark("int-02-paper").share == 1
    said = " ".join(own.mark("int-02-electrical").notes)
    assert f"This bench was that of {bench.scenario.id}" in said and "never signed off" in said
    assert "No record of work" in " ".join(own.mark("int-02-fluid").notes)
    facts = insight.of(own)
    assert [name for name, one in facts["benches"].items() if one["worked"]] == ["electrical"]
    cells = (Cell("int-02-electrical", 2.0, 10.0), Cell("int-02-paper", 40.0, 60.0))
    exam_in = HandIn(WHO, "INT-02", Result("INT-02", 42.0, 70.0, cells=cells), facts)
    there = {each.lab: each for each in benches(exam_in)}
    assert there["INT-02/electrical"].result.share == 0.2
    assert there["INT-02/electrical"].facts["allowed"] == papers.STATION_MINUTES
    assert there["INT-02/fluid"].part == "fluid" and not there["INT-02/fluid"].facts["worked"]
    work.parts["fluid"] = work.parts["electrical"]
    assert "a record of INT-02/electrical, not of INT-02/fluid" in own.mark("int-02-fluid").look[0]


def test_papers_and_benches_outlive_a_new_key(tmp_path: Path) -> None:
    """All was sat under KEY; the course has a newer one now, and KEY is among the older ones."""
    exam = labsim.lab("INT-02")
    paper = sat(tmp_path, right=55, lab=exam)
    sat(tmp_path, right=110, sitting=2, lab=exam)
    with student(WHO):
        paper.station("plc").look("K1")
    work = read_work("INT-02", tmp_path, [], [])
    own = papers.marker("INT-02", WHO, work, COURSE, "a1" * 32, [Key(KEY)])
    mark = own.mark("int-02-paper")
    assert mark.share == 1 and "sitting 1 came to 50 %" in mark.notes[-1]
    assert "of PLC-01" in own.mark("int-02-plc").notes[0]
    lost = papers.marker("INT-02", WHO, work, COURSE, "a1" * 32)
    assert lost.mark("int-02-paper").share == 0
