"""Collecting from a folder that hostile apprentices write into, also while it is being read."""

from __future__ import annotations

import logging
import os
from types import SimpleNamespace

import pytest

from grading import collecting


@pytest.fixture
def collect():
    coursedir = SimpleNamespace(
        ignore=[".git"], include=["*"], max_file_size=100, max_dir_size=1000
    )
    logged = SimpleNamespace(coursedir=coursedir, log=logging.getLogger("test"))
    return lambda src, dest: collecting.Collect.do_copy(logged, str(src), str(dest))


def test_links_in_the_inbound_folder_are_not_followed(tmp_path, collect):
    (tmp_path / "key").write_text("secret")
    inbound = tmp_path / "ann+ELE-03+time"
    inbound.mkdir()
    (inbound / "book.ipynb").write_text("{}")
    (inbound / "notes.txt").symlink_to(tmp_path / "key")
    (inbound / "folder").symlink_to(tmp_path)
    os.mkfifo(inbound / "pipe")
    collect(inbound, tmp_path / "to")
    assert (tmp_path / "to" / "book.ipynb").read_text() == "{}"
    assert (tmp_path / "to" / "notes.txt").is_symlink()
    assert (tmp_path / "to" / "folder").is_symlink()
    assert not (tmp_path / "to" / "pipe").exists()


def test_hand_in_that_is_a_link_or_too_large_is_not_collected(tmp_path, collect, caplog):
    (tmp_path / "large").mkdir()
    (tmp_path / "large" / "a").write_bytes(bytes(1_500_000))
    (tmp_path / "link").symlink_to(tmp_path / "large")
    for name in ("large", "link"):
        collect(tmp_path / name, tmp_path / "to")
    assert not (tmp_path / "to").exists()
    assert "is a link, no hand-in" in caplog.text and "has 1.5 MB" in caplog.text


@pytest.fixture
def inbound(tmp_path):
    (tmp_path / "key").write_text("secret")
    folder = tmp_path / "ann+ELE-03+2026-01-05 10:00:00 UTC+x"
    folder.mkdir()
    (folder / "book.ipynb").write_text("{}")
    return folder


def test_folder_that_becomes_a_link_while_it_is_read_is_not_followed(
    inbound, tmp_path, collect, monkeypatch
):
    (inbound / "notes").mkdir()
    stock = os.listdir

    def swapping(number):
        names = stock(number)
        if "notes" in names and not (inbound / "notes").is_symlink():
            (inbound / "notes").rmdir()
            (inbound / "notes").symlink_to(tmp_path)
        return names

    kept = os.stat
    monkeypatch.setattr(collecting.os, "listdir", swapping)
    monkeypatch.setattr(  # as it was a moment ago
        collecting.os, "stat",
        lambda name, **k: kept(tmp_path) if name == "notes" else kept(name, **k),
    )  # fmt: skip
    collect(inbound, tmp_path / "to")
    assert sorted(path.name for path in (tmp_path / "to").iterdir()) == ["book.ipynb"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_hard_link_to_a_file_of_somebody_elses_is_left_out(inbound, tmp_path, collect, caplog):
    os.link(tmp_path / "key", inbound / "mine.txt")
    for path in (inbound, inbound / "book.ipynb"):
        os.chown(path, 1234, 1234)
    collect(inbound, tmp_path / "to")
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["book.ipynb"]
    assert "mine.txt' was left out: it is somebody else's" in caplog.text


def test_folders_without_end_cost_that_hand_in_and_no_other(inbound, tmp_path, collect, caplog):
    deep = inbound
    for _ in range(collecting.DEEPEST + 2):
        (deep := deep / "d").mkdir()
    collect(inbound, tmp_path / "to")
    assert not (tmp_path / "to").exists()
    assert "folders lie more than 20 deep" in caplog.text


def test_more_files_than_anybody_hands_in_are_not_collected(
    inbound, tmp_path, collect, monkeypatch
):
    monkeypatch.setattr(collecting, "MOST", 10)
    for number in range(11):
        (inbound / str(number)).touch()
    collect(inbound, tmp_path / "to")
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ann+ELE-03+yesterday about noon+x", "does not say when"),
        ("..+ELE-03+2026-01-05 10:00:00 UTC+x", "does not say whose"),
        ("ann\x1b[2J+ELE-03+2026-01-05 10:00:00 UTC+x", "does not say whose"),
        ("ELE-03", "does not say whose"),
        ("nobody+ELE-03+2026-01-05 10:00:00 UTC+x", "it says nobody, and somebody else"),
        ("ann+ELE-03+2026-01-05 10:00:00 UTC+x", ""),
    ],
)
def test_what_lies_in_the_inbound_folder_is_taken_for_nobody_elses(tmp_path, name, why):
    """Anybody may write there: a name that is none would stop the run, a wrong one harm another."""
    (tmp_path / name).mkdir()
    said = collecting._no_hand_in(str(tmp_path / name), check_owner=True)
    assert why in said and bool(why) == bool(said)


def test_link_or_file_in_the_inbound_folder_is_no_hand_in(tmp_path):
    path = tmp_path / "ann+ELE-03+2026-01-05 10:00:00 UTC+x"
    path.symlink_to(tmp_path / "nowhere")
    assert collecting._no_hand_in(str(path), check_owner=True) == "it is no folder"
