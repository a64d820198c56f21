"""Hints and lists of suspects are events: on record, priced, resumed, replayed."""

from __future__ import annotations

import re
from dataclasses import replace as changed
from pathlib import Path

import pytest

import labsim
from labsim.attempt import Attempt, AttemptError
from labsim.bench import Bench
from labsim.coaching import PRICES, next_step
from labsim.core.errors import LabsimError
from labsim.course import replay
from labsim.playback import Playback
from labsim.playback import replay as do_again
from tests.bench.records import LAB, forged, seed_of

pytestmark = pytest.mark.usefixtures("anna")
FAULT = "E9: lamp burnt out"


def string(**coach: object) -> Bench:
    """Return a string whose scenario allows this much help."""
    lab = labsim.lab(LAB)
    return Bench(lab.machine, FAULT, 3, changed(lab.scenario, coach=coach))


def steps(bench: Bench) -> list[tuple[int, float]]:
    return [(e["step"], e["points"]) for e in bench.attempt.of("hint")]


def test_three_hints_go_up_the_ladder_at_the_prices_of_practice() -> None:
    bench = string().hint().hint().hint()
    assert steps(bench) == list(zip((1, 2, 3), PRICES, strict=True))


def test_a_fourth_hint_is_refused_until_something_was_read() -> None:
    bench = string().hint().hint().hint()
    with pytest.raises(LabsimError, match="make it, then ask again"):
        bench.hint()
    assert len(bench.attempt.events) == 4
    bench.look("E1")
    assert steps(bench.hint())[-1] == (1, PRICES[0])


def test_the_scenario_sets_the_prices() -> None:
    assert steps(string(hints=[1, 4, 9]).hint().hint()) == [(1, 1.0), (2, 4.0)]


def test_what_the_eye_notices_begins_the_ladder_anew() -> None:
    bench = labsim.lab("ELE-03").bench("S0: contact 21-22 does not make").hint()
    assert next_step(bench.attempt.events) == 2
    bench.isolate("Q1")  # the lamp goes dark by itself
    assert next_step(bench.attempt.events) == 1


def test_graded_work_gets_no_hint_unless_its_scenario_sells_them(tmp_path: Path) -> None:
    bench = labsim.open_lab(LAB, directory=tmp_path)
    with pytest.raises(LabsimError, match="no hints in graded work"):
        bench.hint()
    assert not bench.attempt.worked
    bench.scenario = changed(bench.scenario, coach={"hints": [2, 3, 5]})
    assert steps(bench.hint()) == [(1, 2.0)]


def test_practice_always_has_the_coach() -> None:
    assert steps(labsim.open_lab(LAB, practice=True).hint()) == [(1, PRICES[0])]


def test_a_list_of_suspects_names_parts_or_faults_and_takes_no_time() -> None:
    bench = string().suspect(["E9", FAULT, "E9"], confidence={"E9": 0.5})
    event = bench.attempt.events[-1]
    assert event["suspects"] == ["E9", FAULT]
    assert (event["confidence"], event["dt"]) == ({"E9": 0.5}, 0.0)


@pytest.mark.parametrize(
    ("names", "sure", "said"),
    [
        ([], None, "names one at least"),
        (["E99"], None, "no part E99"),
        (["E9: tired"], None, "has no fault"),
        (["E9"], {"E8": 0.5}, "not on the list"),
        (["E9"], {"E9": 1.5}, "from 0 to 1"),
        (["E9"], {"E9": float("nan")}, "from 0 to 1"),
        (["E9"], {"E9": "much"}, "from 0 to 1"),
        (["E9", "E8"], {"E9": 0.8, "E8": 0.8}, "adds up to 1.60"),
    ],
)
def test_a_list_that_cannot_be_is_refused_and_not_recorded(names, sure, said) -> None:
    bench = string()
    with pytest.raises(LabsimError, match=said):
        bench.suspect(names, sure)
    assert not bench.attempt.worked


def test_hints_and_lists_resume_replay_and_seal_to_the_last_bit(tmp_path: Path) -> None:
    bench = string().suspect(["E9"], {"E9": 0.7}).hint()
    bench.measure("V", "E7:1", "G1:-")
    bench.hint().hint()
    bench.attempt.save(tmp_path / "a.jsonl")
    again = Bench(bench.machine, FAULT, 3, bench.scenario, Attempt.load(tmp_path / "a.jsonl"))
    assert again.attempt.events == bench.attempt.events
    assert steps(again.hint())[-1] == (3, PRICES[2])
    assert do_again(string(), bench.attempt) == []
    assert Attempt.unseal(bench.attempt.seal()).events == bench.attempt.events


def test_the_price_of_a_hint_cannot_be_edited(tmp_path: Path) -> None:
    bench = string().hint()
    for change in ({"points": 0.0}, {"step": 3}):
        wrong = do_again(string(), forged(bench.attempt, 1, **change))
        assert re.match(r"action 1 \(hint\): recorded (points|step)", wrong[0])


def test_a_hint_in_a_record_that_may_hold_none_is_told(tmp_path: Path) -> None:
    bench = labsim.open_lab(LAB, directory=tmp_path)
    bench.attempt.add({"do": "hint", "dt": 12.0, "t": 0.2, "step": 1, "points": 2.0})
    wrong = replay(labsim.lab(LAB), bench.attempt, seed_of(tmp_path))[1]
    assert "no hints in graded work" in wrong[0]


@pytest.mark.parametrize(
    "event",
    [
        {"do": "hint", "t": 1.0},
        {"do": "hint", "t": 1.0, "step": 1, "points": -3.0},
        {"do": "suspect", "t": 1.0},
        {"do": "suspect", "t": 1.0, "suspects": [1]},
    ],
)
def test_a_line_without_what_it_needs_is_no_record(tmp_path: Path, event) -> None:
    bench = string()
    bench.attempt.save(tmp_path / "a.jsonl")
    bench.attempt.add(event)
    with pytest.raises(AttemptError, match=r"lacks|cannot be"):
        Attempt.load(tmp_path / "a.jsonl")


def test_nbgrader_plays_hints_and_lists_back_without_adding_any() -> None:
    bench = string().suspect(["E9"], {"E9": 0.7}).hint()
    shown = Playback(bench.machine, FAULT, 3, bench.scenario, bench.attempt)
    shown.suspect(["E9"], {"E9": 0.7}).hint()
    assert shown.attempt.events == bench.attempt.events


def test_hints_cost_their_points_in_the_score() -> None:
    lab = labsim.lab(LAB)

    def total(asked: int) -> labsim.coach.Score:
        bench = lab.bench(FAULT)
        bench.look("E1")
        for _ in range(asked):
            bench.hint()
        bench.measure("V", "E9:1", "E9:2")
        bench.diagnose("E9", "lamp burnt out").bring("locked out").repair("E9").bring("at rest")
        bench.look("E1")
        bench.sign_off("E9 burnt out: 24.0 V across it. New lamp, the string is lit.")
        return labsim.coach.score(lab, bench.attempt, FAULT)

    free, three = total(0), total(3)
    assert three.penalty - free.penalty == sum(PRICES)
    assert any(note.startswith("Hints taken, line 2, 3, 4: 10 points") for note in three.notes)
