"""Troubles a hand-in may have as files, each a function that spoils a folder, and what is said."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime, timedelta

import nbformat

NAME = "ELE-03-small.ipynb"


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


def no_name(folder):
    """A link whose name is no text, nor fit for a terminal."""
    os.symlink("/etc/passwd", os.fsencode(folder) + b"/\xff\x1b[2Jlink")


def book_is_a_folder(folder):
    (folder / NAME).unlink()
    (folder / NAME).mkdir()


def time_is_a_folder(folder):
    (folder / "timestamp.txt").unlink()
    (folder / "timestamp.txt").mkdir()


def without_end(folder):
    """Folders in each other, till no name reaches to the last, and a link beside them."""
    (folder / "notes.txt").symlink_to("/etc/passwd")
    number = os.open(folder, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("deep" * 50, dir_fd=number)
        inner = os.open("deep" * 50, os.O_RDONLY, dir_fd=number)
        os.close(number)
        number = inner
    os.close(number)


def all_a_link(folder):
    """The whole hand-in leads elsewhere: into the course, say."""
    shutil.rmtree(folder)
    folder.symlink_to(folder.parents[2] / "release")


def all_a_file(folder):
    shutil.rmtree(folder)
    folder.write_bytes(b"see my mail")


def empty(folder):
    (folder / NAME).write_bytes(b"")


SAID = {
    all_a_link: "What was handed in is a link, which was not followed; it was set aside.",
    all_a_file: "What was handed in is a file, and no folder; it was set aside.",
    no_name: "\ufffd\ufffd[2Jlink is a link and was not followed; it was set aside.",
    book_is_a_folder: f"{NAME} is a folder; it was set aside.",
    time_is_a_folder: "timestamp.txt is a folder; it was set aside.",
    without_end: "What was handed in cannot be looked through",
    empty: f"{NAME} is empty; it was set aside.",
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
