"""Replay of heat gun and trap: what brings a fault on is on record and can be done again."""

from __future__ import annotations

from pathlib import Path

import pytest

import labsim
from labsim.actions import ARGUMENTS
from labsim.attempt import NEEDS, Attempt, AttemptError
from labsim.bench import Bench
from labsim.course import attempt_file, replay
from labsim.instruments.logger import TRAP
from labsim.seeds import derive, read_ticket

LAB, PAIR = "ELE-06", ("F1:1", "G1:N")

pytestmark = pytest.mark.usefixtures("anna")


@pytest.fixture
def trapped(tmp_path: Path) -> Bench:
    """A bench with a trap set, the compressor started, the trap read, a part warmed."""
    bench = labsim.open_lab(LAB, directory=tmp_path)
    bench.press("S1").arm(*PAIR).press("S3").wait(15)
    bench.measure(TRAP, *PAIR)
    bench.warm("K2").look("K2")
    return bench


def test_whatever_can_be_done_at_a_bench_can_be_read_from_a_record() -> None:
    assert set(ARGUMENTS) | {"open"} == set(NEEDS)


def test_a_trap_and_a_heat_gun_come_out_of_the_file_and_the_sealed_cell(
    tmp_path: Path, trapped: Bench
) -> None:
    lab = labsim.lab(LAB)
    seed = derive(read_ticket(tmp_path, LAB), LAB, "anna", 1)
    loaded = Attempt.load(attempt_file(lab, tmp_path))
    for record in (loaded, Attempt.unseal(trapped.attempt.seal())):
        fresh, wrong = replay(lab, record, seed)
        assert wrong == []
        assert fresh.events == trapped.attempt.events


def test_a_trap_and_a_heat_gun_are_there_when_the_lab_is_opened_again(
    tmp_path: Path, trapped: Bench
) -> None:
    again = labsim.open_lab(LAB, directory=tmp_path)
    assert again.attempt.events == trapped.attempt.events


@pytest.mark.parametrize(("do", "lost"), [("warm", "tag"), ("arm", "ports")])
def test_a_line_without_its_place_is_damage(trapped: Bench, do: str, lost: str) -> None:
    copy = Attempt()
    for event in trapped.attempt.of(do):
        copy.add({k: v for k, v in event.items() if k not in ("n", "h", lost)})
    with pytest.raises(AttemptError, match=f"lacks a sound {lost}"):
        Attempt.unseal(copy.seal())
