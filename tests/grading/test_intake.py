"""Hand-ins put in order before nbgrader touches them: each trouble has its own sentence."""

from __future__ import annotations

import os
import shutil

import nbformat
import pytest
import small
from troubles import NAME, SAID, copied, huge_beside, link, utf_16

from grading import intake


@pytest.fixture
def course(tmp_path):
    """A course with a release, and one sound hand-in of ann."""
    root = tmp_path / "course"
    (release := root / "release" / "ELE-03").mkdir(parents=True)
    shutil.copy(small.write(tmp_path), release / NAME)
    hand_in(root, "ann")
    return root


def hand_in(root, name):
    folder = root / "submitted" / name / "ELE-03"
    shutil.copytree(root / "release" / "ELE-03", folder)
    (folder / "timestamp.txt").write_text("2026-01-05 10:00:00.000000 UTC")
    return folder


def test_a_sound_hand_in_is_left_as_it_is(course):
    before = {p.name: p.read_bytes() for p in (course / "submitted/ann/ELE-03").iterdir()}
    assert intake.screen_lab(course, "ELE-03") == {}
    after = {p.name: p.read_bytes() for p in (course / "submitted/ann/ELE-03").iterdir()}
    assert after == before
    assert not (course / "set-aside").exists()


@pytest.mark.parametrize("trouble", SAID, ids=lambda case: case.__name__)
def test_trouble_is_said_and_what_is_left_can_be_marked(course, trouble):
    trouble(folder := hand_in(course, "bob"))
    said = intake.screen_lab(course, "ELE-03")
    assert list(said) == ["bob"]
    assert any(SAID[trouble] in each.text for each in said["bob"]), said
    assert nbformat.read(folder / NAME, as_version=4).cells
    assert all(path.is_file() and not path.is_symlink() for path in folder.iterdir())
    assert intake.notes(course, "ELE-03", "bob") == said["bob"]


def test_each_is_screened_once_and_a_new_hand_in_again(course):
    link(folder := hand_in(course, "bob"))
    first = intake.screen(course, "ELE-03", "bob")
    assert intake.screen(course, "ELE-03", "bob") == first
    shutil.rmtree(folder)
    hand_in(course, "bob")
    (folder / "timestamp.txt").write_text("2026-01-06 10:00:00.000000 UTC")
    assert intake.screen(course, "ELE-03", "bob") == []
    assert intake.notes(course, "ELE-03", "bob") == []


def test_nothing_that_was_handed_in_is_lost(course):
    huge_beside(folder := hand_in(course, "bob"))
    utf_16(folder)
    before = (folder / NAME).read_bytes()
    intake.screen(course, "ELE-03", "bob")
    aside = course / "set-aside" / "bob" / "ELE-03"
    assert (aside / "video.bin").stat().st_size == 200_000_000
    assert (aside / NAME).read_bytes() == before


def test_a_copy_left_lying_about_asks_for_nobodys_eye_but_a_link_does(course):
    copied(hand_in(course, "bob"))
    link(hand_in(course, "cyd"))
    said = intake.screen_lab(course, "ELE-03")
    assert [each.look for each in said["bob"]] == [False]
    assert [each.look for each in said["cyd"]] == [True]


def test_a_thousand_files_too_many_are_not_looked_at(course, monkeypatch):
    monkeypatch.setattr(intake, "MOST", 10)
    folder = hand_in(course, "bob")
    for n in range(12):
        (folder / f"{n}.txt").touch()
    said = intake.screen(course, "ELE-03", "bob")
    assert len(said) >= 4
    assert all("is beyond the 10 files" in e.text or "No notebook" in e.text for e in said)


def test_nbgraders_own_autograde_screens_too(course):
    link(hand_in(course, "bob"))
    intake.hook(course)(assignment="ELE-03", student="*", notebooks="*")
    assert intake.notes(course, "ELE-03", "bob")


def test_what_is_set_aside_does_not_go_where_something_set_aside_before_leads(course, tmp_path):
    """A link first, then a folder of its name with something in it: it would lie in the goal."""
    (goal := tmp_path / "startup").mkdir()
    (folder := hand_in(course, "bob")).joinpath("x").symlink_to(goal)
    intake.screen(course, "ELE-03", "bob")
    shutil.rmtree(folder)
    (hand_in(course, "bob") / "x").mkdir()
    (folder / "x" / "00-evil.py").symlink_to("/tmp/evil.py")
    (folder / "timestamp.txt").write_text("2026-01-06 10:00:00.000000 UTC")
    assert "x/00-evil.py is a link" in intake.screen(course, "ELE-03", "bob")[0].text
    assert not list(goal.iterdir())
    assert (course / "set-aside/bob/ELE-03/2/x/00-evil.py").is_symlink()


def test_hand_in_that_looks_like_the_one_before_is_screened_all_the_same(course):
    """Names, time and inode number of a hand-in are its maker's, or chance."""
    folder = hand_in(course, "bob")
    stamp = folder.stat()
    for first in (False, True):
        shutil.rmtree(folder)
        hand_in(course, "bob")
        (folder / "a.txt").write_text("a") if first else link(folder)
        (folder / "notes.txt").is_symlink() or (folder / "notes.txt").symlink_to("/etc/passwd")
        os.utime(folder, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        intake.screen(course, "ELE-03", "bob")
        assert not (folder / "notes.txt").is_symlink()
