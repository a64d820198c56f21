"""Records that are damaged, forged or foreign: found, kept aside, and nothing else lost."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labsim import recordfile
from labsim.attempt import Attempt, AttemptError
from tests.bench.records import LAB, lines, opened, record, worked


@pytest.fixture(autouse=True)
def anna(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABSIM_STUDENT", "anna")
    monkeypatch.delenv("LABSIM_RECORDS", raising=False)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


# damage ---------------------------------------------------------------------------------
def cut(text: str) -> str:
    return text[:-20]


def edited(text: str) -> str:
    changed = [json.loads(line) for line in text.splitlines()]
    changed[2] |= {"value": 230.0, "text": "230.0 V DC"}
    return "".join(json.dumps(line) + "\n" for line in changed)


def without_line(text: str) -> str:
    kept = text.splitlines(keepends=True)
    return "".join(kept[:2] + kept[3:])


def doubled(text: str) -> str:
    kept = text.splitlines(keepends=True)
    return "".join([*kept[:3], kept[2], kept[3]])


def opened_twice(text: str) -> str:
    return text + text.splitlines(keepends=True)[0]


DAMAGE: list[tuple[Callable[[str], str], int, str]] = [
    (cut, 3, "line 4: is cut short"),
    (edited, 2, "line 3: does not follow from the line before: it was edited"),
    (without_line, 2, "line 3: does not follow from the line before"),
    (doubled, 3, "line 4: does not follow from the line before"),
    (opened_twice, 4, "line 5: opens an attempt again"),
    (lambda text: text + "[1, 2]\n", 4, "line 5: is not an event of an attempt"),
    (lambda text: text + "\x00\x00\x00", 4, "line 5: is cut short or not JSON"),
]


@pytest.mark.parametrize(("damage", "sound", "message"), DAMAGE)
def test_what_is_damaged_is_kept_aside_and_its_sound_beginning_goes_on(
    tmp_path: Path, damage: Callable[[str], str], sound: int, message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    worked(tmp_path)
    spoilt = damage(record(tmp_path).read_text("utf-8"))
    record(tmp_path).write_text(spoilt, "utf-8")
    bench = opened(tmp_path)
    assert message in capsys.readouterr().out
    assert len(bench.attempt.events) == sound
    assert (tmp_path / f"{LAB}.attempt.damaged-1").read_text("utf-8") == spoilt
    bench.look("E2")
    assert lines(tmp_path) == bench.attempt.events
    assert opened(tmp_path).attempt.events == bench.attempt.events


@pytest.mark.parametrize(("damage", "sound", "message"), DAMAGE)
def test_a_strict_reading_refuses_all_but_a_half_written_last_line(
    tmp_path: Path, damage: Callable[[str], str], sound: int, message: str
) -> None:
    worked(tmp_path)
    record(tmp_path).write_text(damage(record(tmp_path).read_text("utf-8")), "utf-8")
    if "cut short" in message:
        found = Attempt.load(record(tmp_path))
        assert message in found.damage
        assert len(found.events) == sound
    else:
        with pytest.raises(AttemptError, match=message):
            Attempt.load(record(tmp_path))


def test_a_second_damage_does_not_overwrite_the_first(tmp_path: Path) -> None:
    worked(tmp_path)
    for number in (1, 2):
        record(tmp_path).write_text(cut(record(tmp_path).read_text("utf-8")), "utf-8")
        opened(tmp_path)
        assert (tmp_path / f"{LAB}.attempt.damaged-{number}").exists()


@pytest.mark.parametrize(
    "rubbish",
    [b"\x89PNG\r\n\x1a\n\x00\xff", b"hello\n", b"{}\n", b"[" * 100_000, b"null\n\n", b"\n\n \n"],
)
def test_rubbish_is_kept_aside_and_a_new_attempt_begins(tmp_path: Path, rubbish: bytes) -> None:
    record(tmp_path).write_bytes(rubbish)
    bench = opened(tmp_path)
    assert not bench.attempt.worked
    assert (tmp_path / f"{LAB}.attempt.damaged-1").read_bytes() == rubbish
    assert lines(tmp_path) == bench.attempt.events


def test_an_empty_file_is_no_attempt_and_no_damage(tmp_path: Path) -> None:
    record(tmp_path).touch()
    assert not opened(tmp_path).attempt.worked
    assert os.listdir(tmp_path) == [record(tmp_path).name]
    (tmp_path / "e.jsonl").touch()
    with pytest.raises(AttemptError, match="holds no attempt: it is empty"):
        Attempt.load(tmp_path / "e.jsonl")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with open(record(tmp_path), "wb") as file:
        file.truncate(recordfile.BIGGEST + 1)
    with pytest.raises(AttemptError, match="larger than 20 MB"):
        Attempt.load(record(tmp_path))
    assert not opened(tmp_path).attempt.worked
    assert (tmp_path / f"{LAB}.attempt.damaged-1").stat().st_size > recordfile.BIGGEST


def test_a_missing_file_is_said_by_name(tmp_path: Path) -> None:
    with pytest.raises(AttemptError, match=r"there is no attempt record x\.jsonl"):
        Attempt.load(tmp_path / "x.jsonl")


def test_a_last_line_without_its_end_is_whole(tmp_path: Path) -> None:
    bench = worked(tmp_path)
    record(tmp_path).write_text(record(tmp_path).read_text("utf-8").rstrip("\n"), "utf-8")
    again = opened(tmp_path)
    assert again.attempt.events == bench.attempt.events
    again.look("E1")
    assert lines(tmp_path) == again.attempt.events


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(AttemptError, match=r"ELE-02.attempt.jsonl cannot be written"):
        opened(tmp_path / "not there")


# forged records, hashes and all ----------------------------------------------------------
FORGED = [
    ({"do": "conjure", "t": 1.0}, "nothing that can be done at a bench"),
    ({"do": "press", "t": 1.0}, r"\(press\) lacks a sound tag"),
    ({"do": "measure", "function": "V", "ports": [1, 2], "t": 1.0}, "lacks sound ports"),
    ({"do": "measure", "function": "V", "t": 1.0}, r"\(measure\) lacks a sound ports"),
    ({"do": "look", "tag": "E1", "t": "late"}, "lacks a sound t"),
    ({"do": "look", "tag": "E1", "t": 1.0, "dt": -5}, "a time or price that cannot be"),
    ({"do": "wait", "dt": float("nan"), "t": 1.0}, "lacks a sound dt"),
]


@pytest.mark.parametrize(("event", "message"), FORGED)
def test_an_event_that_nobody_can_do_is_refused_when_it_is_read(
    tmp_path: Path, event: dict[str, Any], message: str
) -> None:
    worked(tmp_path).attempt.add(event)
    with pytest.raises(AttemptError, match=message):
        Attempt.load(record(tmp_path))


@pytest.mark.parametrize(
    "event",
    [
        {"do": "press", "tag": "E1", "t": 1.0},
        {"do": "look", "tag": "Q9", "t": 1.0},
        {"do": "measure", "function": "smell", "ports": ["E1:1"], "t": 1.0},
        {"do": "restore", "tag": "G1", "t": 1.0},
        {"do": "lock", "tag": "G1", "t": 1.0},
    ],
)
def test_an_event_that_this_machine_does_not_allow_is_named_by_its_line(
    tmp_path: Path, event: dict[str, Any]
) -> None:
    worked(tmp_path).attempt.add(event)
    with pytest.raises(AttemptError, match="line 5 cannot be done again: "):
        opened(tmp_path)


def test_lines_after_the_sign_off_are_damage(tmp_path: Path) -> None:
    bench = worked(tmp_path).sign_off("Lamp E9 is burnt out.")
    more = Attempt.load(record(tmp_path))
    more.events[-1]["do"], more.path = "notify", None
    late = more.add({"do": "look", "tag": "E1", "t": 20.0})
    with open(record(tmp_path), "a", encoding="utf-8") as file:
        file.write(json.dumps(late) + "\n")
    with pytest.raises(AttemptError, match="comes after the sign-off"):
        Attempt.load(record(tmp_path))
    assert opened(tmp_path).attempt.events == bench.attempt.events


# foreign records ---------------------------------------------------------------------------
def test_a_record_of_another_lab_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    Attempt(lab="ELE-03", student="anna").save(record(tmp_path))
    before = record(tmp_path).read_bytes()
    with pytest.raises(AttemptError, match=r"is a record of ELE-03, not of ELE-02: move it away"):
        opened(tmp_path)
    assert record(tmp_path).read_bytes() == before


def test_a_record_of_another_apprentice_is_refused_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked(tmp_path)
    before = record(tmp_path).read_bytes()
    monkeypatch.setenv("LABSIM_STUDENT", "bert")
    with pytest.raises(AttemptError, match="belongs to anna, and you are bert: move it away"):
        opened(tmp_path)
    assert record(tmp_path).read_bytes() == before


def test_a_record_made_with_another_ticket_is_refused(tmp_path: Path) -> None:
    worked(tmp_path)
    (tmp_path / "labsim-ticket.json").write_text(json.dumps({LAB: "another class"}))
    with pytest.raises(AttemptError, match="another course ticket"):
        opened(tmp_path)
