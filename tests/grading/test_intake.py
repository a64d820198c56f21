"""Hand-ins put in order before nbgrader touches them: each trouble has its own sentence."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime, timedelta

import nbformat
import pytest
import small

from grading import intake

NAME = "ELE-03-small.ipynb"


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


def foreign(path):
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.grade_id = cell.metadata.nbgrader.grade_id.replace("ele", "plc")
    nbformat.write(book, path)


def link(folder):
    (folder / "notes.txt").symlink_to("/etc/passwd")


def link_for_the_book(folder):
    shutil.move(folder / NAME, folder.parent / "elsewhere.ipynb")
    (folder / NAME).symlink_to(folder.parent / "elsewhere.ipynb")


def linked_folder(folder):
    (folder / "deep").symlink_to(folder.parents[3])


def pipe(folder):
    os.mkfifo(folder / "ELE-03.attempt.jsonl")


def huge(folder):
    with open(folder / NAME, "r+b") as file:
        file.truncate(200_000_000)


def huge_beside(folder):
    with open(folder / "video.bin", "wb") as file:
        file.truncate(200_000_000)


def renamed(folder):
    (folder / NAME).rename(folder / "ELE-03 Ann final (2).ipynb")


def copied(folder):
    shutil.copy(folder / NAME, folder / "ELE-03-small-Copy1.ipynb")


def missing(folder):
    (folder / NAME).unlink()


def other_lab(folder):
    foreign(folder / NAME)


def other_lab_and_name(folder):
    foreign(folder / NAME)
    (folder / NAME).rename(folder / "PLC-01-x.ipynb")


def byte_order_mark(folder):
    (folder / NAME).write_bytes(b"\xef\xbb\xbf" + (folder / NAME).read_bytes())


def utf_16(folder):
    (folder / NAME).write_bytes((folder / NAME).read_text("utf-8").encode("utf-16"))


def latin_1(folder):
    book = json.loads((folder / NAME).read_text("utf-8"))
    book["cells"][0]["source"] = "Größe"
    (folder / NAME).write_bytes(json.dumps(book, ensure_ascii=False).encode("cp1252"))


def no_time(folder):
    (folder / "timestamp.txt").write_bytes(b"\xff\xfe yesterday, about noon")


def tomorrow(folder):
    later = datetime.now(UTC) + timedelta(days=400)
    (folder / "timestamp.txt").write_text(f"{later:%Y-%m-%d %H:%M:%S.%f} UTC")


SAID = {
    link: "notes.txt is a link and was not followed; it was set aside.",
    link_for_the_book: f"{NAME} is a link and was not followed; it was set aside.",
    linked_folder: "deep is a link and was not followed; it was set aside.",
    pipe: "ELE-03.attempt.jsonl is no plain file; it was set aside.",
    huge: f"{NAME} has 200.0 MB, and 20 are allowed; it was set aside.",
    huge_beside: "video.bin has 200.0 MB, and 50 are allowed; it was set aside.",
    renamed: f"The notebook was renamed ELE-03 Ann final (2).ipynb; it was marked as {NAME}.",
    copied: "ELE-03-small-Copy1.ipynb was handed in too; it was not read.",
    missing: "No notebook of ELE-03 was handed in. Only the record counts.",
    other_lab: f"{NAME} holds no cell of ELE-03: it is another notebook.",
    other_lab_and_name: "No notebook of ELE-03 was handed in, but PLC-01-x.ipynb. Only the",
    byte_order_mark: "is written in utf-8-sig and was read so; the original was set aside.",
    utf_16: "is written in utf-16 and was read so; the original was set aside.",
    latin_1: "is written in cp1252 and was read so; the original was set aside.",
    no_time: "timestamp.txt holds no time: when it was handed in is not known; it was set",
    tomorrow: "which is still to come: the clock of some computer is wrong.",
}


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
