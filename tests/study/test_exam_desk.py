"""A paper that counts: own form, a record that loses nothing, a clock that is enforced."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import labsim
from labsim.attempt import Attempt, AttemptError
from labsim.core.errors import LabsimError
from labsim.seeds import TICKET_FILE
from labsim.study.desk import own_form
from labsim.study.marked import marked
from labsim.study.marksheet import marksheet, notes
from labsim.study.opening import Exam, form_of, open_exam

LAB = labsim.lab("VIB-05")


class Wall:
    """A clock on the wall that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def wait(self, desk: Exam, minutes: float, closed: bool = False) -> None:
        """Let minutes pass, in beats of ten seconds as the browser sends them."""
        for _ in range(round(minutes * 6)):
            self.now += timedelta(seconds=10)
            if not closed:
                desk.spend(10)


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def sit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wall: Wall) -> Any:
    """Return a function that opens the paper of ann, begun, in the same folder each time."""
    monkeypatch.setenv("LABSIM_STUDENT", "ann")

    def opened(begin: bool = True) -> Exam:
        desk = open_exam(LAB, 1, tmp_path)
        desk._now, desk._told_at = wall, wall.now
        if begin:
            desk.begin()
        return desk

    return opened


def test_an_apprentices_form_is_their_own_and_sittings_share_no_item() -> None:
    forms = {
        (who, n): form_of(LAB, "ticket", who, n) for who in ("ann", "ben", "cyd") for n in (1, 2)
    }
    instances = [{(i.generator, i.instance) for i in form.items} for form in forms.values()]
    assert all(not a & b for k, a in enumerate(instances) for b in instances[:k])
    for who in ("ann", "ben", "cyd"):
        first, second = ({i.identity for i in forms[who, n].items} for n in (1, 2))
        assert len(first) == 60 and not first & second
    assert form_of(LAB, "ticket", "ann", 1) == forms["ann", 1]
    assert form_of(LAB, "other class", "ann", 1) != forms["ann", 1]


def test_nothing_is_seen_or_answered_before_the_clock_runs(sit: Any) -> None:
    desk = sit(begin=False)
    with pytest.raises(LabsimError, match="not begun"):
        desk.answer(0, 1)
    desk.spend(30)
    assert desk.left == 7200 and not desk.attempt.worked


def test_a_broken_off_paper_goes_on_where_it_was(sit: Any, wall: Wall, tmp_path: Path) -> None:
    desk = sit()
    desk.answer(3, 2, 20.0)
    desk.flag(3)
    wall.wait(desk, 10)
    wall.wait(desk, 45, closed=True)
    again = sit(begin=False)
    assert (again.answers(), again.flags(), again.begun) == ({3: 2}, {3}, True)
    assert again.left == pytest.approx(7200 - 600, abs=30), "a beat is all that can be lost"
    again.answer(3, 1)
    found = marked(again.form, Attempt.load(tmp_path / "VIB-05.attempt.jsonl"))
    assert [round(b.minutes) for b in found.breaks] == [45]
    assert "lay closed for 45 min" in found.look[0] and not found.wrong


def test_the_clock_runs_no_faster_than_the_one_on_the_wall(sit: Any, wall: Wall) -> None:
    desk = sit()
    wall.now += timedelta(seconds=10)
    for _ in range(5):  # five views of the same paper
        desk.spend(10)
    assert desk.left == pytest.approx(7200 - 10)


def test_late_answers_earn_nothing_and_are_told(sit: Any, wall: Wall) -> None:
    desk = sit()
    keys = [item.key for item in desk.form.items]
    for place in range(30):
        desk.answer(place, keys[place], 200)
    desk.answer(40, (keys[40] + 1) % 4, 200)
    wall.wait(desk, 121)
    assert desk.left == 0 and not desk.handed_in
    for place in (*range(30, 36), 40):
        desk.answer(place, keys[place], 5)
    desk.answer(0, (keys[0] + 1) % 4)  # what stood there in time goes on counting
    desk.hand_in()
    found = marked(desk.form, desk.attempt)
    assert (found.report.total.right, found.with_late.total.right) == (30, 36)
    assert found.share == 0.5 and desk.late() == {0, 40, *range(30, 36)}
    said = " ".join(notes(found))
    assert "30 of 60" in said and "8 answers came after the time" in said and "+6" in said
    assert "Late: right." in marksheet(found)


