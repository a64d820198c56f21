"""Lists of suspects: scored by what the readings supported when each was written."""

from __future__ import annotations

import math

import pytest

import labsim
from labsim.coach import Coach, suspects
from labsim.coaching import LEAST

FAULT = "E9: lamp burnt out"
EVERY = ["G1", *(f"E{n}" for n in range(1, 13))]


@pytest.fixture(scope="module")
def lab():
    return labsim.lab("ELE-02")


@pytest.fixture
def bench(lab):
    return lab.bench(FAULT)


def mark(lab, bench):
    return suspects.one(Coach.of(lab), bench.attempt, bench.attempt.of("suspect")[-1])


def judged(lab, bench):
    return suspects.judge(Coach.of(lab), bench.attempt)


def row(first, last):
    return [f"E{n}" for n in range(first, last + 1)]


def test_before_any_reading_everybody_is_suspect(lab, bench):
    assert mark(lab, bench.suspect(EVERY)).share == pytest.approx(1)
    assert mark(lab, bench.suspect(row(1, 6))).share < 0.6


def test_what_the_reading_clears_must_be_struck_out(lab, bench):
    # Dark from E7:1 on the minus side: nothing of E1 to E6 hides the break, nor does the supply.
    bench.look("E1")
    bench.measure("V", "E7:1", "G1:-")
    everybody = mark(lab, bench.suspect(EVERY))
    assert everybody.kept == pytest.approx(1)
    assert {"E1", "E2", "E3", "E4", "E5"} <= set(everybody.excess)
    assert everybody.share < 0.7
    right = mark(lab, bench.suspect([t for t in EVERY if t not in everybody.excess]))
    assert right.share == pytest.approx(1)
    assert "all that is possible, and nothing else" in right.text


def test_who_is_struck_out_too_early_is_named(lab, bench):
    bench.measure("V", "E7:1", "G1:-")
    found = mark(lab, bench.suspect(["E8", "E9"]))
    assert {"E10", "E11", "E12"} <= set(found.missed)
    assert found.kept < 0.7
    assert "still possible, yet not on it" in found.text


def test_either_end_of_a_wire_covers_the_wire(lab, bench):
    # E6:2 and E7:1 are the two ends of one wire: no check tells which end is bad.
    wire = lab.bench("E6: terminal 2 open")
    wire.look("E1")
    for port in ("E6:2", "E7:1"):
        wire.measure("V", port, "G1:-")
    assert mark(lab, wire.suspect(["E6"])).share == pytest.approx(1)
    assert mark(lab, wire.suspect(["E7"])).share == pytest.approx(1)


def test_a_fault_may_be_named_instead_of_its_part(lab, bench):
    bench.measure("V", "E9:1", "E9:2")
    found = mark(lab, bench.suspect([FAULT]))
    assert found.share > 0.9


def test_a_list_for_every_reading_that_cleared_somebody_earns_all(lab, bench):
    coach = Coach.of(lab)
    bench.suspect(EVERY)
    bench.look("E1")
    for port in ("E7:1", "E10:1", "E9:1", "E9:2"):
        bench.measure("V", port, "G1:-")
        held = suspects.one(coach, bench.suspect(EVERY).attempt, bench.attempt.events[-1])
        bench.suspect([tag for tag in EVERY if tag not in held.excess])
    found = judged(lab, bench)
    assert found.share == pytest.approx(1, abs=0.02)
    assert found.needed == len(found.marks) >= 4


def test_the_last_list_between_two_readings_counts(lab, bench):
    bench.suspect(["E1"]).suspect(EVERY)
    assert [m.share for m in judged(lab, bench).marks] == [pytest.approx(1)]


def test_no_list_earns_nothing_and_is_said(lab, bench):
    bench.measure("V", "E7:1", "G1:-")
    found = judged(lab, bench)
    assert found.share == 0
    assert "No list of suspects" in found.notes[0]


def test_one_list_earns_at_most_a_third(lab, bench):
    found = judged(lab, bench.suspect(EVERY))
    assert found.share == pytest.approx(1 / LEAST)
    assert "1 of 3 lists" in found.notes[-1]


def test_a_list_after_the_diagnosis_comes_too_late(lab, bench):
    bench.measure("V", "E9:1", "E9:2")
    bench.diagnose("E9", "lamp burnt out").suspect(["E9"])
    assert judged(lab, bench).share == 0


def test_listing_everybody_all_the_time_does_not_pay(lab, bench):
    bench.suspect(EVERY)
    for port in ("E7:1", "E10:1", "E9:1", "E9:2"):
        bench.measure("V", port, "G1:-")
        bench.suspect(EVERY)
    assert judged(lab, bench).share < 0.5


def test_the_log_rule_is_zero_for_the_coachs_own_belief_and_grows_with_false_certainty(lab, bench):
    bench.measure("V", "E9:1", "E9:2")
    assert mark(lab, bench.suspect(["E9"])).bits is None
    sure = mark(lab, bench.suspect(["E9"], {"E9": 0.98})).bits
    wrong = mark(lab, bench.suspect(["E9", "E2"], {"E9": 0.05, "E2": 0.95})).bits
    assert sure < 0.1
    # Kullback-Leibler by hand: about log2(1 / 0.05) when the truth has nearly all.
    assert wrong == pytest.approx(math.log2(1 / 0.05), rel=0.15)
    assert "bits from what the readings support" in mark(lab, bench).text


def test_a_list_between_two_poles_of_the_test_for_dead_makes_it_no_redundant_reading():
    starter = labsim.lab("ELE-03")
    bench = starter.bench("S0: contact 21-22 does not make").press("S1")
    bench.look("K1")
    bench.release("S1").measure("V", "S0:21", "S0:22")
    bench.notify().isolate("Q1").lock("Q1").prove().measure("V", "Q1:2", "Q1:4")
    bench.suspect(["S0"]).measure("V", "Q1:4", "Q1:6")
    bench.prove().diagnose("S0", "contact 21-22 does not make").repair("S0")
    notes = labsim.coach.score(starter, bench.attempt, "S0: contact 21-22 does not make").notes
    assert not any("told nothing new" in note for note in notes)


def test_confidence_moves_no_mark(lab, bench):
    plain = mark(lab, bench.suspect(EVERY)).share
    assert mark(lab, bench.suspect(EVERY, {"E1": 1.0})).share == plain
