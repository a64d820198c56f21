"""Predictions: on record before the reading, once, and never in the way of the work."""

from __future__ import annotations

from pathlib import Path

import pytest

import labsim
from grading.pages import sentence
from labsim.attempt import Attempt, AttemptError
from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.course import own_bench, replay
from labsim.foresight import expected
from labsim.seeds import derive
from labsim.ui import journal

SHEET = {"coil (V)": 120, "Start (V)": None, "lamp (V)": 0.0}


@pytest.fixture
def bench() -> Bench:
    return labsim.lab("ELE-03").bench("F6: blown")


def test_what_is_left_empty_is_left_out_and_what_stands_is_not_written_twice(bench: Bench) -> None:
    bench.predict(SHEET).predict(SHEET).predict({**SHEET, "coil (V)": 0})
    assert [e["figures"] for e in bench.attempt.of("predict")] == [
        {"coil (V)": 120, "lamp (V)": 0.0}, {"coil (V)": 0},
    ]  # fmt: skip
    assert bench.clock == 0
    assert bench.attempt.breaches == []


def test_only_what_was_written_before_a_reading_counts_as_foreseen(bench: Bench) -> None:
    bench.predict({"coil (V)": 120}).measure("V", "K1:A1", "K1:A2")
    bench.predict({"coil (V)": 0})
    first = bench.attempt.of("measure")[0]["n"]
    assert expected(bench.attempt, first) == {"coil (V)": 120}
    assert expected(bench.attempt) == {"coil (V)": 0}


@pytest.mark.parametrize("wrong", [{"coil (V)": "120"}, {"coil (V)": float("nan")}, {1: 2.0}])
def test_what_is_no_figure_is_refused_with_its_place(bench: Bench, wrong: dict) -> None:
    with pytest.raises(LabsimError, match=str(next(iter(wrong)))[:4]):
        bench.predict(wrong)
    assert not bench.attempt.worked


def test_a_sheet_without_figures_is_no_work(bench: Bench) -> None:
    assert not bench.predict(dict.fromkeys(SHEET)).attempt.worked


def test_after_the_sign_off_the_notebook_still_runs_and_nothing_changes(bench: Bench) -> None:
    bench.predict({"coil (V)": 120}).sign_off("Done.")
    bench.predict({"coil (V)": 0})
    assert expected(bench.attempt) == {"coil (V)": 120}


def test_predictions_come_out_of_file_and_replay_and_are_told(tmp_path: Path) -> None:
    lab, seed = labsim.lab("ELE-03"), derive("ticket", "ELE-03", "ann")
    own = own_bench(lab, seed, None)
    own.attempt.stamp(lab=lab.id, student="ann", attempt=1, seed=seed.commitment,
                      edition=lab.edition)  # fmt: skip
    own.predict({"coil (V)": 120.0}).press("S1").sign_off("Done.")
    kept = Attempt.load(own.attempt.save(tmp_path / "a.jsonl").path)
    assert replay(lab, kept, seed)[1] == []
    event = kept.of("predict")[0]
    assert sentence(event) == "predicted: coil (V) 120"
    assert journal.row(event)["what"] == "Expected: coil (V) 120"


def test_a_record_with_figures_that_are_none_is_refused(tmp_path: Path) -> None:
    attempt = Attempt(lab="ELE-03")
    attempt.append("predict", t=0.0, figures={"coil (V)": "x"})
    kept = attempt.save(tmp_path / "a.jsonl").path
    with pytest.raises(AttemptError, match="figures"):
        Attempt.load(kept)
