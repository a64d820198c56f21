"""Keys looked after: a new one leaves old records markable, a copy brings everything back."""

from __future__ import annotations

import json
import os
import stat

import pytest
import small
from apprentices import student

import labsim
from grading import course, keyring, keys, scoring
from grading.marking import Marker
from grading.work import Work, read_work
from labsim.core.errors import LabsimError
from labsim.seeds import TICKET_FILE, derive, read_ticket, ticket_of


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A course with one lab, and keys of its own."""
    monkeypatch.setenv("LABSIM_KEYS", str(tmp_path / "keys"))
    small.write(tmp_path)
    course.init(tmp_path / "grading", "maint")
    return tmp_path / "grading"


def worked(home, name, folder):
    """Fetch the lab and begin it; return the folder as it is handed in."""
    (handed := folder / name).mkdir(parents=True)
    (handed / TICKET_FILE).write_bytes((home / "source/ELE-03" / TICKET_FILE).read_bytes())
    with student(name):
        labsim.open_lab("ELE-03", directory=handed).look("K1")
    return handed


def marker_of(handed, name):
    key, *older = keys.ring("maint")
    return Marker("ELE-03", name, read_work("ELE-03", handed, [], []), "maint", key.text, older)


def test_notebook_is_run_under_the_ticket_it_was_worked_under(home, tmp_path):
    handed, graded = worked(home, "ann", tmp_path / "handed"), tmp_path / "graded"
    keyring.rotate("maint")
    course.init(home, "maint")
    graded.mkdir()
    newer = (home / "source/ELE-03" / TICKET_FILE).read_bytes()
    known = {ticket_of(key.text, "maint", "ELE-03") for key in keys.ring("maint")}
    place = {"metadata": {"path": str(graded)}}
    (graded / TICKET_FILE).write_bytes(newer)  # as nbgrader puts it there
    scoring._own_ticket(Work(ticket="made up"), known, "ELE-03", place)
    assert (graded / TICKET_FILE).read_bytes() == newer
    scoring._own_ticket(read_work("ELE-03", handed, [], []), known, "ELE-03", place)
    assert read_ticket(graded, "ELE-03") == read_ticket(handed, "ELE-03") in known


def bench_mark(marker):
    """Mark the bench by a judge that gives everything to what comes out on replay."""

    def judge(fresh, seed, mark):
        mark.share = 1.0

    return marker.bench(judge)


def test_old_records_are_marked_after_a_rotation_and_new_ones_under_the_new_key(home, tmp_path):
    before = worked(home, "ann", tmp_path)
    old = keys.load("maint")
    keyring.rotate("maint")
    course.init(home, "maint")
    after = worked(home, "bob", tmp_path)
    assert keys.load("maint") != old
    for handed, name, key in ((before, "ann", old), (after, "bob", keys.load("maint"))):
        marker = marker_of(handed, name)
        mark = bench_mark(marker)
        assert (mark.share, mark.look) == (1.0, [])
        assert marker._key == key


def test_without_the_old_key_its_records_are_refused(home, tmp_path):
    handed = worked(home, "ann", tmp_path)
    keyring.rotate("maint")
    keys.write("maint", keys.ring("maint")[:1])
    assert "without this course's ticket" in bench_mark(marker_of(handed, "ann")).notes[0]


def test_work_under_a_leaked_key_is_marked_and_shown_to_the_instructor(home, tmp_path):
    handed = worked(home, "ann", tmp_path)
    _, old = keyring.rotate("maint", leaked=True)
    mark = bench_mark(marker_of(handed, "ann"))
    assert mark.share == 1.0
    assert mark.look == [f"Made under key {old.id}, which others may have had."]


def test_answers_without_a_record_go_by_the_ticket_beside_the_notebook(home, tmp_path):
    handed, old = tmp_path / "cyd", keys.load("maint")
    handed.mkdir()
    (handed / TICKET_FILE).write_bytes((home / "source/ELE-03" / TICKET_FILE).read_bytes())
    keyring.rotate("maint")
    assert marker_of(handed, "cyd")._key == old
    (handed / TICKET_FILE).write_text('{"ELE-03": "' + "0" * 64 + '"}')
    assert marker_of(handed, "cyd")._key == keys.load("maint")


def test_releases_under_the_old_key_are_named(home):
    (folder := home / "release" / "ELE-03").mkdir(parents=True)
    (folder / TICKET_FILE).write_bytes((home / "source/ELE-03" / TICKET_FILE).read_bytes())
    assert course.stale(home, "maint") == []
    keyring.rotate("maint")
    assert course.stale(home, "maint") == ["ELE-03"]


def test_table_and_ticket_name_keys_by_ids_from_which_no_key_follows(home):
    new, old = keyring.rotate("maint", today="2026-05-04")
    rows = keyring.table("maint")
    assert [row[:2] for row in rows] == [(new.id, "in use"), (old.id, "old")]
    assert rows[1][2] == "since the beginning until 2026-05-04"
    course.init(home, "maint")
    ticket = (home / "source/ELE-03" / TICKET_FILE).read_text()
    assert json.loads(ticket)["key"] == new.id
    for key in (new, old):
        assert key.text not in str(rows) + ticket
        assert key.id not in key.text


def test_copy_brings_all_keys_back(home, tmp_path):
    keyring.rotate("maint", leaked=True)
    before = keys.ring("maint")
    file = keyring.backup("maint", tmp_path / "stick.json", home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    keys.path("maint").unlink()
    assert keyring.restore(file) == ("maint", 2)
    assert keys.ring("maint") == before
    assert stat.S_IMODE(keys.path("maint").stat().st_mode) == 0o600


def test_copy_of_an_older_day_takes_nothing_away(home, tmp_path):
    file = keyring.backup("maint", tmp_path / "stick.json", home)
    new, _ = keyring.rotate("maint")
    assert keyring.restore(file) == ("maint", 0)
    assert keys.ring("maint")[0] == new


def test_copy_is_not_written_into_the_course_nor_over_anything(home, tmp_path):
    with pytest.raises(LabsimError, match="lies in the course"):
        keyring.backup("maint", home / "release" / "key.json", home)
    keyring.backup("maint", tmp_path / "stick.json", home)
    with pytest.raises(LabsimError, match="is there already"):
        keyring.backup("maint", tmp_path / "stick.json", home)


@pytest.mark.parametrize("spoil", ["cut", "edited", "other", "missing"])
def test_copy_that_is_damaged_is_refused(home, tmp_path, spoil):
    file = keyring.backup("maint", tmp_path / "stick.json", home)
    text = file.read_text()
    digit = text.index('"keys": [') + 20
    other = "0" if text[digit] != "0" else "1"
    spoilt = {"cut": text[:60], "edited": text[:digit] + other + text[digit + 1 :], "other": "[]"}
    file.unlink()
    if spoil in spoilt:
        file.write_text(spoilt[spoil])
    with pytest.raises(LabsimError, match=r"no copy of a course's keys|is damaged"):
        keyring.restore(file)


def test_rotation_that_cannot_be_written_changes_nothing(home, monkeypatch):
    before = keys.ring("maint")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(LabsimError, match=r"the keys are as before: .*No space left"):
        keyring.rotate("maint")
    assert keys.ring("maint") == before
    assert [file.name for file in keys.directory().iterdir()] == ["maint.key"]


def test_key_file_of_one_line_as_init_has_always_written_it_still_loads(home):
    assert keys.path("maint").read_text().count("\n") == 1
    marker = Marker("ELE-03", "ann", Work(), "maint", keys.load("maint"))
    ticket = read_ticket(home / "source/ELE-03", "ELE-03")
    assert marker._seed(1) == derive(ticket, "ELE-03", "ann")
