"""Exams that are sat and practice that comes back, on real files."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from labsim.core.errors import LabsimError
from labsim.study import form as forms
from labsim.study.bank import generators
from labsim.study.blueprint import Blueprint
from labsim.study.form import Form
from labsim.study.practice import Practice
from labsim.study.progress import Progress
from labsim.study.report import report, wilson
from labsim.study.sitting import Sitting
from labsim.study.statistics import statistics

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def progress(tmp_path: Path) -> Progress:
    return Progress(tmp_path / "study.sqlite")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Form:
    """A form of five items on one topic, in place of the whole exam."""
    topic = "Principles of vibration"
    plan = Blueprint("cat1", "Small", 2, {topic: 5}, 0.7, "A small one.", "this test")
    monkeypatch.setattr(forms, "blueprint", lambda name: plan)
    return forms.form("cat1", 3)


def test_a_paper_is_resumed_where_it_was_left_and_nothing_is_lost(small, progress):
    sitting = Sitting.start("cat1", 3, progress)
    sitting.answer(0, 2, seconds=20)
    sitting.flag(4)
    sitting.spend(50)
    resumed = Sitting.start("cat1", 3, Progress(progress.path))
    assert resumed.answers() == {0: 2} and resumed.flags() == {4}
    assert resumed.seconds() == {0: 20.0} and resumed.left == 70


def test_an_answer_can_be_changed_and_taken_back(small, progress):
    sitting = Sitting.start("cat1", 3, progress)
    sitting.answer(1, 0)
    sitting.answer(1, 3)
    assert sitting.answers() == {1: 3}
    sitting.answer(1, None)
    assert sitting.answers() == {}


def test_time_that_is_up_hands_the_paper_in(small, progress):
    sitting = Sitting.start("cat1", 3, progress)
    assert sitting.spend(121) == 0 and sitting.handed_in
    with pytest.raises(LabsimError, match="handed in"):
        sitting.answer(0, 1)
    assert Sitting.start("cat1", 3, progress).number != sitting.number


def test_places_and_options_that_do_not_exist_are_told(small, progress):
    sitting = Sitting.start("cat1", 3, progress)
    with pytest.raises(LabsimError, match="items 0 to 4"):
        sitting.answer(5, 0)
    with pytest.raises(LabsimError, match="options 0 to 3"):
        sitting.answer(0, 4)
    with pytest.raises(LabsimError, match="forward"):
        sitting.spend(-1)


def test_a_report_names_the_mistake_behind_each_miss_and_the_lab_that_mends_it(small):
    answers = {n: item.key for n, item in enumerate(small.items)}
    wrong = (answers[2] + 1) % 4
    result = report(small, answers | {2: wrong})
    assert (result.total.right, result.total.of) == (4, 5)
    (miss,) = result.misses
    assert miss.mistake == small.items[2].options[wrong].mistake != ""
    assert "At or above the pass mark of 4" in result.verdict
    assert miss.mistake in result.text()
    assert report(small, {}).misses[0].mistake == "Not answered"


def test_the_interval_is_wilsons():
    """8 of 10: 0.490 to 0.943, as tables of the score interval have it."""
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)


def test_a_file_that_is_no_study_file_is_left_as_it_is(tmp_path):
    path = tmp_path / "notes.sqlite"
    path.write_text("these are my notes, not a database at all" * 40)
    with pytest.raises(LabsimError, match="cannot be used as a study file"):
        Progress(path)
    assert path.read_text().startswith("these are my notes")


def test_a_file_of_a_newer_labsim_is_not_touched(progress):
    with sqlite3.connect(progress.path) as base:
        base.execute("PRAGMA user_version = 99")
    with pytest.raises(LabsimError, match="newer labsim"):
        Progress(progress.path)


def test_everything_can_be_exported(small, progress, tmp_path):
    Sitting.start("cat1", 3, progress).answer(0, 1)
    practice = Practice("cat1", progress)
    practice.answer(practice.next(NOON), 0, 1, NOON)
    count = progress.export(tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert count == len(rows) == 4
    assert [row["table"] for row in rows] == ["sitting", "answer", "answer", "card"]


def test_what_was_missed_comes_back_before_what_was_known(progress):
    practice = Practice("cat1", progress)
    known = practice.next(NOON)
    told = practice.answer(known, known.key, 2, NOON)
    assert told.right and told.due > NOON + timedelta(days=1)
    missed = practice.next(NOON)
    assert missed.generator != known.generator
    told = practice.answer(missed, (missed.key + 1) % 4, 2, NOON)
    assert told.misconception and told.due < NOON + timedelta(hours=1)
    later = NOON + timedelta(hours=1)
    assert practice.due(later) == [missed.generator]
    again = practice.next(later)
    assert again.generator == missed.generator and again.identity != missed.identity


def test_practice_never_shows_an_item_of_a_mock_exam(progress):
    mocks = {one.instance(n).identity for one in generators("cat1") for n in range(4)}
    practice = Practice("cat1", progress)
    moment = NOON
    for _ in range(20):
        item = practice.next(moment)
        assert item.identity not in mocks
        practice.answer(item, item.key, 1, moment)
        moment += timedelta(days=60)


def test_figures_of_items_are_those_of_the_textbook():
    """Four papers of two other items right or wrong; point-biserial by hand: 0.707."""
    scores = ((True, 2), (True, 1), (False, 1), (False, 0))
    papers = []
    for right, others in scores:
        rows = [{"generator": "x/a.b", "right": right, "mistake": "" if right else "Hz for cpm"}]
        rows += [{"generator": f"x/o{k}.c", "right": k < others} for k in range(2)]
        papers.append({"answers": rows})
    one = next(row for row in statistics(papers) if row.generator == "x/a.b")
    # rest: 1.0 0.5 | 0.5 0.0: means 0.75 and 0.25, spread √0.125 = 0.354; 0.5 / 0.354 · 0.5
    assert one.difficulty == 0.5 and one.discrimination == pytest.approx(0.7071, abs=1e-3)
    assert one.mistakes == {"Hz for cpm": 2}
    assert "too few" in one.remarks[0]
