"""The look through a release finds what is planted in it, however it is packed."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import zlib

import nbformat
import pytest
import small
from classroom import COURSE, KEY, keys_in
from released import told, worth

from grading import answers, course, papers
from grading.work import Work
from labsim.seeds import TICKET_FILE

LAB, NAME = "ELE-03", "ann"


@pytest.fixture
def folder(tmp_path):
    """What is released of a small lab."""
    path = small.write(tmp_path)
    (keys := tmp_path / "keys").mkdir(mode=0o700)
    (keys / f"{COURSE}.key").write_text(KEY + "\n")
    (keys / f"{COURSE}.key").chmod(0o600)
    with keys_in(keys):
        course.init(tmp_path / "grading", COURSE)
    (release := tmp_path / "release").mkdir()
    shutil.copy(path, release)
    shutil.copy(tmp_path / "grading" / "source" / LAB / TICKET_FILE, release)
    return release


def look(folder):
    return told(folder, LAB, NAME, KEY, COURSE)


def planted(folder, change):
    (path,) = folder.glob("*.ipynb")
    book = nbformat.read(path, as_version=4)
    change(book)
    nbformat.write(book, path)


def right():
    marker = papers.marker(LAB, NAME, Work(), COURSE, KEY)
    return answers.perfect(marker.expected(small.QUESTION))


def test_sound_release_tells_nothing_and_is_worth_nothing(folder):
    assert look(folder) == []
    assert worth(folder, LAB, NAME, KEY, COURSE) == 0


@pytest.mark.parametrize(
    "pack",
    [
        lambda b: b,
        base64.b64encode,
        base64.b85encode,
        lambda b: b.hex().encode(),
        lambda b: base64.b64encode(zlib.compress(b)),
        lambda b: base64.b85encode(zlib.compress(base64.b64encode(b))),
    ],
    ids=["plain", "base64", "base85", "hex", "zipped", "nested"],
)
def test_key_is_found_however_it_is_packed(folder, pack):
    beside = hashlib.sha256(b"anything").hexdigest()  # the test's own key packs too well
    text = pack(f"{beside} key: {KEY}".encode()).decode()
    planted(folder, lambda book: book.metadata.update(labsim={"hint": text}))
    assert "ELE-03-small.ipynb holds the key" in look(folder)


def test_answer_is_found_in_metadata_and_in_a_cell(folder):
    answer = right()
    planted(folder, lambda book: book.cells[0].metadata.update(key=answer))
    assert any(f"holds the answer to {small.QUESTION}" in line for line in look(folder))

    def fill(book):
        del book.cells[0].metadata["key"]
        cell = next(c for c in book.cells if c.source.startswith(f"{small.VARIABLE} ="))
        cell.source = f"{small.VARIABLE} = {answer!r}"

    planted(folder, fill)
    assert any(f"holds the answer to {small.QUESTION}" in line for line in look(folder))
    assert worth(folder, LAB, NAME, KEY, COURSE) == pytest.approx(1.0)


def test_stray_file_output_and_solution_are_found(folder):
    (folder / "notes.yaml").write_text("K1")
    said = nbformat.v4.new_output("stream", text="K1")
    planted(folder, lambda book: book.cells[1].update(outputs=[said], source="### BEGIN SOLUTION"))
    found = " ".join(look(folder))
    assert "notes.yaml is released, and nobody asked for it" in found
    assert "has outputs" in found
    assert "speaks of SOLUTION" in found


def test_ticket_with_anything_else_in_it_is_found(folder):
    file = folder / TICKET_FILE
    ticket = json.loads(file.read_text())
    file.write_text(json.dumps({**ticket, "fault": "K1: coil burnt open"}))
    assert f"{TICKET_FILE} holds more than the ticket and the id of the key" in look(folder)