def test_an_answer_taken_back_is_none(sit: Any) -> None:
    desk = sit()
    desk.answer(5, 2)
    desk.answer(5, None)
    assert desk.answers() == {}
    with pytest.raises(LabsimError, match="options 0 to 3"):
        desk.answer(5, 4)
    with pytest.raises(LabsimError, match="no 60"):
        desk.answer(60, 1)


def test_what_cannot_have_been_on_this_paper_is_not_marked(sit: Any) -> None:
    desk = sit()
    for place, item in enumerate(desk.form.items):
        desk.answer(place, item.key)
    assert marked(desk.form, desk.attempt).share == 1
    other = own_form("cat1", 4711, 1)
    refused = marked(other, desk.attempt)
    assert refused.share == 0 and "was another one" in refused.wrong[0]
    event = next(e for e in desk.attempt.events if e["do"] == "choose")
    for field, value, said in (("place", 99, "no item 100"), ("option", 9, "no such option"),
                               ("t", -1.0, "goes back")):  # fmt: skip
        kept, event[field] = event[field], value
        assert any(said in line for line in marked(desk.form, desk.attempt).wrong)
        event[field] = kept
    assert "right at 0 s an item" in marked(desk.form, desk.attempt).look[-1]


def test_the_same_chain_guards_a_paper_as_guards_a_bench(sit: Any, tmp_path: Path) -> None:
    sit().answer(0, 1)
    file = tmp_path / "VIB-05.attempt.jsonl"
    text = file.read_text()
    file.write_text(text.replace('"option": 1', '"option": 2'))
    with pytest.raises(AttemptError, match="it was edited"):
        Attempt.load(file)
    file.write_text(text[:-20])
    assert "cut short" in Attempt.load(file, strict=False).damage
    file.write_text(text.replace('"do": "choose"', '"do": "melt"'))
    with pytest.raises(AttemptError):
        Attempt.load(file)


def test_another_students_or_sittings_record_is_left_alone(
    sit: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sit()
    monkeypatch.setenv("LABSIM_STUDENT", "ben")
    with pytest.raises(AttemptError, match="belongs to ann"):
        open_exam(LAB, 1, tmp_path)
    monkeypatch.setenv("LABSIM_STUDENT", "ann")
    with pytest.raises(LabsimError, match="hand in this paper first"):
        desk.again()
    desk.hand_in()
    second = desk.again()
    assert second.number == 2 and (tmp_path / "VIB-05.2.attempt.jsonl").exists()
    second.begin()
    second.hand_in()
    with pytest.raises(LabsimError, match="may be sat 2 times"):
        second.again()
    (tmp_path / "VIB-05.2.attempt.jsonl").rename(tmp_path / "VIB-05.attempt.jsonl")
    with pytest.raises(AttemptError, match="of sitting 2"):
        open_exam(LAB, 1, tmp_path)


def test_in_a_class_the_report_waits_for_the_marks(sit: Any, tmp_path: Path) -> None:
    (tmp_path / TICKET_FILE).write_text(json.dumps({"VIB-05": "t" * 64}))
    desk = sit()
    desk.hand_in()
    assert "come back with the marks" in desk.outcome()
    assert not any(item.because in desk.outcome() for item in desk.form.items)


def test_alone_the_report_comes_at_once_with_what_mends_each_miss(sit: Any) -> None:
    desk = sit()
    desk.answer(0, desk.form.items[0].key)
    desk.hand_in()
    page = desk.outcome()
    assert "1 of 60" in page and "VIB-01 Collect data you can trust" in page
    assert "chance of less than 1 %" in page and "<script" not in page
