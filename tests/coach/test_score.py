"""The score pays for what the apprentice was entitled to conclude."""

import pytest

import labsim
from labsim.coach.audit import run_bot
from labsim.coach.bots import finish, hand_in, symptom

FAULT = "S0: contact 21-22 does not make"


@pytest.fixture(scope="module")
def lab():
    return labsim.lab("ELE-03")


def points(lab, bench, fault=FAULT):
    return labsim.coach.score(lab, bench.attempt, fault)


def test_doing_nothing_scores_zero(lab):
    assert points(lab, lab.bench(FAULT)).total == 0


def test_parts_add_up_to_the_total_and_bear_the_contract_s_names(lab):
    score = run_bot(lab, "optimal", lab.fault(FAULT))
    assert set(score.parts) == {"evidence", "path", "safety", "repair", "report"}
    assert score.total == pytest.approx(sum(score.parts.values()) - score.penalty, abs=0.1)
    assert score.total >= 98 and score.notes


def test_the_answer_without_evidence_is_worth_at_most_40(lab):
    assert run_bot(lab, "answer known, no evidence", lab.fault(FAULT)).total <= 40


def test_repair_on_a_live_part_caps_the_lab(lab):
    score = run_bot(lab, "unsafe expert", lab.fault(FAULT))
    assert score.capped and score.total <= 40
    assert any("critical breach" in note for note in score.notes)


def test_a_sound_part_fitted_costs_five_points_and_is_named(lab):
    bench = lab.bench(FAULT)
    symptom(lab, bench)
    bench.measure("V", "S0:21", "S0:22")
    bench.bring("locked out").repair("K1")
    finish(lab, labsim.coach.Coach.of(lab), bench, [FAULT])
    hand_in(bench)
    score = points(lab, bench)
    assert score.penalty >= 5
    assert any(note.startswith("K1 was sound") for note in score.notes)


def test_a_wrong_diagnosis_earns_no_evidence_unless_it_was_the_best_supported(lab):
    bench = lab.bench(FAULT)
    bench.diagnose("F4", "blown").sign_off("F4 blown, replaced the fuse.")
    assert points(lab, bench).parts["evidence"] == 0


def test_a_report_with_a_reading_that_was_never_taken_earns_nothing(lab):
    bench = lab.bench(FAULT)
    symptom(lab, bench)
    bench.measure("V", "S0:21", "S0:22")
    bench.diagnose("S0", "contact 21-22 does not make")
    bench.sign_off("S0 contact open: measured 77.7 V over it, replaced, machine runs.")
    score = points(lab, bench)
    assert score.parts["report"] == 0
    assert any("record does not hold" in note for note in score.notes)


def test_a_reading_that_the_machine_cannot_give_voids_the_attempt(lab):
    bench = lab.bench("F6: blown")  # another machine than the one that is scored
    symptom(lab, bench)
    bench.measure("V", "F6:2", "T1:X2")
    bench.measure("V", "S0:21", "S0:22")
    bench.diagnose("S0", "contact 21-22 does not make").sign_off("S0 contact open, replaced it.")
    score = points(lab, bench)
    assert score.total == 0
    assert any("does not come out" in note for note in score.notes)


def test_proving_dead_and_confirming_the_symptom_are_never_redundant(lab):
    score = run_bot(lab, "optimal", lab.fault("K1: coil burnt open"))
    assert not any("told nothing new" in note for note in score.notes)
