"""Replay: a record done again comes out as it is, or it is told what does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import labsim
from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.course import draw, replay
from labsim.seeds import derive
from tests.bench.records import LAB, forged, seed_of, work

pytestmark = pytest.mark.usefixtures("anna")


@pytest.fixture
def done(tmp_path: Path) -> Bench:
    return work(labsim.open_lab(LAB, directory=tmp_path))


def test_an_honest_record_comes_out_to_the_last_reading(tmp_path: Path, done: Bench) -> None:
    fresh, wrong = replay(labsim.lab(LAB), done.attempt, seed_of(tmp_path))
    assert wrong == []
    assert fresh.events == done.attempt.events


def test_another_version_is_told_only_when_something_does_not_come_out(
    tmp_path: Path, done: Bench
) -> None:
    old = forged(done.attempt, 0, version="0.0.1")
    assert replay(labsim.lab(LAB), old, seed_of(tmp_path))[1] == []
    wrong = replay(labsim.lab(LAB), forged(old, 1, text="0 V"), seed_of(tmp_path))[1]
    assert wrong[0].startswith("the record was made with labsim 0.0.1, and this is ")


def test_a_record_resumed_in_between_comes_out_too(tmp_path: Path) -> None:
    labsim.open_lab(LAB, directory=tmp_path).measure("V", "E1:1", "E6:2")
    bench = work(labsim.open_lab(LAB, directory=tmp_path))
    assert replay(labsim.lab(LAB), bench.attempt, seed_of(tmp_path))[1] == []


def readings(attempt: Attempt) -> list[int]:
    return [e["n"] for e in attempt.of("measure", "look")]


def test_every_edited_reading_is_found(tmp_path: Path, done: Bench) -> None:
    for number in readings(done.attempt):
        for change in ({"value": 230.0, "text": "230.0 V DC"}, {"value": 11.0}, {"text": "lit up"}):
            copy = forged(done.attempt, number, **change)
            wrong = replay(labsim.lab(LAB), copy, seed_of(tmp_path))[1]
            assert len(wrong) == len(change)
            assert all(f"action {number} (" in line for line in wrong)


def test_a_reading_that_was_taken_out_or_moved_is_found(tmp_path: Path, done: Bench) -> None:
    gone = forged(done.attempt, 1, text=None, value=None)
    assert len(replay(labsim.lab(LAB), gone, seed_of(tmp_path))[1]) == 2
    moved = forged(done.attempt, 1, ports=["E1:1", "E2:2"])
    assert replay(labsim.lab(LAB), moved, seed_of(tmp_path))[1]


def test_time_and_cost_cannot_be_edited(tmp_path: Path, done: Bench) -> None:
    repair = done.attempt.of("repair")[0]["n"]
    for change in ({"price": 0.1}, {"dt": 1.0}, {"t": 0.5}):
        wrong = replay(labsim.lab(LAB), forged(done.attempt, repair, **change), seed_of(tmp_path))[
            1
        ]
        assert any(f"action {repair} (repair)" in line for line in wrong)


def test_a_breach_cannot_be_removed_by_editing(tmp_path: Path) -> None:
    bench = labsim.open_lab(LAB, directory=tmp_path).repair("E9")
    assert [b["rule"] for b in bench.attempt.breaches] == ["work-live"]
    copy = forged(bench.attempt, 1, breaches=None)
    assert not copy.breaches
    fresh, wrong = replay(labsim.lab(LAB), copy, seed_of(tmp_path))
    assert [b["rule"] for b in fresh.breaches] == ["work-live"]
    assert "recorded breaches None" in wrong[0]


def test_a_record_of_another_machine_does_not_come_out(tmp_path: Path, done: Bench) -> None:
    lab, mine = labsim.lab(LAB), seed_of(tmp_path)
    other = next(
        seed for seed in (derive("t", LAB, f"s{n}") for n in range(50))
        if draw(lab, seed.fault).id != draw(lab, mine.fault).id
    )  # fmt: skip
    assert replay(lab, done.attempt, other)[1]


@pytest.mark.parametrize(
    "event",
    [
        {"do": "press", "tag": "E1", "t": 99.0},
        {"do": "restore", "tag": "G1", "t": 99.0},
        {"do": "look", "tag": "Q9", "t": 99.0},
    ],
)
def test_what_cannot_be_done_is_told_and_ends_the_replay(
    tmp_path: Path, event: dict[str, Any]
) -> None:
    bench = labsim.open_lab(LAB, directory=tmp_path).tap("E1")
    bench.attempt.add(event)
    fresh, wrong = replay(labsim.lab(LAB), bench.attempt, seed_of(tmp_path))
    assert len(wrong) == 1
    assert f"action 2 ({event['do']}) " in wrong[0]
    assert len(fresh.events) == 2


def test_what_was_seen_at_the_start_cannot_be_edited(tmp_path: Path, done: Bench) -> None:
    copy = forged(done.attempt, 0, seen={"E1": "lit"})
    assert (
        "action 0 (open): recorded seen" in replay(labsim.lab(LAB), copy, seed_of(tmp_path))[1][0]
    )
