"""ELE-02's suspects are marked on the apprentice's own record; the replay comes with the marks."""

from __future__ import annotations

from typing import Any

import pytest
from apprentices import EVERYWHERE, diligent

import labsim
from grading.marking import Marker
from grading.work import Work
from labsim.bench import Bench
from labsim.coach import Coach, bots
from labsim.course import draw, own_bench
from labsim.seeds import derive, ticket_of

KEY, COURSE, LAB = "5e" * 32, "maint", "ELE-02"


def own(student: str = "ann") -> Bench:
    """Return an apprentice's own bench, as the grader will make it again."""
    lab = labsim.lab(LAB)
    seed = derive(ticket_of(KEY, COURSE, LAB), LAB, student, 1)
    bench = own_bench(lab, seed, None)
    header = {"lab": LAB, "student": student, "attempt": 1, "seed": seed.commitment}
    bench.attempt.stamp(**header, edition=lab.edition)
    return bench


def hidden(student: str = "ann") -> str:
    seed = derive(ticket_of(KEY, COURSE, LAB), LAB, student, 1)
    return draw(labsim.lab(LAB), seed.fault).id


def mark(bench: Bench | None, what: str = "suspects", student: str = "ann") -> Any:
    work = Work(record=bench.attempt if bench else None)
    return Marker(LAB, student, work, COURSE, KEY).mark(f"ele-02-{what}")


@pytest.mark.parametrize("student", ["ann", "bob", "cyd"])
def test_a_list_before_and_after_every_reading_earns_nearly_all(student):
    bench = diligent(own(student))
    found = mark(bench, student=student)
    assert found.share > 0.7
    assert mark(bench, "bench", student).share > 0.9


def test_a_list_that_was_never_made_earns_nothing():
    bench = own()
    bots.optimal(labsim.lab(LAB), Coach.of(labsim.lab(LAB)), bench, 0)
    found = mark(bench)
    assert found.share == 0
    assert "No list of suspects is on record" in found.notes[0]


def test_everybody_all_the_time_is_no_list():
    bench = own().suspect(EVERYWHERE)
    bench.look("E1")
    for port in ("E7:1", "E4:1", "E10:1", "E2:1", "E9:1"):
        bench.measure("V", port, "G1:-")
        bench.suspect(EVERYWHERE)
    assert mark(bench).share < 0.7


def test_no_record_and_an_untouched_one_earn_nothing():
    assert mark(None).share == 0
    assert mark(own()).share == 0


def test_a_record_of_somebody_else_is_refused():
    found = mark(diligent(own("bob")))
    assert found.share == 0
    assert "belongs to another apprentice" in found.notes[0]


def test_the_replay_comes_back_with_the_marks_and_costs_none():
    bench = own()
    bots.optimal(labsim.lab(LAB), Coach.of(labsim.lab(LAB)), bench, 0)
    found = mark(bench, "bench")
    assert "ls-replay-page" in found.html
    assert hidden() in found.html
    assert "<script" not in found.html


def test_a_replay_that_cannot_be_made_costs_no_mark(monkeypatch):
    bench = own()
    bots.optimal(labsim.lab(LAB), Coach.of(labsim.lab(LAB)), bench, 0)
    share = mark(bench, "bench").share
    monkeypatch.setattr("labsim.coach.replay.replay", lambda *_: 1 / 0)
    again = mark(bench, "bench")
    assert again.share == share
    assert "no replay of this record" in again.html
