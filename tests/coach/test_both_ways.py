"""The replay: the apprentice's way beside the coach's on the same hidden fault."""

from __future__ import annotations

import json

import pytest

import labsim
from labsim.coach import Coach
from labsim.coach.replay import OTHERS, ROWS, replay
from labsim.core.errors import LabsimError

FAULT = "S0: contact 21-22 does not make"


@pytest.fixture(scope="module")
def lab():
    return labsim.lab("ELE-03")


@pytest.fixture(scope="module")
def found(lab):
    bench = lab.bench(FAULT, seed=7).press("S1")
    bench.look("K1")
    bench.release("S1").measure("V", "F6:2", "T1:X2")
    bench.hint().measure("V", "S0:21", "S0:22")
    bench.diagnose("S0", "contact 21-22 does not make").bring("locked out")
    bench.repair("S0").bring("at rest").press("S1").look("K1")
    bench.release("S1").sign_off("S0 does not make: 120 V across 21-22. Renewed, machine runs.")
    return replay(Coach.of(lab), bench.attempt, FAULT, seed=7)


def test_both_walks_start_alike_and_end_at_the_fault(found):
    mine, ideal = found.mine.frames, found.ideal.frames
    assert (mine[0].bits, mine[0].shares) == (ideal[0].bits, ideal[0].shares)
    for walk in (mine, ideal):
        assert walk[-1].bits < 0.5
        assert max(walk[-1].shares) == walk[-1].shares[found.rows.index("S0")]


def test_minutes_and_euros_only_grow(found):
    for walk in (found.mine, found.ideal):
        for name in ("minute", "euros", "n"):
            values = [getattr(frame, name) for frame in walk.frames]
            assert values == sorted(values)
        assert walk.frames[-1].euros == walk.euros > 0


def test_the_frames_are_the_readings_and_the_turns_of_the_order(found):
    done = [frame.done for frame in found.mine.frames]
    assert done == [
        "work order taken", "look at K1", "V F6:2 → T1:X2", "hint 1", "V S0:21 → S0:22",
        "diagnosis", "repair S0", "look at K1", "sign off",
    ]  # fmt: skip
    assert found.mine.readings == 3
    assert "lock Q1" in found.mine.frames[6].set_up
    assert "V Q1:2" in found.mine.frames[6].set_up, "the test for dead belongs to the lockout"


def test_the_coach_is_no_slower_to_the_diagnosis_on_average(lab):
    coach, mine, best = Coach.of(lab), 0.0, 0.0
    for fault in lab.family[5::25]:
        bench = lab.bench(fault)
        labsim.coach.bots.serial_worker(lab, coach, bench, 0)
        made = replay(coach, bench.attempt, fault.id)
        mine, best = mine + made.mine.search, best + made.ideal.search
    assert best < mine


def test_a_reading_that_told_nothing_is_told_so_and_what_was_better(found):
    notes = " ".join(found.mine.frames[2].notes)
    assert "It excluded nothing" in notes
    assert "Better: " in notes
    assert not any(frame.notes for frame in found.ideal.frames)


def test_shares_are_probabilities(found):
    for walk in (found.mine, found.ideal):
        for frame in walk.frames:
            assert len(frame.shares) == len(found.rows)
            assert sum(frame.shares) == pytest.approx(1, abs=0.01)


def test_many_parts_are_taken_together(found, monkeypatch, lab):
    monkeypatch.setattr("labsim.coach.replay.ROWS", 4)
    bench = lab.bench(FAULT)
    bench.look("K1")
    made = replay(Coach.of(lab), bench.attempt, FAULT)
    assert OTHERS in made.rows
    assert len(made.rows) == 7 < ROWS
    assert sum(made.mine.frames[0].shares) == pytest.approx(1, abs=0.01)


def test_it_says_by_which_policy_the_coach_went(found):
    assert "most bits per minute" in found.policy or "the quickest way" in found.policy


def test_it_is_plain_data(found):
    assert json.loads(json.dumps(found.as_dict()))["fault"] == FAULT


def test_the_same_attempt_gives_the_same_replay(lab):
    bench = lab.bench(FAULT)
    bench.look("K1")
    one, two = (replay(Coach(lab), bench.attempt, FAULT) for _ in range(2))
    assert one == two


def test_a_task_has_no_search_to_replay():
    task = labsim.lab("ELE-01")
    with pytest.raises(LabsimError, match="ELE-01 is a task"):
        replay(Coach(task), task.bench().attempt, task.family[0].id)
