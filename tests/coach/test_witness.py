"""Intermittent faults: two witnesses, what standstill costs, a proof as long as the complaint."""

from __future__ import annotations

import pytest

import labsim
from labsim.coach import Coach, score
from labsim.coach.bots import symptom
from labsim.coach.downtime import best_search

FERRULE = "X1: terminal 2b opens when shaken"


@pytest.fixture(scope="module")
def lab():
    return labsim.lab("ELE-06")


def knocked(bench):
    """Shake part by part until the palletiser stops."""
    for tag in ("K4", "S0", "K2", "F1", "X1"):
        bench.press("S1").release("S1").tap(tag).look("K2")
    return bench


def trapped(bench, *ports):
    """Catch it with Start held."""
    bench.press("S1").arm(*ports).press("S3").wait(15).measure("trap", *ports)
    bench.release("S3").wait(5)
    bench.release("S1")
    return bench


def repaired(bench, seconds=480):
    """Name it, repair it under lockout, run it as in the complaint for some seconds."""
    bench.diagnose("X1", FERRULE.partition(": ")[2]).bring("locked out").repair("X1:2b")
    bench.bring("at rest").press("S1").release("S1").press("S3").press("S4").wait(seconds)
    bench.look("K2")
    return bench.sign_off("X1: terminal 2b opens when shaken. Trap and knock agree; joint remade.")


def told(lab, bench):
    return score(lab, bench.attempt, FERRULE)


def test_two_kinds_of_witness_earn_the_whole_evidence_mark(lab):
    bench = trapped(knocked(lab.bench(FERRULE)), "X1:2b", "K4:13")
    found = told(lab, repaired(bench))
    assert found.parts["evidence"] == 45
    assert "Independent witnesses agree: the provocation and the trap." in found.notes


def test_one_kind_is_worth_six_tenths_however_sure(lab):
    bench = trapped(lab.bench(FERRULE), "X1:2b", "K4:13")
    trapped(bench, "X1:2b", "K4:13")
    found = told(lab, repaired(bench))
    assert any("your readings prove it" in note for note in found.notes)
    assert found.parts["evidence"] == pytest.approx(0.6 * 45)
    assert any(note.startswith("Only the trap speaks for it") for note in found.notes)


def test_the_complaint_itself_is_no_witness(lab):
    bench = lab.bench(FERRULE)
    symptom(lab, bench)
    found = told(lab, repaired(bench))
    assert any(note.startswith("Only the complaint itself") for note in found.notes)


def test_the_repair_is_proved_by_a_run_as_long_as_the_complaint_takes(lab):
    short = told(lab, repaired(knocked(lab.bench(FERRULE)), 100))
    assert any("The repair was not proved" in note for note in short.notes)
    whole = told(lab, repaired(knocked(lab.bench(FERRULE))))
    assert whole.parts["repair"] == 15


def test_a_look_after_a_knock_is_never_idle(lab):
    found = told(lab, repaired(knocked(lab.bench(FERRULE))))
    assert found.penalty == 0


def test_waiting_costs_the_path_mark(lab):
    quick = trapped(knocked(lab.bench(FERRULE)), "X1:2b", "K4:13")
    slow = trapped(knocked(lab.bench(FERRULE).wait(1800)), "X1:2b", "K4:13")
    best = best_search(Coach.of(lab), FERRULE)
    assert 0 < best < 5
    assert slow.standstill == pytest.approx(12 * slow.clock)
    slow, quick = told(lab, repaired(slow)), told(lab, repaired(quick))
    assert slow.parts["path"] == 0 < quick.parts["path"]
    assert any("€" in note for note in slow.notes)


def test_the_coach_knows_a_warm_machine_from_a_cold_one(lab):
    coach, bench = Coach.of(lab), lab.bench("F3: contact 95-96 opens when hot")
    symptom(lab, bench)
    state = bench.attempt
    # While it is hot, volts find the open contact at once; nobody has to warm it again.
    top = coach.rank(state, 1)[0].check
    assert top.function == "V" and "warm" not in top.state


def test_every_fault_of_the_lab_is_quiet_at_rest_and_shows_under_its_condition(lab):
    book = Coach.of(lab).dictionary
    quiet = [n for n, check in enumerate(book.checks) if check.state in ("at rest", "after S1")]
    assert (book.code[quiet] == book.code[quiet][:, :1]).all()
    assert {f.id for f in lab.family} <= set(lab.showing)


def test_checks_stay_few_enough_to_rank_at_once(lab):
    assert len(lab.checks) < 1500
    assert len({f.group for f in lab.faults}) >= len(lab.family) - 1
